"""Which sources are meant by what was typed: names, files, and URLs of stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrsync.addresses import FileAddress, GoogleSheetAddress, NotionAddress
from okrsync.cli.settings import Settings, unjudging
from okrsync.cli.targets import copied, jobs
from okrsync.config.loading import check_config
from okrsync.errors import ConfigError

KEY = "1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3yZ4aB5c"
ID = "0123456789abcdef0123456789abcdef"
CONFIG = f"""
[google]
credentials = "env:GOOGLE_KEY"
api_endpoint = "http://127.0.0.1:1"
[notion]
base_url = "http://127.0.0.1:2"
[sources.product]
google_sheet = "{KEY}"
[sources.company]
notion = "{ID}"
credentials = "env:COMPANY_TOKEN"
[sources.sales]
path = "sales.xlsx"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    config = check_config(tmp_path / "okrsync.toml", CONFIG)
    return Settings(config, tmp_path, unjudging(None), "en")


def test_each_source_of_the_config_has_its_address_and_its_key(settings: Settings, tmp_path: Path) -> None:
    found = {job.name: job.address for job in jobs(settings, ())[0]}
    assert found["sales"] == FileAddress(tmp_path / "sales.xlsx")
    sheet, database = found["product"], found["company"]
    assert isinstance(sheet, GoogleSheetAddress)
    assert (sheet.access.credentials, sheet.access.api_endpoint) == ("env:GOOGLE_KEY", "http://127.0.0.1:1")
    assert isinstance(database, NotionAddress)
    assert (database.access.token, database.access.base_url) == ("env:COMPANY_TOKEN", "http://127.0.0.1:2")


def test_the_url_of_a_source_of_the_config_is_that_source(settings: Settings) -> None:
    urls = (f"https://docs.google.com/spreadsheets/d/{KEY}/edit#gid=3", f"https://www.notion.so/acme/Goals-{ID}?v=1")
    found, missing = jobs(settings, urls)
    assert [job.name for job in found] == ["product", "company"]
    assert not missing


def test_the_url_of_another_place_is_reached_with_the_general_keys(settings: Settings) -> None:
    other = f"https://www.notion.so/{ID[::-1]}"
    (found,), _ = jobs(settings, [other])
    assert isinstance(found.address, NotionAddress)
    assert found.address.access.token == "env:NOTION_TOKEN"
    assert found.address.access.base_url == "http://127.0.0.1:2"


def test_a_url_needs_no_config() -> None:
    (found,), _ = jobs(Settings(None, Path(), unjudging(None), "en"), [f"https://docs.google.com/spreadsheets/d/{KEY}"])
    assert isinstance(found.address, GoogleSheetAddress)
    assert found.address.access.credentials is None


def test_a_store_cannot_be_copied_to_a_file(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="product is no file"):
        copied(settings, ["product"], tmp_path / "copy.xlsx")

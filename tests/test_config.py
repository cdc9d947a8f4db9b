"""The config file: what it may hold, and how a mistake in it is shown."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from okrsync.config.finding import find_config
from okrsync.config.loading import check_names, load_config
from okrsync.config.models import Config, Role
from okrsync.config.places import line_of
from okrsync.errors import ConfigError
from okrsync.wording import languages

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"


def said(folder: Path, text: str, language: str = "en") -> str:
    """Return what is said about a config file with this text."""
    path = folder / "okrsync.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    return caught.value.text(language)


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    path = tmp_path / "okrsync.toml"
    path.write_text("", "utf-8")
    assert load_config(path) == Config()


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "okrsync.toml"
    path.write_text("\ufeff[okrsync]\nprofile = 'doerr'\n", "utf-8")
    assert load_config(path).okrsync.profile == "doerr"


@pytest.mark.parametrize("language", languages())
def test_a_source_may_be_in_any_language_that_has_a_folder(tmp_path: Path, language: str) -> None:
    path = tmp_path / "okrsync.toml"
    path.write_text(f"[sources.sales]\npath = 'okrs.xlsx'\nlanguage = '{language}'\n", "utf-8")
    assert load_config(path).sources["sales"].language == language


def test_a_language_without_a_folder_is_told_with_those_that_have_one(tmp_path: Path) -> None:
    text = said(tmp_path, "[sources.sales]\npath = 'okrs.xlsx'\nlanguage = 'xx'\n")
    assert all(f'"{language}"' in text for language in languages())
    assert '"de"' not in said(tmp_path, "[okrsync]\nlanguage = 'xx'\n")


def test_the_example_loads() -> None:
    config = load_config(EXAMPLE)
    source = config.sources["sales"]
    assert source.period is not None
    assert source.period.end == date(2026, 12, 31)
    assert source.headers["owner"] == ["Lead", "Deputy"]
    assert source.headers["ignored"] == ["Old target"]
    assert config.rules["ST202"].options == {"maximum": 4}


def test_the_example_shows_every_key_that_there_is() -> None:
    text = re.sub(
        r"^# (?=(?:baseline|api_endpoint|endpoint|key) = )", "", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE
    )
    document = tomllib.loads(text)
    assert set(document) == set(Config.model_fields)
    for table in ("okrsync", "google", "notion", "coach", "agent", "state", "history", "health", "logging"):
        assert set(document[table]) == keys(table)
    assert {key for source in document["sources"].values() for key in source} == keys("sources")
    assert {key for rule in document["rules"].values() for key in rule} == keys("rules")
    assert {key for pair in document["sync"].values() for key in pair} == keys("sync")


def keys(table: str) -> set[str]:
    """Return the keys of `[okrsync]`, `[sources.NAME]` or `[rules.CODE]`."""
    annotation = Config.model_fields[table].annotation
    inner = [
        kind for kind in (annotation, *get_args(annotation)) if isinstance(kind, type) and issubclass(kind, BaseModel)
    ]
    return set(inner[0].model_fields)


def test_the_example_explains_every_key_above_it() -> None:
    before = ""
    assert list(load_config(EXAMPLE).sources) == ["sales", "product", "company"]
    for line in EXAMPLE.read_text("utf-8").splitlines():
        if "=" in line and not line.startswith(("#", "owner", "ignored", "status")):
            assert before.startswith(("#", "[")), line
        before = line


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "[okrsync]\nprofil = 'x'",
            "line 2: okrsync knows no setting “okrsync.profil”. Did you mean “profile”?\n    profil = 'x'",
        ),
        ("[okrsnyc]\nprofile = 'x'", "line 1: okrsync knows no setting “okrsnyc”. Did you mean “okrsync”?"),
        ("[okrsync]\nfail_on = 'warn'", 'must be one of "error", "warning", "info", "never". Did you mean “warning”?'),
        ("[okrsync]\nselect = 'KR101'", "“okrsync.select” must be a list"),
        ("[sources.a]\n", "line 1: “sources.a” must say where its OKRs are with one of path, google_sheet and notion."),
        ("[sources.a]\npath = 'x'\nnotion = 'y'", "“sources.a” must say where its OKRs are with one of path,"),
        ("[[sources]]\npath = 'x'", "must be a table of its own"),
        ("[rules.KR105]\noptions = 3", "line 2: “rules.KR105.options” must be a table of its own"),
        ("[sources.a]\npath = 3", "line 2: “sources.a.path” must be a text in quotes."),
        ("[sources.a]\npath = ''", "line 2: “sources.a.path” is empty."),
        ("[sources]\na = 3", "line 2: “sources.a” must be a table of its own, [sources.a], with keys below it."),
        ("[sources.a]\npath = 'x'\ncolumns = { targt = 'T' }", "“targt” is nothing that a column can be."),
        ("[sources.a]\npath = 'x'\ncolumns = { targt = 'T' }", "Did you mean “target”?"),
        ("[sources.a]\npath = 'x'\ncolumns = { target = 4 }", "“sources.a.columns.target” must be a list"),
        ("[sources.a]\npath='x'\nperiod = {name='Q', start=2026-01-01, end='x'}", "must be a day such as 2026-09-30"),
        ("[sources.a]\npath='x'\nperiod = {name='Q', start=2026-02-01, end=2026-01-01}", "ends before it begins"),
        ("[rules.KR105]\nconfidence = 60", "line 2: “rules.KR105.confidence” must be at most 1.\n    confidence = 60"),
        ("[notion]\nrequests_per_second = 0.0", "“notion.requests_per_second” must be more than 0."),
        ("[rules.KR105]\nweight = -1", "“rules.KR105.weight” must be at least 0."),
        ("[rules.KR105]\nweight = 'much'", "“rules.KR105.weight” must be a number, without quotes."),
        ("[rules.KR105]\noff = 'yes'", "“rules.KR105.off” must be true or false, without quotes."),
        ("[rules]\nKR105 = 'off'", "“rules.KR105” must be a table of its own"),
        ("[okrsync\n", "line 1: this is not written as TOML wants it"),
        ("[okrsync]\nprofile = default\n", "    profile = default"),
        ("[okrsync]\nprofile = 'a'\nprofile = 'b'\n", "this is not written as TOML wants it"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(tmp_path: Path, text: str, sentence: str) -> None:
    told = said(tmp_path, text)
    assert sentence in told
    assert str(tmp_path / "okrsync.toml") in told


def test_all_mistakes_are_told_at_once_from_top_to_bottom(tmp_path: Path) -> None:
    told = said(tmp_path, "[rules.KR105]\nweight = -1\n[okrsync]\nprofil = 'x'\n[sources.a]\n")
    lines = [line.partition("line ")[2][0] for line in told.splitlines() if "line " in line]
    assert lines == ["1", "2", "4", "5"][1:]


def test_mistakes_are_told_in_french(tmp_path: Path) -> None:
    assert "ligne 2\u00a0: okrsync ne connaît pas de réglage" in said(tmp_path, "[okrsync]\nprofil = 'x'", "fr")


@pytest.mark.parametrize(
    "line",
    [
        "token = 'ntn_1234567890abcdefghij'",
        "password = 'hunter2'",
        "profile = 'ghp_abcdefghijklmnopqrstuv'",
        "select = ['sk-abcdefghijklmnopqrst']",
        "profile = '-----BEGIN PRIVATE KEY-----'",
        "credentials = '/etc/okrsync/google.json'",
    ],
)
def test_a_secret_is_refused_and_never_shown(tmp_path: Path, line: str) -> None:
    told = said(tmp_path, f"[okrsync]\n{line}\n")
    assert "looks like a password or a key" in told
    assert line.split("'")[1] not in told


def test_a_reference_to_a_secret_is_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "okrsync.toml"
    path.write_text(
        "[notion]\ntoken = 'env:TEAM_TOKEN'\n[sources.a]\nnotion = 'Goals'\ncredentials = 'file:~/token'\n", "utf-8"
    )
    config = load_config(path)
    assert config.notion.token == "env:TEAM_TOKEN"
    assert config.sources["a"].credentials == "file:~/token"


def test_a_line_that_is_no_toml_is_not_shown_where_it_may_hold_a_secret(tmp_path: Path) -> None:
    assert "hunter2" not in said(tmp_path, "[okrsync]\npassword = hunter2\n")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no config file"):
        load_config(tmp_path / "none.toml")


def test_a_folder_is_no_config(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "okrsync.toml"
    path.write_bytes("# équipe\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load_config(path)


def test_the_config_asked_for_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "okrsync.toml").touch()
    environment = {"OKRSYNC_CONFIG": "other.toml"}
    assert find_config(Path("mine.toml"), environment) == Path("mine.toml")
    assert find_config(None, environment) == Path("other.toml")
    assert find_config(None, {}) == Path("okrsync.toml")


def test_without_a_config_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_config(None, {}) is None


def test_names_that_there_are_pass(tmp_path: Path) -> None:
    path = tmp_path / "okrsync.toml"
    path.write_text("[okrsync]\nprofile = 'doerr'\n[rules.KR105]\noff = true\n", "utf-8")
    check_names(path, load_config(path), rules=["KR105"], profiles=["default", "doerr"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "[rules.KR150]\noff = true",
            "line 1: There is no rule “KR150”. “okrsync rules” lists them. Did you mean “KR105”?",
        ),
        ("[okrsync]\nprofile = 'deorr'", "line 2: There is no profile “deorr”. Did you mean “doerr”?"),
        ("[sources.a]\npath = 'x'\nprofile = 'grove'", "line 3: There is no profile “grove”."),
        (
            "[sources.sales]\npath = 'x'\n[sync.p]\na = 'sales'\nb = 'sale'",
            "line 5: [sources] has no “sale”. Name a source by the name of its table. Did you mean “sales”?",
        ),
    ],
)
def test_a_name_that_is_none_is_shown_where_it_stands(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "okrsync.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        check_names(path, load_config(path), rules=["KR105"], profiles=["default", "doerr"])
    assert sentence in caught.value.text("en")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("okrsync", "profile"), 2),
        (("sources", "équipe A", "path"), 5),
        (("sources", "équipe A", "columns", "target"), 6),
        (("sources", "équipe A", "note"), 7),
        (("sources", "équipe A", "path2"), 10),
        (("rules", "KR105", "options", "words"), 12),
        (("nothing",), None),
    ],
)
def test_the_line_of_a_key_is_found(path: tuple[str, ...], line: int | None) -> None:
    text = '''[okrsync]
profile = "x"  # path = "no"

[sources."équipe A"]
path = "x"
columns = { target = "T" }
note = """
path2 = "inside a text"
"""
path2 = "y"
[rules]
KR105.options.words = 3
'''
    assert line_of(text, path) == line


def test_a_header_that_is_no_toml_does_not_stop_the_search() -> None:
    assert line_of("[a b]\nx = 1\n[c]\ny = 2\n", ("c", "y")) == 4


def test_the_roles_of_columns_are_those_that_sheets_are_read_by() -> None:
    from okrsync.tables.headers import _PRECEDENCE  # noqa: PLC0415 - the list is private, and must not drift

    known = {*_PRECEDENCE, "last_check_in", "ignored"}
    assert set(get_args(Role)) <= known

"""Whatever goes wrong between `okrsync run` and a store: overcome, or told with exit code 3; nothing is written twice.

Every fault of a network or a service × reading, writing the first night (columns and properties are made) and writing
later (values change) × Google Sheets and Notion; once, and for as long as the run lasts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import pytest
from click.testing import CliRunner, Result
from google_place import Google, google_server
from nearby_stores import nearby
from notion_workspaces import Workspace, foreign
from store_faults import FAULTS, KEPT_ALL_THE_SAME, NOTIONS_WORDS, SLOW

from okrsync.cli.entry import okrsync
from okrsync.sources.calling import Patience
from okrsync.sources.google.marks import KEY
from tests.servers.notion.server import NotionServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.faults import Faults

ROWS = [
    ["Objective", "Key result", "Owner", "Baseline", "Target"],
    ["Be the calmest line", "Calls before nine from 9 to 3", "Ana", 9, 3],
    ["Be the calmest line", "Improve the queue", "Jon", None, None],
]
QUICK = Patience(attempts=3, request_seconds=30, first_wait=0.001, longest_wait=0.002)
HASTY = Patience(attempts=3, request_seconds=0.7, first_wait=0.001, longest_wait=0.002)
FOR_EVER = 1000
OURS = 2
"""Columns of ours in a Google Sheet."""
PROPERTIES = 3
"""Properties of ours in a Notion database."""

STAYING = [fault for fault in FAULTS if not fault.endswith("after it was done")]


class Store(Protocol):
    """A store on its test server, as this test needs it."""

    where: ClassVar[dict[str, dict[str, Any]]]
    """Operation → which requests of it a fault befalls."""
    said: bytes
    """The service's own words for an error."""
    faults: Faults

    def config(self) -> str:
        """Return the config of a new place without anything of ours."""
        ...

    def edit(self) -> None:
        """Let a person make one key result right, so that the next night has something to write."""
        ...

    def people_have(self) -> object:
        """Return all that is people's own."""
        ...

    def stands_once(self) -> None:
        """Assert that what is ours stands there once."""
        ...

    def writes(self) -> int:
        """Return how many requests to write came so far."""
        ...

    def calm(self) -> None:
        """End all faults."""
        ...


class OnGoogle:
    where: ClassVar = {"read": {"kind": "read"}, "create": {"kind": "write"}, "update": {"kind": "write"}}
    said = b'{"error": {"code": 500, "message": "Internal error encountered.", "status": "INTERNAL"}}'

    def __init__(self, google: Google) -> None:
        self.google = google
        self.faults = google.server.faults

    def config(self) -> str:
        self.place = self.google.place({"Team": ROWS})
        credentials, link = self.place.address.access.credentials, self.place.address.spreadsheet
        return f'[google]\ncredentials = "{credentials}"\n[sources.team]\ngoogle_sheet = "{link}"\n'

    def edit(self) -> None:
        self.place.people.set_cell("B3", "Minutes in the queue from 12 to 4", "Team")

    def people_have(self) -> object:
        return self.place.foreign()

    def stands_once(self) -> None:
        book = self.place.people.book
        assert [tab.title for tab in book.sheets] == ["Team", "OKR check"]
        marked = [line for line in book.sheets[0].columns if any(each["metadataKey"] == KEY for each in line.metadata)]
        assert len(marked) == OURS
        assert [row[5] for row in self.place.people.rows("Team")].count("OKR score") == 1

    def writes(self) -> int:
        return self.google.server.log.count("write")

    def calm(self) -> None:
        self.google.calm()


class OnNotion:
    where: ClassVar = {
        "read": {"path": "/query$"},
        "create": {"method": "PATCH", "path": "/data_sources/"},
        "update": {"method": "PATCH", "path": "/pages/"},
    }
    said = NOTIONS_WORDS

    def __init__(self, server: NotionServer) -> None:
        self.server = server
        self.faults = server.faults

    def config(self) -> str:
        self.calm()
        self.workspace = Workspace(self.server)
        return f'[sources.team]\nnotion = "{self.workspace.key_results_database.id}"\n'

    def edit(self) -> None:
        self.workspace.people.edit_property(self.workspace.vague, "Name", "Regulars who smile from 20 % to 50 %")

    def people_have(self) -> object:
        return foreign(self.server)

    def stands_once(self) -> None:
        for source in (self.workspace.objectives, self.workspace.key_results):
            ours = [each for each in source.properties.values() if str(each.description or "").startswith("okrsync")]
            assert len(ours) == PROPERTIES

    def writes(self) -> int:
        return self.server.log.count("write")

    def calm(self) -> None:
        self.server.faults.clear()


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Store]]:
    with google_server() as google, NotionServer() as notion:
        yield {"Google Sheets": OnGoogle(google), "Notion": OnNotion(notion)}


@pytest.fixture
def store(servers: dict[str, Store], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Store:
    patience = HASTY if SLOW & set(request.node.callspec.params.values()) else QUICK
    google, notion = servers["Google Sheets"], servers["Notion"]
    assert isinstance(google, OnGoogle)
    assert isinstance(notion, OnNotion)
    nearby(monkeypatch, patience, google=google.google.server.url, notion=notion.server.url)
    monkeypatch.setenv("NOTION_TOKEN", notion.server.token)
    chosen: Store = servers[request.node.callspec.params["kind"]]
    return chosen


def night(folder: Path) -> Result:
    """Return what `okrsync run` came to."""
    result = CliRunner().invoke(okrsync, ["run", "--config", str(folder / "okrsync.toml"), "--today", "2026-11-16"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def begin(store: Store, folder: Path, operation: str) -> object:
    """Make a place as it is before `operation`; return all that people have there."""
    (folder / "okrsync.toml").write_text(f'[state]\nurl = "s.db"\n[agent]\ndeadline = 1\n{store.config()}', "utf-8")
    if operation == "update":
        assert night(folder).exit_code == 0
        store.edit()
    return store.people_have()


def assert_well_in_the_end(store: Store, folder: Path, people: object) -> None:
    """Let a quiet night make everything right; the one after that must write nothing."""
    store.calm()
    assert night(folder).exit_code == 0
    assert_quiet(store, folder, people)


def assert_quiet(store: Store, folder: Path, people: object) -> None:
    """See that everything stands once, and that another night writes nothing."""
    store.stands_once()
    before = store.writes()
    assert night(folder).exit_code == 0
    assert store.writes() == before
    assert store.people_have() == people


@pytest.mark.parametrize("operation", ["read", "create", "update"])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", ["Google Sheets", "Notion"])
def test_a_fault_is_overcome_and_everything_stands_once(
    store: Store, folder: Path, kind: str, fault: str, operation: str
) -> None:
    del kind  # `store` is of that kind
    people = begin(store, folder, operation)
    FAULTS[fault](store.faults, store.where[operation], store.said)
    result = night(folder)
    assert result.exit_code == 0, result.output
    where = store.where[operation]
    met = {"method": "GET", "path": "", "kind": "", **where}
    assert store.faults.take(met["method"], met["path"].strip("$"), met["kind"]) is None, "nothing met the fault"
    assert_quiet(store, folder, people)


@pytest.mark.parametrize("operation", ["read", "create", "update"])
@pytest.mark.parametrize("fault", STAYING)
@pytest.mark.parametrize("kind", ["Google Sheets", "Notion"])
def test_a_fault_that_stays_is_told_and_the_next_night_makes_it_right(
    store: Store, folder: Path, kind: str, fault: str, operation: str
) -> None:
    people = begin(store, folder, operation)
    FAULTS[fault](store.faults, {**store.where[operation], "times": FOR_EVER}, store.said)
    result = night(folder)
    # Where the store did what it was asked and Google's sheet could be read again, all is well after all.
    if not (kind == "Google Sheets" and operation != "read" and fault in KEPT_ALL_THE_SAME):
        assert result.exit_code == 3
        assert result.stderr
    assert_well_in_the_end(store, folder, people)


@pytest.mark.parametrize("kind", ["Google Sheets", "Notion"])
def test_a_store_that_asks_for_more_patience_than_the_run_has_is_told_at_once(
    store: Store, folder: Path, kind: str
) -> None:
    del kind
    people = begin(store, folder, "read")
    store.faults.answer(429, store.said, {"Retry-After": "3600"}, **store.where["read"])
    result = night(folder)
    assert result.exit_code == 3
    assert "longer than the run may" not in result.stderr
    assert store.people_have() == people

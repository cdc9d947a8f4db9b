"""Two sheets of any kind, kept in step by whole runs on a real state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from document_places import DocumentWorkplace
from sheet_places import BookWorkplace, GoogleWorkplace, SheetWorkplace
from store_contract import CALLS, CHURN, CUSTOMERS, EXPERIMENTS, OKRS, TEAMS, by_title
from table_places import TableWorkplace

from okrsync.state.database import Database, open_database
from okrsync.sync.guards import SyncStoppedError
from okrsync.sync.outcome import Outcome
from okrsync.sync.running import keep_in_step, ledger_of, rehearse
from okrsync.sync.settings import Settings, Side
from okrsync.sync.undo import undo

if TYPE_CHECKING:
    from pathlib import Path

    from sheet_places import Okrs

    from tests.sources.google_place import Google


class Pair:
    """Two places, kept in step."""

    def __init__(self, database: Database, a: SheetWorkplace, b: SheetWorkplace, **settings: object) -> None:
        self.a, self.b = a, b
        self.database = database
        self.settings = Settings(**settings)  # type: ignore[arg-type]

    def run(self) -> Outcome:
        stores = {Side.A: self.a.open(), Side.B: self.b.open()}
        outcome = keep_in_step(self.database, "pair", stores, self.settings, holder="me", agreed=lambda _: True)
        assert outcome is not None
        return outcome

    def settle(self) -> None:
        """Run until nothing is left to do, and see that the next run leaves every byte alone."""
        for _ in range(3):
            if self.run().run is None:
                break
        before = self.a.state(), self.b.state()
        assert self.run() == Outcome()
        assert (self.a.state(), self.b.state()) == before

    def conflicts(self) -> list[str]:
        with ledger_of(self.database, "pair", "me") as ledger:
            return [each.field for each in ledger.load().conflicts.values()]

    def assert_same(self) -> None:
        a, b = by_title(self.a.open()), by_title(self.b.open())
        for title, record in a.items():
            assert {n: v for n, v in record.fields.items() if n != "objective"} == {
                n: v for n, v in b[title].fields.items() if n != "objective"
            }
        assert a.keys() == b.keys()


FILES = {"book": BookWorkplace, "table": TableWorkplace, "document": DocumentWorkplace}
KINDS = [
    ("google", "book"),
    ("google", "google"),
    ("book", "book"),
    ("table", "book"),
    ("google", "table"),
    ("document", "book"),
    ("table", "document"),
    ("google", "document"),
    ("table", "table"),
    ("document", "document"),
]
"""Every pair of kinds; those with a Notion page are in `test_notion_pairs`."""


def marked(kinds: tuple[str, str]) -> pytest.ParameterSet:
    """Return a pair of kinds of places; documents are made by LibreOffice."""
    marks = [pytest.mark.needs_libreoffice] if "document" in kinds else []
    return pytest.param(kinds, id="-".join(kinds), marks=marks)


def made(kind: str, google: Google, folder: Path, okrs: Okrs = OKRS, *, repeated: bool = True) -> SheetWorkplace:
    """Return a new place."""
    if kind == "google":
        return GoogleWorkplace.make(google, okrs, repeated=repeated)
    return FILES[kind].make(folder, okrs, repeated=repeated)


@pytest.fixture(params=[marked(each) for each in KINDS])
def pair(request: pytest.FixtureRequest, google: Google, tmp_path: Path, database: Database) -> Pair:
    a, b = request.param
    return Pair(database, made(a, google, tmp_path / "a"), made(b, google, tmp_path / "b", repeated=False))


def test_a_first_run_matches_and_writes_to_no_place(pair: Pair) -> None:
    before = pair.a.state(), pair.b.state()
    outcome = pair.run()
    assert (outcome.cells, outcome.created, outcome.failures, outcome.left) == (0, 0, [], [])
    assert (pair.a.state(), pair.b.state()) == before
    assert pair.conflicts() == []
    pair.settle()


def test_edits_travel_both_ways_into_their_cells_alone(pair: Pair) -> None:
    pair.run()
    before = pair.a.state(), pair.b.state()
    pair.a.type(CHURN, "target", 4)
    pair.b.type(CALLS, "progress", 0.4)
    outcome = pair.run()
    assert (outcome.cells, outcome.failures, outcome.left) == (2, [], [])
    pair.assert_same()
    if not isinstance(pair.a, BookWorkplace):
        # What openpyxl saves it writes in a way of its own.
        assert pair.a.differences(before[0], pair.a.state()) == {(CHURN, "target"), (CALLS, "progress")}
    pair.settle()


def test_titles_travel_and_rows_may_move(pair: Pair) -> None:
    pair.run()
    pair.a.type(CUSTOMERS, "title", "Customers stay")
    pair.a.type(CHURN, "title", "Lose fewer customers")
    pair.a.move()
    pair.b.type(EXPERIMENTS, "title", "Run ten experiments")
    outcome = pair.run()
    assert (outcome.created, outcome.failures, outcome.left) == (0, [], [])
    pair.assert_same()
    assert len(by_title(pair.b.open())) == 5
    pair.settle()


def test_what_both_sides_changed_waits_for_a_person(pair: Pair) -> None:
    pair.run()
    pair.a.type(CALLS, "target", 85)
    pair.b.type(CALLS, "target", 90)
    pair.run()
    assert pair.conflicts() == ["target"]
    assert [by_title(place.open())[CALLS]["target"] for place in (pair.a, pair.b)] == [85.0, 90.0]
    pair.settle()
    pair.b.type(CALLS, "target", 85)
    pair.settle()
    assert pair.conflicts() == []


@pytest.mark.parametrize(
    ("kinds", "repeated"),
    [
        *(pytest.param(each, True, id="-".join(each)) for each in (("google", "book"), ("book", "table"))),
        *(pytest.param(each, False, id="-".join(each)) for each in (("book", "google"), ("google", "table"))),
        pytest.param(("book", "document"), True, id="book-document", marks=pytest.mark.needs_libreoffice),
    ],
)
def test_new_rows_are_made_on_the_other_side_once(
    google: Google, tmp_path: Path, database: Database, kinds: tuple[str, str], *, repeated: bool
) -> None:
    fewer = {CUSTOMERS: {CHURN: OKRS[CUSTOMERS][CHURN]}, TEAMS: OKRS[TEAMS]}
    a, b = kinds
    pair = Pair(database, made(a, google, tmp_path / "a"), made(b, google, tmp_path / "b", fewer, repeated=repeated))
    plan = rehearse(database, "pair", {Side.A: pair.a.open(), Side.B: pair.b.open()}, pair.settings)
    outcome = pair.run()
    assert (outcome.created, outcome.failures, outcome.left) == (1, [], [])
    assert len(plan.steps) >= 1
    pair.assert_same()
    pair.settle()


def test_a_run_is_taken_back_with_the_row_that_it_made(pair: Pair) -> None:
    pair.b.remove(CALLS)
    created = pair.run()
    assert (created.created, created.run) == (1, 1)
    with ledger_of(pair.database, "pair", "me") as ledger:
        undone = undo(1, {Side.A: pair.a.open(), Side.B: pair.b.open()}, ledger, pair.settings)
    assert (undone.outcome.deleted, undone.kept, undone.outcome.failures) == (1, [], [])
    assert CALLS not in by_title(pair.b.open())
    assert CALLS in by_title(pair.a.open())
    pair.settle()


def test_a_row_that_one_side_deleted_stays_on_the_other_and_is_never_made_again(pair: Pair) -> None:
    pair.run()
    pair.a.remove(CALLS)
    outcome = pair.run()
    assert (outcome.created, outcome.deleted, outcome.failures) == (0, 0, [])
    pair.settle()
    assert CALLS not in by_title(pair.a.open())
    assert CALLS in by_title(pair.b.open())


def test_a_deletion_travels_where_it_is_asked_for(pair: Pair) -> None:
    pair.settings = Settings(deletes=True)
    pair.run()
    pair.a.remove(CALLS)
    outcome = pair.run()
    assert (outcome.deleted, outcome.failures, outcome.left) == (1, [], [])
    pair.assert_same()
    pair.settle()


def test_a_copied_row_is_left_alone_until_it_has_a_title_of_its_own(pair: Pair) -> None:
    pair.run()
    pair.b.copy(EXPERIMENTS)
    outcome = pair.run()
    assert (outcome.created, outcome.cells) == (0, 0)
    assert len(by_title(pair.a.open())) == 5


def test_with_the_state_lost_nothing_is_deleted_or_made_twice(pair: Pair, tmp_path: Path) -> None:
    pair.run()
    pair.a.type(CALLS, "target", 85)
    pair.b.remove(EXPERIMENTS)
    other = open_database(tmp_path / "new.db")
    pair.database = other
    pair.run()
    assert pair.conflicts() == ["target"]
    pair.run()
    assert {len(place.open().listing()) for place in (pair.a, pair.b)} == {5}
    other.close()


@pytest.mark.parametrize(
    "kind", ["google", "book", "table", pytest.param("document", marks=pytest.mark.needs_libreoffice)]
)
def test_a_table_of_headers_alone_is_filled(google: Google, tmp_path: Path, database: Database, kind: str) -> None:
    if kind == "google":
        empty: SheetWorkplace = GoogleWorkplace.make(google, {})
    else:
        empty = FILES[kind].make(tmp_path / "b", {})
    pair = Pair(database, BookWorkplace.make(tmp_path / "a"), empty)
    outcome = pair.run()
    assert (outcome.created, outcome.failures, outcome.left) == (5, [], [])
    pair.assert_same()
    assert [row[:2] for row in empty.rows()[1:4]] == [[CUSTOMERS, CHURN], [CUSTOMERS, CALLS], [TEAMS, EXPERIMENTS]]
    pair.settle()


def test_a_place_without_any_table_is_told_what_it_needs(tmp_path: Path, database: Database) -> None:
    full, blank = BookWorkplace.make(tmp_path / "a"), BookWorkplace.make(tmp_path / "b", {})
    for cell in range(1, 10):
        blank.put(1, cell, None)
    before = blank.state()
    with pytest.raises(SyncStoppedError, match="Give it a row of headers"):
        Pair(database, full, blank).run()
    assert blank.state() == before

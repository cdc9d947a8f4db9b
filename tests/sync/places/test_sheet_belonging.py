"""What belongs to what, in sheets: key results that come to another objective, and objectives above objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sheet_places import TAB, BookWorkplace, GoogleWorkplace, SheetWorkplace, go_on_moving
from store_contract import CALLS, CHURN, CUSTOMERS, EXPERIMENTS, TEAMS, by_title, remembered, reopened
from table_places import TableWorkplace
from test_sheet_pairs import FILES, Pair
from test_sheet_rows import NUMBERED, book

from okrsync.sources.entries import MovedError
from okrsync.sync.stores import OBJECTIVE_FIELD, PARENTS_FIELD, Change, Draft
from okrsync.sync.values import Records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from okrsync.state.database import Database
    from okrsync.sync.stores import Record, Store
    from tests.sources.google_place import Google

TREE = [
    ["ID", "Type", "Title", "Parent", "Target"],
    ["O1", "Objective", "Customers come back", None, None],
    ["KR1", "Key result", "Reduce churn", "O1", 4.5],
    ["KR2", "Key result", "Raise answered calls", "O1", 80],
    ["O2", "Objective", "Teams learn", "O1", None],
    ["KR3", "Key result", "Run experiments", "O2", 12],
]
ALIGNED = [
    ["Objective", "Aligned to", "Key result", "Target"],
    ["Grow in Europe", None, "Open 5 shops", 5],
    ["Customers come back", "Grow in Europe", "Reduce churn", 4.5],
    ["Customers come back", "Grow in Europe", "Raise answered calls", 80],
    ["Teams learn", "Make the world better", "Run experiments", 12],
]


BOTH = f"Grow in Europe; {TEAMS}"


def belongs(store: Store) -> dict[str, str | None]:
    """Return key result → objective, by their titles."""
    listed = by_title(store)
    titles = {record.id: title for title, record in listed.items()}
    return {title: titles[held.ids[0]] for title, each in listed.items() if (held := each[OBJECTIVE_FIELD])}  # type: ignore[union-attr]


def moving(record: Record, to: Record) -> dict[str, Change]:
    return {OBJECTIVE_FIELD: Change(record[OBJECTIVE_FIELD], Records((to.id,)))}


@pytest.fixture(params=["google", "book", "table", pytest.param("document", marks=pytest.mark.needs_libreoffice)])
def repeated(request: pytest.FixtureRequest, google: Google, tmp_path: Path) -> SheetWorkplace:
    if request.param == "google":
        return GoogleWorkplace.make(google)
    return FILES[request.param].make(tmp_path / "here")


def test_a_row_that_says_its_objective_says_another_one(repeated: SheetWorkplace) -> None:
    store = repeated.open()
    listed = by_title(store)
    before = repeated.state()
    answer = store.update(listed[CALLS].id, moving(listed[CALLS], listed[TEAMS]))
    assert answer[OBJECTIVE_FIELD] == Records((listed[TEAMS].id,))
    assert repeated.differences(before, repeated.state()) == {(CALLS, "objective")}
    assert belongs(repeated.open()) == {CHURN: CUSTOMERS, CALLS: TEAMS, EXPERIMENTS: TEAMS}


def test_a_row_comes_to_another_objective_together_with_other_changes(repeated: SheetWorkplace) -> None:
    store = repeated.open()
    listed = by_title(store)
    before = repeated.state()
    store.update_together(
        {
            listed[CALLS].id: {**moving(listed[CALLS], listed[TEAMS]), "target": Change(80.0, 85.0)},
            listed[CHURN].id: {"target": Change(4.5, 4.0)},
        }
    )
    assert repeated.differences(before, repeated.state()) == {
        (CALLS, "objective"), (CALLS, "target"), (CHURN, "target"),
    }  # fmt: skip


def test_the_only_row_that_says_an_objective_does_not_let_go_of_it(repeated: SheetWorkplace) -> None:
    assert OBJECTIVE_FIELD in by_title(repeated.open())[EXPERIMENTS].locked


def test_ids_that_are_repeated_with_an_objective_go_along(tmp_path: Path) -> None:
    place = book(tmp_path, [*NUMBERED, ["O2", "Teams learn", "KR4", "Read books", "Dan", 3]])
    store = place.open()
    listed = by_title(store)
    store.update(listed[CHURN].id, moving(listed[CHURN], listed[TEAMS]))
    assert place.rows()[1] == ["O2", "Teams learn", "KR1", "Reduce churn", "Ann", 4.5]
    assert belongs(place.open())[CHURN] == TEAMS


def test_a_cell_that_names_the_parent_names_another_one_the_way_its_neighbours_do(tmp_path: Path) -> None:
    place = book(tmp_path, TREE)
    store = place.open()
    listed = by_title(store)
    store.update(listed[CALLS].id, moving(listed[CALLS], listed[TEAMS]))
    assert place.rows()[3] == ["KR2", "Key result", "Raise answered calls", "O2", 80]
    assert belongs(place.open()) == {CHURN: CUSTOMERS, CALLS: TEAMS, EXPERIMENTS: TEAMS}


def test_where_objectives_stand_once_a_row_of_a_spreadsheet_moves_with_all_that_is_in_it(google: Google) -> None:
    sheet = GoogleWorkplace.make(google, repeated=False)
    sheet.place.people.set_note("B3", "ask Bob", TAB)
    store = sheet.open()
    listed = by_title(store)
    answer = store.update(listed[CALLS].id, moving(listed[CALLS], listed[TEAMS]) | {"target": Change(80.0, 85.0)})
    assert (answer["target"], answer[OBJECTIVE_FIELD]) == (85.0, Records((listed[TEAMS].id,)))
    assert belongs(sheet.open()) == {CHURN: CUSTOMERS, CALLS: TEAMS, EXPERIMENTS: TEAMS}
    rows = sheet.rows()
    assert [row[1] for row in rows] == ["Key result", CHURN, EXPERIMENTS, CALLS]
    assert rows[3][7:] == ["said in week 3", "25"]
    assert sheet.place.people.note("B4", TAB) == "ask Bob"


@pytest.mark.parametrize("ends", [True, False], ids=["a line end at the end", "none at the end"])
def test_where_objectives_stand_once_a_line_of_a_text_table_moves_as_it_is(tmp_path: Path, *, ends: bool) -> None:
    place = TableWorkplace.make(tmp_path / "here", repeated=False)
    lines = place.path.read_text("utf-8").splitlines()
    place.path.write_text("\n".join(lines) + "\n" * ends, "utf-8")
    store = place.open()
    listed = by_title(store)
    store.update(listed[CALLS].id, moving(listed[CALLS], listed[TEAMS]))
    assert belongs(place.open()) == {CHURN: CUSTOMERS, CALLS: TEAMS, EXPERIMENTS: TEAMS}
    assert place.path.read_text("utf-8") == "\n".join([*lines[:2], lines[3], lines[2]]) + "\n" * ends


def test_where_objectives_stand_once_a_row_of_a_workbook_stays_and_people_are_told(tmp_path: Path) -> None:
    place = BookWorkplace.make(tmp_path, repeated=False)
    assert all(OBJECTIVE_FIELD in each.locked for each in place.open().listing() if each.kind == "key_result")


def test_the_first_row_of_an_objective_stays_since_it_says_it_for_all(google: Google) -> None:
    listed = by_title(GoogleWorkplace.make(google, repeated=False).open())
    assert {title for title in (CHURN, CALLS, EXPERIMENTS) if OBJECTIVE_FIELD in listed[title].locked} == {
        CHURN, EXPERIMENTS,
    }  # fmt: skip


MOVES: dict[str, Callable[[Any], object]] = {
    "a row is put in above": lambda people: people.insert_rows(2, 1, TAB),
    "a row is put in between": lambda people: people.insert_rows(5, 1, TAB),
    "a row is put in where it goes": lambda people: people.insert_rows(7, 1, TAB),
    "its neighbour moves": lambda people: people.move_rows(3, 3, 5, TAB),
    "a row of the other objective is deleted": lambda people: people.delete_rows(6, None, TAB),
}


@pytest.mark.parametrize("happens", MOVES)
def test_a_row_that_was_moved_while_others_moved_is_given_back_and_moved_anew(google: Google, happens: str) -> None:
    def moved(sheet: GoogleWorkplace, *, meanwhile: Callable[[], None] | None) -> GoogleWorkplace:
        store = sheet.open()
        listed = by_title(store)
        if meanwhile:
            google.server.moments.add(meanwhile, after=False, method="POST")
        else:
            MOVES[happens](sheet.place.people)
        store.update(listed[CALLS].id, moving(listed[CALLS], listed[TEAMS]))
        return sheet

    twin = moved(GoogleWorkplace.make(google, OKRS_WITH_THREE, repeated=False), meanwhile=None)
    sheet = GoogleWorkplace.make(google, OKRS_WITH_THREE, repeated=False)
    moved(sheet, meanwhile=lambda: MOVES[happens](sheet.place.people))
    assert sheet.rows() == twin.rows()


OKRS_WITH_THREE = {
    CUSTOMERS: {"Lose nobody": {}, CHURN: {}, CALLS: {"target": 80.0}},
    TEAMS: {EXPERIMENTS: {}, "Read books": {}},
}


def test_where_rows_go_on_moving_the_row_is_given_back_and_it_is_said(google: Google) -> None:
    sheet, twin = (GoogleWorkplace.make(google, OKRS_WITH_THREE, repeated=False) for _ in range(2))
    store = sheet.open()
    listed = by_title(store)
    go_on_moving(google, sheet, twin)
    with pytest.raises(MovedError):
        store.update(listed[CALLS].id, moving(listed[CALLS], listed[TEAMS]))
    assert sheet.rows() == twin.rows()


# ---- objectives above objectives


def test_what_an_objective_contributes_to_is_read_by_title_and_by_id(tmp_path: Path) -> None:
    for folder, rows, below, above in (("a", ALIGNED, CUSTOMERS, "Grow in Europe"), ("b", TREE, TEAMS, CUSTOMERS)):
        (tmp_path / folder).mkdir()
        listed = by_title(book(tmp_path / folder, rows).open())
        assert listed[below][PARENTS_FIELD] == Records((listed[above].id,))
        assert listed[above][PARENTS_FIELD] is None


def test_what_names_no_objective_of_the_sheet_is_text(tmp_path: Path) -> None:
    assert by_title(book(tmp_path, ALIGNED).open())[TEAMS][PARENTS_FIELD] == "Make the world better"


@pytest.mark.parametrize(
    ("rows", "below", "above", "typed"),
    [
        (ALIGNED, TEAMS, ["Grow in Europe"], {(5, 2): "Grow in Europe"}),
        (ALIGNED, CUSTOMERS, [TEAMS], {(3, 2): TEAMS, (4, 2): TEAMS}),
        (ALIGNED, CUSTOMERS, [], {(3, 2): None, (4, 2): None}),
        (ALIGNED, CUSTOMERS, ["Grow in Europe", TEAMS], {(3, 2): BOTH, (4, 2): BOTH}),
        (TREE, TEAMS, [], {(5, 4): None}),
        ([*TREE, ["O3", "Objective", "Earn more", None, None]], TEAMS, [CUSTOMERS, "Earn more"], {(5, 4): "O1, O3"}),
        ([*TREE, ["O3", "Objective", "Earn more", None, None]], TEAMS, ["Earn more"], {(5, 4): "O3"}),
    ],
)  # fmt: skip
def test_parents_are_written_the_way_the_sheet_names_them(
    tmp_path: Path, rows: list[list[Any]], below: str, above: list[str], typed: dict[tuple[int, int], Any]
) -> None:
    place = book(tmp_path, rows)
    store = place.open()
    listed, before = by_title(store), place.rows()
    new = Records(tuple(listed[title].id for title in above)) if above else None
    answer = store.update(listed[below].id, {PARENTS_FIELD: Change(listed[below][PARENTS_FIELD], new)})
    assert answer[PARENTS_FIELD] == new
    for (row, column), value in typed.items():
        before[row - 1][column - 1] = value
    assert place.rows() == before


def test_an_objective_with_another_title_keeps_those_that_name_it(tmp_path: Path) -> None:
    place = book(tmp_path, ALIGNED)
    store = place.open()
    listed = by_title(store)
    store.update(listed["Grow in Europe"].id, {"title": Change("Grow in Europe", "Grow everywhere")})
    assert [row[1] for row in place.rows()] == [
        "Aligned to", None, "Grow everywhere", "Grow everywhere", "Make the world better",
    ]  # fmt: skip
    now = by_title(place.open())
    assert now[CUSTOMERS][PARENTS_FIELD] == Records((now["Grow everywhere"].id,))


def test_a_new_objective_says_what_it_contributes_to(tmp_path: Path) -> None:
    for folder, rows in (("a", ALIGNED), ("b", TREE)):
        (tmp_path / folder).mkdir()
        place = book(tmp_path / folder, rows)
        store = place.open()
        above = Records((by_title(store)[CUSTOMERS].id,))
        made = store.create(Draft("objective", {"title": "Earn more", PARENTS_FIELD: above}), "mark")
        assert made[PARENTS_FIELD] == above
        now = by_title(place.open())
        assert now["Earn more"][PARENTS_FIELD] == Records((now[CUSTOMERS].id,))


def test_objectives_are_known_again_though_what_is_above_them_changed(tmp_path: Path) -> None:
    place = book(tmp_path, ALIGNED)
    store = place.open()
    before, known = by_title(store), remembered(store)
    place.put(5, 2, CUSTOMERS)
    after = by_title(reopened(place, known))
    assert {title: each.id for title, each in after.items()} == {title: each.id for title, each in before.items()}
    assert after[TEAMS][PARENTS_FIELD] == Records((after[CUSTOMERS].id,))


# ---- whole runs


def pair_of(folder: Path, database: Database, rows: list[list[Any]]) -> Pair:
    """Return two workbooks with the same rows, in step."""
    for name in "ab":
        (folder / name).mkdir()
    pair = Pair(database, *(book(folder / name, rows) for name in "ab"))
    pair.run()
    return pair


def test_a_key_result_that_moved_moves_on_the_other_side(google: Google, tmp_path: Path, database: Database) -> None:
    pair = Pair(database, BookWorkplace.make(tmp_path), GoogleWorkplace.make(google, repeated=False))
    pair.run()
    pair.a.put(pair.a.row_of(CALLS), 1, TEAMS)
    outcome = pair.run()
    assert (outcome.cells, outcome.failures, outcome.left) == (1, [], [])
    assert belongs(pair.a.open()) == belongs(pair.b.open()) == {CHURN: CUSTOMERS, CALLS: TEAMS, EXPERIMENTS: TEAMS}
    pair.settle()


def test_what_is_above_an_objective_travels_both_ways(tmp_path: Path, database: Database) -> None:
    pair = pair_of(tmp_path, database, ALIGNED)
    pair.a.put(5, 2, "Grow in Europe")
    pair.b.put(2, 2, TEAMS)
    outcome = pair.run()
    assert (outcome.cells, outcome.failures, outcome.left) == (2, [], [])
    assert pair.a.rows() == pair.b.rows()
    assert [row[1] for row in pair.a.rows()][1::3] == [TEAMS, "Grow in Europe"]
    pair.settle()


def test_words_above_an_objective_that_name_nothing_travel_as_words(tmp_path: Path, database: Database) -> None:
    pair = pair_of(tmp_path, database, ALIGNED)
    pair.a.put(2, 2, "Our vision")
    pair.run()
    assert pair.b.rows()[1][1] == "Our vision"
    assert pair.a.rows() == pair.b.rows()
    pair.settle()


def test_a_row_also_says_again_what_its_new_objective_says_where_the_old_one_says_nothing(
    tmp_path: Path, database: Database
) -> None:
    rows = [*ALIGNED[:2], ["Grow in Europe", None, "Open 9 offices", 9], *ALIGNED[2:]]
    pair = pair_of(tmp_path, database, rows)
    pair.a.put(3, 1, CUSTOMERS)
    pair.a.put(3, 2, "Grow in Europe")
    outcome = pair.run()
    assert (outcome.cells, outcome.failures) == (1, [])
    assert pair.a.rows() == pair.b.rows()
    pair.settle()


def test_a_move_that_a_workbook_cannot_follow_waits_for_a_person(
    google: Google, tmp_path: Path, database: Database
) -> None:
    pair = Pair(database, GoogleWorkplace.make(google), BookWorkplace.make(tmp_path, repeated=False))
    pair.run()
    pair.a.put(pair.a.row_of(CALLS), 1, TEAMS)
    before = pair.b.state()
    assert pair.run().failures == []
    assert pair.conflicts() == ["objective"]
    assert pair.b.state() == before
    pair.settle()


def test_what_an_objective_depends_on_is_kept_in_step_as_words(tmp_path: Path, database: Database) -> None:
    rows = [
        ["Objective", "Depends on", "Key result", "Target"],
        [CUSTOMERS, "Sales", CHURN, 4.5],
        [TEAMS, None, EXPERIMENTS, 12],
    ]
    pair = pair_of(tmp_path, database, rows)
    pair.a.put(2, 2, "Marketing")
    assert pair.run().cells == 1
    assert pair.b.rows()[1][1] == "Marketing"
    pair.settle()

"""What is written into a Google Sheet, where, and what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from contract import ROWS, report_on

from okrsync.edits import Edit
from okrsync.errors import WriteRefusedError
from okrsync.sources.base import Rehearsing
from okrsync.sources.google.marks import KEY, signed, unsigned
from okrsync.writeback import plan_edits

if TYPE_CHECKING:
    from google_place import Google, Place

    from okrsync.edits import WriteOutcome

REMARK = "“Improve” does not say how far. (KR100)"
WIDE = [[*row, *[None] * 22] for row in ROWS]


def run(place: Place, remarks: dict[int, tuple[str, ...]] | None = None, language: str = "en") -> WriteOutcome:
    """Do what `okrsync run` does."""
    source = place.open()
    snapshot = source.read()
    report = report_on(snapshot, remarks)
    return source.write(snapshot, report.plan.tables, plan_edits(report, snapshot, language), language)


def columns_of(place: Place) -> dict[str, str]:
    """Return role → letter of our columns."""
    grid = next(grid for grid in place.open().read().grids if grid.name == "Team")
    return {role.removeprefix("okrsync_"): "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at] for at, role in grid.own_columns.items()}


def reasons(outcome: WriteOutcome) -> set[str]:
    return {reason for _, reason in outcome.skipped}


def test_our_columns_are_protected_coloured_and_wide_enough(google: Google) -> None:
    place = google.place({"Team": ROWS})
    run(place)
    tab = place.people.tab("Team")
    (protected,) = tab.parts["protectedRanges"]
    assert protected["warningOnly"]
    assert protected["description"] == "Written by okrsync: it writes these cells anew every night."
    assert (protected["range"]["startColumnIndex"], protected["range"]["endColumnIndex"]) == (4, 6)
    assert len(tab.parts["conditionalFormats"]) == 3
    assert [tab.columns[at].properties["pixelSize"] for at in (4, 5)] == [90, 420]
    assert place.people.cell("F3", "Team")["userEnteredFormat"]["wrapStrategy"] == "WRAP"


def test_titles_look_like_the_titles_beside_them(google: Google) -> None:
    place = google.place({"Team": ROWS})
    dark = {"backgroundColorStyle": {"rgbColor": {"blue": 0.4}}, "textFormat": {"italic": True}}
    place.people.set_format("D1", dark, "Team")
    run(place)
    look = place.people.cell("E1", "Team")["userEnteredFormat"]
    assert look["backgroundColorStyle"] == dark["backgroundColorStyle"]
    assert look["textFormat"] == {"italic": True, "bold": True}


def test_columns_with_anything_of_somebodys_are_passed_over(google: Google) -> None:
    place = google.place({"Team": ROWS})
    place.people.set_note("E9", "mine", "Team")
    place.people.set_format("G20", {"backgroundColorStyle": {"rgbColor": {"red": 1}}}, "Team")
    run(place)
    assert columns_of(place) == {"score": "H", "warnings": "I"}


def test_a_look_without_colour_is_left_alone(google: Google) -> None:
    place = google.place({"Team": ROWS})
    place.people.set_format("F3", {"textFormat": {"fontFamily": "Lato"}}, "Team")
    before = place.foreign()
    run(place)
    assert columns_of(place)["warnings"] == "F"
    assert place.people.cell("F3", "Team")["userEnteredFormat"] == {"textFormat": {"fontFamily": "Lato"}}
    place.open().clean()
    assert place.foreign() == before


def test_a_full_tab_grows_and_cleaning_makes_it_as_wide_as_it_was(google: Google) -> None:
    place = google.place({"Team": WIDE})
    place.people.set_cell("Z2", "theirs", "Team")
    before = place.foreign(), len(place.people.tab("Team").columns)
    run(place)
    assert len(place.people.tab("Team").columns) == 28
    place.open().clean()
    assert (place.foreign(), len(place.people.tab("Team").columns)) == before


def test_shrinking_never_takes_a_column_that_somebody_has_just_inserted(google: Google) -> None:
    place = google.place({"Team": WIDE})
    place.people.set_cell("Z2", "theirs", "Team")
    run(place)
    batches = []

    def somebody() -> None:
        batches.append("the first takes out what is ours, the second the columns")
        if len(batches) == 2:
            place.people.insert_columns("B", 1, "Team")

    place.server.moments.add(somebody, path="batchUpdate", times=9)
    place.open().clean()
    assert len(batches) == 2
    assert place.people.value("AA2", "Team") == "theirs"
    assert len(place.people.tab("Team").columns) == 29


def test_a_protected_tab_is_reported_and_left_alone(google: Google) -> None:
    place = google.place({"Team": ROWS})
    place.people.protect("A1:Z1000", "Team")
    before = place.foreign()
    outcome = run(place)
    assert reasons(outcome) <= {"sources.protected-sheet", "google.protected-range", "sources.no-room"}
    assert {edit.kind for edit, _ in outcome.skipped} == {"header", "score", "warnings", "note"}
    assert place.foreign() == before


def test_a_protected_column_beside_the_table_is_passed_over(google: Google) -> None:
    place = google.place({"Team": ROWS})
    place.people.protect("E1:E1000", "Team")
    assert not run(place).skipped
    assert columns_of(place)["score"] == "F"


def test_a_protected_row_is_reported_and_the_others_are_written(google: Google) -> None:
    place = google.place({"Team": ROWS})
    run(place, {})
    place.people.protect("A3:Z3", "Team")
    outcome = run(place)
    assert reasons(outcome) == {"google.protected-range"}
    assert place.people.value("F3", "Team") is None


def test_a_note_of_somebodys_stays(google: Google) -> None:
    place = google.place({"Team": ROWS})
    place.people.set_note("C3", "Tom: why?", "Team")
    run(place)
    assert place.people.note("C3", "Team") == "Tom: why?"


def test_a_note_that_came_meanwhile_is_reported_and_stays(google: Google) -> None:
    place = google.place({"Team": ROWS})
    source = place.open()
    snapshot = source.read()
    report = report_on(snapshot)
    place.people.set_note("C3", "Tom: why?", "Team")
    outcome = source.write(snapshot, report.plan.tables, plan_edits(report, snapshot, "en"), "en")
    assert reasons(outcome) == {"google.note-taken"}
    assert place.people.note("C3", "Team") == "Tom: why?"


def test_a_note_of_ours_into_which_somebody_wrote_is_theirs(google: Google) -> None:
    place = google.place({"Team": ROWS})
    run(place)
    answered = f"{place.people.note('C3', 'Team')}\nTom: agreed with the CFO"
    place.people.set_note("C3", answered, "Team")
    run(place, {3: ("Something else.",)})
    assert place.people.note("C3", "Team") == answered
    place.open().clean()
    assert place.people.note("C3", "Team") == answered


def test_a_formula_in_one_of_our_cells_is_reported_and_stays(google: Google) -> None:
    place = google.place({"Team": ROWS})
    run(place)
    place.people.set_cell("F3", "=1+1", "Team")
    source = place.open()
    snapshot = source.read()
    edits = [Edit("Team", "warnings", 3, "x", "New"), Edit("Team", "score", 2, "x", 7)]
    assert reasons(source.write(snapshot, (), edits, "en")) == {"google.taken"}
    assert place.people.cell("F3", "Team")["userEnteredValue"] == {"formulaValue": "=1+1"}
    assert place.people.value("E2", "Team") == 7


def test_a_row_that_changed_meanwhile_is_reported_and_says_nothing_any_more(google: Google) -> None:
    place = google.place({"Team": ROWS})
    run(place)
    source = place.open()
    snapshot = source.read()
    report = report_on(snapshot, {3: ("Another remark.",), 4: ("And one more.",)})
    place.people.set_cell("B3", "Answer every guest within 5 minutes", "Team")
    outcome = source.write(snapshot, report.plan.tables, plan_edits(report, snapshot, "en"), "en")
    assert reasons(outcome) == {"google.row-changed"}
    assert {edit.row for edit, _ in outcome.skipped} == {3}
    assert place.people.rows("Team")[2][4:] == []
    assert place.people.note("C3", "Team") is None
    assert place.people.value("F4", "Team") == "And one more. (KR100)"


def test_a_tab_that_is_gone_is_reported(google: Google) -> None:
    place = google.place({"Team": ROWS, "Other": [["x"]]})
    source = place.open()
    snapshot = source.read()
    report = report_on(snapshot)
    place.people.delete_tab("Team")
    outcome = source.write(snapshot, report.plan.tables, plan_edits(report, snapshot, "en"), "en")
    assert reasons(outcome) == {"google.tab-gone"}


def test_a_renamed_tab_is_followed(google: Google) -> None:
    place = google.place({"Team": ROWS})
    source = place.open()
    snapshot = source.read()
    report = report_on(snapshot)
    place.people.rename_tab("Team", "Everybody")
    assert not source.write(snapshot, report.plan.tables, plan_edits(report, snapshot, "en"), "en").skipped
    assert place.people.value("F3", "Everybody") == REMARK


def test_the_second_read_finds_columns_where_people_have_moved_them(google: Google) -> None:
    place = google.place({"Team": ROWS})
    run(place)
    place.people.insert_columns("A", 2, "Team")
    place.people.move_columns("G", "G", "A", "Team")
    assert columns_of(place) == {"score": "A", "warnings": "H"}


def test_a_copy_of_the_spreadsheet_knows_its_columns_by_their_titles(google: Google) -> None:
    place = google.place({"Team": ROWS})
    run(place)
    for line in place.people.tab("Team").columns:
        for mark in line.metadata:
            mark["metadataValue"] = mark["metadataValue"].replace(place.id, "another")
    assert columns_of(place) == {"score": "E", "warnings": "F"}
    run(place, {4: ("And one more.",)})
    assert place.people.value("F4", "Team") == "And one more. (KR100)"
    marks = [mark for line in place.people.tab("Team").columns for mark in line.metadata if mark["metadataKey"] == KEY]
    assert len(marks) == 2
    assert all(place.id in mark["metadataValue"] for mark in marks)


def test_what_is_left_of_a_deleted_pair_goes_and_a_new_pair_comes(google: Google) -> None:
    place = google.place({"Team": ROWS})
    before = place.foreign()
    run(place)
    place.people.delete_columns("E", "E", "Team")
    run(place, {4: ("And one more.",)})
    rows = place.people.rows("Team")
    assert sum("OKR warnings" in row for row in rows) == 1
    assert rows[0].count("OKR warnings") == 1
    assert place.foreign() == before


def test_a_column_that_somebody_took_over_is_theirs(google: Google) -> None:
    place = google.place({"Team": ROWS})
    run(place)
    for row, (score, text) in enumerate([("Comment", "Answer"), ("ok", "yes"), ("no", "no"), ("ok", "")], start=1):
        place.people.set_cell(f"E{row}", score, "Team", typed=False)
        place.people.set_cell(f"F{row}", text, "Team", typed=False)
    run(place)
    assert place.people.rows("Team")[1][4:6] == ["ok", "yes"]
    assert columns_of(place) == {"score": "G", "warnings": "H"}


def test_a_tab_of_somebodys_with_our_name_stays(google: Google) -> None:
    place = google.place({"Team": ROWS, "OKR check": [["mine"]]})
    run(place)
    assert place.people.rows("OKR check") == [["mine"]]
    assert "OKR check (2)" in [tab.title for tab in place.people.book.sheets]


def test_a_longer_summary_makes_room(google: Google) -> None:
    place = google.place({"Team": ROWS})
    run(place, {})
    source = place.open()
    rows = tuple((f"line {number}", *range(9)) for number in range(300))
    source.write(source.read(), (), [Edit(None, "summary", 1, "summary", rows)], "en")
    assert place.open().read().standing.summary == rows
    source = place.open()
    source.write(source.read(), (), [Edit(None, "summary", 1, "summary", None)], "en")
    assert [tab.title for tab in place.people.book.sheets] == ["Team"]


def test_columns_go_where_nothing_of_ours_is_left(google: Google) -> None:
    place = google.place({"Team": ROWS})
    before = place.foreign()
    run(place)
    source = place.open()
    snapshot = source.read()
    rows = [Edit("Team", kind, row, "x", None) for row in (2, 3, 4) for kind in ("score", "warnings")]
    source.write(snapshot, (), [*rows, Edit("Team", "header", 1, "header", None)], "en")
    assert not columns_of(place)
    assert place.foreign() == before
    assert not place.people.tab("Team").parts.get("conditionalFormats")


def test_a_rehearsal_sends_nothing_and_tells_what_would_be_skipped(google: Google) -> None:
    place = google.place({"Team": ROWS})
    place.people.protect("C3", "Team")
    source = place.open()
    assert isinstance(source, Rehearsing)
    snapshot = source.read()
    report = report_on(snapshot)
    edits = plan_edits(report, snapshot, "en")
    google.server.log.clear()
    told = source.rehearse(snapshot, report.plan.tables, edits)
    assert google.server.log.count() == 0
    done = source.write(snapshot, report.plan.tables, edits, "en")
    assert told == done
    assert reasons(done) == {"google.protected-range"}


def test_columns_that_move_in_the_very_moment_give_back_what_they_held(google: Google) -> None:
    place = google.place({"Team": ROWS})
    place.people.set_cell("D2", "=1+1", "Team")
    place.people.set_note("C4", "Tom: why?", "Team")
    run(place)
    place.people.set_format("D3", {"textFormat": {"bold": True}, "horizontalAlignment": "RIGHT"}, "Team")
    place.server.moments.add(lambda: place.people.insert_columns("B", 1, "Team"), method="POST", path="batchUpdate")
    run(place, {2: ("One.",), 3: ("Two.",), 4: ("Three.",)})
    assert place.people.cell("E2", "Team")["userEnteredValue"] == {"formulaValue": "=1+1"}
    look = place.people.cell("E3", "Team")["userEnteredFormat"]
    assert (look["textFormat"], look["horizontalAlignment"]) == ({"bold": True}, "RIGHT")
    assert place.people.note("D4", "Team") == "Tom: why?"
    assert [row[5:7] for row in place.people.rows("Team")[1:]] == [
        ["60", "One. (KR100)"],
        ["60", "Two. (KR100)"],
        ["60", "Three. (KR100)"],
    ]


def test_a_note_of_somebodys_that_comes_under_ours_in_the_very_moment_is_given_back(google: Google) -> None:
    place = google.place({"Team": ROWS})
    place.people.set_note("C4", "Tom: why?", "Team")
    run(place, {})
    place.server.moments.add(lambda: place.people.delete_rows(2, tab="Team"), method="POST", path="batchUpdate")
    run(place)
    assert place.people.note("C3", "Team") == "Tom: why?"
    assert unsigned(str(place.people.note("C2", "Team"))) == REMARK


def test_filters_merges_and_hidden_columns_are_passed_over(google: Google) -> None:
    place = google.place({"Team": ROWS})
    place.people.filter("A1:E4", "A", [], "Team")
    place.people.merge("F9:G9", "Team")
    place.people.tab("Team").columns[7].properties["hiddenByUser"] = True
    run(place)
    assert columns_of(place) == {"score": "I", "warnings": "J"}


def test_a_spreadsheet_that_is_full_is_reported(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okrsync.sources.google.columns.MOST_CELLS", 20_000)
    place = google.place({"Team": ROWS})
    outcome = run(place)
    assert reasons(outcome) == {"sources.no-room"}


def test_new_columns_that_hit_something_are_taken_back_and_made_elsewhere(google: Google) -> None:
    place = google.place({"Team": ROWS})
    tab = place.people.tab("Team")
    tab.columns[3].properties["pixelSize"] = 222
    place.server.moments.add(lambda: place.people.insert_columns("D", 1, "Team"), method="POST", path="batchUpdate")
    run(place)
    assert columns_of(place) == {"score": "F", "warnings": "G"}
    assert tab.columns[4].properties["pixelSize"] == 222
    assert len(place.people.tab("Team").parts["protectedRanges"]) == 1
    assert len(place.people.tab("Team").parts["conditionalFormats"]) == 3


def test_a_sheet_that_never_keeps_still_is_given_up(google: Google) -> None:
    place = google.place({"Team": ROWS})
    run(place)
    place.server.moments.add(
        lambda: place.people.insert_rows(2, 1, "Team"), method="POST", path="batchUpdate", times=99
    )
    with pytest.raises(WriteRefusedError) as told:
        run(place, {2: ("One.",), 3: ("Two.",), 4: ("Three.",)})
    assert told.value.key == "google.restless"


def test_what_google_refuses_is_told_and_the_sheet_is_as_it_was(google: Google) -> None:
    place = google.place({"Team": ROWS})
    before = place.foreign()
    body = b'{"error": {"code": 400, "message": "Invalid requests[0]", "status": "INVALID_ARGUMENT"}}'
    for _ in range(9):
        place.server.faults.answer(400, body, kind="write")
    with pytest.raises(WriteRefusedError) as told:
        run(place)
    assert told.value.key == "google.refused"
    assert place.foreign() == before


def test_a_signature_knows_its_own_text() -> None:
    assert unsigned(signed("Say more.\nAnd when.")) == "Say more.\nAnd when."
    assert unsigned(signed("Say more.") + " Tom: no") is None
    assert unsigned("Tom: okrsync says so") is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_tab_and_the_warning_speak_the_language_of_the_sheet(google: Google, language: str) -> None:
    place = google.place({"Team": ROWS})
    run(place, language=language)
    titles: dict[str, Any] = {"en": "OKR check", "fr": "Bilan OKR"}
    assert place.people.book.sheets[1].title == titles[language]

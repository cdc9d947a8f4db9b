"""What is written beside an OKR, and that no more is written than has to be."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from okrsync.grades import Score
from okrsync.grid import Grid
from okrsync.model import Finding, KeyResult, Objective, Plan, Ref, Report, Severity, Table
from okrsync.sources.base import Snapshot, Standing, TextLimits
from okrsync.writeback import plan_edits
from okrsync.writeback.texts import fit

if TYPE_CHECKING:
    from okrsync.edits import Edit

SHEET = "Équipe"
OWN = {4: "okrsync_score", 5: "okrsync_warnings"}


def key_result(key: str, row: int, title: str = "Raise sign-ups") -> KeyResult:
    return KeyResult(key, title, Ref("file", SHEET, row, key))


def objective(key: str, row: int, *key_results: KeyResult, title: str = "Delight guests") -> Objective:
    return Objective(key, title, Ref("file", SHEET, row, key), key_results=list(key_results))


def finding(owner: KeyResult | Objective, message: str = "It has no target.", **changes: object) -> Finding:
    said = Finding(
        code="KR101",
        name="unmeasurable-key-result",
        severity=Severity.WARNING,
        confidence=0.9,
        message=message,
        suggestion=None,
        lang="en",
        source="file",
        container=SHEET,
        row=owner.ref.row,
        cell=None,
        field="title",
        text=owner.title,
        span=None,
        kind="key_result" if isinstance(owner, KeyResult) else "objective",
        owner_key=owner.key,
        points=15.0,
    )
    return said._replace(**changes)


def report(*items: KeyResult | Objective, findings: tuple[Finding, ...] = (), **scores: float) -> Report:
    plan = Plan("file", "excel", tables=(Table(SHEET, "flat", 1.0, 1, 2, 9, language="en"),))
    plan.objectives = [item for item in items if isinstance(item, Objective)]
    plan.orphans = [item for item in items if isinstance(item, KeyResult)]
    objectives = {item.key for item in plan.objectives}
    given = [
        Score(key, "objective" if key in objectives else "key_result", key, value, "B") for key, value in scores.items()
    ]
    return Report(plan, list(findings), given)


def snapshot(standing: Standing | None = None, *, own: bool = True, **changes: object) -> Snapshot:
    grid = Grid(SHEET, [["a", "b", "c", "d"]] * 9, own_columns=dict(OWN) if own else {})
    return replace(Snapshot("file", [grid], standing or Standing()), **changes)


def planned(of: Report, before: Snapshot | None = None, language: str = "en") -> dict[tuple[str, int], object]:
    """Return (kind, row) → value of the edits beside OKRs."""
    edits = plan_edits(of, before or snapshot(), language)
    return {(edit.kind, edit.row): edit.value for edit in edits if edit.kind in {"header", "score", "warnings"}}


def stands(**cells: str | float) -> Standing:
    return Standing({(SHEET, cell): value for cell, value in cells.items()})


class TestScores:
    def test_a_row_shows_its_key_results_score(self) -> None:
        assert planned(report(key_result("k", 3), k=72.9))["score", 3] == 73

    def test_a_row_with_objective_and_key_result_shows_the_key_results_score(self) -> None:
        item = objective("o", 3, key_result("k", 3), key_result("l", 4))
        found = planned(report(item, o=50, k=70, l=90))
        assert (found["score", 3], found["score", 4]) == (70, 90)

    def test_a_row_with_several_key_results_shows_the_objectives_score(self) -> None:
        item = objective("o", 3, key_result("k", 3), key_result("l", 3))
        assert planned(report(item, o=50, k=70, l=90))["score", 3] == 50

    def test_several_key_results_without_an_objective_show_the_one_that_needs_most_care(self) -> None:
        assert planned(report(key_result("k", 3), key_result("l", 3), k=70, l=60))["score", 3] == 60

    def test_a_row_whose_key_result_has_no_score_shows_the_objectives(self) -> None:
        assert planned(report(objective("o", 3, key_result("k", 3)), o=50))["score", 3] == 50

    def test_a_row_without_any_score_gets_none(self) -> None:
        assert ("score", 3) not in planned(report(key_result("k", 3)))


class TestWarnings:
    def test_a_remark_is_one_line_with_suggestion_and_code(self) -> None:
        item = key_result("k", 3)
        said = finding(item, "It has\nno target.", suggestion="Say how far: “to ⟨target⟩”.")
        assert planned(report(item, findings=(said,)))["warnings", 3] == (
            "It has no target. → Say how far: “to ⟨target⟩”. (KR101)"
        )

    def test_a_row_without_remarks_has_an_empty_cell(self) -> None:
        assert ("warnings", 3) not in planned(report(key_result("k", 3), k=100))

    def test_the_most_serious_remark_comes_first(self) -> None:
        item = key_result("k", 3)
        said = (
            finding(item, "small", points=2.0),
            finding(item, "big", points=20.0),
            finding(item, "worst", severity=Severity.ERROR, points=1.0),
        )
        assert planned(report(item, findings=said))["warnings", 3] == "worst (KR101)\nbig (KR101)\nsmall (KR101)"

    def test_the_order_of_findings_changes_nothing(self) -> None:
        item = key_result("k", 3)
        said = tuple(finding(item, f"remark {number}") for number in range(6))
        assert planned(report(item, findings=said)) == planned(report(item, findings=said[::-1]))

    def test_the_same_remark_is_made_once(self) -> None:
        item = key_result("k", 3)
        assert planned(report(item, findings=(finding(item), finding(item))))["warnings", 3] == (
            "It has no target. (KR101)"
        )

    def test_three_remarks_are_shown_and_the_others_counted(self) -> None:
        item = key_result("k", 3)
        said = tuple(finding(item, f"remark {number}") for number in range(5))
        text = planned(report(item, findings=said))["warnings", 3]
        assert text == ("remark 0 (KR101)\nremark 1 (KR101)\nremark 2 (KR101)\n… and 2 more: see the tab “OKR check”.")

    def test_a_fourth_remark_is_shown_rather_than_counted(self) -> None:
        item = key_result("k", 3)
        said = tuple(finding(item, f"remark {number}") for number in range(4))
        assert str(planned(report(item, findings=said))["warnings", 3]).endswith("remark 3 (KR101)")

    def test_where_there_is_no_tab_the_others_are_only_counted(self) -> None:
        item = key_result("k", 3)
        said = tuple(finding(item, f"remark {number}") for number in range(5))
        before = snapshot(holds=frozenset({"header", "score", "warnings"}))
        assert str(planned(report(item, findings=said), before)["warnings", 3]).endswith("\n… and 2 more.")

    def test_a_hint_is_left_out_beside_a_warning(self) -> None:
        item = key_result("k", 3)
        said = (finding(item), finding(item, "a hint", severity=Severity.INFO))
        assert planned(report(item, findings=said))["warnings", 3] == "It has no target. (KR101)"

    def test_a_hint_that_costs_points_explains_them_where_nothing_else_does(self) -> None:
        item = key_result("k", 3)
        said = (
            finding(item, "a hint", severity=Severity.INFO, points=3.0),
            finding(item, "free", severity=Severity.INFO, points=0.0),
        )
        assert planned(report(item, findings=said))["warnings", 3] == "a hint (KR101)"

    def test_what_is_said_of_the_objective_says_so_on_a_key_results_row(self) -> None:
        item = objective("o", 3, key_result("k", 3))
        said = (finding(item, "It is vague."), finding(item.key_results[0]))
        assert planned(report(item, findings=said))["warnings", 3] == (
            "It has no target. (KR101)\nObjective: It is vague. (KR101)"
        )

    def test_on_a_row_of_its_own_an_objective_needs_no_naming(self) -> None:
        item = objective("o", 3, key_result("k", 4))
        said = (finding(item, "It is vague."),)
        assert planned(report(item, findings=said))["warnings", 3] == "It is vague. (KR101)"

    def test_two_objectives_on_a_row_are_named(self) -> None:
        one, two = objective("o", 3, title="Grow"), objective("p", 3, title="Shrink")
        said = (finding(one, "It is vague."),)
        assert planned(report(one, two, findings=said))["warnings", 3] == "“Grow”: It is vague. (KR101)"

    def test_key_results_that_share_a_row_are_named_by_the_beginning_of_their_titles(self) -> None:
        long = key_result("k", 3, "Raise the share of guests who come back within a month from 20 % to 35 %")
        item = objective("o", 3, long, key_result("l", 3))
        said = (finding(long),)
        assert planned(report(item, findings=said))["warnings", 3] == (
            "“Raise the share of guests who come back…”: It has no target. (KR101)"
        )

    def test_a_remark_on_the_whole_plan_stands_in_no_row(self) -> None:
        item = key_result("k", 3)
        said = (finding(item, kind="plan", owner_key="plan"),)
        assert ("warnings", 3) not in planned(report(item, findings=said))

    def test_the_words_around_a_remark_are_in_its_language(self) -> None:
        item = objective("o", 3, key_result("k", 3))
        said = tuple(finding(item, f"remarque {number}", lang="fr") for number in range(5))
        text = str(planned(report(item, findings=said))["warnings", 3])
        assert text.startswith("Objectif\u00a0: remarque 0")
        assert text.endswith("… et 2 de plus\u00a0: voir l’onglet «\u00a0OKR check\u00a0».")

    def test_the_store_says_what_stands_between_two_remarks(self) -> None:
        item = key_result("k", 3)
        said = (finding(item, "one"), finding(item, "two"))
        before = snapshot(limits=TextLimits(line_break=" • "))
        assert planned(report(item, findings=said), before)["warnings", 3] == "one (KR101) • two (KR101)"


class TestHeaders:
    def test_titles_are_in_the_tables_language(self) -> None:
        of = report(key_result("k", 3))
        of.plan.tables = (Table(SHEET, "flat", 1.0, 2, 3, 9, language="fr"),)
        assert planned(of)["header", 2] == (("Score OKR", "Alertes OKR"),)

    def test_without_it_they_are_in_that_of_most_remarks(self) -> None:
        item = key_result("k", 3)
        said = (finding(item, lang="de"), finding(item, "b", lang="de"), finding(item, "c", lang="fr"))
        of = report(item, findings=said)
        of.plan.tables = (Table(SHEET, "flat", 1.0, 1, 2, 9),)
        assert planned(of)["header", 1] == (("OKR-Score", "OKR-Hinweise"),)

    def test_without_remarks_they_are_in_the_language_asked_for(self) -> None:
        of = report(key_result("k", 3))
        of.plan.tables = (Table(SHEET, "flat", 1.0, 1, 2, 9),)
        assert planned(of, language="it")["header", 1] == (("Punteggio OKR", "Avvisi OKR"),)

    def test_titles_that_stand_do_not_follow_a_guess(self) -> None:
        of = report(key_result("k", 3))
        of.plan.tables = (Table(SHEET, "flat", 1.0, 1, 2, 9),)
        assert ("header", 1) not in planned(of, snapshot(stands(E1="Score OKR", F1="Alertes OKR")))

    def test_titles_follow_a_language_that_is_known(self) -> None:
        found = plan_edits(report(key_result("k", 3)), snapshot(stands(E1="Score OKR", F1="Alertes OKR")), "en")
        header = next(edit for edit in found if edit.kind == "header")
        assert (header.value, header.was) == ((("OKR score", "OKR warnings"),), "Score OKR | Alertes OKR")

    def test_titles_that_the_file_cannot_hold_are_in_english(self) -> None:
        of = report(key_result("k", 3))
        of.plan.tables = (Table(SHEET, "flat", 1.0, 1, 2, 9, language="es"),)
        assert planned(of, snapshot(limits=TextLimits(encoding="ascii")))["header", 1] == (
            ("OKR score", "OKR warnings"),
        )
        assert planned(of, snapshot(limits=TextLimits(encoding="cp1252")))["header", 1] == (
            ("Puntuación OKR", "Avisos OKR"),
        )

    def test_each_table_of_a_sheet_has_its_titles(self) -> None:
        of = report(key_result("k", 3), key_result("l", 8))
        of.plan.tables = tuple(Table(SHEET, "block", 1.0, row, row + 1, row + 2, language="en") for row in (2, 7))
        assert {("header", 2), ("header", 7)} <= set(planned(of))

    def test_a_table_without_a_header_row_has_them_above_its_first_row(self) -> None:
        of = report(key_result("k", 3))
        of.plan.tables = (Table(SHEET, "flat", 1.0, None, 3, 9, language="en"),)
        assert ("header", 2) in planned(of)

    def test_above_the_first_row_of_the_sheet_there_is_no_place_for_them(self) -> None:
        of = report(key_result("k", 1))
        of.plan.tables = (Table(SHEET, "flat", 1.0, None, 1, 9, language="en"),)
        assert not [key for key in planned(of) if key[0] == "header"]

    def test_titles_of_a_table_that_is_gone_are_taken_away(self) -> None:
        before = snapshot(stands(E1="OKR score", F1="OKR warnings", E5="OKR score", F5="OKR warnings"))
        found = plan_edits(report(key_result("k", 3)), before, "en")
        assert [(edit.row, edit.value) for edit in found if edit.kind == "header"] == [(5, None)]


class TestLeastEdits:
    def test_what_already_stands_is_left_alone(self) -> None:
        item = key_result("k", 3)
        before = snapshot(
            stands(E1="OKR score", F1="OKR warnings", E3=72.0, F3="It has no target. (KR101)"),
            holds=frozenset({"header", "score", "warnings"}),
        )
        assert plan_edits(report(item, findings=(finding(item),), k=72.4), before, "en") == []

    def test_a_mended_okr_loses_its_remark(self) -> None:
        before = snapshot(stands(E1="OKR score", F1="OKR warnings", E3=72.0, F3="It has no target. (KR101)"))
        found = plan_edits(report(key_result("k", 3), k=100), before, "en")
        assert [(edit.kind, edit.value, edit.was) for edit in found if edit.row == 3] == [
            ("score", 100, 72.0),
            ("warnings", None, "It has no target. (KR101)"),
        ]

    def test_a_row_that_is_no_okr_any_more_loses_ours(self) -> None:
        before = snapshot(stands(E1="OKR score", F1="OKR warnings", E4=50.0, F4="old"))
        found = planned(report(key_result("k", 3), k=100), before)
        assert (found["score", 4], found["warnings", 4]) == (None, None)

    def test_a_formula_in_our_column_is_somebodys(self) -> None:
        before = snapshot()
        before.grids[0].formulas = frozenset({(2, 4), (2, 5)})
        item = key_result("k", 3)
        found = planned(report(item, findings=(finding(item),), k=50), before)
        assert {row for kind, row in found if kind != "header"} == set()

    def test_edits_carry_the_identity_of_their_row(self) -> None:
        item = objective("o", 3, key_result("k", 3), key_result("l", 3))
        found = plan_edits(report(item, key_result("m", 4), o=50, m=60), snapshot(), "en")
        assert [edit.anchor for edit in found if edit.kind == "score"] == ["o", "m"]

    def test_where_our_columns_are_yet_to_be_made_everything_is_planned(self) -> None:
        assert set(planned(report(key_result("k", 3), k=50), snapshot(own=False))) == {("header", 1), ("score", 3)}

    def test_a_sheet_that_was_not_read_gets_nothing(self) -> None:
        elsewhere = KeyResult("k", "t", Ref("file", "Elsewhere", 3, "k"))
        assert not [edit for edit in plan_edits(report(elsewhere, k=50), snapshot(), "en") if edit.kind == "score"]


class TestNotes:
    def notes(self, of: Report, standing: Standing | None = None) -> list[Edit]:
        return [edit for edit in plan_edits(of, snapshot(standing), "en") if edit.kind == "note"]

    def test_a_note_stands_on_the_very_cell(self) -> None:
        item = key_result("k", 3)
        (note,) = self.notes(report(item, findings=(finding(item, cell="C3"),)))
        assert (note.cell, note.row, note.anchor, note.value) == ("C3", 3, "k", "It has no target. (KR101)")

    def test_several_remarks_on_a_cell_share_a_note(self) -> None:
        item = objective("o", 3, key_result("k", 3))
        said = (finding(item, "one", cell="B3"), finding(item.key_results[0], "two", cell="B3", points=99.0))
        (note,) = self.notes(report(item, findings=said))
        assert note.value == "two (KR101)\none (KR101)"

    def test_a_note_that_stands_is_left_alone_and_an_old_one_goes(self) -> None:
        item = key_result("k", 3)
        standing = Standing(notes={(SHEET, "C3"): "It has no target. (KR101)", (SHEET, "D7"): "old"})
        (note,) = self.notes(report(item, findings=(finding(item, cell="C3"),)), standing)
        assert (note.cell, note.row, note.value, note.was) == ("D7", 7, None, "old")

    def test_none_is_planned_where_somebodys_comment_stands(self) -> None:
        item = key_result("k", 3)
        standing = Standing(taken=frozenset({(SHEET, "C3")}))
        assert self.notes(report(item, findings=(finding(item, cell="C3"),)), standing) == []

    def test_hints_make_no_note_beside_a_warning(self) -> None:
        item = key_result("k", 3)
        said = (finding(item), finding(item, "hint", severity=Severity.INFO, cell="C3"))
        assert self.notes(report(item, findings=said)) == []


class TestSummary:
    def rows(self, of: Report, language: str = "en") -> list[tuple[object, ...]]:
        edits = plan_edits(of, snapshot(), language)
        (summary,) = (edit.value for edit in edits if edit.kind == "summary")
        assert isinstance(summary, tuple)
        return list(summary)

    def full(self) -> Report:
        item = objective("o", 3, key_result("k", 3), key_result("l", 4))
        said = (
            finding(item.key_results[0], "first", row=3, suggestion="do this"),
            finding(item.key_results[1], "second", row=4),
            finding(item, "hint", severity=Severity.INFO),
            finding(item, "all deadlines alike", kind="plan", owner_key="", code="ST210"),
        )
        of = report(item, findings=said, o=60)
        of.scores += [
            Score("plan", "plan", "", 61.9, "C"),
            Score("b", "team", "Bakery", 80.0, "B"),
            Score("a", "team", "admin", 50.0, "D"),
        ]
        return of

    def test_scores_of_the_plan_and_its_teams_stand_first(self) -> None:
        rows = self.rows(self.full())
        start = rows.index(("Scores", "Out of 100", "Grade"))
        assert rows[start + 1 : start + 4] == [("All OKRs", 62, "C"), ("admin", 50, "D"), ("Bakery", 80, "B")]

    def test_it_counts_what_was_read_and_found(self) -> None:
        rows = self.rows(self.full())
        for row in (("Objectives", 1), ("Key results", 2), ("Errors", 0), ("Warnings", 3), ("Hints", 1)):
            assert row in rows

    def test_problems_are_listed_by_how_often_they_occur_with_the_first_place_and_idea(self) -> None:
        rows = self.rows(self.full())
        start = next(index for index, row in enumerate(rows) if row and row[0] == "Most frequent problems")
        assert rows[start + 1] == ("KR101", "KR101", 2, f"{SHEET}, row 3", "do this")
        assert rows[start + 2] == ("ST210", "ST210", 1, "the whole plan")

    def test_a_problem_is_named_by_the_title_of_its_rule(self) -> None:
        of = self.full()
        of.titles = {"KR101": {"en": "It cannot be measured"}}
        rows = self.rows(of)
        assert ("It cannot be measured", "KR101", 2, f"{SHEET}, row 3", "do this") in rows

    def test_every_remark_is_listed_with_its_place(self) -> None:
        rows = self.rows(self.full())
        assert ("second", "KR101", SHEET, 4, "Raise sign-ups") in rows
        assert ("all deadlines alike", "ST210", SHEET) in rows

    def test_headings_follow_an_empty_row(self) -> None:
        rows = self.rows(self.full())
        headings = [row[0] for before, row in zip([()], [rows[0]], strict=True) if not before]
        headings += [row[0] for before, row in itertools.pairwise(rows) if not before]
        assert headings == [
            "OKR check",
            "Scores",
            "What was read and found",
            "Most frequent problems",
            "How to read this",
            "All remarks",
        ]

    def test_without_problems_it_says_so(self) -> None:
        assert ("Nothing to mend: every OKR reads well.",) in self.rows(report(key_result("k", 3)))

    def test_it_says_who_made_it_and_how_to_silence_a_rule(self) -> None:
        text = "\n".join(str(row[0]) for row in self.rows(self.full(), language="fr") if row)
        assert "okrsync clean" in text
        assert "OKR ignore" in text
        assert "Alertes OKR" in text

    def test_rows_end_where_their_content_ends(self) -> None:
        assert all(not row or row[-1] is not None for row in self.rows(self.full()))

    def test_a_tab_that_says_all_this_already_is_left_alone(self) -> None:
        standing = Standing(summary=tuple(self.rows(self.full())))
        assert not [edit for edit in plan_edits(self.full(), snapshot(standing), "en") if edit.kind == "summary"]

    def test_hundreds_of_teams_and_thousands_of_remarks_are_cut_with_a_count(self) -> None:
        items = [key_result(f"k{row}", row) for row in range(2, 2103)]
        of = report(*items, findings=tuple(finding(item) for item in items))
        of.scores = [Score(f"t{number}", "team", f"Team {number:03}", 50.0, "D") for number in range(60)]
        rows = self.rows(of)
        assert ("… and 10 more.",) in rows
        assert rows[-1] == ("… and 101 more: “okrsync report” shows all of them.",)

    def test_a_row_of_a_file_without_sheets_is_named_by_its_number(self) -> None:
        item = key_result("k", 3)
        rows = self.rows(report(item, findings=(finding(item, container=None),)))
        assert ("KR101", "KR101", 1, "row 3") in rows

    @pytest.mark.parametrize("language", ["de", "es", "it", "nl", "pt", "fr", "en"])
    def test_it_is_written_in_each_language_of_a_sheet(self, language: str) -> None:
        rows = self.rows(self.full(), language)
        english = self.rows(self.full(), "en")
        assert len(rows) == len(english)
        assert (rows[1] == english[1]) == (language == "en")


class TestFittingTexts:
    def test_control_characters_go_and_line_ends_become_one_kind(self) -> None:
        assert fit("a\x00b\r\nc\rd\te\ud800", TextLimits(), "en") == "ab\nc\nd e"

    def test_a_text_that_is_too_long_ends_in_a_pointer(self) -> None:
        text = fit("word " * 9000, TextLimits(), "en")
        assert len(text) <= 32_767
        assert text.endswith("… (the rest does not fit here)")

    def test_an_emoji_counts_twice_as_in_excel(self) -> None:
        text = fit("🥐" * 20_000, TextLimits(), "en")
        assert len(text.encode("utf-16-le")) // 2 <= 32_767

    def test_characters_that_the_encoding_lacks_are_replaced_by_their_nearest(self) -> None:
        limits = TextLimits(encoding="cp1252")
        assert fit("→ de ⟨départ⟩ ≥ 5\u202f%, Łódź 数", limits, "fr") == "-> de ‹départ› >= 5\u00a0%, ?ódz ?"

    def test_a_file_of_plain_ascii_stays_one_and_stays_readable(self) -> None:
        limits = TextLimits(encoding="ascii")
        text = fit("“Better” → say how far: ‘⟨20⟩ … ⟨35⟩’ – d’où «\u00a0élève\u00a0» • œuvre", limits, "fr")
        assert text == '"Better" -> say how far: \'<20> ... <35>\' - d\'ou " eleve " - oeuvre'

    def test_what_is_fitted_once_stays_as_it_is(self) -> None:
        limits = TextLimits(length=50, encoding="ascii")
        once = fit("é⟨" * 60, limits, "fr")
        assert fit(once, limits, "fr") == once

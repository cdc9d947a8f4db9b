"""What people are shown: the plan as a table, and conflicts as a sentence."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pairs import Pair

import okrsync
from okrsync.errors import ConfigError
from okrsync.sync.conflicts import remarks, sentence, take
from okrsync.sync.ledger import Conflict, Memory
from okrsync.sync.settings import FieldRule, Policy, Side
from okrsync.sync.speaking import in_sentence, in_table
from okrsync.sync.table import PlanRow, plan_rows
from okrsync.sync.values import Records
from okrsync.wording import languages

if TYPE_CHECKING:
    from okrsync.sync.values import Value

A, B = Side.A, Side.B
NAMES = {A: "Sheet", B: "Notion"}


def rows(pair: Pair, *, matches: bool = False) -> list[PlanRow]:
    """Return the table of the next run, in English."""
    return plan_rows(pair.prepared().plan, NAMES, "en", matches=matches)


def test_a_first_run_shows_what_it_matched_and_how() -> None:
    pair = Pair()
    for side in (A, B):
        pair.objective(side, "Grow")
    pair.objective(A, "Save")
    assert rows(pair, matches=True) == [
        PlanRow("matched", "Sheet = Notion", "Grow", why="same title"),
        PlanRow("create", "Notion", "Save"),
    ]
    assert [row.what for row in rows(pair)] == ["create"]


def test_a_change_shows_from_what_to_what() -> None:
    pair = Pair()
    mine, _ = pair.linked(note="old")
    pair.a.write(mine, "note", "new")
    assert rows(pair) == [PlanRow("change", "Notion", "Grow", "note", "old", "new")]


def test_a_conflict_shows_both_values_and_a_winner_says_that_the_other_is_kept() -> None:
    pair = Pair()
    mine, theirs = pair.linked(note="old")
    pair.a.write(mine, "note", "mine")
    pair.b.write(theirs, "note", "theirs")
    assert rows(pair) == [
        PlanRow("conflict", "Sheet ≠ Notion", "Grow", "note", "mine", "theirs", "changed on both sides; pick one")
    ]
    pair.settings = type(pair.settings)({"note": FieldRule(policy=Policy.A_WINS)})
    (row,) = rows(pair)
    assert (row.what, row.before, row.after) == ("change", "theirs", "mine")
    assert "kept" in row.why
    pair.settings = type(pair.settings)()
    pair.sync()
    pair.b.write(theirs, "note", "mine")
    assert rows(pair) == []


def test_what_is_deleted_unlinked_skipped_or_held_says_why() -> None:
    pair = Pair()
    goal, ziel = pair.linked("Stays")
    mine, _ = pair.linked("Goes")
    pair.key_result(A, "Reach 5", goal, status="asleep")
    pair.a.add("objective", {"note": "untitled"})
    pair.a.remove(mine)
    told = {(row.what, row.where, row.title, row.field) for row in rows(pair)}
    assert told == {
        ("unlink", "Notion", "Goes", ""),
        ("create", "Notion", "Reach 5", ""),
        ("skip", "Notion", "Reach 5", "the status"),
        ("skip", "Sheet", "(no title)", ""),
    }
    assert all(row.why for row in rows(pair) if row.what in {"unlink", "skip"})
    pair.sync()
    (held,) = [row for row in rows(pair) if row.field]
    assert (held.what, held.where, held.before, held.after) == ("skip", "Notion", "", "asleep")
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes")
    pair.a.remove(mine)
    assert [(row.what, row.where, row.title) for row in rows(pair)] == [("delete", "Notion", "Goes")]
    pair.b.remove(theirs)
    assert rows(pair) == []
    assert ziel.fields["title"] == "Stays"


def test_a_conflict_is_told_beside_its_row_on_either_side_as_seen_from_there() -> None:
    pair = Pair()
    mine, theirs = pair.linked()
    pair.a.write(mine, "note", "40")
    pair.b.write(theirs, "note", "50")
    pair.sync()
    memory = pair.ledger.load()
    (here,), (there,) = (remarks(memory, side) for side in (A, B))
    assert (here.record, here.field, here.here, here.there) == (mine.id, "note", "40", "50")
    assert (there.record, there.field, there.here, there.there) == (theirs.id, "note", "50", "40")


def test_a_conflict_is_shown_in_a_sentence_as_seen_from_either_side() -> None:
    conflict = Conflict(1, 1, "target", 2, 40.0, 50.5)
    asked = "Pick one: change either side to what is right."
    assert sentence(Memory(), conflict, A, NAMES, "en") == f"The target is 40 here and 50.5 in Notion. {asked}"
    assert sentence(Memory(), conflict, B, NAMES, "en") == f"The target is 50.5 here and 40 in Sheet. {asked}"
    french = sentence(Memory(), conflict, A, NAMES, "fr")
    assert french.startswith("La cible\u00a0: 40 ici et 50,5 dans Notion. Choisissez")


def test_an_empty_value_is_called_so() -> None:
    assert "(empty) here" in sentence(Memory(), Conflict(1, 1, "note", 2, None, "50"), A, NAMES, "en")


def test_only_an_open_conflict_can_be_settled() -> None:
    pair = Pair()
    mine, theirs = pair.linked(note="old")
    with pytest.raises(ConfigError, match="none at all"):
        take(pair.ledger, 1, A)
    pair.a.write(mine, "note", "mine")
    pair.b.write(theirs, "note", "theirs")
    pair.sync()
    with pytest.raises(ConfigError, match="Open ones: 1"):
        take(pair.ledger, 2, A)
    assert take(pair.ledger, 1, B).choice is B


def test_every_sentence_that_the_code_names_is_there_in_every_language() -> None:
    package = Path(okrsync.__file__).parent
    code = "".join(path.read_text("utf-8") for path in (package / "sync").glob("*.py"))
    named = set(re.findall(r'"sync\.([a-z-]+)"', code))
    for language in ("en", "fr"):
        written = tomllib.loads((package / "locale" / language / "sync.toml").read_text("utf-8"))
        assert named <= written.keys()
        assert {
            f"how-{how}" for how in ("key", "marker", "returned", "rejoined", "again", "restored")
        } <= written.keys()
    assert {"en", "fr"} <= set(languages())


def test_what_belongs_to_what_is_told_by_titles() -> None:
    pair = Pair()
    (grow, _), (save, _), (_, learn) = (pair.linked(title) for title in ("Grow", "Save", "Learn"))
    mine = pair.key_result(A, "Reach 5", grow)
    pair.sync()
    pair.a.write(mine, "objective", Records((save.id,)))
    assert rows(pair) == [PlanRow("change", "Notion", "Reach 5", "the objective", "Grow", "Save")]
    pair.b.write(pair.b.rows[-1], "objective", Records((learn.id,)))
    assert rows(pair)[0][3:6] == ("the objective", "Save", "Learn")
    pair.sync()
    memory = pair.ledger.load()
    (conflict,) = memory.conflicts.values()
    assert sentence(memory, conflict, A, NAMES, "en").startswith("The objective is “Save” here and “Learn” in Notion.")
    assert [(each.here, each.there) for each in remarks(memory, B)] == [("Learn", "Save")]


@pytest.mark.parametrize(
    ("value", "table", "sentence"),
    [
        (4.7, "4,7", "4,7"),
        (date(2026, 3, 31), "31 mars 2026", "31 mars 2026"),
        (datetime(2026, 3, 31, 9, 30, tzinfo=UTC), "31 mars 2026 09:30", "31 mars 2026 09:30"),
        ("en cours", "en cours", "«\u00a0en cours\u00a0»"),
        (("Ann", "Bob"), "Ann, Bob", "«\u00a0Ann, Bob\u00a0»"),
        (Records(("r1", "r2")), "Grandir, r2", "«\u00a0Grandir, r2\u00a0»"),
        (None, "", "(vide)"),
    ],
)
def test_values_are_told_as_their_reader_writes_them(value: Value, table: str, sentence: str) -> None:
    assert in_table(value, {"r1": "Grandir"}, "fr") == table
    assert in_sentence(value, {"r1": "Grandir"}, "fr") == sentence

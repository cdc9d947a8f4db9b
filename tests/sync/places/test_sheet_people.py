"""People at work in two sheets between runs: whatever they do, nothing that they typed is lost or made twice."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from store_contract import by_title
from test_sheet_pairs import Pair, made, marked

from okrsync.state.database import open_database
from okrsync.sync.guards import SyncStoppedError
from okrsync.sync.running import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

    from sheet_places import SheetWorkplace

    from tests.sources.google_place import Google

ROUNDS = 4


class People:
    """Type numbers and titles that nobody has typed before."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = 1000

    def work(self, place: SheetWorkplace) -> None:
        """Do one thing in a sheet."""
        titles = [str(row[1]) for row in place.rows()[1:] if len(row) > 1 and row[1]]
        title = self.random.choice(titles)
        self.number += 1
        act = self.random.choice(["target", "target", "baseline", "title", "move"])
        if act == "move":
            place.move()
        elif act == "title":
            place.type(title, "title", f"{title.partition(' (')[0]} ({self.number})")
        else:
            place.type(title, act, self.number)


def typed(place: SheetWorkplace) -> set[str]:
    """Return what is told of by its number, on a side."""
    said: set[str] = set()
    for record in by_title(place.open()).values():
        said |= {f"{name} {value}" for name, value in record.fields.items() if name in {"target", "baseline", "title"}}
    return said


@pytest.mark.parametrize("kinds", [marked(("google", "book")), marked(("table", "document"))])
@pytest.mark.parametrize("seed", range(3))
def test_what_people_type_between_runs_is_kept(
    google: Google, tmp_path: Path, seed: int, kinds: tuple[str, str]
) -> None:
    database = open_database(tmp_path / "state.db")
    a, b = (made(kind, google, tmp_path / side, repeated=side == "a") for kind, side in zip(kinds, "ab", strict=True))
    pair = Pair(database, a, b)
    pair.run()
    people = People(seed)
    for _ in range(ROUNDS):
        for place in (pair.a, pair.b):
            for _ in range(people.random.randint(0, 2)):
                people.work(place)
        before = typed(pair.a) | typed(pair.b)
        theirs = {each for each in before if any(f"{number}" in each for number in range(1001, people.number + 1))}
        base = typed(pair.a), typed(pair.b)
        try:
            outcome = pair.run()
        except SyncStoppedError:
            assert (typed(pair.a), typed(pair.b)) == base
            continue
        assert (outcome.created, outcome.deleted) == (0, 0)
        # Rows that are moved about come to stand below another objective, which the other sheet cannot always follow.
        assert {error.key for error in outcome.failures} <= {"sync.cannot-move"}
        with ledger_of(database, "pair", "me") as ledger:
            entries = {
                f"{e.field} {e.before}" for run in range(1, (ledger.last_run() or 0) + 1) for e in ledger.entries(run)
            }
        assert theirs <= typed(pair.a) | typed(pair.b) | entries
        assert [len(place.open().listing()) for place in (pair.a, pair.b)] == [5, 5]
    database.close()

"""Check-ins seen as changes between nights, for sheets that have no place for their dates. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from okrsync.model import CheckIn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from okrsync.model import KeyResult, Objective

FOLLOWED = frozenset({"current", "progress", "confidence", "status"})
"""Fields in which somebody would leave a mark when looking at an OKR."""
_DIGITS = 16
"""Of a digest: more than enough to tell two states of one row apart."""


@dataclass(slots=True, frozen=True)
class Sighting:
    """How an OKR stood from `day` on."""

    day: date
    current: float | None = None
    progress: float | None = None
    """0..1, as the team gave it."""
    confidence: float | None = None
    """0..1."""
    last_check_in: date | None = None
    score: float | None = None
    """Quality, 0..100."""
    status: str | None = None
    """Digest of the status."""
    digest: str = ""
    """Digest of the whole row as typed."""

    def says_the_same(self, other: Sighting) -> bool:
        """Tell whether nothing at all has changed."""
        return (self.digest, self.score, self.standing) == (other.digest, other.score, other.standing)

    @property
    def standing(self) -> tuple[float | str | date | None, ...]:
        """Return what a check-in would change."""
        return (self.current, self.progress, self.confidence, self.status, self.last_check_in)


@dataclass(slots=True, frozen=True)
class Watched:
    """What watching an OKR night after night tells."""

    since: date
    """The first day on which it was seen."""
    check_ins: tuple[CheckIn, ...]
    """Oldest first, one a day at most."""
    changed: date | None
    """The last day on which its row was found changed; None where it stands as when it was first seen."""


def sighting_of(item: Objective | KeyResult, day: date, score: float | None = None) -> Sighting:
    """Return how `item` stands on `day`."""
    # A date that nobody typed is one that `remembering` has worked out: taken for theirs, it would prove itself.
    dated = item.last_check_in if "last_check_in" in item.typed else None
    typed = "\n".join(f"{field}\t{text}" for field, text in sorted(item.typed.items()) if field != "ignore")
    return Sighting(
        day=day,
        current=getattr(item, "current", None),
        progress=item.progress,
        confidence=item.confidence,
        last_check_in=dated,
        score=score,
        status=_digest(item.status) if item.status else None,
        digest=_digest(typed),
    )


def with_latest(earlier: Sequence[Sighting], latest: Sighting) -> list[Sighting]:
    """Return the sightings, oldest first, with `latest` added where it says something new.

    What was seen earlier on the same day gives way; so do days that lie ahead, which only a wrong clock can have left.
    """
    kept = [sighting for sighting in earlier if sighting.day < latest.day]
    same_day = next((sighting for sighting in earlier if sighting.day == latest.day), None)
    if same_day is not None and same_day.says_the_same(latest):
        return [*kept, same_day]
    if kept and kept[-1].says_the_same(latest):
        return kept
    return [*kept, latest]


def watched(sightings: Sequence[Sighting]) -> Watched:
    """Return what `sightings` (oldest first, at least one) tell.

    Where they hold a check-in date, that is the day; else it is the day on which a change was found, at most one night
    late. How an OKR stood when it was first seen is no check-in: nobody knows how long it had stood so.
    """
    by_day = {check_in.day: check_in for check_in in _check_ins(sightings)}
    changed = [after.day for before, after in pairwise(sightings) if before.digest != after.digest]
    return Watched(
        since=sightings[0].day,
        check_ins=tuple(by_day[day] for day in sorted(by_day)),
        changed=changed[-1] if changed else None,
    )


def _check_ins(sightings: Sequence[Sighting]) -> Iterator[CheckIn]:
    first = sightings[0]
    if first.last_check_in is not None:
        yield CheckIn(min(first.last_check_in, first.day), first.current, first.progress)
    for before, after in pairwise(sightings):
        if before.standing != after.standing:
            dated = after.last_check_in if after.last_check_in != before.last_check_in else None
            day = after.day if dated is None else min(dated, after.day)
            yield CheckIn(day, after.current, after.progress)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_DIGITS]

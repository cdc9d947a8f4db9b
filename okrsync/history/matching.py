"""Who is who between two nights: an OKR whose title was put better is the same OKR. Pure.

Most sheets have no ids, so the key of a row is made of its title, and the best thing that can happen to a title, being
rewritten, would look like one OKR gone and another come.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

_ALIKE = 45.0
"""Of 100: what a sentence and its rewrite share at least, when they stand in the very same row."""


class Place(NamedTuple):
    """An OKR by what it is known by."""

    kind: str
    key: str
    title: str
    container: str | None
    row: int


def same(before: Sequence[Place], now: Sequence[Place]) -> dict[Place, Place]:
    """Return for each OKR of `now` the one of `before` that it is, as far as one can tell.

    By key; else by a title that occurs once among those left (it moved below another objective); else by its row, where
    the sheet has not been rearranged and the words are alike.
    """
    known = {(place.kind, place.key): place for place in before}
    found = {place: known[place.kind, place.key] for place in now if (place.kind, place.key) in known}
    _by_title(before, now, found)
    _by_row(before, now, found)
    return found


def _by_title(before: Sequence[Place], now: Sequence[Place], found: dict[Place, Place]) -> None:
    old = _once(_left(before, found.values()), lambda place: (place.kind, place.container, place.title))
    new = _once(_left(now, found), lambda place: (place.kind, place.container, place.title))
    found.update({new[title]: old[title] for title in new if title in old})


def _by_row(before: Sequence[Place], now: Sequence[Place], found: dict[Place, Place]) -> None:
    rearranged = {place.container for place, earlier in found.items() if place.row != earlier.row}
    # A row with several key results side by side tells of none of them which it is.
    old = _once(_left(before, found.values()), lambda place: (place.kind, place.container, place.row))
    new = _once(_left(now, found), lambda place: (place.kind, place.container, place.row))
    for row, place in new.items():
        earlier = old.get(row)
        if earlier is not None and place.container not in rearranged and _alike(earlier.title, place.title):
            found[place] = earlier


def _left(places: Iterable[Place], taken: Iterable[Place]) -> list[Place]:
    settled = set(taken)
    return [place for place in places if place not in settled]


def _once(places: Sequence[Place], mark: Callable[[Place], Hashable]) -> dict[Hashable, Place]:
    """Return the places by their mark, those left out that share theirs."""
    times = Counter(mark(place) for place in places)
    return {mark(place): place for place in places if times[mark(place)] == 1}


def _alike(before: str, now: str) -> bool:
    return fuzz.token_set_ratio(before, now) >= _ALIKE

"""Finds OKRs that say the same thing twice for the same people and the same time."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from okrsync.linting.checks.base import NO_PHRASES, Hit, Phrases
from okrsync.linting.likeness import Saying, fold, pairs_alike, read_saying
from okrsync.linting.scope import owners_of, when_of, who_of
from okrsync.model import KeyResult

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from okrsync.linting.checks.base import PlanContext
    from okrsync.model import Objective

_NAMESAKES = 20
"""Same-sounding OKRs of different owners or values are compared among this many at most."""

_TELLING = 4
"""Words and numbers from which on a sentence is no mere name of a metric."""


@dataclass(frozen=True, slots=True)
class Options:
    """How much alike is the same."""

    similarity: float = 85.0
    """0..100, of two words that differ by a slip or an ending."""
    phrases: Phrases = NO_PHRASES
    """`little_words`: words that do not change what a sentence says."""


class _Item(NamedTuple):
    okr: KeyResult | Objective
    saying: Saying
    owners: frozenset[str]
    home: int
    """Which objective it is, or stands under."""
    facts: tuple[Hashable, ...]
    """What sets two same-sounding key results apart: baseline, target, unit, due date, parents."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on each OKR that has a double, naming the double; both are told, as neither is the right one."""
    little = {
        language: frozenset(fold(word) for word in options.phrases.words(language, "little_words"))
        for language in options.phrases.lists
    }
    rooms: defaultdict[tuple[Hashable, ...], list[_Item]] = defaultdict(list)
    for home, objective in enumerate(context.plan.objectives):
        room = (objective.ref.container, fold(objective.team or ""), when_of(objective))
        words = little.get(context.language_of(objective), frozenset())
        facts = (objective.level, tuple(sorted(objective.parents)) or None)
        saying = read_saying(objective.title, words)
        rooms["objective", *room].append(_Item(objective, saying, who_of(objective.owners), home, facts))
        for key_result in objective.key_results:
            rooms["key_result", *room].append(_key_result_item(key_result, objective, home, words))
    for items in rooms.values():
        if len(items) > 1:
            yield from _doubles(items, options.similarity)


def _key_result_item(key_result: KeyResult, objective: Objective, home: int, little_words: frozenset[str]) -> _Item:
    facts = (key_result.baseline, key_result.target, key_result.unit, key_result.due)
    owners = who_of(owners_of(key_result, objective))
    return _Item(key_result, read_saying(key_result.title, little_words), owners, home, facts)


def _doubles(items: Sequence[_Item], similarity: float) -> Iterator[Hit]:
    sounding: defaultdict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        if item.saying.words:
            sounding[tuple(sorted(item.saying.words)), item.saying.numbers].append(place)
    double: dict[int, int] = {}
    for places in sounding.values():
        if len(places) > 1:
            _pair_up(items, places, double)
    firsts = [places[0] for places in sounding.values()]
    for one, other in pairs_alike([items[place].saying for place in firsts], similarity):
        left, right = firsts[one], firsts[other]
        if left not in double and right not in double and _compatible(items[left], items[right]):
            double[left], double[right] = right, left
    shared = Counter((items[place].home, items[other].home) for place, other in double.items())
    for place, other in sorted(double.items()):
        if _is_of_one_mould(items[place], items[other], shared):
            continue
        twin = items[other].okr
        exact = fold(items[place].okr.title.strip()) == fold(twin.title.strip())
        yield Hit(
            reason="default" if exact else "near",
            values={"row": twin.ref.row, "twin": twin.title},
            subject=items[place].okr,
        )


def _is_of_one_mould(one: _Item, other: _Item, shared: Counter[tuple[int, int]]) -> bool:
    """Tell whether two key results of different objectives are alike on purpose.

    Shops that are all to reach “NPS 50” say so each; two objectives with several key results in common come from one
    template.
    """
    if not isinstance(one.okr, KeyResult) or one.home == other.home:
        return False
    short = len(one.saying.words) + len(one.saying.numbers) < _TELLING
    return short or max(shared[one.home, other.home], shared[other.home, one.home]) > 1


def _pair_up(items: Sequence[_Item], places: list[int], double: dict[int, int]) -> None:
    kinds: defaultdict[tuple[Hashable, ...], list[int]] = defaultdict(list)
    for place in places:
        kinds[items[place].owners, items[place].facts].append(place)
    for alike in kinds.values():
        for place in alike[1:]:
            double[place] = alike[0]
            double.setdefault(alike[0], place)
    firsts = [alike[0] for alike in kinds.values()][:_NAMESAKES]
    for number, one in enumerate(firsts):
        for other in firsts[number + 1 :]:
            if _compatible(items[one], items[other]):
                double.setdefault(one, other)
                double.setdefault(other, one)


def _compatible(one: _Item, other: _Item) -> bool:
    """Tell whether nothing known sets the two apart; what only one of them says sets nothing apart."""
    if one.owners and other.owners and one.owners != other.owners:
        return False
    return all(
        mine is None or yours is None or mine == yours for mine, yours in zip(one.facts, other.facts, strict=True)
    )

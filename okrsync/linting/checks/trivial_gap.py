"""Finds targets so close to where things stand that reaching them would change nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit
from okrsync.linting.way import direction_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import KeyResultContext
    from okrsync.linting.way import Way

_SCALES = (5.0, 10.0, 20.0, 100.0)
"""What marks and shares are out of."""
_FEW = 100.0


@dataclass(frozen=True, slots=True)
class Options:
    """How near is too near."""

    minimum_gap: float = 0.05
    """Share (0..1) of the baseline, or of the room that is left on its scale, that a target must go beyond it."""
    large: float = 1_000_000.0
    """Baselines from here on are large enough for a small share to be much."""


def check(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where the way is shorter than the minimum, both as a share of the start and of the room left."""
    way = context.way
    if way is None or way.baseline == way.target:
        return
    step = way.target - way.baseline
    gap = abs(step / way.baseline) if 0 < abs(way.baseline) < options.large else options.minimum_gap
    if gap >= options.minimum_gap or _counts_few(way) or context.claim.upkeep is not None:
        return
    direction = direction_of(context.key_result, context.claim)
    if (direction == "up" and step < 0) or (direction == "down" and step > 0):
        return
    room = _room(way)
    if not room or abs(step) / room < options.minimum_gap:
        yield Hit(values={**way.shown, "gap": round(100 * gap, 1)}, field=way.field, span=way.span)


def _counts_few(way: Way) -> bool:
    """Tell whether whole things are counted and they are few: one more shop than 25 is a shop."""
    return not way.is_share and way.baseline <= _FEW and way.baseline % 1 == 0 == way.target % 1


def _room(way: Way) -> float:
    """Return how far up the scale goes on from the baseline; 0 where it goes down, or is no scale.

    From 99.9 % to 99.95 % is half of what is left; a mark of 4.2 is most likely out of five.
    """
    if way.target < way.baseline:
        return 0.0
    if way.is_share:
        return max(0.0, _SCALES[-1] - way.baseline)
    scale = next((scale for scale in _SCALES if scale / 2 < way.baseline and way.target <= scale), None)
    return scale - way.baseline if scale else 0.0

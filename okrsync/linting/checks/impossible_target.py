"""Finds targets that cannot be reached: beyond the end of their scale, due before the start, ten times today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import NO_PHRASES, Hit, Phrases
from okrsync.linting.standing import as_typed
from okrsync.linting.way import direction_of, targets_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import KeyResultContext
    from okrsync.model import Plan

_HUNDRED = 100.0
_MARKS = frozenset({5.0, 10.0, 20.0, 100.0})
"""What marks are out of; “24/7” and “12/15” are none."""


@dataclass(frozen=True, slots=True)
class Options:
    """What cannot be, and what can hardly be."""

    times: float = 10.0
    """How many times the baseline is hardly possible in one period."""
    fewest: float = 10.0
    """Smaller baselines may well grow that much: what has just begun grows fast."""
    bold: float = 0.5
    """Confidence (0..1) that ten times today is a slip: the profile may show it as a mere info."""
    slack: int = 31
    """Days that a deadline may lie before the period: fiscal calendars are read with care."""
    phrases: Phrases = NO_PHRASES
    """`bounded`: shares of a whole, never above 100; `unbounded`: what makes more than 100 % possible;
    `hundred`: measures out of 100 that are written without a percent sign."""


def check(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where the target lies beyond its scale, is due before its period, or is ten times the baseline."""
    key_result, claim = context.key_result, context.claim
    if key_result.target is not None or claim.quantities:
        yield from _beyond_scale(context, options)
        yield from _tenfold(context, options)
    if key_result.due is not None:
        yield from _before_start(context, options)


def _tenfold(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    way = context.way
    if way is None or way.baseline < options.fewest or way.target < options.times * way.baseline:
        return
    if direction_of(context.key_result, context.claim) != "down":
        values = {**way.shown, "times": round(way.target / way.baseline, 1)}
        yield Hit(reason="tenfold", values=values, field=way.field, span=way.span, confidence=options.bold)


def _beyond_scale(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    key_result, claim, language = context.key_result, context.claim, context.language
    in_words = targets_in_words(claim)
    for quantity in in_words:
        value = quantity.value or 0.0
        if quantity.out_of in _MARKS and value > quantity.out_of:
            values = {"target": value, "most": quantity.out_of}
            yield Hit(reason="scale", values=values, span=quantity.span)
            return
    candidates: list[tuple[float, bool, str, tuple[int, int] | None]] = [
        (quantity.value or 0.0, quantity.is_share, "title", quantity.span) for quantity in in_words
    ]
    if key_result.target is not None:
        candidates = [(key_result.target, (key_result.unit or "").strip() == "%", "target", None)]
    for value, share, field, span in candidates:
        if value <= _HUNDRED:
            continue
        text = f"{key_result.title} {key_result.metric}" if key_result.metric else key_result.title
        if next(options.phrases.find(text, language, "unbounded"), None):
            continue
        if next(options.phrases.find(text, language, "bounded" if share else "hundred"), None):
            shown = as_typed(key_result, "target") if field == "target" else claim.words(span or (0, 0))
            yield Hit(values={"target": shown}, field=field, span=span)
            return


def _before_start(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    key_result, objective = context.key_result, context.objective
    start = objective.period.start if objective and objective.period else None
    if key_result.due is None or start is None or (start - key_result.due).days <= options.slack:
        return
    if context.plan.once(deadlines_fit_periods) and objective and objective.period:
        values = {"due": key_result.due, "period": objective.period.text, "start": start}
        yield Hit(reason="before", values=values, field="due")


def deadlines_fit_periods(plan: Plan) -> bool:
    """Tell whether most deadlines lie within their period: else the period was read by another calendar."""
    inside = outside = 0
    for objective in plan.objectives:
        period = objective.period
        if period is None or period.start is None or period.end is None:
            continue
        for key_result in objective.key_results:
            if key_result.due is not None:
                fits = period.start <= key_result.due <= period.end
                inside, outside = inside + fits, outside + (not fits)
    return inside > outside

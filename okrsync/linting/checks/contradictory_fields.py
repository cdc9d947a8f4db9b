"""Finds sentences that name other numbers than the columns beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.language.lexicon import lexicon
from okrsync.language.quantities import BASELINE, CHANGE, Quantity
from okrsync.language.tags import BIT, any_of
from okrsync.linting.checks.base import Hit
from okrsync.linting.standing import as_typed
from okrsync.linting.way import targets_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.language.claim import Claim
    from okrsync.linting.checks.base import KeyResultContext
    from okrsync.model import KeyResult

_DURATION = BIT["nouns.duration"]
_LEADS = any_of("verbs.", "grammar.to", "grammar.at_least", "grammar.at_most")
_SCALES = (1.0, 100.0, 1e3, 1e6, 1e9, 60.0, 3600.0, 24.0, 7.0, 1440.0, 12.0)
"""Between percents and shares, units and their thousands, seconds, minutes, hours, days, weeks, months and years."""
_DONE = frozenset({1.0, 100.0})
"""Targets of progress, not of the thing itself: “hire five people”, 100 %."""


@dataclass(frozen=True, slots=True)
class Options:
    """What still is the same number."""

    tolerance: float = 0.02
    """Share (0..1) of the number that rounding may take."""


def check(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where the sentence's target or baseline fits the column's on no scale."""
    key_result, claim = context.key_result, context.claim
    if not claim.quantities:
        return
    said = targets_in_words(claim)
    ends = said if _agree(said, key_result.target, options) else comparable(said, key_result, claim)
    said = [item for item in claim.quantities if item.role is BASELINE and item.value is not None]
    starts = said if _agree(said, key_result.baseline, options) else comparable(said, key_result, claim)
    if len(ends) == 1 and _contradicts_target(key_result, ends, options):
        swapped = key_result.target is not None and bool(starts) and _fits(starts, key_result.target, options)
        yield _hit(key_result, claim, "swapped" if swapped else "target", ends[0])
        return
    if key_result.baseline is not None and len(starts) == 1 and not _fits(starts, key_result.baseline, options):
        yield _hit(key_result, claim, "baseline", starts[0])
        return
    if not ends and key_result.baseline is not None and key_result.target is not None:
        changes = [item for item in claim.quantities if item.role is CHANGE and item.value is not None]
        if len(changes) == 1 and not _is_change(changes[0], key_result.baseline, key_result.target, options):
            yield _hit(key_result, claim, "change", changes[0])


def _agree(said: list[Quantity], cell: float | None, options: Options) -> bool:
    """Tell whether there is nothing to contradict: no number said, none in the cell, or the same one."""
    return not said or cell is None or _fits(said, cell, options)


def comparable(quantities: list[Quantity], key_result: KeyResult, claim: Claim) -> list[Quantity]:
    """Return the numbers of the sentence that measure the same kind of thing as the cells.

    Days beside a count, or a count beside a percentage, say something else of the key result ("tickets open for more
    than 5 days"); a bare number may be part of the metric's name ("rating of our 14 shops", "activation on day 7")
    unless a verb or "to" stands right before it.
    """
    unit = kind_of_unit(key_result, claim.language)
    return [
        quantity
        for quantity in quantities
        if _kind(quantity) == (unit or _kind(quantity)) and (unit or _kind(quantity) != "time")
        if quantity.unit or quantity.bound or quantity.role is BASELINE or _is_led_to(quantity, claim)
    ]


def _is_led_to(quantity: Quantity, claim: Claim) -> bool:
    return quantity.first > 0 and bool(claim.tokens[quantity.first - 1].tags & _LEADS)


def kind_of_unit(key_result: KeyResult, language: str) -> str | None:
    """Return "share", "time" or "amount" for what the cells measure; None where they do not say."""
    typed = " ".join(key_result.typed.get(name, "") for name in ("baseline", "target", "current"))
    unit = (key_result.unit or "").strip()
    if unit == "%" or "%" in typed:
        return "share"
    if any(token.tags & _DURATION for token in lexicon(language).tokens(f"{unit} {typed}")):
        return "time"
    return "amount" if unit else None


def _kind(quantity: Quantity) -> str:
    if quantity.is_share:
        return "share"
    return "time" if quantity.unit_tags & _DURATION else "amount"


def _contradicts_target(key_result: KeyResult, ends: list[Quantity], options: Options) -> bool:
    target = key_result.target
    if target is None or _fits(ends, target, options):
        return False
    return target not in _DONE or (key_result.baseline or 0.0) > 0


def _hit(key_result: KeyResult, claim: Claim, reason: str, quantity: Quantity) -> Hit:
    values: dict[str, object] = {"said": claim.words(quantity.span).strip()}
    values |= {name: as_typed(key_result, name) for name in ("baseline", "target")}
    return Hit(reason=reason, values=values, span=quantity.span)


def _fits(quantities: list[Quantity], cell: float, options: Options) -> bool:
    return any(_same(quantity.value or 0.0, cell, options.tolerance) for quantity in quantities)


def _same(said: float, cell: float, tolerance: float) -> bool:
    if said == cell or round(cell) == said:
        return True
    if not said or not cell:
        return False
    ratio = abs(said / cell)
    return any(abs(ratio / scale - 1) <= tolerance or abs(ratio * scale - 1) <= tolerance for scale in _SCALES)


def _is_change(change: Quantity, baseline: float, target: float, options: Options) -> bool:
    """Tell whether the step between the cells is the one named: by a share, by points, by an amount, or by a factor."""
    by = abs(change.value or 0.0)
    step = abs(target - baseline)
    readings = [by, abs(baseline) * by / 100, by / 100]
    if by > 1:
        readings += [abs(baseline * (by - 1)), abs(baseline * (1 - 1 / by))]
    return any(abs(step - reading) <= max(options.tolerance * max(step, reading), 1e-9) for reading in readings) or any(
        _same(reading, step, options.tolerance) for reading in readings if reading
    )

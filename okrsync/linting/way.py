"""Says from where to where a key result wants to go, whether its columns tell or its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from okrsync.language.lexicon import lexicon
from okrsync.language.quantities import BASELINE, TARGET, Quantity
from okrsync.language.tags import BIT
from okrsync.linting.standing import as_typed

if TYPE_CHECKING:
    from okrsync.language.claim import Claim
    from okrsync.model import KeyResult

Direction = Literal["up", "down"]

_RISE = BIT["verbs.rise"]
_FALL = BIT["verbs.fall"]
_DURATION = BIT["nouns.duration"]
_SCALES = (1e3, 1e6, 1e9)
_SAME_SIZE = 20.0


class Way(NamedTuple):
    """Where a key result starts and where it wants to arrive. What few ask is worked out when they do."""

    baseline: float
    target: float
    key_result: KeyResult
    claim: Claim
    ends_in_words: tuple[Quantity, Quantity] | None = None
    """The numbers of the sentence, where it tells the way and not the columns."""

    @property
    def field(self) -> str:
        """Return the field that tells where to arrive."""
        return "title" if self.ends_in_words else "target"

    @property
    def span(self) -> tuple[int, int] | None:
        """Return where the target stands in the sentence."""
        return self.ends_in_words[1].span if self.ends_in_words else None

    @property
    def is_share(self) -> bool:
        """Tell whether both ends are percentages."""
        if self.ends_in_words:
            start, end = self.ends_in_words
            return end.is_share and (start.is_share or not start.unit)
        typed = (self.key_result.typed.get(name, "") for name in ("baseline", "target"))
        return (self.key_result.unit or "").strip() == "%" or all("%" in text for text in typed)

    @property
    def is_duration(self) -> bool:
        """Tell whether a time is measured."""
        if self.ends_in_words:
            return any(quantity.unit_tags & _DURATION for quantity in self.ends_in_words)
        if self.key_result.unit:
            tokens = lexicon(self.claim.language).tokens(self.key_result.unit)
            return any(token.tags & _DURATION for token in tokens)
        return any(quantity.unit_tags & _DURATION for quantity in self.claim.quantities)

    @property
    def shown(self) -> dict[str, object]:
        """Return both ends as the person wrote them, unit and all, for messages."""
        if self.ends_in_words:
            start, end = self.ends_in_words
            return {"baseline": self.claim.words(start.span).strip(), "target": self.claim.words(end.span).strip()}
        return {name: as_typed(self.key_result, name) for name in ("baseline", "target")}


def way_of(key_result: KeyResult, claim: Claim) -> Way | None:
    """Return the way that the row's columns give, else that of the sentence; None where either end is unknown."""
    if key_result.baseline is not None and key_result.target is not None:
        return Way(key_result.baseline, key_result.target, key_result, claim)
    if key_result.baseline is not None or key_result.target is not None:
        return None
    return _way_in_words(key_result, claim)


def _way_in_words(key_result: KeyResult, claim: Claim) -> Way | None:
    """Return the way that the sentence gives; None where it gives none, several, or one in two units."""
    if len(claim.quantities) < 2:  # noqa: PLR2004 - two ends
        return None
    starts = [quantity for quantity in claim.quantities if quantity.role is BASELINE]
    ends = [quantity for quantity in claim.quantities if quantity.role is TARGET]
    if len(starts) != 1 or len(ends) != 1:
        return None
    start, end = starts[0], ends[0]
    if start.value is None or end.value is None or (start.unit and end.unit and start.unit != end.unit):
        return None
    return Way(_in_scale_of(start, end), end.value, key_result, claim, (start, end))


def targets_in_words(claim: Claim) -> list[Quantity]:
    """Return the levels to reach that the sentence names, as far as their numbers are given."""
    return [quantity for quantity in claim.quantities if quantity.role is TARGET and quantity.value is not None]


def direction_of(key_result: KeyResult, claim: Claim) -> Direction | None:
    """Return which way the column or the verb wants the number to go; None where nothing tells, or both ways are named.

    “Increase sales by reducing lead time” names both: which of them the numbers belong to is anybody's guess.
    """
    if key_result.direction:
        return key_result.direction
    named = 0
    for token in claim.tokens:
        named |= token.tags & (_RISE | _FALL)
    if named == _RISE:
        return "up"
    return "down" if named == _FALL else None


def _in_scale_of(start: Quantity, end: Quantity) -> float:
    """Return the start on the scale of the end: in “from 3 to 2.5 M€” three means three millions."""
    value, reached = start.value or 0.0, end.value or 0.0
    if value and not start.unit and abs(reached / value) >= _SCALES[0] / _SAME_SIZE:
        for scale in _SCALES:
            if 1 / _SAME_SIZE <= abs(reached / (value * scale)) <= _SAME_SIZE:
                return value * scale
    return value

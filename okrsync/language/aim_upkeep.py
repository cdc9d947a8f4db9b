"""Whether an objective only keeps things as they are."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from okrsync.language.aim_kinds import FEW_WORDS, LIKELY, SURE, UNSURE
from okrsync.language.aim_words import BIT, bits
from okrsync.language.answers import Verdict

if TYPE_CHECKING:
    from okrsync.language.aim_shape import Shape
    from okrsync.language.lexicon import Token
_FROM = BIT["grammar.from"]
_GERUND_FORM = BIT["form.gerund"]
_UPKEEP_HEADING_NOUN = BIT["nouns.upkeep_heading"]
_SAID_OF_A_SUBJECT = bits("form.participle", "form.finite")
_UPKEEP_VERB = BIT["verbs.upkeep"]
_HOLD_VERB = BIT["verbs.hold"]
_CONTINUITY_NOUN = BIT["nouns.continuity"]
_DIRECTION_VERB = BIT["verbs.direction"]


def find_upkeep(text: str, tokens: list[Token], shape: Shape) -> Verdict | None:
    """Return what is kept, continued or met as a standing duty; None where something is to change."""
    if shape.opening == "heading":
        kept = [token for token in tokens[:FEW_WORDS] if token.tags & _UPKEEP_HEADING_NOUN]
        return _verdict("heading", text, kept[0].start, kept[0].end, LIKELY) if kept else None
    if shape.opening == "state":
        forms = _SAID_OF_A_SUBJECT
        kept = [token for token in tokens[shape.verb :] if token.tags & _UPKEEP_VERB and token.tags & forms]
        return _verdict("state", text, kept[0].start, kept[0].end, UNSURE) if kept else None
    if _changes_too(tokens, shape) or _prevents(tokens, shape):
        return None
    verb = tokens[shape.verb]
    if verb.tags & _UPKEEP_VERB:
        return _verdict("verb", text, verb.start, verb.end, SURE)
    if verb.tags & _HOLD_VERB:
        held = [token for token in tokens[shape.verb + 1 :] if token.tags & _CONTINUITY_NOUN]
        return _verdict("continuity", text, verb.start, held[0].end, LIKELY) if held else None
    return None


def _verdict(reason: str, text: str, start: int, end: int, confidence: float) -> Verdict:
    return Verdict(reason, (start, end), {"term": text[start:end]}, confidence)


def _changes_too(tokens: list[Token], shape: Shape) -> bool:
    """Tell "maintain and grow": the second verb is the aim."""
    between = tokens[shape.verb + 1 : shape.object_first]
    return any(token.tags & _DIRECTION_VERB and not token.tags & _UPKEEP_VERB for token in between)


def _prevents(tokens: list[Token], shape: Shape) -> bool:
    """Tell "keep juniors from leaving" from "keep juniors"."""
    return any(
        token.tags & _FROM and behind.tags & _GERUND_FORM
        for token, behind in itertools.pairwise(tokens[shape.verb + 1 :])
    )

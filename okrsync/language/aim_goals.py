"""Whether an objective holds two goals that could be reached apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.aim_shape import BASE, NUMBER, SYMBOL, VERB, Shape, head_of, is_verb_at
from okrsync.language.aim_words import BIT, bits
from okrsync.language.answers import Verdict, stretch

if TYPE_CHECKING:
    from okrsync.language.aim_words import Vocabulary
    from okrsync.language.lexicon import Token

_FINITE_FORM = BIT["form.finite"]
_STRONG = frozenset(".;")
_FILLER = bits("grammar.filler", "grammar.preposition", "grammar.determiner", "grammar.indefinite", "token.symbol")
_LINK = bits("grammar.preposition", "grammar.effect", "grammar.of")
_DIRECTION = bits("verbs.direction", "verbs.reach", "verbs.multiply")
_TWO_VERBS = 0.85
_TWO_MEASURES = 0.7
_TWO_HEADINGS = 0.7
_MEANWHILE = BIT["grammar.meanwhile"]
_AND = BIT["grammar.and"]
_RELATIVE = BIT["grammar.relative"]
_GERUND_FORM = BIT["form.gerund"]
_VERBAL = bits("form.base", "form.gerund")
_FINITE_OR_BASE = bits("form.base", "form.finite")
_WE = BIT["grammar.we"]
_LEAD_IN = BIT["grammar.lead_in"]
_COULD_BE_NOUN = bits("nouns.universal", "nouns.deliverable", "nouns.measure")
_ANAPHORA = BIT["grammar.anaphora"]
_PLAIN_PREPOSITION = BIT["grammar.preposition"]
_DETERMINER = BIT["grammar.determiner"]
_MORE_ADJECTIVE = BIT["adjectives.more"]
_ARTICLE = bits("grammar.determiner", "grammar.indefinite")
_PUSHES = bits("verbs.generic", "verbs.direction")
_PUSHED_NOUN = bits("nouns.measure", "nouns.goal", "nouns.aspect")
_OF = BIT["grammar.of"]
_DIRECTION_VERB = BIT["verbs.direction"]


def two_goals(
    text: str, tokens: list[Token], shape: Shape, words: Vocabulary, metrics: list[Verdict]
) -> Verdict | None:
    """Return where a second goal begins; None where there is one goal, its means, its purpose or its adjectives."""
    start = shape.verb if shape.opening in ("verb", "doing") else 0
    subordinate = False
    for place in range(start + 1, len(tokens) - 1):
        token = tokens[place]
        if token.tags & _MEANWHILE:
            found = _meanwhile(text, tokens, shape, place)
            if found is not None:
                return found
        joint = token.tags & _AND or token.word == "," or token.word in _STRONG
        if not joint:
            subordinate = subordinate or _opens_a_clause(tokens, place)
            continue
        second = place + 1
        if tokens[second].tags & _AND or tokens[second].word == ",":
            continue
        strong = token.word in _STRONG or (token.tags & _AND and tokens[place - 1].word == ",")
        if subordinate and not strong:
            continue
        found = _second_metric(text, tokens, place, metrics) or _second_goal(text, tokens, shape, place, words)
        if found is not None:
            return found
        subordinate = subordinate and token.word not in _STRONG
    return None


def _second_metric(text: str, tokens: list[Token], place: int, metrics: list[Verdict]) -> Verdict | None:
    """Find "visits by 10 % and sales by 20 %": a metric on either side."""
    joint = tokens[place].start
    before = any(metric.span[0] < joint for metric in metrics)
    if not before or not any(metric.span[0] > joint for metric in metrics):
        return None
    # "from 10 to 20 or 30": a range is one metric
    if tokens[place + 1].tags & (NUMBER | SYMBOL | _LINK | _RELATIVE):
        return None
    return _verdict("nouns", text, tokens, (place, place + 1), _TWO_MEASURES)


def _meanwhile(text: str, tokens: list[Token], shape: Shape, place: int) -> Verdict | None:
    """Find "grow deposits while cutting costs": two directions, each with its own object."""
    speaks = bool(tokens[place + 1].tags & _WE)
    verb = place + 1 + speaks
    second = tokens[verb] if verb < len(tokens) else tokens[place]
    forms = _GERUND_FORM | (_FINITE_OR_BASE if speaks else 0)  # "while cutting costs", "while we cut costs"
    both = shape.kinds & _DIRECTION and second.tags & _DIRECTION and second.tags & forms
    if not both or not _has_object(tokens, verb + 1, len(tokens)):
        return None
    return _verdict("verbs", text, tokens, (place, place + 1), _TWO_MEASURES)


def _opens_a_clause(tokens: list[Token], place: int) -> bool:
    """Tell whether what follows explains the goal ("so that …", "that …", "to find …") and holds no goal of its own."""
    kinds = tokens[place].tags
    if kinds & _RELATIVE:
        return True
    ahead = tokens[place + 1].tags if place + 1 < len(tokens) else 0
    return bool(kinds & _LINK and ahead & VERB and ahead & _VERBAL)


def _second_goal(text: str, tokens: list[Token], shape: Shape, place: int, words: Vocabulary) -> Verdict | None:
    second = place + 1
    while second < len(tokens) - 1 and tokens[second].tags & _LEAD_IN and not _starts(tokens, second):
        if tokens[second].tags & _LINK:
            return None
        second += 1
    if _starts(tokens, second):
        apart = shape.opening in ("verb", "doing") or tokens[place].word in _STRONG
        shared = _ends_in_verb(tokens, place) and tokens[place].word not in _STRONG
        if not apart or shared or not _has_object(tokens, shape.verb + 1, place):
            return None
        return _verdict("verbs", text, tokens, (place, second), _TWO_VERBS) if _own_object(tokens, second) else None
    if tokens[place].word in _STRONG:
        return _further_headings(text, tokens, shape, place)
    if shape.opening == "heading" and _two_headings(tokens, second, place):
        return _verdict("nouns", text, tokens, (place, second), _TWO_HEADINGS)
    return _two_measures(text, tokens, shape, place, words)


def _starts(tokens: list[Token], place: int) -> bool:
    return bool(tokens[place].tags & BASE) and is_verb_at(tokens, place, second=True)


def _ends_in_verb(tokens: list[Token], place: int) -> bool:
    """Tell "find and book trips" (one object for both) from "find trips and book rooms"."""
    kinds = tokens[place - 1].tags
    return bool(kinds & BASE and kinds & VERB and not kinds & _COULD_BE_NOUN)


def _has_object(tokens: list[Token], first: int, last: int) -> bool:
    return any(not token.tags & _FILLER for token in tokens[first:last])


def _own_object(tokens: list[Token], verb: int) -> bool:
    """Tell whether the second verb has an object of its own, not "it" or "them"."""
    behind = tokens[verb + 1 :]
    if not behind:
        return False
    if behind[0].tags & _ANAPHORA and (len(behind) == 1 or behind[0].tags & _PLAIN_PREPOSITION == 0):
        takes_up = not behind[0].tags & _DETERMINER
        if takes_up:
            return False
    before = tokens[verb - 1].tags
    if before & _ANAPHORA and not before & _AND:
        return False
    return any(not token.tags & (_FILLER | NUMBER) for token in behind[:6])


def _further_headings(text: str, tokens: list[Token], shape: Shape, place: int) -> Verdict | None:
    """Find "Great team. Score per interviewer, dashboard for all": headings in a row, not a heading and its reason."""
    rest = tokens[place + 1 :]
    if shape.opening != "heading" or not any(token.word == "," for token in rest):
        return None
    if any(token.tags & VERB and token.tags & _FINITE_FORM for token in rest):
        return None
    return _verdict("nouns", text, tokens, (place, place + 1), _TWO_HEADINGS)


def _two_headings(tokens: list[Token], second: int, place: int) -> bool:
    """Tell "faster deliveries and a stronger brand" from "faster and greener deliveries"."""
    more = _MORE_ADJECTIVE
    left = any(token.tags & more for token in tokens[:place])
    fresh = tokens[second].tags & _ARTICLE
    return bool(left and fresh and any(token.tags & more for token in tokens[second:]))


def _two_measures(text: str, tokens: list[Token], shape: Shape, place: int, words: Vocabulary) -> Verdict | None:
    """Find "increase coverage and reliability": two things measured apart, pushed by one verb."""
    pushed = shape.opening == "heading" or (shape.opening != "state" and shape.kinds & _PUSHES)
    if not pushed or not tokens[place].tags & _AND:
        return None
    left, right = _heads(tokens, shape, place, words)
    if (
        left < shape.object_first
        or right < 0
        or not (tokens[left].tags & _PUSHED_NOUN and tokens[right].tags & _PUSHED_NOUN)
    ):
        return None
    said_before = tokens[shape.object_first : place]
    if words.are_alike(tokens[left].word, tokens[right].word) and not any(token.word == "," for token in said_before):
        return None
    within = any(token.tags & _OF for token in said_before)
    if within and not tokens[place + 1].tags & _ARTICLE:
        return None
    return _verdict("nouns", text, tokens, (place, place + 1), _TWO_MEASURES)


def _heads(tokens: list[Token], shape: Shape, place: int, words: Vocabulary) -> tuple[int, int]:
    """Return the places of the nouns on either side of the "and" at `place`; -1 where there is none."""
    if not words.head_is_last:
        return head_of(tokens, shape.object_first, place, words), head_of(tokens, place + 1, len(tokens), words)
    end = place + 1
    while end < len(tokens) and not tokens[end].tags & (_LINK | SYMBOL | _AND):
        end += 1
    return place - 2 if tokens[place - 1].word == "," else place - 1, end - 1


def _verdict(reason: str, text: str, tokens: list[Token], places: tuple[int, int], confidence: float) -> Verdict:
    """Say it; `places` are those of the joint and of the first word of the second goal."""
    joint, first = places
    end = next((place for place in range(first, len(tokens)) if tokens[place].word in _STRONG), len(tokens))
    span = stretch(tokens[first:end])
    before = text[: tokens[joint].start].strip(" ,;.")
    values: dict[str, object] = {
        "first": before,
        "second": text[span[0] : span[1]].strip(" ,;."),
        "direction": bool(tokens[first].tags & _DIRECTION_VERB) and reason == "verbs",
    }
    return Verdict(reason, span, values, confidence)

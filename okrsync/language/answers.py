"""What a claim answers to the rules' questions, and why: reason, place and the author's own words for the message."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from okrsync.language.judgement import UNSURE
from okrsync.language.kinds import NOUN
from okrsync.language.noun_phrases import AFTER_VERB
from okrsync.language.quantities import BASELINE, CHANGE, DEADLINE, SCOPE, Quantity
from okrsync.language.tags import BIT, any_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.language.claim import Claim, Clause
    from okrsync.language.lexicon import Token

_OF_DATE = any_of("nouns.month", "nouns.period", "token.number", "quantities.ordinals")
_IN_DATE = _OF_DATE | BIT["grammar.of"]
"""What may stand within a date: "30 de junio de 2026"."""
_DATE_SIGNS = frozenset("/-.,")
_DEGREE = BIT["adjectives.degree"]
_MORE = any_of("adjectives.more", "adjectives.quantity")
_DATED = any_of("nouns.month", "nouns.period")
_LEADS_TO_DATE = any_of("grammar.due", "grammar.preposition", "grammar.definite")
_IMPROVE = BIT["verbs.improve"]
_DIRECTION = any_of("verbs.rise", "verbs.fall", "verbs.improve", "verbs.move")
_VERB = any_of("verbs.")
_PEOPLE = BIT["verbs.people"]
_PARTICIPLE = BIT["form.participle"]
_GOAL = BIT["nouns.goal"]
_AND = BIT["grammar.and"]
_ENDS = " .,;:!-–—"
_PERCENT = 100.0


class Verdict(NamedTuple):
    """An answer that can say why: `reason` is a key of the rule's messages, `values` fill its braces."""

    reason: str
    span: tuple[int, int]
    values: Mapping[str, object]
    confidence: float | None = None
    """0..1 where this answer is more or less sure than usual."""


def unmeasurable(claim: Claim) -> Verdict | None:
    """Say why nothing in it can be checked; None where something can, or where a column holds the target."""
    if claim.fields.target is not None:
        return None
    for clause in claim.clauses:
        if not clause.judgement.checkable:
            reason, values = _why_unmeasurable(claim, clause)
            return Verdict(reason, _span(claim, clause), values, _confidence(clause))
    return None


def _why_unmeasurable(claim: Claim, clause: Clause) -> tuple[str, dict[str, object]]:
    reading, judgement = clause
    values: dict[str, object] = {"clause": _wording(claim, clause), "term": _term(claim, clause)}
    reason = judgement.reason
    if reason not in ("direction", "state", "metric_only"):
        return reason, values
    inside = [quantity for quantity in claim.quantities if reading.first <= quantity.first < reading.last]
    for role, name in ((BASELINE, "only_today"), (SCOPE, "only_scope"), (DEADLINE, "only_date")):
        for quantity in inside:
            if quantity.role is role:
                dated = role is DEADLINE
                values["number"] = claim.words(_whole_date(claim, quantity) if dated else quantity.span)
                return name, values
    return reason, values


def task(claim: Claim) -> Verdict | None:
    """Say that it is the team's own work, done or not done; None where it is an outcome, or counted."""
    for clause in claim.clauses:
        judgement = clause.judgement
        if judgement.own_work and not judgement.counted:
            if _counted_by_fields(claim):
                return None
            reason = judgement.reason if judgement.reason in ("ability", "activity", "direction") else "deliverable"
            values = {"clause": _wording(claim, clause), "term": _term(claim, clause)}
            return Verdict(reason, _span(claim, clause), values, _confidence(clause))
    return None


def output(claim: Claim) -> Verdict | None:
    """Say that it counts the team's own work; None where it does not."""
    by_fields = _counted_by_fields(claim)
    for clause in claim.clauses:
        judgement = clause.judgement
        if judgement.own_work and (judgement.counted or by_fields):
            quantity = judgement.quantity
            counted = claim.words(_to_noun(claim, clause, quantity)) if quantity else _wording(claim, clause)
            values = {"clause": _wording(claim, clause), "counted": counted, "term": _term(claim, clause)}
            reason = judgement.reason if judgement.counted else "deliverables"
            return Verdict(reason, quantity.span if quantity else _span(claim, clause), values, _confidence(clause))
    return None


def lacks_baseline(claim: Claim) -> Verdict | None:
    """Say that it does not tell where it starts; None where it does, or where it starts at zero."""
    if claim.fields.baseline is not None:
        return None
    for clause in claim.clauses:
        judgement = clause.judgement
        if judgement.lacks_baseline:
            quantity = judgement.quantity
            span = quantity.span if quantity is not None else _span(claim, clause)
            change = quantity is None or quantity.role is CHANGE
            number = _term(claim, clause) if quantity is None else claim.words(span)
            values = {"clause": _wording(claim, clause), "number": number}
            return Verdict("change" if change else "level", span, values)
    return None


def vague(claim: Claim) -> Verdict | None:
    """Say which word can mean anything; None where a measure pins it down, in the text or in a column."""
    if claim.fields.target is not None:
        return None
    for clause in claim.clauses:
        place = clause.judgement.vague
        if place >= 0:
            token = claim.tokens[place]
            span = (token.start, token.end)
            values = {"term": claim.words(span), "clause": _wording(claim, clause)}
            reason = "verb" if token.tags & _DIRECTION else "which" if clause.judgement.counted else "default"
            return Verdict(reason, span, values, _confidence(clause))
    return None


def compound(claim: Claim) -> Verdict | None:
    """Say which two results can be met and missed apart; None where there is one."""
    if len(claim.clauses) == 1 and claim.clauses[0].judgement.reason == "external_target":
        return _joined_goals(claim, claim.clauses[0])
    if len(claim.clauses) < 2:  # noqa: PLR2004 - two results
        return None
    first, second = claim.clauses[0], claim.clauses[1]
    values = {"first": _wording(claim, first), "second": _wording(claim, second), "count": len(claim.clauses)}
    numbers = all(clause.judgement.quantity is not None for clause in (first, second))
    verbs = all(clause.reading.verb >= 0 for clause in (first, second))
    sure = (numbers or verbs) and not _is_one_list(first, second) and not _may_be_named(claim, second)
    return Verdict("default", _span(claim, second), values, None if sure else UNSURE)


def _may_be_named(claim: Claim, second: Clause) -> bool:
    """Tell "through podcasts and market days", where "market" is no deed, from "… and market the app"."""
    reading = second.reading
    if reading.verb != reading.first or second.judgement.quantity is not None or reading.verb + 1 >= reading.last:
        return False
    verb, following = claim.tokens[reading.verb].tags, claim.tokens[reading.verb + 1].tags
    return bool(verb & NOUN) and not following & AFTER_VERB


def _is_one_list(first: Clause, second: Clause) -> bool:
    """Tell "hire 3 cooks and 1 waiter", which may be one deed on a list, from "hire 3 cooks and open 1 kitchen"."""
    shared = 0 <= second.reading.verb < second.reading.first
    return shared and first.judgement.counted and second.judgement.counted


def _joined_goals(claim: Claim, clause: Clause) -> Verdict | None:
    """Say which two goals kept elsewhere are joined ("meet the sales and hiring goals")."""
    tokens = claim.tokens
    last = max((place for place in range(clause.reading.last) if tokens[place].tags & _GOAL), default=-1)
    for place in range(clause.reading.verb + 2, last):
        if tokens[place].tags & _AND and clause.reading.verb >= 0:
            first = claim.text[tokens[clause.reading.verb].start : tokens[place - 1].end]
            second = claim.text[tokens[place + 1].start : tokens[last].end]
            span = (tokens[place + 1].start, tokens[last].end)
            return Verdict("default", span, {"first": first, "second": second, "count": 2})
    return None


def upkeep(claim: Claim) -> Verdict | None:
    """Say that it holds what is there already; None where something is to change."""
    for clause in claim.clauses if len(claim.clauses) == 1 else ():
        if clause.judgement.upkeep:
            return Verdict(
                "default", _span(claim, clause), {"clause": _wording(claim, clause), "term": _term(claim, clause)}
            )
    return None


def deadline(claim: Claim) -> tuple[int, int] | None:
    """Return where the text says by when: a date, a month or quarter, "within six months"."""
    for quantity in claim.quantities:
        if quantity.role is DEADLINE:
            return _whole_date(claim, quantity)
    tokens = claim.tokens
    for place, token in enumerate(tokens):
        if not token.tags & _DATED:
            continue
        if place == 0 or tokens[place - 1].tags & _LEADS_TO_DATE or any(sign.isdecimal() for sign in token.word):
            return token.start, token.end
    return None


def _whole_date(claim: Claim, quantity: Quantity) -> tuple[int, int]:
    """Return the span of the date that a number is part of: "June 30th, 2026", "1er septembre"."""
    tokens = claim.tokens
    first, last = quantity.first, quantity.last
    while first and tokens[first - 1].tags & _DATED:
        first -= 1
    while last + 1 < len(tokens) and (tokens[last + 1].tags & _IN_DATE or tokens[last + 1].word in _DATE_SIGNS):
        last += 1
    while tokens[last].word in _DATE_SIGNS or (last > quantity.last and not tokens[last].tags & _OF_DATE):
        last -= 1
    return tokens[first].start, tokens[last].end


def _counted_by_fields(claim: Claim) -> bool:
    """Tell whether the columns count what the text names ("Train managers", target 80)."""
    target = claim.fields.target
    if target is None or target in (0.0, 1.0):
        return False
    return not ((claim.fields.unit or "") == "%" and target == _PERCENT)


def _span(claim: Claim, clause: Clause) -> tuple[int, int]:
    reading = clause.reading
    if reading.last <= reading.first:
        return 0, len(claim.text)
    return stretch(claim.tokens[reading.first : reading.last])


def stretch(tokens: list[Token]) -> tuple[int, int]:
    """Return from where to where tokens reach in the text, whatever order they are read in."""
    return min(map(_place, tokens)), max(map(_end, tokens))


def _wording(claim: Claim, clause: Clause) -> str:
    """Return the clause as typed, without its date, its adverbs of degree and its end sign, to build a rewrite upon.

    Worked out once: what can be said against a key result is seldom just one thing.
    """
    first = clause.reading.first
    if first not in claim.wordings:
        claim.wordings[first] = _without_extras(claim, clause)
    return claim.wordings[first]


def _without_extras(claim: Claim, clause: Clause) -> str:
    start, end = _span(claim, clause)
    reading = clause.reading
    words = sorted(claim.tokens[reading.first : reading.last], key=_place)
    dated = deadline(claim)
    if dated is not None and start < dated[0] < end and _ends_with(claim, words, dated[1]):
        words = [token for token in words if token.end <= dated[0]]
        while words and words[-1].tags & (_LEADS_TO_DATE | _DATED):
            words.pop()
        end = words[-1].end if words else end
    text = claim.text[start:end]
    for place in range(len(words) - 1, -1, -1):
        token = words[place]
        if token.tags & _DEGREE and token.end <= end:
            first = words[place - 1] if place and words[place - 1].tags & _MORE else token
            text = text[: first.start - start] + text[token.end - start :].lstrip()
    text = text.strip(_ENDS + "•*") or claim.text.strip()
    return text[:1].upper() + text[1:] if claim.text[start : start + 1].isupper() else text


def _ends_with(claim: Claim, words: list[Token], dated: int) -> bool:
    """Tell whether nothing of the result follows the date that ends at `dated`."""
    end = words[-1].end
    return len(claim.text[dated:end].strip(_ENDS)) < _SHORT and not any(
        token.tags & _VERB and token.start >= dated for token in words
    )


_place = attrgetter("start")
_end = attrgetter("end")
_SHORT = 12
"""Letters that may follow a date ("2026", "at the latest") without being part of the result."""


def _term(claim: Claim, clause: Clause) -> str:
    """Return the verb, or else the head of the noun phrase, as typed."""
    reading, judgement = clause
    place = reading.verb if reading.verb >= 0 else reading.predicate if reading.predicate >= 0 else judgement.noun
    if place < 0:
        return _wording(claim, clause)
    token = claim.tokens[place]
    return claim.words((token.start, token.end))


def _to_noun(claim: Claim, clause: Clause, quantity: Quantity) -> tuple[int, int]:
    """Return the span from the number to what it counts ("12 blog posts")."""
    noun = clause.judgement.noun
    if noun > quantity.last:
        return quantity.start, claim.tokens[noun].end
    return quantity.span


def _confidence(clause: Clause) -> float | None:
    return clause.judgement.confidence

"""The results that a sentence names: where each begins and ends, what is done in it, and to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.language.quantities import Role
from okrsync.language.tags import BIT, any_of

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token
    from okrsync.language.quantities import Quantity

VERB = any_of("verbs.")
NOUN = any_of("nouns.") & ~any_of("nouns.unit", "nouns.duration", "nouns.period", "nouns.month", "nouns.money")
_SYMBOL = BIT["token.symbol"]
_NUMBER = BIT["token.number"]
_BASE = BIT["form.base"]
_FINITE = BIT["form.finite"]
_PARTICIPLE = BIT["form.participle"]
_GERUND = BIT["form.gerund"]
_NOUN_FORM = BIT["form.noun"]
_OF = BIT["grammar.of"]
_BE = BIT["verbs.be"]
_HAVE = BIT["verbs.have"]
_ADOPT = BIT["verbs.adopt"]
_PURPOSE = BIT["grammar.purpose"]
_RELATIVE = BIT["grammar.relative"]
_MEANS = BIT["grammar.means"]
_AND = BIT["grammar.and"]
_PREPOSITION = BIT["grammar.preposition"]
_DETERMINER = any_of("grammar.definite", "grammar.indefinite", "grammar.possessive", "grammar.all", "grammar.none")
_BEFORE_VERB = any_of("grammar.we", "grammar.auxiliary", "adjectives.vague", "grammar.pronoun")
_DUE = any_of("grammar.due", "nouns.period", "nouns.month")
_CAUSE = BIT["verbs.cause"]
_MEASURE = BIT["nouns.measure"]
_ADJECTIVE = any_of("adjectives.")
_NOT_A_VERB_HERE = any_of("nouns.metric", "nouns.artefact", "nouns.outsider", "nouns.insider", "nouns.result", "nouns.fault", "nouns.quality")
_AFTER_VERB = _DETERMINER | _NUMBER | any_of(
    "adjectives.new", "adjectives.vague", "grammar.pronoun", "grammar.preposition", "quantities.numerals",
    "grammar.at_least", "grammar.at_most", "quantities.fractions",
)  # fmt: skip
_LONGEST_OPENING = 8
"""Words of a date or field that may open a sentence before its verb."""


class Reading(NamedTuple):
    """One clause as grammar sees it; places are indexes of tokens."""

    first: int
    last: int
    """Behind its last token."""
    verb: int
    """-1 where there is none."""
    verb_tags: int
    subject: int
    """Head of the subject, -1 where the clause begins with its verb."""
    subject_tags: int
    predicate: int
    """Finite verb or participle after a subject, -1."""
    object: int
    """Head of the object (after the verb), -1."""
    object_tags: int
    purpose: int
    """Where "in order to …" begins; `last` where nothing does."""


def sentences(tokens: list[Token], text: str) -> list[tuple[int, int]]:
    """Return (first, behind last) of the sentences of a text."""
    found: list[tuple[int, int]] = []
    first = 0
    for place, token in enumerate(tokens):
        word = token.word
        if word in (".", ";", "!", "?", "|") and place > first and (word != "." or _ends(tokens, place, text)):
            found.append((first, place))
            first = place + 1
    if first < len(tokens):
        found.append((first, len(tokens)))
    return found


def _ends(tokens: list[Token], place: int, text: str) -> bool:
    if place + 1 == len(tokens):
        return True
    following = tokens[place + 1]
    if following.start == tokens[place].end:
        return False
    start = text[following.start]
    return (start.isupper() or start.isdigit()) and len(tokens[place - 1].word) > 2  # noqa: PLR2004 - "vs.", "e.g."


def opening(tokens: list[Token], first: int, last: int) -> int:
    """Return where the clause proper begins: behind bullets, "by June 30,", "we will"."""
    place = first
    while place < last and tokens[place].tags & _SYMBOL and not tokens[place].tags & ~_SYMBOL:
        if tokens[place].word in ("<", ">", "≥", "≤", ">=", "<=", "+", "$", "€", "£", "~", "≈"):
            break
        place += 1
    if place < last and (tokens[place].tags & (_DUE | _PREPOSITION)):
        dated = 0
        for index in range(place, min(place + _LONGEST_OPENING, last)):
            dated |= tokens[index].tags & _DUE
            if tokens[index].word in (",", ":") and dated:
                place = index + 1
                break
    while place < last and tokens[place].tags & (_BEFORE_VERB | _PURPOSE) and not tokens[place].tags & _NOUN_OR_VERB:
        place += 1
    return place


_NOUN_OR_VERB = VERB | NOUN | BIT["token.number"]


def starts_with_verb(tokens: list[Token], place: int, last: int) -> bool:
    """Tell whether the word at `place` is the verb of its clause rather than a noun."""
    if place >= last:
        return False
    tags = tokens[place].tags
    if not tags & VERB:
        return False
    following = tokens[place + 1].tags if place + 1 < last else 0
    noun = tags & _NOT_A_VERB_HERE
    if tags & (_BASE | _FINITE):
        return not noun or bool(following & _AFTER_VERB) or not following
    if tags & _GERUND:
        return not noun or bool(following & _AFTER_VERB)
    if tags & _NOUN_FORM and following & _OF:
        return not noun or bool(tags & _OWN_VERB)
    if tags & _PARTICIPLE:
        return not noun
    return bool(tags & _NOUN_FORM) and not noun


_OWN_VERB = any_of("verbs.output", "verbs.people")
_STOPS = frozenset((",", ";", ":", "(", ")", ".", "-", "–", "—", "→", "->", "=>", "<", ">", "≥", "≤", ">=", "<=", "=", "/", "+"))


def head(tokens: list[Token], place: int, last: int, *, head_first: bool) -> tuple[int, int, int]:
    """Return (index, bits, where it ends) of the head of the noun phrase that begins at `place`.

    English puts it last ("test coverage rate"), French first ("taux de couverture"). "Number of X" is about X.
    """
    found, bits = -1, 0
    index = place
    while index < last:
        token = tokens[index]
        tags = token.tags
        if token.word in _STOPS or tags & (_RELATIVE | _PURPOSE | _AND) and not tags & NOUN:
            break
        if tags & (_PREPOSITION | _MEANS) and not tags & NOUN:
            if found >= 0 and bits & _MEASURE and tags & _OF:
                found_inside, bits_inside, end = head(tokens, index + 1, last, head_first=head_first)
                if found_inside >= 0:
                    return found_inside, bits_inside, end
            if found >= 0 or index > place:
                break
        elif tags & NOUN:
            found, bits = index, tags
            if head_first:
                if not bits & _MEASURE:
                    return found, bits, index + 1
        elif found >= 0 and tags & (VERB | _NUMBER):
            break
        index += 1
    return found, bits, index


def read_clause(tokens: list[Token], first: int, last: int, *, head_first: bool) -> Reading:
    """Find verb, subject and object of the tokens in [first, last)."""
    place = opening(tokens, first, last)
    purpose = last
    for index in range(place + 1, last):
        tags = tokens[index].tags
        if tags & _PURPOSE and _opens_purpose(tokens, index, last):
            purpose = index
            break
    if starts_with_verb(tokens, place, last):
        target, bits, _end = head(tokens, place + 1, purpose, head_first=head_first)
        return Reading(first, last, place, tokens[place].tags, -1, 0, -1, target, bits, purpose)
    subject, subject_bits, end = head(tokens, place, purpose, head_first=head_first)
    verb = _predicate(tokens, end if subject >= 0 else place, purpose)
    verb_tags = tokens[verb].tags if verb >= 0 else 0
    target, bits = -1, 0
    if verb >= 0:
        target, bits, _end = head(tokens, verb + 1, purpose, head_first=head_first)
    return Reading(first, last, -1, verb_tags, subject, subject_bits, verb, target, bits, purpose)


def _opens_purpose(tokens: list[Token], index: int, last: int) -> bool:
    """Tell "to improve …", "pour améliorer …" from "to 50 %", "to customers", "pour nos clients"."""
    if len(tokens[index].word) > _LONGEST_PREPOSITION:
        return True
    following = index + 1
    while following < last and tokens[following].tags & _BEFORE_VERB and not tokens[following].tags & VERB:
        following += 1
    if following >= last:
        return False
    tags = tokens[following].tags
    return bool(tags & VERB and tags & _BASE) and not tags & _NUMBER


_LONGEST_PREPOSITION = 4
"""Letters of "pour": longer markers of purpose ("in order to", "afin de") are nothing else."""


def _predicate(tokens: list[Token], place: int, last: int) -> int:
    """Return the index of the verb that says something of a subject, -1 if there is none."""
    found = -1
    for index in range(place, last):
        tags = tokens[index].tags
        if tags & _RELATIVE and found < 0 and not tags & VERB:
            return -1
        if tags & VERB and tags & (_FINITE | _PARTICIPLE | _BASE | _BE | _HAVE):
            if tags & NOUN and not tags & (_BE | _HAVE) and not tags & _ADOPT:
                continue
            found = index
            if not tags & (_BE | _HAVE) or tags & (_PARTICIPLE):
                return index
        elif found >= 0 and tags & (NOUN | _PREPOSITION):
            return found
    return found


def own_quantities(quantities: list[Quantity], first: int, last: int) -> list[Quantity]:
    """Return the numbers within [first, last) that say how much is wanted."""
    return [
        quantity
        for quantity in quantities
        if first <= quantity.first < last and quantity.role in (Role.TARGET, Role.CHANGE)
    ]

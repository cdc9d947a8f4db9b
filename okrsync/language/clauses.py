"""What grammar sees in one clause: its verb, who does it, and to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.language.kinds import (
    ACTIVITY,
    ADJECTIVE,
    ADOPT,
    ALL,
    AND,
    ARTEFACT,
    AUXILIARY,
    BASE,
    BE,
    CAN,
    CAUSE,
    DEGREE,
    DETERMINER,
    FALL,
    FAULT,
    FINITE,
    FOR,
    GERUND,
    HAVE,
    HIRE,
    INSIDER,
    METRIC,
    NOUN,
    NOUN_FORM,
    NUMBER,
    OF,
    OUTPUT,
    OUTSIDER,
    PARTICIPLE,
    PHASE,
    PREPOSITION,
    PRONOUN,
    PURPOSE,
    QUALITY,
    REACH,
    RELATIVE,
    RESULT,
    RISE,
    SCOPE,
    SYMBOL,
    TO,
    UPKEEP,
    VERB,
    WE,
    WIN,
    WORK,
)
from okrsync.language.noun_phrases import AFTER_VERB, Head, head
from okrsync.language.tags import BIT, any_of, bits_between
from okrsync.language.unlisted import is_unlisted_verb, names_further

if TYPE_CHECKING:
    from okrsync.language.grammar import Grammar
    from okrsync.language.lexicon import Token

BEFORE_VERB = WE | AUXILIARY | DEGREE | PRONOUN | CAN
NOUN_OR_VERB = VERB | NOUN | NUMBER
_DUE = any_of("grammar.due", "nouns.period", "nouns.month")
_MEASURE = BIT["nouns.measure"]
_NUMERAL = BIT["quantities.numerals"]
_NAMED = SCOPE | METRIC | ARTEFACT | OUTSIDER | INSIDER | RESULT | FAULT | QUALITY
_BEFORE_NOUN = any_of(
    "token.number", "token.symbol", "grammar.of", "grammar.definite", "grammar.possessive", "grammar.all",
    "quantities.numerals", "quantities.fractions", "quantities.scales", "grammar.at_least", "grammar.at_most",
)  # fmt: skip
_SIGNS_OF_NUMBERS = frozenset(("<", ">", "≥", "≤", ">=", "<=", "+", "$", "€", "£", "~", "≈"))
_CURRENCIES = frozenset("€$£¥")
_LONGEST_OPENING = 8
"""Words of a date or field that may open a sentence before its verb."""
_LONGEST_PREPOSITION = 4
"""Letters of "pour": longer markers of purpose ("in order to", "afin de") are nothing else."""


class Reading(NamedTuple):
    """One clause as grammar sees it; places are indexes of tokens, -1 for none."""

    first: int
    last: int
    """Behind its last token."""
    verb: int = -1
    """The verb that it begins with."""
    verb_tags: int = 0
    """Bits of that verb, else of the predicate."""
    subject: int = -1
    """Head of the subject, where the clause does not begin with its verb."""
    subject_tags: int = 0
    predicate: int = -1
    """Finite verb or participle behind a subject."""
    object: int = -1
    """Head of the object (behind the verb)."""
    object_tags: int = 0
    purpose: int = 0
    """Where "in order to …" begins; `last` where nothing does."""
    is_count: bool = False
    """The clause begins with "number of …"."""


def read_clause(tokens: list[Token], first: int, last: int, grammar: Grammar) -> Reading:
    """Find verb, subject and object of the tokens in [first, last)."""
    place = opening(tokens, first, last)
    purpose = _purpose(tokens, place, last)
    if starts_with_verb(tokens, place, last):
        return _with_verb(tokens, Reading(first, last, place, tokens[place].tags, purpose=purpose), grammar)
    if is_unlisted_verb(tokens, place, last, grammar):
        return _with_verb(tokens, Reading(first, last, place, OUTPUT | BASE, purpose=purpose), grammar)
    is_count = bool(bits_between(tokens, place, min(place + 2, last)) & _MEASURE)
    while place < purpose and tokens[place].tags & _BEFORE_NOUN and not tokens[place].tags & NOUN:
        place += 1
    subject = head(tokens, place, purpose, grammar)
    verb = _predicate(tokens, subject.end if subject.place >= 0 else _behind_unknown(tokens, place), purpose)
    if verb < 0:
        return Reading(
            first, last, subject=subject.place, subject_tags=subject.tags, purpose=purpose, is_count=is_count
        )
    target = head(tokens, verb + 1, purpose, grammar)
    tags = tokens[verb].tags
    return Reading(
        first, last, -1, tags, subject.place, subject.tags, verb, target.place, target.tags, purpose, is_count
    )  # fmt: skip


def _behind_unknown(tokens: list[Token], place: int) -> int:
    """Return where the verb of a subject without a known noun is looked for: its first word is no verb."""
    alone = place < len(tokens) and tokens[place].tags & BASE and not tokens[place].tags & (BE | HAVE)
    return place + 1 if alone else place


def _with_verb(tokens: list[Token], reading: Reading, grammar: Grammar) -> Reading:
    """Return the reading with the object of its verb."""
    verb, tags, purpose = reading.verb, reading.verb_tags, reading.purpose
    following = tokens[verb + 1].tags if verb + 1 < reading.last else 0
    if tags & CAUSE and following & VERB and following & BASE:
        # "faire accepter X par 15 commerces": others act, or they are made to.
        tags = RISE | BASE if following & ADOPT else following
        verb += 1
    behind = verb + 1
    while behind + 1 < purpose and tokens[behind].tags & DEGREE:
        behind += 1  # "recruter massivement des soignants"
    while behind + 1 < purpose and tokens[behind].tags & AND and tokens[behind + 1].tags & VERB:
        behind += 2  # "define and launch a dashboard"
    target = head(tokens, behind, purpose, grammar)
    if tags & WORK and names_further(tokens, target, purpose, grammar):
        target = Head(target.place + 1, 0, target.end + 1)
    return Reading(
        reading.first, reading.last, verb, tags, object=target.place, object_tags=target.tags, purpose=purpose
    )


def opening(tokens: list[Token], first: int, last: int) -> int:
    """Return where the clause proper begins: behind bullets, "by June 30,", "we will"."""
    place = first
    while place < last and tokens[place].tags == SYMBOL and tokens[place].word not in _SIGNS_OF_NUMBERS:
        place += 1
    if place < last and tokens[place].tags & (_DUE | PREPOSITION):
        place = _behind_date(tokens, place, last)
    while place < last and tokens[place].tags & (BEFORE_VERB | PURPOSE):
        tags = tokens[place].tags
        if tags & NOUN_OR_VERB and not (tags & AUXILIARY and starts_with_verb(tokens, place + 1, last)):
            break
        place += 1
    if place + 2 < last and tokens[place].tags & (CAUSE | OUTPUT) == CAUSE and tokens[place + 1].tags & RELATIVE:
        held = any(tokens[index].tags & UPKEEP for index in range(place + 2, last))
        return place if held else place + 2  # "ensure that 60 % of changes are recorded"
    if place < last and tokens[place].tags & (ACTIVITY | UPKEEP | PHASE):
        behind = place + 1 + bool(place + 1 < last and tokens[place + 1].tags & TO)
        gerund = behind < last and tokens[behind].tags & GERUND and tokens[place].tags & PHASE
        if gerund or (starts_with_verb(tokens, behind, last) and tokens[behind].tags & BASE):
            return behind  # "keep winning", "aider à vendre"; but "consider using" stays open
    return place


def _behind_date(tokens: list[Token], place: int, last: int) -> int:
    """Return the place behind "by June 30," or "on the shop floor:", else `place`."""
    dated = 0
    for index in range(place, min(place + _LONGEST_OPENING, last)):
        dated |= tokens[index].tags & (_DUE | NOUN)
        if tokens[index].word in (",", ":") and dated:
            return index + 1
    return place


def starts_with_verb(tokens: list[Token], place: int, last: int) -> bool:  # noqa: PLR0911 - one question after the other: the first yes answers
    """Tell whether the word at `place` is the verb of its clause rather than a noun."""
    if place >= last or not tokens[place].tags & VERB:
        return False
    tags = tokens[place].tags
    following = tokens[place + 1].tags if place + 1 < last else 0
    if following & AND and not (place + 2 < last and tokens[place + 2].tags & VERB):
        return False  # "Go and Rust libraries …"
    if not tags & _NAMED or (place + 1 < last and tokens[place + 1].word in _CURRENCIES):
        return True
    if following & OF and not tags & (BASE | GERUND | NOUN_FORM):
        return False  # French "guide du tuteur"
    if tags & HIRE and following & INSIDER:
        return True  # "hire VP Sales"
    if tags & METRIC:
        counts = following & NUMBER and tags & WORK  # "visit 50 farms", but "churn below 2 %"
        return bool(tags & (BASE | FINITE)) and bool(following & DETERMINER & ~ALL or counts)
    if tags & BASE and following & AND:
        return bool(tokens[place + 2].tags & BASE and not tokens[place + 2].tags & NOUN)  # "design and implement"
    if tags & (BASE | FINITE):
        return bool(following & AFTER_VERB) or (not following and place + 1 < last)
    if tags & GERUND:
        return bool(following & AFTER_VERB)
    return bool(tags & NOUN_FORM and following & OF and tags & (WORK | WIN))


def _purpose(tokens: list[Token], place: int, last: int) -> int:
    """Return where it says what for ("in order to …", "a scheme that brings in …"), `last` where it does not."""
    made = place + 1 < last and tokens[place].tags & OUTPUT
    telling = PURPOSE | RELATIVE | GERUND if made else PURPOSE
    for index in range(place + 1, last):
        tags = tokens[index].tags
        if not tags & telling:
            continue
        if tags & PURPOSE and _opens_purpose(tokens, index, last):
            return index
        if made and index > place + 1:
            following = range(index + 1, min(index + 3, last))
            if tags & RELATIVE and any(tokens[behind].tags & (WIN | RISE | FALL | REACH) for behind in following):
                return index
            if _does_itself(tokens, index, last):
                return index
    return last


def _does_itself(tokens: list[Token], index: int, last: int) -> bool:
    """Tell "a chatbot handling 60 % of requests", "un chatbot qui traite 30 % des demandes": what is made does it."""
    place = index
    if tokens[index].tags & RELATIVE:
        place += 1
        if place >= last or not tokens[place].tags & FINITE:
            return False
    elif not tokens[index].tags & GERUND or tokens[index].tags & FOR:
        return False  # "a dashboard covering 90 % of sites" is still the team's
    if not tokens[place].tags & VERB or place + 2 >= last:
        return False
    return any(tokens[behind].word == "%" for behind in range(place + 2, min(place + 5, last)))


def _opens_purpose(tokens: list[Token], index: int, last: int) -> bool:
    """Tell "to improve …", "pour améliorer …" from "to 50 %", "to customers", "pour nos clients"."""
    if len(tokens[index].word) > _LONGEST_PREPOSITION:
        return True
    following = index + 1
    while following < last and tokens[following].tags & BEFORE_VERB and not tokens[following].tags & VERB:
        following += 1
    return starts_with_verb(tokens, following, last) and bool(tokens[following].tags & BASE)


def _predicate(tokens: list[Token], place: int, last: int) -> int:
    """Return the index of the verb that says something of a subject, -1 if there is none."""
    found = -1
    for index in range(place, last):
        tags = tokens[index].tags
        if tags & VERB and tags & (FINITE | PARTICIPLE | BASE | BE | HAVE):
            following = tokens[index + 1].tags if index + 1 < last else 0
            if tags & AUXILIARY and not tags & (BE | HAVE) and following & VERB:
                continue  # "does not exceed"
            before = tokens[index - 1].tags if index else 0
            if not tags & (BE | HAVE) and _describes_noun(tags, before, following):
                continue
            if tags & NOUN and not tags & (BE | HAVE) and _is_noun_here(tokens, index, place):
                continue
            found = index
            if not tags & (BE | HAVE):
                return index
        elif tags & RELATIVE and found < 0:
            return -1
        elif found >= 0 and tags & (NOUN | PREPOSITION):
            return found
    return found


def _describes_noun(tags: int, before: int, following: int) -> bool:
    """Tell a verb that only describes a noun beside it from one that says something of the noun before it."""
    if tags & PARTICIPLE:
        if before & (NUMBER | _NUMERAL | DETERMINER) and not before & NOUN:
            return bool(following)  # "the 18 renovated rooms"
        # "les tickets rouverts passent de …"
        return not tags & (FINITE | BASE | BE) and bool(following & FINITE) and not following & NOUN
    if not tags & BASE:
        return False
    # "high-quality support", "median repair time"
    return bool(before & ADJECTIVE or (before & METRIC and following & NOUN and not tags & FINITE))


def _is_noun_here(tokens: list[Token], index: int, place: int) -> bool:
    before = tokens[index - 1].tags if index else 0
    if index == place and not before & (OUTSIDER | INSIDER):
        return True
    return not tokens[index].tags & ADOPT or bool(before & (DETERMINER | PREPOSITION))

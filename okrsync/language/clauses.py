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
_ACTIVITY = BIT["verbs.activity"]
_PURPOSE = BIT["grammar.purpose"]
_RELATIVE = BIT["grammar.relative"]
_MEANS = BIT["grammar.means"]
_AND = BIT["grammar.and"]
_PRONOUN = BIT["grammar.pronoun"]
_WE = BIT["grammar.we"]
_PREPOSITION = BIT["grammar.preposition"]
_DETERMINER = any_of("grammar.definite", "grammar.indefinite", "grammar.possessive", "grammar.all", "grammar.none")
_BEFORE_VERB = any_of("grammar.we", "grammar.auxiliary", "adjectives.vague", "grammar.pronoun", "grammar.can")
_DUE = any_of("grammar.due", "nouns.period", "nouns.month")
_MEASURE = BIT["nouns.measure"]
_ADJECTIVE = any_of("adjectives.")
_METRIC_NOUN = BIT["nouns.metric"]
_FROM = BIT["grammar.from"]
_SIMPLE_OF = BIT["grammar.of"]
_ALL = BIT["grammar.all"]
_INFINITIVES = ("er", "ir", "oir", "dre", "tre", "ire")
_BEFORE_NOUN = any_of(
    "token.number", "token.symbol", "grammar.of", "grammar.definite", "grammar.possessive", "grammar.all",
    "quantities.numerals", "quantities.fractions", "quantities.scales", "grammar.at_least", "grammar.at_most",
)  # fmt: skip
_GOAL = BIT["nouns.goal"]
_REACHES = any_of("verbs.reach", "verbs.win")
_TO = BIT["grammar.to"]
_AUXILIARY = BIT["grammar.auxiliary"]
_WITH = BIT["grammar.with"]
_CAUSE = BIT["verbs.cause"]
_RISE = BIT["verbs.rise"]
_OUTPUT = BIT["verbs.output"]
_METRIC = any_of("nouns.metric", "nouns.quality")
_MOVES_OTHERS = any_of("verbs.win", "verbs.rise", "verbs.fall", "verbs.reach")
_PEOPLE = any_of("nouns.outsider", "nouns.insider")
_NAMED = any_of(
    "nouns.metric", "nouns.artefact", "nouns.outsider", "nouns.insider", "nouns.result", "nouns.fault", "nouns.quality"
)
_JOINTS = any_of("grammar.and", "grammar.with")
_OWN_VERB = any_of("verbs.output", "verbs.people", "verbs.hire")
_AFTER_VERB = (
    _DETERMINER
    | _NUMBER
    | any_of(
        "adjectives.new", "adjectives.vague", "grammar.pronoun", "grammar.preposition", "quantities.numerals",
        "grammar.at_least", "grammar.at_most", "quantities.fractions", "quantities.multiples",
    )
)  # fmt: skip
_NOUN_OR_VERB = VERB | NOUN | _NUMBER
_LONGEST_OPENING = 8
"""Words of a date or field that may open a sentence before its verb."""
_LONGEST_PREPOSITION = 4
"""Letters of "pour": longer markers of purpose ("in order to", "afin de") are nothing else."""
_STOPS = frozenset(
    (",", ";", ":", "(", ")", ".", "-", "–", "—", "→", "->", "=>", "<", ">", "≥", "≤", ">=", "<=", "=", "+")
)
_SIGNS_OF_NUMBERS = frozenset(("<", ">", "≥", "≤", ">=", "<=", "+", "$", "€", "£", "~", "≈"))


class Reading(NamedTuple):
    """One clause as grammar sees it; places are indexes of tokens."""

    first: int
    last: int
    """Behind its last token."""
    verb: int
    """-1 where it does not begin with its verb."""
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
    is_count: bool
    """The clause begins with "number of …"."""
    by_us: bool
    """ "We …", "nous …"."""


def sentences(tokens: list[Token], text: str) -> list[tuple[int, int]]:
    """Return (first, behind last) of the sentences of a text; examples ("e.g. …") add no result and are left out."""
    found: list[tuple[int, int]] = []
    first = 0
    examples = False
    for place, token in enumerate(tokens):
        if token.tags & _EXAMPLE and place > first and not examples and not _in_parentheses(tokens, first, place):
            found.append((first, place))
            examples = True
        word = token.word
        if word in _ENDS and place > first and (word in _HARD_ENDS or _ends(tokens, place, text)):
            if not examples:
                found.append((first, place))
            first = place + 1
            examples = False
    if first < len(tokens) and not examples:
        found.append((first, len(tokens)))
    return found


def _in_parentheses(tokens: list[Token], first: int, place: int) -> bool:
    return any(tokens[index].word == "(" for index in range(first, place))


_EXAMPLE = BIT["grammar.example"]
_ENDS = frozenset((".", ";", "!", "?", "|", "-", "–", "—", ":"))
_HARD_ENDS = frozenset((";", "!", "|"))


def _ends(tokens: list[Token], place: int, text: str) -> bool:
    """Tell whether the sign ends a sentence: "… leads - Create 20 pages", not "vs. 20", "cut-off - 3 %"."""
    if place + 1 == len(tokens):
        return True
    following = tokens[place + 1]
    if following.start == tokens[place].end:
        return False
    word = tokens[place].word
    start = text[following.start]
    if word in (".", "?"):
        return (start.isupper() or start.isdigit()) and len(tokens[place - 1].word) > 2  # noqa: PLR2004 - "vs.", "e.g."
    return start.isupper() and bool(following.tags & VERB) and following.tags & _BASE != 0


def opening(tokens: list[Token], first: int, last: int) -> int:
    """Return where the clause proper begins: behind bullets, "by June 30,", "we will"."""
    place = first
    while place < last and tokens[place].tags == _SYMBOL and tokens[place].word not in _SIGNS_OF_NUMBERS:
        place += 1
    if place < last and tokens[place].tags & (_DUE | _PREPOSITION):
        dated = 0
        for index in range(place, min(place + _LONGEST_OPENING, last)):
            dated |= tokens[index].tags & (_DUE | NOUN)
            if tokens[index].word in (",", ":") and dated:
                place = index + 1
                break
    while place < last and tokens[place].tags & (_BEFORE_VERB | _PURPOSE):
        tags = tokens[place].tags
        if tags & _NOUN_OR_VERB and not (tags & _AUXILIARY and starts_with_verb(tokens, place + 1, last)):
            break
        place += 1
    if place < last and tokens[place].tags & _ACTIVITY:
        behind = place + 1 + bool(place + 1 < last and tokens[place + 1].tags & _TO)
        gerund = behind < last and tokens[behind].tags & _GERUND
        if gerund or (starts_with_verb(tokens, behind, last) and tokens[behind].tags & _BASE):
            return behind  # "continue winning", "aider à vendre"
    return place


def starts_with_verb(tokens: list[Token], place: int, last: int) -> bool:
    """Tell whether the word at `place` is the verb of its clause rather than a noun."""
    if place >= last:
        return False
    tags = tokens[place].tags
    if not tags & VERB:
        return False
    following = tokens[place + 1].tags if place + 1 < last else 0
    noun = tags & _NAMED
    if following & _AND and not (place + 2 < last and tokens[place + 2].tags & VERB):
        return False  # "Go and js implementations …"
    if tags & _METRIC_NOUN:
        counts = following & _NUMBER and tags & _OWN_VERB  # "visit 50 farms", but "churn below 2 %"
        return bool(tags & (_BASE | _FINITE) and (following & _DETERMINER & ~_ALL or counts))
    if tags & (_BASE | _FINITE):
        return not noun or bool(following & _AFTER_VERB) or (not following and place + 1 < last)
    if tags & _GERUND:
        return not noun or bool(following & _AFTER_VERB)
    if tags & _NOUN_FORM and following & _OF:
        return not noun or bool(tags & _OWN_VERB)
    if tags & _PARTICIPLE:
        return not noun
    return bool(tags & _NOUN_FORM) and not noun


def head(tokens: list[Token], place: int, last: int, *, head_first: bool) -> tuple[int, int, int]:
    """Return (index, bits, where it ends) of the head of the noun phrase that begins at `place`.

    English puts it last ("test coverage rate"), French first ("taux de couverture"). "Number of X" is about X.
    """
    found, bits = -1, 0
    index = place
    while index < last:
        token = tokens[index]
        tags = token.tags
        if token.word in _STOPS or (tags & (_RELATIVE | _PURPOSE | _AND) and not tags & NOUN):
            break
        if tags & (_PREPOSITION | _MEANS) and not tags & NOUN:
            if found >= 0 and bits & _MEASURE and tags & _OF:
                inside = head(tokens, index + 1, last, head_first=head_first)
                if inside[0] >= 0:
                    return inside
            if found >= 0 or index > place:
                break
        elif tags & NOUN:
            if found >= 0 and _is_verb_of(tokens, found, index, last):
                break
            found, bits = index, tags
            if head_first and not bits & _MEASURE:
                return found, bits, index + 1
        elif found >= 0 and tags & (VERB | _NUMBER) and (head_first or not tags & _GERUND):
            break
        elif index > place and tags & VERB and (tags & (_BE | _HAVE) or (head_first and tags & _FINITE)):
            if not tags & _ADJECTIVE:
                break
        index += 1
    return found, bits, index


def _is_verb_of(tokens: list[Token], subject: int, index: int, last: int) -> bool:
    """Tell whether the noun at `index` is rather the verb of the people before it ("users visit their profile")."""
    if not tokens[index].tags & VERB or not tokens[index].tags & (_BASE | _FINITE) or subject != index - 1:
        return False
    plural = tokens[subject].word.endswith("s") or tokens[subject].word == "people"
    following = tokens[index + 1].tags if index + 1 < last else 0
    return plural and bool(tokens[subject].tags & _PEOPLE) and bool(following & _AFTER_VERB or not following)


def read_clause(tokens: list[Token], first: int, last: int, *, head_first: bool) -> Reading:
    """Find verb, subject and object of the tokens in [first, last)."""
    place = opening(tokens, first, last)
    by_us = any(tokens[index].tags & _WE for index in range(first, place))
    purpose = last
    for index in range(place + 1, last):
        tags = tokens[index].tags
        if (tags & _PURPOSE and _opens_purpose(tokens, index, last)) or (
            tags & _RELATIVE and tokens[place].tags & _OUTPUT and _names_effect(tokens, index, last)
        ):
            purpose = index
            break
    if starts_with_verb(tokens, place, last):
        verb_tags = tokens[place].tags
        if verb_tags & _CAUSE and place + 1 < last and tokens[place + 1].tags & VERB and tokens[place + 1].tags & _BASE:
            # "faire accepter X par 15 commerces": others act, or they are made to.
            caused = tokens[place + 1].tags
            verb_tags = _RISE | _BASE if caused & _ADOPT else caused
            place += 1
        behind = place + 1
        while behind + 1 < purpose and tokens[behind].tags & _AND and tokens[behind + 1].tags & VERB:
            behind += 2  # "define and launch a dashboard"
        target, bits, _end = head(tokens, behind, purpose, head_first=head_first)
        return Reading(first, last, place, verb_tags, -1, 0, -1, target, bits, purpose, False, by_us)  # noqa: FBT003 - a tuple's fields in order
    if _is_unknown_verb(tokens, place, last, head_first=head_first):
        target, bits, _end = head(tokens, place + 1, purpose, head_first=head_first)
        return Reading(first, last, place, _OUTPUT | _BASE, -1, 0, -1, target, bits, purpose, False, by_us)  # noqa: FBT003 - as above
    is_count = place < last and any(
        tokens[index].tags & _MEASURE for index in range(place, min(place + 2, last))
    )  # fmt: skip
    start = place
    while start < purpose and tokens[start].tags & _BEFORE_NOUN and not tokens[start].tags & NOUN:
        start += 1
    subject, subject_bits, end = head(tokens, start, purpose, head_first=head_first)
    verb = _predicate(tokens, end if subject >= 0 else start, purpose)
    target, bits = -1, 0
    if verb >= 0:
        target, bits, _end = head(tokens, verb + 1, purpose, head_first=head_first)
    verb_tags = tokens[verb].tags if verb >= 0 else 0
    return Reading(first, last, -1, verb_tags, subject, subject_bits, verb, target, bits, purpose, is_count, by_us)


def _is_unknown_verb(tokens: list[Token], place: int, last: int, *, head_first: bool) -> bool:
    """Tell whether a clause begins with a verb that no list knows: by its ending, or by the article behind it."""
    if place + 1 >= last or tokens[place].tags:
        return False
    word = tokens[place].word
    following = tokens[place + 1].tags
    if head_first:
        return word.endswith(_INFINITIVES) and bool(following & (_AFTER_VERB | _PREPOSITION) or not following)
    return bool(following & (_DETERMINER & ~_ALL))


def _names_effect(tokens: list[Token], index: int, last: int) -> bool:
    """Tell "a scheme that brings in …" from "a tool that is easy"."""
    return any(tokens[place].tags & _MOVES_OTHERS for place in range(index + 1, min(index + 3, last)))


def _opens_purpose(tokens: list[Token], index: int, last: int) -> bool:
    """Tell "to improve …", "pour améliorer …" from "to 50 %", "to customers", "pour nos clients"."""
    if len(tokens[index].word) > _LONGEST_PREPOSITION:
        return True
    following = index + 1
    while following < last and tokens[following].tags & _BEFORE_VERB and not tokens[following].tags & VERB:
        following += 1
    return following < last and starts_with_verb(tokens, following, last) and bool(tokens[following].tags & _BASE)


def _predicate(tokens: list[Token], place: int, last: int) -> int:
    """Return the index of the verb that says something of a subject, -1 if there is none."""
    found = -1
    for index in range(place, last):
        tags = tokens[index].tags
        if tags & _RELATIVE and found < 0 and not tags & VERB:
            return -1
        if tags & VERB and tags & (_FINITE | _PARTICIPLE | _BASE | _BE | _HAVE):
            if tags & NOUN and not tags & (_BE | _HAVE):
                before = tokens[index - 1].tags if index > place else 0
                if not tags & _ADOPT or before & (_DETERMINER | _PREPOSITION) or index == place:
                    continue
            found = index
            if not tags & (_BE | _HAVE) or tags & _PARTICIPLE & ~(_BE | _HAVE):
                return index
        elif found >= 0 and tags & (NOUN | _PREPOSITION):
            return found
    return found


def clauses_of(
    tokens: list[Token], quantities: list[Quantity], first: int, last: int, *, head_first: bool
) -> list[tuple[int, int]]:
    """Split a sentence where a second result is joined on, as (first, behind last)."""
    if not any(token.tags & _JOINTS or token.word == "," for token in tokens[first:last]):
        return [(first, last)]
    found: list[tuple[int, int]] = []
    start = first
    begins = opening(tokens, first, last)
    form = tokens[begins].tags & (_BASE | _GERUND) if starts_with_verb(tokens, begins, last) else 0
    depth = 0
    place = begins
    while place < last - 1:
        word = tokens[place].word
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
        elif depth == 0 and place > begins and tokens[place].tags & _WITH:
            if _adds_threshold(tokens, quantities, start, place, last, head_first=head_first):
                found.append((start, place))
                start = place + 1
        elif depth == 0 and place > begins and (tokens[place].tags & _AND or word == ","):
            following = place + 1
            while (
                following < last
                and tokens[following].tags & (_AND | _BEFORE_VERB)
                and not tokens[following].tags & _NOUN_OR_VERB
            ):
                following += 1
            if place - 1 > begins or not form:
                joined = _joins_verb(tokens, following, last, form) or _joins_number(
                    tokens, quantities, start, place, following, last
                ) or _joins_object(
                    tokens, quantities, start, place, following, last, head_first=head_first
                ) or (not form and _joins_state(tokens, begins, place, following, last))  # fmt: skip
                if joined:
                    found.append((start, place))
                    start = following
                    place = following
        place += 1
    found.append((start, last))
    return found


def _joins_verb(tokens: list[Token], place: int, last: int, form: int) -> bool:
    """Tell whether a second verb of the same form begins here, with an object of its own."""
    if place >= last or not form or not tokens[place].tags & form or not starts_with_verb(tokens, place, last):
        return False
    following = tokens[place + 1].tags if place + 1 < last else 0
    return bool(following) and not following & _PRONOUN or place + 1 < last and not following


def _joins_number(
    tokens: list[Token], quantities: list[Quantity], start: int, place: int, following: int, last: int
) -> bool:
    """Tell whether both sides have a number of their own; ", from 50 to 40" only spells out the first."""
    if not (_has_wanted(quantities, start, place) and _has_wanted(quantities, following, last)):
        return False
    return not tokens[following].tags & (_RELATIVE | _FROM) or bool(tokens[following].tags & NOUN)


def _adds_threshold(
    tokens: list[Token], quantities: list[Quantity], start: int, place: int, last: int, *, head_first: bool
) -> bool:
    """Tell whether "with" adds a second measure to a first ("500 members with an NPS above 50")."""
    if not (_has_wanted(quantities, start, place) and _has_wanted(quantities, place, last)):
        return False
    return bool(head(tokens, place + 1, last, head_first=head_first)[1] & _METRIC)


def _joins_state(tokens: list[Token], begins: int, place: int, following: int, last: int) -> bool:
    """Tell whether both sides are sentences of their own ("the site is online and the CRM is connected")."""
    if following >= last or tokens[following].tags & VERB:
        return False
    left = any(tokens[index].tags & _BE for index in range(begins, place))
    return left and any(tokens[index].tags & _BE for index in range(following, min(following + 6, last)))


_ARTEFACT = BIT["nouns.artefact"]
_INDEFINITE = BIT["grammar.indefinite"]


def _joins_object(
    tokens: list[Token],
    quantities: list[Quantity],
    start: int,
    place: int,
    following: int,
    last: int,
    *,
    head_first: bool,
) -> bool:
    """Tell whether a second deliverable with an article of its own is joined on ("a policy …, and a bot …")."""
    if following >= last or not tokens[following].tags & _INDEFINITE:
        return False
    bits = head(tokens, following, last, head_first=head_first)[1]
    before = 0
    for index in range(start, place):
        before |= tokens[index].tags
    return (
        bool(bits & _ARTEFACT)
        and bool(before & _ARTEFACT)
        and bool(before & (_OWN_VERB | _HAVE))
        and not _has_wanted(quantities, following, last)
    )


def _has_wanted(quantities: list[Quantity], first: int, last: int) -> bool:
    return any(first <= quantity.first < last and quantity.role in _WANTED for quantity in quantities)


_WANTED = (Role.TARGET, Role.CHANGE)

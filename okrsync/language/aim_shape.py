"""The build of an objective: its opening verb or its lack of one, what that verb acts on, and the effect it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from okrsync.language.aim_words import BIT, bits
from okrsync.language.answers import stretch

if TYPE_CHECKING:
    from okrsync.language.aim_words import Vocabulary
    from okrsync.language.lexicon import Token

Opening = Literal["verb", "doing", "state", "heading"]
"""How it opens: with a verb ("launch"), the noun of one ("launch of"), a subject and its verb, or no verb at all."""

SYMBOL = BIT["token.symbol"]
NUMBER = BIT["token.number"]
BASE = BIT["form.base"]
VERB = bits(
    "verbs.any", "verbs.task", "verbs.create", "verbs.upkeep", "verbs.hold", "verbs.generic", "verbs.give",
    "verbs.other", "verbs.doing", "verbs.people", "verbs.win", "verbs.multiply", "verbs.reach", "verbs.direction",
)  # fmt: skip
_CLEARLY_A_VERB = bits("verbs.direction", "verbs.multiply")
_OPEN_FORMS = bits("form.base", "form.gerund")
_NOUN = bits(
    "nouns.universal", "nouns.offered", "nouns.deliverable", "nouns.measure", "nouns.duration", "nouns.upkeep_heading"
)
_DESCRIPTIVE = bits("adjectives.generic", "adjectives.feeling", "adjectives.more", "adjectives.ordinal")
_BEFORE_A_NOUN = bits(
    "grammar.determiner", "grammar.indefinite", "grammar.anaphora", "adjectives.feeling", "adjectives.more",
    "quantities.numerals", "token.number",
)  # fmt: skip
_STOP = bits("grammar.subordinate", "grammar.preposition", "grammar.effect", "grammar.relative")
_ALWAYS_STOPS = bits("grammar.relative", "grammar.of", "grammar.preposition", "grammar.effect")
_INDEFINITE = BIT["grammar.indefinite"]
_FROM_ARTICLE = 3
"""How far an article stands before the second adjective: "a", the first, "and"."""
_NAMED = _NOUN | BIT["nouns.state"]
_LONGEST_LABEL = 4
_LABEL_ENDS = frozenset((":", "–", "—", "|", "]"))
_SENTENCE_END = frozenset(".;:!?(")
_DETERMINERS = bits("grammar.determiner", "grammar.indefinite")
_NOUN_OR_EITHER = _NOUN | BIT["nouns.either"]
_EITHER_ADJECTIVE = BIT["adjectives.either"]
_FIRMLY_A_VERB = bits("verbs.task", "verbs.upkeep")
_UNIVERSAL_NOUN = BIT["nouns.universal"]
_OF = BIT["grammar.of"]
_BETWEEN_NOUNS = SYMBOL | NUMBER | _DETERMINERS | BIT["grammar.and"] | _OF
_VERB_OF_A_SUBJECT = bits("verbs.be", "grammar.auxiliary")
_LEAD_IN = BIT["grammar.lead_in"]
_WE = BIT["grammar.we"]
_FINITE_FORM = BIT["form.finite"]
_NOMINAL = bits("form.noun", "form.base")
_AND = BIT["grammar.and"]
_RELATIVE = BIT["grammar.relative"]
_SO_THAT = BIT["grammar.so_that"]
_EFFECT = BIT["grammar.effect"] | _SO_THAT


class Shape(NamedTuple):
    """How an objective is built. Places are indexes of tokens; -1 where there is none."""

    opening: Opening
    verb: int
    """Place of the opening verb, or of the verb of a state."""
    kinds: int
    """What that verb can be."""
    object_first: int
    object_last: int
    """Place behind the last token of what the verb acts on."""
    effect: int
    """Place of the first token behind "so that", "in order to" …"""


def is_verb_at(tokens: list[Token], place: int, *, second: bool = False) -> bool:
    """Tell whether the word at `place` opens a clause as a verb.

    A word that can be a noun too ("process", "market") is one only before what an object begins with. Of a
    `second` clause ("… and support tasks") that is asked of more words.
    """
    kinds = tokens[place].tags if place < len(tokens) else 0
    if not kinds & VERB or not kinds & _OPEN_FORMS:
        return False
    behind = tokens[place + 1].tags if place + 1 < len(tokens) else 0
    if behind & _VERB_OF_A_SUBJECT or (
        second and kinds & _EITHER_ADJECTIVE and _stands_behind_adjective(tokens, place)
    ):
        return False
    if kinds & _CLEARLY_A_VERB or not kinds & (_NOUN_OR_EITHER if second else _NOUN):
        return True
    if second or not kinds & _FIRMLY_A_VERB or (len(tokens) == place + 2 and behind & _UNIVERSAL_NOUN):
        return bool(behind & _BEFORE_A_NOUN)
    return bool(behind) and not behind & _OF


def _stands_behind_adjective(tokens: list[Token], place: int) -> bool:
    """Tell "a stable and secure platform" from "attract researchers, secure funding"."""
    if place > 1 and tokens[place - 2].tags & (_DESCRIPTIVE | _EITHER_ADJECTIVE):
        return True
    article = place - _FROM_ARTICLE
    return article >= 0 and bool(tokens[article].tags & _INDEFINITE)


def read_shape(tokens: list[Token]) -> Shape:
    """Return how an objective is built."""
    count = len(tokens)
    place = _behind_label(tokens)
    speaker = False
    while place < count - 1 and tokens[place].tags & (SYMBOL | _LEAD_IN):
        speaker = speaker or bool(tokens[place].tags & _WE)
        place += 1
    if is_verb_at(tokens, place) or (speaker and tokens[place].tags & VERB and tokens[place].tags & _FINITE_FORM):
        return _with_verb(tokens, place, "verb")
    if place + 1 < count and _is_doing(tokens, place):
        return _with_verb(tokens, place, "doing")
    state = _state_verb(tokens, place)
    if state >= 0:
        return Shape("state", state, tokens[state].tags, place, state, _effect(tokens, state + 1))
    return Shape("heading", -1, 0, place, _object_end(tokens, place), _effect(tokens, place))


def _behind_label(tokens: list[Token]) -> int:
    """Return the place behind a label ("O1:", "Objective 2 –", "Sales:"); 0 where there is none."""
    for place, token in enumerate(tokens[:_LONGEST_LABEL]):
        if place and token.word in _LABEL_ENDS and place + 1 < len(tokens):
            return place + 1
    return 0


def _is_doing(tokens: list[Token], place: int) -> bool:
    """Tell "deployment of the portal" and "mise en place du portail" from a heading like "retention"."""
    kinds = tokens[place].tags
    if not kinds & VERB or not kinds & _NOMINAL:
        return False
    return bool(tokens[place + 1].tags & _OF)


def clause_from(tokens: list[Token], place: int) -> Shape:
    """Return the build of the clause whose verb stands at `place`."""
    return _with_verb(tokens, place, "verb")


def _with_verb(tokens: list[Token], place: int, opening: Opening) -> Shape:
    first = place + 1
    count = len(tokens)
    while first < count and tokens[first].tags & _OF and opening == "doing":
        first += 1
    kinds = tokens[place].tags
    # "grow, enhance and support collaboration": the object is that of the last
    while first + 1 < count and (tokens[first].word == "," or tokens[first].tags & _AND):
        ahead = first + 1
        if not tokens[ahead].tags & VERB or not tokens[ahead].tags & _OPEN_FORMS:
            break
        first = ahead + 1
    return Shape(opening, place, kinds, first, _object_end(tokens, first), _effect(tokens, first))


def _object_end(tokens: list[Token], first: int) -> int:
    """Return the place behind a noun phrase that begins at `first`."""
    for place in range(first, len(tokens)):
        token = tokens[place]
        stops = token.tags & _ALWAYS_STOPS or (token.tags & _STOP and not token.tags & _DETERMINERS)
        if token.word in _SENTENCE_END or (place > first and stops):
            return place
    return len(tokens)


def _effect(tokens: list[Token], first: int) -> int:
    """Return the place where a purpose begins to be said, behind "so that", "to" and a verb …; -1 if nowhere."""
    count = len(tokens)
    for place in range(first, count - 1):
        if not tokens[place].tags & _EFFECT:
            continue
        ahead = place + 1
        while ahead < count - 1 and tokens[ahead].tags & _LEAD_IN:
            ahead += 1
        sure = " " in tokens[place].word or tokens[place].tags & _SO_THAT
        if sure or (tokens[ahead].tags & BASE and tokens[ahead].tags & VERB):
            return ahead
    return -1


def _state_verb(tokens: list[Token], first: int) -> int:
    """Return the place of the verb of "our alerts are actionable"; -1 where there is none."""
    for place in range(first, len(tokens)):
        kinds = tokens[place].tags
        if kinds & _RELATIVE and place > first:
            return -1
        if kinds & _VERB_OF_A_SUBJECT:
            return place
        named = place > first and tokens[place - 1].tags & (_DETERMINERS | _STOP | _DESCRIPTIVE)
        if kinds & _FINITE_FORM and kinds & VERB and not kinds & _NOUN and place > first and not named:
            return place
    return -1


def head_of(tokens: list[Token], first: int, last: int, words: Vocabulary) -> int:
    """Return the place of the noun that says what the phrase from `first` to before `last` is; -1 if there is none."""
    places = [place for place in range(first, last) if not tokens[place].tags & _BETWEEN_NOUNS]
    if not places:
        return -1
    if words.head_is_last:
        return places[-1]
    named = (place for place in places if tokens[place].tags & _NAMED or not tokens[place].tags & _DESCRIPTIVE)
    return next(named, places[0])


def said(text: str, tokens: list[Token], first: int, last: int) -> str:
    """Return the author's words from the token at `first` to before `last`; empty where there are none."""
    return text[slice(*stretch(tokens[first:last]))] if first < last else ""

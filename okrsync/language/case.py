"""What is known of a clause without a number while it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.language.doing import resolve
from okrsync.language.kinds import (
    ALL,
    CAN,
    GOAL,
    MORE,
    NONE,
    NOUN,
    OF,
    PARTICIPLE,
    PREPOSITION,
    QUANTITY,
    RELATIVE,
    VAGUE,
    VERB,
)

if TYPE_CHECKING:
    from okrsync.language.clauses import Reading
    from okrsync.language.grammar import Grammar
    from okrsync.language.lexicon import Token
    from okrsync.language.quantities import Quantity

_QUOTES = frozenset('"“”«»')
_TELLING = ALL | NONE | VAGUE | MORE | GOAL | CAN


@dataclass(slots=True)
class Case:
    """A clause without a number that says how much. Places are indexes of tokens, -1 for none."""

    tokens: list[Token]
    reading: Reading
    quantities: list[Quantity]
    verb: int
    """Bits of the verb, as its object makes it mean."""
    noun: int
    noun_tags: int
    plurals: tuple[str, ...]
    """Endings that show a plural."""
    head_first: bool
    """Whether what describes a noun stands behind it."""
    every: int = -1
    none: int = -1
    vague: int = -1
    more: int = -1
    goal: int = -1
    can: int = -1
    bits: int = 0
    """Union of the bits of its words."""
    weasel: int = -1
    """The vague word or comparison that could decide."""

    @property
    def begins(self) -> bool:
        """Tell whether the clause begins with its verb."""
        return self.reading.verb >= 0


def read_case(tokens: list[Token], reading: Reading, quantities: list[Quantity], grammar: Grammar) -> Case:
    """Return what is known of a clause, its telling words found."""
    by_object = reading.object >= 0
    noun = reading.object if by_object else reading.subject
    noun_tags = reading.object_tags if by_object else reading.subject_tags
    passive = reading.verb < 0 <= reading.predicate and tokens[reading.predicate].tags & PARTICIPLE
    verb = resolve(reading.verb_tags, reading.subject_tags if passive else noun_tags)
    case = Case(tokens, reading, quantities, verb, noun, noun_tags, grammar.plurals, grammar.head_first)
    inside = 0
    quoted = False
    beyond = -1
    for index in range(reading.first, min(reading.purpose, reading.last)):
        token = tokens[index]
        if token.word == "(":
            inside += 1
        elif token.word == ")":
            inside -= 1
        elif token.word in _QUOTES and index > reading.first:
            quoted = not quoted
        if inside > 0 or quoted:
            continue
        case.bits |= token.tags
        if token.tags & RELATIVE and index > reading.verb >= 0:
            beyond = ~(ALL | NONE)  # "a wiki where everyone finds …", "licences that nobody uses"
        if token.tags & _TELLING & beyond:
            _note(case, index, token.tags & beyond if index != reading.verb else token.tags & NONE)
    if case.vague >= 0 or not _counts(case):
        compared = case.vague < 0 or 0 <= case.more == case.vague - 1  # "plus forts"
        case.weasel = case.more if compared else case.vague
    return case


def _note(case: Case, index: int, tags: int) -> None:
    """Keep where the first telling word of each kind stands (the last one, for goals)."""
    if tags & ALL and case.every < 0:
        case.every = index
    if tags & NONE and case.none < 0:
        case.none = index
    if tags & VAGUE and case.vague < 0:
        case.vague = index
    if tags & MORE and case.more < 0:
        case.more = index
    if tags & GOAL and (not tags & VERB or _is_named(case, index)) and not _describes_a_noun(case, index):
        case.goal = index
    if tags & CAN and case.can < 0:
        case.can = index


def _is_named(case: Case, index: int) -> bool:
    """Tell the plan of "ahead of plan" from a verb."""
    return index > 0 and bool(case.tokens[index - 1].tags & (OF | PREPOSITION))


def _describes_a_noun(case: Case, index: int) -> bool:
    """Tell "target customers", "clients cibles" from "our target": no target is kept there."""
    place = index - 1 if case.head_first else index + 1
    if not case.reading.first <= place < case.reading.last:
        return False
    beside = case.tokens[place].tags
    return bool(beside & NOUN) and not beside & (VERB | GOAL | PREPOSITION)


def _counts(case: Case) -> bool:
    """Tell "more visitors", a plain direction, from "more responsive"."""
    place = case.more
    if place < 0 or not case.tokens[place].tags & QUANTITY:
        return False
    return place + 1 >= case.reading.last or bool(case.tokens[place + 1].tags & (NOUN | PREPOSITION))

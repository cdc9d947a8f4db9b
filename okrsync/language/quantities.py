"""Every number of a text: what it is worth, in which unit, and how it is bounded. Its role is told in `roles`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from okrsync.language.number_values import number_value
from okrsync.language.stand_ins import GRADE, blank_stands_for_a_number, is_frequency, is_grade
from okrsync.language.tags import BIT, any_of

if TYPE_CHECKING:
    from okrsync.language.lexicon import Lexicon, Token


class Role(StrEnum):
    """What a number does in a key result."""

    TARGET = "target"
    """The level to reach, or the count to reach."""
    BASELINE = "baseline"
    """Where things stand today, or stood before."""
    CHANGE = "change"
    """How far to move: "by 10 %", "+20 points", "halve"."""
    DEADLINE = "deadline"
    SCOPE = "scope"
    """Describes whom or what it is about: "our 62 000 customers"."""
    NAME = "name"
    """Part of a name: "ISO 27001", "phase 2"."""


TARGET, BASELINE, CHANGE = Role.TARGET, Role.BASELINE, Role.CHANGE
DEADLINE, SCOPE, NAME = Role.DEADLINE, Role.SCOPE, Role.NAME
# Asked for at every number: looking a member up in its enumeration costs more than the question (CPython 3.11).


@dataclass(slots=True)
class Quantity:
    """One number as the text has it."""

    value: float | None
    """What it is worth, scale included ("10k" is 10000.0); None where the author left it blank ("X %")."""
    start: int
    end: int
    first: int
    """Index of its first token (sign and currency included)."""
    last: int
    """Index of its last token (scale and unit included)."""
    unit: str = ""
    """As typed, lower case: "%", "€", "ms", "points", "x"; empty for a bare count."""
    unit_tags: int = 0
    role: Role = Role.TARGET
    bound: str = ""
    """"at_least", "at_most" or ""."""
    sign: str = ""
    """"+" or "-" where typed before it."""
    out_of: float | None = None
    """5.0 in "4.3/5"."""
    worded: bool = False
    """Written in words ("two", "half", "double")."""

    @property
    def is_share(self) -> bool:
        """Tell whether it is a percentage or a fraction."""
        return self.unit in ("%", "‰")

    @property
    def span(self) -> tuple[int, int]:
        """Return where it stands, as character offsets."""
        return self.start, self.end


_NUMBER = BIT["token.number"]
_WORDED = any_of("quantities.numerals", "quantities.fractions", "quantities.multiples", "quantities.blanks")
_DURATION = BIT["nouns.duration"]
_SIXTY = 60
_SCALE = BIT["quantities.scales"]
_FRACTION = BIT["quantities.fractions"]
_MULTIPLE = BIT["quantities.multiples"]
_BLANK = BIT["quantities.blanks"]
_UNIT = any_of("nouns.unit", "nouns.duration", "nouns.money", "quantities.times")
_AT_LEAST = BIT["grammar.at_least"]
_AT_MOST = BIT["grammar.at_most"]
_PREPOSITION = BIT["grammar.preposition"]
_FROM = BIT["grammar.from"]
_WITHIN = BIT["grammar.within"]
_TO = BIT["grammar.to"]
_OF = BIT["grammar.of"]
_PER = BIT["grammar.per"]
_TIMES = BIT["quantities.times"]
_OUT_OF = BIT["grammar.out_of"]
_PEOPLE = any_of("nouns.outsider", "nouns.insider")
_OFTEN = BIT["adjectives.active"]
_APPROXIMATELY = BIT["grammar.approximately"]
_BELONGS_TO_NUMBER = BIT["token.symbol"] | _AT_LEAST | _AT_MOST | _WITHIN | _APPROXIMATELY
"""What a word right before a number can be that is read as part of it: any of its signs is a symbol."""
_ABOUT = frozenset(("~", "≈", "±"))
_CURRENCIES = frozenset("€$£¥")
_SHARES = frozenset(("%", "‰"))
_BOUND_SIGNS = {">": "at_least", ">=": "at_least", "≥": "at_least", "<": "at_most", "<=": "at_most", "≤": "at_most"}
_SIGNS = frozenset(("+", "-", "–"))
_YEARS = range(1990, 2101)  # Portuguese "18 clientes em 2024" is no share
_NEAR = 4
"""Words between a part and its whole."""
STARTS_NUMBER = _NUMBER | _WORDED
"""What a number can begin with; single letters ("from E to B") aside."""
_TELLS_PLACE_ON_SCALE = _FROM | _OFTEN
"""One of these is said where a grade or a frequency ("from weekly to daily") stands for a number."""
_TELLS_NUMBER = STARTS_NUMBER | _TELLS_PLACE_ON_SCALE


def read_quantities(tokens: list[Token], words: Lexicon, seen: int) -> list[Quantity]:
    """Return the numbers of a text in order, their roles not yet told (TARGET); `seen`: bits of any of its words."""
    if not seen & _TELLS_NUMBER:
        return []
    scaled = seen & _TELLS_PLACE_ON_SCALE
    found: list[Quantity] = []
    read_to = -1
    for index, token in enumerate(tokens):
        if index <= read_to or not (token.tags & STARTS_NUMBER or (scaled and _stands_in(tokens, index))):
            continue
        quantity = _read(tokens, index, words)
        if quantity is not None:
            read_to = quantity.last
            if not (found and tokens[quantity.first - 1].tags & _OUT_OF and _is_whole_of(tokens, found[-1], quantity)):
                found.append(quantity)
    return found


def _stands_in(tokens: list[Token], index: int) -> bool:
    """Tell whether a word that is no number says where on a scale something is: a grade, or how often."""
    token = tokens[index]
    if token.end - token.start == 1:
        return is_grade(tokens, index)
    return bool(token.tags & _OFTEN) and is_frequency(tokens, index)


def _is_whole_of(tokens: list[Token], part: Quantity, whole: Quantity) -> bool:
    """Tell "3 managers out of 4", "9 times out of 10": one number, a share; and make it one."""
    if (
        whole.first - part.last > _NEAR
        or not part.value
        or not whole.value
        or part.value > whole.value
        or whole.value in _YEARS
    ):
        return False
    if not (part.unit_tags & _TIMES or (not part.unit and tokens[part.last + 1].tags & _PEOPLE)):
        return False
    part.value, part.unit, part.unit_tags = 100 * part.value / whole.value, "%", 0
    return True


def _read(tokens: list[Token], index: int, words: Lexicon) -> Quantity | None:
    token = tokens[index]
    tags = token.tags
    tables = words.quantity_values
    if tags & _NUMBER:
        quantity = Quantity(number_value(token.word, words.decimal), token.start, token.end, index, index)
    else:
        quantity = Quantity(tables.get(token.word), token.start, token.end, index, index, worded=True)
        if tags & _FRACTION:
            quantity.unit = "%"
        elif tags & _MULTIPLE and not (index + 1 < len(tokens) and tokens[index + 1].tags & _PER):
            quantity.unit = "x"
        elif is_grade(tokens, index):
            quantity.unit = GRADE
        elif tags & _BLANK and not blank_stands_for_a_number(tokens, index):
            return None
    _read_behind(tokens, quantity, tables)
    _read_before(tokens, quantity)
    return quantity


def _read_behind(tokens: list[Token], quantity: Quantity, values: dict[str, float]) -> None:
    """Take in what follows the number: scale, unit, "out of", "+"."""
    count = len(tokens)
    place = quantity.last + 1
    if place < count and tokens[place].tags & _SCALE:
        place = _scale(tokens, quantity, values)
    if place + 1 < count and tokens[place + 1].tags & _NUMBER:
        place = _out_of(tokens, quantity, place)
    if place < count:
        place = _unit(tokens, quantity, place, values)
    if place < count:
        token = tokens[place]
        if token.word == "+" and token.start == quantity.end:
            quantity.bound = "at_least"
            quantity.last, quantity.end = place, token.end
            _unit(tokens, quantity, place + 1, values)  # "45+ minutes"
        elif token.tags & _AT_LEAST and not token.tags & _AT_MOST:
            quantity.bound = quantity.bound or "at_least"
        elif token.tags & _AT_MOST and (place + 1 == count or not tokens[place + 1].tags & _NUMBER):
            quantity.bound = quantity.bound or "at_most"


def _scale(tokens: list[Token], quantity: Quantity, values: dict[str, float]) -> int:
    """Take in the "k", "million" that follows; return the place behind."""
    place = quantity.last + 1
    token = tokens[place]
    beyond = tokens[place + 1] if place + 1 < len(tokens) else None
    # A letter by itself is a scale where it touches the number, or a currency follows: "3k", "3 M €".
    spaced = beyond is not None and (beyond.word in _CURRENCIES or beyond.tags & _OF)
    if token.start != quantity.end and not spaced and len(token.word) == 1:
        return place
    if quantity.value is not None:
        quantity.value *= values.get(token.word, 1.0)
    quantity.last, quantity.end = place, token.end
    return place + 1


def _out_of(tokens: list[Token], quantity: Quantity, place: int) -> int:
    """Take in "/ 5", "out of 10" where the next number but one word says so; return the place behind."""
    if tokens[place].word != "/" and not tokens[place].tags & _OUT_OF and not _is_one_in(tokens, place):
        return place
    whole = number_value(tokens[place + 1].word, ".")
    people = place + 2 < len(tokens) and tokens[place + 2].tags & _PEOPLE and tokens[place].word != "/"
    if people and whole and quantity.value is not None:
        quantity.value, quantity.unit = 100 * quantity.value / whole, "%"  # "9 out of 10 trainees"
    else:
        quantity.out_of = whole
    quantity.last, quantity.end = place + 1, tokens[place + 1].end
    return place + 2


def _is_one_in(tokens: list[Token], place: int) -> bool:
    """Tell "4 in 5 passengers" from "4 shops in 5 towns"."""
    tags = tokens[place].tags
    people = place + 2 < len(tokens) and tokens[place + 2].tags & _PEOPLE
    return bool(tags & _PREPOSITION and people) and not tags & (_TO | _OF | _FROM | _AT_LEAST | _AT_MOST)


def _unit(tokens: list[Token], quantity: Quantity, place: int, values: dict[str, float]) -> int:
    """Take in a unit, known or (where it touches the number) not: "%", "ms", "MiB"; return the place behind."""
    if place >= len(tokens) or quantity.unit:
        return place
    token = tokens[place]
    word = token.word
    known = word in _SHARES or word in _CURRENCIES or (token.tags & _UNIT and "-" not in word)
    if not known:
        touches = token.start == quantity.end and not token.tags and not quantity.worded
        if not touches or token.end - token.start == 1 or not token.word[0].isalpha():
            return place
    if not (token.tags & _TIMES and place + 1 < len(tokens) and tokens[place + 1].tags & _PER):
        quantity.unit = token.word  # but "10 times a week" is a count
        quantity.unit_tags = token.tags & _UNIT
        if token.word[-1] in _CURRENCIES and len(token.word) > 1 and quantity.value is not None:
            quantity.value *= values.get(token.word[:-1].strip(), 1.0)  # "3 M€"
            quantity.unit = token.word[-1]
    quantity.last, quantity.end = place, token.end
    return _rest_of_time(tokens, quantity, place + 1) if quantity.unit_tags & _DURATION else place + 1


def _rest_of_time(tokens: list[Token], quantity: Quantity, place: int) -> int:
    """Take in what is left of "7 min 10", "2 h 30"; return the place behind."""
    rest = tokens[place].word if place < len(tokens) else ""
    if not rest.isdecimal() or int(rest) >= _SIXTY or (place + 1 < len(tokens) and not tokens[place + 1].tags & _TO):
        return place
    quantity.last, quantity.end = place, tokens[place].end
    return place + 1


def _read_before(tokens: list[Token], quantity: Quantity) -> None:
    """Take in what stands before the number: currency, sign, comparison."""
    place = quantity.first - 1
    while place >= 0:
        token = tokens[place]
        if not token.tags & _BELONGS_TO_NUMBER:
            break
        word = token.word
        if word in _CURRENCIES:
            quantity.unit = quantity.unit or word
        elif word in _BOUND_SIGNS:
            quantity.bound = _BOUND_SIGNS[word]
        elif word in _SIGNS:
            if quantity.sign or not _is_sign(tokens, place):
                break
            quantity.sign = "+" if word == "+" else "-"
        elif token.tags & (_AT_LEAST | _AT_MOST):
            quantity.bound = "at_least" if token.tags & _AT_LEAST else "at_most"
        elif token.tags & _WITHIN and quantity.unit_tags & _DURATION:
            quantity.bound = "at_most"
        elif not token.tags & _APPROXIMATELY and word not in _ABOUT:
            break
        quantity.first, quantity.start = place, token.start
        place -= 1


def _is_sign(tokens: list[Token], place: int) -> bool:
    """Tell "+20", "(-3" from "30-50", "word - 20"."""
    if tokens[place].end < tokens[place + 1].start:
        return False
    if place == 0:
        return True
    before = tokens[place - 1]
    return not before.tags & _NUMBER and (before.end < tokens[place].start or before.word == "(")

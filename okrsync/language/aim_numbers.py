"""Which numbers of an objective are metrics, and which only name, date or describe something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.aim_words import BIT, bits
from okrsync.language.answers import Verdict
from okrsync.language.lexicon import Token
from okrsync.language.tags import BIT as SENTENCE_BIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.language.aim_words import Vocabulary

_NUMBER = BIT["token.number"]
_SYMBOL = BIT["token.symbol"]
_PERIOD = bits("nouns.time") | SENTENCE_BIT["nouns.period"]
_SCALE = BIT["quantities.scales"]
_BLANK = BIT["quantities.blanks"]
_ORDINAL = BIT["quantities.ordinals"]
_NUMERAL = BIT["quantities.numerals"]
_DETERMINER = BIT["grammar.determiner"]
_REACH = BIT["verbs.reach"]
_BASE = BIT["form.base"]
_BEFORE_A_SIZE = bits("quantities.who", "grammar.bound", "grammar.preposition", "grammar.indefinite")
_MEASURED_BY = bits("nouns.unit", "nouns.money", "nouns.duration")
_KNOWN = bits(
    "verbs.any", "verbs.task", "verbs.create", "verbs.generic", "verbs.other", "nouns.universal", "nouns.measure",
    "grammar.filler", "grammar.preposition", "grammar.bound",
)  # fmt: skip
_OPENS = bits("form.base", "token.symbol", "token.number")
_COMPARISONS = frozenset("<>≤≥=") | {"<=", ">="}
_CURRENCIES = frozenset("€$£¥")
_SHARES = frozenset("%‰")
_RANGES = frozenset("-–/")
_YEARS = range(1900, 2101)
_YEAR_DIGITS = 4
_LONGEST_SCALE = 3
_SURE = 0.95
_NEARLY_SURE = 0.8
_ZERO = BIT["quantities.zero"]
_NOT_ZERO = BIT["quantities.not_zero"]
_NOT_MULTIPLIED = BIT["quantities.not_multiplied"]
_MULTIPLY_VERB = BIT["verbs.multiply"]
_MULTIPLIED = BIT["quantities.multiplied"]
_VERBAL = bits("form.base", "form.gerund", "form.noun")
_ARTICLE = bits("grammar.determiner", "grammar.indefinite")
_PREPOSITION = BIT["grammar.preposition"]
_BOUND = BIT["grammar.bound"]
_SIZED_NOUN = BIT["nouns.sized"]
_ORDINAL_ADJECTIVE = BIT["adjectives.ordinal"]
_TO = BIT["grammar.to"]
_PERSON = BIT["nouns.person"]
_NAMES = BIT["quantities.names"]
_BY_WHEN = bits("quantities.by_when")
_CALENDAR_OR_TIME = bits("nouns.calendar", "nouns.time")
_COULD_BE_METRIC = bits(
    "token.number",
    "quantities.blanks",
    "quantities.zero",
    "quantities.multiplied",
    "quantities.numerals",
    "verbs.multiply",
)  # fmt: skip
_COULD_BE_NOUN = bits(
    "nouns.universal", "nouns.either", "nouns.deliverable", "nouns.state", "nouns.person", "nouns.measure"
)
_MONEY = BIT["nouns.money"]
_MEASURED = bits("nouns.measure", "nouns.universal", "nouns.goal", "nouns.unit", "token.number")
_SIZED_OR_TIMED = bits("nouns.sized", "nouns.duration", "nouns.calendar")
_OF = BIT["grammar.of"]
_DURATION = BIT["nouns.duration"]
_MEASURED_OR_VERB = _MEASURED | bits("form.base", "grammar.bound")
_NOTHING = Token("", -1, -1, 0)


def may_have_metrics(tokens: list[Token]) -> bool:
    """Tell whether any word could be a metric: most objectives have none, and need no closer look."""
    kinds = 0
    for token in tokens:
        kinds |= token.tags
    return bool(kinds & _COULD_BE_METRIC)


def metrics_in(text: str, plain: str, tokens: list[Token], words: Vocabulary) -> Iterator[Verdict]:
    """Yield the numbers of an objective that say how far to go.

    Years, quarters, versions, names, ranks ("number one") and numbers that describe whom it is about are no metrics.
    """
    saying = [match.span() for match in words.idioms.finditer(plain)]
    if not words.lasting.search(plain):
        saying += [match.span() for match in words.clock.finditer(plain)]
    for place, token in enumerate(tokens):
        kinds = token.tags
        if kinds & _NUMBER:
            if any(start <= token.start < end for start, end in saying):
                continue
            last = _metric_until(text, tokens, place)
            if last >= 0:
                yield _verdict("number", text, token.start, tokens[last].end, _SURE)
        elif place + 1 < len(tokens) and _says_none(kinds, tokens[place + 1]):
            yield _verdict("zero", text, token.start, tokens[place + 1].end, _NEARLY_SURE)
        elif place + 1 < len(tokens) and kinds & _BLANK and tokens[place + 1].word in _SHARES | _CURRENCIES:
            yield _verdict("number", text, token.start, tokens[place + 1].end, _SURE)
        elif _multiplies(tokens, place):
            yield _verdict("multiple", text, token.start, token.end, _SURE)
        elif (
            kinds & _NUMERAL
            and _counts(tokens, place)
            and not _describes_whom(tokens, place)
            and not any(a <= token.start < b for a, b in saying)
        ):
            yield _verdict("number", text, token.start, tokens[place + 1].end, _NEARLY_SURE)


def _verdict(reason: str, text: str, start: int, end: int, confidence: float) -> Verdict:
    return Verdict(reason, (start, end), {"number": text[start:end]}, confidence)


def _says_none(kinds: int, behind: Token) -> bool:
    """Tell "zero accidents" from "zero trust"."""
    return bool(kinds & _ZERO) and not kinds & _NOT_ZERO and not behind.tags & _SYMBOL


def _multiplies(tokens: list[Token], place: int) -> bool:
    """Tell whether a word like "double", "halve" or "three times" stands for a target here."""
    kinds = tokens[place].tags
    if kinds & _NOT_MULTIPLIED:
        return False
    if not kinds & _MULTIPLY_VERB:
        return bool(kinds & _MULTIPLIED)
    if not kinds & _VERBAL:
        return False
    behind = tokens[place + 1].tags if place + 1 < len(tokens) else 0
    # "double the output", not "a double degree"
    before = tokens[place - 1].tags if place else 0
    return not before & _ARTICLE and bool(behind or place)


def _counts(tokens: list[Token], place: int) -> bool:
    """Tell whether a number in words counts what is to be reached: "open two shops", not "our two shops"."""
    if place + 1 >= len(tokens) or tokens[place + 1].tags & (_SYMBOL | _PREPOSITION):
        return False
    before = tokens[place - 1].tags if place else 0
    millions = tokens[place + 1].tags & _SCALE
    return bool(millions or before & (_BASE | _BOUND)) and not before & _DETERMINER


def _metric_until(text: str, tokens: list[Token], place: int) -> int:
    """Return the index of the last token of the metric that begins with the number at `place`; -1 if it is none."""
    behind = tokens[place + 1] if place + 1 < len(tokens) else _NOTHING
    joined = behind.start == tokens[place].end
    if joined and not behind.tags & _SYMBOL:
        return place + 1 if _is_suffix(tokens[place], behind) else -1
    if place and tokens[place - 1].word in _CURRENCIES:
        return place
    measured = behind.word in _SHARES | _CURRENCIES or behind.tags & _SCALE
    if _describes_whom(tokens, place) or (not measured and _is_no_count(text, tokens, place, behind)):
        return -1
    further = tokens[place + 2] if place + 2 < len(tokens) else _NOTHING
    paid = behind.tags & _SCALE and (further.tags & _MONEY or further.word in _CURRENCIES)
    if paid or (behind.word in _RANGES and further.tags & _NUMBER):
        return place + 2
    return place if behind is _NOTHING or (behind.tags & _SYMBOL and not measured) else place + 1


def _is_suffix(number: Token, behind: Token) -> bool:
    """Tell "10x" and "50k" from "2D", "1st", "5G" and "1990s"."""
    if behind.tags & _ORDINAL or _is_year(number, _NOTHING, _NOTHING):
        return False
    return bool(behind.tags & (_SCALE | _MEASURED_BY)) and len(behind.word) <= _LONGEST_SCALE


def _is_no_count(text: str, tokens: list[Token], place: int, behind: Token) -> bool:
    """Tell whether a number without a unit is a year, a name, a deadline, an age or the size of something known."""
    before = tokens[place - 1] if place else _NOTHING
    if _is_year(tokens[place], before, behind) or _is_name(text, tokens, place):
        return True
    if behind.word == "-" and place + 2 < len(tokens) and tokens[place + 2].tags & _SIZED_OR_TIMED:
        return True
    if before.tags & _OF and behind.tags & _DURATION and place > 1 and not tokens[place - 2].tags & _MEASURED_OR_VERB:
        return True
    if _is_deadline(before, behind) or _follows_determiner(tokens, place):
        return True
    return bool(behind.tags & _PERIOD and not behind.tags & _MEASURED_BY)


def _is_year(token: Token, before: Token, behind: Token) -> bool:
    """Tell "in 2027" and "the 2026 season" from "hire 2000 people"."""
    if not (token.word.isdecimal() and len(token.word) == _YEAR_DIGITS and int(token.word) in _YEARS):
        return False
    counts = before.tags & (_BASE | _BOUND) and behind is not _NOTHING
    return not counts or bool(behind.tags & (_SYMBOL | _PERIOD))


def _is_name(text: str, tokens: list[Token], place: int) -> bool:
    """Tell whether the number belongs to the word before it: "phase 2", "ISO 9001", "hôtel 4 étoiles"."""
    if not place:
        return False
    before = tokens[place - 1]
    if before.tags & (_NAMES | _PERIOD) or before.word == "#":
        return True
    if before.tags & _ORDINAL_ADJECTIVE:
        return False  # "our first 50 customers"
    if before.tags & (_SYMBOL | _NUMBER | _KNOWN):
        typed = text[before.start : before.end]
        return place > 1 and typed[:1].isupper() and not typed.isupper() and not before.tags & _OPENS
    return place > 1


def _describes_whom(tokens: list[Token], place: int) -> bool:
    """Tell whether the number says whom or what it is about: "firms under 50 staff", "children from 6 to 10"."""
    opened = False
    back = place - 1
    while back >= 0:
        token = tokens[back]
        if token.word == "(":
            opened = True
            back -= 1
            continue
        if not (token.tags & (_BEFORE_A_SIZE | _NUMBER | _PERIOD) or token.word in _COMPARISONS | _RANGES):
            break
        back -= 1
    bound = back < place - 1
    if opened and any(tokens[step].word in _COMPARISONS for step in range(back + 1, place)):
        return True
    if not bound or back < 0 or tokens[back].tags & _SYMBOL:
        return False
    if tokens[back].tags & _BASE and not tokens[back].tags & _COULD_BE_NOUN:
        return False
    ahead = tokens[place + 1 : place + 5]
    if tokens[place - 1].tags & _TO and back == place - 2 and any(token.tags & _PERSON for token in ahead):
        return False  # "ship it to 1,000 users"
    if any(token.tags & _SIZED_NOUN for token in ahead):
        return True
    aged = not tokens[back].tags & _MEASURED and any(token.tags & _BOUND for token in tokens[back + 1 : place])
    return bool(aged and (not ahead or not ahead[0].tags & (_MEASURED_BY | _SYMBOL)))


def _is_deadline(before: Token, behind: Token) -> bool:
    """Tell "in 2 years" and "over the next 6 months" from "in less than 10 days"."""
    return bool(behind.tags & _CALENDAR_OR_TIME and before.tags & _BY_WHEN)


def _follows_determiner(tokens: list[Token], place: int) -> bool:
    """Tell "our 3 plants" from "reach the 100 customers"."""
    if not place or not tokens[place - 1].tags & _DETERMINER:
        return False
    return not (place > 1 and tokens[place - 2].tags & _REACH)

"""What each number of a sentence does there: where to, where from, how far, by when, for whom, or just a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.quantities import Quantity, Role
from okrsync.language.tags import BIT, any_of

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token

_FIRST_YEAR = 1990
_LAST_YEAR = 2100
_YEAR_DIGITS = 4
_NEAR = 4
"""Words between a number and the word that tells its role, at most."""
_FAR = 9

_NUMBER = BIT["token.number"]
_SYMBOL = BIT["token.symbol"]
_MONTH = BIT["nouns.month"]
_PERIOD = any_of("nouns.month", "nouns.period")
_NAMES = BIT["quantities.names"]
_ORDINAL = BIT["quantities.ordinals"]
_NOW = BIT["grammar.now"]
_VERSUS = BIT["grammar.versus"]
_FROM = BIT["grammar.from"]
_TO = BIT["grammar.to"]
_BY = BIT["grammar.by"]
_OF = BIT["grammar.of"]
_AND = BIT["grammar.and"]
_DUE = BIT["grammar.due"]
_PER = BIT["grammar.per"]
_GROWTH = any_of("grammar.over_time", "adjectives.more")
_DIRECTION = any_of("verbs.rise", "verbs.fall", "verbs.improve", "verbs.multiply", "verbs.move")
_UP_OR_DOWN = any_of("verbs.rise", "verbs.fall")
_DEFINITE = any_of("grammar.definite", "grammar.possessive")
_POSSESSIVE = BIT["grammar.possessive"]
_PREPOSITION = BIT["grammar.preposition"]
_RELATIVE = BIT["grammar.relative"]
_COMPLEMENT = any_of("verbs.cause", "verbs.upkeep", "verbs.reach", "verbs.be")
_MOVES_OTHERS = any_of("verbs.win", "verbs.rise", "verbs.fall")
_BUDGET = BIT["grammar.budget"]
_DURATION = BIT["nouns.duration"]
_UNIT = BIT["nouns.unit"]
_NOUN = any_of("nouns.")
_COUNTABLE = any_of("nouns.outsider", "nouns.insider", "nouns.result", "nouns.artefact", "nouns.fault", "nouns.money")
_PARTICIPLE = BIT["form.participle"]
_NOUN_FORM = any_of("form.noun", "form.base")
_METRIC = any_of("nouns.metric", "nouns.quality")
_SCOPE_NOUN = BIT["nouns.scope"]
_FRACTION = BIT["quantities.fractions"]
_AT_MOST = BIT["grammar.at_most"]
_ARROWS = frozenset(("→", "->", "=>", ">", "~>"))
_DATE_SIGNS = frozenset("/-.")
_LONG = 7 * 24
"""Hours from which a stretch of time is a horizon rather than a speed."""


def tell_roles(tokens: list[Token], quantities: list[Quantity], hours: dict[str, float]) -> None:
    """Set the role of every number. `hours`: what each unit of time is worth."""
    doubtful: list[Quantity] = []
    before: Quantity | None = None
    for place, quantity in enumerate(quantities):
        behind = quantities[place + 1] if place + 1 < len(quantities) else None
        if not (_is_name_or_date(tokens, quantity) or _is_start(tokens, quantity, behind)):
            _tell_end(tokens, quantity, before, doubtful, hours)
        before = quantity
    if doubtful and not any(
        quantity.role in (Role.TARGET, Role.CHANGE) for quantity in quantities if quantity not in doubtful
    ):
        # "Launch in 2 new countries": with nothing else to count, these count.
        return
    for quantity in doubtful:
        quantity.role = Role.SCOPE


def _tags(tokens: list[Token], place: int) -> int:
    return tokens[place].tags if 0 <= place < len(tokens) else 0


def _word(tokens: list[Token], place: int) -> str:
    return tokens[place].word if 0 <= place < len(tokens) else ""


def _is_name_or_date(tokens: list[Token], quantity: Quantity) -> bool:
    first, last = quantity.first, quantity.last
    previous, following = _tags(tokens, first - 1), _tags(tokens, last + 1)
    typed = tokens[last].word if first == last else ""
    if following & _ORDINAL and tokens[last + 1].start == quantity.end:
        quantity.role = Role.DEADLINE if (previous | _tags(tokens, last + 2)) & _MONTH else Role.NAME
        return True
    if (
        last + 1 < len(tokens)
        and tokens[last + 1].start == quantity.end
        and tokens[last + 1].word.isalpha()
        and not quantity.unit
    ):
        quantity.role = Role.NAME  # 18F, 5G
        return True
    if (previous | following) & _MONTH and not quantity.unit:
        quantity.role = Role.DEADLINE
    elif quantity.value is None and not quantity.worded and tokens[first].tags & _NUMBER:
        quantity.role = Role.NAME  # 1.2.3
    elif previous & _NAMES and not quantity.unit and not quantity.bound and quantity.first == first:
        quantity.role = Role.NAME
    elif (
        len(typed) == _YEAR_DIGITS and typed.isdigit() and _is_year(quantity, previous, following)
    ) or _is_written_date(tokens, first, last):
        quantity.role = Role.DEADLINE
    else:
        return False
    return True


def _is_year(quantity: Quantity, previous: int, following: int) -> bool:
    if quantity.value is None or not _FIRST_YEAR <= quantity.value <= _LAST_YEAR:
        return False
    return bool(previous & (_PERIOD | _DUE)) or not following & _COUNTABLE


def _is_written_date(tokens: list[Token], first: int, last: int) -> bool:
    """Tell whether the number is part of 30/06/2026, 30/06, 2026-06-30."""
    sign = _word(tokens, last + 1)
    behind = sign in _DATE_SIGNS and _tags(tokens, last + 2) & _NUMBER
    if behind and _word(tokens, last + 3) == sign and _tags(tokens, last + 4) & _NUMBER:
        return True
    sign = _word(tokens, first - 1)
    ahead = sign in _DATE_SIGNS and _tags(tokens, first - 2) & _NUMBER
    if ahead and (behind or (_word(tokens, first - 3) == sign and _tags(tokens, first - 4) & _NUMBER)):
        return True
    # "by 30/06": `read_quantities` has taken in both parts.
    return last - first == 2 and _word(tokens, first + 1) == "/" and bool(_tags(tokens, first - 1) & _DUE)  # noqa: PLR2004 - day, slash, month


def _is_start(tokens: list[Token], quantity: Quantity, behind: Quantity | None) -> bool:
    """Tell whether the number is where things stand, and say so."""
    if _says_now(tokens, quantity) or _starts_a_way(tokens, quantity, behind):
        quantity.role = Role.BASELINE
        return True
    return False


def _says_now(tokens: list[Token], quantity: Quantity) -> bool:
    for place in range(quantity.first - 1, max(quantity.first - 1 - _NEAR, -1), -1):
        token = tokens[place]
        if token.tags & (_NOW | _VERSUS):
            return not _tags(tokens, quantity.last + 1) & _GROWTH
        if token.tags & _NUMBER or token.word in ("(", ",", ";", "."):
            break
    for place in range(quantity.last + 1, min(quantity.last + _NEAR, len(tokens))):
        token = tokens[place]
        if token.tags & _NOW:
            return True
        if token.tags & (_NUMBER | _TO | _SYMBOL | _PREPOSITION | _AND | _VERSUS):
            break
    return False


def _starts_a_way(tokens: list[Token], quantity: Quantity, behind: Quantity | None) -> bool:
    """Tell whether it is the first of "from X to Y", "de X à Y", "X → Y"."""
    previous = _tags(tokens, quantity.first - 1)
    gap = range(quantity.last + 1, min(behind.first if behind else 0, quantity.last + _FAR))
    leads_on = bool(behind) and (behind.first - quantity.last) < _FAR if behind else False
    if leads_on and behind:
        link = _word(tokens, behind.first - 1)
        arrow = any(tokens[place].word in _ARROWS for place in gap)
        if (
            link in _ARROWS
            or arrow
            or (behind.bound and _word(tokens, behind.first) == ">" and quantity.unit == behind.unit)
        ):
            return True
        to = _tags(tokens, behind.first - 1) & _TO and not _tags(tokens, behind.first - 1) & _AND
        if quantity.is_share and behind.unit and not behind.is_share and not behind.unit_tags & _UNIT:
            return False  # "down 20 % to 30 days" is no way
        if to and previous & _FROM:
            return True
        if (
            to
            and len(gap) <= 1
            and (_direction_before(tokens, quantity.first) or _metric_before(tokens, quantity.first))
        ):
            return True
    if not previous & _FROM:
        return False
    # "up from 20 %" needs no second number; a bare "from 3 sources" is no start, nor is French "de".
    far = previous & _OF or _tags(tokens, quantity.last + 1) & _COUNTABLE
    return not far and (quantity.is_share or bool(_tags(tokens, quantity.first - 1) & _VERSUS) or not previous & _OF)


def _direction_before(tokens: list[Token], place: int) -> int:
    """Return the bits of the last verb of direction before `place`, 0 if there is none in this sentence."""
    for index in range(place - 1, -1, -1):
        token = tokens[index]
        if token.tags & _DIRECTION:
            return token.tags & _DIRECTION
        if token.word in (".", ";"):
            break
    return 0


def _tell_end(
    tokens: list[Token],
    quantity: Quantity,
    before: Quantity | None,
    doubtful: list[Quantity],
    hours: dict[str, float],
) -> None:
    """Tell a target, a change, a horizon and a scope apart."""
    previous, following = _tags(tokens, quantity.first - 1), _tags(tokens, quantity.last + 1)
    if before is not None and before.role is Role.BASELINE and previous & _TO:
        return
    if _is_change(tokens, quantity, previous, following):
        quantity.role = Role.CHANGE
    elif quantity.unit_tags & _DURATION and _is_horizon(tokens, quantity, previous, hours):
        quantity.role = Role.DEADLINE
    elif _describes(tokens, quantity, previous):
        quantity.role = Role.SCOPE
    elif _is_doubtful(tokens, quantity, previous, following):
        doubtful.append(quantity)


def _is_change(tokens: list[Token], quantity: Quantity, previous: int, following: int) -> bool:
    relative = quantity.unit in ("%", "x", "fois", "times", "‰") or bool(quantity.unit_tags & _UNIT)
    if quantity.sign and not quantity.bound:
        return True
    if following & _GROWTH and (relative or following & BIT["grammar.over_time"]):
        return True
    next_one = _word(tokens, quantity.last + 1)
    if following & _UP_OR_DOWN and following & _NOUN_FORM and not previous & _TO and relative:
        return True
    if following & _OF and _tags(tokens, quantity.last + 2) & _GROWTH and relative:
        return True
    direction = _direction_before(tokens, quantity.first)
    multiple = quantity.unit in ("x", "fois", "times")
    if multiple and not quantity.bound and (direction or following & _GROWTH):
        return True
    if not direction or previous & _TO & ~_BY:
        return False
    if previous & _BY:
        agent = _tags(tokens, quantity.first - 2) & _PARTICIPLE and not _tags(tokens, quantity.first - 2) & _DIRECTION
        counted = following & _COUNTABLE and not relative
        return not agent and not (counted and previous & _OF)
    if next_one == "" and not relative:
        return False
    straight = _tags(tokens, quantity.first - 1) & _DIRECTION
    return bool(straight and relative) or bool(
        quantity.unit_tags & _UNIT and not quantity.out_of and not previous & _OF
    )


def _is_horizon(tokens: list[Token], quantity: Quantity, previous: int, hours: dict[str, float]) -> bool:
    length = (quantity.value or 0) * hours.get(quantity.unit, 0)
    placed = previous & (_PREPOSITION | _DUE) or tokens[quantity.first].tags & (_AT_MOST | _DUE)
    return bool(placed) and length > _LONG and not _metric_before(tokens, quantity.first)


def _metric_before(tokens: list[Token], place: int) -> bool:
    """Tell whether the words right before speak of a time that is measured ("response time under 3 weeks")."""
    return any(_tags(tokens, index) & BIT["nouns.metric"] for index in range(max(place - _NEAR, 0), place))


def _describes(tokens: list[Token], quantity: Quantity, previous: int) -> bool:
    if quantity.bound:
        return False
    if previous & _DEFINITE and not (quantity.is_share or previous & _OF):
        return True
    if previous & _POSSESSIVE:
        return True
    if previous & _PER and not previous & (_DEFINITE | _BY) and _word(tokens, quantity.first - 1) != "/":
        return True
    following = _tags(tokens, quantity.last + 1)
    money_before = any(
        _tags(tokens, place) & _BUDGET for place in range(max(quantity.first - 3, 0), quantity.first)
    )  # fmt: skip
    if money_before and (quantity.unit_tags or quantity.unit):
        return True
    return _in_relative_clause(tokens, quantity.first) and not following & _GROWTH


def _in_relative_clause(tokens: list[Token], place: int) -> bool:
    for index in range(place - 1, 0, -1):
        token = tokens[index]
        if token.word in (".", ";", ",", "("):
            return False
        if token.tags & _MOVES_OTHERS:
            return False  # "a scheme that brings in 200 customers"
        if token.tags & _RELATIVE:
            # "ensure that 90 %", "faire en sorte que 10 agents" go on with the very result.
            return not any(_tags(tokens, back) & _COMPLEMENT for back in range(max(index - 2, 0), index + 1))
    return False


def _is_doubtful(tokens: list[Token], quantity: Quantity, previous: int, following: int) -> bool:
    """Tell whether it could be mere scope: "in 3 regions", "for 5 teams", "within 24 h"."""
    if quantity.bound and not quantity.unit_tags & _DURATION:
        return False
    if quantity.unit_tags & _DURATION:
        return bool(previous & _PREPOSITION or tokens[quantity.first].tags & _AT_MOST)
    if quantity.unit or (previous & _OF and not following & _SCOPE_NOUN):
        return False
    placed = previous & _PREPOSITION and not previous & (_TO | _BY)
    return bool(placed) and bool(following & (_COUNTABLE | _SCOPE_NOUN) or following & _NOUN)

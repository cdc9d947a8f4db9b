"""What each number of a sentence does there: where to, where from, how far, by when, for whom, or just a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.dates import COUNTABLE, name_or_date
from okrsync.language.kinds import (
    ALL,
    AND,
    AT_MOST,
    BASE,
    BE,
    BY,
    CAUSE,
    DEFINITE,
    DIRECTION,
    DURATION,
    FALL,
    FROM,
    LOOSE,
    METRIC,
    MULTIPLY,
    NOUN,
    NOUN_FORM,
    NUMBER,
    OF,
    PARTICIPLE,
    PER,
    PREPOSITION,
    QUALITY,
    REACH,
    RESULT,
    RISE,
    SYMBOL,
    TO,
    UPKEEP,
    VERB,
    WORK,
)
from okrsync.language.quantities import BASELINE, CHANGE, DEADLINE, NAME, SCOPE, TARGET, Quantity, Role
from okrsync.language.scopes import describes, is_added, is_doubtful
from okrsync.language.tags import BIT, any_of, bits_between

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token

_NEAR = 4
"""Words between a number and the word that tells its role, at most."""
_FAR = 9
_HALF = 0.5
_LONG = 7 * 24
"""Hours from which a stretch of time is a horizon rather than a speed."""
_MONTH = 31 * 24
_NOW = BIT["grammar.now"]
_VERSUS = BIT["grammar.versus"]
_TODAY = _NOW | _VERSUS
_DUE = BIT["grammar.due"]
_OVER_TIME = BIT["grammar.over_time"]
_GROWTH = any_of("grammar.over_time", "adjectives.more", "adjectives.quantity")
_WITHIN = BIT["grammar.within"]
_MORE = any_of("adjectives.more", "adjectives.quantity")
_DIRECTIONS = DIRECTION | MULTIPLY
_COMPLEMENT = CAUSE | UPKEEP | REACH | BE
_BUDGET = BIT["grammar.budget"]
_TIMES = BIT["quantities.times"]
_UNIT = BIT["nouns.unit"]
_SCOPE = BIT["nouns.scope"]
_DATE = any_of("nouns.month", "nouns.period")
_ARROWS = frozenset(("→", "->", "=>", ">", "~>"))


def tell_roles(tokens: list[Token], quantities: list[Quantity], hours: dict[str, float], seen: int) -> None:
    """Set the role of every number. `hours`: what each unit of time is worth; `seen`: bits of any word of the text."""
    doubtful: list[Quantity] = []
    sure = False
    now = bool(seen & _TODAY)
    before: Quantity | None = None
    for place, quantity in enumerate(quantities):
        behind = quantities[place + 1] if place + 1 < len(quantities) else None
        role = name_or_date(tokens, quantity)
        if role is None and before is not None and before.role is NAME and _goes_on_naming(tokens, quantity, before):
            role = NAME
        if role is None:
            starts = _is_start(tokens, quantity, behind, now=now) or (
                before is not None and before.role is TARGET and _is_aside(tokens, quantity, before)
            )
            role = BASELINE if starts else _end(tokens, quantity, before, hours)
        if role is None:
            doubtful.append(quantity)
        else:
            quantity.role = role
            sure = sure or role is TARGET or role is CHANGE
        before = quantity
    for quantity in doubtful:
        # "Launch in 2 new countries": only with nothing else to count do these count.
        if sure or (not quantity.unit and _is_told_by_another(tokens, quantity.first)):
            quantity.role = SCOPE


def _goes_on_naming(tokens: list[Token], quantity: Quantity, before: Quantity) -> bool:
    """Tell "lines 4 to 9": the second number names as the first does."""
    if quantity.unit or quantity.first - before.last != 2:  # noqa: PLR2004 - one word between
        return False
    return bool(tokens[before.last + 1].tags & (TO | AND | _DUE))


def _tags(tokens: list[Token], place: int) -> int:
    return tokens[place].tags if 0 <= place < len(tokens) else 0


def _word(tokens: list[Token], place: int) -> str:
    return tokens[place].word if 0 <= place < len(tokens) else ""


def _is_start(tokens: list[Token], quantity: Quantity, behind: Quantity | None, *, now: bool) -> bool:
    """Tell whether the number is where things stand; `now`: whether any word of the text speaks of today."""
    if now and _says_now(tokens, quantity):
        return True
    if behind is not None and quantity.unit and quantity.unit == behind.unit and _are_dated(tokens, quantity, behind):
        return True
    previous = tokens[quantity.first - 1].tags if quantity.first else 0
    if behind is not None and behind.first - quantity.last < _FAR:
        leads = _leads_to(tokens, quantity, behind, previous)
        if leads is not None:
            return leads
    # "up from 20 %" needs no second number; a bare "from 3 sources" is no start, nor is French "de".
    if not previous & FROM or previous & OF:
        return False
    return not _tags(tokens, quantity.last + 1) & COUNTABLE


def _is_aside(tokens: list[Token], quantity: Quantity, before: Quantity) -> bool:
    """Tell "58 € (52 € in 2024)": the same measure in parentheses is where it stood."""
    if _word(tokens, quantity.first - 1) != "(":
        return False
    shares = quantity.out_of and before.is_share  # "9 children out of 10 (6 out of 10 in May)"
    alike = quantity.value and before.value and _HALF < quantity.value / before.value < 1 / _HALF  # "400 (520 in 2024)"
    return (not quantity.sign and quantity.unit == before.unit and bool(before.unit or alike)) or bool(shares)


def _are_dated(tokens: list[Token], quantity: Quantity, behind: Quantity) -> bool:
    """Tell "31 % in January, 50 % in December", in one unit: a way from one time to another."""
    if quantity.bound or behind.first - quantity.last > _FAR:
        return False
    return all(
        any(_tags(tokens, place) & _DATE for place in (each.last + 1, each.last + 2)) for each in (quantity, behind)
    )


def _says_now(tokens: list[Token], quantity: Quantity) -> bool:
    for place in range(quantity.first - 1, max(quantity.first - 1 - _NEAR, -1), -1):
        token = tokens[place]
        if token.tags & _TODAY:
            return not _tags(tokens, quantity.last + 1) & _GROWTH
        if token.tags & NUMBER or token.word in ("(", ",", ";", "."):
            break
    for place in range(quantity.last + 1, min(quantity.last + _NEAR, len(tokens))):
        tags = tokens[place].tags
        if tags & _NOW:
            return not (quantity.unit_tags & _TIMES and _tags(tokens, place + 1) & NOUN)  # "10x current load"
        if tags & (NUMBER | TO | SYMBOL | PREPOSITION | AND | _VERSUS):
            break
    return False


def _leads_to(tokens: list[Token], quantity: Quantity, behind: Quantity, previous: int) -> bool | None:  # noqa: PLR0911 - first yes answers
    """Tell whether it is the first of "from X to Y", "de X à Y", "X → Y"; None where nothing tells."""
    if not _ARROWS.isdisjoint([token.word for token in tokens[quantity.last + 1 : behind.first + 1]]):
        typed_bound = tokens[behind.first].word == ">" and behind.bound
        close_by = behind.first == quantity.last + 1  # "10 > 20", but "open rate > 35 % and click rate > 4 %"
        if not typed_bound or (close_by and quantity.unit == behind.unit):
            return True
    link = _tags(tokens, behind.first - 1)
    if not link & TO:
        return None
    between = bits_between(tokens, quantity.last + 1, behind.first)
    if between & AND:
        return None
    if quantity.is_share and behind.unit and not behind.is_share and not behind.unit_tags & _UNIT:
        return False  # "down 20 % to 30 days" is no way
    if between & BASE and bits_between(tokens, quantity.last + 1, behind.first - 1) & BASE:
        return None  # another clause
    if previous & FROM:
        return True
    close = all(token.tags & (TO | PER | DURATION) for token in tokens[quantity.last + 1 : behind.first])
    if close and quantity.unit == behind.unit != "":
        return True
    if close and (_direction_before(tokens, quantity.first) or _metric_before(tokens, quantity.first)):
        return True
    return None


def _direction_before(tokens: list[Token], place: int) -> int:
    """Return the bits of the last verb of direction before `place`, 0 if there is none in this sentence."""
    for index in range(place - 1, -1, -1):
        token = tokens[index]
        if token.tags & _DIRECTIONS:
            return token.tags & _DIRECTIONS
        if token.word in (".", ";"):
            break
    return 0


def _is_told_by_another(tokens: list[Token], place: int) -> bool:
    """Tell whether a verb says where to or nothing of its own: the number behind it only says where that holds."""
    for index in range(place - 1, -1, -1):
        tags = tokens[index].tags
        if tags & (_DIRECTIONS | LOOSE) and (tags & BASE or not tags & NOUN_FORM):
            return True
        if tokens[index].word in (".", ";"):
            break
    return False


def _metric_before(tokens: list[Token], place: int) -> bool:
    """Tell whether the words before name a metric: "response time under 3 weeks", "plazo de … de 20 días"."""
    near = _FAR if _tags(tokens, place - 1) & OF else _NEAR
    return any(tokens[index].tags & METRIC for index in range(max(place - near, 0), place))


def _end(tokens: list[Token], quantity: Quantity, before: Quantity | None, hours: dict[str, float]) -> Role | None:
    """Tell a target, a change, a horizon and a scope apart; None where it could be mere scope."""
    previous, following = _tags(tokens, quantity.first - 1), _tags(tokens, quantity.last + 1)
    if before is not None and before.role is BASELINE and previous & TO:
        return TARGET
    if _is_change(tokens, quantity, previous, following):
        return CHANGE
    if quantity.unit_tags & DURATION and _is_horizon(tokens, quantity, previous, hours):
        return DEADLINE
    if is_added(tokens, quantity) or _is_of_a_size(tokens, quantity, previous):
        return None
    # "al 45" is as far as "a 45"; "ai 3 negozi" says for whom.
    placed = previous & DEFINITE and following & (COUNTABLE | _SCOPE)
    reached = previous & TO and not previous & OF and not placed and _direction_before(tokens, quantity.first)
    if not quantity.bound and not reached and describes(tokens, quantity, previous, following):
        return SCOPE
    return None if is_doubtful(tokens, quantity, previous, following) else TARGET


def _is_of_a_size(tokens: list[Token], quantity: Quantity, previous: int) -> bool:
    """Tell "loans of under 3,000 €", "PME de plus de 50 salariés" from "a rating of over 4.5"."""
    if not quantity.bound or not previous & OF or previous & TO:
        return False
    described = _tags(tokens, quantity.first - 2)
    return not described & (METRIC | QUALITY | RESULT | VERB) and not quantity.is_share


def _is_change(tokens: list[Token], quantity: Quantity, previous: int, following: int) -> bool:  # noqa: PLR0911 - one question after the other: the first yes answers
    """Tell how far from where to: "+20 points", "20 % more", "by 10 %", "3x" behind a verb of direction."""
    if quantity.sign and not quantity.bound:
        return True
    multiple = quantity.unit == "x" or bool(quantity.unit_tags & _TIMES)
    relative = quantity.is_share or multiple or bool(quantity.unit_tags & _UNIT)
    if following & _OVER_TIME or (relative and _grows_behind(tokens, quantity, previous, following)):
        return True
    direction = _direction_before(tokens, quantity.first)
    if not direction:
        return False
    if multiple and not quantity.bound:
        return True
    if previous & TO & ~BY:
        return False
    if previous & BY:
        beyond = _tags(tokens, quantity.first - 2)
        agent = beyond & PARTICIPLE and not beyond & _DIRECTIONS
        counted = following & COUNTABLE and not relative
        return not agent and not (counted and previous & OF)
    if previous & _DIRECTIONS and relative and not (previous & WORK and following & OF):
        return True  # but "move 100 % of desktops" is work
    return bool(quantity.unit_tags & _UNIT and not quantity.out_of and not previous & OF)


def _grows_behind(tokens: list[Token], quantity: Quantity, previous: int, following: int) -> bool:
    """Tell "20 % more", "20 % de plus", "a 20 % increase"."""
    if following & _GROWTH:
        return True
    if following & (RISE | FALL) and following & (NOUN_FORM | BASE) and not previous & TO:
        return True
    further = _tags(tokens, quantity.last + 2) | (_tags(tokens, quantity.last + 3) & _MORE)  # "30 % de revenus en plus"
    return bool(following & OF and further & _GROWTH)


def _is_horizon(tokens: list[Token], quantity: Quantity, previous: int, hours: dict[str, float]) -> bool:
    placed = previous & (PREPOSITION | _DUE) or tokens[quantity.first].tags & (AT_MOST | _DUE)
    length = (quantity.value or 0) * hours.get(quantity.unit, 0)
    if not placed or length <= _LONG:
        return False
    if length <= _MONTH and any(
        tokens[place].tags & ALL or tokens[place].word == "%" for place in range(quantity.first)
    ):
        return False  # "all invoices are paid within 30 days"
    limited = tokens[quantity.first].tags & AT_MOST and not tokens[quantity.first].tags & _WITHIN
    return not (_metric_before(tokens, quantity.first) or (limited and tokens[0].tags & METRIC))

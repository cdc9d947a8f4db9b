"""The functions that formulas may call. Every argument comes as a callable that works it out."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from tests.servers.google.typed import serial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Argument = Callable[[], Any]


class FormulaError(Exception):
    """A formula comes to an error; errors are values as well, that a reference may meet."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


def flat(value: Any) -> list[Any]:
    """Return the values of a range, or of one cell, in one list."""
    return [cell for row in value for cell in row] if isinstance(value, list) else [value]


def one(value: Any) -> Any:
    """Return a single value; FormulaError if that is an error."""
    single = flat(value)[0]
    if isinstance(single, FormulaError):
        raise single
    return single


def number(value: Any) -> float:
    """Return a value as a number: blanks are 0, texts must read as one."""
    single = one(value)
    if single is None or single == "":
        return 0
    if isinstance(single, str):
        try:
            return float(single)
        except ValueError:
            message = (
                f"Function parameter expects number values. But '{single}' is a text and cannot be coerced to a number."
            )
            raise FormulaError("VALUE", message) from None
    return float(single)


def text(value: Any) -> str:
    """Return a value as text."""
    single = one(value)
    if single is None:
        return ""
    if isinstance(single, bool):
        return str(single).upper()
    if isinstance(single, float) and single.is_integer():
        return str(int(single))
    return str(single)


def truth(value: Any) -> bool:
    """Return a value as a boolean."""
    return bool(number(value))


def _numbers(arguments: Iterable[Argument]) -> list[float]:
    found = []
    for argument in arguments:
        for cell in flat(argument()):
            if isinstance(cell, FormulaError):
                raise cell
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                found.append(float(cell))
    return found


def _average(*arguments: Argument) -> float:
    numbers = _numbers(arguments)
    if not numbers:
        raise FormulaError("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error.")
    return sum(numbers) / len(numbers)


def _if(condition: Argument, then: Argument, otherwise: Argument | None = None) -> Any:
    if truth(condition()):
        return then()
    return otherwise() if otherwise else False


def _if_error(value: Argument, otherwise: Argument | None = None) -> Any:
    try:
        return one(value())
    except FormulaError:
        return otherwise() if otherwise else ""


def _same(cell: Any, wanted: Any) -> bool:
    if isinstance(cell, str) and isinstance(wanted, str):
        return cell.casefold() == wanted.casefold()
    return cell is not None and not isinstance(cell, FormulaError) and type(cell) is not bool and cell == wanted


def _not_found(wanted: Any) -> FormulaError:
    return FormulaError("N_A", f"Did not find value '{text(wanted)}' in lookup.")


def _position(wanted: Any, cells: list[Any], *, ordered: bool) -> int:
    if not ordered:
        for index, cell in enumerate(cells):
            if _same(cell, wanted):
                return index
        raise _not_found(wanted)
    smaller = [index for index, cell in enumerate(cells) if type(cell) is type(wanted) and cell <= wanted]
    if not smaller:
        raise _not_found(wanted)
    return smaller[-1]


def _match(wanted: Argument, cells: Argument, kind: Argument | None = None) -> float:
    ordered = number(kind()) != 0 if kind else True
    return _position(one(wanted()), flat(cells()), ordered=ordered) + 1


def _index(cells: Argument, row: Argument, column: Argument | None = None) -> Any:
    rows = cells()
    at, across = int(number(row())), int(number(column())) if column else 1
    if len(rows) == 1 and column is None:
        at, across = 1, at
    if at > len(rows) or across > len(rows[0]):
        raise FormulaError("NUM", "Function INDEX parameter value is out of range.")
    return one(rows[at - 1][across - 1])


def _vlookup(wanted: Argument, cells: Argument, column: Argument, ordered: Argument | None = None) -> Any:
    rows = cells()
    exact = ordered is not None and not truth(ordered())
    at = _position(one(wanted()), [row[0] for row in rows], ordered=not exact)
    return one(rows[at][int(number(column())) - 1])


def _xlookup(wanted: Argument, cells: Argument, results: Argument, missing: Argument | None = None) -> Any:
    try:
        return one(flat(results())[_position(one(wanted()), flat(cells()), ordered=False)])
    except FormulaError as error:
        if missing is None or error.kind != "N_A":
            raise
        return missing()


def _meets(cell: Any, criterion: Any) -> bool:
    if not isinstance(criterion, str):
        return _same(cell, criterion)
    sign, wanted = re.fullmatch(r"(<>|<=|>=|<|>|=)?(.*)", criterion, re.DOTALL).groups()
    try:
        limit: Any = float(wanted)
    except ValueError:
        like = re.escape(wanted).replace(r"\*", ".*").replace(r"\?", ".")
        fits = isinstance(cell, str) and re.fullmatch(like, cell, re.IGNORECASE | re.DOTALL) is not None
        return not fits if sign == "<>" else fits
    if not isinstance(cell, int | float) or isinstance(cell, bool):
        return sign == "<>"
    order = {"<": cell < limit, ">": cell > limit, "<=": cell <= limit, ">=": cell >= limit, "<>": cell != limit}
    return order.get(sign or "=", cell == limit)


def _count_if(cells: Argument, criterion: Argument) -> float:
    wanted = one(criterion())
    return sum(_meets(cell, wanted) for cell in flat(cells()))


def _sum_if(cells: Argument, criterion: Argument, summed: Argument | None = None) -> float:
    tested, wanted = flat(cells()), one(criterion())
    amounts = flat(summed()) if summed else tested
    pairs = zip(tested, amounts, strict=False)
    return sum(number(amount) for cell, amount in pairs if _meets(cell, wanted) and not isinstance(amount, str))


def _round(value: Argument, places: Argument | None = None) -> float:
    shift = 10 ** int(number(places()) if places else 0)
    scaled = number(value()) * shift
    return int(abs(scaled) + 0.5 + 1e-9) / shift * (-1 if scaled < 0 else 1)


def _join(separator: Argument, skip_blanks: Argument, *parts: Argument) -> str:
    cells = [text(cell) for part in parts for cell in flat(part())]
    return text(separator()).join(cell for cell in cells if cell or not truth(skip_blanks()))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda *arguments: sum(_numbers(arguments)),
    "AVERAGE": _average,
    "MIN": lambda *arguments: min(_numbers(arguments), default=0),
    "MAX": lambda *arguments: max(_numbers(arguments), default=0),
    "COUNT": lambda *arguments: len(_numbers(arguments)),
    "COUNTA": lambda *arguments: sum(cell is not None for each in arguments for cell in flat(each())),
    "COUNTIF": _count_if,
    "SUMIF": _sum_if,
    "ROUND": _round,
    "ABS": lambda value: abs(number(value())),
    "IF": _if,
    "IFERROR": _if_error,
    "IFNA": _if_error,
    "AND": lambda *arguments: all(truth(cell) for each in arguments for cell in flat(each())),
    "OR": lambda *arguments: any(truth(cell) for each in arguments for cell in flat(each())),
    "NOT": lambda value: not truth(value()),
    "ISBLANK": lambda value: flat(value())[0] is None,
    "CONCATENATE": lambda *parts: "".join(text(cell) for part in parts for cell in flat(part())),
    "TEXTJOIN": _join,
    "LEN": lambda value: len(text(value())),
    "UPPER": lambda value: text(value()).upper(),
    "LOWER": lambda value: text(value()).lower(),
    "TRIM": lambda value: " ".join(text(value()).split(" ")),
    "HYPERLINK": lambda link, label=None: text((label or link)()),
    "MATCH": _match,
    "INDEX": _index,
    "VLOOKUP": _vlookup,
    "XLOOKUP": _xlookup,
    "ROW": lambda: None,
    "COLUMN": lambda: None,
    "DATE": lambda year, month, day: serial(dt.date(*(int(number(part())) for part in (year, month, day)))),
    "TODAY": lambda: serial(dt.datetime.now(dt.UTC).date()),
    "TRUE": lambda: True,
    "FALSE": lambda: False,
}

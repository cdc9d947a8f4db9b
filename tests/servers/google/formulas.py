"""Formulas, as far as sheets of OKRs use them: arithmetic, texts, comparisons, ranges and a few functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.servers.google.a1 import Area, parse_cells, split_sheet
from tests.servers.google.functions import FUNCTIONS, FormulaError, flat, number, one, text
from tests.servers.google.references import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.google.calculation import Calculation
    from tests.servers.google.grid import Sheet

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)(?![\d:A-Za-z$])
    |(?P<string>"(?:[^"]|"")*")
    |(?P<call>[A-Za-z][\w.]*)\s*\(
    |(?P<name>TRUE|FALSE)\b
    |(?P<operator><>|<=|>=|[-+*/^&=<>%(),;]))""",
    re.VERBOSE | re.IGNORECASE,
)

POWERS = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 6}


class Token(NamedTuple):
    """A piece of a formula."""

    kind: str
    text: str


def tokens_of(formula: str) -> list[Token]:
    """Return the pieces of a formula after its “=”; FormulaError where one makes no sense."""
    found, at = [], 1
    while at < len(formula.rstrip()):
        plain = TOKEN.match(formula, at)
        place = at + len(formula[at:]) - len(formula[at:].lstrip())
        reference = REFERENCE.match(formula, place)
        if reference and not reference["text"] and (plain is None or plain.lastgroup not in {"number", "call"}):
            found.append(Token("reference", reference[0]))
            at = reference.end()
        elif plain:
            found.append(Token(plain.lastgroup or "", plain[plain.lastgroup or 0]))
            at = plain.end()
        else:
            raise FormulaError("ERROR", "Formula parse error.")
    return [*found, Token("end", "")]


def evaluate(calculation: Calculation, sheet: Sheet, row: int, column: int, formula: str) -> dict[str, Any]:
    """Return the ExtendedValue that a formula comes to in its cell."""
    try:
        value = _Reading(calculation, sheet, row, column, tokens_of(formula)).all()
        value = one(value)
    except FormulaError as error:
        return {"errorValue": {"type": error.kind, "message": error.message}}
    except RecursionError:
        return {"errorValue": {"type": "REF", "message": "Circular dependency detected."}}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": int(value) if float(value).is_integer() and abs(value) < 1e15 else value}
    return {"stringValue": value} if value is not None else {"numberValue": 0}


class _Reading:
    """One formula, read and worked out from left to right."""

    def __init__(self, calculation: Calculation, sheet: Sheet, row: int, column: int, tokens: list[Token]) -> None:
        self.calculation = calculation
        self.sheet = sheet
        self.place = (row, column)
        self.tokens = tokens
        self.at = 0

    def all(self) -> Any:
        value = self.expression(0)
        if self.next().kind != "end":
            raise FormulaError("ERROR", "Formula parse error.")
        return value

    def next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def sees(self, *texts: str) -> bool:
        token = self.tokens[self.at]
        return token.kind == "operator" and token.text in texts

    def expression(self, power: int) -> Any:
        left = self.operand()
        while True:
            token = self.tokens[self.at]
            if self.sees("%"):
                self.next()
                left = number(left) / 100
                continue
            strength = POWERS.get(token.text, 0) if token.kind == "operator" else 0
            if strength <= power:
                return left
            self.next()
            left = _operate(token.text, left, self.expression(strength))

    def operand(self) -> Any:
        token = self.next()
        meanings: dict[str, Callable[[], Any]] = {
            "number": lambda: float(token.text),
            "string": lambda: token.text[1:-1].replace('""', '"'),
            "name": lambda: token.text.upper() == "TRUE",
            "reference": lambda: self.reference(token.text),
            "call": lambda: self.call(token.text.upper()),
        }
        if token.kind in meanings:
            return meanings[token.kind]()
        if token.text in {"-", "+"}:
            value = number(self.expression(5))
            return -value if token.text == "-" else value
        if token.text == "(":
            value = self.expression(0)
            self.close()
            return value
        raise FormulaError("ERROR", "Formula parse error.")

    def close(self) -> None:
        if not self.sees(")"):
            raise FormulaError("ERROR", "Formula parse error.")
        self.next()

    def call(self, name: str) -> Any:
        function = FUNCTIONS.get(name)
        if function is None:
            raise FormulaError("NAME", f"Unknown function: '{name}'.")
        if name in {"ROW", "COLUMN"}:
            return self.own_place(name)
        arguments: list[Callable[[], Any]] = []
        while not self.sees(")"):
            if self.sees(",", ";"):
                self.next()
                continue
            arguments.append(self.argument())
        self.close()
        return function(*arguments)

    def own_place(self, name: str) -> float:
        area = None
        if not self.sees(")"):
            area = self.area(self.next().text)[1]
        self.close()
        at = self.place if area is None else (area.top, area.left)
        return at[0 if name == "ROW" else 1] + 1

    def argument(self) -> Callable[[], Any]:
        """Return what works an argument out when the function asks for it: IF and IFERROR need that."""
        start = self.at
        depth = 0
        while depth or not self.sees(",", ";", ")"):
            if self.tokens[self.at].kind == "end":
                raise FormulaError("ERROR", "Formula parse error.")
            depth += (self.sees("(") or self.tokens[self.at].kind == "call") - self.sees(")")
            self.at += 1
        tokens = [*self.tokens[start : self.at], Token("end", "")]
        return lambda: _Reading(self.calculation, self.sheet, *self.place, tokens).all()

    def area(self, written: str) -> tuple[Sheet, Area]:
        title, rest = split_sheet(written)
        sheet = self.sheet if title is None else self.calculation.book.sheet_named(title)
        cells = parse_cells(rest)
        if sheet is None or cells is None:
            raise FormulaError("REF", f"Unresolved sheet name '{title}'.")
        return sheet, Area(sheet.id, *cells)

    def reference(self, written: str) -> Any:
        """Return the value of a cell, or the values of a range as rows."""
        sheet, area = self.area(written)
        cut = sheet.clip(area)
        rows = [
            [self.value(sheet, row, column) for column in range(cut.left, cut.right or 0)]
            for row in range(cut.top, cut.bottom or 0)
        ]
        if not rows or not rows[0]:
            raise FormulaError("REF", "Reference does not exist.")
        return rows if ":" in written else rows[0][0]

    def value(self, sheet: Sheet, row: int, column: int) -> Any:
        value = self.calculation.effective(sheet, row, column)
        if "errorValue" in value:
            return FormulaError(value["errorValue"]["type"], value["errorValue"].get("message", ""))
        return next(iter(value.values()), None)


def _operate(sign: str, left: Any, right: Any) -> Any:
    left, right = (flat(side)[0] if isinstance(side, list) else side for side in (left, right))
    if sign == "&":
        return text(left) + text(right)
    if POWERS[sign] == 1:
        return _compare(sign, left, right)
    first, second = number(left), number(right)
    if sign == "/" and second == 0:
        raise FormulaError("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
    results: dict[str, Callable[[], float]] = {
        "+": lambda: first + second,
        "-": lambda: first - second,
        "*": lambda: first * second,
        "/": lambda: first / second,
        "^": lambda: first**second,
    }
    return results[sign]()


def _compare(sign: str, left: Any, right: Any) -> bool:
    first, second = _rank(left, like=right), _rank(right, like=left)
    orders = {"=": first == second, "<>": first != second, "<": first < second, ">": first > second}
    return {**orders, "<=": first <= second, ">=": first >= second}[sign]


def _rank(value: Any, like: Any) -> tuple[int, Any]:
    """Return what values are ordered by: numbers before texts before booleans; a blank is like the other side."""
    if isinstance(value, FormulaError):
        raise value
    if value is None:
        value = {str: "", bool: False}.get(type(like), 0)
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)

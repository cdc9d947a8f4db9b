"""Rule files as written: TOML read quickly, and everything that is not in the format refused by name."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from okrsync.errors import RuleError
from okrsync.linting.nearest import nearest
from okrsync.model import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

Table = dict[str, Any]

APPLIES = ("key_result", "objective", "plan", "ignore", "crash")
DOCS = ("what", "why", "not_when", "source")
NEEDS = (
    "structure", "description", "level", "team", "owner", "period", "parent", "supports", "ambition", "weight",
    "status", "progress", "confidence", "last_check_in", "score", "metric", "unit", "direction", "baseline",
    "target", "current", "due", "history", "ignore", "conflicts",
)  # fmt: skip
"""Names of the fields that a rule can need a place for."""

_CODE = re.compile(r"[A-Z]{2,8}[0-9]{1,4}\Z")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_SECTION = re.compile(r"^\[\[?\s*([A-Za-z_]+)", re.MULTILINE)
_LINE = re.compile(r"line (\d+)")
_LATER = frozenset({"docs", "tests"})


def read_table(path: Path) -> Table:
    """Return the whole of a TOML file. Raises RuleError where it cannot be read, or is no TOML."""
    return _parsed(_text(path), path)


def read_rule_table(path: Path) -> Table:
    """Return a rule file without its docs and tests, which are two thirds of it and seldom asked for.

    Raises RuleError as `read_table` does.
    """
    text = _text(path)
    starts = [(match.start(), match[1]) for match in _SECTION.finditer(text)]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    head = text[: starts[0][0]] if starts else text
    kept = [text[start:end] for (start, name), end in zip(starts, ends, strict=True) if name not in _LATER]
    try:
        return tomllib.loads(head + "".join(kept))
    except tomllib.TOMLDecodeError:
        return _parsed(text, path)  # a text that holds "[docs" at the start of a line, or a true mistake


@cache
def whole_rule_table(path: Path) -> Table:
    """Return the whole of a rule file, docs and tests included, read once. Raises RuleError as `read_table` does."""
    return read_table(path)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise RuleError("linting.file-unreadable", file=path.name, problem=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise RuleError("linting.file-not-utf8", file=path.name) from error


def _parsed(text: str, path: Path) -> Table:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        number = int(line[1]) if line else text.count("\n") + 1
        raise RuleError("linting.file-not-toml", file=path.name, line=number, problem=str(error)) from error


def one_of(file: str, key: str, value: object, choices: Iterable[str]) -> str:
    """Return `value` if it is one of `choices`. Raises RuleError naming the nearest."""
    text = a_text(file, key, value)
    allowed = tuple(choices)
    if text not in allowed:
        raise RuleError("linting.not-one-of", file=file, entry=key, value=text, nearest=nearest(text, allowed))
    return text


def a_text(file: str, key: str, value: object) -> str:
    """Return `value` if it is text with something in it."""
    if not isinstance(value, str) or not value.strip():
        raise RuleError("linting.not-a-text", file=file, entry=key)
    return value


def a_number(file: str, key: str, value: object, most: float) -> float:
    """Return `value` if it is a number from 0 to `most`."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= most:
        raise RuleError("linting.not-a-number", file=file, entry=key, most=f"{most:g}")
    return float(value)


def a_flag(file: str, key: str, value: object) -> bool:
    """Return `value` if it is true or false."""
    if not isinstance(value, bool):
        raise RuleError("linting.not-a-flag", file=file, entry=key)
    return value


def a_table(file: str, key: str, value: object) -> Table:
    """Return `value` if it is a table."""
    if not isinstance(value, dict):
        raise RuleError("linting.not-a-table", file=file, entry=key)
    return value


def texts(file: str, key: str, value: object) -> tuple[str, ...]:
    """Return `value` if it is a list of texts."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise RuleError("linting.not-a-list", file=file, entry=key)
    return tuple(value)


def only_keys(file: str, table: Mapping[str, object], allowed: Iterable[str], where: str = "") -> None:
    """Raise RuleError for the first key that is not allowed, naming the nearest that is."""
    right = tuple(allowed)
    for key in table:
        if key not in right:
            raise RuleError("linting.unknown-key", file=file, entry=where + key, nearest=where + nearest(key, right))


def _by_language(file: str, key: str, value: object, inner: Callable[[str, str, object], object]) -> None:
    for language, table in a_table(file, key, value).items():
        for name, words in a_table(file, f"{key}.{language}", table).items():
            inner(file, f"{key}.{language}.{name}", words)


def _docs(file: str, key: str, value: object) -> None:
    for language, table in a_table(file, key, value).items():
        only_keys(file, a_table(file, f"{key}.{language}", table), DOCS, f"{key}.{language}.")
    _by_language(file, key, value, a_text)


def _title(file: str, key: str, value: object) -> None:
    for language, words in a_table(file, key, value).items():
        a_text(file, f"{key}.{language}", words)


def _code(file: str, key: str, value: object) -> None:
    if not _CODE.match(a_text(file, key, value)):
        raise RuleError("linting.not-a-code", file=file, entry=key)


def _name(file: str, key: str, value: object) -> None:
    if not _NAME.match(a_text(file, key, value)):
        raise RuleError("linting.not-a-name", file=file, entry=key)


def _needs(file: str, key: str, value: object) -> None:
    for need in texts(file, key, value):
        one_of(file, key, need, NEEDS)


def _text_or_texts(file: str, key: str, value: object) -> None:
    if isinstance(value, dict):
        for language, text in value.items():
            a_text(file, f"{key}.{language}", text)
    else:
        a_text(file, key, value)


def _tests(file: str, key: str, value: object) -> None:
    if not isinstance(value, list):
        raise RuleError("linting.not-a-table", file=file, entry=key)
    for number, case in enumerate(value, start=1):
        a_table(file, f"{key} {number}", case)


_MAY_CHANGE: dict[str, Callable[[str, str, object], object]] = {
    "severity": lambda file, key, value: one_of(file, key, value, [severity.value for severity in Severity]),
    "confidence": lambda file, key, value: a_number(file, key, value, 1),
    "weight": lambda file, key, value: a_number(file, key, value, 100),
    "options": a_table,
    "off": a_flag,
}
"""What a profile, the config or a user's own file can change of a rule."""

_WORDS: dict[str, Callable[[str, str, object], object]] = {
    "needs": _needs,
    "message": lambda file, key, value: _by_language(file, key, value, a_text),
    "suggest": lambda file, key, value: _by_language(file, key, value, a_text),
    "phrases": lambda file, key, value: _by_language(file, key, value, texts),
}
RULE_KEYS: dict[str, Callable[[str, str, object], object]] = {
    "code": _code,
    "name": _name,
    "since": a_text,
    "title": _title,
    "applies": lambda file, key, value: one_of(file, key, value, APPLIES),
    "check": a_text,
    "any_language": a_flag,
    "said_by": texts,
    "docs": _docs,
    "tests": _tests,
    **_MAY_CHANGE,
    **_WORDS,
}
EXTENSION_KEYS = {"extends": a_text, **_MAY_CHANGE, **_WORDS}
SETTING_KEYS = {"source": _text_or_texts, **_MAY_CHANGE}
"""What a profile says of a rule; `source` names who says so, once or by language."""
REQUIRED = ("code", "name", "applies", "check", "severity", "message")


def check_table(file: str, table: Table) -> None:
    """Raise RuleError for the first thing in a rule file, or one that extends a rule, that the format does not know."""
    keys = EXTENSION_KEYS if "extends" in table else RULE_KEYS
    check_keys(file, table, keys)
    missing = [key for key in REQUIRED if key not in table] if "extends" not in table else []
    if missing:
        raise RuleError("linting.missing-key", file=file, entry=missing[0])


def check_keys(
    file: str, table: Table, keys: Mapping[str, Callable[[str, str, object], object]], where: str = ""
) -> None:
    """Raise RuleError for the first key of `table` that is not in `keys`, or whose value is of the wrong kind."""
    only_keys(file, table, keys, where)
    for key, value in table.items():
        keys[key](file, where + key, value)

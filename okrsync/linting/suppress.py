"""What people write in the "OKR ignore" column, read leniently: which rules to silence for this row, and why."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from okrsync.linting.ruleset import plain
from okrsync.wording import languages, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.linting.rule import Rule

_SEPARATORS = re.compile(r"[;\n]+")
_NEXT_CODE = re.compile(r",(?=\s*[A-Za-z]{2,8}[ -]?\d{1,4}\b)")
_LOOKS_LIKE_A_CODE = re.compile(r"([A-Za-z]{2,8})[ _-]?(\d{1,4})(?!\w)")
_REASON_MARK = re.compile(r"^\s*(?::|=|\(|–|—|-|→)\s*")
_WORD_ENDS = re.compile(r"(?<=\w)(?!\w)")


class Directive(NamedTuple):
    """One rule (or all) to silence for one row."""

    named: str
    """The code, name or word as typed."""
    codes: frozenset[str]
    """Codes of the rules meant; empty where there is no such rule."""
    reason: str
    """Why, as typed; empty where nothing was said."""
    everything: bool = False
    """It silences whatever there is, e.g. “all”."""


def read_directives(text: str | None, known: Sequence[Rule]) -> list[Directive]:
    """Return what an "OKR ignore" cell asks for: `KR104: agreed with the CFO; ST206`, names, commas, one a line.

    A part that names no rule continues the reason of the one before it; at the very start it is a directive without
    codes.
    """
    found: list[Directive] = []
    parts = [part.strip() for part in _SEPARATORS.split(text or "") if part.strip()]
    while parts:
        part = parts.pop(0)
        named, rest = _names_at_start(part, known)
        if named:
            # A code after a comma begins anew: “KR104: agreed, ST206: too”.
            reason, *later = _NEXT_CODE.split(rest, maxsplit=1)
            parts[:0] = [later[0].strip()] if later else []
            found += [directive._replace(reason=_reason(reason)) for directive in named]
        elif found:
            joined = f"{found[-1].reason}; {part}" if found[-1].reason else part
            found[-1] = found[-1]._replace(reason=joined)
        else:
            found.append(Directive(part, frozenset(), ""))
    return found


def _names_at_start(part: str, known: Sequence[Rule]) -> tuple[list[Directive], str]:
    """Return the rules that a part begins with, as directives, and what follows them."""
    found: list[Directive] = []
    rest = part
    while rest:
        directive, length = _one_name(rest, known)
        if directive is None:
            break
        found.append(directive)
        rest = rest[length:]
        joined = _joiner().match(rest)
        if not joined or _one_name(rest[joined.end() :], known)[0] is None:
            break
        rest = rest[joined.end() :]
    return found, rest


def _one_name(text: str, known: Sequence[Rule]) -> tuple[Directive | None, int]:
    """Return the rule that `text` begins with and how many characters name it."""
    code = _LOOKS_LIKE_A_CODE.match(text)
    if code:
        wanted = plain(code[0])
        exact = frozenset(rule.code for rule in known if plain(rule.code) == wanted)
        # "KR1" is no code but the beginning of many: asking to silence them all is understood.
        codes = exact or frozenset(rule.code for rule in known if plain(rule.code).startswith(wanted))
        return Directive(code[0], codes, ""), code.end()
    for word in _words_for_everything():
        if text.casefold().startswith(word) and not text[len(word) : len(word) + 1].isalnum():
            return Directive(text[: len(word)], frozenset(rule.code for rule in known), "", everything=True), len(word)
    return _rule_name(text, known)


def _rule_name(text: str, known: Sequence[Rule]) -> tuple[Directive | None, int]:
    """Return the rule whose name `text` begins with, "missing baseline" as well as "missing-baseline"."""
    by_name = {plain(rule.name): rule.code for rule in known}
    most = max(map(len, by_name), default=0)
    for end in reversed([match.start() for match in _WORD_ENDS.finditer(text[: most + most])]):
        code = by_name.get(plain(text[:end]))
        if code:
            return Directive(text[:end], frozenset({code}), ""), end
    return None, 0


def _reason(rest: str) -> str:
    marked = _REASON_MARK.match(rest)
    if not marked:
        return rest.strip(" ,.")
    reason = rest[marked.end() :].strip()
    return reason.removesuffix(")").strip() if "(" in marked[0] else reason


@cache
def _words_for_everything() -> tuple[str, ...]:
    return tuple(sorted({word for code in languages() for word in say("linting.ignore-everything", code).split()}))


@cache
def _joiner() -> re.Pattern[str]:
    """Return what may stand between two rules that share a reason: a comma, a blank, "and"."""
    words = sorted({word for code in languages() for word in say("linting.ignore-joiners", code).split()})
    return re.compile(rf"\s*(?:[,/+]|\s(?:{'|'.join(map(re.escape, words))})\s|\s)\s*", re.IGNORECASE)

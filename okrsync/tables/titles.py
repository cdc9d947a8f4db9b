"""Titles as typed, taken apart: bullet, label ("Objective 1:"), id ("O1.KR2 –"), number, and the words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from okrsync.tables.folding import fold, tidy
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE
from okrsync.tables.lexicon import sheet_words

_BULLET = re.compile(r"^\s*(?:[•▪▫◦‣⁃●○■□▶►➤➔→↳└├│✓✔☐☑★·*]+|[-–—>]+(?=\s)|o(?=\s{1,3}[^\W\d_]))\s*")
_LETTERED = re.compile(r"^\(?(?:[a-zA-Z]|[ivx]{2,4})\)\s+")
_CODE = re.compile(
    r"^\s*(?P<open>[\[(])?"
    r"(?P<code>(?:[^\W\d_]{1,4}[-_. ]?)?\d{1,3}"
    r"(?:\s?[.\-_/]\s?(?:[^\W\d_]{1,3}[-_ ]?)?\d{1,3}|[^\W\d_]{1,3}\d{1,3})*)(?(open)[\])])"
    r"(?P<mark>\s*[:.)|]\s+|\s+[-–—:|]\s+|\s*[–—:]\s*|\s+|\s*$|\.\s)(?P<rest>.*)$",
    re.DOTALL,
)
_WORDED = re.compile(r"^\s*(?P<head>[^:–—|]{1,40}?)\s*(?P<mark>[:|]|\s[-–—]\s|[–—])\s*(?P<rest>.*)$", re.DOTALL)
_COUNTED = re.compile(
    r"^\s*(?P<head>[^\W\d_][^\d:]{1,30}?)\s*(?:n\.?\s?[°ºo.]?|nr\.?|#|no\.?)?\s*"
    r"(?P<number>\d{1,2}(?:[.\-]\d{1,2})*)\s*(?P<mark>[:.)|–—-]\s*|\s+|$)(?P<rest>.*)$",
    re.DOTALL,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_CODE_PARTS = re.compile(r"[^\W\d_]+|\d+")
_NUMERIC = re.compile(r"^[\d.\-_/ ]+$")
_DOTTED = re.compile(r"^\d+(?:[.\-]\d+)+$")
_STARTS_WITH_VALUE = re.compile(r"^[\d%‰€$£]")
# Without a digit, colon or dash near its beginning a title has neither label nor id: most titles, told cheaply.
_HINT = re.compile(r"[\d:：|–—#]|\s-\s")
_FAR = 48
# Full-width marks count as their narrow kin where they end a label, within the first few characters.
_NARROW = str.maketrans({"：": ":", "．": ".", "、": ".", "）": ")", "】": "]", "【": "[", "（": "("})
_LABEL_LENGTH = 12
OTHER = "other"


class Title(NamedTuple):
    """A title without its trappings, and what they say."""

    text: str
    kind: str | None = None
    """"objective", "key_result", "other" where a label or id says so."""
    code: str | None = None
    """The id or number in front, as typed: "O1.KR2", "1.1"."""
    bullet: bool = False
    indent: int = 0
    labelled: bool = False
    """A label in words ("Objective 1:") stands in front."""


@lru_cache(maxsize=4096)
def _word_kind(head: str) -> str | None:
    """Return what a label says: "Objectif n°" → objective, "Résultat clé" → key_result, "Action" → other."""
    words = tuple(word for word in fold(head) if not word.isdecimal())
    if words and words[-1] in ("n", "no", "nr"):
        words = words[:-1]
    known = sheet_words()
    roles = known.headers.get(words, {})
    for kind in (KEY_RESULT, OBJECTIVE):
        if kind in roles:
            return kind
    # "Strategic objective 2:", "Team goal:" – a level before or after the word.
    levelled = [word for word in words if (word,) not in known.levels and word not in known.filler]
    if len(levelled) < len(words) and len(words) <= 4 and OBJECTIVE in known.headers.get(tuple(levelled), {}):
        return OBJECTIVE
    return OTHER if known.types.get(words) == OTHER else None


@cache
def _openings() -> frozenset[str]:
    """Return the words that a label can begin with: titles that begin otherwise, most of them, have none."""
    known = sheet_words()
    return frozenset(words[0] for words in (*known.headers, *known.types, *known.levels) if words) | known.filler


def _may_be_labelled(text: str) -> bool:
    """Tell from its first word whether a title can have a label in words."""
    first = fold(text.split(maxsplit=1)[0]) if text.strip() else ()
    return not first or first[0].isdecimal() or first[0] in _openings()


def code_kind(code: str) -> str | None:
    """Return what an id says by its letters: "O1" → objective, "O1.KR2" → key_result, "1.1" → nothing."""
    letters = _LETTERS.findall(code)
    if not letters:
        return None
    last = letters[-1].casefold()
    kind = sheet_words().types.get((last,))
    roles = sheet_words().headers.get((last,), {})
    if KEY_RESULT in roles or kind == KEY_RESULT:
        return KEY_RESULT
    return OBJECTIVE if OBJECTIVE in roles or kind == OBJECTIVE else None


def code_depth(code: str) -> int:
    """Return how deep an id goes: "1" → 1, "O1.KR2" → 2, "1.2.3" → 3."""
    return sum(piece.isdecimal() for piece in _CODE_PARTS.findall(code))


def code_numbers(code: str) -> tuple[int, ...]:
    """Return the numbers of an id: "O1.KR2" → (1, 2)."""
    return tuple(int(piece) for piece in _CODE_PARTS.findall(code) if piece.isdecimal())


def _coded(text: str, *, outline: bool) -> tuple[str, str] | None:
    """Take an id off the front; return it and the rest. `outline`: the column's titles carry numbers like 1.1."""
    found = _CODE.match(text)
    if not found:
        return None
    code, mark, rest = tidy(found["code"]), found["mark"], found["rest"].strip()
    if _NUMERIC.match(code):
        listed = (bool(mark.strip()) and not _STARTS_WITH_VALUE.match(rest) and ":" not in mark[:1]) or (
            outline and _DOTTED.match(code) is not None
        )
        dashed = mark.strip() in ("-", "–", "—", ":") and not _STARTS_WITH_VALUE.match(rest)
        return (code, rest) if (listed or dashed) and rest and not _STARTS_WITH_VALUE.match(rest) else None
    # "D7 retention" is a metric, "Goal 10 new customers" counts: before a small letter only "KR1" is surely an id.
    short = " " not in code and len(_LETTERS.findall(code)[-1]) > 1
    certain = bool(mark.strip()) or not rest[:1].islower() or short
    return (code, rest) if code_kind(code) and certain and not rest.startswith("%") else None


def _labelled(text: str) -> tuple[str, str, str | None] | None:
    """Take a label in words off the front; return its kind, the rest and its number."""
    for pattern in (_COUNTED, _WORDED):
        found = pattern.match(text)
        if not found:
            continue
        kind = _word_kind(found["head"])
        number = found["number"] if pattern is _COUNTED else None
        # "Goal 10 new customers" counts customers, not goals.
        if pattern is _COUNTED and not found["mark"].strip() and (kind == OTHER or found["rest"][:1].islower()):
            continue
        if kind and not (pattern is _COUNTED and _STARTS_WITH_VALUE.match(found["rest"])):
            return kind, found["rest"].strip(), number
    return None


def _alone(text: str) -> str | None:
    """Read a label that stands by itself: "Objective", "Key results" (the title is in another cell or row)."""
    roles = sheet_words().headers.get(fold(text), {}) if len(text) <= 30 else {}
    return next((kind for kind in (KEY_RESULT, OBJECTIVE) if kind in roles and len(text) > 1), None)


@lru_cache(maxsize=32768)
def read_title(text: str, *, outline: bool = False) -> Title:
    """Take a title apart. `outline`: other titles of the column begin with numbers such as 1.1, so this may too."""
    indent = len(text) - len(text.lstrip(" \u00a0\t\u3000"))
    whole = text.strip()
    bullet = _BULLET.match(whole) or _LETTERED.match(whole)
    if bullet and bullet.end() < len(whole):
        whole = whole[bullet.end() :]
    else:
        bullet = None
    if alone := _alone(whole):
        return Title("", alone, None, bullet is not None, indent, labelled=True)
    plain = Title(tidy(whole), bullet=bullet is not None, indent=indent)
    if not _HINT.search(whole[:_FAR]):
        return plain
    rest = whole if whole.isascii() else whole[:_LABEL_LENGTH].translate(_NARROW) + whole[_LABEL_LENGTH:]
    kind = code = None
    label = _labelled(rest) if _may_be_labelled(rest) else None
    if label:
        kind, rest, code = label
    coded = _coded(rest, outline=outline)
    if coded:
        code, rest = coded
        kind = kind or code_kind(code)
    if not label and not coded:
        return plain
    return Title(tidy(rest), kind, code, bullet is not None, indent, labelled=label is not None)


def listed_titles(value: object) -> list[Title]:
    """Return the titles of a cell that lists several, one a line with a bullet, label or number; else nothing."""
    if not isinstance(value, str) or "\n" not in value.strip():
        return []
    titles = [read_title(line) for line in value.split("\n") if line.strip()]
    return titles if len(titles) > 1 and all(title.bullet or title.code or title.labelled for title in titles) else []

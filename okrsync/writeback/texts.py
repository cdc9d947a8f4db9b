"""What is written beside an OKR: one plain line for each remark, in a form that the store can hold unchanged."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from okrsync.model import Severity
from okrsync.printable import without_control_characters
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from okrsync.model import Finding, Language
    from okrsync.sources.base import TextLimits

MOST_LINES = 3
"""More than three remarks in a cell are not read; the rest stands in the summary tab."""
_TITLE_LENGTH = 40
_LONG_WORD = 20
# No-break spaces are part of a text, so `str.split` would take too much.
_BLANKS = re.compile(r"[ \t\r\n]+")
# What comes nearest to the signs of good typography, in files whose encoding lacks them; the first that fits is taken.
_NEAREST: dict[str, tuple[str, ...]] = {
    "⟨": ("‹", "<"),
    "⟩": ("›", ">"),
    "‹": ("<",),
    "›": (">",),
    "“": ('"',),
    "”": ('"',),
    "„": ('"',),
    "«": ('"',),
    "»": ('"',),
    "‘": ("'",),
    "’": ("'",),
    "–": ("-",),
    "—": ("-",),
    "\u2011": ("-",),
    "−": ("-",),
    "•": ("-",),
    "·": ("-",),
    "…": ("...",),
    "→": ("->",),
    "\u202f": ("\u00a0", " "),
    "\u00a0": (" ",),
    "≥": (">=",),
    "≤": ("<=",),
    "≠": ("<>",),
    "×": ("x",),
    "€": ("EUR",),
    "œ": ("oe",),
    "Œ": ("OE",),
    "ß": ("ss",),
}


def shown(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings worth a place beside the OKR, the most serious first.

    Hints stand there only where there is nothing else, and then only those that cost points: a score below 100 with
    nothing beside it would leave a manager wondering.
    """
    several = list(findings)
    serious = [finding for finding in several if finding.severity is not Severity.INFO]
    return sorted(serious or [finding for finding in several if finding.points > 0], key=seriousness)


def seriousness(finding: Finding) -> tuple[int, float, float, str, str, tuple[int, int], str]:
    """Return what sorts findings, the most serious first, in the same order in every run."""
    return (
        -finding.severity.rank,
        -finding.points,
        -finding.confidence,
        finding.code,
        finding.field,
        finding.span or (0, 0),
        finding.message,
    )


def line(finding: Finding, *, about: str | None = None, title: str = "") -> str:
    """Return one remark on one line: what, how to mend it, and the rule's code, by which it can be silenced.

    `about` names the sentence that says whom it is about, where a row carries more than one ("writeback.about-one").
    """
    words = _BLANKS.sub(" ", finding.message).strip()
    if finding.suggestion:
        words = f"{words} → {_BLANKS.sub(' ', finding.suggestion).strip()}"
    if about is not None:
        words = say(about, finding.lang, text=words, title=short_title(title))
    return f"{words} ({finding.code})"


def short_title(title: str) -> str:
    """Return enough of a title to know the OKR by."""
    words = _BLANKS.sub(" ", title).strip()
    if len(words) <= _TITLE_LENGTH:
        return words
    start, _, cut_word = words[:_TITLE_LENGTH].rpartition(" ")
    # A language without blanks, or one endless word, is cut anywhere.
    return f"{start if len(cut_word) < _LONG_WORD else words[: _TITLE_LENGTH - 1]}…"


def cell_text(lines: Sequence[str], limits: TextLimits, language: Language, tab: str | None) -> str:
    """Return the text of a warnings cell: the first lines, and how many more there are (and where: in `tab`)."""
    different = list(dict.fromkeys(lines))
    # “and 1 more” would take the place of the one that it hides.
    if len(different) > MOST_LINES + 1:
        rest = len(different) - MOST_LINES
        pointer = (
            say("writeback.more", language, n=rest)
            if tab is None
            else say("writeback.more-in-tab", language, n=rest, tab=tab)
        )
        different = [*different[:MOST_LINES], pointer]
    return fit(limits.line_break.join(different), limits, language)


def fit(text: str, limits: TextLimits, language: Language) -> str:
    """Return `text` as the store can hold it and give it back: printable, encodable, and not too long."""
    words = without_control_characters(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()
    words = _encodable(words, limits.encoding)
    if _length(words) <= limits.length:
        return words
    pointer = _encodable(say("writeback.cut", language), limits.encoding)
    room = limits.length - _length(pointer)
    # An emoji counts twice, so cutting at half of what is too long can only be too careful.
    while _length(words) > room:
        words = words[: len(words) - max(1, (_length(words) - room) // 2)]
    return words.rstrip() + pointer


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _encodable(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_near(character, encoding) for character in text)
    return text


def _near(character: str, encoding: str) -> str:
    letter = unicodedata.normalize("NFKD", character)[:1]
    for candidate in (character, *_NEAREST.get(character, ()), letter):
        with suppress(UnicodeEncodeError):
            candidate.encode(encoding)
            return candidate
    return "?"

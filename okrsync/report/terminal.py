"""Lines for a terminal: wrapped between words, indented, coloured where asked. Made for tens of thousands of lines."""

from __future__ import annotations

from functools import cache
from textwrap import TextWrapper
from typing import NamedTuple


class Piece(NamedTuple):
    """Some words and how they look ("bold", "red" …; nothing: as they are)."""

    text: str
    style: str = ""


class Page:
    """Lines added one below the other."""

    def __init__(self, width: int, *, colour: bool) -> None:
        """`width` is in columns; without `colour` styles are left out."""
        self.width = width
        self.colour = colour
        self.lines: list[str] = []

    def add(self, *pieces: Piece, indent: int = 0) -> None:
        """Add a paragraph; it begins anew below itself where it is too wide. No-break spaces hold words together."""
        whole = "".join(piece.text for piece in pieces)
        margin = " " * indent
        end = 0
        for line in _wrapper(max(1, self.width - indent)).wrap(whole) or [""]:
            start = whole.index(line, end)
            end = start + len(line)
            self.lines.append(margin + (_painted(pieces, start, end) if self.colour else line))

    def text(self) -> str:
        """Return all lines; each ends in a line end."""
        return "".join(f"{line.rstrip()}\n" for line in self.lines)


@cache
def _wrapper(width: int) -> TextWrapper:
    return TextWrapper(width, expand_tabs=False, replace_whitespace=False, break_on_hyphens=False)


@cache
def _colours(name: str) -> tuple[str, str]:
    """Return what a terminal is sent before and behind a text of that style."""
    from rich.color import ColorSystem  # noqa: PLC0415 - only a terminal with colours pays for it
    from rich.style import Style  # noqa: PLC0415 - as above

    before, behind = Style.parse(name).render("\0", color_system=ColorSystem.STANDARD).split("\0")
    return before, behind


def _painted(pieces: tuple[Piece, ...], start: int, end: int) -> str:
    """Return the characters from `start` to `end` of all pieces together, each in the style of its piece."""
    painted = []
    place = 0
    for text, style in pieces:
        part = text[max(0, start - place) : max(0, end - place)]
        place += len(text)
        if part:
            before, behind = _colours(style) if style else ("", "")
            painted.append(before + part + behind)
    return "".join(painted)

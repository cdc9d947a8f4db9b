"""Lines for a terminal: where they break, and how they look."""

from __future__ import annotations

import re

from okrsync.report.terminal import Page, Piece


def page(width: int = 20, *, colour: bool = False) -> Page:
    """Return an empty page."""
    return Page(width, colour=colour)


def test_a_paragraph_breaks_between_words_and_keeps_its_indent() -> None:
    lines = page()
    lines.add(Piece("one two three four five six"), indent=2)
    assert lines.text() == "  one two three four\n  five six\n"


def test_words_held_together_by_no_break_spaces_stay_together() -> None:
    lines = page()
    lines.add(Piece("planter 1\u202f200 arbres\u00a0» demain"))
    assert lines.text() == "planter 1\u202f200\narbres\u00a0» demain\n"


def test_a_word_wider_than_the_page_is_cut() -> None:
    lines = page(5)
    lines.add(Piece("abcdefgh"))
    assert lines.text() == "abcde\nfgh\n"


def test_nothing_is_an_empty_line() -> None:
    lines = page()
    lines.add()
    assert lines.text() == "\n"


def test_without_colour_there_are_no_signs_for_it() -> None:
    lines = page()
    lines.add(Piece("x", "bold red"))
    assert lines.text() == "x\n"


def test_each_piece_keeps_its_colour_across_a_break() -> None:
    lines = page(9, colour=True)
    lines.add(Piece("! ", "yellow"), Piece("green words here", "green"), Piece(" plain"))
    first, second, *_, last = lines.text().splitlines()
    assert first == "\x1b[33m! \x1b[0m\x1b[32mgreen\x1b[0m"
    assert second == "\x1b[32mwords\x1b[0m"
    assert last == "plain"
    plain = re.sub(r"\x1b\[[0-9;]*m", "", lines.text())
    assert plain.split() == ["!", "green", "words", "here", "plain"]

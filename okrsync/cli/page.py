"""Writing the HTML page to a file: the one asked for, or one beside a file that has no place for a summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError
from okrsync.in_one_step import put
from okrsync.report import render

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.errors import OkrsyncError
    from okrsync.model import Language, Report

_OURS = '<meta name="generator" content="okrsync">'
_DAY = re.compile("<footer.*?</footer>", re.DOTALL)


def page_beside(path: Path) -> Path:
    """Return the page of a file whose kind has no place for comments and a summary: `okrs.csv.okrsync.html`."""
    return path.with_name(f"{path.name}.okrsync.html")


def is_told_by(page: Path, reports: Sequence[Report], language: Language) -> bool:
    """Tell whether a page already says what `reports` do, whatever day it was made on."""
    return _DAY.sub("", _text_of(page)) == _DAY.sub("", render("html", reports, (), language))


def remove_page(page: Path) -> bool:
    """Take away a page that okrsync made; return whether there was one. Raises WriteRefusedError if it cannot."""
    if _OURS not in _text_of(page):
        return False
    try:
        page.unlink()
    except OSError as error:
        raise WriteRefusedError("cli.page-refused", file=page, reason=error.strerror or type(error).__name__) from error
    return True


def _text_of(page: Path) -> str:
    """Return what stands in a page; nothing where there is none, or none of ours."""
    try:
        return page.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def write_page(path: Path, reports: Sequence[Report], errors: Sequence[OkrsyncError], language: Language) -> None:
    """Write the page in one step, so that nobody ever opens half of one. Raises WriteRefusedError if it cannot."""
    write_text(path, render("html", reports, errors, language))


def write_text(path: Path, page: str) -> None:
    """Write a page in one step. Raises WriteRefusedError if it cannot."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, page.encode())
    except OSError as error:
        raise WriteRefusedError("cli.page-refused", file=path, reason=error.strerror or type(error).__name__) from error

"""Writing the HTML page to a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError
from okrsync.report import render

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.errors import OkrsyncError
    from okrsync.model import Language, Report


def write_page(path: Path, reports: Sequence[Report], errors: Sequence[OkrsyncError], language: Language) -> None:
    """Write the page in one step, so that nobody ever opens half of one. Raises WriteRefusedError if it cannot."""
    page = render("html", reports, errors, language)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(page, "utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise WriteRefusedError("cli.page-refused", file=path, reason=error.strerror or type(error).__name__) from error

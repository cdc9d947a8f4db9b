"""The document as JSON, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from okrsync.report.document import document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.errors import OkrsyncError
    from okrsync.model import Language, Report


def render(reports: Sequence[Report], errors: Sequence[OkrsyncError], language: Language) -> str:
    """Return the JSON document, one finding, score or source a line.

    Letters stand as they are, not escaped. Pretty-printing within an entry would triple the time of a large plan.
    """
    whole = document(reports, errors, language)
    return "{\n" + ",\n".join(f"{_dumped(key)}: {_listed(value)}" for key, value in whole.items()) + "\n}\n"


def _listed(value: object) -> str:
    """Return a list with an entry a line; anything else as it is."""
    if not isinstance(value, list) or not value:
        return _dumped(value)
    return "[\n" + ",\n".join(map(_dumped, value)) + "\n]"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

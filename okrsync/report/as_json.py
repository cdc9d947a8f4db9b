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
    """Return the JSON document, readable as it stands (two spaces, no escapes of letters)."""
    return json.dumps(document(reports, errors, language), ensure_ascii=False, indent=2) + "\n"

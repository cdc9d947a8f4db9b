"""How wrong this computer's clock is, told by the date that a service writes on its answers."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

TOLERATED = 5
"""Minutes: Google takes a signed request that is up to so old or so early."""
_SECONDS = 5.0


def minutes_off(server: str) -> float | None:
    """Return by how many minutes this computer's clock is ahead of `server`'s; None where that is not told.

    Nothing is asked for but the head of an answer, with no key.
    """
    try:
        answer = requests.head(server, timeout=_SECONDS)
        there = parsedate_to_datetime(answer.headers["Date"])
    except (requests.RequestException, KeyError, ValueError):
        return None
    return (datetime.now(UTC) - there).total_seconds() / 60

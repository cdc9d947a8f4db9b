"""The time in the workspace, which a test can stop or turn on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class WallClock:
    """The time in the workspace; a test can stop it, set it or turn it on."""

    offset: timedelta = timedelta()
    fixed: datetime | None = None

    def now(self) -> datetime:
        """Return the time."""
        return self.fixed if self.fixed is not None else datetime.now(UTC) + self.offset

    def stop(self, moment: datetime) -> None:
        """Stop the clock at `moment`."""
        self.fixed = moment

    def advance(self, by: timedelta) -> None:
        """Turn the clock on."""
        if self.fixed is not None:
            self.fixed += by
        else:
            self.offset += by

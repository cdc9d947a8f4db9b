"""What the config file says about rituals: which word goes to whom, and when."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from okrsync.config.nightly import DAYS, Day, a_local_time, a_reference
from okrsync.config.table import Table, Text

Channels = Annotated[
    list[Annotated[Text, AfterValidator(a_reference)]],
    BeforeValidator(lambda given: [given] if isinstance(given, str) else given),
]
"""Where the addresses that messages go to are kept: one reference, or several in a list."""


class OwnerSettings(Table):
    """`[digests.NAME.owners.WHO]`: where one owner's own message goes."""

    to: Channels
    language: Literal["en", "fr"] | None = None


class DigestSettings(Table):
    """`[digests.NAME]`: one word before one ritual."""

    kind: Literal["weekly", "monthly", "quarterly"]
    to: Channels = Field(default_factory=list)
    """The team's message; none where only owners get theirs."""
    sources: list[Text] = Field(default_factory=list)
    """All of the config where none is named."""
    language: Literal["en", "fr"] | None = None
    day: Day = "mon"
    """Weekly: on this day; monthly and quarterly: on the first such day of the month or quarter."""
    at: Annotated[Text, AfterValidator(a_local_time)] = "08:00"
    quiet: list[Annotated[Text, AfterValidator(a_local_time)]] = Field(
        default_factory=lambda: ["19:00", "07:00"], min_length=2, max_length=2
    )
    """From when to when nothing is sent."""
    weekends: bool = False
    """Whether messages may go out on Saturday and Sunday."""
    owners: dict[Text, OwnerSettings] = Field(default_factory=dict)

    @property
    def weekday(self) -> int:
        """Return the day of the week, 0 for Monday."""
        return DAYS.index(self.day)

    @property
    def quiet_hours(self) -> tuple[time, time]:
        """Return from when to when nothing is sent."""
        first, last = self.quiet
        return time.fromisoformat(first), time.fromisoformat(last)

"""What the config file says about running unattended: when, where the state is, who hears of it, what is kept."""

from __future__ import annotations

from datetime import time, timedelta, tzinfo
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from okrsync.config.table import Table, Text
from okrsync.credentials import is_reference

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)
_HOURS_AND_MINUTES = 5


def a_local_time(typed: str) -> str:
    """Return a time of day as it was typed. Raises PydanticCustomError for what is none, "8:00" for 08:00 too."""
    try:
        time.fromisoformat(typed)
    except ValueError:
        typed = ""
    if len(typed) != _HOURS_AND_MINUTES:
        raise PydanticCustomError("not_a_time", "is no time of day")
    return typed


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("unknown_timezone", "is no time zone") from None
    return name


def a_reference(typed: str) -> str:
    """Return where a secret is kept. Raises PydanticCustomError for what may be the secret itself."""
    if not is_reference(typed):
        raise PydanticCustomError("not_a_reference", "is no place where a secret is kept")
    return typed


def _without_password(url: str) -> str:
    if not is_reference(url) and urlsplit(url).password is not None:
        raise PydanticCustomError("password_in_url", "holds a password")
    return url


class AgentSettings(Table):
    """`[agent]`: when `okrsync agent` runs, and for how long at most."""

    at: Annotated[Text, AfterValidator(a_local_time)] = "02:30"
    timezone: Annotated[Text, AfterValidator(_known_zone)] | None = None
    days: list[Day] = Field(default_factory=lambda: list(DAYS), min_length=1)
    jitter: Annotated[int, Field(ge=0, le=720)] = 0
    """Minutes."""
    deadline: Annotated[int, Field(ge=1, le=1440)] = 60
    """Minutes that one run may take; `okrsync run` obeys it as well."""

    @property
    def local_time(self) -> time:
        """Return `at`."""
        return time.fromisoformat(self.at)

    @property
    def zone(self) -> tzinfo:
        """Return the time zone: that of this computer where none is named."""
        if self.timezone is not None:
            return ZoneInfo(self.timezone)
        from tzlocal import get_localzone  # noqa: PLC0415 - only who runs nightly asks

        return get_localzone()

    @property
    def weekdays(self) -> frozenset[int]:
        """Return the days of the week, 0 for Monday."""
        return frozenset(DAYS.index(day) for day in self.days)

    @property
    def spread(self) -> timedelta:
        """Return the jitter."""
        return timedelta(minutes=self.jitter)


class StateSettings(Table):
    """`[state]`: the database in which okrsync remembers what it saw and wrote."""

    url: Annotated[Text, AfterValidator(_without_password)] | None = None
    """A path, an address of a database, or where that is kept."""


class HistorySettings(Table):
    """`[history]`: what is kept of former runs."""

    keep: Annotated[int, Field(ge=30, le=3660)] = 400
    """Days."""


class HealthSettings(Table):
    """`[health]`: who hears how runs end."""

    ping: Annotated[Text, AfterValidator(a_reference)] | None = None
    """Where the address to call is kept."""
    metrics_file: Text | None = None
    opentelemetry: bool = False


class LoggingSettings(Table):
    """`[logging]`: what okrsync tells the log, which is standard error."""

    format: Literal["text", "json"] = "text"
    level: Literal["debug", "info", "warning", "error"] = "info"

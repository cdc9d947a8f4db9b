"""What `status`, `history` and `forget` begin with: the config, and the state that must be there."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from okrsync.cli.conditions import state_place
from okrsync.errors import ConfigError
from okrsync.state.database import open_database
from okrsync.state.place import may_exist

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from okrsync.cli.settings import Settings
    from okrsync.state.database import Database


@contextmanager
def remembered(settings: Settings) -> Iterator[Database]:
    """Give the state of the config. Raises ConfigError where there is no config or no run yet, StateError as ever."""
    if settings.config is None:
        raise ConfigError("agent.no-config")
    place = state_place(settings)
    if not may_exist(place):
        raise ConfigError("agent.no-run-yet")
    database = open_database(place)
    try:
        yield database
    finally:
        database.close()


def chosen_sources(settings: Settings, typed: Sequence[str]) -> list[str]:
    """Return the sources that are meant: all of the config where none was typed. Raises ConfigError for an unknown."""
    for name in typed:
        if name not in settings.sources:
            raise ConfigError(
                "agent.unknown-source", name=name, there=", ".join(f"“{each}”" for each in settings.sources)
            )
    return list(typed) or list(settings.sources)


def as_json(document: dict[str, Any]) -> str:
    """Return a document of version 1, its days as ISO 8601."""
    return json.dumps({"version": 1, **document}, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)

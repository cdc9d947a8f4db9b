"""What surrounds a run, taken from the config: where its state is, how long it may take, and who hears of it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from okrsync.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from structlog.typing import FilteringBoundLogger

    from okrsync.agent.logs import Level
    from okrsync.agent.nightly import Conditions
    from okrsync.agent.observing import Observer
    from okrsync.cli.settings import Settings
    from okrsync.config.models import Config
    from okrsync.history.book import Memory


def conditions(settings: Settings, otherwise: Level, metrics_file: Path | None = None) -> Conditions | None:
    """Return the conditions of runs; None without a config, where nothing is remembered and nobody is told.

    `otherwise` is from which level on the log is kept where the config does not ask for one; `metrics_file` is asked
    for instead of that of the config.
    Raises ConfigError where packages are missing, AccessError where the address of the state is not to be had.
    """
    if settings.config is None:
        return None
    from okrsync.agent.nightly import Conditions  # noqa: PLC0415 - who has no config need not load a database
    from okrsync.cli.pairs import pairs_of  # noqa: PLC0415 - as above

    config = settings.config
    log = _log(config, otherwise)
    return Conditions(
        place=state_place(settings),
        keep=timedelta(days=config.history.keep),
        deadline=timedelta(minutes=config.agent.deadline),
        observers=_observers(settings, config, log, metrics_file),
        log=log,
        known=frozenset(config.sources),
        pairs=pairs_of(settings),
        keeps=settings.judges_as_told,
    )


def state_place(settings: Settings) -> str | Path:
    """Return where the state of the config is. Raises AccessError where its address is not to be had."""
    from okrsync.state.place import state_place as place_of  # noqa: PLC0415 - as above

    url = settings.config.state.url if settings.config else None
    return place_of(url, settings.file or settings.folder)


@contextmanager
def memory(settings: Settings) -> Iterator[Memory | None]:
    """Give what earlier runs have left; None where there is nothing, which a command that only looks never changes.

    Where it cannot be read, the reader is told, and the command goes on without.
    """
    if settings.config is None:
        yield None
        return
    from okrsync.history.book import Memory  # noqa: PLC0415 - as above
    from okrsync.state.database import open_database  # noqa: PLC0415 - as above
    from okrsync.state.place import may_exist  # noqa: PLC0415 - as above

    place = state_place(settings)
    try:
        database = open_database(place) if may_exist(place) else None
    except StateError as error:
        settings.tell(error)
        database = None
    if database is None:
        yield None
        return
    try:
        yield Memory(database, frozenset(settings.config.sources))
    finally:
        database.close()


def _log(config: Config, otherwise: Level) -> FilteringBoundLogger:
    from okrsync.agent.logs import logger  # noqa: PLC0415 - as above

    return logger(config.logging.format, config.logging.level) if config.logging else logger("text", otherwise)


def _observers(
    settings: Settings, config: Config, log: FilteringBoundLogger, metrics_file: Path | None
) -> list[Observer]:
    from okrsync.agent.logs import Log  # noqa: PLC0415 - as above

    observers: list[Observer] = [Log(log, settings.language)]
    if config.health.ping is not None:
        from okrsync.agent.pings import Pings  # noqa: PLC0415 - only for who asks

        observers.append(Pings(config.health.ping, log))
    if metrics_file is None and config.health.metrics_file is not None:
        metrics_file = settings.folder / config.health.metrics_file
    if metrics_file is not None:
        from okrsync.agent.metrics import MetricsFile  # noqa: PLC0415 - only for who asks

        observers.append(MetricsFile(metrics_file, frozenset(config.sources)))
    if config.health.opentelemetry:
        from okrsync.agent.telemetry import telemetry  # noqa: PLC0415 - only for who asks

        observers.append(telemetry())
    return observers

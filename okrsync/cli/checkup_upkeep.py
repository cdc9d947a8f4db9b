"""What `okrsync doctor` looks at beside the sources: secrets, the state, and the channels of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.agent.lock import alone
from okrsync.cli.conditions import state_place
from okrsync.cli.results import Outcome, Result, failed, good, worth_knowing
from okrsync.credentials import is_reference, resolve
from okrsync.errors import BusyError, OkrsyncError
from okrsync.state.database import open_database
from okrsync.state.place import lock_path, may_exist

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.cli.settings import Settings
    from okrsync.config.models import Config
    from okrsync.model import Language


def check_secrets(config: Config, language: Language) -> Iterator[Result]:
    """See for each reference whether a secret is there; what it is, is never shown."""
    for reference in dict.fromkeys(_references(config)):
        try:
            resolve(reference)
        except OkrsyncError as error:
            yield failed(error, language)
        else:
            yield good("cli.doctor-secret", language, reference=reference)


def _references(config: Config) -> Iterator[str]:
    """Yield where the secrets are kept that a run needs; those of messages are looked at with them."""
    sources = config.sources.values()
    if any(each.google_sheet and not each.credentials for each in sources) and config.google.credentials:
        yield config.google.credentials
    if any(each.notion and not each.credentials for each in sources):
        yield config.notion.token
    yield from (each.credentials for each in sources if each.credentials)
    if config.coach.endpoint and config.coach.key:
        yield config.coach.key
    if config.health.ping:
        yield config.health.ping
    if config.state.url and is_reference(config.state.url):
        yield config.state.url


def check_state(settings: Settings) -> Iterator[Result]:
    """Open the state, which brings it up to date, and see whether a run is under way."""
    language = settings.language
    try:
        place = state_place(settings)
        if not may_exist(place):
            yield worth_knowing("cli.doctor-no-state", language)
            return
        database = open_database(place)
        database.close()
        yield good("cli.doctor-state", language, place=database.place)
        with alone(lock_path(place)):
            pass
    except BusyError as error:
        yield Result(Outcome.WORTH_KNOWING, error.text(language))
    except OkrsyncError as error:
        yield failed(error, language)


def check_digests(config: Config, language: Language) -> Iterator[Result]:
    """See that each channel has an address that messages can go to; nothing is sent."""
    if not config.digests:
        return
    from okrsync.rituals.sending import sender_to  # noqa: PLC0415 - it loads all services that Apprise knows

    for name, digest in config.digests.items():
        channels = [*digest.to, *(each for owner in digest.owners.values() for each in owner.to)]
        for reference in dict.fromkeys(channels):
            try:
                sender_to(reference)
            except OkrsyncError as error:
                yield failed(error, language)
            else:
                yield good("cli.doctor-channel", language, name=name, reference=reference)

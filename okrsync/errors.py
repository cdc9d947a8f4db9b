"""What can go wrong, one class by meaning; the exit code and the retry policy are read from the class."""

from __future__ import annotations

from typing import ClassVar

from okrsync.wording import say


class OkrsyncError(Exception):
    """A failure that a person can act on: one clear sentence in their language, and an exit code."""

    exit_code: ClassVar[int] = 2

    def __init__(self, key: str, **values: object) -> None:
        """Keep the sentence's key (`area.name`, see `okrsync.wording`) and the values that it names."""
        super().__init__(key)
        self.key = key
        self.values = values

    def text(self, language: str) -> str:
        """Return the sentence in `language`."""
        return say(self.key, language, **self.values)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.text("en")


class ConfigError(OkrsyncError):
    """The config file, or an option, says something that cannot be."""


class RuleError(OkrsyncError):
    """A rule file, a profile or a lexicon cannot be used."""


class SourceError(OkrsyncError):
    """A source cannot be read or written."""

    exit_code = 3


class TransientError(SourceError):
    """It may work later: worth another try."""


class TerminalError(SourceError):
    """It will not work until somebody changes something."""


class AccessError(TerminalError):
    """The store, or the key to it, is not to be had: missing, expired, revoked, not shared."""


class UnreadableError(TerminalError):
    """There is something, but it cannot be read (damaged, encrypted, of another kind)."""


class NoOkrsError(TerminalError):
    """The source was read and holds no OKRs."""


class WriteRefusedError(TerminalError):
    """Writing could harm what is there, so nothing was written."""


class BusyError(OkrsyncError):
    """Another run is under way."""

    exit_code = 4


class StateError(OkrsyncError):
    """What okrsync remembers between runs cannot be read or kept."""

    exit_code = 3

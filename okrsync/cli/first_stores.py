"""Stores elsewhere, as `okrsync init` meets them: a link, where the key is kept, and whether both open the place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import click

from okrsync.addresses import (
    GoogleAccess,
    GoogleSheetAddress,
    NotionAccess,
    NotionAddress,
    address_of_url,
)
from okrsync.cli import asking
from okrsync.config.secrets import looks_secret
from okrsync.credentials import is_reference
from okrsync.errors import ConfigError, SourceError
from okrsync.pipeline import Job, examine_source, open_job
from okrsync.sources.base import Lent
from okrsync.wording import say

if TYPE_CHECKING:
    from okrsync.addresses import Address
    from okrsync.model import Language
    from okrsync.pipeline import Examined, Manner

_ABOUT_KEYS = ("credentials.", "google.key", "google.no-credentials", "notion.unauthorized")
"""How sentences begin after which another key may help."""
_SIGNED_IN = "gcloud"
"""The answer of who has no key of Google's to name: what this computer is signed in with."""


@dataclass(slots=True, frozen=True)
class Place:
    """A store that was named, and what was found there."""

    address: Address
    examined: Examined | None
    """None where it did not open, and is wanted in the config all the same."""

    @property
    def name(self) -> str:
        """Return what people call it; what it is where that is not known."""
        source = self.examined.source if self.examined else None
        title = source.title() if isinstance(source, Lent) else ""
        return title or self.address.setting[0].replace("_", "-")


@dataclass(slots=True)
class Stores:
    """Opens what links name, asking for each kind of store once where its key is kept."""

    language: Language
    manner: Manner
    asks: bool
    """False where nobody is there to be asked."""
    kept: dict[str, str] = field(default_factory=dict)
    """Kind of store, "google" or "notion" → where its key is kept."""

    def __post_init__(self) -> None:
        """Refuse a secret where only its place may stand. Raises ConfigError."""
        for reference in self.kept.values():
            if not is_reference(reference):
                raise ConfigError("cli.init-secret")

    def address_of(self, link: str) -> Address:
        """Return the address that a link names. Raises ConfigError for what is none, or a secret."""
        address = address_of_url(link.strip(), GoogleAccess(), NotionAccess())
        if address is not None:
            return address
        if looks_secret(link):
            raise ConfigError("cli.init-secret")
        raise ConfigError("cli.init-no-link", link=link.strip())

    def ask_for_links(self) -> list[Place]:
        """Ask for links until there are no more."""
        places: list[Place] = []
        key = "cli.init-link"
        while link := asking.words(say(key, self.language)):
            try:
                place = self.open(self.address_of(link))
            except ConfigError as error:
                click.echo(error.text(self.language), err=True)
                continue
            places += [place] if place else []
            key = "cli.init-another-link"
        return places

    def open(self, address: Address) -> Place | None:
        """Open a place; None where it does not open and is not wanted.

        Raises SourceError where it does not open and nobody can be asked.
        """
        while True:
            where = self._with_key(address)
            try:
                job = Job(where, where.label, self.manner)
                return Place(where, examine_source(open_job(job), job))
            except SourceError as error:
                if not self.asks:
                    raise
                click.echo(error.text(self.language), err=True)
                about_key = error.key.startswith(_ABOUT_KEYS)
            if asking.yes(say("cli.init-again", self.language), self.language):
                if about_key:
                    self.kept.pop(where.setting[0].partition("_")[0], None)
                continue
            wanted = asking.yes(say("cli.init-all-the-same", self.language), self.language, default=False)
            return Place(where, None) if wanted else None

    def reference(self, kind: str) -> str | None:
        """Return where the key of a kind of store is kept; None where none is needed or nobody asked."""
        kept = self.kept.get(kind)
        return None if kept == _SIGNED_IN else kept

    def _with_key(self, address: Address) -> Address:
        if isinstance(address, GoogleSheetAddress):
            self._ask_for_key("google")
            return replace(address, access=replace(address.access, credentials=self.reference("google")))
        if isinstance(address, NotionAddress):
            self._ask_for_key("notion")
            return replace(address, access=replace(address.access, token=self.kept["notion"]))
        return address

    def _ask_for_key(self, kind: str) -> None:
        if kind in self.kept:
            return
        usual = _SIGNED_IN if kind == "google" else NotionAccess().token
        if self.asks:
            click.echo(say(f"cli.init-key-{kind}", self.language))
        while True:
            answer = asking.words(say("cli.init-key", self.language), usual) if self.asks else usual
            if is_reference(answer) or answer == usual:
                self.kept[kind] = answer
                return
            # Whatever it is: what names no place may be the secret itself, so it is neither kept nor shown.
            click.echo(say("cli.init-secret", self.language), err=True)

"""Identifiers, times and addresses as Notion writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator

PROPERTY_ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:;<=>?@[]^_`{|}~\\"
"""Property ids are four printable characters, many of which must be quoted in an address: traps for the careless."""


class Ids:
    """Deals ids out in an order that a test can repeat, in the shape of the service's own."""

    def __init__(self) -> None:
        """Start from the beginning."""
        self._numbers: Iterator[int] = count(1)

    def new(self) -> str:
        """Return a new uuid of version 8, as the service's are today, that shares its head with its siblings."""
        scattered = next(self._numbers) * 0x9E3779B97F4A7C15 & 0x00FF_FFFF_FFFF_FFFF
        return str(
            UUID(int=0x393ABC1EEDCD_8000_8000_000000000000 | (scattered >> 48 << 64) | scattered & 0xFFFF_FFFF_FFFF)
        )

    def new_property(self, taken: set[str]) -> str:
        """Return a new property id, not among `taken`, unquoted."""
        while True:
            number = next(self._numbers) * 2654435761
            made = ""
            for _ in range(4):
                number, place = divmod(number, len(PROPERTY_ALPHABET))
                made += PROPERTY_ALPHABET[place]
            if made not in taken:
                return made


@lru_cache
def quoted(property_id: str) -> str:
    """Return a property id as answers hold it: ready for an address."""
    return quote(property_id, safe="")


def unquoted(property_id: str) -> str:
    """Return a property id without the quoting of an address."""
    return unquote(property_id)


def as_uuid(text: object) -> str | None:
    """Return an id with its hyphens in lower case, or None where it is not a uuid."""
    if not isinstance(text, str) or not re.fullmatch(
        r"[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text
    ):
        return None
    return str(UUID(text))


def minute(moment: datetime) -> str:
    """Return a time as pages and blocks carry it: rounded down to the minute."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:00.000Z")


def millisecond(moment: datetime) -> str:
    """Return a time as databases and views carry it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def address(object_id: str, title: str = "") -> str:
    """Return the address of a page or database in the app."""
    slug = "-".join(re.findall(r"[A-Za-z0-9]+", title))
    return "https://app.notion.com/p/" + "-".join(filter(None, (slug, object_id.replace("-", ""))))

"""Versions of the API that this server speaks, and what came with each."""

from __future__ import annotations

from enum import IntEnum

from tests.servers.notion.errors import NotionError, invalid


class Version(IntEnum):
    """A version, in the order of time."""

    V2022_06_28 = 1
    V2025_09_03 = 2
    V2026_03_11 = 3


DATA_SOURCES = Version.V2025_09_03
"""A database may hold several data sources, and queries go to these."""
IN_TRASH = Version.V2026_03_11
"""`archived` became `in_trash`, `after` became `position`."""

BY_HEADER = {
    "2022-06-28": Version.V2022_06_28,
    "2025-09-03": Version.V2025_09_03,
    "2026-03-11": Version.V2026_03_11,
}


def version_of(header: str | None) -> Version:
    """Return the version that a request asks for (NotionError where it asks for none, or an unknown one)."""
    if header is None:
        raise NotionError(
            "missing_version",
            "Notion-Version header failed validation: "
            "Notion-Version header should be defined, instead was `undefined`.",
        )
    if header not in BY_HEADER:
        known = ", ".join(f'`"{name}"`' for name in BY_HEADER)
        raise invalid(
            f"Notion-Version header failed validation: Notion-Version header should be {known}, "
            f'instead was `"{header}"`.'
        )
    return BY_HEADER[header]

"""All that bears on the OKRs at an address: its data sources, those that they are related to, and their pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from okrsync.errors import AccessError
from okrsync.sources.notion.access import data_sources_at, title_of
from okrsync.sources.notion.listing import all_pages
from okrsync.sources.notion.values import plain
from okrsync.tables.headers import role_of

if TYPE_CHECKING:
    from okrsync.sources.notion.access import NotionApi

Json = dict[str, Any]

_OKRS = frozenset({"objective", "key_result", "okr", "key_result_weak"})
_NAMED = frozenset({"team", "period", "owner", "level", "supports", "parent"})
"""What relations may be to without being OKRs: only the titles of what they point at are read."""
_ASIDE = frozenset({"task", "noise", "comment", "team", "period", "owner", "metric"})
"""Titles of data sources that hold no OKRs, whatever their columns are called."""


@dataclass(slots=True)
class DataSource:
    """One data source with its pages."""

    id: str
    title: str
    schema: dict[str, Json]
    """Name of a property → its configuration."""
    pages: list[Json] = field(default_factory=list)
    holds_okrs: bool = True
    """False for one that is read only for the titles of its pages."""


def read_all(api: NotionApi) -> list[DataSource]:
    """Return the data sources of the address with all their pages, then those that they are related to.

    Raises SourceError where one of the address's own cannot be read whole; a related one that is not shared is left
    out, and so are the relations to it.
    """
    found: dict[str, DataSource] = {}
    waiting = [(identity, True) for identity in data_sources_at(api)]
    named = {identity for identity, _ in waiting}
    while waiting:
        identity, holds_okrs = waiting.pop(0)
        try:
            source = _described(api, identity, holds_okrs=holds_okrs)
        except AccessError:
            if identity in named:
                raise
            continue
        if identity in named and _is_aside(source.title):
            source.holds_okrs = False
        found[identity] = source
        if source.holds_okrs:
            waiting += [
                (target, okrs)
                for target, okrs in _related(source)
                if target not in found and target not in {each for each, _ in waiting}
            ]
    for source in found.values():
        titles_only = None if source.holds_okrs else [_title_property(source)["id"]]
        source.pages = all_pages(api, source.id, titles_only)
    return list(found.values())


def _described(api: NotionApi, identity: str, *, holds_okrs: bool) -> DataSource:
    answer = api.call(api.client.data_sources.retrieve, data_source_id=identity)
    return DataSource(answer["id"], title_of(answer), answer.get("properties", {}), holds_okrs=holds_okrs)


def _related(source: DataSource) -> list[tuple[str, bool]]:
    """Return the data sources that relations point at and that matter, and whether they may hold OKRs themselves."""
    related: list[tuple[str, bool]] = []
    for name, configuration in source.schema.items():
        target = relation_target(configuration)
        if target is None or target == source.id:
            continue
        role = role_of(name)
        if role in _OKRS or role == "parent":
            related.append((target, True))
        elif role in _NAMED:
            related.append((target, False))
    return related


def relation_target(configuration: Json) -> str | None:
    """Return the data source that a property of pages is a relation to; None for other properties."""
    if configuration["type"] != "relation":
        return None
    target: str | None = (configuration.get("relation") or {}).get("data_source_id")
    return target


def _is_aside(title: str) -> bool:
    return role_of(title) in _ASIDE


def _title_property(source: DataSource) -> Json:
    return next(each for each in source.schema.values() if each["type"] == "title")


def title_of_page(page: Json) -> str:
    """Return the title of a page, "" where it has none."""
    titles = [value["title"] for value in page.get("properties", {}).values() if value.get("type") == "title"]
    return " ".join(plain(titles[0]).split()) if titles else ""

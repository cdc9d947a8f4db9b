"""Notion as a store: records are pages, fields are properties, and a page in the trash is the proof of a deletion."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from okrsync.errors import AccessError, TerminalError
from okrsync.sources.notion.access import NotionApi
from okrsync.sources.notion.listing import complete
from okrsync.sources.notion.reading import read_all, title_of_page
from okrsync.sources.notion.source import NotionSnapshot
from okrsync.sync.notion_areas import find_areas, shared_fields
from okrsync.sync.notion_values import pages_in, read, written
from okrsync.sync.stores import (
    KINDS,
    OBJECTIVE_FIELD,
    Capabilities,
    Change,
    Draft,
    Record,
    RecordChangedError,
    RecordGoneError,
    Whereabouts,
)
from okrsync.sync.values import FieldKind, Records

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from okrsync.addresses import NotionAddress
    from okrsync.sources.base import Snapshot
    from okrsync.sources.calling import Patience
    from okrsync.sources.notion.reading import DataSource
    from okrsync.sync.notion_areas import Area, Property
    from okrsync.sync.opening import Place
    from okrsync.sync.stores import Kind
    from okrsync.sync.values import Value

Json = dict[str, Any]

_MARK = "https://okrsync.invalid/"
"""Where the cover of a page leads while nobody knows whether okrsync has heard that it was created.

The cover travels in the request that makes the page and comes along in every listing, it takes no property and stands
in no table. The address leads nowhere, by RFC 2606. It is taken away as soon as the create is remembered (`unmark`).
"""
_FRESH_SECONDS = 0.1
"""So long after it was fetched a page is written without being looked at once more."""
_LOST = frozenset({"notion.not-shared", "notion.forbidden"})


class NotionStore:
    """The OKRs at one address, with one integration."""

    def __init__(self, place: Place, snapshot: Snapshot | None = None, patience: Patience | None = None) -> None:
        """Name the place; nothing is read yet. Raises AccessError where the token is not to be had."""
        self.name = place.name
        self.api = NotionApi(cast("NotionAddress", place.address), patience)
        self._columns = place.manner.columns
        self._read = snapshot.sources if isinstance(snapshot, NotionSnapshot) else None
        self._areas: dict[str, Area] = {}
        self._standing: dict[str, tuple[Area, Kind]] = {}
        """Page → where it stands and what it is, as of the last listing and what was created since."""
        self._titles: dict[str, str] = {}
        self._marked: dict[str, str] = {}
        """Page → marker, as of the last listing."""
        self._fetched = float("-inf")
        """When a page was looked at last."""
        self._members: frozenset[str] | None = None
        """Ids of the people of the workspace, as far as the integration may see them."""

    # ---- reading

    def capabilities(self) -> Capabilities:
        """Return what every database of a kind can hold; see `Store`."""
        areas = list(self._areas.values())
        return Capabilities({kind: shared_fields(areas, kind) for kind in KINDS})

    def listing(self) -> Sequence[Record]:
        """Return every page that is an objective or a key result; see `Store`."""
        sources, self._read = self._read or read_all(self.api), None
        self._areas = {
            area.source.id: area for area in find_areas(sources, self._columns, self._people(sources), self.name)
        }
        self._titles = {page["id"]: title_of_page(page) for source in sources for page in source.pages}
        pages = [
            (page, area, kind)
            for area in self._areas.values()
            for page in area.source.pages
            if (kind := area.kind_of(page)) is not None
        ]
        self._standing = {page["id"]: (area, kind) for page, area, kind in pages}
        records = [self._record(area, page, kind) for page, area, kind in pages]
        self._marked = {record.id: record.marker for record in records if record.marker}
        return records

    def whereabouts(self, record_id: str) -> Whereabouts:
        """Tell where a page is that the listing does not hold; see `Store`."""
        try:
            page = self.api.call(self.api.client.pages.retrieve, page_id=record_id)
        except AccessError as error:
            if error.key not in _LOST:
                raise
            return Whereabouts.HIDDEN
        if page.get("in_trash"):
            return Whereabouts.DELETED
        # A page that somebody moved to another database is there, and is none of ours any more.
        return Whereabouts.THERE if self._area_of(page) else Whereabouts.HIDDEN

    def fetch(self, record_id: str) -> Record:
        """Return a page as it stands now; see `Store`."""
        try:
            found = self._told(self.api.call(self.api.client.pages.retrieve, page_id=record_id))
        except AccessError as error:
            raise _gone(error) from error
        self._fetched = time.monotonic()
        return found

    # ---- writing

    def update(self, record_id: str, changes: Mapping[str, Change]) -> Record:
        """Write the properties that change and nothing else, in one request; see `Store`.

        Notion cannot compare by itself. Where the request had to wait for its turn, or has to be sent again, somebody
        may have come in between: so the page is looked at once more, with no wait between that look and the write.
        """
        attempts = count()

        def once(**arguments: Any) -> object:
            if next(attempts) or time.monotonic() - self._fetched > _FRESH_SECONDS:
                self.api.wait_for_turn()
                self._compare(cast("Json", self.api.client.pages.retrieve(page_id=record_id)), changes)
            return self.api.client.pages.update(**arguments)

        area, kind = self._known(record_id)
        properties = {
            held.id: written(change.new, held.type, change.expected)
            for name, change in changes.items()
            for held in [area.fields[kind][name]]
        }
        try:
            return self._told(self.api.call(once, page_id=record_id, properties=properties))
        except AccessError as error:
            raise _gone(error) from error

    def create(self, draft: Draft, marker: str) -> Record:
        """Make a page that carries `marker` in the address of its cover; see `Store`."""
        area = self._home(draft)
        fields = area.fields[draft.kind]
        properties = {fields[name].id: written(value, fields[name].type) for name, value in draft.fields.items()}
        if area.type_property is not None:
            properties[area.type_property] = area.type_value(draft.kind)
        page = self.api.call(
            self.api.client.pages.create,
            repeatable=False,
            parent={"type": "data_source_id", "data_source_id": area.source.id},
            properties=properties,
            cover={"type": "external", "external": {"url": _MARK + marker}},
        )
        self._marked[page["id"]] = marker
        self._standing[page["id"]] = (area, draft.kind)
        return self._told(page)

    def delete(self, record_id: str) -> None:
        """Put a page in the trash; see `Store`."""
        try:
            self.api.call(self.api.client.pages.update, page_id=record_id, in_trash=True)
        except AccessError as error:
            raise _gone(error) from error

    def unmark(self, is_done: Callable[[str], bool]) -> None:
        """Take the markers that are done off their pages; see `Unmarking`."""
        for page_id, marker in list(self._marked.items()):
            if not is_done(marker):
                continue
            page = self.api.call(self.api.client.pages.retrieve, page_id=page_id)
            # Whoever has chosen a cover meanwhile keeps it.
            if _marker(page) == marker and not page.get("in_trash"):
                self.api.call(self.api.client.pages.update, page_id=page_id, cover=None)
            del self._marked[page_id]

    # ---- inside

    def _people(self, sources: Sequence[DataSource]) -> frozenset[str]:
        """Return the ids of those who may be named: all members, or whoever is named already."""
        if self._members is None:
            self._members = self._all_members()
        named = (
            person["id"]
            for source in sources
            for page in source.pages
            for value in page.get("properties", {}).values()
            if value.get("type") == "people"
            for person in value.get("people") or ()
        )
        return self._members | frozenset(named)

    def _all_members(self) -> frozenset[str]:
        members: set[str] = set()
        cursor: Json = {}
        try:
            while True:
                answer = self.api.call(self.api.client.users.list, page_size=100, **cursor)
                members |= {user["id"] for user in answer["results"]}
                if not answer.get("next_cursor"):
                    return frozenset(members)
                cursor = {"start_cursor": answer["next_cursor"]}
        except AccessError:
            # An integration may be connected without the right to read who is who.
            return frozenset()

    def _area_of(self, page: Json) -> Area | None:
        return self._areas.get(str((page.get("parent") or {}).get("data_source_id")))

    def _known(self, record_id: str) -> tuple[Area, Kind]:
        """Return where a page of the last listing stands, and what it is. Raises RecordGoneError for any other."""
        if record_id not in self._standing:
            raise RecordGoneError("sync.gone")
        return self._standing[record_id]

    def _told(self, page: Json) -> Record:
        """Return the record that Notion has just answered with. Raises RecordGoneError where it is none any more."""
        area = self._area_of(page)
        kind = area.kind_of(page) if area else None
        if area is None or kind is None or page.get("in_trash"):
            raise RecordGoneError("sync.gone")
        complete(self.api, [page])
        return self._record(area, page, kind)

    def _record(self, area: Area, page: Json, kind: Kind) -> Record:
        fields: dict[str, Value] = {}
        locked: set[str] = set()
        values = {value["id"]: value for value in page["properties"].values()}
        for name, held in area.fields[kind].items():
            value = values.get(held.id, {})
            if held.field_type.kind is FieldKind.RECORDS:
                fields[name] = pages_in(value) if value.get("relation") else None
                continue
            fields[name], is_locked = read(value, self._titles)
            if is_locked:
                locked.add(name)
        return Record(page["id"], kind, fields, frozenset(locked), _marker(page))

    def _compare(self, page: Json, changes: Mapping[str, Change]) -> None:
        """Raise RecordChangedError where a property holds neither what is expected nor what we have just sent."""
        standing = self._told(page)
        if any(standing[name] not in {change.expected, change.new} for name, change in changes.items()):
            raise RecordChangedError("sync.changed-meanwhile")

    def _home(self, draft: Draft) -> Area:
        """Return the data source for a new page: where its objective's key results stand, else the fullest one."""
        above = draft.fields.get(OBJECTIVE_FIELD)
        wanted = {self._known(each)[0].source.id for each in above.ids} if isinstance(above, Records) else set()
        fitting = [area for area in self._areas.values() if draft.kind in area.kinds]
        fitting = [area for area in fitting if _links_to(area, wanted)] or fitting
        if not fitting:
            raise TerminalError("sync.notion-no-database", store=self.name)
        return max(fitting, key=lambda area: len(area.source.pages))


def _links_to(area: Area, wanted: Collection[str]) -> bool:
    held: Property | None = area.fields.get("key_result", {}).get(OBJECTIVE_FIELD)
    return held is not None and held.target in wanted


def _marker(page: Json) -> str | None:
    url = ((page.get("cover") or {}).get("external") or {}).get("url") or ""
    return url.removeprefix(_MARK) if url.startswith(_MARK) else None


def _gone(error: AccessError) -> AccessError | RecordGoneError:
    return RecordGoneError("sync.gone") if error.key in _LOST else error

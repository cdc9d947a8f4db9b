"""All pages of a data source, or a failure: what stops early is never taken for all there is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
from notion_client.errors import HTTPResponseError

from okrsync.errors import TerminalError, TransientError
from okrsync.sources.notion.access import after

if TYPE_CHECKING:
    from okrsync.sources.notion.access import NotionApi

Json = dict[str, Any]

_PAGE = 100
_SMALLEST_PAGE = 10
_MOST_RESTARTS = 3
_SHORT_LISTS = frozenset({"relation", "people"})
"""Types of which a page carries only the first items."""
_CARRIED = 25
"""How many items of such a list a page carries."""


class _Query:
    """One walk through a data source, oldest page first, so that what people add meanwhile comes at the end."""

    def __init__(self, api: NotionApi, data_source: str, properties: list[str] | None) -> None:
        self.api, self.data_source, self.properties = api, data_source, properties
        self.found: dict[str, Json] = {}
        self.size = _PAGE
        self.since: str | None = None
        """Pages before this moment are known already: where Notion ends a query at 10,000 rows, the next begins."""

    def ask(self, cursor: str | None) -> Json:
        """Return one page of results."""
        arguments: Json = {
            "data_source_id": self.data_source,
            "sorts": [{"timestamp": "created_time", "direction": "ascending"}],
            **after(cursor),
        }
        if self.since:
            arguments["filter"] = {"timestamp": "created_time", "created_time": {"on_or_after": self.since}}
        if self.properties is not None:
            arguments["filter_properties"] = self.properties
        return self.api.call(self._once, **arguments)

    def _once(self, **arguments: Any) -> object:
        """Ask once; where that took Notion too long, for less the next time."""
        try:
            return self.api.client.data_sources.query(**arguments, page_size=self.size)
        except HTTPResponseError as error:
            if error.status == httpx.codes.GATEWAY_TIMEOUT:
                self.size = max(_SMALLEST_PAGE, self.size // 2)
            raise

    def walk(self) -> bool:
        """Ask page after page; return whether Notion ended the query before the last row."""
        cursor: str | None = None
        while True:
            answer = self.ask(cursor)
            for page in answer.get("results", ()):
                if page.get("object") == "page" and not page.get("in_trash"):
                    self.found[page["id"]] = page
            cursor = answer.get("next_cursor")
            if not cursor:
                if answer.get("has_more"):
                    raise TransientError("notion.incomplete")
                return _stopped_early(answer)


def _stopped_early(answer: Json) -> bool:
    return (answer.get("request_status") or {}).get("type") == "incomplete"


def all_pages(api: NotionApi, data_source: str, properties: list[str] | None = None) -> list[Json]:
    """Return every page of a data source, oldest first, each once; `properties` limits what each carries.

    Raises TransientError where the listing cannot be had whole: nothing may be concluded from what is missing in it.
    """
    query = _Query(api, data_source, properties)
    restarts = 0
    while True:
        before = len(query.found)
        try:
            stopped = query.walk()
        except TerminalError as error:
            # A cursor lives for its session only. Begin again; what was found is kept once.
            if error.values.get("reason") != "validation_error" or restarts == _MOST_RESTARTS or not query.found:
                raise
            restarts += 1
            continue
        if not stopped:
            break
        newest = max((page["created_time"] for page in query.found.values()), default=None)
        if newest == query.since or len(query.found) == before:
            raise TransientError("notion.incomplete")
        query.since = newest
    pages = list(query.found.values())
    complete(api, pages)
    return pages


def complete(api: NotionApi, pages: list[Json]) -> None:
    """Fetch what a page carries only the beginning of: relations and people beyond the first 25."""
    short = [
        (page["id"], value)
        for page in pages
        for value in page.get("properties", {}).values()
        if value.get("type") in _SHORT_LISTS and (value.get("has_more") or len(value[value["type"]]) == _CARRIED)
    ]
    outcomes = api.caller.together([partial(_whole, api, page, value) for page, value in short])
    for (_, value), outcome in zip(short, outcomes, strict=True):
        value[value["type"]], value["has_more"] = outcome.result(), False


def _whole(api: NotionApi, page: str, value: Json) -> list[Json]:
    items: list[Json] = []
    cursor: str | None = None
    while True:
        answer = api.call(
            api.client.pages.properties.retrieve,
            page_id=page,
            property_id=value["id"],
            page_size=_PAGE,
            **after(cursor),
        )
        items += [item[item["type"]] for item in answer.get("results", ())]
        cursor = answer.get("next_cursor")
        if not cursor:
            return items

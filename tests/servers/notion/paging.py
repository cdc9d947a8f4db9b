"""Pages of long lists: a cursor is the id of the next entry, good only while this server has it in mind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tests.servers.notion.errors import failed_validation, invalid
from tests.servers.notion.ids import as_uuid
from tests.servers.notion.shapes import Number, mismatch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers.notion.store import Store

LARGEST = 100


class Slice(NamedTuple):
    """A part of a list and where the next begins."""

    entries: list[Any]
    next_cursor: str | None
    begin: int


def asked(query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the paging that the query of an address asks for."""
    found: dict[str, Any] = {}
    if "start_cursor" in query:
        found["start_cursor"] = query["start_cursor"][0]
    if "page_size" in query:
        text = query["page_size"][0]
        if not text.isdecimal():
            raise failed_validation(mismatch("query.page_size", ("a number", "`undefined`"), text), "query")
        found["page_size"] = int(text)
        if wrong := Number(("a number",), 1, LARGEST).failures(found["page_size"], "query.page_size"):
            raise failed_validation(wrong, "query")
    return found


def cut(store: Store, keys: Sequence[str], wanted: Mapping[str, Any], *, prefix: str = "") -> Slice:
    """Return the keys of one page of a list (NotionError where the cursor is not one that was given out).

    `prefix` stands before the key in a cursor.
    """
    size = min(int(wanted.get("page_size") or LARGEST), LARGEST)
    begin, cursor = 0, wanted.get("start_cursor")
    if cursor is not None:
        known = as_uuid(cursor.removeprefix(prefix)) or cursor
        if not cursor.startswith(prefix) or known not in store.cursors or known not in keys:
            raise invalid(f"The start_cursor provided is invalid: {cursor}")
        begin = keys.index(known)
    end = begin + size
    following = keys[end] if end < len(keys) else None
    if following is not None:
        store.cursors.add(following)
    return Slice(list(keys[begin:end]), following and prefix + following, begin)

"""Shapes of blocks in writes: what can be appended, how deep, and what an update may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.notion.body_text import color, icon, media, named_media, rich_text, url
from tests.servers.notion.shapes import EMPTY, Boolean, Choice, Keyed, ListOf, Nullable, Number, Record, Text, Uuid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.servers.notion.shapes import Shape

CHILDREN_LIMIT = 100
DEPTH = 2
"""Levels of children that one request may hold below the blocks that it appends."""

PLAIN = ("paragraph", "bulleted_list_item", "numbered_list_item", "quote", "to_do", "toggle", "template", "callout")
HEADINGS = ("heading_1", "heading_2", "heading_3", "heading_4")
TEXTUAL = (*PLAIN, *HEADINGS)
OWN_FIELDS: Mapping[str, Mapping[str, Shape]] = {
    "paragraph": {"icon": Nullable(icon)},
    "callout": {"icon": Nullable(icon)},
    "to_do": {"checked": Boolean()},
    "numbered_list_item": {"list_start_index": Number(), "list_format": Choice(("numbers", "letters", "roman"))},
    **{heading: {"is_toggleable": Boolean()} for heading in HEADINGS},
}
with_url = Record({"url": url, "caption": rich_text}, ("url",))
FIXED: Mapping[str, Shape] = {
    "embed": with_url,
    "bookmark": with_url,
    "image": media,
    "video": media,
    "pdf": media,
    "audio": media,
    "file": named_media,
    "code": Record({"rich_text": rich_text, "caption": rich_text, "language": Text()}, ("rich_text", "language")),
    "equation": Record({"expression": Text(1000)}, ("expression",)),
    "divider": EMPTY,
    "breadcrumb": EMPTY,
    "table_of_contents": Record({"color": color}),
    "link_to_page": Keyed({"page_id": Uuid(), "database_id": Uuid(), "comment_id": Uuid()}),
    "table_row": Record({"cells": ListOf(rich_text)}, ("cells",)),
}
"""Blocks whose content holds no other blocks."""


def textual(kind: str, children: Shape | None = None, *, update: bool = False) -> Record:
    """Return the shape of a block of text, with room for `children` where a level of them is left."""
    fields: dict[str, Shape] = {"rich_text": rich_text, **OWN_FIELDS.get(kind, {})}
    if kind != "template":
        fields["color"] = color
    if children is not None:
        fields["children"] = children
    return Record(fields, () if update else ("rich_text",))


def blocks(depth: int) -> ListOf:
    """Return the shape of a list of blocks that may hold `depth` more levels of children."""
    below = blocks(depth - 1) if depth else None
    kinds: dict[str, Shape] = {kind: textual(kind, below) for kind in TEXTUAL} | dict(FIXED)
    source = Nullable(Record({"block_id": Uuid(), "type": Choice(("block_id",))}, ("block_id",)))
    kinds["synced_block"] = Record({"synced_from": source} | ({"children": below} if below else {}), ("synced_from",))
    rows = ListOf(Keyed({"table_row": FIXED["table_row"]}, {"object": Choice(("block",))}))
    kinds["table"] = Record(
        {"table_width": Number(), "has_column_header": Boolean(), "has_row_header": Boolean(), "children": rows},
        ("table_width", "children"),
    )
    if below is not None:
        column = Record({"children": below, "width_ratio": Number()}, ("children",))
        columns = ListOf(Keyed({"column": column}, {"object": Choice(("block",))}))
        kinds |= {"column_list": Record({"children": columns}, ("children",)), "column": column}
    return ListOf(Keyed(kinds, {"object": Choice(("block",))}), CHILDREN_LIMIT)


children = blocks(DEPTH)

UPDATES: dict[str, Shape] = {kind: textual(kind, update=True) for kind in TEXTUAL} | {
    **FIXED,
    "code": Record({"rich_text": rich_text, "caption": rich_text, "language": Text()}),
    "table": Record({"has_column_header": Boolean(), "has_row_header": Boolean()}),
    "column": Record({"width_ratio": Number()}),
    "synced_block": Record({"synced_from": Nullable(Record({"block_id": Uuid()}, ("block_id",)))}),
}

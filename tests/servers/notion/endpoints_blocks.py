"""Blocks: retrieve, update, delete, and the children of a page or block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.notion import making, objects, paging
from tests.servers.notion.body_blocks import UPDATES
from tests.servers.notion.errors import failed_validation, invalid
from tests.servers.notion.ids import as_uuid
from tests.servers.notion.store import Block, Database, Page

if TYPE_CHECKING:
    from tests.servers.notion.calls import Call
    from tests.servers.notion.store import Kind


def retrieve(call: Call, block_id: str) -> dict[str, Any]:
    """GET /blocks/{block_id}."""
    call.need("read_content")
    return objects.block(call.view, call.block_or_page(block_id))


def update(call: Call, block_id: str) -> dict[str, Any]:
    """PATCH /blocks/{block_id}."""
    call.need("update_content")
    found = call.block_or_page(block_id)
    trash = call.trash_wish()
    if trash is None:
        call.editable(found)
    given = {key: value for key, value in call.body.items() if key in UPDATES}
    if given:
        change(call, found, given)
    if trash is not None:
        found.in_trash = trash
    call.store.touch(found, call.author)
    return objects.block(call.view, found)


def change(call: Call, found: Kind, given: dict[str, Any]) -> None:
    """Change the content of a block; its type stays."""
    kind = found.type if isinstance(found, Block) else ""
    for name, content in given.items():
        if name != kind:
            raise failed_validation([f"body.{name} should be not present, instead was `{{}}`."])
        assert isinstance(found, Block)
        fresh = making.kept_content(call.store, name, content)
        found.content = found.content | {key: value for key, value in fresh.items() if key in content or key == "type"}


def delete(call: Call, block_id: str) -> dict[str, Any]:
    """DELETE /blocks/{block_id}: into the trash."""
    call.need("update_content")
    found = call.block_or_page(block_id)
    call.editable(found)
    found.in_trash = True
    call.store.touch(found, call.author)
    return objects.block(call.view, found)


def children(call: Call, block_id: str) -> dict[str, Any]:
    """GET /blocks/{block_id}/children."""
    call.need("read_content")
    found = call.block_or_page(block_id)
    below = [] if isinstance(found, Database) else shown_children(call, found)
    part = paging.cut(call.store, below, paging.asked(call.query))
    results = [objects.block(call.view, call.store.things[child]) for child in part.entries]
    return objects.listing("block", results, part.next_cursor)


def shown_children(call: Call, holder: Kind) -> list[str]:
    """Return the ids of what stands in a page or block, without what lies in the trash or is not shared."""
    assert isinstance(holder, Page | Block)
    hidden, things = call.store.hidden[call.author], call.store.things
    return [child for child in holder.children if not things[child].in_trash and child not in hidden]


def meeting_notes(call: Call) -> dict[str, Any]:
    """POST /blocks/meeting_notes/query: this workspace has none."""
    call.need("read_content")
    return objects.listing("block", [], None)


def append(call: Call, block_id: str) -> dict[str, Any]:
    """PATCH /blocks/{block_id}/children."""
    call.need("insert_content")
    found = call.block_or_page(block_id)
    call.editable(found)
    if not isinstance(found, Page | Block):
        raise invalid("Block does not support children.")
    made = making.blocks(call.store, found, call.author, call.body["children"], place(call, found))
    call.store.touch(found, call.author)
    return objects.listing("block", [objects.block(call.view, block) for block in made], None)


def place(call: Call, holder: Page | Block) -> int | None:
    """Return where among the children the new ones go; None for the end."""
    position = call.body.get("position", {})
    if position.get("type") == "start":
        return 0
    after = call.body.get("after") or position.get("after_block", {}).get("id")
    if after is None:
        return None
    after_id = as_uuid(after)
    if after_id not in holder.children:
        raise invalid(f"Block after which to append, with ID {after}, is not a child of the parent block.")
    return holder.children.index(after_id) + 1

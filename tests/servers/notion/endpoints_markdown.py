"""A page's body as Markdown, in the few shapes that a test needs: headings, lists, to-dos, quotes, rules, text."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tests.servers.notion import making
from tests.servers.notion.errors import invalid
from tests.servers.notion.ids import millisecond
from tests.servers.notion.store import Block, Page, plain

if TYPE_CHECKING:
    from tests.servers.notion.calls import Call
    from tests.servers.notion.store import Store

SIGNS = (
    ("heading_3", r"### (.*)", "### {}"),
    ("heading_2", r"## (.*)", "## {}"),
    ("heading_1", r"# (.*)", "# {}"),
    ("to_do", r"- \[ \] (.*)", "- [ ] {}"),
    ("bulleted_list_item", r"[-*] (.*)", "- {}"),
    ("numbered_list_item", r"\d+\. (.*)", "1. {}"),
    ("quote", r"> (.*)", "> {}"),
    ("divider", r"---()", "---"),
    ("paragraph", r"(.*)", "{}"),
)
LINE = 2000


def blocks_of(markdown: str) -> list[dict[str, Any]]:
    """Return the blocks that a text means, line by line; a blank line only parts."""
    found: list[dict[str, Any]] = []
    for line in markdown.splitlines():
        if not line.strip():
            continue
        for kind, pattern, _ in SIGNS:
            if told := re.fullmatch(pattern, line):
                words = [{"text": {"content": told[1][at : at + LINE]}} for at in range(0, len(told[1]), LINE)]
                found.append({kind: {} if kind == "divider" else {"rich_text": words}})
                break
    return found


def markdown_of(store: Store, page: Page) -> tuple[str, list[str]]:
    """Return a page's body as text, and the ids of the blocks that have no such form."""
    forms = {kind: form for kind, _, form in SIGNS}
    lines, unknown = [], []
    for child in page.children:
        block = store.things[child]
        if block.in_trash:
            continue
        if isinstance(block, Block) and block.type in forms:
            lines.append(forms[block.type].format(plain(block.content.get("rich_text", []))))
        else:
            unknown.append(block.id)
    return "\n".join(lines), unknown


def answer(call: Call, page: Page) -> dict[str, Any]:
    """Return a page's body as answers hold it."""
    text, unknown = markdown_of(call.store, page)
    told = {"markdown": text, "truncated": False, "unknown_block_ids": unknown}
    return {"object": "page_markdown", "id": page.id, **told}


def retrieve(call: Call, page_id: str) -> dict[str, Any]:
    """GET /pages/{page_id}/markdown."""
    call.need("read_content")
    return answer(call, call.find(Page, page_id, "path.page_id"))


def update(call: Call, page_id: str) -> dict[str, Any]:
    """PATCH /pages/{page_id}/markdown: insert, replace all, or replace some words."""
    call.need("update_content")
    page = call.find(Page, page_id, "path.page_id")
    call.editable(page)
    kind = call.body["type"]
    told = call.body.get(kind, {})
    if kind == "insert_content":
        at = 0 if told.get("position", {}).get("type") == "start" else None
        making.blocks(call.store, page, call.author, blocks_of(told["content"]), at)
    elif kind in {"replace_content", "update_content"}:
        text = told["new_str"] if kind == "replace_content" else updated(call, page, told["content_updates"])
        making.remove_children(call.store, page)
        making.blocks(call.store, page, call.author, blocks_of(text))
    else:
        raise invalid(f"This local server does not carry out {kind}.")
    call.store.touch(page, call.author)
    return task(call, page) if call.body.get("allow_async") else answer(call, page)


def task(call: Call, page: Page) -> dict[str, Any]:
    """Answer that the work is queued; it is done when somebody asks."""
    task_id = f"task_{call.store.ids.new().replace('-', '')}"
    kept = {
        "object": "async_task",
        "id": task_id,
        "status": "succeeded",
        "status_url": f"https://api.notion.com/v1/async_tasks/{task_id}",
        "created_time": millisecond(call.store.clock.now()).replace("+00:00", "Z"),
        "operation": {"surface": "rest", "name": "PATCH /v1/pages/:page_id/markdown"},
        "result": answer(call, page),
    }
    call.store.tasks[task_id] = kept
    call.status = HTTPStatus.ACCEPTED
    return {key: kept[key] for key in kept if key != "result"} | {"status": "queued", "poll_after_seconds": 2}


def retrieve_task(call: Call, task_id: str) -> dict[str, Any]:
    """GET /async_tasks/{task_id}."""
    call.need("read_content")
    if task_id not in call.store.tasks:
        raise call.missing("async task", task_id)
    return call.store.tasks[task_id]


def updated(call: Call, page: Page, changes: list[dict[str, Any]]) -> str:
    """Return a page's text with words replaced (NotionError where they are not there)."""
    text, _ = markdown_of(call.store, page)
    for change in changes:
        if change["old_str"] not in text:
            raise invalid(f"Could not find the text to replace: {change['old_str']}")
        text = text.replace(change["old_str"], change["new_str"], -1 if change.get("replace_all_matches") else 1)
    return text

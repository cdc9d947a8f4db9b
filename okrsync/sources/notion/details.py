"""Where people want the remarks on the page itself too: one callout at its top, or one comment, never piled up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from okrsync.sources.notion.access import after
from okrsync.sources.notion.own import rich_text
from okrsync.sources.notion.values import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from okrsync.sources.notion.access import NotionApi

Json = dict[str, Any]

_MARK = "okrsync"
"""First word of what we write on a page; together with who made it, it tells ours from people's."""
_ICON = {"type": "emoji", "emoji": "🧭"}


class Details(Protocol):
    """One way of saying the remarks on a page."""

    def show(self, api: NotionApi, page: str, text: str | None) -> None:
        """Let `text` stand on the page, and nothing else of ours; None takes away what stands there."""
        ...


class Callout:
    """A callout block at the top of the page."""

    def show(self, api: NotionApi, page: str, text: str | None) -> None:
        """See `Details`."""
        blocks = (block for block in _listed(api, api.client.blocks.children.list, page) if block["type"] == "callout")
        ours = [block for block in blocks if _is_ours(api, block, block["callout"].get("rich_text"))]
        for extra in ours[1:] if text else ours:
            api.call(api.client.blocks.delete, block_id=extra["id"])
        if not text:
            return
        callout = {"rich_text": _said(text)}
        if not ours:
            api.call(
                api.client.blocks.children.append,
                repeatable=False,
                block_id=page,
                children=[{"type": "callout", "callout": {**callout, "icon": _ICON, "color": "gray_background"}}],
                position={"type": "start"},
            )
        elif plain(ours[0]["callout"]["rich_text"]) != plain(callout["rich_text"]):
            api.call(api.client.blocks.update, block_id=ours[0]["id"], callout=callout)


class Comment:
    """A comment on the page."""

    def show(self, api: NotionApi, page: str, text: str | None) -> None:
        """See `Details`."""
        comments = _listed(api, api.client.comments.list, page)
        ours = [comment for comment in comments if _is_ours(api, comment, comment.get("rich_text"))]
        for extra in ours[1:] if text else ours:
            api.call(api.client.comments.delete, comment_id=extra["id"])
        if not text:
            return
        if not ours:
            api.call(api.client.comments.create, repeatable=False, parent={"page_id": page}, rich_text=_said(text))
        elif plain(ours[0]["rich_text"]) != plain(_said(text)):
            api.call(api.client.comments.update, comment_id=ours[0]["id"], rich_text=_said(text))


DETAILS: Mapping[str, Details] = {"callout": Callout(), "comment": Comment()}
"""What `details` of a source in the config may say, beside "none"."""


def _said(text: str) -> list[Json]:
    return rich_text(f"{_MARK}\n{text}")


def _is_ours(api: NotionApi, made: Json, words: list[Json] | None) -> bool:
    return (made.get("created_by") or {}).get("id") == api.own_user and plain(words).startswith(_MARK)


def _listed(api: NotionApi, endpoint: Callable[..., object], page: str) -> list[Json]:
    """Return all that stands on a page."""
    found: list[Json] = []
    cursor: str | None = None
    while True:
        answer = api.call(endpoint, block_id=page, page_size=100, **after(cursor))
        found += answer["results"]
        cursor = answer.get("next_cursor")
        if not cursor:
            return found

"""Requests of a batch about comment threads."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from tests.servers.google.batch import Batch, edit
from tests.servers.google.calculation import Calculation
from tests.servers.google.errors import RefusedError
from tests.servers.google.shown import text_of

if TYPE_CHECKING:
    Thread = dict[str, Any]

COMMENT_LIMIT = 2048

KINDS = frozenset(
    {"insertComment", "addCommentReply", "deleteComment", "deleteCommentReply", "updateCommentPost"},
)


def _checked(content: str) -> str:
    if not content:
        raise RefusedError("Comment content cannot be empty.")
    if len(content.encode()) > COMMENT_LIMIT:
        raise RefusedError(f"Comment content must not exceed {COMMENT_LIMIT} UTF-8 code units.")
    return content


def _post(batch: Batch, content: str, **more: Any) -> dict[str, Any]:
    now = batch.store.now()
    name = batch.user.partition("@")[0]
    return {
        "postId": batch.store.letters(11),
        "author": {"displayName": name, "me": True, "user": f"users/{name}"},
        "content": content,
        "contentHtml": html.escape(content),
        "createTime": now,
        "updateTime": now,
        **more,
    }


def _thread(batch: Batch, wanted: str | None) -> Thread:
    for thread in batch.book.comments:
        if thread["commentId"] == wanted:
            return thread
    raise RefusedError(f"No comment with id: {wanted}")


def seen_by(user: str, told: Any) -> Any:
    """Return threads as `user` sees them: which posts are one's own."""
    if isinstance(told, list):
        return [seen_by(user, each) for each in told]
    if not isinstance(told, dict):
        return told
    if "displayName" in told:
        return {
            name: each for name, each in told.items() if name != "me" or told["displayName"] == user.partition("@")[0]
        }
    return {name: seen_by(user, each) for name, each in told.items()}


def _own(batch: Batch, post: dict[str, Any]) -> None:
    if post["author"]["displayName"] != batch.user.partition("@")[0]:
        raise RefusedError("The requesting user is not the author of the post.")


@edit("insertComment")
def insert_comment(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Begin a thread on a cell."""
    content = _checked(told.get("content", ""))
    place = told.get("coordinate", {})
    row, column = place.get("rowIndex", 0), place.get("columnIndex", 0)
    corner = {"sheetId": place.get("sheetId", 0), "startRowIndex": row, "startColumnIndex": column}
    sheet, _ = batch.area({**corner, "endRowIndex": row + 1, "endColumnIndex": column + 1})
    anchor = batch.store.letters(12)
    place = {**corner, "endRowIndex": row + 1, "endColumnIndex": column + 1}
    sheet.listed("commentAnchors").append({"anchorId": anchor, "range": place})
    value = Calculation(batch.book).effective(sheet, row, column)
    quote = text_of(value, None, batch.book.locale) if value else ""
    assignee = {"assigneeEmail": told["assigneeEmailAddress"]} if told.get("assigneeEmailAddress") else {}
    thread = {
        "commentId": batch.store.letters(11),
        "anchorId": anchor,
        "headPost": _post(batch, content, **assignee),
        "status": "OPEN",
        **({"plainTextQuote": quote} if quote else {}),
    }
    batch.book.comments.append(thread)
    return {"commentThread": thread}


@edit("addCommentReply")
def add_comment_reply(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Answer a thread, resolve it, or open it again."""
    thread, wanted = _thread(batch, told.get("commentId")), told.get("post", {})
    action = wanted.get("commentAction", "NO_COMMENT_ACTION_CHANGE")
    acts = action in {"RESOLVE", "REOPEN"}
    content = wanted.get("content", "") if acts else _checked(wanted.get("content", ""))
    post = _post(batch, content, commentAction=action)
    thread.setdefault("replies", []).append(post)
    if acts:
        thread["status"] = "RESOLVED" if action == "RESOLVE" else "OPEN"
    return {"post": post}


@edit("updateCommentPost")
def update_comment_post(batch: Batch, told: dict[str, Any]) -> None:
    """Change one's own words."""
    thread = _thread(batch, told.get("commentId"))
    for post in (thread["headPost"], *thread.get("replies", [])):
        if post["postId"] == told.get("postId"):
            _own(batch, post)
            post["content"] = _checked(told.get("content", ""))
            post["contentHtml"] = html.escape(post["content"])
            post["updateTime"] = batch.store.now()
            return
    raise RefusedError(f"No post with id: {told.get('postId')}")


@edit("deleteComment")
def delete_comment(batch: Batch, told: dict[str, Any]) -> None:
    """Delete a thread that one began."""
    thread = _thread(batch, told.get("commentId"))
    _own(batch, thread["headPost"])
    batch.book.comments.remove(thread)
    for sheet in batch.book.sheets:
        anchors = sheet.listed("commentAnchors")
        anchors[:] = [anchor for anchor in anchors if anchor["anchorId"] != thread["anchorId"]]


@edit("deleteCommentReply")
def delete_comment_reply(batch: Batch, told: dict[str, Any]) -> None:
    """Delete one's own reply, unless it resolved or opened the thread."""
    thread = _thread(batch, told.get("commentId"))
    for post in thread.get("replies", []):
        if post["postId"] == told.get("postId"):
            _own(batch, post)
            if post["commentAction"] in {"RESOLVE", "REOPEN"}:
                raise RefusedError("The reply post contains a comment action.")
            thread["replies"].remove(post)
            return
    raise RefusedError(f"No post with id: {told.get('postId')}")

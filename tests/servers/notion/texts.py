"""Rich text: what a request sends becomes what answers hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.notion.ids import address, as_uuid

if TYPE_CHECKING:
    from tests.servers.notion.store import RichText, Store

PLAIN_ANNOTATIONS = {
    "bold": False,
    "italic": False,
    "strikethrough": False,
    "underline": False,
    "code": False,
    "color": "default",
}


def text_of(words: str) -> RichText:
    """Return plain words as rich text; no words are an empty list."""
    return [_item("text", {"content": words, "link": None}, words, None, {})] if words else []


def stored(store: Store, items: list[dict[str, Any]]) -> RichText:
    """Return the rich text of a request (its shape was checked) as answers hold it."""
    return [_stored_item(store, item) for item in items if item.get("text", {}).get("content") != ""]


def _item(
    kind: str, content: dict[str, Any], plain_text: str, href: str | None, annotations: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": kind,
        kind: content,
        "annotations": PLAIN_ANNOTATIONS | annotations,
        "plain_text": plain_text,
        "href": href,
    }


def _stored_item(store: Store, item: dict[str, Any]) -> dict[str, Any]:
    annotations = item.get("annotations", {})
    if "text" in item:
        content, link = item["text"]["content"], item["text"].get("link")
        return _item("text", {"content": content, "link": link}, content, link["url"] if link else None, annotations)
    if "equation" in item:
        expression = item["equation"]["expression"]
        return _item("equation", {"expression": expression}, expression, None, annotations)
    content, words, href = _mention(store, item["mention"])
    return _item("mention", content, words, href, annotations)


def _mention(store: Store, mention: dict[str, Any]) -> tuple[dict[str, Any], str, str | None]:
    """Return a mention as answers hold it, the words that it reads as, and where it leads."""
    kind = next(key for key in mention if key != "type")
    given = mention[kind]
    if kind == "date":
        date = {"start": given["start"], "end": given.get("end"), "time_zone": given.get("time_zone")}
        return {"type": "date", "date": date}, " → ".join(filter(None, (date["start"], date["end"]))), None
    if kind == "template_mention":
        inner = next(key for key in given if key != "type")
        return {"type": kind, kind: {"type": inner, inner: given[inner]}}, f"@{given[inner]}", None
    object_id = as_uuid(given["id"]) or given["id"]
    if kind == "user":
        user = store.users.get(object_id)
        name = (user.name if user else None) or "Anonymous"
        return {"type": "user", "user": {"object": "user", "id": object_id}}, f"@{name}", None
    if kind == "custom_emoji":
        name = given.get("name", "emoji")
        emoji = {"id": object_id, "name": name, "url": given.get("url", "https://example.org/emoji.png")}
        return {"type": kind, kind: emoji}, f":{name}:", None
    thing = store.things.get(object_id)
    return {"type": kind, kind: {"id": object_id}}, (thing and store.title_of(thing)) or "Untitled", address(object_id)

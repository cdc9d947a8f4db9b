"""Users, search, comments, and the tokens of public integrations."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from tests.servers.notion import objects, paging, texts
from tests.servers.notion.errors import RESTRICTED, NotionError, failed_validation, invalid
from tests.servers.notion.ids import as_uuid
from tests.servers.notion.store import Block, Comment, Database, DataSource, Page, Store

if TYPE_CHECKING:
    from tests.servers.notion.calls import Call
    from tests.servers.notion.store import Integration, Kind, Parent


def me(call: Call) -> dict[str, Any]:
    """GET /users/me: the bot, whatever it may read of others."""
    return call.view.user(call.author)


def list_users(call: Call) -> dict[str, Any]:
    """GET /users: people first, then bots."""
    call.need("read_users")
    known = sorted(call.store.users.values(), key=lambda user: user.is_bot)
    part = paging.cut(call.store, [user.id for user in known], paging.asked(call.query))
    return objects.listing("user", [call.view.user(user_id) for user_id in part.entries], part.next_cursor)


def retrieve_user(call: Call, user_id: str) -> dict[str, Any]:
    """GET /users/{user_id}."""
    call.need("read_users")
    known = as_uuid(user_id)
    if known is None:
        raise failed_validation([f'path.user_id should be a valid uuid, instead was `"{user_id}"`.'], "path")
    if known not in call.store.users:
        raise NotionError("object_not_found", f"Could not find user with ID: {known}.")
    return call.view.user(known)


def search(call: Call) -> dict[str, Any]:
    """POST /search: by words of the title, the last edited first."""
    call.need("read_content")
    body = call.body
    table = DataSource if call.knows_data_sources else Database
    value = body.get("filter", {}).get("value")
    kinds = {"page": Page, "data_source": DataSource, "database": Database}
    wanted = (kinds[value],) if value else (Page, table)
    found = [thing for thing in call.store.things.values() if isinstance(thing, wanted) and is_found(call, thing)]
    rising = body.get("sort", {}).get("direction") == "ascending"
    found.sort(key=lambda thing: thing.edited, reverse=not rising)
    part = paging.cut(call.store, [thing.id for thing in found], body)
    results = [objects.any_object(call.view, call.store.things[found_id]) for found_id in part.entries]
    kind = "page_or_data_source" if call.knows_data_sources else "page_or_database"
    return objects.listing(kind, results, part.next_cursor)


def is_found(call: Call, thing: Kind) -> bool:
    """Tell whether a search finds a thing: shared, its title fits, in the trash only if that is asked for."""
    in_trash = bool(call.body.get("filter", {}).get("in_trash"))
    words = call.body.get("query", "").casefold().split()
    title = call.store.title_of(thing).casefold()
    if not all(word in title for word in words) or not call.view.sees(thing.id):
        return False
    return call.store.is_trashed(thing) is in_trash


def comment_text(call: Call) -> list[dict[str, Any]]:
    """Return the text of a comment from rich text or Markdown (taken as plain words)."""
    if "markdown" in call.body:
        return texts.text_of(call.body["markdown"])
    return texts.stored(call.store, call.body["rich_text"])


def create_comment(call: Call) -> dict[str, Any]:
    """POST /comments: a new discussion on a page or block, or an answer in one."""
    call.need("insert_comments")
    body = call.body
    if "discussion_id" in body:
        first = next(
            (known for known in comments(call.store) if known.discussion_id == as_uuid(body["discussion_id"])), None
        )
        if first is None or not call.view.sees(first.id):
            raise call.missing("discussion", body["discussion_id"])
        parent: Parent = first.parent
        discussion = first.discussion_id
    else:
        kind = "page_id" if "page_id" in body["parent"] else "block_id"
        path = f"body.parent.{kind}"
        given = body["parent"][kind]
        holder = call.find(Page, given, path) if kind == "page_id" else call.block_or_page(given, path)
        call.editable(holder)
        parent = ("block_id", holder.id) if isinstance(holder, Block) else ("page_id", holder.id)
        discussion = call.store.ids.new()
    made = Comment(
        **call.store.stamp(parent, call.author),
        discussion_id=discussion,
        rich_text=comment_text(call),
        display_name=display_name(call),
    )
    call.store.things[made.id] = made
    return objects.comment(call.view, made)


def display_name(call: Call) -> dict[str, Any]:
    """Return whom a comment is signed by."""
    wanted = call.body.get("display_name", {"type": "integration"})
    name = wanted["custom"]["name"] if wanted["type"] == "custom" else call.view.integration.name
    return {"type": wanted["type"], "resolved_name": name}


def comments(store: Store) -> list[Comment]:
    """Return every comment, in the order made."""
    return [thing for thing in store.things.values() if isinstance(thing, Comment) and not thing.in_trash]


def list_comments(call: Call) -> dict[str, Any]:
    """GET /comments?block_id=: the open ones on a page or block."""
    call.need("read_comments")
    if "block_id" not in call.query:
        raise failed_validation(["query.block_id should be defined, instead was `undefined`."], "query")
    holder = call.block_or_page(call.query["block_id"][0], "query.block_id")
    found = [known for known in comments(call.store) if known.parent[1] == holder.id and not known.resolved]
    part = paging.cut(call.store, [known.id for known in found], paging.asked(call.query))
    results = [objects.comment(call.view, known) for known in found if known.id in part.entries]
    return objects.listing("comment", results, part.next_cursor)


def known_comment(call: Call, comment_id: str) -> Comment:
    """Return a comment that is there still."""
    found = call.find(Comment, comment_id, "path.comment_id")
    if found.in_trash:
        raise call.missing("comment", found.id)
    return found


def retrieve_comment(call: Call, comment_id: str) -> dict[str, Any]:
    """GET /comments/{comment_id}."""
    call.need("read_comments")
    return objects.comment(call.view, known_comment(call, comment_id))


def own_comment(call: Call, comment_id: str) -> Comment:
    """Return a comment that the connection made itself: it may not change those of others."""
    call.need("insert_comments")
    found = known_comment(call, comment_id)
    if found.created_by != call.author:
        raise NotionError("restricted_resource", RESTRICTED)
    return found


def update_comment(call: Call, comment_id: str) -> dict[str, Any]:
    """PATCH /comments/{comment_id}."""
    found = own_comment(call, comment_id)
    found.rich_text = comment_text(call)
    call.store.touch(found, call.author)
    return objects.comment(call.view, found)


def delete_comment(call: Call, comment_id: str) -> dict[str, Any]:
    """DELETE /comments/{comment_id}."""
    found = own_comment(call, comment_id)
    found.in_trash = True
    return objects.comment(call.view, found)


def custom_emojis(call: Call) -> dict[str, Any]:
    """GET /custom_emojis: this workspace has none."""
    _ = call
    return {"object": "list", "type": "custom_emoji", "results": [], "has_more": False, "next_cursor": None}


# Tokens of public integrations. These calls carry client id and secret in place of a token.


def client_of(authorization: str) -> tuple[str, str]:
    """Return client id and secret of a Basic header (NotionError where it holds none)."""
    try:
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
    except ValueError:
        pair = ""
    client, colon, secret = pair.partition(":")
    if not colon:
        raise NotionError("invalid_client", "Client authentication failed.")
    return client, secret


def oauth(store: Store, command: str, authorization: str, body: dict[str, Any]) -> dict[str, Any]:
    """POST /oauth/{token,introspect,revoke}."""
    client, secret = client_of(authorization)
    if store.oauth_clients.get(client) != secret:
        raise NotionError("invalid_client", "Client authentication failed.")
    if command == "token":
        return exchange(store, body)
    token = body.get("token")
    found = next((known for known in store.integrations.values() if token in {known.token, known.refresh_token}), None)
    if command == "introspect":
        if found is None or found.revoked:
            return {"active": False}
        return {"active": True, "scope": scope_of(found), "iat": int(store.clock.now().timestamp() * 1000)}
    if found is not None:
        found.revoked = True
    return {}


SCOPES = (
    ("read_content", "read_content"),
    ("insert_content", "insert_content"),
    ("update_content", "update_content"),
    ("read_emails", "read_user_with_email"),
    ("read_users", "read_user_without_email"),
    ("read_comments", "read_comment"),
    ("insert_comments", "insert_comment"),
)
"""Capability here → its name in the scope of a token."""


def scope_of(integration: Integration) -> str:
    """Return what a token may do, as introspection tells it."""
    return " ".join(name for capability, name in SCOPES if capability in integration.capabilities)


def exchange(store: Store, body: dict[str, Any]) -> dict[str, Any]:
    """Give a token for a code or a refresh token; each is good once."""
    if body.get("grant_type") == "authorization_code":
        integration_id = store.oauth_codes.pop(body.get("code", ""), None)
        if integration_id is None:
            raise NotionError("invalid_grant", "Invalid code.")
        found = store.integrations[integration_id]
    elif body.get("grant_type") == "refresh_token":
        wanted = body.get("refresh_token")
        known = [one for one in store.integrations.values() if wanted is not None and one.refresh_token == wanted]
        if not known or known[0].revoked:
            raise NotionError("invalid_grant", "Invalid refresh token.")
        found = known[0]
        found.token = f"ntn_{store.ids.new().replace('-', '')}"
    else:
        raise invalid('body failed validation: body.grant_type should be `"authorization_code"` or `"refresh_token"`.')
    found.refresh_token = f"nrt_{store.ids.new().replace('-', '')}"
    return {
        "access_token": found.token,
        "token_type": "bearer",
        "refresh_token": found.refresh_token,
        "bot_id": found.id,
        "workspace_icon": None,
        "workspace_name": store.workspace_name,
        "workspace_id": store.workspace_id,
        "owner": {"type": "workspace", "workspace": True},
        "duplicated_template_id": None,
    }

"""File uploads: announced, sent, listed. The content itself is counted and thrown away."""

from __future__ import annotations

import mimetypes
from datetime import timedelta
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

from tests.servers.notion import objects, paging
from tests.servers.notion.errors import failed_validation, invalid
from tests.servers.notion.ids import as_uuid, minute
from tests.servers.notion.versions import IN_TRASH

if TYPE_CHECKING:
    from tests.servers.notion.calls import Call
    from tests.servers.notion.store import Store


def create(call: Call) -> dict[str, Any]:
    """POST /file_uploads."""
    call.need("insert_content")
    return shown(call, announce(call.store, call.author, call.body))


def announce(store: Store, author: str, told: dict[str, Any]) -> dict[str, Any]:
    """Keep an upload whose content is to come."""
    now, file_id, name = store.clock.now(), store.ids.new(), told.get("filename", "Untitled")
    store.uploads[file_id] = {
        "object": "file_upload",
        "id": file_id,
        "created_time": minute(now),
        "created_by": {"id": author, "type": "bot"},
        "last_edited_time": minute(now),
        "expiry_time": minute(now + timedelta(hours=1)),
        "upload_url": f"https://api.notion.com/v1/file_uploads/{file_id}/send",
        "in_trash": False,
        "status": "pending",
        "filename": name,
        "content_type": told.get("content_type") or mimetypes.guess_type(name)[0] or "application/octet-stream",
        "content_length": None,
    }
    if told.get("mode") == "multi_part":
        store.uploads[file_id]["number_of_parts"] = {"total": told.get("number_of_parts", 1), "sent": 0}
    return store.uploads[file_id]


def shown(call: Call, upload: dict[str, Any]) -> dict[str, Any]:
    """Return an upload as the version answers it."""
    return dict(upload) if call.version >= IN_TRASH else {**upload, "archived": False}


def expire(upload: dict[str, Any]) -> dict[str, Any]:
    """Note that an upload was not attached to anything within its hour."""
    upload.pop("upload_url", None)
    upload |= {"status": "expired", "expiry_time": None}
    return upload


def expire_old(store: Store) -> None:
    """Let the uploads expire whose hour is over."""
    now = minute(store.clock.now())
    for upload in store.uploads.values():
        if upload["expiry_time"] is not None and upload["expiry_time"] < now:
            expire(upload)


def known(call: Call, file_id: str) -> dict[str, Any]:
    """Return an upload that was announced."""
    expire_old(call.store)
    found = call.store.uploads.get(as_uuid(file_id) or "")
    if found is None:
        raise call.missing("file upload", as_uuid(file_id) or file_id)
    return found


def retrieve(call: Call, file_id: str) -> dict[str, Any]:
    """GET /file_uploads/{file_upload_id}."""
    call.need("read_content")
    return shown(call, known(call, file_id))


def list_uploads(call: Call) -> dict[str, Any]:
    """GET /file_uploads: the newest first; any upload's id is a cursor."""
    call.need("read_content")
    expire_old(call.store)
    status = call.query.get("status", [None])[0]
    fitting = [known_id for known_id, upload in call.store.uploads.items() if status in {None, upload["status"]}]
    fitting.reverse()
    call.store.cursors.update(fitting)
    part = paging.cut(call.store, fitting, paging.asked(call.query))
    results = [shown(call, call.store.uploads[known_id]) for known_id in part.entries]
    return objects.listing("file_upload", results, part.next_cursor)


def send(call: Call, file_id: str) -> dict[str, Any]:
    """POST /file_uploads/{file_upload_id}/send: the content as multipart/form-data."""
    call.need("insert_content")
    upload = known(call, file_id)
    if upload["status"] != "pending":
        raise invalid(f"File upload {upload['id']} has already been uploaded.")
    message = message_from_bytes(f"Content-Type: {call.content_type}\r\n\r\n".encode() + call.raw)
    parts = list(message.walk())[1:]
    contents = [part.get_payload(decode=True) for part in parts if 'name="file"' in str(part["Content-Disposition"])]
    if not contents or not isinstance(contents[0], bytes):
        raise failed_validation(["body.file should be defined, instead was `undefined`."])
    parts_told = upload.get("number_of_parts")
    if parts_told is None:
        return shown(call, finish(upload, len(contents[0])))
    parts_told["sent"] += 1
    return shown(call, upload)


def finish(upload: dict[str, Any], size: int | None, *, imported: bool = False) -> dict[str, Any]:
    """Note that the content of an upload is there; `imported`: from an address, by the service itself."""
    upload.pop("upload_url", None)
    upload |= {"status": "uploaded", "content_length": size}
    if imported:
        upload["file_import_result"] = {"type": "success", "success": {}, "imported_time": upload["last_edited_time"]}
    return upload


def complete(call: Call, file_id: str) -> dict[str, Any]:
    """POST /file_uploads/{file_upload_id}/complete."""
    call.need("insert_content")
    upload = known(call, file_id)
    return shown(call, finish(upload, upload["content_length"]))

"""What makes a run stop before anything is written: signs that a side was not read whole, or that people erred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.errors import OkrsyncError
from okrsync.sync.pictures import there
from okrsync.sync.settings import SIDES, Side
from okrsync.sync.stores import KINDS, Whereabouts
from okrsync.sync.values import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.sync.ledger import Link, Memory
    from okrsync.sync.pictures import Picture, View
    from okrsync.sync.settings import Settings
    from okrsync.sync.stores import Record


class SyncStoppedError(OkrsyncError):
    """A run stopped with nothing written, since going on could do harm."""

    exit_code = 3


def check_views(views: Mapping[Side, View], memory: Memory, settings: Settings, names: Mapping[Side, str]) -> None:
    """See to it that both sides were read whole and hold what is to be kept in step; `names` are what people call them.

    Raises SyncStoppedError.
    """
    live = [link for link in memory.links.values() if link.live]
    for side in SIDES:
        view = views[side]
        _check_fields(view, memory, settings, names[side])
        if Whereabouts.THERE in view.missing.values():
            raise SyncStoppedError("sync.incomplete", store=names[side])
        linked = sum(link.of(side) is not None for link in live)
        accepted = settings.accepted_deletes is not None and settings.accepted_deletes >= linked
        if linked and not view.records and not accepted:
            raise SyncStoppedError("sync.empty", store=names[side], count=linked)
        hidden = sum(where is Whereabouts.HIDDEN for where in view.missing.values())
        if hidden > max(settings.most_deletes_least, int(settings.most_deletes_share * linked)):
            raise SyncStoppedError("sync.access-lost", store=names[side], count=hidden, total=linked)


def _check_fields(view: View, memory: Memory, settings: Settings, name: str) -> None:
    """Fields that the config names, and those that were kept in step so far, must be there."""
    if not any(view.capabilities.fields.values()) and not memory.links:
        raise SyncStoppedError("sync.no-table", store=name)
    there_now = {field for kind in KINDS for field in view.capabilities.fields.get(kind, {})}
    known = {base.field for base in memory.bases.values() if memory.links[base.link].live}
    wanted = {settings.key} | set(settings.fields) | {field for field in known if settings.rule(field)}
    missing = sorted(wanted - there_now)
    if missing:
        raise SyncStoppedError("sync.field-missing", store=name, fields=", ".join(missing))


def check_deletes(picture: Picture, rejoined: set[int]) -> None:
    """See to it that not more links end than may. Raises SyncStoppedError."""
    live = [link for link in picture.links.values() if link.live]
    ending = [link for link in live if link.id not in rejoined and _deleted_on_one_side(picture, link)]
    if len(ending) > picture.settings.most_deletes(len(live)):
        raise SyncStoppedError("sync.too-many-deletes", count=len(ending), total=len(live))


def _deleted_on_one_side(picture: Picture, link: Link) -> bool:
    deleted = [side for side in SIDES if there(picture, side, link) is Whereabouts.DELETED]
    return len(deleted) == 1 and picture.deleting(link) is not deleted[0]


def check_keys(picture: Picture, names: Mapping[Side, str]) -> None:
    """See to it that linked records which one side tells apart have not come to share a key on the other side.

    Such a key was filled down, or pasted over: to carry it across would spread the slip. Raises SyncStoppedError.
    """
    for side in SIDES:
        for key, records in picture.keys[side].items():
            if key is None or len(records) == 1:
                continue
            links = [link for record in records if (link := picture.owner[side].get(record.id)) and link.live]
            pairs = [(link, other) for link in links if (other := picture.record(side.other, link))]
            told_apart = len({picture.key(side.other, other) for _, other in pairs}) > 1
            if told_apart and any(_key_was_edited(picture, side, link, other) for link, other in pairs):
                title = shown(records[0][picture.settings.key])
                raise SyncStoppedError("sync.key-not-unique", store=names[side], title=title, count=len(links))


def _key_was_edited(picture: Picture, side: Side, link: Link, other: Record) -> bool:
    """Tell whether a person changed the key of a record on `side` (a run of ours that was cut short is no person)."""
    name, fields = picture.settings.key, picture.fields
    base, record = picture.memory.bases.get((link.id, name)), picture.record(side, link)
    if base is None or record is None:
        return False
    now = fields.comparable(side, link.kind, name, record[name])
    unchanged = {
        fields.comparable(side, link.kind, name, base.of(side)),
        fields.comparable(side.other, link.kind, name, other[name]),
    }
    return now not in unchanged

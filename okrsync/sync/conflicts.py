"""What a person can do about a conflict: see both values in a sentence, and take one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.errors import ConfigError
from okrsync.sync.settings import SIDES
from okrsync.sync.values import shown
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.model import Language
    from okrsync.sync.ledger import Conflict, Ledger, Memory
    from okrsync.sync.settings import Side


class Remark(NamedTuple):
    """A sentence that belongs beside one record of one store."""

    record: str
    """Id of the record."""
    field: str
    text: str


def remarks(memory: Memory, side: Side, names: Mapping[Side, str], language: Language) -> list[Remark]:
    """Return what is to be said beside the records of `side` about open conflicts; `names` are those of the stores."""
    found = []
    for conflict in memory.conflicts.values():
        record = memory.links[conflict.link].of(side)
        if record is not None:
            found.append(Remark(record, conflict.field, sentence(conflict, side, names, language)))
    return found


def sentence(conflict: Conflict, side: Side, names: Mapping[Side, str], language: Language) -> str:
    """Return one conflict as a reader of `side` understands it: what stands here, what there, and what to do."""
    values = {each: shown(conflict.a if each == "a" else conflict.b) for each in SIDES}
    nothing = say("sync.nothing", language)
    return say(
        "sync.conflict",
        language,
        field=field_name(conflict.field, language),
        here=values[side] or nothing,
        there=values[side.other] or nothing,
        other=names[side.other],
    )


def field_name(name: str, language: Language) -> str:
    """Return what people call a field of the model."""
    try:
        return say(f"sync.field-{name}", language)
    except KeyError:
        return name


def take(ledger: Ledger, number: int, side: Side) -> Conflict:
    """Note that a person takes the value of `side`; the next run writes it to the other one.

    Raises ConfigError where there is no such open conflict.
    """
    conflicts = ledger.load().conflicts.values()
    conflict = next((each for each in conflicts if each.id == number), None)
    if conflict is None:
        there = ", ".join(str(each.id) for each in conflicts)
        raise ConfigError("sync.no-such-conflict" if there else "sync.no-conflicts", number=number, there=there)
    taken = conflict._replace(choice=side)
    ledger.commit([taken])
    return taken

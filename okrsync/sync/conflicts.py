"""What a person can do about a conflict: see both values in a sentence, and take one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.errors import ConfigError
from okrsync.sync.settings import SIDES
from okrsync.sync.speaking import in_sentence, in_table, told
from okrsync.sync.stores import OBJECTIVE_FIELD
from okrsync.sync.values import Records, shown
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from okrsync.model import Language
    from okrsync.sync.ledger import Conflict, Ledger, Link, Memory
    from okrsync.sync.settings import Side
    from okrsync.sync.stores import Kind


class Remark(NamedTuple):
    """What belongs beside one record of one store."""

    record: str
    """Id of the record."""
    kind: Kind
    title: str
    """As it was last seen on that side; "" where it was empty."""
    above: tuple[str, ...]
    """Titles of the objectives of a key result, likewise."""
    field: str
    here: object
    """The value on this side as a sentence has it (`okrsync.sync.speaking.told`); "" where there is none."""
    there: object


def remarks(memory: Memory, side: Side) -> list[Remark]:
    """Return what is to be said beside the records of `side` about open conflicts."""
    found = []
    for conflict in memory.conflicts.values():
        link = memory.links[conflict.link]
        record = link.of(side)
        if record is not None:
            values = {each: told(conflict.of(each), memory.titles(each)) for each in SIDES}
            above = tuple(_title(memory, each, side) for each in _above(memory, link, side))
            title = _title(memory, link, side)
            found.append(Remark(record, link.kind, title, above, conflict.field, values[side], values[side.other]))
    return found


def _title(memory: Memory, link: Link, side: Side) -> str:
    base = memory.bases.get((link.id, "title"))
    return shown(base.of(side)) if base else ""


def _above(memory: Memory, link: Link, side: Side) -> Iterator[Link]:
    """Yield the objectives of a key result, as far as they are kept in step."""
    base = memory.bases.get((link.id, OBJECTIVE_FIELD))
    value = base.of(side) if base else None
    if isinstance(value, Records):
        yield from (each for each in memory.links.values() if each.of(side) in value.ids)


def values_of(memory: Memory, conflict: Conflict, language: Language) -> dict[Side, str]:
    """Return what stands on each side, as a table has it."""
    return {side: in_table(conflict.of(side), memory.titles(side), language) for side in SIDES}


def sentence(memory: Memory, conflict: Conflict, side: Side, names: Mapping[Side, str], language: Language) -> str:
    """Return one conflict as a reader of `side` understands it: what stands here, what there, and what to do."""
    values = {each: in_sentence(conflict.of(each), memory.titles(each), language) for each in SIDES}
    text = say(
        "sync.conflict",
        language,
        field=field_name(conflict.field, language),
        here=values[side],
        there=values[side.other],
        other=names[side.other],
    )
    return text[:1].upper() + text[1:]


def field_name(name: str, language: Language) -> str:
    """Return what people call a field of the model."""
    try:
        return say(f"sync.field-{name}", language)
    except KeyError:
        return name


def title_of(memory: Memory, conflict: Conflict) -> str:
    """Return what the OKR of a conflict is called, as it was last seen."""
    link = memory.links[conflict.link]
    return next((title for side in SIDES if (title := _title(memory, link, side))), "")


def find(memory: Memory, number: int) -> Conflict:
    """Return an open conflict. Raises ConfigError where there is no such one."""
    conflicts = memory.conflicts.values()
    conflict = next((each for each in conflicts if each.id == number), None)
    if conflict is None:
        there = ", ".join(str(each.id) for each in conflicts)
        raise ConfigError("sync.no-such-conflict" if there else "sync.no-conflicts", number=number, there=there)
    return conflict


def take(ledger: Ledger, number: int, side: Side) -> Conflict:
    """Note that a person takes the value of `side`; the next run writes it to the other one.

    Raises ConfigError where there is no such open conflict.
    """
    taken = find(ledger.load(), number)._replace(choice=side)
    ledger.commit([taken])
    return taken

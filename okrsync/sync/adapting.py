"""Makes of a value of one store what the other store can hold, keeping there what the first one does not know of."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from okrsync.sync.comparing import day_in, names_in, number_in, tidied
from okrsync.sync.values import FieldKind, FieldType, People, Records, RichText, Run, Value, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class CannotHoldError(Exception):
    """The other store cannot hold a value; `why` is the key of the sentence that says so."""

    def __init__(self, why: str) -> None:
        """Take the key."""
        super().__init__(why)
        self.why = why


def adapted(value: Value, own: FieldType, target: FieldType, onto: Value, counterparts: Mapping[str, str]) -> Value:
    """Return `value`, which stands in a field of type `own`, as a field of type `target` holds it.

    `onto` is what stands there now: the time of a day, or the style of words that stay, is kept. `counterparts` gives
    the ids of records on the target's side. Nothing is cut or rounded away unseen.
    Raises CannotHoldError where the field cannot hold it.
    """
    value = tidied(value)
    if value is None or value == Records(()):
        return None
    if target.kind is FieldKind.RECORDS:
        return _records(value, target, counterparts)
    made = _BY_KIND[target.kind](value, own, target, onto)
    if target.length is not None and len(shown(made)) > target.length:
        raise CannotHoldError("sync.too-long")
    return made


def _text(value: Value, own: FieldType, target: FieldType, _: Value) -> Value:
    if isinstance(value, (int, float)):
        number = value * 100 / own.percent if own.percent else value
        written = shown(number).replace(".", target.decimal_mark)
        return f"{written}\u00a0%" if own.percent else written
    if isinstance(value, Records):
        raise CannotHoldError("sync.no-place-for-links")
    return shown(value)


def _rich_text(value: Value, own: FieldType, target: FieldType, onto: Value) -> Value:
    if isinstance(value, RichText) and own.kind is FieldKind.RICH_TEXT:
        return value
    text = shown(_text(value, own, target, onto))
    return restyled(onto, text) if isinstance(onto, RichText) else RichText((Run(text),))


def restyled(old: RichText, text: str) -> RichText:
    """Return `text` with the styles of `old` on the words that both begin and end with; what is new stands plain."""
    before = old.plain
    most = min(len(before), len(text))
    start = next((at for at in range(most) if before[at] != text[at]), most)
    end = next((at for at in range(most - start) if before[-1 - at] != text[-1 - at]), most - start)
    runs = [*_cut(old, 0, start), Run(text[start : len(text) - end]), *_cut(old, len(before) - end, len(before))]
    return RichText(tuple(run for run in runs if run.text))


def _cut(rich: RichText, first: int, last: int) -> list[Run]:
    cut, at = [], 0
    for text, style in rich.runs:
        cut.append(Run(text[max(0, first - at) : max(0, last - at)], style))
        at += len(text)
    return cut


def _number(value: Value, own: FieldType, target: FieldType, _: Value) -> Value:
    number = number_in(value, own, target)
    if number is None:
        raise CannotHoldError("sync.no-number")
    percent = target.percent or own.percent
    return float(f"{number * percent:.12g}") if percent else number


def _day(value: Value, own: FieldType, _: FieldType, __: Value) -> Value:
    day = day_in(value, own)
    if day is None:
        raise CannotHoldError("sync.no-date")
    return day


def _moment(value: Value, own: FieldType, target: FieldType, onto: Value) -> Value:
    if isinstance(value, datetime):
        return value
    day = _day(value, own, target, onto)
    if isinstance(onto, datetime) and isinstance(day, date):
        return datetime.combine(day, onto.timetz())
    return day


def _option(value: Value, _: FieldType, target: FieldType, __: Value) -> Value:
    return _known_option(shown(value), target)


def _options(value: Value, _: FieldType, target: FieldType, __: Value) -> Value:
    return tuple(_known_option(name, target) for name in names_in(value))


def _known_option(name: str, target: FieldType) -> str:
    """Return the option as the store spells it; a new one only where it may be added."""
    if target.options is None:
        return name
    known = {option.casefold(): option for option in sorted(target.options)}
    if name.casefold() not in known and not target.new_options:
        raise CannotHoldError("sync.no-option")
    if name.casefold() not in known and "," in name:
        # Where options are listed a comma stands between two of them; Notion refuses a new one that has it in its name.
        raise CannotHoldError("sync.no-comma")
    return known.get(name.casefold(), name)


def _people(value: Value, _: FieldType, __: FieldType, ___: Value) -> Value:
    if isinstance(value, People):
        return value
    # A name says nothing certain about who is meant in another workspace.
    raise CannotHoldError("sync.no-people")


def _records(value: Value, target: FieldType, counterparts: Mapping[str, str]) -> Value:
    if not isinstance(value, Records):
        if target.takes_names:
            return shown(value)
        raise CannotHoldError("sync.names-nothing")
    if any(each not in counterparts for each in value.ids):
        raise CannotHoldError("sync.linked-record-missing")
    return Records(tuple(counterparts[each] for each in value.ids))


_BY_KIND: Mapping[FieldKind, Callable[[Value, FieldType, FieldType, Value], Value]] = {
    FieldKind.TEXT: _text,
    FieldKind.RICH_TEXT: _rich_text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _day,
    FieldKind.MOMENT: _moment,
    FieldKind.OPTION: _option,
    FieldKind.OPTIONS: _options,
    FieldKind.PEOPLE: _people,
}

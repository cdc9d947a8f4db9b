"""Tables with one objective a row and its key results in columns side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.tables.asides import aside
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.ownership import KEY_RESULT_FIELDS, fields_of
from okrsync.tables.records import Record
from okrsync.tables.titles import read_title

if TYPE_CHECKING:
    from okrsync.tables.records import Meaning


def read_wide(meaning: Meaning) -> list[Record]:
    """Read a wide table; empty slots are no key results."""
    titles = [column for column in meaning.all(KEY_RESULT) if column.number is not None]
    places = [column for role in (OBJECTIVE, "title", "okr") if (column := meaning.first(role)) is not None]
    if not places:
        return []
    own = [column for column in meaning.columns if column.number is None or column.scope != KEY_RESULT]
    fields = fields_of((column for column in own if column.role not in KEY_RESULT_FIELDS), places[0])
    slots = {
        title.column: fields_of((other for other in meaning.columns if other.number == title.number), title.column)
        for title in titles
    }
    level = next((column.reading.level for column in meaning.all(OBJECTIVE)), None)
    known = sheet_words()
    records: list[Record] = []
    for row in meaning.area.rows:
        text = meaning.text(row, places[0])
        if not text or aside(text):
            continue
        title = read_title(text)
        record = Record(OBJECTIVE, title.text or text, row, meaning, fields)
        record.code = meaning.text(row, meaning.first("id")) or title.code
        record.level = level
        record.parent_codes = tuple(meaning.text(row, column.column) for column in meaning.all("parent"))
        records.append(record)
        for column, slot in slots.items():
            text = meaning.text(row, column)
            if text and not known.is_blank(text) and not aside(text):
                part = read_title(text)
                if part.labelled and not part.text:
                    continue
                records.append(Record(KEY_RESULT, part.text or text, row, meaning, slot, part.code, record))
    return records

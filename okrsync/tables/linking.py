"""Rows joined by id or title: key results to objectives wherever they stand, objectives to what is above them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from okrsync.tables.folding import folded
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.titles import code_kind, read_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.tables.records import Meaning, Record

_SEPARATORS = re.compile(r"\s*[;,\n|]\s*")


def code_key(text: str) -> str:
    """Return an id in the form in which ids are compared: "O-1 " and "o1" are the same, "1" and "1.0" too."""
    return folded(text).replace(" ", "")


class Directory:
    """Finds records by their id or title, in their own table first."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        """Index the records of all tables."""
        self.by_code: dict[tuple[int, str], Record] = {}
        self.anywhere: dict[str, list[Record]] = defaultdict(list)
        self.with_objectives: set[int] = set()
        self.by_title: dict[str, list[Record]] = defaultdict(list)
        self.by_key: dict[str, Record] = {}
        for meaning in meanings:
            for record in meaning.records:
                if record.code:
                    self.by_code.setdefault((id(meaning), code_key(record.code)), record)
                    self.anywhere[code_key(record.code)].append(record)
                self.by_title[folded(record.title)].append(record)
                if record.kind == OBJECTIVE:
                    self.with_objectives.add(id(meaning))
                key = meaning.area.grid.row_keys.get(record.row)
                if key is not None and (record.kind == OBJECTIVE or key not in self.by_key):
                    self.by_key[key] = record

    def linked(self, asking: Record) -> list[Record]:
        """Return the records that the parent cells of `asking` point at by key."""
        meaning = asking.meaning
        cells = [(asking.row, column.column) for column in meaning.all("parent")]
        keys = [key for cell in cells for key in meaning.area.grid.links.get(cell, ())]
        return [record for key in keys if (record := self.by_key.get(key)) is not None and record is not asking]

    def find(self, text: str, asking: Record) -> Record | None:
        """Return the record that `text` names for `asking`, never itself."""
        key = code_key(text)
        own = self.by_code.get((id(asking.meaning), key))
        if (
            own is not None
            and own is not asking
            and (own.kind == OBJECTIVE or id(asking.meaning) in self.with_objectives)
        ):
            return own
        elsewhere = [record for record in self.anywhere.get(key, ()) if record is not asking]
        if elsewhere and (asking.kind == KEY_RESULT or len(elsewhere) == 1):
            return next((record for record in elsewhere if record.kind == OBJECTIVE), elsewhere[0])
        title = read_title(text)
        named = [
            record
            for name in {folded(text), folded(title.text)}
            for record in self.by_title.get(name, ())
            if record is not asking
        ]
        named.sort(key=lambda record: record.kind != OBJECTIVE)
        if named:
            return named[0]
        if title.code and title.text:
            return self.find(title.code, asking) if code_kind(title.code) or title.code != text else None
        return None


def _named(texts: Iterable[str]) -> list[str]:
    known = sheet_words()
    return [text for text in texts if text and not known.is_blank(text)]


def _resolve(directory: Directory, text: str, asking: Record) -> list[Record]:
    whole = directory.find(text, asking)
    if whole is not None:
        return [whole]
    found = (directory.find(piece, asking) for piece in _SEPARATORS.split(text) if piece)
    return [record for record in found if record is not None]


def _targets(directory: Directory, record: Record, named: list[str]) -> list[Record]:
    """Return what the parent cells of `record` point at: by key where the store has keys, else by what they name."""
    return directory.linked(record) or [target for text in named for target in _resolve(directory, text, record)]


def _is_above(record: Record, other: Record) -> bool:
    """Tell whether `other` would become its own ancestor by standing under `record`."""
    seen: set[int] = set()
    step: Record | None = record
    while step is not None and id(step) not in seen:
        if step is other:
            return True
        seen.add(id(step))
        step = step.above or step.parent
    return False


def link(meanings: Iterable[Meaning]) -> None:
    """Fill `parent` of key results and `above` of objectives from what the parent columns say."""
    meanings = list(meanings)
    if not any(meaning.has("parent") or any(record.parent_codes for record in meaning.records) for meaning in meanings):
        return
    directory = Directory(meanings)
    for meaning in meanings:
        if not meaning.has("parent") and not any(record.parent_codes for record in meaning.records):
            continue
        tree = meaning.has("parent")
        for record in meaning.records:
            named = _named(record.parent_codes)
            targets = _targets(directory, record, named)
            if record.kind == KEY_RESULT:
                _link_key_result(record, targets, tree=tree)
            else:
                _link_objective(record, targets, named)


def _link_key_result(record: Record, targets: list[Record], *, tree: bool) -> None:
    objective = next((target for target in targets if target.kind == OBJECTIVE), None)
    if objective is None and targets:
        objective = targets[0].parent
    if objective is not None:
        record.parent = objective
    elif (
        tree
        and record.parent_codes
        and record.parent is not None
        and record.parent.meaning is record.meaning
        and record.meaning.layout == "tree"
    ):
        record.parent = None


def _link_objective(record: Record, targets: list[Record], named: list[str]) -> None:
    objectives = [target for target in targets if not _is_above(target, record)]
    record.parent_codes = tuple(target.title for target in objectives) if objectives else tuple(named)
    if targets:
        record.above = None


def split_tree(meaning: Meaning) -> None:
    """Tell kinds in a tree without a type column: what has children is an objective, what has none is a key result."""
    directory = Directory([meaning])
    has_children: set[int] = set()
    has_parent: set[int] = set()
    for record in meaning.records:
        for target in _targets(directory, record, _named(record.parent_codes)):
            has_children.add(id(target))
            has_parent.add(id(record))
    for record in meaning.records:
        record.kind = KEY_RESULT if id(record) in has_parent and id(record) not in has_children else OBJECTIVE

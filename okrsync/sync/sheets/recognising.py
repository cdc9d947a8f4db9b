"""Who is who: rows have no identity of their own, so they are known again by what they said when they were last seen.

A row that was moved or sorted says the same; one that was edited still says most of it; of a row and its copy, one is
taken for the row, and neither is written. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from okrsync.sync.pictures import folded_key
from okrsync.sync.stores import KINDS, OBJECTIVE_FIELD, PARENTS_FIELD
from okrsync.sync.values import Records, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from okrsync.sync.stores import Kind, Seen
    from okrsync.sync.values import Value

_ALIKE = 0.5
"""Share of what a row said, title and objective left out, that it must still say to be known by it."""
_SIMILAR = 60.0
"""Of 100: titles so like each other may be one and the same, corrected."""


@dataclass(slots=True)
class Candidate:
    """A row to be recognised."""

    kind: Kind
    code: str | None
    fields: dict[str, Value]
    parent: Candidate | None = None
    parents: tuple[Candidate, ...] | str | None = None
    """The objectives that an objective contributes to; text where it names nothing that is there."""
    inner: frozenset[str] = frozenset()
    """Titles of the key results of an objective."""
    id: str = ""
    has_twin: bool = False
    """There is another row that says the same, so that nobody knows which of them this is."""

    def __getitem__(self, name: str) -> Value:
        """Return a field, None where it is empty."""
        return self.fields.get(name)


@dataclass(slots=True)
class _Matching:
    known: dict[str, Seen]
    """Those that nobody has been recognised as yet."""
    rows: list[Candidate]
    inner: Mapping[str, frozenset[str]]
    """Id of an objective → the titles of its key results when they were last seen."""
    unsure: set[str] = field(default_factory=set)

    def match(self, record_id: str, row: Candidate) -> None:
        row.id = record_id
        del self.known[record_id]

    @property
    def left(self) -> list[Candidate]:
        """The rows that have not been recognised yet."""
        return [row for row in self.rows if not row.id]

    def by(self, of_known: Callable[[Seen], Hashable], of_row: Callable[[Candidate], Hashable]) -> None:
        """Match those that have a key in common with each other and with nobody else; None is no key."""
        known: defaultdict[Hashable, list[str]] = defaultdict(list)
        rows: defaultdict[Hashable, list[Candidate]] = defaultdict(list)
        for record_id, seen in self.known.items():
            known[of_known(seen)].append(record_id)
        for row in self.left:
            rows[of_row(row)].append(row)
        for key, ids in known.items():
            if key is not None and len(ids) == len(rows[key]) == 1:
                self.match(ids[0], rows[key][0])


def recognise(known: Mapping[str, Seen], rows: Sequence[Candidate]) -> frozenset[str]:
    """Give every row its id: that of the record that it is known to be, else a new one, the same for the same words.

    Return the ids that may be any of several rows, so that nothing can be said about them.
    """
    unsure: set[str] = set()
    inner = _inner(known)
    for row in rows:
        if row.parent:
            row.parent.inner |= {folded_key(shown(row["title"]))}
    for kind in KINDS:
        matching = _Matching(
            {record_id: seen for record_id, seen in known.items() if seen.kind == kind},
            [row for row in rows if row.kind == kind],
            inner,
        )
        _match(matching)
        unsure |= matching.unsure
        taken = {*known, *(row.id for row in rows)}
        for row in matching.left:
            row.id = _new_id(row, taken)
            taken.add(row.id)
    return frozenset(unsure)


def _match(matching: _Matching) -> None:
    by_code = {_code_id(row): row for row in matching.rows if row.code}
    for record_id in [each for each in matching.known if each in by_code]:
        matching.match(record_id, by_code[record_id])
    _match_equals(matching)
    matching.by(lambda seen: _title(seen.fields, inside=True), lambda row: _title(told(row), inside=True))
    matching.by(lambda seen: _title(seen.fields, inside=False), lambda row: _title(told(row), inside=False))
    _match_edited(matching)


def told(row: Candidate) -> dict[str, Value]:
    """Return what a row says, what it belongs to among it."""
    said = dict(row.fields)
    if row.parent:
        said[OBJECTIVE_FIELD] = Records((row.parent.id,))
    if isinstance(row.parents, str):
        said[PARENTS_FIELD] = row.parents
    elif row.parents:
        said[PARENTS_FIELD] = Records(tuple(each.id for each in row.parents))
    return said


def _says(told: Mapping[str, Value], seen: Seen) -> bool:
    # Objectives are recognised all at once: what is above them is not known yet.
    said = {name: value for name, value in seen.fields.items() if name != PARENTS_FIELD}
    return all(told.get(name) == value for name, value in said.items()) and bool(said)


def _match_equals(matching: _Matching) -> None:
    """Match the rows that say just what they said; of several alike, as many as there were, from the top."""
    by_title: defaultdict[Hashable, list[Candidate]] = defaultdict(list)
    for row in matching.rows:
        by_title[row["title"]].append(row)
    for record_id, seen in sorted(matching.known.items()):
        alike = [row for row in by_title[seen.fields.get("title")] if _says(told(row), seen)]
        free = [row for row in alike if not row.id]
        for row in alike:
            row.has_twin |= len(alike) > 1
        if free:
            matching.match(record_id, free[0])


def _title(fields: Mapping[str, Value], *, inside: bool) -> Hashable:
    text = folded_key(shown(fields.get("title")))
    return (text, fields.get(OBJECTIVE_FIELD) if inside else None) if text else None


def _match_edited(matching: _Matching) -> None:
    """Match rows whose title was changed, where one row and nobody else still says most of what the record said."""
    rows = matching.left
    likely = [
        (score, record_id, number)
        for record_id, seen in matching.known.items()
        for number, row in enumerate(rows)
        if (score := _likeness(seen, row, matching.inner.get(record_id, frozenset())))
    ]
    of_known: defaultdict[str, list[float]] = defaultdict(list)
    of_row: defaultdict[int, list[float]] = defaultdict(list)
    for score, record_id, number in likely:
        of_known[record_id].append(score)
        of_row[number].append(score)
    for score, record_id, number in likely:
        if of_known[record_id].count(max(of_known[record_id])) > 1:
            matching.unsure.add(record_id)
        elif score == max(of_known[record_id]) and _is_best(score, of_row[number]):
            matching.match(record_id, rows[number])
        elif score == max(of_known[record_id]):
            matching.unsure.add(record_id)


def _is_best(score: float, scores: list[float]) -> bool:
    return score == max(scores) and scores.count(score) == 1


def _likeness(seen: Seen, row: Candidate, inner: frozenset[str]) -> float:
    """Return how likely a row is the record with another title, 0 where it is not likely at all."""
    now = told(row)
    apart = {"title", OBJECTIVE_FIELD, PARENTS_FIELD}
    said = {name: value for name, value in seen.fields.items() if value is not None and name not in apart}
    same = sum(now.get(name) == value for name, value in said.items()) / len(said) if said else 0.0
    within = len(inner & row.inner) / max(len(inner), len(row.inner), 1)
    title = fuzz.ratio(shown(seen.fields.get("title")), shown(now.get("title")))
    home = seen.fields.get(OBJECTIVE_FIELD) == now.get(OBJECTIVE_FIELD)
    if title >= _SIMILAR or (home and same > _ALIKE) or within >= _ALIKE:
        return same + within + title / 100 + home
    return 0.0


def _inner(known: Mapping[str, Seen]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for seen in known.values():
        within = seen.fields.get(OBJECTIVE_FIELD)
        if isinstance(within, Records):
            for each in within.ids:
                found[each].add(folded_key(shown(seen.fields.get("title"))))
    return {record_id: frozenset(titles) for record_id, titles in found.items()}


def _code_id(row: Candidate) -> str:
    return f"{row.kind}#{row.code}"


def _new_id(row: Candidate, taken: set[str]) -> str:
    if row.code and _code_id(row) not in taken:
        return _code_id(row)
    words = "\0".join((row.kind, shown(row["title"]), row.parent.id if row.parent else ""))
    first = blake2b(words.encode(), digest_size=8).hexdigest()
    number, found = 1, first
    while found in taken:
        number += 1
        found = f"{first}~{number}"
    return found

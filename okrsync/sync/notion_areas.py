"""Which pages of which data sources are objectives and key results, and which property holds which field.

Told by names and relations alone, never by what pages hold: what a property is for must not change from night to night.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from okrsync.alike import alike
from okrsync.errors import TerminalError
from okrsync.sources.notion.own import find_own
from okrsync.sources.notion.reading import relation_target
from okrsync.sources.notion.values import COMPUTED, READ
from okrsync.sync.notion_values import type_of
from okrsync.sync.stores import KINDS, OBJECTIVE_FIELD, PARENTS_FIELD, Kind
from okrsync.sync.values import FieldKind, FieldType
from okrsync.tables.headers import role_of
from okrsync.tables.overrides import roles_named

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from okrsync.sources.notion.reading import DataSource

Json = dict[str, Any]

_NAMES = {"owner": "owners", "check_in": "last_check_in"}
"""Names of the model for roles that headers call otherwise."""
_FIELDS = frozenset(
    {
        "description", "level", "team", "owner", "period", "supports", "ambition", "weight", "status", "progress",
        "confidence", "check_in", "score", "metric", "unit", "direction", "baseline", "target", "current", "due",
        "ignore",
    }
)  # fmt: skip
_ABOVE = frozenset({"objective", "okr", "parent"})


class Property(NamedTuple):
    """A property that holds a field."""

    id: str
    name: str
    type: str
    field_type: FieldType
    target: str | None = None
    """The data source that a relation between OKRs points at."""


@dataclass(slots=True)
class Area:
    """A data source that holds OKRs."""

    source: DataSource
    kind: Kind | None
    """What all its pages are; None where each page says so."""
    type_property: str | None = None
    """Name of the property that says it."""
    fields: dict[Kind, dict[str, Property]] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Return the kinds of records that stand in it."""
        return KINDS if self.kind is None else (self.kind,)

    def kind_of(self, page: Json) -> Kind | None:
        """Return what a page is, None for one that is no OKR."""
        if self.kind is not None or self.type_property is None:
            return self.kind
        value = page["properties"].get(self.type_property, {})
        return _kind(role_of((value.get(value.get("type")) or {}).get("name") or ""))

    def type_value(self, kind: Kind) -> Json:
        """Return what the type property holds for a new page of a kind, in the words of the database."""
        configuration = self.source.schema[str(self.type_property)]
        options = configuration[configuration["type"]]["options"]
        word = next(option["name"] for option in options if role_of(option["name"]) == kind)
        return {configuration["type"]: {"name": word}}


def find_areas(
    sources: Sequence[DataSource], columns: Mapping[str, Sequence[str]], people: Collection[str], place: str
) -> list[Area]:
    """Return the data sources that hold OKRs; `columns` is what the config says about roles.

    Raises TerminalError where nothing tells what is an objective and what a key result, or what belongs to what.
    """
    okrs = {source.id for source in sources if source.holds_okrs}
    areas = [area for source in sources if source.holds_okrs and (area := _area(source, okrs)) is not None]
    if not areas:
        raise TerminalError("sync.notion-kinds-unclear", store=place)
    held = {area.source.id for area in areas}
    for area in areas:
        for kind in area.kinds:
            area.fields[kind] = _properties(area.source, kind, held, columns, people)
        if OBJECTIVE_FIELD not in area.fields.get("key_result", {OBJECTIVE_FIELD: None}):
            # Key results are told apart within their objective: without it each would be taken for a new one.
            raise TerminalError("sync.notion-no-relation", store=place, database=area.source.title)
    return areas


def shared_fields(areas: Sequence[Area], kind: Kind) -> dict[str, FieldType]:
    """Return the fields that every data source of a kind has, in one type."""
    several = [area.fields[kind] for area in areas if kind in area.kinds]
    if not several:
        return {}
    first, *others = several
    return {
        name: _narrowed([held.field_type, *(other[name].field_type for other in others)])
        for name, held in first.items()
        if all(name in other and other[name].type == held.type for other in others)
    }


def _narrowed(types: Sequence[FieldType]) -> FieldType:
    """Return what all of several properties of one type can hold."""
    first = types[0]
    options = [each.options for each in types if each.options is not None]
    if not options or first.new_options:
        return first
    return FieldType(first.kind, first.read_only, frozenset.intersection(*options))


def _kind(role: str | None) -> Kind | None:
    return role if role in KINDS else None


def _area(source: DataSource, okrs: Collection[str]) -> Area | None:
    for name, configuration in source.schema.items():
        kind = configuration["type"]
        if kind in {"select", "status"} and role_of(name) == "type":
            options = (configuration.get(kind) or {}).get("options") or ()
            if {role_of(option["name"]) for option in options} >= set(KINDS):
                return Area(source, None, name)
    title = next(name for name, configuration in source.schema.items() if configuration["type"] == "title")
    told = _kind(role_of(title)) or _kind(role_of(source.title)) or _kind_by_relations(source, okrs)
    return None if told is None else Area(source, told)


def _kind_by_relations(source: DataSource, okrs: Collection[str]) -> Kind | None:
    roles = {
        role_of(name)
        for name, configuration in source.schema.items()
        if (target := relation_target(configuration)) in okrs and target != source.id
    }
    if "key_result" in roles:
        return "objective"
    return "key_result" if roles & _ABOVE else None


def _properties(
    source: DataSource,
    kind: Kind,
    okrs: Collection[str],
    columns: Mapping[str, Sequence[str]],
    people: Collection[str],
) -> dict[str, Property]:
    """Return the properties that hold the fields of a kind; one that can be written before one that is computed."""
    own = set(find_own(source.schema).ids.values())
    named = roles_named(columns)
    found: dict[str, Property] = {}
    known = sorted(source.schema.items(), key=lambda item: item[1]["type"] in COMPUTED)
    for name, configuration in known:
        if configuration["id"] in own or configuration["type"] not in READ:
            continue
        role = named.get(alike(name))
        if role is None and (told := role_of(name)) not in columns:
            role = told
        target = relation_target(configuration)
        made = _field(kind, configuration["type"], role, is_between_okrs=target in okrs)
        if made is None or made in found:
            continue
        values = [page["properties"].get(name, {}) for page in source.pages]
        if target is None:
            field_type = type_of(configuration, people, values)
        elif target in okrs and made in {OBJECTIVE_FIELD, PARENTS_FIELD}:
            field_type = FieldType(FieldKind.RECORDS)
        else:
            field_type, target = FieldType(FieldKind.TEXT, read_only=True), None
        found[made] = Property(configuration["id"], name, configuration["type"], field_type, target)
    return found


def _field(kind: Kind, type_name: str, role: str | None, *, is_between_okrs: bool) -> str | None:
    """Return the field of the model that a property holds, None for one that is none of these."""
    if type_name == "title":
        return "title"
    if type_name == "relation" and is_between_okrs and role in _ABOVE:
        return OBJECTIVE_FIELD if kind == "key_result" else PARENTS_FIELD
    return _NAMES.get(role, role) if role in _FIELDS else None

"""Property values and columns as answers hold them, for a connection that sees some things and not others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.notion.ids import minute, quoted, unquoted
from tests.servers.notion.rollups import rolled_up
from tests.servers.notion.store import DataSource, Integration, Page, Property, Store
from tests.servers.notion.versions import DATA_SOURCES, Version

if TYPE_CHECKING:
    from collections.abc import Callable

REFERENCES = 25
"""Relations, people and mentions that a page shows; the rest comes from the paged property endpoint."""


class View:
    """What one connection, speaking one version, sees of the workspace."""

    def __init__(self, store: Store, integration: Integration, version: Version) -> None:
        """Look through the eyes of `integration`."""
        self.store = store
        self.integration = integration
        self.version = version

    def sees(self, thing_id: str) -> bool:
        """Tell whether a thing is there and shared with the connection."""
        thing = self.store.things.get(thing_id)
        return thing is not None and self.store.is_visible(thing, self.integration.id)

    def user(self, user_id: str) -> dict[str, Any]:
        """Return a person or bot: whole where the connection may read people, else the bare id."""
        user = self.store.users.get(user_id)
        may_read = user_id == self.integration.id or "read_users" in self.integration.capabilities
        if user is None or not may_read:
            return {"object": "user", "id": user_id}
        whole: dict[str, Any] = {"object": "user", "id": user.id, "name": user.name, "avatar_url": user.avatar_url}
        if not user.is_bot:
            shows = user.email is not None and "read_emails" in self.integration.capabilities
            return whole | {"type": "person", "person": {"email": user.email, "email_verified": True} if shows else {}}
        if user.id != self.integration.id:
            return whole | {"type": "bot", "bot": {}}
        owner = {"type": "workspace", "workspace": True}
        limits = {"max_file_upload_size_in_bytes": 5_242_880}
        bot = {
            "owner": owner,
            "workspace_name": self.store.workspace_name,
            "workspace_id": self.store.workspace_id,
            "workspace_limits": limits,
        }
        return whole | {"type": "bot", "bot": bot}

    def columns(self, source: DataSource) -> list[Property]:
        """Return the columns that the connection sees, by their ids, the title last.

        A relation to what is not shared is left out.
        """
        seen = [
            column
            for column in source.properties.values()
            if column.type != "relation" or self.sees(column.config["data_source_id"])
        ]
        return sorted(seen, key=lambda column: (column.type == "title", column.id))

    def values(self, page: Page, only: set[str] | None = None) -> dict[str, Any]:
        """Return a page's properties by name; `only` names the ids of those that are asked for."""
        source = self.store.source_of(page)
        if source is None:
            return {"title": {"id": "title", "type": "title", "title": page.values.get("title") or []}}
        wanted = [column for column in self.columns(source) if only is None or column.id in only]
        return {column.name: self.value(page, column) for column in wanted}

    def value(self, page: Page, column: Property, *, whole: bool = False) -> dict[str, Any]:
        """Return one property of a page; `whole` does not stop after 25 references."""
        shower = SHOWERS.get(column.type)
        kept = page.values.get(column.id)
        content: Any = shower(self, page, column, kept) if shower else kept
        answer = {"id": quoted(column.id), "type": column.type, column.type: content}
        if column.type == "relation":
            answer["has_more"] = len(content) > REFERENCES
        if not whole and column.type in {"relation", "people", "title", "rich_text"}:
            answer[column.type] = first_references(column.type, content)
        return answer

    def column(self, column: Property) -> dict[str, Any]:
        """Return a column as a data source holds it."""
        answer = {"id": quoted(column.id), "name": column.name, "description": column.description, "type": column.type}
        config = column.config
        if column.type == "relation" and self.version < DATA_SOURCES:
            config = {key: value for key, value in config.items() if key != "data_source_id"}
        if column.type == "rollup":
            config = self._rollup_config(column)
        return answer | {column.type: config}

    def _rollup_config(self, column: Property) -> dict[str, Any]:
        relation, target = self.rollup_columns(column)
        names = {
            "relation_property_name": relation.name if relation else "",
            "rollup_property_name": target.name if target else "",
        }
        ids = {
            "relation_property_id": column.config["relation"],
            "rollup_property_id": column.config["target"],
        }
        return {"function": column.config["function"], **names, **ids}

    def rollup_columns(self, column: Property) -> tuple[Property | None, Property | None]:
        """Return the relation that a rollup goes along, and the column that it takes together there."""
        holder = next(source for source in self.store.data_sources() if source.properties.get(column.id) is column)
        relation = holder.properties.get(column.config["relation"])
        other = self.store.things.get(relation.config["data_source_id"]) if relation else None
        return relation, other.properties.get(column.config["target"]) if isinstance(other, DataSource) else None


def first_references(kind: str, content: list[Any]) -> list[Any]:
    """Return a list up to its 25th reference: in text only mentions count."""
    if kind in {"relation", "people"}:
        return content[:REFERENCES]
    seen = 0
    for index, item in enumerate(content):
        seen += item["type"] == "mention"
        if seen > REFERENCES:
            return content[:index]
    return content


def _option(_view: View, _page: Page, column: Property, kept: Any) -> Any:
    for option in column.config["options"]:
        if option["id"] == kept:
            return {"id": option["id"], "name": option["name"], "color": option["color"]}
    return None


def _options(view: View, page: Page, column: Property, kept: Any) -> Any:
    return [option for option_id in kept or [] if (option := _option(view, page, column, option_id))]


def _relation(view: View, _page: Page, _column: Property, kept: Any) -> Any:
    return [{"id": page_id} for page_id in kept or [] if not view.store.is_trashed(view.store.things[page_id])]


def _rollup(view: View, page: Page, column: Property, _kept: Any) -> Any:
    function = column.config["function"]
    relation, target = view.rollup_columns(column)
    if relation is None or target is None or not view.sees(relation.config["data_source_id"]):
        return {"type": "unsupported", "unsupported": {}, "function": function}
    related = [
        view.store.things[entry["id"]] for entry in _relation(view, page, relation, page.values.get(relation.id))
    ]
    return rolled_up(function, [view.value(other, target) for other in related if isinstance(other, Page)])


def _formula(_view: View, _page: Page, _column: Property, kept: Any) -> Any:
    """Return the stored result of a formula: nothing is computed here."""
    if isinstance(kept, dict) and "type" in kept:
        return kept
    if isinstance(kept, bool):
        return {"type": "boolean", "boolean": kept}
    if isinstance(kept, int | float):
        return {"type": "number", "number": kept}
    if isinstance(kept, dict):
        return {"type": "date", "date": {"end": None, "time_zone": None} | kept}
    return {"type": "string", "string": kept}


def _unique_id(_view: View, _page: Page, column: Property, kept: Any) -> Any:
    return {"prefix": column.config["prefix"], "number": kept}


def _verification(view: View, _page: Page, _column: Property, kept: Any) -> Any:
    if kept is None:
        return {"state": "unverified", "verified_by": None, "date": None}
    return {**kept, "verified_by": view.user(kept.get("verified_by", view.store.owner.id))}


SHOWERS: dict[str, Callable[[View, Page, Property, Any], Any]] = {
    "title": lambda _view, _page, _column, kept: kept or [],
    "rich_text": lambda _view, _page, _column, kept: kept or [],
    "files": lambda _view, _page, _column, kept: kept or [],
    "checkbox": lambda _view, _page, _column, kept: bool(kept),
    "button": lambda _view, _page, _column, _kept: {},
    "select": _option,
    "status": _option,
    "multi_select": _options,
    "people": lambda view, _page, _column, kept: [view.user(user_id) for user_id in kept or []],
    "relation": _relation,
    "rollup": _rollup,
    "formula": _formula,
    "unique_id": _unique_id,
    "verification": _verification,
    "created_time": lambda _view, page, _column, _kept: minute(page.created),
    "last_edited_time": lambda _view, page, _column, _kept: minute(page.edited),
    "created_by": lambda view, page, _column, _kept: view.user(page.created_by),
    "last_edited_by": lambda view, page, _column, _kept: view.user(page.edited_by),
}


def wanted_columns(source: DataSource | None, asked: list[str]) -> set[str] | None:
    """Return the ids that `filter_properties` asks for (quoted or not, or by name), or None where it is not given."""
    if not asked:
        return None
    names = {unquoted(name) for entry in asked for name in entry.split(",")} | set(asked)
    if source is None:
        return names
    return {column.id for column in source.properties.values() if column.id in names or column.name in names}

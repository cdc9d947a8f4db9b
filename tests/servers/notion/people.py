"""What people do in the app: make pages and databases by hand, edit, rename, delete, share, duplicate."""

from __future__ import annotations

from copy import deepcopy
from functools import wraps
from typing import TYPE_CHECKING, Any

from tests.servers.notion import columns, making, texts
from tests.servers.notion.body_values import CONFIGS
from tests.servers.notion.ids import as_uuid
from tests.servers.notion.store import Comment, Database, DataSource, Page, Property
from tests.servers.notion.writing import WRITERS, option_named, relate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tests.servers.notion.store import Block, Integration, Kind, Parent, Store, User

Value = Any
"""A value as a person would type it: words, a number, a list of names or ids, a page, a person; or as in requests."""


def one_at_a_time(people: type[People]) -> type[People]:
    """Let each public method wait until no request is being served."""
    for name, method in list(vars(people).items()):
        if not name.startswith("_") and callable(method):
            setattr(people, name, _waiting(method))
    return people


def _waiting(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def act(self: People, *arguments: Any, **told: Any) -> Any:
        with self.store.lock:
            return method(self, *arguments, **told)

    return act


@one_at_a_time
class People:
    """Everybody who works in the workspace beside the program under test. `author` signs what is done."""

    def __init__(self, store: Store, integration: Integration) -> None:
        """Work in `store`; what is shared is shared with `integration`."""
        self.store = store
        self.integration = integration
        self.author = store.owner

    # Making.

    def add_user(self, name: str | None, email: str | None = None) -> User:
        """Let somebody join; guests may show neither name nor e-mail."""
        return self.store.add_user(name, email)

    def add_page(self, title: str, parent: Page | None = None, *, shared: bool = False) -> Page:
        """Make a page, at the top of the workspace or in another page."""
        where: Parent = ("page_id", parent.id) if parent else ("workspace", "")
        page = making.page(self.store, where, self.author.id, {"title": {"title": [{"text": {"content": title}}]}})
        if shared:
            self.share(page)
        return page

    def give_id(self, page: Page, page_id: str) -> None:
        """Give a page that is still empty another id, such as one that a recorded conversation names."""
        known = as_uuid(page_id)
        assert known is not None, f"{page_id} is no uuid"
        del self.store.things[page.id]
        shared = self.store.shared[self.integration.id]
        if page.id in shared:
            shared.add(known)
        page.id = known
        self.store.things[known] = page

    def add_database(
        self,
        title: str,
        schema: Mapping[str, str | dict[str, Any]],
        rows: Iterable[Mapping[str, Value]] = (),
        *,
        shared: bool = True,
        parent: Page | None = None,
    ) -> Database:
        """Make a database with one data source.

        `schema`: name → type ("number") or definition ({"number": {"format": "percent"}}); status options may name
        their group. `rows`: name → value, see `Value`.
        """
        where: Parent = ("page_id", parent.id) if parent else ("workspace", "")
        first: dict[str, Any] = {}
        rest: dict[str, Any] = {}
        for name, told in schema.items():
            definition = defined(told)
            kind = columns.kind_of(definition)
            (first if kind in CONFIGS and kind not in {"relation", "rollup"} else rest)[name] = definition
        made = making.database(self.store, where, self.author.id, texts.text_of(title), first)
        if shared:
            self.share(made)
        source = self.source(made)
        for name, definition in rest.items():
            self.add_property(source, name, definition)
        order = list(schema)
        source.properties = dict(sorted(source.properties.items(), key=lambda item: _rank(order, item[1].name)))
        for row in rows:
            self.add_row(source, row)
        return made

    def source(self, database: Database, number: int = 0) -> DataSource:
        """Return a data source of a database, the first if none is named."""
        source = self.store.things[database.data_sources[number]]
        assert isinstance(source, DataSource)
        return source

    def add_data_source(self, database: Database, title: str, schema: Mapping[str, str | dict[str, Any]]) -> DataSource:
        """Add one more table to a database."""
        definitions = {name: defined(told) for name, told in schema.items()}
        return making.data_source(self.store, database, self.author.id, texts.text_of(title), definitions)

    def add_property(self, source: DataSource, name: str, told: str | dict[str, Any]) -> Property:
        """Add a column; of types that the API cannot make (button, verification, unknown ones) too."""
        definition = defined(told)
        kind = columns.kind_of(definition)
        if kind in CONFIGS:
            return columns.add(self.store, source, name, definition)
        column_id = self.store.ids.new_property(set(source.properties))
        source.properties[column_id] = Property(column_id, name, kind, definition.get(kind) or {})
        return source.properties[column_id]

    def add_row(self, source: DataSource | Database, values: Mapping[str, Value] | None = None) -> Page:
        """Add a row."""
        table = self.source(source) if isinstance(source, Database) else source
        page = making.page(self.store, ("data_source_id", table.id), self.author.id, {})
        for name, value in (values or {}).items():
            self._keep(table, page, name, value)
        return page

    def add_block(self, page: Page, kind: str, words: str) -> Block:
        """Write a block of text at the end of a page."""
        return making.blocks(self.store, page, self.author.id, [{kind: {"rich_text": [{"text": {"content": words}}]}}])[
            0
        ]

    def add_comment(self, page: Page, words: str) -> Comment:
        """Comment on a page."""
        made = Comment(
            **self.store.stamp(("page_id", page.id), self.author.id),
            discussion_id=self.store.ids.new(),
            rich_text=texts.text_of(words),
            display_name={"type": "user", "resolved_name": self.author.name},
        )
        self.store.things[made.id] = made
        return made

    # Editing.

    def edit_property(self, page: Page, name: str, value: Value) -> None:
        """Type a value into a property of a row, or another title."""
        source = self.store.source_of(page)
        if source is None:
            page.values["title"] = texts.text_of(value)
        else:
            self._keep(source, page, name, value)
        self.store.touch(page, self.author.id)

    def _keep(self, source: DataSource, page: Page, name: str, value: Value) -> None:
        column = source.column(name)
        assert column is not None, f"no property {name!r} in {self.store.title_of(source)!r}"
        kept = self._typed(column, value)
        if column.type == "relation":
            relate(self.store, source, page, column, kept)
        page.values[column.id] = kept

    def _typed(self, column: Property, value: Value) -> Value:
        """Return a value as it is kept."""
        kind = column.type
        if isinstance(value, dict) and set(value) == {kind} and kind in WRITERS:
            return WRITERS[kind](self.store, column, value[kind], column.name)
        if value is None:
            return None
        match kind:
            case "title" | "rich_text":
                return texts.stored(self.store, value) if isinstance(value, list) else texts.text_of(value)
            case "select" | "status":
                value = option_named(self.store, column, {"name": value})
            case "multi_select":
                value = [option_named(self.store, column, {"name": name}) for name in value]
            case "people" | "relation":
                listed = value if isinstance(value, list | tuple) else [value]
                value = [entry if isinstance(entry, str) else entry.id for entry in listed]
            case "date" if isinstance(value, str):
                value = WRITERS["date"](self.store, column, {"start": value}, column.name)
        return value

    def rename_property(self, source: DataSource, name: str, new_name: str) -> None:
        """Call a column by another name; its id stays."""
        columns.rename(source, self._column(source, name), new_name)
        self.store.touch(source, self.author.id)

    def delete_property(self, source: DataSource, name: str) -> None:
        """Delete a column with all that stands in it."""
        columns.remove(self.store, source, self._column(source, name))
        self.store.touch(source, self.author.id)

    def change_type(self, source: DataSource, name: str, told: str | dict[str, Any]) -> None:
        """Give a column another type; what stood in it is gone."""
        columns.redefine(self.store, source, self._column(source, name), defined(told))

    def rename_option(self, source: DataSource, name: str, option: str, new_name: str) -> None:
        """Call an option of a select or status by another name; every row shows the new one."""
        column = self._column(source, name)
        next(known for known in column.config["options"] if known["name"] == option)["name"] = new_name

    @staticmethod
    def _column(source: DataSource, name: str) -> Property:
        column = source.column(name)
        assert column is not None, f"no property {name!r}"
        return column

    def trash(self, thing: Kind) -> None:
        """Move a thing to the trash."""
        thing.in_trash = True
        self.store.touch(thing, self.author.id)

    def restore(self, thing: Kind) -> None:
        """Take a thing out of the trash."""
        thing.in_trash = False
        self.store.touch(thing, self.author.id)

    def duplicate(self, page: Page) -> Page:
        """Duplicate a row or page: another id, the same values, numbered anew, without comments."""
        copy = Page(**self.store.stamp(page.parent, self.author.id), values=deepcopy(page.values))
        copy.icon, copy.cover = page.icon, page.cover
        self.store.things[copy.id] = copy
        source = self.store.source_of(page)
        if source is not None:
            making.number(source, copy)
            source.rows.append(copy.id)
            for column in source.properties.values():
                if column.type == "relation":
                    pages = copy.values.pop(column.id, None) or []
                    relate(self.store, source, copy, column, pages)
                    copy.values[column.id] = pages
        return copy

    def resolve(self, comment: Comment) -> None:
        """Close the discussion that a comment stands in."""
        for thing in self.store.things.values():
            if isinstance(thing, Comment) and thing.discussion_id == comment.discussion_id:
                thing.resolved = True

    # Sharing.

    def share(self, thing: Kind) -> None:
        """Connect the integration to a page or database, and so to everything in it."""
        self.store.shared[self.integration.id].add(thing.id)
        self.store.hidden[self.integration.id].discard(thing.id)

    def unshare(self, thing: Kind) -> None:
        """Take the connection away, even where something above the thing is shared."""
        self.store.shared[self.integration.id].discard(thing.id)
        self.store.hidden[self.integration.id].add(thing.id)


def _rank(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def defined(told: str | dict[str, Any]) -> dict[str, Any]:
    """Return the definition of a column told by its type alone, or as it is."""
    return {told: {}} if isinstance(told, str) else told

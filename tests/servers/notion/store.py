"""What a Notion workspace holds: people, connections, pages, databases, data sources, blocks, comments.

Plain data and how it hangs together; nothing here knows HTTP, versions or JSON bodies.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.servers.notion.ids import Ids
from tests.servers.notion.wall_clock import WallClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

RichText = list[dict[str, Any]]
"""Text as answers hold it: a list of items with annotations and plain text."""

Parent = tuple[Literal["workspace", "page_id", "database_id", "data_source_id", "block_id"], str]


def plain(text: RichText) -> str:
    """Return the words of a rich text."""
    return "".join(item["plain_text"] for item in text)


@dataclass
class User:
    """A person or a bot; a name or an e-mail may be missing (guests, capabilities)."""

    id: str
    name: str | None
    email: str | None = None
    avatar_url: str | None = None
    is_bot: bool = False


CAPABILITIES = frozenset(
    {
        "read_content",
        "update_content",
        "insert_content",
        "read_comments",
        "insert_comments",
        "read_users",
        "read_emails",
    }
)


@dataclass
class Integration:
    """A connection to the workspace: who calls, and what they may."""

    id: str
    name: str
    token: str
    capabilities: set[str] = field(default_factory=lambda: set(CAPABILITIES))
    revoked: bool = False
    refresh_token: str | None = None


@dataclass(kw_only=True)
class Thing:
    """What everything in the workspace has."""

    id: str
    parent: Parent
    created: datetime
    edited: datetime
    created_by: str
    edited_by: str
    in_trash: bool = False


@dataclass(kw_only=True)
class Block(Thing):
    """A piece of a page's body. A page and a database are blocks of their parent as well."""

    type: str
    content: dict[str, Any]
    children: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Page(Thing):
    """A page: alone (its one property is the title) or a row of a data source. `values`: property id → stored value."""

    values: dict[str, Any] = field(default_factory=dict)
    icon: dict[str, Any] | None = None
    cover: dict[str, Any] | None = None
    is_locked: bool = False
    is_archived: bool = False
    public_url: str | None = None
    children: list[str] = field(default_factory=list)


@dataclass
class Property:
    """A column. `config` is what answers hold under the type's name; `id` is unquoted."""

    id: str
    name: str
    type: str
    config: dict[str, Any] = field(default_factory=dict)
    description: str | None = None


@dataclass(kw_only=True)
class DataSource(Thing):
    """A table of a database: its columns by id, in the order made, and its rows in the order made."""

    title: RichText
    properties: dict[str, Property] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    description: RichText = field(default_factory=list)
    icon: dict[str, Any] | None = None
    cover: dict[str, Any] | None = None
    next_number: int = 1
    templates: list[dict[str, Any]] = field(default_factory=list)

    def column(self, name_or_id: str) -> Property | None:
        """Return a column by its name or id."""
        by_id = self.properties.get(name_or_id)
        return by_id or next((known for known in self.properties.values() if known.name == name_or_id), None)

    @property
    def title_property(self) -> Property:
        """Return the column of titles; there is always one."""
        return next(known for known in self.properties.values() if known.type == "title")


@dataclass(kw_only=True)
class Database(Thing):
    """A container of data sources."""

    title: RichText
    data_sources: list[str] = field(default_factory=list)
    description: RichText = field(default_factory=list)
    icon: dict[str, Any] | None = None
    cover: dict[str, Any] | None = None
    is_inline: bool = False
    is_locked: bool = False
    public_url: str | None = None


@dataclass(kw_only=True)
class Comment(Thing):
    """A comment in a discussion on a page or block."""

    discussion_id: str
    rich_text: RichText
    display_name: dict[str, Any]
    resolved: bool = False


Kind = Page | Database | DataSource | Block | Comment


class Store:
    """The workspace."""

    def __init__(self) -> None:
        """Begin with nothing but the owner and the workspace itself."""
        self.lock = threading.RLock()
        """Held by every request, and by people who act on the workspace meanwhile."""
        self.clock = WallClock()
        self.ids = Ids()
        self.workspace_id = self.ids.new()
        self.workspace_name = "Local workspace"
        self.users: dict[str, User] = {}
        self.integrations: dict[str, Integration] = {}
        self.things: dict[str, Kind] = {}
        self.shared: dict[str, set[str]] = {}
        self.hidden: dict[str, set[str]] = {}
        self.cursors: set[str] = set()
        self.session = self.ids.new()
        """Cursors of queries hold it: `s:<session>:<id of the next row>`."""
        self.query_cap = 10_000
        self.largest_quick_page: int | None = None
        """Rows of a page of a query beyond which the service times out (504)."""
        self.rows_told: int | None = None
        """Rows after which a query stops as if there were no more, saying nothing of it."""
        self.views: dict[str, dict[str, Any]] = {}
        self.view_queries: dict[str, tuple[str, list[str]]] = {}
        self.uploads: dict[str, dict[str, Any]] = {}
        self.tasks: dict[str, dict[str, Any]] = {}
        self.oauth_clients: dict[str, str] = {}
        self.oauth_codes: dict[str, str] = {}
        self.owner = self.add_user("Olivia Owner", "olivia@example.org")

    def add_user(self, name: str | None, email: str | None = None) -> User:
        """Add a person."""
        user = User(self.ids.new(), name, email)
        self.users[user.id] = user
        return user

    def add_integration(self, name: str, token: str) -> Integration:
        """Add a connection and the bot that stands for it."""
        integration = Integration(self.ids.new(), name, token)
        self.integrations[integration.id] = integration
        self.users[integration.id] = User(integration.id, name, is_bot=True)
        self.shared[integration.id] = set()
        self.hidden[integration.id] = set()
        return integration

    def stamp(self, parent: Parent, author: str) -> dict[str, Any]:
        """Return what a new thing begins with."""
        now = self.clock.now()
        return {
            "id": self.ids.new(),
            "parent": parent,
            "created": now,
            "edited": now,
            "created_by": author,
            "edited_by": author,
        }

    def touch(self, thing: Kind, author: str) -> None:
        """Note that a thing was edited, and the page that it stands on."""
        now = self.clock.now()
        for touched in (thing, self.page_of(thing) if isinstance(thing, Block) else None):
            if touched is not None:
                touched.edited, touched.edited_by = now, author

    def page_of(self, thing: Kind) -> Page | None:
        """Return the page whose body a block belongs to."""
        return next((above for above in self.above(thing) if isinstance(above, Page)), None)

    def above(self, thing: Kind) -> Iterator[Kind]:
        """Yield what a thing stands in, from near to far."""
        kind, parent_id = thing.parent
        while kind != "workspace" and parent_id in self.things:
            above = self.things[parent_id]
            yield above
            kind, parent_id = above.parent

    def is_visible(self, thing: Kind, integration_id: str) -> bool:
        """Tell whether a connection sees a thing: the nearest around it (or it) that was shared or hidden decides."""
        shared, hidden = self.shared[integration_id], self.hidden[integration_id]
        for around in (thing, *self.above(thing)):
            if around.id in hidden:
                return False
            if around.id in shared:
                return True
        return False

    def is_trashed(self, thing: Kind) -> bool:
        """Tell whether a thing, or anything that it stands in, lies in the trash."""
        return thing.in_trash or any(above.in_trash for above in self.above(thing))

    def page(self, page_id: str) -> Page:
        """Return the page of an id that is known to be one."""
        page = self.things[page_id]
        assert isinstance(page, Page)
        return page

    def pages(self) -> Iterator[Page]:
        """Yield every page."""
        return (thing for thing in self.things.values() if isinstance(thing, Page))

    def data_sources(self) -> Iterator[DataSource]:
        """Yield every data source."""
        return (thing for thing in self.things.values() if isinstance(thing, DataSource))

    def source_of(self, page: Page) -> DataSource | None:
        """Return the data source that a page is a row of, or None for a page that stands alone."""
        kind, parent_id = page.parent
        source = self.things.get(parent_id) if kind == "data_source_id" else None
        return source if isinstance(source, DataSource) else None

    def title_of(self, thing: Kind) -> str:
        """Return the words that a page, database or data source is called by."""
        if isinstance(thing, Page):
            source = self.source_of(thing)
            return plain(thing.values.get(source.title_property.id if source else "title") or [])
        return plain(thing.title) if isinstance(thing, Database | DataSource) else ""

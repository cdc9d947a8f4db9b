"""Workspaces in which teams keep their OKRs, on the local Notion server."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from okrsync.addresses import NotionAccess, NotionAddress
from okrsync.pipeline import Examined, Job, Manner, corrections, examine_source, write
from okrsync.sources.calling import Patience
from okrsync.sources.notion.source import NotionSource

if TYPE_CHECKING:
    from okrsync.edits import WriteOutcome
    from tests.servers.notion.server import NotionServer
    from tests.servers.notion.store import Database, DataSource, Page

MANNER = Manner(today=date(2026, 11, 16))
"""One for all tests: it keeps the rules that it has loaded."""
QUICK = Patience(first_wait=0.001, longest_wait=0.002)
KEY_RESULTS: dict[str, Any] = {
    "Name": "title",
    "Owner": "people",
    "Start": "number",
    "Target": "number",
    "Current": "number",
    "Progress": {"number": {"format": "percent"}},
    "Due": "date",
}


class Workspace:
    """Objectives and key results in two databases joined by a relation."""

    def __init__(self, server: NotionServer) -> None:
        """Make both databases, with a small bakery's OKRs in them."""
        self.server = server
        self.people = server.people
        self.anna = self.people.add_user("Anna Berg", "anna@example.org")
        self.objectives_database = self.people.add_database(
            "Objectives", {"Name": "title", "Owner": "people", "Quarter": "select"}
        )
        self.objectives = self.people.source(self.objectives_database)
        relation = {"data_source_id": self.objectives.id, "dual_property": {"synced_property_name": "Key Results"}}
        self.key_results_database = self.people.add_database(
            "Key Results", {**KEY_RESULTS, "Objective": {"relation": relation}}
        )
        self.key_results = self.people.source(self.key_results_database)
        quarter = {"Quarter": {"select": {"name": "Q4 2026"}}}
        first = self.add_objective("Become the bakery that families recommend", Owner=[self.anna], **quarter)
        second = self.add_objective("Let hardly any bread go to waste", Owner=[self.anna], **quarter)
        self.regulars = self.add_key_result("Regulars who come every week from 40 to 60", first, Start=40, Target=60)
        self.vague = self.add_key_result("Improve the mood of our 620 regulars", first)
        self.waste = self.add_key_result("Bread thrown away from 12 kg to 5 kg a day", second, Start=12, Target=5)

    def add_objective(self, title: str, **values: Any) -> Page:
        """Add an objective."""
        return self.people.add_row(self.objectives, {"Name": title, **values})

    def add_key_result(self, title: str, objective: Page | None, **values: Any) -> Page:
        """Add a key result of an objective."""
        above = {} if objective is None else {"Objective": [objective]}
        return self.people.add_row(self.key_results, {"Name": title, **above, **values})


def job(server: NotionServer, place: Database | DataSource | Page | str, name: str = "company", **more: Any) -> Job:
    """Return the job that examines a place with the server's token, given to the test in OKRSYNC_TEST_TOKEN."""
    access = NotionAccess("env:OKRSYNC_TEST_TOKEN", server.url, requests_per_second=100_000)
    where = place if isinstance(place, str) else place.id
    return Job(NotionAddress(where, access, **more), name, MANNER)


def look(what: Job) -> Examined:
    """Examine a place, quick to try again."""
    assert isinstance(what.address, NotionAddress)
    return examine_source(NotionSource(what.address, what.name, QUICK), what)


def source_of(examined: Examined) -> NotionSource:
    """Return the source of what was examined."""
    assert isinstance(examined.source, NotionSource)
    return examined.source


def run(what: Job) -> WriteOutcome:
    """Do what `okrsync run` does."""
    examined = look(what)
    return write(examined, corrections(examined))


def shown(page: Page, source: DataSource, name: str) -> Any:
    """Return what people see in a property of a row."""
    column = source.column(name)
    assert column is not None, name
    value = page.values.get(column.id)
    if isinstance(value, list):
        return "".join(part["plain_text"] for part in value)
    if column.type == "select" and value is not None:
        return next(option["name"] for option in column.config["options"] if option["id"] == value)
    return value


def foreign(server: NotionServer) -> dict[str, object]:
    """Return everything in the workspace that is not ours: values of people's properties, blocks and comments."""
    store = server.store
    kept: dict[str, object] = {}
    for source in store.data_sources():
        columns = {key: column for key, column in source.properties.items() if not _is_ours(column.description)}
        kept[source.id] = [(column.id, column.name, column.type, repr(column.config)) for column in columns.values()]
        for row in source.rows:
            page = store.things[row]
            kept[row] = {key: repr(value) for key, value in page.values.items() if key in columns}
    return kept


def _is_ours(description: str | None) -> bool:
    return bool(description) and str(description).startswith("okrsync")

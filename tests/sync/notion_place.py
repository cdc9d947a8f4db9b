"""Teams' databases of OKRs on a local Notion server, and the store that keeps them in step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from okrsync.addresses import NotionAccess, NotionAddress
from okrsync.pipeline import Job, Manner
from okrsync.sources.calling import Patience
from okrsync.sync.notion_store import NotionStore

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.servers.notion.server import NotionServer
    from tests.servers.notion.store import Page

QUICK = Patience(first_wait=0.001, longest_wait=0.002)
TOKEN = "OKRSYNC_TEST_TOKEN"
KEY_RESULTS: dict[str, Any] = {
    "Name": "title",
    "Owner": "people",
    "Start": "number",
    "Target": "number",
    "Current": "number",
    "Progress": {"number": {"format": "percent"}},
    "Status": {"status": {"options": [{"name": "On track"}, {"name": "At risk"}]}},
    "Team": {"select": {"options": [{"name": "Bakery"}]}},
    "Due": "date",
    "Description": "rich_text",
    "Tags": "multi_select",
}


class Team:
    """Objectives and key results of one team: two databases on a page, joined by a relation."""

    def __init__(self, server: NotionServer, name: str = "Bakery", extra: dict[str, Any] | None = None) -> None:
        """Make an empty page of two databases."""
        self.server, self.people = server, server.people
        self.page = self.people.add_page(name, shared=True)
        goals = self.people.add_database(
            "Objectives", {"Name": "title", "Owner": "people", "Description": "rich_text"}, parent=self.page
        )
        self.objectives = self.people.source(goals)
        relation = {"data_source_id": self.objectives.id, "dual_property": {"synced_property_name": "Key Results"}}
        schema = {**KEY_RESULTS, **(extra or {}), "Objective": {"relation": relation}}
        self.results = self.people.source(self.people.add_database("Key Results", schema, parent=self.page))

    def objective(self, title: str, **values: Any) -> Page:
        """Add an objective."""
        return self.people.add_row(self.objectives, {"Name": title, **values})

    def result(self, title: str, objective: Page | None, **values: Any) -> Page:
        """Add a key result."""
        above = {} if objective is None else {"Objective": [objective]}
        return self.people.add_row(self.results, {"Name": title, **above, **values})

    def job(self, name: str = "Notion", **manner: Any) -> Job:
        """Return this team's pages as a source."""
        access = NotionAccess(f"env:{TOKEN}", self.server.url, requests_per_second=100_000)
        return Job(NotionAddress(self.page.id, access), name, Manner(**manner))

    def store(self, name: str = "Notion", **manner: Any) -> NotionStore:
        """Return the store of this team's pages, quick to try again."""
        return NotionStore(self.job(name, **manner), patience=QUICK)

    def rows(self, of: str = "results") -> list[Page]:
        """Return the pages of one database that are not in the trash."""
        pages = [self.server.store.page(row) for row in getattr(self, of).rows]
        return [page for page in pages if not page.in_trash]

    def held(self, page: Page, name: str) -> Any:
        """Return what a property of a row holds: words as one text, an option by its name."""
        source = self.server.store.source_of(page)
        assert source is not None
        column = source.column(name)
        assert column is not None, name
        value = page.values.get(column.id)
        if column.type in {"title", "rich_text"}:
            return "".join(part["plain_text"] for part in value or ())
        if column.type in {"select", "status"} and value is not None:
            return next(option["name"] for option in column.config["options"] if option["id"] == value)
        return value


def config_of(folder: Path, server: NotionServer, teams: Mapping[str, Team], sync: str) -> Path:
    """Write a config whose sources are teams' pages, with a state of its own; `sync` is the rest of it."""
    lines = ["[notion]", f'token = "env:{TOKEN}"', f'base_url = "{server.url}"', "requests_per_second = 100"]
    for name, team in teams.items():
        lines += [f"[sources.{name}]", f'notion = "{team.page.id}"']
    path = folder / "okrsync.toml"
    path.write_text("\n".join([*lines, "[state]", 'url = "state.db"', sync]) + "\n", "utf-8")
    return path

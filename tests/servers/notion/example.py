"""A small workspace of a team that keeps its OKRs in Notion, and clients that talk to it."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
from notion_client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.notion.server import NotionServer
    from tests.servers.notion.store import Database, DataSource, Page, User

NEWEST = "2026-03-11"
OLDER = "2025-09-03"
OLDEST = "2022-06-28"


@dataclass
class Example:
    """Objectives and key results in two databases on one page, joined by a two-way relation."""

    home: Page
    nadia: User
    guest: User
    database: Database
    objectives: DataSource
    results: DataSource
    rows: list[Page]


def example(server: NotionServer, key_results: int = 4) -> Example:
    """Fill a workspace."""
    people = server.people
    nadia, guest = people.add_user("Nadia", "nadia@example.org"), people.add_user(None)
    home = people.add_page("OKRs 2026", shared=True)
    columns = {"Objective": "title", "Team": "select"}
    goals = people.add_database("Objectives", columns, [{"Objective": "Grow"}], parent=home, shared=False)
    objectives = people.source(goals)
    schema: dict[str, str | dict[str, Any]] = {
        "Key result": "title",
        "Notes": "rich_text",
        "Target": {"number": {"format": "percent"}},
        "Quarter": {"select": {"options": [{"name": "Q1", "color": "red"}, {"name": "Q2"}]}},
        "Tags": "multi_select",
        "Status": "status",
        "Due": "date",
        "Owner": "people",
        "Files": "files",
        "Done": "checkbox",
        "Link": "url",
        "Mail": "email",
        "Phone": "phone_number",
        "Progress": {"formula": {"expression": 'prop("Target") / 2'}},
        "Objective": {
            "relation": {
                "data_source_id": objectives.id,
                "type": "dual_property",
                "dual_property": {"synced_property_name": "Key results"},
            }
        },
        "Objective team": {
            "rollup": {
                "relation_property_name": "Objective",
                "rollup_property_name": "Objective",
                "function": "show_original",
            }
        },
        "Number": {"unique_id": {"prefix": "KR"}},
        "Created": "created_time",
        "Creator": "created_by",
        "Edited": "last_edited_time",
        "Editor": "last_edited_by",
        "Verified": "verification",
        "Press": "button",
        "Place": "place",
    }
    database = people.add_database("Key results", schema, parent=home, shared=False)
    results = people.source(database)
    goal = server.store.page(objectives.rows[0])
    rows = [
        people.add_row(
            results,
            {
                "Key result": f"Raise sales {number}",
                "Target": number / 10,
                "Quarter": "Q1" if number % 2 else "Q2",
                "Tags": ["sales", f"tag {number % 10}"],
                "Due": f"2026-03-{number:02}" if number < 29 else None,
                "Owner": [nadia] if number % 2 else [guest],
                "Done": number % 2 == 0,
                "Progress": number / 20,
                "Objective": goal,
            },
        )
        for number in range(1, key_results + 1)
    ]
    return Example(home, nadia, guest, database, objectives, results, rows)


@contextmanager
def client_of(server: NotionServer, version: str = NEWEST, token: str = "") -> Iterator[Client]:
    """Yield the real client, speaking to the server; it neither retries nor logs."""
    quiet = logging.getLogger("notion-client of a test")
    quiet.setLevel(logging.CRITICAL)
    # http only: reading the machine's certificates would cost each test a tenth of a second
    http = httpx.Client(verify=False)  # noqa: S501
    arguments: dict[str, Any] = {"auth": token or server.token, "base_url": server.url, "notion_version": version}
    with Client(**arguments, retry=False, logger=quiet, client=http) as client:
        yield client

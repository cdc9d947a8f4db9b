"""`make demo-notion`: the whole loop on a Notion workspace, without an account.

A local server that keeps to Notion's official contract stands in for Notion; everything else is real: the command, the
config, the client, the requests. Run from the root of a checkout.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.showing import cut, headline, okrsync  # noqa: E402 - found once the root is on the path
from tests.servers.notion.server import NotionServer  # noqa: E402 - found once the root is on the path

if TYPE_CHECKING:
    from tests.servers.notion.store import DataSource, Page

SHOWN = ("Name", "OKR score", "OKR status", "OKR warnings")


def main() -> None:
    """Fill a workspace, run okrsync on it three times, and show what stands there and what was asked for."""
    with NotionServer() as server, tempfile.TemporaryDirectory() as folder:
        objectives, key_results = _workspace(server)
        config = Path(folder) / "okrsync.toml"
        database = key_results.parent[1]
        connection = f'[notion]\nbase_url = "{server.url}"\nrequests_per_second = 50\n'
        config.write_text(f'{connection}\n[sources.garage]\nnotion = "{database}"\n', "utf-8")
        environment = {**os.environ, "NOTION_TOKEN": server.token}

        headline("What okrsync would write (okrsync run --dry-run)")
        okrsync(config, environment, "run", "--dry-run")
        server.log.clear()

        headline("The first night (okrsync run)")
        okrsync(config, environment, "run")
        _show(server, objectives, key_results)
        _count(server)

        headline("Somebody mends a key result in Notion; the second night")
        page: Any = server.store.things[key_results.rows[0]]
        server.people.edit_property(page, "Name", "Cars handed back on the promised day from 62% to 90%")
        server.people.edit_property(page, "Target", 90)
        okrsync(config, environment, "run")
        _show(server, objectives, key_results)
        _count(server)

        headline("Nothing has changed: the third night writes nothing")
        okrsync(config, environment, "run")
        _count(server)

        headline("Every trace taken away (okrsync clean garage)")
        okrsync(config, environment, "clean", "garage")
        _count(server)


def _workspace(server: NotionServer) -> tuple[DataSource, DataSource]:
    """Make two databases joined by a relation, with the OKRs of a car repair shop."""
    people = server.people
    lea = people.add_user("Léa", "lea@example.org")
    objectives = people.source(
        people.add_database("Objectives", {"Name": "title", "Owner": "people", "Quarter": "select"})
    )
    relation = {"data_source_id": objectives.id, "dual_property": {"synced_property_name": "Key Results"}}
    key_results = people.source(
        people.add_database(
            "Key Results",
            {"Name": "title", "Objective": {"relation": relation}, "Start": "number", "Target": "number"},
        )
    )
    quarter = {"select": {"name": "Q1 2027"}}
    trust = people.add_row(objectives, {"Name": "Be the garage that drivers trust", "Owner": [lea], "Quarter": quarter})
    green = people.add_row(objectives, {"Name": "Make repairing greener than replacing", "Quarter": quarter})
    rows = (
        ("Improve the satisfaction of our 850 customers", trust, None, None),
        ("Launch the new booking page", trust, None, None),
        ("Complaints a month from 14 to 5", trust, 14, 5),
        ("Parts repaired instead of replaced from 20% to 35%", green, 20, 35),
        ("Used oil collected from 3 neighbouring garages to 10", green, 3, 10),
    )
    for name, objective, start, target in rows:
        people.add_row(key_results, {"Name": name, "Objective": [objective], "Start": start, "Target": target})
    return objectives, key_results


def _show(server: NotionServer, *sources: DataSource) -> None:
    """Print what people see in the databases."""
    for source in sources:
        print(f"\n  {server.store.title_of(source)}")
        for row in source.rows:
            page: Any = server.store.things[row]
            name, score, status, warnings = (_value(source, page, column) for column in SHOWN)
            print(f"    {score or '–':>3}  {status or '–':<17} {name}")
            for line in str(warnings or "").splitlines():
                print(f"         {cut(line)}")


def _value(source: DataSource, page: Page, name: str) -> Any:
    column = source.column(name)
    value = page.values.get(column.id) if column else None
    if column is not None and column.type == "select" and value is not None:
        return next(option["name"] for option in column.config["options"] if option["id"] == value)
    return "".join(part["plain_text"] for part in value) if isinstance(value, list) else value


def _count(server: NotionServer) -> None:
    """Print how many requests were made since the last count."""
    reads, writes = server.log.count("read"), server.log.count("write")
    print(f"\n  Requests to Notion: {reads} to read, {writes} to write.")
    server.log.clear()


if __name__ == "__main__":
    main()

"""Calls and wall time of a night over Notion, beside a straightforward use of notion-client, in one run.

    python tests/bench/notion.py

The local server stands in for Notion, with its limit of three requests a second.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notion_client import Client
from notion_client.errors import APIResponseError

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "sources")]

from notion_workspaces import KEY_RESULTS, MANNER  # noqa: E402 - found once the roots are on the path

from okrsync.addresses import NotionAccess, NotionAddress  # noqa: E402 - as above
from okrsync.pipeline import Job, corrections, examine, write  # noqa: E402 - as above
from tests.servers.notion.server import NotionServer  # noqa: E402 - as above

if TYPE_CHECKING:
    from tests.servers.notion.store import DataSource

RATE = 2.5
"""Requests a second that okrsync begins with."""
ROWS = 60
VARIABLE = "OKRSYNC_BENCH_TOKEN"


def main() -> None:
    """Measure, and print what came of it."""
    with NotionServer() as server:
        server.application.contract = None
        os.environ[VARIABLE] = server.token
        table = _table(server)
        server.limit(3)
        print(f"One database, {ROWS} pages, score and remarks new on every one; Notion takes three requests a second")
        calls, refused, seconds = _okrsync(server, table)
        least = (calls - 1) / RATE
        print(f"  okrsync          {calls:>4} calls, {refused:>3} refused, {seconds:6.1f} s", end="")
        print(f"  {seconds / least:.2f} times {least:.1f} s, the least that {RATE} a second allow")
        calls, refused, seconds = _okrsync(server, table)
        print(f"  okrsync again    {calls:>4} calls, {refused:>3} refused, {seconds:6.1f} s  (nothing has changed)")
        calls, refused, seconds, failed = _plain(server, table)
        print(f"  notion-client    {calls:>4} calls, {refused:>3} refused, {seconds:6.1f} s  writes given up: {failed}")


def _table(server: NotionServer) -> DataSource:
    rows: list[dict[str, Any]] = [
        {"Name": f"Improve the satisfaction of our {number + 100} members"} for number in range(ROWS)
    ]
    return server.people.source(server.people.add_database("Key Results", KEY_RESULTS, rows))


def _okrsync(server: NotionServer, table: DataSource) -> tuple[int, int, float]:
    """Do what a night does; return calls, calls refused, and seconds."""
    address = NotionAddress(table.id, NotionAccess(f"env:{VARIABLE}", server.url, requests_per_second=RATE))
    server.log.clear()
    begun = time.perf_counter()
    examined = examine(Job(address, "bench", MANNER))
    write(examined, corrections(examined))
    return (*_counted(server), time.perf_counter() - begun)


def _plain(server: NotionServer, table: DataSource) -> tuple[int, int, float, int]:
    """Write page after page as the client's own examples do, without a limiter; its retries are on."""
    client = Client(
        auth=server.token,
        base_url=server.url,
        notion_version="2026-03-11",
        logger=logging.getLogger("bench"),
        log_level=logging.CRITICAL,
    )
    server.log.clear()
    begun = time.perf_counter()
    failed = 0
    pages: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        answer: Any = client.data_sources.query(data_source_id=table.id, page_size=25, **cursor)
        pages += answer["results"]
        if not answer["has_more"]:
            break
        cursor = {"start_cursor": answer["next_cursor"]}
    for number, page in enumerate(pages):
        for name, value in (
            ("OKR score", {"number": number % 100}),
            ("OKR warnings", {"rich_text": [{"text": {"content": f"Say how far {number} should come"}}]}),
        ):
            try:
                client.pages.update(page_id=page["id"], properties={name: value})
            except APIResponseError:
                failed += 1
    return (*_counted(server), time.perf_counter() - begun, failed)


def _counted(server: NotionServer) -> tuple[int, int]:
    return server.log.count(), sum(entry.status == 429 for entry in server.log.entries())


if __name__ == "__main__":
    main()

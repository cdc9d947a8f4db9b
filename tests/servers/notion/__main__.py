"""`python -m tests.servers.notion --port N`: serve until interrupted; port 0 takes a free one."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.servers.notion.server import NotionServer


def main() -> int:
    """Serve, print the address when ready, and stop on SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.notion", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--integration", default="okrsync", help="name of the connection")
    parser.add_argument("--token", default="", help="token of the connection")
    parser.add_argument("--page", default="", help="id of the first page, which is shared with the connection")
    parser.add_argument("--now", type=datetime.fromisoformat, help="the time at which the workspace stands still")
    parser.add_argument("--dump", type=Path, help="a file that takes everything in the workspace, as JSON, at the end")
    arguments = parser.parse_args()
    signals = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    with NotionServer(port=arguments.port, integration=arguments.integration, strict=False) as server:
        if arguments.token:
            server.integration.token = arguments.token
        if arguments.now:
            server.store.clock.stop(arguments.now.astimezone(UTC))
        home = server.people.add_page("Home", shared=True)
        if arguments.page:
            server.people.give_id(home, arguments.page)
        print(server.url, flush=True)
        print(f"token {server.token}, page {home.id}", flush=True)
        signal.sigwait(signals)
    if arguments.dump:
        arguments.dump.write_text(json.dumps(server.told(), ensure_ascii=False, indent=1), encoding="utf-8")
    for violation in server.violations:
        print(violation, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

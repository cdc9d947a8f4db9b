"""Serve Google's Sheets, Drive and token endpoints from a terminal: `python -m tests.servers.google --port 8080`."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from tests.servers.google.server import OWNER, GoogleServer

PRIVATE = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
"""A spreadsheet of somebody else's that gspread's own suite tries to open."""

EXAMPLE = [
    ["Objective", "Key result", "Owner", "Baseline", "Target", "Current", "Due"],
    ["Customers find what they need", "Raise answered searches from 61% to 80%", "Ada", 0.61, 0.8, 0.66, "2026-12-31"],
    ["", "Improve the search", "Grace", "", "", "", ""],
]


def main() -> None:
    """Serve until the process is told to stop."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.google", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--key-file", type=Path, help="write the key of a service account, and let only known keys in")
    parser.add_argument("--quota", action="store_true", help="60 reads and 60 writes a minute a user")
    options = parser.parse_args()
    with GoogleServer(port=options.port, open_to_all=options.key_file is None) as server:
        if options.key_file is not None:
            server.key_file(options.key_file)
        if options.quota:
            server.limit()
        example = server.add_spreadsheet("Example OKRs", {"OKRs": EXAMPLE})
        everybody = {"type": "anyone", "role": "writer", "allowFileDiscovery": True}
        server.store.files[example].permissions.append(server.store.permission(everybody))
        server.add_spreadsheet("Private", {"Sheet1": [[]]}, shared_with=[], file_id=PRIVATE, owner=f"not-{OWNER}")
        print(server.url, flush=True)
        print(f"{server.url}/v4/spreadsheets/{example}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()

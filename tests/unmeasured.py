"""The environment of a process whose coverage is not measured: what measures writes files too, or may not."""

from __future__ import annotations

import os


def environment(**more: str) -> dict[str, str]:
    """Return the environment without what starts measuring, and with `more`."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}, **more}

"""Twenty nights with people's edits and faults; `make soak-nights` plays two hundred and looks at memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nearby_stores import nearby
from nights import Nights

from tests.servers.notion.server import NotionServer

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_twenty_nights_leave_every_finding_with_its_right_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with NotionServer() as server:
        monkeypatch.setenv("OKRSYNC_TEST_TOKEN", server.token)
        nearby(monkeypatch, notion=server.url)
        nights = Nights(5, server, tmp_path)
        nights.play(20)
    assert set(nights.codes) == {0, 3}
    rows = nights.rows()
    assert rows["run"] == rows["slot"] == 20

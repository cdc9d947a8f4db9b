"""Whatever people do in Notion between reading and writing: no value of theirs changes, no remark is misplaced."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.servers.notion.server import NotionServer

sys.path.insert(0, str(Path(__file__).parents[1] / "sources"))
from notion_workspaces import Workspace, foreign, job, look, shown

from okrsync.errors import SourceError
from okrsync.pipeline import corrections, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.servers.notion.store import Page

TITLES = (
    "Improve the mood of our 620 regulars",
    "Sandwiches sold before 10 from 20 to 45 a day",
    "Launch the new oven",
    "Guests who come back",
    "",
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["title", "target", "progress", "trash", "restore", "duplicate", "add", "unlink", "rename"]),
        st.integers(0, 9),
        st.sampled_from(TITLES),
    ),
    max_size=6,
)


@pytest.fixture(scope="module", autouse=True)
def token() -> Iterator[None]:
    """Let the token be where the jobs look for it."""
    os.environ["OKRSYNC_TEST_TOKEN"] = "ntn_local000000000000000000000000000000000000000"
    yield
    del os.environ["OKRSYNC_TEST_TOKEN"]


def act(workspace: Workspace, what: str, which: int, title: str) -> None:
    """Do one thing as a person would."""
    people, table = workspace.people, workspace.key_results
    pages = [workspace.server.store.things[row] for row in table.rows]
    page: Any = pages[which % len(pages)]
    target = "Target" if table.column("Target") else "Goal"
    acts: dict[str, Callable[[], object]] = {
        "title": lambda: people.edit_property(page, "Name", title),
        "target": lambda: people.edit_property(page, target, float(which)),
        "progress": lambda: people.edit_property(page, "Progress", which / 10),
        "trash": lambda: people.trash(page),
        "restore": lambda: people.restore(page),
        "duplicate": lambda: people.duplicate(page),
        "add": lambda: workspace.add_key_result(title or "Guests from 1 to 2", None),
        "unlink": lambda: people.edit_property(page, "Objective", []),
        "rename": lambda: people.rename_property(table, target, "Goal"),
    }
    acts[what]()


def remarks(workspace: Workspace) -> dict[str, str]:
    """Return page → remark, for the pages that have one."""
    if workspace.key_results.column("OKR warnings") is None:
        return {}
    pages: list[Page] = [workspace.server.store.things[row] for row in workspace.key_results.rows]  # type: ignore[misc]
    found = {page.id: shown(page, workspace.key_results, "OKR warnings") or "" for page in pages}
    return {page: text for page, text in found.items() if text}


@example(before=[], between=[("title", 2, ""), ("trash", 0, ""), ("trash", 1, "")])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=ACTS, between=ACTS)
def test_people_and_okrsync_never_get_in_each_others_way(before: list[Any], between: list[Any]) -> None:
    with NotionServer() as server:
        workspace = Workspace(server)
        what = job(server, workspace.key_results)
        for each in before:
            act(workspace, *each)
        try:
            examined = look(what)
        except SourceError:
            return  # people threw everything away
        planned = {edit.anchor.partition("#")[0] for edit in corrections(examined) if edit.kind == "warnings"}
        for each in between:
            act(workspace, *each)
        people_have = foreign(server)
        write(examined, corrections(examined))
        assert foreign(server) == people_have
        assert set(remarks(workspace)) <= planned

        try:
            write(again := look(what), corrections(again))
        except SourceError:
            return
        assert foreign(server) == people_have
        assert corrections(look(what)) == []

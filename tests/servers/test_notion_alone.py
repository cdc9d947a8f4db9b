"""The local Notion server, started alone and told what to do over loopback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
HOME = "393abc1e-edcd-80f3-813b-e205934558c6"


class Alone:
    """A server in a process of its own."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, headers={"Authorization": "Bearer t", "Notion-Version": "2026-03-11"})

    def close(self) -> None:
        self._http.close()

    def tell(self, command: str, **told: Any) -> Any:
        return self._http.post(f"/__admin__/{command}", json=told).raise_for_status().json()

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return self._http.request(method, f"/v1/{path}", json=body)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alone]:
    dump = tmp_path_factory.mktemp("notion") / "workspace.json"
    command = [sys.executable, "-m", "tests.servers.notion", "--port", "0", "--token", "t", "--page", HOME]
    command += ["--dump", str(dump)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        alone = Alone(process.stdout.readline().strip())
        yield alone
        alone.close()
        process.terminate()
        assert process.wait(10) == 0
    assert HOME in json.loads(dump.read_text(encoding="utf-8"))


def test_people_in_another_process_fill_and_change_the_workspace(server):
    ada = server.tell("user", name="Ada", email="ada@example.org")["id"]
    schema = {"Name": "title", "Score": "number", "Owner": "people"}
    made = server.tell("database", title="OKRs", schema=schema, rows=[{"Name": "a"}], parent=HOME)
    row = server.tell("row", source=made["data_source"], values={"Name": "b", "Score": 2, "Owner": [ada]})["id"]
    server.tell("edit", id=row, name="Score", value=3)
    server.tell("rename_property", source=made["data_source"], name="Score", new_name="Points")
    told = server.send("GET", f"pages/{row}").json()["properties"]

    assert told["Points"]["number"] == 3
    assert told["Owner"]["people"][0]["name"] == "Ada"
    server.tell("trash", id=row)
    assert len(server.send("POST", f"data_sources/{made['data_source']}/query", {}).json()["results"]) == 1
    server.tell("restore", id=row)
    copy = server.tell("duplicate", id=row)["id"]
    server.tell("unshare", id=copy)
    assert server.send("GET", f"pages/{copy}").status_code == 404
    server.tell("share", id=copy)
    server.tell("delete_property", source=made["data_source"], name="Points")
    assert "Points" not in server.send("GET", f"pages/{copy}").json()["properties"]
    assert server.tell("store")[copy]["id"] == copy


def test_troubles_limits_and_time_are_switched_on_from_another_process(server):
    server.tell("trouble", name="rate_limited", seconds=7)
    assert server.send("GET", "users/me").headers["retry-after"] == "7"
    server.tell("limit", requests=1, seconds=60)
    assert [server.send("GET", "users/me").status_code for _ in range(2)] == [200, 429]
    server.tell("limit", requests=1000)
    page = server.tell("page", title="Later", parent=HOME)["id"]
    server.tell("clock", stop="2026-03-04T12:00:30+00:00", advance=60)
    server.tell("edit", id=page, name="title", value="Now")
    assert server.send("GET", f"pages/{page}").json()["last_edited_time"] == "2026-03-04T12:01:00.000Z"
    server.tell("capabilities", keep=["read_content"])
    assert server.send("POST", "pages", {"parent": {"page_id": HOME}}).status_code == 403
    assert server.tell("violations") == []


def test_an_unknown_command_is_told_so(server):
    assert server._http.post("/__admin__/nope", json={}).status_code == 404  # noqa: SLF001 - the test's own helper

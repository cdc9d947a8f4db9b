"""The shared part of the local servers: what a client meets when a test switches a fault on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import requests

from tests.servers.quota import Clock, Quota
from tests.servers.serving import Answer, LoopbackServer, Request

if TYPE_CHECKING:
    from collections.abc import Iterator


class Counter:
    """Counts its POSTs, so that a test sees whether one was applied."""

    def __init__(self) -> None:
        self.applied = 0

    def describe(self, request: Request) -> tuple[str, str]:
        return request.headers.get("authorization", ""), "write" if request.method == "POST" else "read"

    def answer(self, request: Request) -> Answer:
        self.applied += request.method == "POST"
        return Answer.of_json(200, {"applied": self.applied})

    def administer(self, command: str, content: dict[str, object]) -> object:
        raise KeyError(command, content)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer(Counter()) as serving:
        yield serving


@pytest.fixture
def client() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


def test_a_fault_befalls_the_requests_that_it_names_and_then_is_over(server, client):
    server.faults.answer(503, b"busy", kind="write", times=2, skip=1)

    statuses = [client.post(server.url).status_code for _ in range(4)]

    assert statuses == [200, 503, 503, 200]
    assert client.get(server.url).json() == {"applied": 2}


def test_a_lost_acknowledgement_was_applied(server, client):
    server.faults.reset(applied=True, method="POST")

    with pytest.raises(requests.ConnectionError):
        client.post(server.url)

    assert client.get(server.url).json() == {"applied": 1}


def test_a_reset_before_the_answer_applied_nothing(server, client):
    server.faults.reset(method="POST")

    with pytest.raises(requests.ConnectionError):
        client.post(server.url)

    assert client.get(server.url).json() == {"applied": 0}


def test_a_body_can_end_early_as_if_it_were_whole_or_with_a_reset(server, client):
    server.faults.truncate()
    with pytest.raises(json.JSONDecodeError):
        json.loads(client.get(server.url).text)

    server.faults.reset_in_body()
    with pytest.raises(requests.RequestException):
        client.get(server.url)


def test_a_slow_answer_exceeds_the_deadline_of_the_client(server, client):
    server.faults.slow(5)
    with pytest.raises(requests.ReadTimeout):
        client.get(server.url, timeout=0.05)


def test_a_dripping_body_arrives_whole_in_the_end(server, client):
    server.faults.drip(0.001)
    assert client.get(server.url).json() == {"applied": 0}


def test_people_act_before_and_after_the_request_that_the_test_names(server, client):
    acts = []
    server.moments.add(lambda: acts.append("before 2"), number=2)
    server.moments.add(lambda: acts.append("after a post"), after=True, method="POST", times=2)

    for send in (client.get, client.post, client.post, client.post):
        send(server.url)
        acts.append(send.__name__)

    assert acts == ["get", "before 2", "after a post", "post", "after a post", "post", "post"]


def test_the_log_tells_who_asked_for_what(server, client):
    client.post(server.url + "/a", data=b"four", headers={"Authorization": "ada"})
    client.get(server.url + "/b")

    (written,) = server.log.entries("write")
    assert (written.path, written.user, written.size, written.status) == ("/a", "ada", 4, 200)
    assert server.log.count("read", path="^/b$") == 1


def test_another_process_can_switch_faults_on_and_ask_for_the_log(server, client):
    fault = {"status": 502, "body": "<html>", "kind": "read", "delivery": {"wait": 0.001}}
    client.post(server.url + "/__admin__/fault", json=fault)

    assert client.get(server.url).status_code == 502
    assert [entry["status"] for entry in client.post(server.url + "/__admin__/log").json()] == [502]
    assert client.post(server.url + "/__admin__/dance").status_code == 404


def test_a_quota_gives_way_once_its_window_has_passed():
    clock = Clock()
    quota = Quota(2, 60, clock)
    assert [quota.take("ada"), quota.take("ada"), quota.take("ada"), quota.take("grace")] == [0, 0, 60, 0]

    clock.forward(59)
    assert quota.take("ada") == 1

    clock.forward(1)
    assert quota.take("ada") == 0

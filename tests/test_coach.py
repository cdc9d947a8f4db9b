"""The coach may word suggestions better, invents nothing, is asked once, and is never needed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from okrsync.addresses import FileAddress
from okrsync.coach import Coach, word_better
from okrsync.model import Severity
from okrsync.pipeline import Job, Manner, corrections, examine, judge, write
from okrsync.plans import plan_of_sentences
from okrsync.sources.calling import Patience
from tests.servers.serving import Answer, LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from okrsync.model import Report
    from tests.servers.serving import Request

KEY = "sk-local0000000000000000"
SENTENCE = "Improve the satisfaction of our 850 customers"


@dataclass
class Model:
    """Speaks the OpenAI chat protocol; `says` is the suggestion that it always has."""

    says: str = "Customers who recommend us: from ⟨today⟩ to ⟨target⟩"
    asked: list[dict[str, Any]] = field(default_factory=list)
    raw: str | None = None

    def answer(self, request: Request) -> Answer:
        assert (request.method, request.path) == ("POST", "/v1/chat/completions")
        assert request.headers.get("authorization") == f"Bearer {KEY}"
        self.asked.append(json.loads(request.body))
        content = self.raw if self.raw is not None else json.dumps({"suggestion": self.says})
        message = {"role": "assistant", "content": content}
        return Answer.of_json(200, {"object": "chat.completion", "choices": [{"index": 0, "message": message}]}, {})

    def describe(self, request: Request) -> tuple[str, str]:
        del request
        return "okrsync", "call"

    def administer(self, command: str, content: dict[str, object]) -> object:
        raise KeyError(command, content)


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def server(model: Model) -> Iterator[LoopbackServer]:
    with LoopbackServer(model) as running:
        yield running


@pytest.fixture
def coach(server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Coach:
    monkeypatch.setenv("COACH_KEY", KEY)
    quick = Patience(attempts=2, first_wait=0.001, longest_wait=0.002, request_seconds=5)
    return Coach(f"{server.url}/v1", "small", tmp_path / "memory" / "coach.json", "env:COACH_KEY", patience=quick)


def report(*sentences: str) -> Report:
    return judge(plan_of_sentences(sentences or (SENTENCE,), "key_result"), Manner())


def suggestions(of: Report) -> set[str | None]:
    """Return what is suggested beside the remarks; hints, which only repeat one, are not worded anew."""
    return {finding.suggestion for finding in of.findings if finding.severity is not Severity.INFO}


def test_suggestions_are_worded_as_the_coach_says_and_findings_stay(coach: Coach, model: Model) -> None:
    before = report()
    coached = word_better(before, coach)
    assert suggestions(coached.report) == {model.says}
    assert coached.sent == sum(finding.severity is not Severity.INFO for finding in before.findings) > 0
    assert [finding._replace(suggestion=None) for finding in coached.report.findings] == [
        finding._replace(suggestion=None) for finding in before.findings
    ]


def test_only_the_sentence_and_the_remark_leave_the_computer(coach: Coach, model: Model) -> None:
    before = report()
    word_better(before, coach)
    told = json.loads(model.asked[0]["messages"][1]["content"])
    finding = before.findings[0]
    assert told == {
        "language": "en",
        "sentence": SENTENCE,
        "wrong": finding.message,
        "suggestion": finding.suggestion,
    }


def test_the_same_remark_is_asked_about_once_and_worded_alike_every_night(coach: Coach, model: Model) -> None:
    first = word_better(report(), coach)
    model.says = "Something else: from ⟨today⟩ to ⟨target⟩"
    second = word_better(report(), coach)
    assert suggestions(second.report) == suggestions(first.report)
    assert second.sent == 0


def test_a_second_run_writes_nothing(coach: Coach, tmp_path: Path) -> None:
    path = tmp_path / "okrs.csv"
    path.write_text(f"Objective,Key result\nPlease our guests,{SENTENCE}\n", "utf-8")
    job = Job(FileAddress(path), "okrs", Manner(coach=coach))
    examined = examine(job)
    assert examined.coached is not None
    assert examined.coached.sent
    write(examined, corrections(examined))
    assert corrections(examine(job)) == []


@pytest.mark.parametrize(
    "says",
    ["Raise CSAT from 3.4 to 4.5", "Delight 900 customers", "", "x" * 301],
    ids=["numbers", "number", "none", "long"],
)
def test_an_answer_that_invents_or_rambles_does_not_count(coach: Coach, model: Model, says: str) -> None:
    model.says = says
    before = report()
    coached = word_better(before, coach)
    assert coached.report.findings == before.findings
    assert word_better(before, coach).sent == 0


def test_numbers_of_the_authors_own_may_stand(coach: Coach, model: Model) -> None:
    model.says = "Of our 850 customers, ⟨share⟩ recommend us"
    assert suggestions(word_better(report(), coach).report) == {model.says}


@pytest.mark.parametrize(
    "raw", ["no JSON", "[]", '{"advice": "x"}', "null"], ids=["words", "list", "other key", "nothing"]
)
def test_an_answer_that_is_not_understood_leaves_our_own_words(coach: Coach, model: Model, raw: str) -> None:
    model.raw = raw
    before = report()
    coached = word_better(before, coach)
    assert coached.report.findings == before.findings
    assert coached.failure is not None
    assert "[coach]" in coached.failure.text("en")


@pytest.mark.parametrize(("status", "calls"), [(401, 1), (404, 1), (429, 2), (500, 2)])
def test_a_coach_that_fails_never_fails_the_run(coach: Coach, server: LoopbackServer, status: int, calls: int) -> None:
    server.faults.answer(status, b"{}", times=9)
    before = report()
    coached = word_better(before, coach)
    assert coached.report.findings == before.findings
    assert coached.failure is not None
    for language in ("en", "fr"):
        assert str(status) in coached.failure.text(language)
    assert server.log.count() == calls


def test_a_coach_that_is_not_there_never_fails_the_run(coach: Coach, server: LoopbackServer) -> None:
    server.faults.reset(times=9)
    assert word_better(report(), coach).failure is not None


def test_a_missing_key_never_fails_the_run(coach: Coach, monkeypatch: pytest.MonkeyPatch, model: Model) -> None:
    monkeypatch.delenv("COACH_KEY")
    before = report()
    coached = word_better(before, coach)
    assert coached.report.findings == before.findings
    assert coached.failure is not None
    assert not model.asked


@pytest.mark.parametrize("content", ["", "[1]", "{broken"])
def test_a_damaged_memory_is_begun_anew(coach: Coach, model: Model, content: str) -> None:
    coach.memory.parent.mkdir()
    coach.memory.write_text(content, "utf-8")
    assert suggestions(word_better(report(), coach).report) == {model.says}


def test_a_memory_that_cannot_be_written_only_costs_another_question(coach: Coach, model: Model) -> None:
    coach.memory.parent.write_text("a file where the folder should be", "utf-8")
    assert suggestions(word_better(report(), coach).report) == {model.says}


def test_no_more_is_asked_than_allowed(coach: Coach, model: Model) -> None:
    few = Coach(coach.endpoint, coach.model, coach.memory, coach.key, 1, coach.patience)
    word_better(report(SENTENCE, "Improve our brand", "Strengthen our team"), few)
    assert len(model.asked) == 1

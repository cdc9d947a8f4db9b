"""The optional coach: a language model of the user's choice may word suggestions better. It never makes a finding.

Off unless `[coach]` names an endpoint that speaks the OpenAI chat protocol: a service, or a program on this computer.
What is sent is one sentence of an OKR at a time, with what okrsync says about it: no names, no values, no other rows.
What comes back counts only where it invents no number and is one short line; else okrsync's own suggestion stays, as it
does whenever the coach cannot be reached. Answers are kept, so that the same remark is worded alike every night.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from okrsync.credentials import resolve
from okrsync.errors import SourceError, TransientError
from okrsync.in_one_step import put
from okrsync.model import Severity
from okrsync.sources.calling import Budget, Caller, Deadline, Fault, Patience

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.model import Finding, Report

_INSTRUCTIONS = """\
You help teams to word objectives and key results. You are given a sentence from an OKR, what is wrong with it, and a
suggestion. Word the suggestion better: concrete, friendly, in the language of the sentence, keeping the author's own
words and metric. Never invent a number, a name or a date: write ⟨what is missing⟩ in the place of everything that only
the author knows. Answer with JSON only: {"suggestion": "..."}, one sentence of at most 200 characters."""
_LONGEST = 300
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CALLS_A_SECOND = 5


@dataclass(frozen=True)
class Coach:
    """Where the model is and how much may be asked of it."""

    endpoint: str
    """Base URL of the API, e.g. "http://127.0.0.1:11434/v1"."""
    model: str
    memory: Path
    """File in which answers are kept."""
    key: str | None = None
    """Reference to the key (see `okrsync.credentials`); a program on this computer needs none."""
    most: int = 50
    """New suggestions in one run."""
    patience: Patience = field(default_factory=lambda: Patience(attempts=2, request_seconds=30))

    @property
    def host(self) -> str:
        """Return the name of the computer that sentences are sent to."""
        return urlsplit(self.endpoint).hostname or self.endpoint


@dataclass(slots=True, frozen=True)
class Coached:
    """What became of a report."""

    report: Report
    sent: int = 0
    """Sentences that left this process."""
    failure: SourceError | None = None
    """Why the coach could not help; okrsync's own suggestions stand then."""


def word_better(report: Report, coach: Coach) -> Coached:
    """Return `report` with suggestions as the coach words them. Never raises: without the coach it stays as it is."""
    kept = _recall(coach.memory)
    wanted = {_identity(finding, coach): finding for finding in report.findings if _is_worth_it(finding)}
    missing = {identity: finding for identity, finding in wanted.items() if identity not in kept}
    sent, failure = 0, None
    if missing:
        new, sent, failure = _ask(dict(list(missing.items())[: coach.most]), coach)
        kept |= new
        _keep(coach.memory, kept)
    findings = [_with(finding, kept.get(_identity(finding, coach))) for finding in report.findings]
    return Coached(replace(report, findings=findings), sent, failure)


def _is_worth_it(finding: Finding) -> bool:
    """Tell whether a suggestion is a rewrite of a sentence; hints are not worth a call."""
    return finding.suggestion is not None and finding.field == "title" and finding.severity is not Severity.INFO


def _identity(finding: Finding, coach: Coach) -> str:
    told = json.dumps([coach.model, finding.code, finding.text, finding.message, finding.suggestion])
    return hashlib.sha256(told.encode()).hexdigest()


def _with(finding: Finding, suggestion: str | None) -> Finding:
    return finding._replace(suggestion=suggestion) if suggestion and _is_worth_it(finding) else finding


def _ask(findings: dict[str, Finding], coach: Coach) -> tuple[dict[str, str], int, SourceError | None]:
    """Return identity → suggestion for the answers that count, how many sentences were sent, and the first failure."""
    answers: dict[str, str] = {}
    sent = 0
    budget = Budget(_CALLS_A_SECOND, 1)
    caller = Caller(_diagnose, {"call": budget}, Deadline(coach.most * coach.patience.request_seconds), coach.patience)
    try:
        headers = {"Authorization": f"Bearer {resolve(coach.key)}"} if coach.key else {}
    except SourceError as error:
        return {}, 0, error
    with httpx.Client(base_url=coach.endpoint.rstrip("/") + "/", headers=headers, timeout=30) as client:
        for identity, finding in findings.items():
            sent += 1
            try:
                answer = caller.call(partial(_answer, client, coach.model, finding))
            except SourceError as error:
                return answers, sent, error
            # What may not be used is kept as such too: asking again would not make it better.
            answers[identity] = answer if _counts(answer, finding) else finding.suggestion or ""
    return answers, sent, None


def _answer(client: httpx.Client, model: str, finding: Finding) -> str:
    asked = {
        "language": finding.lang,
        "sentence": finding.text,
        "wrong": finding.message,
        "suggestion": finding.suggestion,
    }
    response = client.post(
        "chat/completions",
        json={
            "model": model,
            "temperature": 0,
            "response_format": {"type": "json_object"},
            "messages": [
                {"role": "system", "content": _INSTRUCTIONS},
                {"role": "user", "content": json.dumps(asked, ensure_ascii=False)},
            ],
        },
    )
    response.raise_for_status()
    said: Any = json.loads(response.json()["choices"][0]["message"]["content"])
    return " ".join(str(said["suggestion"]).split())


def _counts(answer: str, finding: Finding) -> bool:
    """Tell whether an answer may stand: short, and without a number that the author did not write."""
    known = set(_NUMBER.findall(f"{finding.text} {finding.suggestion}"))
    return 0 < len(answer) <= _LONGEST and set(_NUMBER.findall(answer)) <= known


def _diagnose(error: Exception) -> Fault | None:
    if isinstance(error, httpx.HTTPStatusError):
        status = error.response.status_code
        if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return Fault(TransientError("coach.failing", status=status))
        return Fault(SourceError("coach.refused", status=status))
    if isinstance(error, httpx.TransportError):
        return Fault(TransientError("coach.unreachable"))
    if isinstance(error, ValueError | KeyError | TypeError | IndexError):
        return Fault(SourceError("coach.garbled"))
    return None


def _recall(memory: Path) -> dict[str, str]:
    """Return what is kept; nothing where that cannot be read: it is only asked for again."""
    try:
        kept = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}


def _keep(memory: Path, kept: dict[str, str]) -> None:
    """Keep the answers, whole or not at all; a disk that does not take them only costs another question."""
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        put(memory, json.dumps(kept, ensure_ascii=False, indent=0).encode(), mode=0o600)
    except OSError:
        return

"""A small company's OKRs, what was found in them, and places that messages are sent to."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from okrsync.model import Finding, KeyResult, Objective, Plan, Ref, Report, Severity
from tests.servers.serving import Answer

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

    from tests.servers.serving import Request


def finding(code: str, key: str, severity: Severity = Severity.WARNING, kind: str = "key_result") -> Finding:
    return Finding(
        code, code.lower(), severity, 0.9, f"{code} of {key} <b>.", None, "en", "shop", "Q4", 3, "B3", "title", "x",
        None, kind, key, 10,
    )  # fmt: skip


def report(*findings: Finding, score: float | None = None, confidence: float | None = None) -> Report:
    """Return a report on one objective of Anna's with two key results, one of them Ben's."""
    refs = [Ref("shop", "Q4", number + 2, f"k{number}") for number in range(3)]
    results = [
        KeyResult("k1", "Guests a day from 100 to 200", refs[1], ("Ben Ray",), baseline=100, target=200, current=150),
        KeyResult("k2", "Complaints from 9 to 2 a week", refs[2]),
    ]
    objective = Objective("k0", "Be the shop that people stay in", refs[0], owners=("Anna Berg",), key_results=results)
    objective.score, objective.confidence = score, confidence
    return Report(Plan("shop", "csv", [objective]), list(findings))


@dataclass
class Inbox:
    """Takes what an SMTP server receives."""

    mails: list[Envelope] = field(default_factory=list)
    refuses: bool = False

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return "554 No, thank you"
        self.mails.append(envelope)
        return "250 OK"


@dataclass
class Hook:
    """Takes what a webhook is told."""

    told: list[dict[str, Any]] = field(default_factory=list)

    def describe(self, _request: Request) -> tuple[str, str]:
        return "apprise", "write"

    def answer(self, request: Request) -> Answer:
        self.told.append(json.loads(request.body))
        return Answer.of_json(200, {})

    def administer(self, command: str, content: dict[str, object]) -> object:
        raise KeyError(command, content)

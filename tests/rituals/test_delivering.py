"""Messages reach a real mailbox and a real webhook: in the right form, once, and again where they did not arrive."""

from __future__ import annotations

import logging
from datetime import date
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from small_company import finding, report

from okrsync.config.rituals import DigestSettings
from okrsync.errors import AccessError, TransientError
from okrsync.rituals.delivering import deliver, letters
from okrsync.state.database import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from small_company import Hook, Inbox

    from okrsync.model import Report
    from okrsync.rituals.delivering import Delivery
    from okrsync.state.database import Database
    from tests.servers.serving import LoopbackServer

MONDAY = date(2026, 11, 23)
NEXT_MONDAY = date(2026, 11, 30)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "okrsync.db")
    yield database
    database.close()


def send(database: Database, told: Report, day: date = MONDAY, **settings: Any) -> Delivery:
    digest = DigestSettings.model_validate({"kind": "weekly", **settings})
    return deliver("monday", list(letters(digest, [told], lambda _ref: None, "en")), database, day)


def test_a_mail_holds_html_and_text(inbox: Inbox, database: Database) -> None:
    assert send(database, report(finding("KR101", "k1")), to="env:MAIL").sent == 1
    mail = message_from_bytes(inbox.mails[0].content, policy=policy.default)  # type: ignore[arg-type]
    assert mail["subject"] == "OKRs: this week’s check-in"
    html = mail.get_body(("html",))
    assert html is not None
    assert "Guests a day from 100 to 200" in html.get_content()
    assert inbox.mails[0].rcpt_tos == ["anna@example.org"]


def test_a_webhook_gets_plain_text(hook: Hook, webhook: LoopbackServer, database: Database) -> None:
    send(database, report(finding("KR101", "k1")), to="env:HOOK")
    assert hook.told[0]["title"] == "OKRs: this week’s check-in"
    assert "Guests a day from 100 to 200" in hook.told[0]["message"]
    assert "<html" not in hook.told[0]["message"]
    assert webhook.log.count() == 1


def test_the_same_news_is_never_told_twice(inbox: Inbox, database: Database) -> None:
    told = report(finding("KR101", "k1"))
    send(database, told, to="env:MAIL")
    assert send(database, told, to="env:MAIL").sent == 0
    assert send(database, told, NEXT_MONDAY, to="env:MAIL").sent == 0
    assert send(database, report(finding("KR105", "k1")), NEXT_MONDAY, to="env:MAIL").sent == 1
    assert len(inbox.mails) == 2


def test_one_occasion_has_one_message(inbox: Inbox, database: Database) -> None:
    send(database, report(finding("KR101", "k1")), to="env:MAIL")
    send(database, report(finding("KR105", "k2")), date(2026, 11, 25), to="env:MAIL")
    assert len(inbox.mails) == 1


def test_nothing_to_say_sends_nothing(inbox: Inbox, database: Database) -> None:
    assert send(database, report(), to="env:MAIL").sent == 0
    assert not inbox.mails


def test_owners_get_a_message_of_their_own_in_their_language(
    inbox: Inbox, hook: Hook, webhook: LoopbackServer, database: Database
) -> None:
    owners = {"Ben Ray": {"to": "env:HOOK", "language": "fr"}}
    assert send(database, report(finding("KR101", "k1")), to="env:MAIL", owners=owners).sent == 2
    assert hook.told[0]["message"].startswith("Bonjour Ben,")
    assert len(inbox.mails) == 1
    assert webhook.log.count() == 1


def test_what_did_not_arrive_is_tried_again(inbox: Inbox, database: Database) -> None:
    told = report(finding("KR101", "k1"))
    inbox.refuses = True
    failed = send(database, told, to="env:MAIL")
    assert failed.sent == 0
    assert isinstance(failed.failures[0], TransientError)
    inbox.refuses = False
    assert send(database, told, to="env:MAIL").sent == 1


def test_one_channel_that_fails_keeps_nothing_from_the_others(
    hook: Hook, webhook: LoopbackServer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONE", "json://127.0.0.1:9/nobody")
    failed = send(database, report(finding("KR101", "k1")), to=["env:GONE", "env:HOOK"])
    assert len(hook.told) == 1
    assert "env:GONE" in failed.failures[0].text("en")
    assert webhook.log.count() == 1


@pytest.mark.parametrize("value", ["qwertz", "foo://bar"])
def test_what_is_no_address_is_told_without_showing_it(
    database: Database, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("CHANNEL", value)
    (failure,) = send(database, report(finding("KR101", "k1")), to="env:CHANNEL").failures
    assert isinstance(failure, AccessError)
    for language in ("en", "fr"):
        assert "env:CHANNEL" in failure.text(language)
        assert value not in failure.text(language)


def test_no_address_and_no_okr_text_is_logged(
    hook: Hook, webhook: LoopbackServer, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    webhook.faults.answer(500, times=1)
    send(database, report(finding("KR101", "k1")), to="env:HOOK")
    send(database, report(finding("KR101", "k1")), to="env:HOOK")
    assert hook.told
    told = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("apprise", "okrsync")))
    assert "/okrs" not in told
    assert "Guests" not in told

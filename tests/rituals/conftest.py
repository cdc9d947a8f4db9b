"""Real places that messages are sent to."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller
from small_company import Hook, Inbox

from tests.servers.serving import LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    """Return the mailbox of a real SMTP server; `env:MAIL` holds its address."""
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("MAIL", f"mailto://127.0.0.1:{port}?from=okrsync@example.org&to=anna@example.org&mode=insecure")
    yield inbox
    controller.stop()


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
def webhook(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
    """Return a webhook server; `env:HOOK` holds its address."""
    with LoopbackServer(hook) as server:
        monkeypatch.setenv("HOOK", f"json://{server.url.removeprefix('http://')}/okrs")
        yield server

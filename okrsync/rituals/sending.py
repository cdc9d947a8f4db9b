"""Messages leave through Apprise: e-mail, Slack, Teams, Discord, a webhook and some hundred others, one URL each."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from apprise import Apprise, NotifyFormat

from okrsync.credentials import resolve
from okrsync.errors import AccessError, TransientError
from okrsync.sources.calling import UnansweredError, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.rituals.rendering import Message

# It logs the addresses that it calls, keys included.
logging.getLogger("apprise").setLevel(logging.CRITICAL)

_SECONDS = 60.0
"""What sending to one channel may take in all."""


def send(message: Message, channels: Sequence[str]) -> None:
    """Send `message` to every channel, each in the form that it shows best.

    `channels` are references to Apprise URLs (see `okrsync.credentials`): such a URL holds a password or a key.
    Raises AccessError for a reference without a URL or a URL that Apprise does not know, TransientError where a channel
    does not take the message; the others have it then.
    """
    refused: list[str] = []
    for reference in channels:
        sender = sender_to(reference)
        shown = next(iter(sender)).notify_format
        body, form = _body(message, shown)
        try:
            taken = bool(within(_SECONDS, partial(sender.notify, body, message.subject, body_format=form)))
        except UnansweredError:
            taken = False
        if not taken:
            refused.append(reference)
    if refused:
        raise TransientError("rituals.not-sent", references=", ".join(refused))


def sender_to(reference: str) -> Apprise:
    """Return what sends to the channel that `reference` points at. Raises AccessError as `send` does."""
    sender = Apprise()
    if not sender.add(str(resolve(reference))):
        raise AccessError("rituals.unknown-channel", reference=reference)
    return sender


def _body(message: Message, shown: object) -> tuple[str, NotifyFormat]:
    """Return the form that a channel shows best: `shown`, one format or several with the best first."""
    best = shown[0] if isinstance(shown, tuple) and shown else shown
    if best == NotifyFormat.HTML:
        return message.html, NotifyFormat.HTML
    if best == NotifyFormat.MARKDOWN:
        return message.markdown, NotifyFormat.MARKDOWN
    return message.text, NotifyFormat.TEXT

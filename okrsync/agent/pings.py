"""A sign of life to a service that raises the alarm when none comes (healthchecks.io and those that speak as it does).

Only the address is called, with the exit code at its end: nothing of what was read leaves the machine.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx

from okrsync.credentials import resolve
from okrsync.errors import OkrsyncError
from okrsync.sources.calling import UnansweredError, within

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

    from okrsync.agent.observing import Run, SourceRun

_SECONDS = 5.0
"""For one call, whatever it hangs on: a run must not wait for those who only watch it."""
_ATTEMPTS = 3
"""For the end of a run, which the alarm depends on; its beginning is called once."""


class Pings:
    """Calls when a run begins and when it ends."""

    def __init__(self, reference: str, log: FilteringBoundLogger, *, seconds: float = _SECONDS) -> None:
        """Take where the address is kept; it is a secret, since whoever has it can keep the alarm quiet."""
        self._reference = reference
        self._log = log
        self._seconds = seconds
        self._id = ""

    def run_began(self, run: Run) -> None:
        """Call `…/start`."""
        del run
        self._id = str(uuid4())
        self._call("start", attempts=1)

    def source_ended(self, run: Run, source: SourceRun) -> None:
        """Say nothing: the run is what is watched."""

    def run_ended(self, run: Run) -> None:
        """Call `…/<exit code>`: 0 is good, anything else raises the alarm."""
        self._call(str(run.exit_code), attempts=_ATTEMPTS)

    def _call(self, suffix: str, *, attempts: int) -> None:
        reason = ""
        for _ in range(attempts):
            try:
                url = httpx.URL(resolve(self._reference))
                path = f"{url.path.rstrip('/')}/{suffix}"
                whole = url.copy_with(path=path).copy_merge_params({"rid": self._id})
                answer = within(self._seconds, partial(httpx.get, whole, timeout=self._seconds))
            except OkrsyncError as error:
                # The reference points at nothing: trying again would not help.
                reason = error.key
                break
            except (httpx.HTTPError, httpx.InvalidURL, UnansweredError) as error:
                reason = type(error).__name__
            else:
                if answer.is_success:
                    return
                reason = f"HTTP {answer.status_code}"
        # Neither the address nor what the client says, which quotes it.
        self._log.warning("ping failed", call=suffix, reason=reason)

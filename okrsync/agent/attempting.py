"""One part of a run, a source or a pair: what fails there is part of the answer, and the other parts go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.agent.stopping import OutOfTime
from okrsync.errors import OkrsyncError, TerminalError, TransientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrsync.agent.stopping import Stopping


def attempt(
    name: str, stopping: Stopping, work: Callable[[], None], *, ends_the_run: Callable[[OkrsyncError], bool]
) -> OkrsyncError | None:
    """Do the part of a run that is called `name`, if the run still may; return why it failed, None where it did not.

    Raises the errors of `work` that end the whole run, as `ends_the_run` tells.
    """
    if stopping.asked:
        return TransientError("agent.stopped", name=name)
    if stopping.out_of_time:
        return TransientError("agent.not-reached", name=name)
    try:
        with stopping.limited():
            work()
    except OutOfTime:
        return TransientError("agent.out-of-time", name=name)
    except OkrsyncError as error:
        if ends_the_run(error):
            raise
        return error
    except Exception as error:  # noqa: BLE001 - whatever happens to one part, the others go on
        unforeseen = TerminalError("agent.unforeseen", name=name, kind=type(error).__name__)
        unforeseen.__cause__ = error
        return unforeseen
    return None

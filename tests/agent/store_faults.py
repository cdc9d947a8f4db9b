"""What befalls requests to a store, by name: on the test servers, in the service's own words where it speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.faults import Faults

NOTIONS_WORDS = b'{"object": "error", "status": 500, "code": "internal_server_error", "message": "Unexpected error"}'
FAULTS: dict[str, Callable[[Faults, dict[str, Any], bytes], None]] = {
    "429": lambda faults, where, said: faults.answer(429, said, **where),
    "429 with Retry-After": lambda faults, where, said: faults.answer(429, said, {"Retry-After": "0"}, **where),
    "500": lambda faults, where, said: faults.answer(500, said, **where),
    "500 after it was done": lambda faults, where, said: faults.answer(500, said, applied=True, **where),
    "502": lambda faults, where, _: faults.html(502, **where),
    "time-out": lambda faults, where, _: faults.slow(1.5, **where),
    "reset before": lambda faults, where, _: faults.reset(**where),
    "reset after it was done": lambda faults, where, _: faults.reset(applied=True, **where),
    "reset in the body": lambda faults, where, _: faults.reset_in_body(**where),
    "truncated JSON": lambda faults, where, _: faults.truncate(**where),
    "HTML with 200": lambda faults, where, _: faults.html(200, **where),
    "slow drip": lambda faults, where, _: faults.drip(0.02, **where),
}
SLOW = {"time-out", "slow drip"}
KEPT_ALL_THE_SAME = {"500 after it was done", "time-out", "reset after it was done", "reset in the body",
                     "truncated JSON", "slow drip"}  # fmt: skip
"""Faults of the answer: the store did what it was asked."""

"""What a run calls in each of its transactions, to see whether the lease is still its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.state.lease import Lease, renew

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection


def holding(lease: Lease) -> Callable[[Connection], None]:
    """Return that, for `lease`."""
    return lambda connection: renew(connection, lease, until=0.0)

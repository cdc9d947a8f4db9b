"""A Notion API server on loopback for tests and demonstrations."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self

from tests.servers.notion.administration import Administration
from tests.servers.notion.application import NotionApplication
from tests.servers.notion.contract import contract_beside_the_checkout
from tests.servers.notion.people import People
from tests.servers.notion.store import Store
from tests.servers.notion.troubles import Troubles
from tests.servers.quota import Quota
from tests.servers.serving import LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOKEN = "ntn_local000000000000000000000000000000000000000"


class NotionServer(LoopbackServer):
    """Serves a workspace with one connection, `integration`, whose token is `token`.

    `people` do what people do in the app; `store` is the workspace itself; `faults`, `moments` and `log` are those of
    every local server; `troubles` are Notion's own refusals. Leaving the `with` block fails where a request or an
    answer broke the official contract (`strict`, where the contract is there).
    """

    application: NotionApplication

    def __init__(
        self, *, port: int = 0, integration: str = "okrsync", strict: bool = True, contract: bool = True
    ) -> None:
        """Begin with an empty workspace; `contract=False` leaves out the contract, which costs 0.2 ms a page."""
        self.store = Store()
        self.integration = self.store.add_integration(integration, TOKEN)
        self.people = People(self.store, self.integration)
        held = contract_beside_the_checkout() if contract else None
        super().__init__(NotionApplication(self.store, held), port=port)
        self.troubles = Troubles(self.faults)
        self.application.administration = Administration(self)
        self.strict = strict

    @property
    def token(self) -> str:
        """Return the token that the connection shows."""
        return self.integration.token

    @property
    def violations(self) -> list[str]:
        """Return what broke the official contract up to now."""
        return self.application.violations

    def limit(
        self,
        requests: int = 3,
        seconds: float = 1,
        *,
        clock: Callable[[], float] | None = None,
        reason: str = "per_connection",
    ) -> None:
        """Refuse more than `requests` in any `seconds` with 429 and Retry-After; `clock` may be a test's own."""
        arguments: list[Any] = [requests, seconds, *([clock] if clock else [])]
        self.application.quota = Quota(*arguments)
        self.application.quota_reason = reason

    def slow_above(self, rows: int | None) -> None:
        """Let queries of more than `rows` a page time out (504); None: no longer."""
        self.store.largest_quick_page = rows

    def stop_queries_after(self, rows: int | None) -> None:
        """Let queries stop after `rows` as if there were no more, without a word; None: no longer."""
        self.store.rows_told = rows

    def told(self) -> dict[str, Any]:
        """Return everything in the workspace by its id, as JSON, for a look."""
        things = {key: asdict(thing) for key, thing in self.store.things.items()}
        return dict(json.loads(json.dumps(things, default=str)))

    def forget_cursors(self) -> None:
        """Let every cursor given out be invalid, as when a session ends."""
        self.store.cursors.clear()
        self.store.session = self.store.ids.new()

    @contextmanager
    def at_rest(self) -> Iterator[Self]:
        """Hold requests back while people act, or a test looks."""
        with self.store.lock:
            yield self

    def __exit__(self, *error: object) -> None:
        """Stop, and fail where the contract was broken (unless the block fails already)."""
        super().__exit__(*error)
        if self.strict and self.violations and error[0] is None:
            raise AssertionError("the Notion contract was broken:\n" + "\n".join(self.violations))

"""Reading again, writing in one atomic step, and looking at the answer, until all stands where it belongs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import stamina

from okrsync.errors import TransientError, WriteRefusedError
from okrsync.sources.google.book import Book, book_of
from okrsync.sources.google.changes import Changes, Step, changes
from okrsync.sources.google.cleaning import cleaning_steps, shrinking_steps
from okrsync.sources.google.client import encoded
from okrsync.sources.google.repairing import repairs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from okrsync.sources.google.client import GoogleClient
    from okrsync.sources.google.wishes import Wish

MOST_BYTES = 1_900_000
"""Google advises against more than 2 MB a request."""
_MOST_ROUNDS = 6
"""Batches without getting any nearer before we give up: somebody, or something, keeps moving things."""
_MOST_TRIES = 4


@dataclass(slots=True)
class Writer:
    """Writes to one spreadsheet."""

    client: GoogleClient
    known: Mapping[str, Book]
    """Fingerprint of an answer → what it says, so that an unchanged spreadsheet is not taken apart twice."""

    def carry_out(self, wish: Wish, right_of: Mapping[str | None, int], language: str) -> Changes:
        """Make the spreadsheet say what is wished; return what could not be.

        Two calls where nobody moves anything and all fits into one batch: read again, and write; the answer to the
        write shows what came of it. Raises WriteRefusedError, AccessError, TransientError.
        """
        return self._settle(lambda book: changes(book, wish, right_of, language))[1]

    def clean(self) -> int:
        """Take every trace of ours away; return how many steps it took."""
        book = self._read()
        first = cleaning_steps(book)
        if not first:
            return 0
        book, _ = self._settle(lambda book: Changes([Step(request) for request in cleaning_steps(book)]), book)
        shrinking = shrinking_steps(book)
        if shrinking:
            # Where somebody has just moved columns, the guard holds: two empty columns stay.
            with suppress(WriteRefusedError):
                self.client.update(shrinking)
        return len(first)

    def _read(self) -> Book:
        answer, fingerprint = self.client.read()
        return self.known.get(fingerprint) or book_of(answer)

    def _settle(self, what_is_left: Callable[[Book], Changes], book: Book | None = None) -> tuple[Book, Changes]:
        """Write until nothing is left to write; return what stands then, and what could not be written."""
        fewest, rounds = None, 0
        while True:
            book, found = self._round(book, what_is_left)
            if not found.steps:
                return book, found
            if fewest is None or len(found.steps) < fewest:
                fewest, rounds = len(found.steps), 0
            rounds += 1
            if rounds > _MOST_ROUNDS:
                raise WriteRefusedError("google.restless", name=self.client.name)

    def _round(self, book: Book | None, what_is_left: Callable[[Book], Changes]) -> tuple[Book, Changes]:
        """Write what is left, as far as one batch holds it; return what stands then, and what was left before.

        Where an answer is lost, nobody knows whether the batch was carried out: the spreadsheet is read again, and what
        is left is found anew. So it is where Google refuses a batch, since rows or tabs may have gone meanwhile.
        """
        patience = self.client.writer.patience
        for attempt in stamina.retry_context(
            on=(TransientError, WriteRefusedError),
            attempts=_MOST_TRIES,
            timeout=self.client.writer.deadline.left() or None,
            wait_initial=patience.first_wait,
            wait_max=patience.longest_wait,
            wait_jitter=patience.first_wait,
        ):
            with attempt:
                now, book = book or self._read(), None
                found = what_is_left(now)
                if not found.steps:
                    return now, found
                batch = _first(found.steps)
                after = book_of(self.client.update([step.request for step in batch]))
                mending = repairs(now, after, [cell for step in batch for cell in step.touched])
                if mending:
                    after = book_of(self.client.update(mending))
                return after, found
        raise AssertionError  # pragma: no cover - the last attempt either returns or raises


def _first(steps: Sequence[Step]) -> list[Step]:
    """Return as many of the steps as one batch holds, at least one."""
    size = 0
    for number, step in enumerate(steps):
        size += len(encoded(step.request)) + 1
        if size > MOST_BYTES and number:
            return list(steps[:number])
    return list(steps)

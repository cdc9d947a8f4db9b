"""When two names, titles or headers are the same to people who typed them."""

from __future__ import annotations


def alike(text: str) -> str:
    """Return `text` as it is compared: without regard to case and to how its blanks are typed."""
    return " ".join(text.split()).casefold()

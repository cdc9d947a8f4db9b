"""What the reading of sentences must know of a language beyond its words."""

from __future__ import annotations

from typing import NamedTuple


class Grammar(NamedTuple):
    """Facts of one language, as its lexicon states them under `[morphology]`."""

    head_first: bool = False
    """A noun phrase begins with what it is about: "taux de rétention", not "retention rate"."""
    infinitives: tuple[str, ...] = ()
    """Endings that show a verb in its dictionary form, where the language has them."""
    plurals: tuple[str, ...] = ("s",)
    """Endings that show a plural."""

"""What the reading of sentences must know of a language beyond its words."""

from __future__ import annotations

from typing import Any, NamedTuple


class Grammar(NamedTuple):
    """Facts of one language, as its lexicon states them under `[morphology]`."""

    head_first: bool = False
    """A noun phrase begins with what it is about: "taux de rétention", not "retention rate"."""
    infinitives: tuple[str, ...] = ()
    """Endings that show a verb in its dictionary form, where the language has them."""
    plurals: tuple[str, ...] = ("s",)
    """Endings that show a plural."""
    verb_last: bool = False
    """The verb in its dictionary form closes its clause: "die Quote auf 8 % senken"."""
    marker: str = ""
    """The word before an infinitive that depends on another word: "zu", "te"."""
    openers: tuple[str, ...] = ()
    """Words that open a clause where an infinitive with that marker follows: "um … zu", "om … te"."""
    capitals: bool = False
    """Nouns are capitalised, other words are not."""
    shortest_head: int = 0
    """Letters of the shortest noun that a compound written as one word may end in; 0 where there are no such words."""


def grammar_of(facts: dict[str, Any]) -> Grammar:
    """Return the facts in the table `[morphology]` of a lexicon."""
    return Grammar(
        head_first=facts.get("head", "last") == "first",
        infinitives=tuple(facts.get("infinitives", ())),
        plurals=tuple(facts.get("plurals", ("s",))),
        verb_last=facts.get("verb", "first") == "last",
        marker=facts.get("infix", "").strip(),
        openers=tuple(facts.get("openers", ())),
        capitals=facts.get("capitals", False),
        shortest_head=facts.get("shortest_head", 0),
    )

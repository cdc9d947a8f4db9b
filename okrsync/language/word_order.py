"""Puts the words of a text in the order that the reading expects, where a language keeps its verb for the end.

"Die Quote auf 8 % senken" is read as "senken die Quote auf 8 %", "wir führen ein CRM ein" as "wir einführen ein CRM",
"Nutzer können Rechnungen exportieren" as "Nutzer können exportieren Rechnungen". Tokens keep their places in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.clause_order import FINITE, ClauseOrder, Kinds, acts
from okrsync.language.tags import BIT

if TYPE_CHECKING:
    from okrsync.language.lexicon import Lexicon, Token

_BASE = BIT["form.base"]
_NUMBER = BIT["token.number"]
_HARD = frozenset((".", ";", "!", "?", "|", ":", "–", "—", "→", "=>", "->"))


def in_reading_order(tokens: list[Token], words: Lexicon, kinds: Kinds) -> list[Token]:
    """Return `tokens` with each verb where the reading looks for it; they are left alone where the verb comes first."""
    if not words.grammar.verb_last:
        return tokens
    found: list[Token] = []
    first = 0
    for place in range(len(tokens) + 1):
        if place == len(tokens) or _is_hard(tokens, place):
            found += _Stretch(tokens[first:place], words, kinds).ordered()
            found += tokens[place : place + 1]
            first = place + 1
    return found


def _is_hard(tokens: list[Token], place: int) -> bool:
    token = tokens[place]
    if token.word in _HARD:
        return True
    if token.word != "-" or not 0 < place < len(tokens) - 1:
        return False
    return tokens[place - 1].end < token.start and token.end < tokens[place + 1].start


class _Stretch:
    """The words between two signs that no clause reaches across."""

    def __init__(self, tokens: list[Token], words: Lexicon, kinds: Kinds) -> None:
        self.tokens = [*tokens]
        self.grammar = words.grammar
        self.kinds = kinds
        self.order = ClauseOrder(words, kinds)
        self._tell_unlisted_verb()
        self._tell_relatives()

    def ordered(self) -> list[Token]:
        found: list[Token] = []
        parts = [self.tokens[first:last] for first, last in self._clauses()]
        place = 0
        while place < len(parts):
            aside = parts[place + 1] if place + 2 < len(parts) else []
            if aside and self._goes_on(parts[place], aside, parts[place + 2]):
                # "der Anteil der Kunden, die bleiben, auf 60 % steigern": what stands between is told apart
                whole = self.order.ordered([*parts[place], *parts[place + 2]])
                ends = parts[place][-1].start
                behind = next(number for number, token in enumerate(whole, 1) if token.start == ends)
                found += [*whole[:behind], *self.order.ordered(aside), *whole[behind:]]
                place += 3
            else:
                found += self.order.ordered(parts[place])
                place += 1
        return found

    def _goes_on(self, part: list[Token], aside: list[Token], further: list[Token]) -> bool:
        """Tell whether a clause without a verb goes on behind the one that is set between."""
        between = (
            aside[0].word == "," and len(aside) > 1 and aside[1].tags & (self.kinds.opens | self.kinds.preposition)
        )
        return bool(
            part
            and between
            and further
            and further[0].word == ","
            and not any(acts(token, self.kinds) for token in part)
        )

    def _tell_unlisted_verb(self) -> None:
        """Take an unknown word at the end, or before a comma, for a verb if it ends like one and there is no other."""
        tokens, kinds = self.tokens, self.kinds
        for place, token in enumerate(tokens):
            ends = place + 1 == len(tokens) or tokens[place + 1].word == "," or tokens[place + 1].tags & kinds.joint
            if token.tags or not ends or not place or not token.word.endswith(self.grammar.infinitives or (" ",)):
                continue
            before = tokens[place - 1].tags
            if not before & (kinds.preposition | kinds.determiner | kinds.adjective | _NUMBER) and before:
                tokens[place] = token.tagged(kinds.unlisted)

    def _tell_relatives(self) -> None:
        """Tell ", die 200 Kunden bringt" from an article: behind a comma, and a verb at the end."""
        tokens, kinds = self.tokens, self.kinds
        for place in range(1, len(tokens) - 1):
            token = tokens[place]
            if not token.tags & kinds.article or not (
                tokens[place - 1].word == ","
                or (tokens[place - 1].tags & kinds.preposition and place > 1 and tokens[place - 2].word == ",")
            ):
                continue
            end = self._end_of_part(place)
            if acts(tokens[end - 1], kinds) or any(
                each.tags & kinds.verb and each.tags & FINITE for each in tokens[place:end]
            ):
                tokens[place] = token.tagged(kinds.opens)

    def _end_of_part(self, place: int) -> int:
        for index in range(place + 1, len(self.tokens)):
            if self.tokens[index].word == ",":
                return index
        return len(self.tokens)

    def _clauses(self) -> list[tuple[int, int]]:
        """Return (first, behind last) of the clauses: a new one begins where a verb has closed the one before."""
        tokens, kinds = self.tokens, self.kinds
        found: list[tuple[int, int]] = []
        first, inside, closed = 0, 0, False
        for place, token in enumerate(tokens):
            inside += (token.word == "(") - (token.word == ")")
            if inside > 0:
                continue
            if place > first and self._opens(place):
                back = place - 1 if tokens[place - 1].word == "," else place
                found.append((first, back))
                first, closed = back, False
            elif (token.word == "," or token.tags & kinds.joint) and place > first:
                if closed and not self._chains(place):
                    found.append((first, place))
                    first, closed = place, False
            elif acts(token, self.kinds) and not token.tags & kinds.noun:
                closed = True
        found.append((first, len(tokens)))
        return found

    def _opens(self, place: int) -> bool:
        token = self.tokens[place]
        if token.word in self.grammar.openers:
            return self._has_marker(place)
        return bool(token.tags & self.kinds.opens)

    def _has_marker(self, place: int) -> bool:
        """Tell "um die Kosten zu senken" from "um 20 %"."""
        tokens, marker = self.tokens, self.grammar.marker
        for index in range(place + 1, self._end_of_part(place)):
            token = tokens[index]
            if token.tags & self.kinds.verb and token.tags & _BASE:
                return tokens[index - 1].word == marker or marker in token.word
        return False

    def _chains(self, place: int) -> bool:
        """Tell "planen, umsetzen und auswerten": verbs in a row that share what stands before them."""
        following = place + 1
        before, behind = self.tokens[place - 1].tags, self.tokens[following : following + 1]
        both = behind and before & self.kinds.verb and behind[0].tags & self.kinds.verb
        if not both or behind[0].tags & self.kinds.noun:
            return False
        beyond = self.tokens[following + 1 : following + 2]
        return not beyond or beyond[0].word == "," or bool(beyond[0].tags & (self.kinds.joint | self.kinds.preposition))

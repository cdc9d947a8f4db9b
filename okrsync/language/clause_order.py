"""Puts the verb of one clause where the reading expects it: behind its subject or auxiliary, or first of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.language.tags import BIT

if TYPE_CHECKING:
    from okrsync.language.grammar import Grammar
    from okrsync.language.lexicon import Lexicon, Token

_BASE = BIT["form.base"]
FINITE = BIT["form.finite"]
_PARTICIPLE = BIT["form.participle"]
_ACTING = _BASE | FINITE | _PARTICIPLE
"""Forms of a verb that is one in its clause: "Einführung" is none."""
_NUMBER = BIT["token.number"]
_YEAR_DIGITS = 4


class Kinds(NamedTuple):
    """The bits of words that tell how a clause is built, in the vocabulary that tagged the tokens."""

    verb: int
    auxiliary: int
    be: int
    noun: int
    person: int
    adopts: int
    """Verbs of what others do: behind people they say what those do."""
    works: int
    """Verbs of work and direction: behind people, at the end of a clause, they say what is done with those."""
    joint: int
    """And, or."""
    opens: int
    """Opens a subordinate clause: "damit", "dass", "zodat"."""
    article: int
    determiner: int
    of: int
    preposition: int
    due: int
    dated: int
    adjective: int
    pronoun: int
    unlisted: int
    """What a verb is taken for that no list has."""


def acts(token: Token, kinds: Kinds) -> bool:
    """Tell whether a word is a verb in its clause, not the noun of one."""
    return bool(token.tags & kinds.auxiliary or (token.tags & kinds.verb and token.tags & _ACTING))


class ClauseOrder:
    """Orders the words of single clauses of one language."""

    def __init__(self, words: Lexicon, kinds: Kinds) -> None:
        """Take the lexicon of the language and the bits of its vocabulary."""
        self.words = words
        self.grammar: Grammar = words.grammar
        self.kinds = kinds

    def ordered(self, tokens: list[Token]) -> list[Token]:
        """Return the words of one clause, its verb where the reading looks for it."""
        lead = 0
        while lead < len(tokens) and (tokens[lead].tags & self.kinds.joint or tokens[lead].word == ","):
            lead += 1
        before, rest = tokens[:lead], tokens[lead:]
        if not rest:
            return tokens
        if self._is_subordinate(rest):
            return [*before, *self._subordinate(rest)]
        if len(rest) > 1 and rest[1].tags & self.kinds.opens and rest[0].tags & self.kinds.preposition:
            return [*before, rest[0], *self._subordinate(rest[1:])]
        return [*before, *self._main(self._date_last(self._joined(rest)))]

    def _is_subordinate(self, rest: list[Token]) -> bool:
        if rest[0].word not in self.grammar.openers:
            return bool(rest[0].tags & self.kinds.opens)
        marker = self.grammar.marker
        return any(
            token.tags & self.kinds.verb and token.tags & _BASE and (rest[place].word == marker or marker in token.word)
            for place, token in enumerate(rest[1:])
        )

    def _joined(self, rest: list[Token]) -> list[Token]:
        """Join a verb with the particle that it has parted from: "führen … ein"."""
        for place in range(len(rest) - 1, 0, -1):
            forms = self.words.particles.get(rest[place].word)
            behind = rest[place + 1] if place + 1 < len(rest) else None
            closes = (
                behind is None
                or behind.word in (",", "(")
                or behind.tags & (self.kinds.preposition | self.kinds.due | self.kinds.joint)
            )
            if not forms or not closes:
                continue
            for index in range(place):
                whole = forms.get(rest[index].word)
                if whole and not rest[index].tags & self.kinds.noun & ~self.kinds.person:
                    verb = rest[index].tagged(self._known(whole, rest[place].word + rest[index].word))
                    return [
                        *rest[:index], verb, *rest[index + 1 : place], rest[place].tagged(0), *rest[place + 1 :]
                    ]  # fmt: skip
        return rest

    def _known(self, whole: int, word: str) -> int:
        return whole | (self.words.words.get(word, 0) & self.kinds.verb)

    def _date_last(self, rest: list[Token]) -> list[Token]:
        """Put "bis Ende Juni" behind the rest: before it, its number would be taken for part of what is counted."""
        kinds = self.kinds
        if not rest[0].tags & (kinds.due | kinds.preposition):
            return rest
        end = 1
        dated = rest[0].tags & kinds.dated
        while end < len(rest):
            token = rest[end]
            year = token.tags & _NUMBER and len(token.word) == _YEAR_DIGITS and token.word.isdecimal()
            ahead = rest[end + 1].tags if end + 1 < len(rest) else 0
            numbered = token.tags & _NUMBER and (ahead & kinds.dated or rest[end - 1].word in ("kw", "week"))
            linked = token.tags & (kinds.due | kinds.adjective | kinds.article | kinds.of) and not dated
            if not (year or numbered or token.tags & kinds.dated or linked):
                break
            dated |= token.tags & kinds.dated | year
            end += 1
        if not dated or end == len(rest):
            return rest
        start = end + (rest[end].word == ",")
        return [*rest[start:], *rest[:end]]

    def _main(self, rest: list[Token]) -> list[Token]:  # noqa: PLR0911 - one question after the other: the first yes answers
        kinds = self.kinds
        places = [
            place for place, token in enumerate(rest) if acts(token, self.kinds) and not self._is_noun(rest, place)
        ]
        if not places:
            return rest
        holder = next((place for place in places if self._is_finite(rest, place)), -1)
        last = max(places)
        if holder >= 0:
            if last == holder or not rest[holder].tags & kinds.auxiliary:
                return rest
            return self._moved(rest, last, holder + 1)
        cluster = next((place for place in places if place and rest[place].tags & _BASE), -1)
        opens = rest[0].tags & kinds.verb and rest[0].tags & (_BASE | FINITE) and not rest[0].tags & kinds.noun
        if cluster >= 0 and not opens:
            if self._says_what_people_do(rest, cluster):
                return rest
            behind = self._behind_place(rest, cluster)
            return [*self._moved(rest[behind:], cluster - behind, 0), *rest[:behind]]
        if rest[last].tags & _PARTICIPLE and not rest[last].tags & kinds.noun and last:
            return self._moved(rest, last, min(self._behind_subject(rest, 0), last))
        return rest

    def _behind_place(self, rest: list[Token], verb: int) -> int:
        """Return the place behind "mit der Stadt" where the object of the verb follows it; 0 where nothing does."""
        kinds = self.kinds
        if not rest[0].tags & kinds.preposition:
            return 0
        end = self._behind_subject(rest, 1)
        named = any(token.tags & kinds.noun for token in rest[1:end])
        if end + 1 >= verb:
            return 0  # "an der Linie 4 arbeiten"
        opens = rest[end].tags & (kinds.determiner | kinds.adjective | kinds.noun | _NUMBER)
        return end if named and opens and not rest[end].tags & kinds.preposition else 0

    def _is_noun(self, rest: list[Token], place: int) -> bool:
        """Tell "die Kosten", "für Tests" from a verb of the same form."""
        if not rest[place].tags & self.kinds.noun:
            return False
        if place and rest[place - 1].tags & self.kinds.noun and rest[place].tags & _BASE:
            return False  # "6 vakartikelen plaatsen in branchebladen"
        return not place or place + 1 < len(rest) or bool(rest[place - 1].tags & (self.kinds.preposition | _NUMBER))

    def _is_finite(self, rest: list[Token], place: int) -> bool:
        tags = rest[place].tags
        kinds = self.kinds
        if tags & (kinds.auxiliary | kinds.be):
            return place + 1 < len(rest) or not tags & _BASE
        if tags & _PARTICIPLE and place + 1 == len(rest):
            return False
        return bool(tags & FINITE) and not tags & _BASE

    def _says_what_people_do(self, rest: list[Token], verb: int) -> bool:
        """Tell "Nutzer bestellen über die App" from "Nutzer gewinnen"."""
        kinds = self.kinds
        if verb == 1 and rest[0].tags & kinds.pronoun:
            return True  # "wir gewinnen 8 Vereine"
        subject = self._behind_subject(rest, 0)
        people = any(token.tags & kinds.person for token in rest[: min(subject, verb)])
        behind = rest[verb + 1].tags if verb + 1 < len(rest) else 0
        if rest[verb].tags & kinds.adopts and people:
            ends = verb + 1 == len(rest)
            return not (ends and rest[verb].tags & kinds.works) and (subject == verb or not ends)
        return subject == verb and bool(behind & (kinds.determiner | kinds.pronoun) and not behind & kinds.preposition)

    def _moved(self, rest: list[Token], verb: int, to: int) -> list[Token]:
        """Move the verb at `verb`, with the verbs around it, to the place `to`."""
        kinds = self.kinds
        first, last = verb, verb + 1
        while first > to and self._belongs(rest, first - 1):
            first -= 1
        while last < len(rest) and (
            (acts(rest[last], kinds) and not rest[last].tags & kinds.noun)
            or (
                last + 1 < len(rest)
                and (rest[last].tags & kinds.joint or rest[last].word == ",")
                and acts(rest[last + 1], kinds)
                and not rest[last + 1].tags & kinds.noun
            )
        ):
            last += 1
        cluster = rest[first:last]
        markers = [token.tagged(0) for token in cluster if token.word == self.grammar.marker]
        helpers = [token for token in cluster if token.tags & kinds.auxiliary and len(cluster) > 1]
        verbs = [token for token in cluster if token not in helpers and token.word != self.grammar.marker]
        helpers = [token for token in helpers if token.word != self.grammar.marker]
        return [*rest[:to], *helpers, *verbs, *markers, *rest[to:first], *rest[last:]]

    def _belongs(self, rest: list[Token], place: int) -> bool:
        """Tell whether the word before a verb goes with it: another verb, or the marker of an infinitive."""
        token = rest[place]
        if token.word == self.grammar.marker:
            return True
        joins = token.tags & self.kinds.joint or token.word == ","
        if joins and place:
            return acts(rest[place - 1], self.kinds) and not rest[place - 1].tags & self.kinds.noun
        return acts(token, self.kinds) and not token.tags & self.kinds.noun

    def _behind_subject(self, rest: list[Token], place: int) -> int:
        """Return the place behind the noun phrase that begins at `place`."""
        kinds = self.kinds
        index, named = place, False
        while index < len(rest):
            tags = rest[index].tags
            if tags & kinds.noun:
                named = True
            elif named and not tags & kinds.of:
                break
            elif tags & kinds.pronoun and index == place:
                return index + 1
            elif tags & kinds.of:
                named = False
            elif tags & kinds.preposition or (tags & kinds.verb and index > place):
                break
            index += 1
        return index

    def _subordinate(self, rest: list[Token]) -> list[Token]:
        """Put the verb of "damit die Kunden schneller bestellen" behind its subject, or first of all."""
        kinds = self.kinds
        places = [place for place in range(1, len(rest)) if acts(rest[place], kinds) and not self._is_noun(rest, place)]
        if not places:
            return rest
        verb = places[-1]
        to = 1 if rest[0].word in self.grammar.openers else min(self._behind_subject(rest, 1), verb)
        return self._moved(rest, verb, to if to > 0 else 1)

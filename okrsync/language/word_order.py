"""Puts the words of a clause in the order that the reading expects, where a language keeps its verb for the end.

"Die Quote auf 8 % senken" is read as "senken die Quote auf 8 %", "wir führen ein CRM ein" as "wir einführen ein CRM",
"Nutzer können Rechnungen exportieren" as "Nutzer können exportieren Rechnungen". Tokens keep their places in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.language.tags import BIT

if TYPE_CHECKING:
    from okrsync.language.grammar import Grammar
    from okrsync.language.lexicon import Lexicon, Token

_BASE = BIT["form.base"]
_FINITE = BIT["form.finite"]
_PARTICIPLE = BIT["form.participle"]
_ACTS = _BASE | _FINITE | _PARTICIPLE
"""Forms of a verb that is one in its clause: "Einführung" is none."""
_NUMBER = BIT["token.number"]
_SYMBOL = BIT["token.symbol"]
_HARD = frozenset((".", ";", "!", "?", "|", ":", "–", "—", "→", "=>", "->"))
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
        self.words = words
        self.grammar: Grammar = words.grammar
        self.kinds = kinds
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
                whole = self._clause([*parts[place], *parts[place + 2]])
                behind = whole.index(parts[place][-1]) + 1
                found += [*whole[:behind], *self._clause(aside), *whole[behind:]]
                place += 3
            else:
                found += self._clause(parts[place])
                place += 1
        return found

    def _goes_on(self, part: list[Token], aside: list[Token], further: list[Token]) -> bool:
        """Tell whether a clause without a verb goes on behind the one that is set between."""
        between = (
            aside[0].word == "," and len(aside) > 1 and aside[1].tags & (self.kinds.opens | self.kinds.preposition)
        )
        return bool(part and between and further[0].word == "," and not any(self._acts(token) for token in part))

    def _acts(self, token: Token) -> bool:
        return bool(
            token.tags & (self.kinds.verb | self.kinds.auxiliary) and token.tags & (_ACTS | self.kinds.auxiliary)
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
                tokens[place] = token._replace(tags=kinds.unlisted)

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
            if self._acts(tokens[end - 1]) or any(
                each.tags & kinds.verb and each.tags & _FINITE for each in tokens[place:end]
            ):
                tokens[place] = token._replace(tags=kinds.opens)

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
            elif self._acts(token) and not token.tags & kinds.noun:
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

    def _clause(self, tokens: list[Token]) -> list[Token]:
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
                    verb = rest[index]._replace(tags=self._known(whole, rest[place].word + rest[index].word))
                    return [
                        *rest[:index], verb, *rest[index + 1 : place], rest[place]._replace(tags=0), *rest[place + 1 :]
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

    def _main(self, rest: list[Token]) -> list[Token]:
        kinds = self.kinds
        places = [place for place, token in enumerate(rest) if self._acts(token) and not self._is_noun(rest, place)]
        if not places:
            return rest
        holder = next((place for place in places if self._is_finite(rest, place)), -1)
        last = max(places)
        if holder >= 0:
            if last == holder or not rest[holder].tags & kinds.auxiliary:
                return rest
            return self._moved(rest, last, holder + 1)
        cluster = next((place for place in places if place and rest[place].tags & _BASE), -1)
        opens = rest[0].tags & kinds.verb and rest[0].tags & (_BASE | _FINITE) and not rest[0].tags & kinds.noun
        if cluster >= 0 and not opens:
            if self._says_what_people_do(rest, cluster):
                return rest
            return self._moved(rest, cluster, 0)
        if rest[last].tags & _PARTICIPLE and not rest[last].tags & kinds.noun and last:
            return self._moved(rest, last, min(self._behind_subject(rest, 0), last))
        return rest

    def _is_noun(self, rest: list[Token], place: int) -> bool:
        """Tell "die Kosten", "für Tests" from a verb of the same form."""
        if not rest[place].tags & self.kinds.noun:
            return False
        return not place or place + 1 < len(rest) or bool(rest[place - 1].tags & (self.kinds.preposition | _NUMBER))

    def _is_finite(self, rest: list[Token], place: int) -> bool:
        tags = rest[place].tags
        kinds = self.kinds
        if tags & (kinds.auxiliary | kinds.be):
            return place + 1 < len(rest) or not tags & _BASE
        if tags & _PARTICIPLE and place + 1 == len(rest):
            return False
        return bool(tags & _FINITE) and not tags & _BASE

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
            (self._acts(rest[last]) and not rest[last].tags & kinds.noun)
            or (
                last + 1 < len(rest)
                and (rest[last].tags & kinds.joint or rest[last].word == ",")
                and self._acts(rest[last + 1])
                and not rest[last + 1].tags & kinds.noun
            )
        ):
            last += 1
        cluster = rest[first:last]
        markers = [token._replace(tags=0) for token in cluster if token.word == self.grammar.marker]
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
            return self._acts(rest[place - 1]) and not rest[place - 1].tags & self.kinds.noun
        return self._acts(token) and not token.tags & self.kinds.noun

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
        places = [place for place in range(1, len(rest)) if self._acts(rest[place]) and not self._is_noun(rest, place)]
        if not places:
            return rest
        verb = places[-1]
        to = 1 if rest[0].word in self.grammar.openers else min(self._behind_subject(rest, 1), verb)
        return self._moved(rest, verb, to if to > 0 else 1)

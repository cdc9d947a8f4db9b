"""Where one result ends and the next begins within a sentence: clauses joined by "and", commas or "with"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.language.clauses import BEFORE_VERB, NOUN_OR_VERB, opening, starts_with_verb
from okrsync.language.kinds import (
    AND,
    ARTEFACT,
    ARTICLE,
    BASE,
    BE,
    CAN,
    DEGREE,
    DIRECTION,
    FALL,
    FAULT,
    FINITE,
    FROM,
    GERUND,
    HAVE,
    INDEFINITE,
    METRIC,
    MULTIPLY,
    NONE,
    NOUN,
    OF,
    OUTSIDER,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    QUALITY,
    RELATIVE,
    RESULT,
    RISE,
    STATE,
    SYMBOL,
    VERB,
    WIN,
    WITH,
    WORK,
)
from okrsync.language.noun_phrases import head
from okrsync.language.quantities import BASELINE, CHANGE, TARGET, Quantity

if TYPE_CHECKING:
    from okrsync.language.grammar import Grammar
    from okrsync.language.lexicon import Token

_STATEMENT = 6
"""Words within which a second sentence joined by "and" shows its verb."""
_WANTED = frozenset((TARGET, CHANGE))


def clauses_of(
    tokens: list[Token], quantities: list[Quantity], within: tuple[int, int], grammar: Grammar
) -> list[tuple[int, int]]:
    """Split the sentence `within` (first, behind last) where a second result is joined on."""
    first, last = within
    begins = opening(tokens, first, last)
    form = tokens[begins].tags & (BASE | GERUND) if starts_with_verb(tokens, begins, last) else 0
    found: list[tuple[int, int]] = []
    start, inside, place = first, 0, begins
    while place < last - 1:
        token = tokens[place]
        if token.word == "(":
            inside += 1
        elif token.word == ")":
            inside -= 1
        elif token.word == ":" and form:
            break  # what follows spells it out
        elif not inside and place > begins and (token.tags & (AND | WITH) or _is_joint_sign(tokens, place)):
            joint = _Joint(tokens, quantities, start, place, _behind(tokens, place, last), last, begins, form)
            if joint.adds_result(grammar):
                found.append((start, place))
                start = joint.following
                place = max(place, start - 1)
        place += 1
    found.append((start, last))
    return found


def _is_joint_sign(tokens: list[Token], place: int) -> bool:
    """Tell a comma, a "+" between spaces, "while raising …" from the "+" of "20+" and "+ 20 %"."""
    token = tokens[place]
    if token.word == "+":
        return tokens[place - 1].end < token.start and token.end < tokens[place + 1].start
    return token.word == "," or bool(token.tags & RELATIVE and tokens[place + 1].tags & GERUND)


def _behind(tokens: list[Token], place: int, last: int) -> int:
    """Return where the part joined on begins, behind "and then we will"."""
    following = place + 1
    while following < last:
        tags = tokens[following].tags
        if not tags & (AND | BEFORE_VERB) or tags & NOUN_OR_VERB:
            break
        following += 1
    return following


def _names(tags: int) -> bool:
    """Tell whether a word names something or does something new; "up", "soit" only restate."""
    return bool(tags & NOUN or (tags & BASE and not tags & (RISE | FALL | BE)))


class _Joint(NamedTuple):
    """A place where something is joined on."""

    tokens: list[Token]
    quantities: list[Quantity]
    start: int
    """Where the part before it begins."""
    place: int
    following: int
    """Where the part joined on begins."""
    last: int
    begins: int
    """Where the sentence proper begins."""
    form: int
    """Form of the verb that the sentence begins with, 0 where it begins otherwise."""

    def adds_result(self, grammar: Grammar) -> bool:
        """Tell whether what is joined on can be met or missed apart."""
        if self.following >= self.last:
            return False
        if self.tokens[self.place].tags & WITH:
            return self._adds_threshold(grammar)
        if self.form and all(
            self.tokens[index].tags & (BASE | GERUND | AND | SYMBOL | PREPOSITION)
            for index in range(self.begins, self.place)
        ):
            return False  # "define, work out and launch a dashboard"
        return (
            self._adds_verb()
            or self._adds_metric()
            or self._adds_number()
            or self._adds_object(grammar)
            or self._adds_statement()
        )

    def _adds_verb(self) -> bool:
        """Tell whether a second verb of the same form begins here, with an object of its own."""
        place = self.following
        tokens = self.tokens
        if tokens[self.begins].tags & HAVE and any(
            tokens[index].tags & (OUTSIDER | CAN) for index in range(self.begins, place)
        ):
            return False  # "have ten customers use it and send feedback", "we have a list and can use it"
        if not tokens[place].tags & self.form or not starts_with_verb(self.tokens, place, self.last):
            return False
        following = tokens[place + 1].tags if place + 1 < self.last else PRONOUN
        if tokens[place].tags & STATE and following & FAULT:
            return False  # "find bugs and open issues"
        return not following & (PRONOUN | RELATIVE | DEGREE)  # "fix if possible"

    def _adds_number(self) -> bool:
        """Tell whether both sides have a number of their own; ", from 50 to 40" only spells out the first."""
        if not self._wants(self.start, self.place):
            return self._wants(self.following, self.last) and self._excluded()
        if not self._wants(self.following, self.last):
            return self._excludes()
        if self._restates() or self._breaks_down():
            return False
        tags = self.tokens[self.following].tags
        if tags & FROM and not tags & NOUN:
            return any(
                self.start <= quantity.first < self.place and quantity.role is BASELINE
                for quantity in self.quantities
            )  # fmt: skip
        return not tags & RELATIVE or bool(tags & NOUN)

    def _excludes(self) -> bool:
        """Tell "… and no open bugs" from "… and no more"."""
        begins = self.tokens[self.following].tags & NONE
        return bool(begins) and any(token.tags & (NOUN | VERB) for token in self.tokens[self.following + 1 : self.last])

    def _excluded(self) -> bool:
        """Tell "no accidents and fewer than 5 near misses"."""
        tokens = self.tokens
        none = any(tokens[index].tags & NONE for index in range(self.begins, self.place - 1))
        return none and bool(tokens[self.place].tags & AND)

    def _breaks_down(self) -> bool:
        """Tell "8 drivers, 3 of them women", "5 posts, 2 in Paris": parts of the first number."""
        tokens = self.tokens
        joined = next(quantity for quantity in self.quantities if quantity.first >= self.following)
        ahead = tokens[self.following].tags
        if joined.first > self.following and not (ahead & OF and joined.first == self.following + 2):
            return False
        behind = tokens[joined.last + 1].tags if joined.last + 1 < self.last else 0
        return bool(ahead & OF or (behind & PREPOSITION and not joined.unit and not behind & (NOUN | VERB)))

    def _restates(self) -> bool:
        """Tell "12 posts, one a week" and "65 %, up 15 points", which say the same again."""
        joined = next(quantity for quantity in self.quantities if quantity.first >= self.following)
        if joined.worded and joined.value == 1:
            return True
        after = self.tokens[joined.last + 1].tags if joined.last + 1 < self.last else PREPOSITION
        if after & METRIC and self.place > self.start + 1 and not self.tokens[self.place - 1].tags & METRIC:
            return False  # "100 paying accounts, 30 k€ MRR"
        says = (after & VERB and after & (BASE | FINITE) and not after & NOUN) or not after or after & STATE
        if joined.is_share and says:
            return False  # "75 % use it weekly, 100 % use it monthly", "95 % on time, 99 % undamaged"
        between = range(self.following, joined.first)
        named = any(_names(self.tokens[index].tags) for index in between)
        return not named and joined.unit != "" and self.tokens[self.place].word == ","

    def _adds_metric(self) -> bool:
        """Tell whether a second metric is joined on where none has a number ("improve retention and engagement")."""
        tokens = self.tokens
        place = self.following + bool(tokens[self.following].tags & (ARTICLE | POSSESSIVE))
        if self.quantities or not tokens[self.begins].tags & (DIRECTION | MULTIPLY) or place + 1 != self.last:
            return False
        measured = METRIC | QUALITY
        return bool(tokens[place].tags & measured) and bool(tokens[self.place - 1].tags & measured)

    def _adds_threshold(self, grammar: Grammar) -> bool:
        """Tell whether "with" adds a second measure to a first ("500 members with an NPS above 50")."""
        if not (self._wants(self.start, self.place) and self._wants(self.place, self.last)):
            return False
        joined = next(quantity for quantity in self.quantities if quantity.first > self.place)
        begins = (self.place + 1, joined.last + 1)  # "with an NPS above 50", "with under 10 % churn"
        return any(head(self.tokens, place, self.last, grammar).tags & (METRIC | QUALITY) for place in begins)

    def _adds_object(self, grammar: Grammar) -> bool:
        """Tell whether a second deliverable with an article of its own is joined on ("a policy …, and a bot …")."""
        counted = self._wants(self.following, self.last)
        if not (self.tokens[self.following].tags & INDEFINITE or (counted and self.tokens[self.place].tags & AND)):
            return False
        before = single = 0
        for index in range(self.start, self.place):
            before |= self.tokens[index].tags
            if self.tokens[index].tags & WITH and index > self.begins:
                return False  # "label all books with a code and a colour"
            single |= self.tokens[index].tags & INDEFINITE
        made = ARTEFACT if before & (WORK | HAVE) else RESULT if before & WIN else 0
        if not before & made or not before & (WORK | HAVE | WIN) or (counted and not single):
            return False
        place = self.following
        if counted:
            place = 1 + next(quantity.last for quantity in self.quantities if quantity.first >= place)
        return bool(head(self.tokens, place, self.last, grammar).tags & made)

    def _adds_statement(self) -> bool:
        """Tell whether both sides are sentences of their own ("the site is online and the CRM is connected")."""
        tokens, following = self.tokens, self.following
        if self.form or (tokens[following].tags & VERB and not tokens[following].tags & GERUND):
            return False
        window = range(following, min(following + _STATEMENT, self.last))
        if any(tokens[index].tags & BE for index in range(self.begins, self.place)):
            return any(tokens[index].tags & BE for index in window)
        # "kitchen renovated and terrace opened"
        said = tokens[self.place - 1].tags
        return bool(said & PARTICIPLE and not said & NOUN) and any(
            tokens[index].tags & PARTICIPLE and not tokens[index].tags & NOUN for index in window
        )

    def _wants(self, first: int, last: int) -> bool:
        return any(first <= quantity.first < last and quantity.role in _WANTED for quantity in self.quantities)

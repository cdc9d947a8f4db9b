"""A sentence and the fields of its row become a claim."""

from __future__ import annotations

from okrsync.language import verdicts
from okrsync.language.claim import NO_FIELDS, Claim, Clause, Fields
from okrsync.language.clauses import Reading, clauses_of, read_clause, sentences
from okrsync.language.lexicon import lexicon
from okrsync.language.quantities import Role, read_quantities
from okrsync.language.roles import tell_roles
from okrsync.language.tags import BIT, any_of

_AND = BIT["grammar.and"]
_BASE = any_of("form.base", "form.finite", "form.gerund")
_WANTED = (Role.TARGET, Role.CHANGE)


def read_claim(text: str, language: str, fields: Fields | None = None) -> Claim:
    """Read a key result. Pure and fast; what the row's `fields` say wins over the text."""
    words = lexicon(language)
    tokens = words.tokens(text)
    quantities = read_quantities(tokens, words)
    tell_roles(tokens, quantities, words.hours)
    head_first = words.head_first
    judged: list[tuple[int, Reading, verdicts.Judgement]] = []
    for first, last in sentences(tokens, text):
        for start, stop in clauses_of(tokens, quantities, first, last, head_first=head_first):
            reading = read_clause(tokens, start, stop, head_first=head_first)
            judged.append((first, reading, verdicts.judge(tokens, reading, quantities, head_first=head_first)))
    clauses = _without_themes(judged) if len(judged) > 1 else [Clause(*pair[1:]) for pair in judged]
    return Claim(text, language, tokens, quantities, clauses, fields or NO_FIELDS)


def _without_themes(judged: list[tuple[int, Reading, verdicts.Judgement]]) -> list[Clause]:
    """Leave out sentences that only announce what a later one measures ("Raise awareness. 20 % more visits.")."""
    kept: list[Clause] = []
    for place, (sentence, reading, judgement) in enumerate(judged):
        later = [
            (following, what)
            for number, following, what in judged[place + 1 :]
            if number > sentence and what.quantity is not None
        ]
        announced = judgement.quantity is None and not (judgement.checkable and judgement.own_work) and later
        # A number and a noun alone ("2 keynotes.") complete whatever went before.
        counted_apart = judgement.quantity is None and any(
            following.verb < 0 and following.predicate < 0 and what.quantity is not None for following, what in later
        )
        if not announced and not counted_apart:
            kept.append(Clause(reading, judgement))
    return kept

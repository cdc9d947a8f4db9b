"""Questions about what others do: whether they act, are made to, or decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.counting import by_outsiders, participle_behind
from okrsync.language.judgement import Judgement
from okrsync.language.kinds import (
    ADOPT,
    ARTEFACT,
    AT_LEAST,
    AT_MOST,
    BE,
    COMPARES,
    DECIDING,
    DEGREE,
    DETERMINER,
    FAULT,
    FINITE,
    FROM_OTHERS,
    HAVE,
    INDEFINITE,
    INSIDER,
    MORE,
    NEW,
    NUMBER,
    OUTSIDER,
    PARTICIPLE,
    PRONOUN,
    RESULT,
    WIN,
    WORK,
)

if TYPE_CHECKING:
    from okrsync.language.case import Case


def is_direct(case: Case) -> bool:
    """Tell whether somebody acts: "improve X", "X has improved", not "improved X"."""
    reading = case.reading
    if reading.verb >= 0:
        return True
    if reading.predicate < 0 or case.verb & BE:
        return False
    said = case.tokens[reading.predicate].tags
    following = case.tokens[reading.predicate + 1].tags if reading.predicate + 1 < reading.last else 0
    if not said & PARTICIPLE or (said & FINITE and following & (DETERMINER | NUMBER | PRONOUN)):
        return True
    before = range(max(reading.predicate - 2, 0), reading.predicate)
    return any(case.tokens[index].tags & HAVE for index in before)


def decisive(case: Case) -> int:
    """Return the weasel word if success rests on it ("significantly", "key"), -1 if it only describes."""
    if case.weasel < 0 or not case.tokens[case.weasel].tags & (DEGREE | DECIDING | COMPARES):
        return -1
    return case.weasel


def unmeasured(case: Case, reason: str, vague: int = -1, *, own: bool = False) -> Judgement:
    """Return that nothing can be checked, why, and which weasel word decides."""
    return Judgement(checkable=False, own_work=own, vague=vague, reason=reason, noun=case.noun)


def reached(case: Case) -> Judgement:
    """Return that somebody else could tell, and that it is not own work."""
    return Judgement(checkable=True, noun=case.noun)


def others_caused(case: Case) -> Judgement | None:
    """Get suppliers to use X; X approved by the regulator; more patients followed at home."""
    opening = case.tokens[case.reading.first].tags if case.tokens else 0
    measured = case.reading.subject_tags & (FROM_OTHERS | FAULT) or (case.reading.predicate < 0 and not opening & NEW)
    following = case.tokens[case.reading.first + 1].tags if case.reading.first + 1 < case.reading.last else 0
    one = opening & AT_LEAST and following & INDEFINITE  # "at least one school in each district signs up"
    if measured and case.reading.verb < 0 and opening & (AT_LEAST | AT_MOST | MORE) and not one:
        return unmeasured(case, "direction", decisive(case))
    reading = case.reading
    has = case.begins and case.verb & HAVE
    if has and not case.verb & WORK:
        caused = participle_behind(case.tokens, case.noun + 1, reading.last) if case.noun >= 0 else 0
        acts = caused & (ADOPT | WIN) and not caused & PARTICIPLE
        if acts or (case.noun_tags & OUTSIDER and reading.purpose < reading.last):
            return unmeasured(case, "direction", case.weasel)
    said = max(reading.predicate, reading.verb, reading.first)
    if (has or case.verb & PARTICIPLE) and by_outsiders(case.tokens, said + 1, reading.last):
        return reached(case)
    return None


def others_act(case: Case) -> Judgement | None:
    """Users give feedback: others act, nobody says how many."""
    subject = case.reading.subject_tags
    staff = subject & INSIDER and (case.verb & WORK or not case.verb & ADOPT)
    if not subject & (OUTSIDER | INSIDER) or subject & ARTEFACT or staff or case.every >= 0:
        return None
    if case.reading.predicate < 0 or case.verb & (HAVE | BE) or not is_direct(case):
        return None
    if not case.tokens[case.reading.subject].word.endswith(case.plurals) and subject & OUTSIDER:
        return reached(case)  # "the regulator accepts the plan": one party decides
    return unmeasured(case, "direction", case.more)


def all_react(case: Case) -> Judgement | None:
    """Every complaint is answered."""
    subject = case.reading.subject_tags
    if case.every < 0 or not subject & (OUTSIDER | RESULT | FAULT) or subject & ARTEFACT or case.verb & HAVE:
        return None
    return reached(case)

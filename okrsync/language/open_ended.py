"""Questions about work without end or measure: support X, publish more often, answer faster, hire great people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.deeds import has_object, is_plural_without_article
from okrsync.language.kinds import (
    ACTIVITY,
    ADOPT,
    ARTEFACT,
    CAUSE,
    COMPARES,
    DEGREE,
    INSIDER,
    LOOSE,
    NEW,
    NOUN,
    OF,
    OUTPUT,
    OUTSIDER,
    PEOPLE,
    PROVIDE,
    QUALITY,
    QUANTITY,
    RELATIVE,
    RESULT,
    WORK,
)
from okrsync.language.others import decisive, is_direct, unmeasured

if TYPE_CHECKING:
    from okrsync.language.case import Case
    from okrsync.language.judgement import Judgement


def activity(case: Case) -> Judgement | None:
    """Work on X, support X."""
    if case.verb & ACTIVITY and not case.verb & OUTPUT and is_direct(case):
        place = case.reading.verb if case.begins else case.reading.predicate
        return unmeasured(case, "activity", place if case.verb & LOOSE else decisive(case), own=True)
    return None


def use_more(case: Case) -> Judgement | None:
    """Use less paper: a direction told by what is used."""
    if not case.begins or case.more != case.reading.verb + 1 or not case.verb & ADOPT or case.verb & WORK:
        return None
    return unmeasured(case, "direction", -1 if case.tokens[case.more].tags & QUANTITY else case.more)


def any_of_them(case: Case) -> Judgement | None:
    """Hire great people: nobody says who or how many, only that they are to be good."""
    hires = case.begins and case.verb & PEOPLE and not case.verb & OUTPUT and case.noun_tags & INSIDER
    if not hires or case.every >= 0 or decisive(case) < 0 or not is_plural_without_article(case):
        return None
    return unmeasured(case, "activity", case.weasel, own=True)


def how_only(case: Case) -> Judgement | None:
    """Answer tickets faster, reply to tenants as soon as possible: only how, not how much."""
    place = case.weasel if case.more < 0 else case.more
    behind = 0 <= max(case.noun, case.reading.verb) < place == case.reading.last - 1
    if not case.begins or not case.verb & WORK or case.verb & CAUSE or case.bits & RELATIVE or not behind:
        return None
    tags = case.tokens[place].tags
    if tags & COMPARES and not tags & NEW:
        return unmeasured(case, "direction", -1 if tags & QUANTITY else place, own=not case.verb & ADOPT)
    if tags & DEGREE and case.verb & ADOPT:
        return unmeasured(case, "activity", place, own=True)
    return None


def open_work(case: Case) -> Judgement | None:
    """Recruit massively, publish more often: work without an object, end or measure."""
    if not case.begins:
        return None
    if case.verb & PEOPLE and not case.verb & OUTPUT and case.noun < 0 and not has_object(case):
        return unmeasured(case, "activity", case.weasel, own=True)
    verb = case.reading.verb
    next_to_verb = case.more == verb + 1
    closes = (
        case.more > case.noun >= 0 and case.more + 1 == case.reading.last and not case.verb & CAUSE
    )  # "publish articles more often"
    if (
        case.verb & WORK
        and case.every < 0
        and not case.noun_tags & QUALITY
        and (verb < case.more < _end_of_object(case) or next_to_verb or closes)
    ):
        following = case.tokens[case.more + 1].tags if case.more + 1 < case.reading.last else 0
        adverb = closes or (next_to_verb and not following & (NOUN | OF))
        serves = adverb and case.verb & ADOPT  # "answer faster"
        return unmeasured(case, "direction", case.more if adverb else case.vague, own=not serves)
    return None


def provided(case: Case) -> Judgement | None:
    """Provide better service, build a thriving community, develop partnerships: others have to see it so."""
    if not case.begins or not case.verb & PROVIDE:
        return None
    if case.noun_tags & QUALITY and (not case.noun_tags & ARTEFACT or case.weasel >= 0):
        return unmeasured(case, "direction", case.weasel if case.weasel >= 0 else case.reading.verb)
    if case.noun_tags & OUTSIDER and case.weasel >= 0:
        return unmeasured(case, "direction", case.weasel)  # "build a thriving community"
    if case.noun_tags & RESULT and not case.noun_tags & ARTEFACT and is_plural_without_article(case):
        return unmeasured(case, "direction", decisive(case))  # "develop partnerships"
    return None


def _end_of_object(case: Case) -> int:
    """Return where the object of the verb stands, the end where no list knows it."""
    if case.noun >= 0 or case.verb & CAUSE:
        return case.noun
    named = range(case.reading.verb + 1, max(case.more, 0))  # "publish the new, better form"
    return -1 if any(case.tokens[place].tags & NEW for place in named) else case.reading.last

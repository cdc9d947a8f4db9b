"""Judges a clause without a number that says how much, by asking one question after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.case import Case, read_case
from okrsync.language.deeds import deliverable, has_object, is_plural_without_article
from okrsync.language.judgement import Judgement
from okrsync.language.kinds import (
    ACTIVITY,
    ADOPT,
    ARTEFACT,
    BE,
    CAUSE,
    DECIDING,
    DIRECTION,
    FAULT,
    FEELING,
    FROM_OTHERS,
    HAVE,
    IMPROVE,
    INSIDER,
    LOOSE,
    METRIC,
    MULTIPLY,
    NOUN,
    OF,
    OUTPUT,
    OUTSIDER,
    PARTICIPLE,
    PEOPLE,
    PROVIDE,
    QUALITY,
    QUANTITY,
    REACH,
    RESULT,
    STATE,
    UPKEEP,
    WIN,
    WORK,
)
from okrsync.language.others import (
    all_react,
    decisive,
    is_direct,
    others_act,
    others_caused,
    reached,
    unmeasured,
)

if TYPE_CHECKING:
    from okrsync.language.clauses import Reading
    from okrsync.language.grammar import Grammar
    from okrsync.language.lexicon import Token
    from okrsync.language.quantities import Quantity


def judge_statement(tokens: list[Token], reading: Reading, quantities: list[Quantity], grammar: Grammar) -> Judgement:
    """Judge a clause by its words."""
    case = read_case(tokens, reading, quantities, grammar)
    for question in _QUESTIONS:
        answer = question(case)
        if answer is not None:
            return answer
    return deliverable(case)


def _bound(case: Case) -> Judgement | None:
    """None, double: a bound or a change that needs no number."""
    if case.none >= 0:
        return reached(case)
    if case.verb & MULTIPLY:
        return Judgement(checkable=True, lacks_baseline=True, noun=case.noun)
    return None


def _metric_name(case: Case) -> Judgement | None:
    """Judge "number of …": the name of a count."""
    if not case.reading.is_count:
        return None
    own = bool(case.noun_tags & ARTEFACT or case.verb & WORK)
    return Judgement(checkable=False, own_work=own, counted=own, reason="metric_only", noun=case.noun)


def _ability(case: Case) -> Judgement | None:
    """Users can …: true the day that it ships."""
    if case.can >= 0 and case.reading.subject >= 0:
        return Judgement(checkable=True, own_work=True, reason="ability", noun=case.noun)
    return None


def _direction(case: Case) -> Judgement | None:
    """Increase X, improve X."""
    if not case.verb & DIRECTION or case.verb & WORK or not is_direct(case):
        return None
    if not case.verb & IMPROVE:
        return unmeasured(case, "direction", decisive(case))
    bits = case.reading.object_tags or case.reading.subject_tags
    own = bool(bits & ARTEFACT) and not case.noun_tags & FROM_OTHERS
    place = case.reading.verb if case.begins else case.reading.predicate
    return unmeasured(case, "direction", place, own=own)


def _activity(case: Case) -> Judgement | None:
    """Work on X, support X."""
    if case.verb & ACTIVITY and not case.verb & OUTPUT and is_direct(case):
        place = case.reading.verb if case.begins else case.reading.predicate
        return unmeasured(case, "activity", place if case.verb & LOOSE else decisive(case), own=True)
    return None


def _goal_elsewhere(case: Case) -> Judgement | None:
    """Meet the hiring plan: the target is kept elsewhere."""
    if case.goal < 0 or not case.verb & (REACH | WIN | UPKEEP) or not is_direct(case):
        return None
    if case.tokens[case.goal].tags & ARTEFACT and case.verb & OUTPUT:
        return None
    return unmeasured(case, "external_target")


def _reach(case: Case) -> Judgement | None:
    """Achieve X."""
    if not case.begins or not case.verb & REACH or case.verb & (WORK | WIN):
        return None
    if case.noun_tags & (METRIC | QUALITY | OUTSIDER):
        return unmeasured(case, "direction", case.weasel)
    return reached(case)


def _upkeep(case: Case) -> Judgement | None:
    """Maintain X."""
    if not case.begins or not case.verb & UPKEEP or case.verb & WORK:
        return None
    reading = case.reading
    held = any(reading.first <= quantity.first < reading.last for quantity in case.quantities)
    vague = case.noun if case.noun_tags & QUALITY and case.weasel < 0 else case.weasel
    return Judgement(
        checkable=held, vague=-1 if held else vague, upkeep=True, reason="direction", noun=case.noun
    )  # fmt: skip


def _win(case: Case) -> Judgement | None:
    """Sign the agreement, win customers."""
    if not case.verb & WIN or case.verb & WORK or not (case.begins or case.verb & PARTICIPLE):
        return None
    if case.verb & HAVE and case.bits & STATE:
        return None  # "get the site live"
    if case.every < 0 and (case.more >= 0 or decisive(case) >= 0 or is_plural_without_article(case)):
        return unmeasured(case, "direction", decisive(case))
    return reached(case)


def _use_more(case: Case) -> Judgement | None:
    """Use less paper: a direction told by what is used."""
    if not case.begins or case.more != case.reading.verb + 1 or not case.verb & ADOPT or case.verb & WORK:
        return None
    return unmeasured(case, "direction", -1 if case.tokens[case.more].tags & QUANTITY else case.more)


def _open_work(case: Case) -> Judgement | None:
    """Recruit massively, publish more often, provide better service: work without an object, end or measure."""
    if not case.begins:
        return None
    if case.verb & PEOPLE and not case.verb & OUTPUT and case.noun < 0 and not has_object(case):
        return unmeasured(case, "activity", case.weasel, own=True)
    verb = case.reading.verb
    next_to_verb = case.more == verb + 1
    closes = case.more > case.noun >= 0 and case.more + 1 == case.reading.last  # "publish articles more often"
    if (
        case.verb & WORK
        and case.every < 0
        and not case.noun_tags & QUALITY
        and (verb < case.more < case.noun or next_to_verb or closes)
    ):
        following = case.tokens[case.more + 1].tags if case.more + 1 < case.reading.last else 0
        adverb = closes or (next_to_verb and not following & (NOUN | OF))
        return unmeasured(case, "direction", case.more if adverb else case.vague, own=True)
    if case.verb & PROVIDE and case.noun_tags & QUALITY and (not case.noun_tags & ARTEFACT or case.weasel >= 0):
        return unmeasured(case, "direction", case.weasel if case.weasel >= 0 else verb)
    if (
        case.verb & PROVIDE
        and case.noun_tags & RESULT
        and not case.noun_tags & ARTEFACT
        and is_plural_without_article(case)
    ):
        return unmeasured(case, "direction", decisive(case))  # "develop partnerships"
    return None


def _state(case: Case) -> Judgement | None:
    """Users are happy, become the reference, make X easier."""
    has = case.begins and case.verb & HAVE and decisive(case) >= 0 and case.noun_tags & (OUTSIDER | INSIDER | QUALITY)
    said = case.tokens[case.reading.predicate].tags if case.reading.predicate >= 0 else 0
    joined = not case.verb or case.verb & (BE | HAVE | CAUSE | ADOPT)
    feels = has or said & FEELING or (case.bits & FEELING and joined)
    becomes = case.begins and case.verb & BE and not case.verb & WORK and not case.bits & STATE
    makes = case.begins and case.verb & CAUSE and (not case.verb & WORK or _says_how(case))
    if not (feels or becomes or makes):
        return None
    if case.every >= 0 and not feels and case.weasel < 0:
        return reached(case)
    place = case.reading.verb if case.begins else case.reading.predicate
    # "Employees feel safe" is no weasel, but nobody can tell.
    plain = feels and not case.begins and (said & FEELING or case.verb & (BE | ADOPT))
    if plain and case.weasel >= 0 and case.tokens[case.weasel].tags & DECIDING:
        return unmeasured(case, "state")  # "they understand the key points"
    return unmeasured(case, "state", case.weasel if case.weasel >= 0 or plain else place)


def _says_how(case: Case) -> bool:
    """Tell "make X easier" from "make an easier X"."""
    place = case.weasel
    if place <= case.reading.verb + 1:
        return False
    return place + 1 >= case.reading.last or not case.tokens[place + 1].tags & NOUN


def _is_bare(case: Case) -> bool:
    return not case.begins and case.reading.predicate < 0 and not case.bits & STATE


def _bare_noun(case: Case) -> Judgement | None:
    """Judge "customer retention", "pipeline ahead of plan"."""
    if not _is_bare(case):
        return None
    if case.goal >= 0 and case.goal != case.reading.subject:
        return unmeasured(case, "external_target")
    subject = case.reading.subject_tags
    if subject & (FROM_OTHERS | FAULT) and not subject & ARTEFACT:
        return unmeasured(case, "metric_only", case.weasel)
    if case.weasel >= 0 and not subject & (ARTEFACT | INSIDER):
        return unmeasured(case, "state", case.weasel)
    return None


_QUESTIONS = (
    _bound,
    _metric_name,
    _ability,
    _direction,
    _activity,
    _goal_elsewhere,
    _reach,
    _upkeep,
    _win,
    _use_more,
    _open_work,
    others_caused,
    _state,
    others_act,
    _bare_noun,
    all_react,
)

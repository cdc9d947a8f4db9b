"""Judges a clause without a number that says how much, by asking one question after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.case import Case, read_case
from okrsync.language.deeds import deliverable, is_plural_without_article
from okrsync.language.judgement import UNSURE, Judgement
from okrsync.language.kinds import (
    ADOPT,
    ARTEFACT,
    BE,
    CAUSE,
    COMPARES,
    DECIDING,
    DIRECTION,
    ENABLE,
    FALL,
    FAULT,
    FEELING,
    FROM_OTHERS,
    GERUND,
    HAVE,
    IMPROVE,
    INSIDER,
    METRIC,
    MULTIPLY,
    NEW,
    NOUN,
    OUTPUT,
    OUTSIDER,
    PARTICIPLE,
    PRONOUN,
    QUALITY,
    REACH,
    RESULT,
    RISE,
    STATE,
    UNCHANGED,
    UPKEEP,
    WIN,
    WORK,
)
from okrsync.language.open_ended import activity, any_of_them, how_only, open_work, provided, use_more
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
        following = case.tokens[case.none + 1].tags if case.none + 1 < case.reading.last else 0
        no_more = following & (RISE | FALL) and not following & PARTICIPLE  # "no increase in accidents"
        return reached(case)._replace(upkeep=bool(no_more or (case.begins and case.verb & UPKEEP)))
    if case.verb & MULTIPLY:
        return Judgement(checkable=True, lacks_baseline=True, noun=case.noun)
    return None


def _metric_name(case: Case) -> Judgement | None:
    """Judge "number of …": the name of a count."""
    if not case.reading.is_count:
        return None
    own = bool(case.noun_tags & ARTEFACT or case.verb & WORK)
    return Judgement(checkable=False, own_work=own, counted=own, reason="metric_only", noun=case.noun)


def _single_word(case: Case) -> Judgement | None:
    """Judge "Growth", "Innovate": one word promises nothing that anybody could look up."""
    several = case.reading.last - case.reading.first != 1 or " " in case.tokens[case.reading.first].word
    if several or case.verb & MULTIPLY or case.bits & STATE:
        return None
    return unmeasured(case, "metric_only")


def _ability(case: Case) -> Judgement | None:
    """Users can …: true the day that it ships."""
    enabled = case.begins and case.verb & ENABLE and case.weasel < 0 and not case.bits & (FEELING | IMPROVE)
    if (case.can >= 0 and case.reading.subject >= 0) or enabled:
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


def _goal_elsewhere(case: Case) -> Judgement | None:
    """Meet the hiring plan: the target is kept elsewhere."""
    if case.goal < 0 or not case.verb & (REACH | WIN | UPKEEP) or not is_direct(case):
        return None
    if case.tokens[case.goal].tags & ARTEFACT and case.verb & OUTPUT:
        return None
    return unmeasured(case, "external_target")


def _unchanged(case: Case) -> Judgement | None:
    """Cloud spend stable: a level that is to stay as it is."""
    measured = case.reading.subject_tags & METRIC and not case.reading.subject_tags & ARTEFACT
    if case.begins or not measured or not case.bits & UNCHANGED:
        return None
    return reached(case)._replace(upkeep=True)


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
    held = held or bool(case.bits & UNCHANGED and case.noun_tags & METRIC)  # "hold costs at last year's level"
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
    if case.every < 0 and (
        0 <= case.more <= case.noun + 1 or decisive(case) >= 0 or is_plural_without_article(case) or _wins_many(case)
    ):
        return unmeasured(case, "direction", decisive(case))
    return reached(case)


def _wins_many(case: Case) -> bool:
    """Tell "win over the volunteers" from "win the regulator": nobody says how many of them."""
    many = case.noun >= 0 and case.tokens[case.noun].word.endswith(case.plurals)
    return is_plural_without_article(case) or (many and bool(case.noun_tags & OUTSIDER))


def _state(case: Case) -> Judgement | None:
    """Users are happy, become the reference, make X easier."""
    has = case.begins and case.verb & HAVE and decisive(case) >= 0 and case.noun_tags & (OUTSIDER | INSIDER | QUALITY)
    level = case.noun_tags & METRIC and not case.noun_tags & ARTEFACT
    has = has or (case.begins and case.verb & HAVE and case.weasel >= 0 and level)  # "have a healthy pipeline"
    said = case.tokens[case.reading.predicate].tags if case.reading.predicate >= 0 else 0
    joined = not case.verb or case.verb & (BE | HAVE | CAUSE | ADOPT)
    compared = case.tokens[case.more].tags if case.more >= 0 else 0  # "have a more robust network"
    has = has or (case.begins and case.verb & HAVE and compared & COMPARES and not compared & NEW)
    feels = has or said & FEELING or (case.bits & FEELING and joined)
    becomes = case.begins and case.verb & BE and not case.verb & WORK and not case.bits & STATE
    makes = case.begins and case.verb & CAUSE and (not case.verb & WORK or _says_how(case))
    if not (feels or becomes or makes):
        return None
    if becomes and case.noun_tags & ARTEFACT and case.weasel < 0 and _is_there(case):
        return deliverable(case)
    if case.every >= 0 and not feels and case.weasel < 0:
        return reached(case)
    place = case.reading.verb if case.begins else case.reading.predicate
    # "Employees feel safe" is no weasel, but nobody can tell.
    plain = feels and not case.begins and (said & FEELING or case.verb & (BE | ADOPT))
    if plain and case.weasel >= 0 and case.tokens[case.weasel].tags & DECIDING:
        return unmeasured(case, "state")  # "they understand the key points"
    return unmeasured(case, "state", case.weasel if case.weasel >= 0 or plain else place)


def _is_there(case: Case) -> bool:
    """Tell "there is a list", "il existe un tarif" from "become the list"."""
    verb = case.reading.verb
    return verb > 0 and bool(case.tokens[verb - 1].tags & PRONOUN)


def _says_how(case: Case) -> bool:
    """Tell "make X easier" from "make an easier X"."""
    place = case.weasel
    if place <= case.reading.verb + 1:
        return False
    return place + 1 >= case.reading.last or not case.tokens[place + 1].tags & NOUN


def _is_bare(case: Case) -> bool:
    return not case.begins and case.reading.predicate < 0 and not case.bits & STATE


def _names_work(case: Case) -> bool:
    """Tell "usability testing", "stock counting" from a state of things: its last word is a doing."""
    last = case.tokens[case.reading.last - 1].tags if case.reading.last > case.reading.first else 0
    work = last & GERUND and last & OUTPUT and not last & (FROM_OTHERS | METRIC | QUALITY | RESULT)
    return bool(work) and not case.head_first and case.weasel < 0


def _bare_noun(case: Case) -> Judgement | None:
    """Judge "customer retention", "pipeline ahead of plan"."""
    if not _is_bare(case):
        return None
    if case.goal >= 0 and case.goal != case.reading.subject:
        return unmeasured(case, "external_target")
    if _names_work(case):
        return None
    subject = case.reading.subject_tags
    if subject & (FROM_OTHERS | FAULT) and not subject & ARTEFACT:
        sure = None if subject & (METRIC | QUALITY | RESULT) else UNSURE  # "Postgres driver" may be made
        return unmeasured(case, "metric_only", case.weasel)._replace(confidence=sure)
    # "better handovers", "an effective handover", "une plateforme robuste": nothing but that adjective is promised
    leads = 0 <= case.weasel - case.reading.first <= 1 or case.weasel == case.reading.last - 1
    leads = leads or 0 <= case.more == case.weasel == case.reading.last - 2  # "un catalogue plus attrayant"
    if case.weasel >= 0 and (leads or not subject & (ARTEFACT | INSIDER)):
        return unmeasured(case, "state", case.weasel)
    return None


_QUESTIONS = (
    _bound,
    _single_word,
    _metric_name,
    _ability,
    _direction,
    activity,
    _goal_elsewhere,
    _unchanged,
    _reach,
    _upkeep,
    _win,
    use_more,
    any_of_them,
    how_only,
    open_work,
    provided,
    others_caused,
    _state,
    others_act,
    _bare_noun,
    all_react,
)

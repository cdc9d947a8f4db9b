"""Own work told in words: whether it is done once, or counted one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.judgement import UNSURE, Judgement
from okrsync.language.kinds import (
    ADOPT,
    ALL,
    ARTEFACT,
    ARTICLE,
    AT_LEAST,
    BE,
    COMPARES,
    DEGREE,
    FOR,
    GERUND,
    HAVE,
    INDEFINITE,
    INSIDER,
    METRIC,
    NOUN,
    NOUN_FORM,
    OF,
    ON_TIME,
    OUTSIDER,
    PARTICIPLE,
    PEOPLE,
    PER,
    PREPOSITION,
    TIME,
    WORK,
)
from okrsync.language.quantities import SCOPE

if TYPE_CHECKING:
    from okrsync.language.case import Case

_DOING = GERUND | NOUN_FORM
_LONGEST_PER = 5
"""Letters of a word that must be followed by a time ("per week"); longer ones hold it ("a week", "par mois")."""


def deliverable(case: Case) -> Judgement:
    """Judge a clause that is left over: something the team makes or does, done or not done, or counted in words."""
    subject = case.reading.subject_tags
    others = case.reading.predicate >= 0 and case.verb & ADOPT and not case.verb & (WORK | HAVE | BE)
    if others and case.bits & AT_LEAST and not case.begins and not subject & (INSIDER | ARTEFACT):
        return Judgement(checkable=True, noun=case.noun)  # "at least one college signs up", whatever a college is
    if case.every >= 0 and case.verb & (HAVE | BE) and case.bits & COMPARES and case.reading.object_tags & METRIC:
        return Judgement(checkable=True, noun=case.noun)  # "all pages have a shorter load time than before"
    if case.every >= 0 and not case.begins and case.bits & ON_TIME:
        return Judgement(checkable=True, noun=case.noun)  # "all calls are answered the same day"
    people = subject & (OUTSIDER | INSIDER) and not subject & ARTEFACT
    trained = case.verb & PEOPLE and case.verb & PARTICIPLE  # "all team leads are certified"
    taught = people and (trained or case.reading.object_tags & ARTEFACT)
    known = case.begins or case.reading.predicate >= 0 or subject & ARTEFACT or case.bits & WORK
    named = case.begins or subject & (ARTEFACT | INSIDER | OUTSIDER)
    counted = (case.every >= 0 and (not people or taught) and _governs(case)) or _all_of_a_few(case) or _one_each(case)
    return Judgement(
        checkable=True,
        own_work=True,
        counted=bool(counted),
        vague=case.weasel if _only_easily(case) else -1,
        reason="share" if counted else "deliverable",
        noun=case.noun,
        confidence=None if known and (named or not counted) else UNSURE,
    )


def _only_easily(case: Case) -> bool:
    """Tell "the map is easily found" from "the map is published": how well is left open."""
    return not case.begins and case.weasel >= 0 and bool(case.tokens[case.weasel].tags & DEGREE)


def _governs(case: Case) -> bool:
    """Tell whether "all" counts what is worked on, rather than where it holds ("open to all", "across all sites")."""
    tokens, reading, every = case.tokens, case.reading, case.every
    if case.verb & PEOPLE or (case.verb & WORK and every == reading.verb + 1):
        return True  # "contact every lapsed donor", "review all supplier contracts"
    if any(tokens[index].tags & OUTSIDER for index in range(every + 1, min(every + 4, reading.last))):
        return False
    before = tokens[every - 1].tags if every > reading.first else 0
    single = 0 <= reading.object < every and reading.object_tags & ARTEFACT
    single = single and not (tokens[reading.object].word.endswith(case.plurals) or reading.object_tags & _DOING)
    if single and before & (PREPOSITION | GERUND) and case.verb & (WORK | BE):
        return False  # "set up alerting for all services", "a dashboard tracking all metrics"
    made = reading.verb < reading.object == every - 2 and reading.object_tags & ARTEFACT
    if made and before & OF and not tokens[reading.object].word.endswith(case.plurals):
        return False  # "complete an audit of all contracts"
    return not before & PREPOSITION or bool(before & FOR)


def _all_of_a_few(case: Case) -> bool:
    """Tell whether a definite number of own things is meant ("the 4 principles have …", "inspect the 38 bridges")."""
    reading = case.reading
    for quantity in case.quantities:
        if quantity.role is SCOPE:
            if reading.verb < 0 and reading.first <= quantity.first < reading.predicate:
                return True
            if 0 <= reading.verb == quantity.first - 2 and not quantity.unit:
                return True
            near = case.tokens[max(quantity.first - 3, reading.first) : quantity.first]
            if any(token.tags & ALL for token in near):
                return True  # "a meeting in each of our 38 villages"
    return False


def _one_each(case: Case) -> bool:
    """Tell "a case study per month", "at least one post a week", "deploy every day": counted, though in words."""
    if not case.bits & (PER | AT_LEAST):
        return False
    tokens, reading = case.tokens, case.reading
    one = False
    works = reading.verb < 0 or reading.verb_tags & (WORK | ADOPT)  # "a ward walk every week"
    for index in range(reading.first, reading.last):
        word, tags = tokens[index].word, tokens[index].tags
        if word == "(":
            break
        following = tokens[index + 1].tags if index + 1 < reading.last else 0
        if tags & AT_LEAST and following & INDEFINITE:
            return True
        if tags & INDEFINITE:
            one = True
        elif tags & PER and word != "/":
            holds_time = len(word) > _LONGEST_PER and " " in word
            if holds_time and (one or (works and not following & NOUN)):
                return True
            if one and len(word) <= _LONGEST_PER and following & (TIME | NOUN):
                return True
            if index + 1 == reading.last and 0 <= reading.predicate == index - 1 and case.verb & WORK:
                return True  # "the audit is published quarterly"
    return False


def is_plural_without_article(case: Case) -> bool:
    """Tell "win customers" from "win the customer"."""
    if case.noun < 0:
        return False
    start = max(case.reading.verb, 0) + 1
    for index in range(start, case.noun):
        tags = case.tokens[index].tags
        if tags & ARTICLE and not tags & OF:  # French "des" is no article of one's own
            return False
    # "attract talent": people as a mass; but "obtain certification" is a fact.
    return bool(case.noun_tags & (OUTSIDER | INSIDER)) or case.tokens[case.noun].word.endswith(case.plurals)


def has_object(case: Case) -> bool:
    """Tell whether the verb has an object, be it a word that no list knows."""
    for index in range(case.reading.verb + 1, min(case.reading.purpose, case.reading.last)):
        tags = case.tokens[index].tags
        if not tags or tags & (NOUN | ARTICLE):
            return True
        if tags & PREPOSITION:
            return False
    return False

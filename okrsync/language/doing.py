"""Whose doing it is: the team's own work, or what others and the running system make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.kinds import (
    ACTIVITY,
    ADOPT,
    ARTEFACT,
    BE,
    DIRECTION,
    DURATION,
    FALL,
    FAULT,
    FOR,
    GOAL,
    HAVE,
    HIRE,
    IMPROVE,
    INSIDER,
    METRIC,
    MONEY,
    MOVE,
    MOVES,
    MULTIPLY,
    OF,
    OUTSIDER,
    PARTICIPLE,
    PEOPLE,
    PROVIDE,
    QUALITY,
    REACH,
    RESULT,
    RISE,
    SCOPE,
    TO,
    UPKEEP,
    WIN,
    WITH,
    WORK,
)
from okrsync.language.quantities import CHANGE, Quantity
from okrsync.language.stand_ins import GRADE
from okrsync.language.tags import BIT

if TYPE_CHECKING:
    from okrsync.language.clauses import Reading

_TIMES = BIT["quantities.times"]
_OUTCOME = ""
"""Answer of `whose`: others have to act differently. Any other answer names a kind of own work."""


def resolve(verb: int, noun: int) -> int:
    """Return what a verb means with its object: "develop" an app is work, "develop" trust a direction."""
    if verb & HIRE:
        # New staff are own work, new members or donors have to want to come.
        verb = (verb & ~WORK) | WIN if noun & OUTSIDER and not noun & INSIDER else (verb & ~(HIRE | WIN)) | PEOPLE
    if verb & UPKEEP and verb & WORK:
        verb &= ~WORK if noun & (METRIC | QUALITY | RESULT | GOAL) else ~UPKEEP  # "hold the margin", "hold meetings"
    if not (verb & WORK and verb & MOVES):
        return verb
    if noun & ARTEFACT and verb & REACH and not verb & WIN:
        return verb & ~MOVES
    if noun & (ARTEFACT | INSIDER | FAULT) and not noun & (RESULT | METRIC | QUALITY | OUTSIDER):
        return verb & ~MOVES
    if noun & (METRIC | QUALITY | RESULT | OUTSIDER) and not noun & ARTEFACT:
        return verb & ~WORK
    return verb & ~(IMPROVE | MOVE)


def works_itself(reading: Reading, verb: int) -> bool:
    """Tell whether the verb is the team's own work: it has no subject, "we", a team, or is passive."""
    if verb & (MOVES | MULTIPLY):
        return False
    if verb & ACTIVITY and reading.verb >= 0:
        return True  # "support 20 families"
    if not verb & WORK:
        # "Read 6 books": what others do elsewhere is own work where nobody else is named.
        return reading.verb >= 0 and bool(verb & ADOPT)
    return reading.verb >= 0 or bool(reading.subject_tags & INSIDER) or bool(verb & PARTICIPLE)


def whose(reading: Reading, verb: int, quantity: Quantity, noun: int, around: tuple[int, int]) -> str:  # noqa: PLR0911 - one question after the other: the first yes answers
    """Return what kind of own work a number counts: "people", "share", "deliverables"; "" where others decide.

    `noun`: bits of what is counted; `around`: bits of the word before the number, and of what is said behind the noun.
    """
    before, behind = around
    share = quantity.is_share
    if _is_brought(verb, quantity, noun, before):
        return _OUTCOME
    directly = reading.subject < 0 and quantity.first <= reading.verb + 2 and not quantity.unit
    if directly and verb & PEOPLE and not verb & WIN:
        return "people"
    works = works_itself(reading, verb) or _is_worked_on(reading, verb, behind, noun)
    plain = _told_plainly(verb, quantity, noun, before) if works or verb & RISE else ""
    if plain:
        return plain
    if not works and (quantity.bound == "at_most" or (verb & FALL and quantity.role is CHANGE)):
        return _OUTCOME  # "fewer than 100 open cases"
    if _is_measured(quantity, noun) or (works and before & WITH and _is_threshold(quantity, noun)):
        return _OUTCOME
    if noun & ARTEFACT:
        return _of_artefacts(reading, verb, quantity, noun, behind)
    if noun & (INSIDER | OUTSIDER):
        return _of_people(reading, verb, quantity, noun, behind)
    if noun & FAULT:
        by_team = verb & WORK and (reading.subject < 0 or reading.subject_tags & INSIDER)
        return "deliverables" if by_team and (not share or not before & OF) else _OUTCOME
    if not works and not _is_equipped(reading, verb | (0 if share else behind), noun, share=share):
        return _OUTCOME
    return "share" if share else "deliverables"


def _is_equipped(reading: Reading, verb: int, noun: int, *, share: bool) -> bool:
    """Tell "80 % of contracts have a plan", "14 branches have a first-aid folder"."""
    if not verb & HAVE or not reading.object_tags & ARTEFACT:
        return False
    return reading.subject >= 0 if share else bool(noun & SCOPE) and not noun & (OUTSIDER | METRIC)


def _is_worked_on(reading: Reading, verb: int, behind: int, noun: int) -> bool:
    """Tell "have 3 recipes written down" from "have 3 recipes liked by guests"."""
    if reading.verb < 0 or not verb & HAVE or noun & (OUTSIDER | INSIDER | RESULT | METRIC | FAULT):
        return False
    return bool(behind & PARTICIPLE and behind & WORK) and not behind & (ADOPT | WIN)


def _is_brought(verb: int, quantity: Quantity, noun: int, before: int) -> bool:
    """Tell whether others or the course of things bring it, whatever the verb: none, within 2 h, partnerships."""
    timed = quantity.unit_tags & DURATION and quantity.bound
    if quantity.value == 0 or timed or quantity.out_of or (noun & GOAL and quantity.is_share):
        return True
    given = verb & PROVIDE or (verb & PARTICIPLE and verb & (ADOPT | WIN))  # "establish partnerships", "reviews left"
    gathered = (
        verb & PROVIDE and before & OF and noun & OUTSIDER and not quantity.is_share
    )  # "build a list of 50 users"
    return bool((noun & RESULT and not noun & ARTEFACT and given) or gathered)


def _told_plainly(verb: int, quantity: Quantity, noun: int, before: int) -> str:
    """Return the kind of own work that needs no look at what is counted, "" where that decides."""
    if verb & RISE:
        opens = before & TO and noun & SCOPE and not noun & METRIC and not quantity.unit  # "expand to 5 countries"
        return "deliverables" if opens else ""
    if quantity.unit_tags & _TIMES and not noun & METRIC:
        return "deliverables"  # "post 30 times"
    if not quantity.is_share or not verb & (WORK | ACTIVITY) or before & (OF | WITH):
        return ""
    # done for 80 % of shops, shipped to all users, or made of 30 % of our capacity
    shared = before & FOR or (before & TO and noun & OUTSIDER) or (noun & METRIC and not before & TO)
    return "share" if shared else ""


def _is_threshold(quantity: Quantity, noun: int) -> bool:
    """Tell "a programme with 200 users", "an audit with 80 % approval" from "a guide with 12 chapters"."""
    return bool(noun & (OUTSIDER | RESULT | QUALITY)) or (quantity.is_share and not noun & ARTEFACT)


def _is_measured(quantity: Quantity, noun: int) -> bool:
    """Tell whether the number is a level or a change of something that is not made by hand."""
    if noun & ARTEFACT:
        return bool(quantity.unit_tags & MONEY) or quantity.unit == GRADE  # "bring deposits to 900 M€"
    if noun & METRIC:
        return True
    return not noun & INSIDER and (quantity.role is CHANGE or (quantity.unit != "" and not quantity.is_share))


def _of_artefacts(reading: Reading, verb: int, quantity: Quantity, noun: int, behind: int) -> str:
    measured = noun & (RESULT | OUTSIDER) or (noun & METRIC and quantity.unit)
    by_others = measured and not works_itself(reading, verb)
    won = verb & WIN and not verb & (WORK | REACH) and not quantity.is_share
    used = behind & ADOPT and not behind & (WORK | HAVE | BE) and not (reading.verb >= 0 and verb & WORK)
    said_of_others = reading.subject_tags & OUTSIDER and not reading.subject_tags & ARTEFACT
    if by_others or won or used or (said_of_others and quantity.first > reading.subject >= 0):
        return _OUTCOME
    return "share" if quantity.is_share else "deliverables"


def _of_people(reading: Reading, verb: int, quantity: Quantity, noun: int, behind: int) -> str:  # noqa: PLR0911 - one question after the other: the first yes answers
    share = quantity.is_share
    if reading.subject >= 0 and noun & OUTSIDER and verb & ADOPT and not verb & PARTICIPLE:
        return _OUTCOME
    works = works_itself(reading, verb) and not share
    acts = (verb if reading.verb >= 0 or verb & PARTICIPLE else 0) | (behind if behind & PARTICIPLE else 0)
    equipped = (behind | verb) & HAVE and reading.object_tags & ARTEFACT
    if not noun & INSIDER:
        if equipped:
            return "share"
        if acts & PEOPLE and not acts & WIN:
            return "people"
        return "deliverables" if works else _OUTCOME
    if share and verb & WORK and not verb & PEOPLE and reading.verb >= 0:
        return "share"  # "automate 70 % of purchasing"
    # "all new hires complete the course": staff do what the team has planned for them.
    trained = verb & WORK and reading.subject >= 0 and not noun & OUTSIDER
    if acts & PEOPLE or noun & (PEOPLE | HIRE) or works or trained:
        return "people"
    if equipped:
        return "share"
    headcount = (not share or quantity.role is CHANGE) and not behind
    staff = not noun & OUTSIDER or (reading.object_tags & INSIDER and not reading.object_tags & OUTSIDER)
    if headcount and staff and (not verb or verb & (DIRECTION | MULTIPLY | REACH)):
        return "people"
    return _OUTCOME

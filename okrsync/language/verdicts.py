"""The questions of a key result's clause, in order: can it be checked, whose doing is it, where does it start, is it plain?"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from okrsync.language.clauses import NOUN, VERB, Reading, head
from okrsync.language.quantities import Quantity, Role
from okrsync.language.tags import BIT, any_of

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token


class Doing(IntEnum):
    """Whose doing a number measures."""

    OUTCOME = 0
    """Others, or the running system, have to act differently."""
    OWN = 1
    """The team reaches it by its own work alone."""


class Judgement(NamedTuple):
    """What one clause is."""

    checkable: bool
    own_work: bool
    counted: bool
    lacks_baseline: Quantity | None
    vague: int
    """Index of the weasel word that decides, -1."""
    upkeep: bool
    reason: str
    """Why it cannot be checked, or what kind of own work it is."""
    quantity: Quantity | None
    """The number that decides."""
    noun: int
    """Head of what is counted or measured, -1."""
    noun_tags: int
    effect: bool


ARTEFACT = BIT["nouns.artefact"]
INSIDER = BIT["nouns.insider"]
OUTSIDER = BIT["nouns.outsider"]
RESULT = BIT["nouns.result"]
FAULT = BIT["nouns.fault"]
METRIC = BIT["nouns.metric"]
QUALITY = BIT["nouns.quality"]
SCOPE = BIT["nouns.scope"]
GOAL = BIT["nouns.goal"]

RISE = BIT["verbs.rise"]
FALL = BIT["verbs.fall"]
MOVE = BIT["verbs.move"]
IMPROVE = BIT["verbs.improve"]
REACH = BIT["verbs.reach"]
WIN = BIT["verbs.win"]
OUTPUT = BIT["verbs.output"]
ACTIVITY = BIT["verbs.activity"]
PEOPLE = BIT["verbs.people"]
UPKEEP = BIT["verbs.upkeep"]
HAVE = BIT["verbs.have"]
BE = BIT["verbs.be"]
CAUSE = BIT["verbs.cause"]
ADOPT = BIT["verbs.adopt"]
MULTIPLY = BIT["verbs.multiply"]
DIRECTION = RISE | FALL | MOVE | IMPROVE | MULTIPLY
WORK = OUTPUT | PEOPLE

VAGUE = BIT["adjectives.vague"]
MORE = BIT["adjectives.more"]
STATE = BIT["adjectives.state"]
FEELING = BIT["adjectives.feeling"]
ACTIVE = BIT["adjectives.active"]
NEW = BIT["adjectives.new"]
ALL = BIT["grammar.all"]
NONE = BIT["grammar.none"]
OF = BIT["grammar.of"]
PER = BIT["grammar.per"]
PARTICIPLE = BIT["form.participle"]
PREPOSITION = BIT["grammar.preposition"]
_DETERMINER = any_of("grammar.definite", "grammar.possessive", "grammar.indefinite", "grammar.all")
_SKIPPED_BEFORE_NOUN = _DETERMINER | any_of("adjectives.", "grammar.approximately", "grammar.at_least")
_DURATION = BIT["nouns.duration"]
_MONEY = BIT["nouns.money"]
_NUMBER = BIT["token.number"]
_CERTAIN = 100.0


def counted_noun(tokens: list[Token], quantity: Quantity, last: int, *, head_first: bool) -> tuple[int, int, int]:
    """Return (index, bits, end) of what stands right behind a number ("20 new pages", "80 % of our users"); -1 if nothing."""
    place = quantity.last + 1
    if place < last and tokens[place].word == "+":
        place += 1
    if place < last and tokens[place].tags & OF:
        place += 1
    while place < last and tokens[place].tags & _SKIPPED_BEFORE_NOUN and not tokens[place].tags & NOUN:
        place += 1
    if place >= last or tokens[place].tags & (PREPOSITION | _NUMBER) and not tokens[place].tags & NOUN:
        return -1, 0, place
    return head(tokens, place, last, head_first=head_first)


def participle_behind(tokens: list[Token], place: int, last: int) -> int:
    """Return the bits of the participle or verb that says what became of a counted noun ("20 agents trained")."""
    bits = 0
    for index in range(place, min(place + 5, last)):
        tags = tokens[index].tags
        if tags & VERB and not tags & NOUN & ~ADOPT_NOUNS:
            bits |= tags
            if not tags & (BE | HAVE) or tags & PARTICIPLE:
                return bits
        elif tags & (PREPOSITION | _NUMBER) and not tags & VERB:
            break
    return bits


ADOPT_NOUNS = 0


def judge(tokens: list[Token], reading: Reading, quantities: list[Quantity], *, head_first: bool) -> Judgement:
    """Judge one clause whose numbers have their roles."""
    first, last = reading.first, reading.last
    verb = reading.verb_tags
    wanted = [q for q in quantities if first <= q.first < last and q.role in (Role.TARGET, Role.CHANGE)]
    main = [q for q in wanted if q.first < reading.purpose]
    effects = [q for q in wanted if q.first >= reading.purpose]
    best: Judgement | None = None
    for quantity in main:
        judged = _judge_number(tokens, reading, quantity, quantities, head_first=head_first)
        if best is None or (best.own_work and not judged.own_work):
            best = judged
    for quantity in effects:
        judged = _judge_number(tokens, _effect_reading(tokens, reading, head_first=head_first), quantity, quantities, head_first=head_first)
        if not judged.own_work and (best is None or best.own_work):
            best = judged._replace(effect=True)
    if best is not None:
        return best
    return _judge_words(tokens, reading, verb)


def _effect_reading(tokens: list[Token], reading: Reading, *, head_first: bool) -> Reading:
    place = reading.purpose + 1
    verb_tags = tokens[place].tags if place < reading.last else 0
    target, bits, _end = head(tokens, place + 1, reading.last, head_first=head_first)
    return reading._replace(verb=place, verb_tags=verb_tags, object=target, object_tags=bits, subject=-1, subject_tags=0, purpose=reading.last)


def _judge_number(
    tokens: list[Token], reading: Reading, quantity: Quantity, quantities: list[Quantity], *, head_first: bool
) -> Judgement:
    verb = reading.verb_tags
    noun, bits, end = counted_noun(tokens, quantity, reading.last, head_first=head_first)
    behind = participle_behind(tokens, end, reading.last)
    if noun < 0:
        noun, bits = (reading.object, reading.object_tags) if reading.object >= 0 and reading.object < quantity.first or reading.subject < 0 else (reading.subject, reading.subject_tags)
    doing, reason = whose(verb, bits, behind, quantity, has_subject=reading.subject >= 0)
    vague = -1
    if doing is Doing.OWN:
        for index in range(quantity.last + 1, min(quantity.last + 3, reading.last)):
            if tokens[index].tags & VAGUE:
                vague = index
                break
    upkeep = bool(verb & UPKEEP and not verb & ~(UPKEEP | WIN | REACH) & DIRECTION) and doing is Doing.OUTCOME
    lacks = quantity if _lacks_start(tokens, reading, quantity, quantities, bits, behind, doing) and not upkeep else None
    return Judgement(
        checkable=True,
        own_work=doing is Doing.OWN,
        counted=doing is Doing.OWN,
        lacks_baseline=lacks,
        vague=vague,
        upkeep=upkeep,
        reason=reason,
        quantity=quantity,
        noun=noun,
        noun_tags=bits,
        effect=False,
    )


def whose(verb: int, noun: int, behind: int, quantity: Quantity, *, has_subject: bool) -> tuple[Doing, str]:
    """Tell whose doing a counted or measured noun is, and by which of the reasons."""
    own = Doing.OWN
    outcome = Doing.OUTCOME
    works = verb & WORK and not verb & (WIN | REACH | DIRECTION)
    if quantity.role is Role.CHANGE and not noun & (ARTEFACT | INSIDER):
        return outcome, "default"
    if quantity.unit and not quantity.is_share and not noun & (INSIDER | ARTEFACT):
        return outcome, "default"
    if noun & METRIC and not noun & ARTEFACT:
        return outcome, "default"
    if noun & ARTEFACT:
        if noun & (RESULT | OUTSIDER | METRIC) and not works:
            return outcome, "default"
        if verb & (ADOPT | WIN) and not verb & WORK:
            return outcome, "default"
        return own, "share" if quantity.is_share else "deliverables"
    if noun & INSIDER:
        if (verb | behind) & PEOPLE or (works and not quantity.is_share):
            return own, "people"
        if noun & OUTSIDER:
            return outcome, "default"
        if behind & HAVE or verb & HAVE:
            return own, "share"
        if not quantity.is_share and not behind and (not verb or verb & (DIRECTION | REACH)):
            return own, "people"
        return outcome, "default"
    if noun & OUTSIDER:
        if (verb | behind) & PEOPLE and not (verb | behind) & WIN:
            return own, "people"
        if works and not quantity.is_share and not has_subject:
            return own, "deliverables"
        return outcome, "default"
    if noun & (RESULT | FAULT | SCOPE):
        return (own, "deliverables") if works and not quantity.is_share else (outcome, "default")
    if works:
        return own, "share" if quantity.is_share else "deliverables"
    return outcome, "default"


def _lacks_start(
    tokens: list[Token],
    reading: Reading,
    quantity: Quantity,
    quantities: list[Quantity],
    noun: int,
    behind: int,
    doing: Doing,
) -> bool:
    if any(other.role is Role.BASELINE for other in quantities):
        return False
    changes = [other for other in quantities if other.role is Role.CHANGE]
    targets = [other for other in quantities if other.role is Role.TARGET]
    if changes and targets and changes[0].unit:
        return False  # "500 k (+40 %)" can be worked back
    if quantity.role is Role.CHANGE:
        return doing is Doing.OUTCOME or bool(noun & INSIDER)
    if quantity.value == 0 or (quantity.is_share and quantity.value == _CERTAIN):
        return False
    if doing is Doing.OWN:
        return quantity.is_share and not reading.verb_tags & WORK and bool(noun & ARTEFACT)
    if quantity.unit or quantity.out_of or noun & METRIC:
        return not (quantity.unit_tags & _MONEY and noun & RESULT)
    per = any(tokens[index].tags & PER for index in range(quantity.last + 1, min(quantity.last + 6, reading.last)))
    if per:
        return True
    window = range(quantity.last + 1, min(quantity.last + 4, reading.last))
    if noun & OUTSIDER:
        if any(tokens[index].tags & NEW for index in window):
            return False
        stock = any(tokens[index].tags & ACTIVE for index in window) or reading.verb_tags & REACH
        return bool(stock) or reading.verb_tags == 0 and not behind
    return False


def _judge_words(tokens: list[Token], reading: Reading, verb: int) -> Judgement:
    """Judge a clause without a number that says how much."""
    first, last = reading.first, reading.last
    bits = 0
    every = none = vague = more = goal = -1
    for index in range(first, min(reading.purpose, last)):
        tags = tokens[index].tags
        bits |= tags
        if tags & ALL and every < 0:
            every = index
        if tags & NONE and none < 0:
            none = index
        if tags & VAGUE and vague < 0:
            vague = index
        if tags & MORE and more < 0:
            more = index
        if tags & GOAL and not tags & VERB:
            goal = index
    noun, noun_tags = (reading.object, reading.object_tags) if reading.object >= 0 else (reading.subject, reading.subject_tags)
    weasel = vague if vague >= 0 else more

    def answer(*, checkable: bool, own: bool, counted: bool = False, unclear: int = -1, reason: str, upkeep: bool = False) -> Judgement:
        return Judgement(checkable, own, counted, None, unclear, upkeep, reason, None, noun, noun_tags, effect=False)

    if none >= 0:
        return answer(checkable=True, own=False, reason="default")
    multiplied = verb & MULTIPLY
    if multiplied:
        return answer(checkable=True, own=False, reason="default")
    verb_place = reading.verb if reading.verb >= 0 else reading.predicate
    if reading.verb >= 0 and verb & (IMPROVE | RISE | FALL | MOVE) and not verb & OUTPUT & ~IMPROVE:
        own = bool(noun_tags & ARTEFACT) and not noun_tags & (METRIC | RESULT | QUALITY)
        unclear = verb_place if verb & IMPROVE else weasel
        return answer(checkable=False, own=own, unclear=unclear, reason="direction")
    if reading.verb >= 0 and verb & ACTIVITY and not verb & OUTPUT:
        return answer(checkable=False, own=True, unclear=verb_place, reason="activity")
    if reading.verb >= 0 and verb & REACH:
        if goal >= 0 and not every >= 0:
            return answer(checkable=False, own=False, reason="external_target")
        if noun_tags & (METRIC | QUALITY | OUTSIDER):
            return answer(checkable=False, own=False, unclear=weasel, reason="direction")
        return answer(checkable=True, own=False, reason="default")
    if reading.verb >= 0 and verb & UPKEEP and not verb & OUTPUT:
        return answer(checkable=False, own=False, unclear=weasel, reason="direction", upkeep=True)
    if reading.verb >= 0 and verb & WIN and not verb & OUTPUT:
        if weasel >= 0 or (noun >= 0 and _is_plural_without_article(tokens, reading, noun)):
            return answer(checkable=False, own=False, unclear=weasel, reason="direction")
        return answer(checkable=True, own=False, reason="default")
    if verb & CAUSE and reading.verb >= 0 or bits & FEELING:
        return answer(checkable=every >= 0 and not bits & (FEELING | VAGUE), own=False, unclear=weasel if weasel >= 0 else verb_place, reason="state")
    if reading.verb < 0 and reading.predicate < 0 and reading.subject >= 0 and reading.subject_tags & METRIC and not reading.subject_tags & ARTEFACT and not bits & STATE:
        return answer(checkable=False, own=False, reason="metric_only")
    if every >= 0 and reading.subject >= 0 and reading.subject_tags & (OUTSIDER | RESULT | FAULT) and not reading.subject_tags & ARTEFACT:
        return answer(checkable=True, own=False, reason="default")
    counted = every >= 0 and _governs(tokens, every, reading)
    return answer(checkable=True, own=True, counted=counted, reason="share" if counted else "deliverable")


def _governs(tokens: list[Token], every: int, reading: Reading) -> bool:
    """Tell whether "all" counts what is worked on, rather than where it holds ("open to all", "across all sites")."""
    before = tokens[every - 1].tags if every > reading.first else 0
    return not before & PREPOSITION or bool(before & OF)


def _is_plural_without_article(tokens: list[Token], reading: Reading, noun: int) -> bool:
    word = tokens[noun].word
    articles = any(tokens[index].tags & any_of("grammar.indefinite", "grammar.definite") for index in range(max(reading.verb, 0) + 1, noun))
    return word.endswith(("s", "x")) and not articles

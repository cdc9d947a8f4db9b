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
    lacks_baseline: bool
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
    confidence: float | None = None


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
PROVIDE = BIT["verbs.provide"]
ON_TIME = BIT["grammar.on_time"]
UPKEEP = BIT["verbs.upkeep"]
HAVE = BIT["verbs.have"]
BE = BIT["verbs.be"]
CAUSE = BIT["verbs.cause"]
ADOPT = BIT["verbs.adopt"]
MULTIPLY = BIT["verbs.multiply"]
DIRECTION = RISE | FALL | MOVE | IMPROVE | MULTIPLY
HIRE = BIT["verbs.hire"]
WORK = OUTPUT | PEOPLE | HIRE
_MOVES = WIN | REACH | RISE | FALL | MOVE | IMPROVE

VAGUE = BIT["adjectives.vague"]
MORE = any_of("adjectives.more", "adjectives.quantity")
QUANTITY = BIT["adjectives.quantity"]
STATE = BIT["adjectives.state"]
FEELING = BIT["adjectives.feeling"]
ACTIVE = BIT["adjectives.active"]
NEW = BIT["adjectives.new"]
ALL = BIT["grammar.all"]
NONE = BIT["grammar.none"]
OF = BIT["grammar.of"]
BY = BIT["grammar.by"]
AT_LEAST = BIT["grammar.at_least"]
PER = BIT["grammar.per"]
WITH = BIT["grammar.with"]
FOR = BIT["grammar.for"]
CAN = BIT["grammar.can"]
PARTICIPLE = BIT["form.participle"]
PREPOSITION = BIT["grammar.preposition"]
_DETERMINER = any_of("grammar.definite", "grammar.possessive", "grammar.indefinite", "grammar.all")
_SKIPPED_BEFORE_NOUN = _DETERMINER | any_of("adjectives.", "grammar.approximately", "grammar.at_least")
_DURATION = BIT["nouns.duration"]
_MONEY = BIT["nouns.money"]
_NUMBER = BIT["token.number"]
_CERTAIN = 100.0
_CURRENCIES = frozenset("€$£¥")


def counted_noun(tokens: list[Token], quantity: Quantity, last: int, *, head_first: bool) -> tuple[int, int, int]:
    """Return (index, bits, end) of what stands right behind a number ("20 new pages", "80 % of our users"); -1 if nothing."""
    place = quantity.last + 1
    if place < last and tokens[place].word == "+":
        place += 1
    if place < last and tokens[place].tags & OF:
        place += 1
    while place < last and tokens[place].tags & _SKIPPED_BEFORE_NOUN and not tokens[place].tags & NOUN:
        place += 1
    if place >= last or (tokens[place].tags & (PREPOSITION | _NUMBER) and not tokens[place].tags & NOUN):
        return -1, 0, place
    return head(tokens, place, last, head_first=head_first)


def participle_behind(tokens: list[Token], place: int, last: int) -> int:
    """Return the bits of the participle or verb that says what became of a counted noun ("20 agents trained")."""
    bits = 0
    for index in range(place, min(place + 5, last)):
        tags = tokens[index].tags
        if tags & VERB and not tags & NOUN:
            bits |= tags
            if not tags & (BE | HAVE) or tags & PARTICIPLE:
                return bits
        elif tags & (PREPOSITION | _NUMBER) and not tags & VERB:
            break
    return bits


def judge(tokens: list[Token], reading: Reading, quantities: list[Quantity], *, head_first: bool) -> Judgement:
    """Judge one clause whose numbers have their roles."""
    first, last = reading.first, reading.last
    verb = reading.verb_tags
    wanted = [q for q in quantities if first <= q.first < last and q.role in (Role.TARGET, Role.CHANGE)]
    main = [q for q in wanted if q.first < reading.purpose]
    effects = [q for q in wanted if q.first >= reading.purpose]
    best: Judgement | None = None
    for quantity in main:
        if _decorates(tokens, reading, quantity, head_first=head_first):
            continue
        judged = _judge_number(tokens, reading, quantity, quantities, head_first=head_first)
        before = tokens[quantity.first - 1].tags if quantity.first > first else 0
        if best is None or (best.own_work and not judged.own_work and before & WITH):
            best = judged
    for quantity in effects:
        effect = _effect_reading(tokens, reading, head_first=head_first)
        judged = _judge_number(tokens, effect, quantity, quantities, head_first=head_first)
        if not judged.own_work and (best is None or best.own_work):
            best = judged._replace(effect=True)
    if best is not None:
        return best
    return _judge_words(tokens, reading, quantities)


def _decorates(tokens: list[Token], reading: Reading, quantity: Quantity, *, head_first: bool) -> bool:
    """Tell whether a number describes one deliverable ("a dashboard with 2 views")."""
    if quantity.unit or quantity.bound or quantity.first == reading.first or not reading.verb_tags & WORK:
        return False
    with_it = tokens[quantity.first - 1].tags & WITH and 0 <= reading.object < quantity.first
    if not with_it:
        return False
    return not counted_noun(tokens, quantity, reading.last, head_first=head_first)[1] & (OUTSIDER | RESULT | METRIC)


def _effect_reading(tokens: list[Token], reading: Reading, *, head_first: bool) -> Reading:
    place = reading.purpose + 1
    verb_tags = tokens[place].tags if place < reading.last else 0
    target, bits, _end = head(tokens, place + 1, reading.last, head_first=head_first)
    return reading._replace(
        verb=place,
        verb_tags=verb_tags,
        object=target,
        object_tags=bits,
        subject=-1,
        subject_tags=0,
        purpose=reading.last,
    )


def _judge_number(
    tokens: list[Token], reading: Reading, quantity: Quantity, quantities: list[Quantity], *, head_first: bool
) -> Judgement:
    verb = reading.verb_tags
    noun, bits, end = counted_noun(tokens, quantity, reading.last, head_first=head_first)
    behind = participle_behind(tokens, end, reading.last)
    if noun < 0:
        noun, bits = (
            (reading.object, reading.object_tags)
            if (reading.object >= 0 and reading.object < quantity.first) or reading.subject < 0
            else (reading.subject, reading.subject_tags)
        )
    verb = resolve(verb, bits)
    if reading.verb_tags & MOVE and any(other.role is Role.BASELINE for other in quantities) and not bits & INSIDER:
        verb = reading.verb_tags & ~WORK  # "go from 3 to 8" is a way, whatever it counts
    if verb != reading.verb_tags:
        reading = reading._replace(verb_tags=verb)
    before = tokens[quantity.first - 1].tags if quantity.first > reading.first else 0
    doing, reason = whose(reading, bits, behind, before, quantity)
    if doing is Doing.OWN and quantity.is_share and _in_time(tokens, reading):
        doing, reason = Doing.OUTCOME, "default"
    vague = -1
    if doing is Doing.OWN:
        for index in range(quantity.last + 1, min(quantity.last + 3, reading.last)):
            if tokens[index].tags & VAGUE:
                vague = index
                break
    upkeep = bool(verb & UPKEEP and not verb & ~(UPKEEP | WIN | REACH) & DIRECTION) and doing is Doing.OUTCOME
    direct = noun > quantity.last
    lacks = not upkeep and _lacks_start(tokens, reading, quantity, quantities, bits, behind, doing, direct=direct)
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


def resolve(verb: int, noun: int) -> int:
    """Return what a verb means with its object: "develop" an app is work, "develop" trust a direction."""
    if verb & HIRE:
        # New staff are own work, new members or donors have to want to come.
        verb = (verb & ~WORK) | WIN if noun & OUTSIDER and not noun & INSIDER else (verb & ~(HIRE | WIN)) | PEOPLE
    if not (verb & WORK and verb & _MOVES):
        return verb
    if noun & (ARTEFACT | INSIDER | FAULT) and not noun & (RESULT | METRIC | QUALITY | OUTSIDER):
        return verb & ~_MOVES
    if noun & (METRIC | QUALITY | RESULT | OUTSIDER) and not noun & ARTEFACT:
        return verb & ~WORK
    return verb & ~(IMPROVE | MOVE)


def _in_time(tokens: list[Token], reading: Reading) -> bool:
    """Tell whether it is about punctuality: "100 % of releases on time" answers to what happens."""
    return any(tokens[index].tags & ON_TIME for index in range(reading.first, reading.last))


def works_itself(reading: Reading) -> bool:
    """Tell whether the verb is the team's own work: it has no subject, "we", a team, or is passive."""
    verb = reading.verb_tags
    if verb & (_MOVES | MULTIPLY):
        return False
    if not verb & WORK:
        # "Read 6 books": what others do elsewhere is own work where nobody else is named.
        return reading.verb >= 0 and bool(verb & ADOPT)
    return reading.subject < 0 or bool(reading.subject_tags & INSIDER) or bool(verb & PARTICIPLE)


def whose(reading: Reading, noun: int, behind: int, before: int, quantity: Quantity) -> tuple[Doing, str]:
    """Tell whose doing a counted or measured noun is, and by which of the reasons."""
    own, outcome = Doing.OWN, (Doing.OUTCOME, "default")
    verb = reading.verb_tags
    works = works_itself(reading)
    share = quantity.is_share
    if quantity.value == 0 or (noun & GOAL and share) or (quantity.unit_tags & _DURATION and quantity.bound):
        return outcome
    if (
        verb & PEOPLE
        and not verb & WIN
        and reading.subject < 0
        and quantity.first <= reading.verb + 2
        and not quantity.unit
    ):
        return own, "people"
    if works and share and before & FOR and not before & OF:
        return own, "share"
    if works and before & WITH and noun & (OUTSIDER | RESULT | METRIC | QUALITY):
        return outcome
    if quantity.role is Role.CHANGE and not noun & (ARTEFACT | INSIDER):
        return outcome
    if quantity.unit and not share and not noun & (INSIDER | ARTEFACT):
        return outcome
    if noun & METRIC and not noun & ARTEFACT:
        return outcome
    if noun & ARTEFACT:
        if noun & (RESULT | OUTSIDER | METRIC) and not works:
            return outcome
        if (verb & WIN and not verb & (WORK | REACH)) or (behind & ADOPT and not behind & (WORK | HAVE | BE)):
            return outcome
        if (
            reading.subject >= 0
            and reading.subject_tags & OUTSIDER
            and not reading.subject_tags & ARTEFACT
            and quantity.first > reading.subject
        ):
            return outcome
        return own, "share" if share else "deliverables"
    acts = (verb if reading.verb >= 0 or verb & PARTICIPLE else 0) | (behind if behind & PARTICIPLE else 0)
    if noun & INSIDER:
        if acts & PEOPLE or noun & (PEOPLE | HIRE) or (works and not share):
            return own, "people"
        if (behind | verb) & HAVE and reading.object_tags & ARTEFACT:
            return own, "share"
        if noun & OUTSIDER:
            return outcome
        if (not share or quantity.role is Role.CHANGE) and not behind and (not verb or verb & (DIRECTION | REACH)):
            return own, "people"
        return outcome
    if noun & OUTSIDER:
        if (behind | verb) & HAVE and reading.object_tags & ARTEFACT:
            return own, "share"
        if acts & PEOPLE and not acts & WIN:
            return own, "people"
        return (own, "deliverables") if works and not share else outcome
    if noun & FAULT:
        by_team = verb & WORK and (reading.subject < 0 or reading.subject_tags & INSIDER)
        return (own, "deliverables") if by_team and (not share or not before & OF) else outcome
    if works:
        return own, "share" if share else "deliverables"
    return outcome


def _lacks_start(
    tokens: list[Token],
    reading: Reading,
    quantity: Quantity,
    quantities: list[Quantity],
    noun: int,
    behind: int,
    doing: Doing,
    *,
    direct: bool,
) -> bool:
    if any(other.role is Role.BASELINE for other in quantities):
        return False
    changes = [other for other in quantities if other.role is Role.CHANGE]
    targets = [
        other
        for other in quantities
        if other.role is Role.TARGET and not other.unit_tags & _DURATION & ~quantity.unit_tags
    ]
    if any(tokens[index].tags & NONE for index in range(reading.first, quantity.first)):
        return False
    if changes and targets and changes[0].unit:
        return False  # "500 k (+40 %)" can be worked back
    if (
        any(tokens[index].tags & ALL for index in range(reading.first, quantity.first))
        and quantity.unit_tags & _DURATION
    ):
        return False
    if quantity.role is Role.CHANGE:
        return True
    if quantity.value == 0 or (quantity.is_share and quantity.value == _CERTAIN):
        return False
    if doing is Doing.OWN:
        return quantity.is_share and not reading.verb_tags & WORK and bool(noun & ARTEFACT)
    window = range(quantity.last + 1, min(quantity.last + 4, reading.last))
    if not quantity.unit and any(tokens[index].tags & NEW for index in window):
        return False
    reaches = reading.verb_tags & REACH and noun & (RESULT | OUTSIDER) and not quantity.unit
    if reaches or (noun & OUTSIDER and any(tokens[index].tags & ACTIVE for index in window)):
        return True
    if reading.verb_tags & WORK and _is_money(quantity) and not noun & METRIC:
        return False
    wins = reading.verb_tags & WIN and not quantity.is_share and not quantity.out_of
    if wins and (direct or (quantity.unit and not noun & METRIC)):
        return False
    if quantity.is_share and behind & WIN and behind & PARTICIPLE and not noun & OUTSIDER:
        return False
    if quantity.unit or quantity.out_of or noun & (METRIC | QUALITY):
        return True
    per = any(tokens[index].tags & PER for index in range(quantity.last + 1, min(quantity.last + 6, reading.last)))
    if per:
        return True
    if noun & OUTSIDER:
        stock = any(tokens[index].tags & ACTIVE for index in window) or reading.verb_tags & REACH
        return bool(stock) or (reading.verb_tags == 0 and not behind)
    return False


class _Scan(NamedTuple):
    """Where the telling words of a clause without a number stand, -1 for nowhere."""

    every: int
    none: int
    vague: int
    more: int
    goal: int
    can: int
    bits: int


def _scan(tokens: list[Token], reading: Reading) -> _Scan:
    every = none = vague = more = goal = can = -1
    bits = depth = 0
    verb = reading.verb
    for index in range(reading.first, min(reading.purpose, reading.last)):
        token = tokens[index]
        tags = token.tags
        if token.word == "(":
            depth += 1
        elif token.word == ")":
            depth -= 1
        if depth > 0:
            continue
        bits |= tags
        if tags & ALL and every < 0:
            every = index
        if tags & NONE and none < 0:
            none = index
        if tags & VAGUE and vague < 0 and index != verb:
            vague = index
        if tags & MORE and more < 0 and index != verb:
            more = index
        if tags & GOAL and not tags & VERB:
            goal = index
        if tags & CAN and can < 0:
            can = index
    return _Scan(every, none, vague, more, goal, can, bits)


def _counts_more(tokens: list[Token], index: int, last: int) -> bool:
    """Tell "more visitors", a plain direction, from "more responsive"."""
    return index + 1 < last and bool(tokens[index].tags & QUANTITY and tokens[index + 1].tags & NOUN)


def _of_something(tokens: list[Token], index: int, last: int) -> bool:
    return index + 1 < last and bool(tokens[index + 1].tags & (NOUN | OF))


def _is_money(quantity: Quantity) -> bool:
    return bool(quantity.unit_tags & _MONEY) or quantity.unit in _CURRENCIES


def _judge_words(tokens: list[Token], reading: Reading, quantities: list[Quantity]) -> Judgement:
    """Judge a clause without a number that says how much."""
    scan = _scan(tokens, reading)
    by_object = reading.object >= 0
    noun, noun_tags = (reading.object, reading.object_tags) if by_object else (reading.subject, reading.subject_tags)
    verb = resolve(reading.verb_tags, noun_tags)
    weasel = scan.vague
    if weasel < 0 <= scan.more and not _counts_more(tokens, scan.more, reading.last):
        weasel = scan.more

    def answer(  # noqa: PLR0913 - the fields of an answer
        *, checkable: bool, own: bool, reason: str, counted: bool = False, unclear: int = -1, upkeep: bool = False
    ) -> Judgement:
        lacks = bool(verb & MULTIPLY) and not own
        return Judgement(checkable, own, counted, lacks, unclear, upkeep, reason, None, noun, noun_tags, effect=False)

    begins = reading.verb >= 0
    verb_place = reading.verb if begins else reading.predicate
    direct = begins or (reading.predicate >= 0 and not verb & BE and _is_active(tokens, reading))
    others = RESULT | OUTSIDER | METRIC | QUALITY
    works = verb & WORK
    if scan.none >= 0 or verb & MULTIPLY:
        return answer(checkable=True, own=False, reason="default")
    if reading.is_count:
        own = bool(noun_tags & ARTEFACT or verb & WORK)
        return answer(checkable=False, own=own, counted=own, reason="metric_only")
    if scan.can >= 0 and reading.subject >= 0:
        return answer(checkable=True, own=True, reason="ability")
    if direct and verb & (IMPROVE | RISE | FALL | MOVE) and not works:
        own = bool((reading.object_tags or reading.subject_tags) & ARTEFACT) and not noun_tags & others
        improves = bool(verb & IMPROVE)
        return answer(
            checkable=False, own=own and improves, unclear=verb_place if improves else weasel, reason="direction"
        )
    if direct and verb & ACTIVITY and not verb & OUTPUT:
        return answer(checkable=False, own=True, unclear=verb_place, reason="activity")
    elsewhere = scan.goal >= 0 and not tokens[scan.goal].tags & ARTEFACT
    if direct and verb & (REACH | WIN | UPKEEP) and scan.goal >= 0 and (elsewhere or not verb & OUTPUT):
        return answer(checkable=False, own=False, reason="external_target")
    if begins and verb & REACH and not works and not verb & WIN:
        if noun_tags & (METRIC | QUALITY | OUTSIDER):
            return answer(checkable=False, own=False, unclear=weasel, reason="direction")
        return answer(checkable=True, own=False, reason="default")
    if begins and verb & UPKEEP and not works:
        held = any(reading.first <= quantity.first < reading.last for quantity in quantities)
        unclear = noun if noun_tags & QUALITY and weasel < 0 else weasel
        return answer(checkable=held, own=False, unclear=-1 if held else unclear, reason="direction", upkeep=True)
    if verb & WIN and not works and (begins or verb & PARTICIPLE):
        if scan.every >= 0:
            return answer(checkable=True, own=False, reason="default")
        if weasel >= 0 or (noun >= 0 and _is_plural_without_article(tokens, reading, noun)):
            return answer(checkable=False, own=False, unclear=weasel, reason="direction")
        return answer(checkable=True, own=False, reason="default")
    if begins and verb & PEOPLE and not verb & OUTPUT and noun < 0 and not _has_object(tokens, reading):
        return answer(checkable=False, own=True, unclear=weasel, reason="activity")
    if begins and works and scan.every < 0 and (reading.verb < scan.more < noun or scan.more == reading.verb + 1):
        if not noun_tags & QUALITY:
            adverb = scan.more == reading.verb + 1 and not _of_something(tokens, scan.more, reading.last)
            unclear = scan.more if adverb else scan.vague
            return answer(checkable=False, own=True, unclear=unclear, reason="direction")
    if begins and verb & PROVIDE and noun_tags & QUALITY and (not noun_tags & ARTEFACT or weasel >= 0):
        return answer(checkable=False, own=False, unclear=weasel if weasel >= 0 else verb_place, reason="direction")
    if begins and verb & HAVE and not works:
        caused = participle_behind(tokens, noun + 1, reading.last) if noun >= 0 else 0
        if noun_tags & OUTSIDER and reading.purpose < reading.last:
            return answer(checkable=False, own=False, unclear=weasel, reason="direction")  # "get suppliers to …"
        if caused & (ADOPT | WIN) and not caused & PARTICIPLE:
            return answer(checkable=False, own=False, unclear=weasel, reason="direction")
    decided = verb & PARTICIPLE or (begins and verb & HAVE)
    if decided and _by_others(tokens, reading):
        return answer(checkable=True, own=False, reason="default")
    feels = scan.bits & FEELING and (not verb or verb & (BE | HAVE | CAUSE | ADOPT))
    becomes = begins and verb & BE and not scan.bits & STATE
    makes = begins and verb & CAUSE and (not works or weasel > reading.object >= 0)
    if makes or feels or becomes:
        if scan.every >= 0 and not feels and weasel < 0:
            return answer(checkable=True, own=False, reason="default")
        return answer(checkable=False, own=False, unclear=weasel if weasel >= 0 else verb_place, reason="state")
    if reading.subject >= 0 and reading.predicate >= 0 and direct and scan.every < 0:
        people = reading.subject_tags & OUTSIDER and not reading.subject_tags & (ARTEFACT | INSIDER)
        if people and not verb & (HAVE | BE):
            return answer(checkable=False, own=False, unclear=scan.more, reason="direction")
    bare = not begins and reading.predicate < 0 and not scan.bits & STATE
    if bare and scan.goal >= 0 and scan.goal != reading.subject:
        return answer(checkable=False, own=False, reason="external_target")
    if bare and reading.subject_tags & (others | FAULT) and not reading.subject_tags & ARTEFACT:
        return answer(checkable=False, own=False, unclear=weasel, reason="metric_only")
    people = reading.subject_tags & (OUTSIDER | INSIDER) and not reading.subject_tags & ARTEFACT
    reacts = reading.subject_tags & (OUTSIDER | RESULT | FAULT) and not reading.subject_tags & ARTEFACT
    if scan.every >= 0 and reacts and not verb & HAVE:
        return answer(checkable=True, own=False, reason="default")
    taught = people and reading.object_tags & ARTEFACT and not verb & HAVE
    counted = (
        (scan.every >= 0 and _governs(tokens, scan.every, reading) and (not people or taught))
        or _all_of_a_few(reading, quantities)
        or _one_each(tokens, reading)
    )
    return answer(checkable=True, own=True, counted=counted, reason="share" if counted else "deliverable")


def _has_object(tokens: list[Token], reading: Reading) -> bool:
    """Tell whether the verb has an object, be it a word that no list knows."""
    for index in range(reading.verb + 1, min(reading.purpose, reading.last)):
        tags = tokens[index].tags
        if not tags or tags & (NOUN | _ARTICLE):
            return True
        if tags & PREPOSITION:
            return False
    return False


def _by_others(tokens: list[Token], reading: Reading) -> bool:
    """Tell whether somebody outside decides ("approved by the regulator")."""
    for index in range(max(reading.predicate, reading.verb, reading.first) + 1, reading.last - 1):
        if tokens[index].tags & BY and not tokens[index].tags & OF:
            window = range(index + 1, min(index + 4, reading.last))
            return any(tokens[place].tags & OUTSIDER for place in window)
    return False


def _one_each(tokens: list[Token], reading: Reading) -> bool:
    """Tell "a case study per month", "at least one post a week", "deploy every day": counted, though in words."""
    one = False
    for index in range(reading.first, reading.last):
        tags = tokens[index].tags
        if tokens[index].word == "(":
            break
        following = tokens[index + 1].tags if index + 1 < reading.last else 0
        if tags & _INDEFINITE:
            one = True
            if index > reading.first and tokens[index - 1].tags & AT_LEAST:
                return True
        elif tags & PER and tokens[index].word != "/":
            if len(tokens[index].word) > _LONGEST_PER:
                works = reading.verb >= 0 and reading.verb_tags & WORK
                if " " in tokens[index].word and (one or (works and not following & NOUN)):
                    return True
            elif one and following & (_TIME | NOUN):
                return True
    return False


def _is_active(tokens: list[Token], reading: Reading) -> bool:
    """Tell "X has improved Y" and "users adopt X" from "improved X"."""
    tags = tokens[reading.predicate].tags
    if not tags & PARTICIPLE:
        return True
    return any(tokens[index].tags & HAVE for index in range(max(reading.predicate - 2, 0), reading.predicate))


def _all_of_a_few(reading: Reading, quantities: list[Quantity]) -> bool:
    """Tell whether a definite number of own things is meant ("the 4 principles have …", "inspect the 38 bridges")."""
    for quantity in quantities:
        if quantity.role is Role.SCOPE:
            if reading.predicate >= 0 and reading.first <= quantity.first < reading.predicate and reading.verb < 0:
                return True
            if 0 <= reading.verb == quantity.first - 2 and not quantity.unit:
                return True
    return False


def _governs(tokens: list[Token], every: int, reading: Reading) -> bool:
    """Tell whether "all" counts what is worked on, rather than where it holds ("open to all", "across all sites")."""
    before = tokens[every - 1].tags if every > reading.first else 0
    if any(tokens[index].tags & OUTSIDER for index in range(every + 1, min(every + 4, reading.last))):
        return False
    return not before & PREPOSITION or bool(before & FOR)


def _is_plural_without_article(tokens: list[Token], reading: Reading, noun: int) -> bool:
    articles = any(tokens[index].tags & _ARTICLE for index in range(max(reading.verb, 0) + 1, noun))
    return tokens[noun].word.endswith(("s", "x")) and not articles


_INDEFINITE = BIT["grammar.indefinite"]
_TIME = any_of("nouns.duration", "nouns.period")
_LONGEST_PER = 5
"""Letters of a word that must be followed by a time ("per week"); longer ones are a time themselves ("weekly")."""
_ARTICLE = any_of("grammar.indefinite", "grammar.definite")

"""Whether an objective is work: finished when the team has done it, whatever comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.aim_kinds import EMPTY, GENERIC, LIKELY, SURE, TIME, UNSURE
from okrsync.language.aim_shape import NUMBER, SYMBOL, VERB, Shape, head_of, said
from okrsync.language.aim_words import BIT, bits
from okrsync.language.answers import Verdict

if TYPE_CHECKING:
    from okrsync.language.aim_words import Vocabulary
    from okrsync.language.lexicon import Token

_STATE = BIT["nouns.state"]
_DELIVERABLE = BIT["nouns.deliverable"]
_DONE_FORM = BIT["form.participle"]
_HAND_OVER = BIT["verbs.hand_over"]
_DETERMINER = BIT["grammar.determiner"]
_INDEFINITE = BIT["grammar.indefinite"]
_KNOWN_NOUN = bits(
    "nouns.state",
    "nouns.universal",
    "nouns.goal",
    "nouns.offered",
    "nouns.person",
    "nouns.measure",
    "nouns.either",
    "form.gerund",
)
_STATE_OF_MIND = bits("nouns.state", "nouns.universal", "nouns.goal", "nouns.offered", "nouns.measure")
_DOING_VERB = BIT["verbs.doing"]
_MEASURED_VERB = BIT["verbs.measured"]
_ELSEWHERE = bits("grammar.relative", "grammar.preposition", "grammar.determiner", "grammar.indefinite")
_PLACE_VERB = BIT["verbs.place"]
_NO_OBJECT = bits("grammar.preposition", "grammar.relative", "grammar.anaphora")
_TASK = BIT["verbs.task"]
_CREATE_VERB = BIT["verbs.create"]
_NOT_WORK_OF_OURS = bits("verbs.direction", "verbs.create")
_WIN_VERB = BIT["verbs.win"]
_MORE_ADJECTIVE = BIT["adjectives.more"]
_FEELING_ADJECTIVE = BIT["adjectives.feeling"]
_MAKE_VERB = BIT["verbs.make"]
_OFFERED_NOUN = BIT["nouns.offered"]
_RELATIVE = BIT["grammar.relative"]
_NOUN_FORM = BIT["form.noun"]
_PERSON_NOUN = BIT["nouns.person"]
_BASE_FORM = BIT["form.base"]
_AND = BIT["grammar.and"]
_NO_UNDERTAKING = bits("nouns.universal", "nouns.state")
_UNIVERSAL_NOUN = BIT["nouns.universal"]
_DONE_ADJECTIVE = BIT["adjectives.done"]
_HOLLOW_VERB = BIT["verbs.hollow"]
_REACH_OF_A_CLAUSE = 3
"""Words behind "that" within which its verb stands."""
_GENERIC_VERB = BIT["verbs.generic"]
_GOAL_NOUN = bits("nouns.goal", "nouns.state")
_MEASURE_NOUN = BIT["nouns.measure"]


def find_task(text: str, tokens: list[Token], shape: Shape, words: Vocabulary) -> Verdict | None:
    """Return why an objective is work; None where it is a wish, or says what the work is for."""
    if shape.opening == "state":
        return _delivered(text, tokens, shape)
    if shape.opening == "heading":
        return _undertaking(text, tokens, shape, words) or _delivered(text, tokens, shape)
    # "launch and grow the shop": the second verb is the aim
    grown = any(token.tags & _MEASURED_VERB for token in tokens[shape.verb + 1 : shape.object_first])
    return None if grown or _names_effect(tokens, shape) else _work(text, tokens, shape, words)


def _work(text: str, tokens: list[Token], shape: Shape, words: Vocabulary) -> Verdict | None:
    """Find work that an opening verb names."""
    verb = tokens[shape.verb]
    span = (verb.start, verb.end)
    if verb.tags & _TASK:
        acts = _acts_on_something(tokens, shape, words)
        return Verdict("verb", span, _values(text, tokens, shape), SURE) if acts else None
    if verb.tags & _CREATE_VERB:
        deployed = any(token.tags & _TASK for token in tokens[shape.verb + 1 : shape.object_first])
        confidence = LIKELY if deployed else _is_handed_over(tokens, shape, words)  # "build and deploy the records"
        if confidence:
            return Verdict("deliverable", span, _values(text, tokens, shape), confidence)
    if verb.tags & _DOING_VERB and _is_worked_on(tokens, shape, words):
        return Verdict("verb", span, _values(text, tokens, shape), UNSURE)
    if verb.tags & _NOT_WORK_OF_OURS:
        return None
    found = _undertaking(text, tokens, shape, words)
    if found is None and verb.tags & _PLACE_VERB:
        return _delivered(text, tokens, shape)
    return found


def _acts_on_something(tokens: list[Token], shape: Shape, words: Vocabulary) -> bool:
    """Tell "ship the app" from "ship faster", and "upgrade the site" from "upgrade quality"."""
    if tokens[shape.verb].tags & _GENERIC_VERB:
        head = head_of(tokens, shape.object_first, shape.object_last, words)
        if head >= 0 and tokens[head].tags & _GOAL_NOUN and not tokens[head].tags & _DELIVERABLE:
            return False
    phrase = tokens[shape.object_first : shape.object_last]
    return not phrase or any(not token.tags & (_MORE_ADJECTIVE | SYMBOL) for token in phrase)


def _values(text: str, tokens: list[Token], shape: Shape) -> dict[str, object]:
    verb = tokens[shape.verb]
    made = said(text, tokens, shape.object_first, shape.object_last) or text.strip(" .")
    return {"term": text[verb.start : verb.end], "object": made}


def _is_handed_over(tokens: list[Token], shape: Shape, words: Vocabulary) -> float:
    """Tell "build a portal" from "build a team": how sure it is (0..1) that a thing is made; 0 for a state."""
    head = head_of(tokens, shape.object_first, shape.object_last, words)
    phrase = tokens[shape.object_first : shape.object_last]
    if head < 0 or any(token.tags & _MORE_ADJECTIVE for token in phrase):
        return 0.0
    what = tokens[head].tags
    felt = any(token.tags & _FEELING_ADJECTIVE for token in phrase)
    if what & _DELIVERABLE:
        wished = felt or _has_clause_behind(tokens, shape)
        return 0.0 if (what & _STATE and wished) or _says_what_improves(tokens, shape) else LIKELY
    verb = tokens[shape.verb].tags
    named = _DETERMINER if words.head_is_last else _DETERMINER | _INDEFINITE
    handed = verb & _HAND_OVER and tokens[shape.object_first].tags & named and not _has_clause_behind(tokens, shape)
    handed = handed or (verb & _HAND_OVER and not tokens[head].word.isalpha())  # "deliver a usable v1"
    if what & _KNOWN_NOUN or felt or not (verb & _MAKE_VERB or handed):
        return 0.0
    state = words.head_is_last and any(token.tags & (_STATE | _OFFERED_NOUN) for token in phrase)
    return 0.0 if state or tokens[head].word.endswith(words.state_endings) else UNSURE


def _is_worked_on(tokens: list[Token], shape: Shape, words: Vocabulary) -> bool:
    """Tell "train all line managers" from "train our focus on quality"."""
    head = head_of(tokens, shape.object_first, shape.object_last, words)
    phrase = tokens[shape.object_first : shape.object_last]
    if head < 0 or any(token.tags & (_MORE_ADJECTIVE | _FEELING_ADJECTIVE) for token in phrase):
        return False
    # "move from … to", "hold ourselves to": nothing is worked on
    if phrase[0].tags & _NO_OBJECT and not phrase[0].tags & _DETERMINER:
        return False
    what = tokens[head].tags
    return not what & _STATE_OF_MIND or bool(what & (_DELIVERABLE | _PERSON_NOUN))


def _has_clause_behind(tokens: list[Token], shape: Shape) -> bool:
    behind = shape.object_last + (shape.object_last < len(tokens) and tokens[shape.object_last].word == ",")
    return behind < len(tokens) and bool(tokens[behind].tags & _RELATIVE)


def _says_what_improves(tokens: list[Token], shape: Shape) -> bool:
    """Tell "build a platform that speeds up claims" from "build a platform that stores claims"."""
    if not _has_clause_behind(tokens, shape):
        return False
    behind = tokens[shape.object_last + 1 : shape.object_last + 1 + _REACH_OF_A_CLAUSE]
    first = next((token.tags for token in behind if token.tags & VERB), 0)
    return bool(first & _MEASURED_VERB)


def _undertaking(text: str, tokens: list[Token], shape: Shape, words: Vocabulary) -> Verdict | None:
    """Find work written as a noun: "website redesign", "réussir le lancement de la gamme"."""
    first, last = shape.object_first, shape.object_last
    head = head_of(tokens, first, last, words)
    if head < 0 or (shape.opening == "heading" and _has_clause_behind(tokens, shape)):
        return None
    forms = _NOUN_FORM
    # "our developers ship" is a subject and its verb, "win the tender" no tendering
    people = shape.opening == "heading" and any(token.tags & _PERSON_NOUN for token in tokens[first:head])
    if not people and not (shape.opening == "verb" and shape.kinds & _WIN_VERB):
        forms |= _BASE_FORM
    for place in range(first, head + 1):
        token = tokens[place]
        ends_a_name = place == head or tokens[place + 1].tags & _AND
        if (
            ends_a_name
            and token.tags & (_TASK | _MAKE_VERB)
            and token.tags & forms
            and not token.tags & _NO_UNDERTAKING
        ):
            values: dict[str, object] = {
                "term": text[token.start : token.end],
                "object": said(text, tokens, first, last),
            }
            return Verdict("verb", (token.start, token.end), values, UNSURE)
    return None


def _delivered(text: str, tokens: list[Token], shape: Shape) -> Verdict | None:
    """Find a deliverable written as a state: "the portal is live"."""
    place = _place_of_done(tokens, shape)
    if place < 0:
        return None
    token = tokens[place]
    last = shape.verb if shape.opening == "state" else place
    thing = any(each.tags & _DELIVERABLE for each in tokens[shape.object_first : last])
    if not thing and not (shape.opening == "state" and token.tags & _DONE_FORM):
        return None
    values: dict[str, object] = {
        "term": text[token.start : token.end],
        "object": said(text, tokens, shape.object_first, last),
    }
    return Verdict("state", (token.start, token.end), values, LIKELY)


def _place_of_done(tokens: list[Token], shape: Shape) -> int:
    """Return the place of "live", "deployed" …, said of what comes before it; -1 where nothing is done."""
    # of "get the portal online", nothing behind what the verb acts on
    last = shape.object_last if shape.opening == "verb" else len(tokens)
    for place in range(shape.verb + 1, last):
        kinds = tokens[place].tags
        if shape.opening == "heading" and kinds & (_UNIVERSAL_NOUN | _DELIVERABLE):
            continue
        if kinds & _DONE_ADJECTIVE or (kinds & _DONE_FORM and kinds & _TASK):
            return place
        if shape.opening == "state" and kinds & _ELSEWHERE:
            return -1
    return -1


def _names_effect(tokens: list[Token], shape: Shape) -> bool:
    """Tell whether it says what the work is for, in words that mean something."""
    if shape.effect < 0:
        return False
    rest = tokens[shape.effect :]
    if rest[0].tags & _HOLLOW_VERB and rest[0].tags & VERB:
        return False
    return any(
        token.tags & _MEASURE_NOUN or not token.tags & (EMPTY | GENERIC | SYMBOL | NUMBER | TIME) for token in rest
    )

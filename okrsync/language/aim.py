"""An objective read as an aim: what kind of verb, whose field, which numbers, how many goals.

Rules never look at words: they ask the aim. The labels follow what coaches agree on: an objective is a wish with a
field or somebody who gains from it; it has no number, is no piece of work, no upkeep, and one goal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from okrsync.language.aim_goals import two_goals
from okrsync.language.aim_numbers import metrics_in
from okrsync.language.aim_shape import NUMBER, SYMBOL, VERB, Shape, clause_from, head_of, read_shape
from okrsync.language.aim_words import BIT, Vocabulary, bits, vocabulary
from okrsync.language.answers import Verdict
from okrsync.language.tags import BIT as SENTENCE_BIT
from okrsync.language.text import normalise

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token

Kind = Literal["wish", "direction", "task", "upkeep", "state", "heading"]
_TIME = bits(
    "nouns.time", "nouns.unit", "nouns.calendar", "nouns.duration", "quantities.ordinals", "quantities.by_when"
)
_PERIOD = SENTENCE_BIT["nouns.period"]
_EMPTY = bits(
    "grammar.filler", "grammar.determiner", "grammar.indefinite", "grammar.bound", "grammar.we", "grammar.auxiliary"
)
_GENERIC = bits(
    "nouns.universal",
    "nouns.rank",
    "adjectives.generic",
    "verbs.generic",
    "verbs.be",
    "verbs.direction",
    "verbs.multiply",
)
_SURE = 0.9
_LIKELY = 0.8
_UNSURE = 0.6
_FEW_WORDS = 3


@dataclass(slots=True)
class Aim:
    """One objective, read. Spans are character offsets into `text`."""

    text: str
    language: str
    tokens: list[Token] = field(default_factory=list)
    kind: Kind = "heading"
    own: list[str] = field(default_factory=list)
    """The words that make it this team's: a field, a product, a place, people who gain from it."""
    metric: Verdict | None = None
    """A number that says how far to go (OB101)."""
    task: Verdict | None = None
    """Work that is done when it is done (OB102)."""
    vague: Verdict | None = None
    """Could be pasted into any company, or cannot be understood as a goal (OB103)."""
    upkeep: Verdict | None = None
    """Holds what is there (OB104)."""
    compound: Verdict | None = None
    """Two goals that could be reached apart (OB105)."""

    @property
    def length(self) -> int:
        """Return how many words it has, as people count them."""
        return sum(1 for word in self.text.split() if any(letter.isalnum() for letter in word))

    @property
    def wording(self) -> str:
        """Return the objective as its author wrote it, without the full stop, to build a suggestion on."""
        return self.text.strip(" .")


def read_aim(text: str, language: str) -> Aim:
    """Return `text`, an objective written in `language` (ISO 639-1), read.

    Raises RuleError where the lexicon of the language cannot be read.
    """
    words = vocabulary(language)
    tokens = words.read(text)
    aim = Aim(text, language, tokens)
    if not tokens:
        return aim
    shape = read_shape(tokens, words)
    metrics = list(metrics_in(text, normalise(text), tokens, words))
    aim.metric = metrics[0] if metrics else None
    aim.upkeep = _upkeep(text, tokens, shape)
    aim.task = _task(text, tokens, _continued(tokens, shape) if aim.upkeep is not None else shape, words)
    own = _own_words(tokens, shape)
    aim.own = [text[token.start : token.end] for token in own]
    aim.compound = two_goals(text, tokens, shape, words, metrics)
    if aim.task is not None and aim.compound is not None and aim.compound.values.get("direction"):
        aim.task = None  # the second goal is what the work is for
    if aim.metric is None and aim.upkeep is None and aim.task is None:
        aim.vague = _vague(text, tokens, shape, own)
    aim.kind = _kind(aim, shape)
    return aim


def _continued(tokens: list[Token], shape: Shape) -> Shape:
    """Return the build of what is continued: of "continue building the portal", that of "building the portal"."""
    if shape.opening != "verb":
        return shape
    for place in range(shape.verb + 1, min(shape.verb + _FEW_WORDS, len(tokens))):
        if tokens[place].tags & VERB and tokens[place].tags & bits("form.gerund", "form.base"):
            return clause_from(tokens, place)
    return shape


def _kind(aim: Aim, shape: Shape) -> Kind:
    if aim.upkeep is not None:
        return "upkeep"
    if aim.task is not None:
        return "task"
    if shape.opening in ("state", "heading"):
        return "state" if shape.opening == "state" else "heading"
    return "direction" if shape.kinds & bits("verbs.direction", "verbs.multiply") else "wish"


def _said(text: str, tokens: list[Token], first: int, last: int) -> str:
    return text[tokens[first].start : tokens[last - 1].end] if first < last else ""


def _upkeep(text: str, tokens: list[Token], shape: Shape) -> Verdict | None:
    """Find what only keeps things as they are."""
    if shape.opening == "heading":
        for token in tokens[:_FEW_WORDS]:
            if token.tags & BIT["nouns.upkeep_heading"]:
                return Verdict("heading", (token.start, token.end), {"term": text[token.start : token.end]}, _LIKELY)
        return None
    if shape.opening == "state":
        kept = bits("verbs.upkeep")
        for token in tokens[shape.verb :]:
            if token.tags & kept and token.tags & bits("form.participle", "form.finite"):
                return Verdict("state", (token.start, token.end), {"term": text[token.start : token.end]}, _UNSURE)
        return None
    verb = tokens[shape.verb]
    values: dict[str, object] = {
        "term": text[verb.start : verb.end],
        "object": _said(text, tokens, shape.object_first, len(tokens)),
    }
    growing = _joined_verb(tokens, shape)
    if verb.tags & BIT["verbs.upkeep"] and not growing:
        return Verdict("verb", (verb.start, verb.end), values, _SURE)
    if verb.tags & BIT["verbs.hold"] and not growing:
        for token in tokens[shape.verb + 1 :]:
            if token.tags & BIT["nouns.continuity"]:
                values["term"] = text[verb.start : token.end]
                return Verdict("continuity", (verb.start, token.end), values, _LIKELY)
    return None


def _joined_verb(tokens: list[Token], shape: Shape) -> bool:
    """Tell "maintain and grow": the second verb is the aim."""
    between = tokens[shape.verb + 1 : shape.object_first]
    return any(token.tags & bits("verbs.direction") and not token.tags & BIT["verbs.upkeep"] for token in between)


def _task(text: str, tokens: list[Token], shape: Shape, words: Vocabulary) -> Verdict | None:
    """Find work that is finished when the team has done it, and that names no effect."""
    if shape.opening == "heading":
        return _undertaking(text, tokens, shape.object_first, shape.object_last, words) or _delivered(
            text, tokens, shape
        )
    if shape.opening == "state":
        return _delivered(text, tokens, shape)
    if _names_effect(tokens, shape):
        return None
    verb = tokens[shape.verb]
    kinds = verb.tags
    head = head_of(tokens, shape.object_first, shape.object_last, words)
    what = tokens[head].tags if head >= 0 else 0
    values: dict[str, object] = {
        "term": text[verb.start : verb.end],
        "object": _said(text, tokens, shape.object_first, shape.object_last),
    }
    span = (verb.start, verb.end)
    if kinds & BIT["verbs.task"]:
        return Verdict("verb", span, values, _SURE)
    if not kinds & BIT["verbs.create"] and not kinds & BIT["verbs.direction"]:
        return _undertaking(text, tokens, shape.object_first, shape.object_last, words)
    if not kinds & BIT["verbs.create"] or head < 0:
        return None
    if what & BIT["nouns.state"] and not what & BIT["nouns.deliverable"]:
        return None
    phrase = tokens[shape.object_first : shape.object_last]
    if any(token.tags & BIT["adjectives.more"] for token in phrase):
        return None
    felt = any(token.tags & BIT["adjectives.feeling"] for token in phrase)
    if kinds & BIT["verbs.make"] and not what and not felt and not tokens[head].word.endswith(words.state_endings):
        return Verdict("deliverable", span, values, _UNSURE)
    if what & BIT["nouns.deliverable"]:
        if what & BIT["nouns.state"] and felt:
            return None
        return Verdict("deliverable", span, values, _LIKELY)
    return None


def _undertaking(text: str, tokens: list[Token], first: int, last: int, words: Vocabulary) -> Verdict | None:
    """Find work written as a noun: "website redesign", "réussir le lancement de la gamme"."""
    head = head_of(tokens, first, last, words)
    if head < 0:
        return None
    token = tokens[head]
    forms = BIT["form.noun"]
    if not any(each.tags & BIT["nouns.person"] for each in tokens[first:head]):
        forms |= BIT["form.base"]
    made = token.tags & BIT["verbs.task"] and token.tags & forms
    if not made or token.tags & bits("nouns.universal", "nouns.state"):
        return None
    values: dict[str, object] = {"term": text[token.start : token.end], "object": _said(text, tokens, first, last)}
    return Verdict("verb", (token.start, token.end), values, _UNSURE)


def _delivered(text: str, tokens: list[Token], shape: Shape) -> Verdict | None:
    """Find a deliverable written as a state: "the portal is live"."""
    for place, token in enumerate(tokens):
        if place <= shape.verb or token.tags & BIT["grammar.relative"]:
            continue
        done = token.tags & BIT["form.participle"] and token.tags & BIT["verbs.task"]
        if shape.opening == "heading" and token.tags & bits("nouns.universal", "nouns.deliverable"):
            continue
        if done or token.tags & BIT["adjectives.done"]:
            subject = tokens[shape.object_first : shape.verb if shape.verb >= 0 else place]
            if (done and shape.opening == "state") or any(each.tags & BIT["nouns.deliverable"] for each in subject):
                values: dict[str, object] = {
                    "term": text[token.start : token.end],
                    "object": _said(text, tokens, shape.object_first, shape.verb if shape.verb >= 0 else place),
                }
                return Verdict("state", (token.start, token.end), values, _LIKELY)
    return None


def _names_effect(tokens: list[Token], shape: Shape) -> bool:
    """Tell whether it says what the work is for, in words that mean something."""
    if shape.effect < 0:
        return False
    rest = tokens[shape.effect :]
    if rest and rest[0].tags & BIT["verbs.hollow"] and rest[0].tags & VERB:
        return False
    return any(
        token.tags & BIT["nouns.measure"] or not token.tags & (_EMPTY | _GENERIC | SYMBOL | NUMBER | _TIME)
        for token in rest
    )


def _own_words(tokens: list[Token], shape: Shape) -> list[Token]:
    """Return the words that could not be pasted into any company's objectives."""
    given = shape.opening in ("verb", "doing") and shape.kinds & BIT["verbs.give"]
    felt = given and any(token.tags & BIT["adjectives.feeling"] for token in tokens)
    found = []
    for place, token in enumerate(tokens):
        kinds = token.tags
        if kinds & BIT["nouns.offered"]:
            if felt:
                found.append(token)
            continue
        if kinds & (_EMPTY | _GENERIC | SYMBOL | NUMBER | _TIME | _PERIOD):
            continue
        if place == shape.verb and kinds & BIT["verbs.create"]:
            continue
        found.append(token)
    return found


def _vague(text: str, tokens: list[Token], shape: Shape, own: list[Token]) -> Verdict | None:
    """Find a bare direction or label on a universal noun, a superlative without a field, a heading that is no goal."""
    span = (tokens[0].start, tokens[-1].end)
    values: dict[str, object] = {"object": text.strip(" .")}
    rank = next((token for token in tokens if token.tags & BIT["nouns.rank"]), None)
    if _has_clause(tokens):
        return None
    if not own and not _is_specified_state(tokens, shape):
        behind = tokens[shape.verb + 1 :] if shape.opening in ("verb", "doing") else tokens
        noun = next((token for token in behind if token.tags & bits("nouns.universal", "nouns.offered")), None)
        field = any(
            token.tags & bits("nouns.universal", "nouns.offered") and not token.tags & bits("nouns.arena", "nouns.rank")
            for token in tokens
        )
        if rank is not None and field and _has_complement(tokens, rank):
            return None
        if rank is not None:
            values["term"] = text[rank.start : rank.end]
            return Verdict("rank", (rank.start, rank.end), values, _LIKELY)
        if noun is not None:
            values["term"] = text[noun.start : noun.end]
        return Verdict("heading" if shape.opening == "heading" else "universal", span, values, _LIKELY)
    if shape.opening == "heading" and len(own) < _FEW_WORDS and _is_bare(tokens):
        values["term"] = text[own[0].start : own[0].end]
        return Verdict("heading", span, values, _UNSURE)
    return None


def _has_complement(tokens: list[Token], rank: Token) -> bool:
    """Tell "leader in customer satisfaction" from "leading quality"."""
    return any(token.tags & BIT["grammar.preposition"] for token in tokens if token.start > rank.start)


def _has_clause(tokens: list[Token]) -> bool:
    """Tell whether a clause says what should become true: "managers who inspire"."""
    return any(
        token.tags & BIT["grammar.relative"] and place > 1 and any(each.tags & VERB for each in tokens[place + 1 :])
        for place, token in enumerate(tokens)
    )


def _is_specified_state(tokens: list[Token], shape: Shape) -> bool:
    """Tell "build a culture of ownership" from "build a culture"."""
    if shape.opening != "verb" or not shape.kinds & BIT["verbs.create"] or shape.object_last >= len(tokens):
        return False
    made = any(token.tags & BIT["nouns.state"] for token in tokens[shape.object_first : shape.object_last])
    return bool(made and tokens[shape.object_last].tags & BIT["grammar.of"])


def _is_bare(tokens: list[Token]) -> bool:
    """Tell a heading ("cluster outreach") from a wish without a verb ("faster deliveries for grocers")."""
    said = [token for token in tokens if not token.tags & SYMBOL]
    if len(said) > _FEW_WORDS:
        return False
    return not any(token.tags & bits("adjectives.more", "grammar.preposition", "grammar.relative") for token in said)

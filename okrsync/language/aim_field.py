"""Whether an objective has a field of its own: words that could not be pasted into any company's objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.aim_kinds import EMPTY, FEW_WORDS, GENERIC, LIKELY, TIME, UNSURE
from okrsync.language.aim_shape import NUMBER, SYMBOL, VERB, Shape
from okrsync.language.aim_words import BIT, bits
from okrsync.language.answers import Verdict, stretch

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token

_BE_VERB = BIT["verbs.be"]
_NOUN = bits("nouns.universal", "nouns.offered", "nouns.goal")
_GIVE_VERB = BIT["verbs.give"]
_FEELING_ADJECTIVE = BIT["adjectives.feeling"]
_OFFERED_NOUN = BIT["nouns.offered"]
_SIZED_NOUN = BIT["nouns.sized"]
_CREATE_VERB = BIT["verbs.create"]
_NATIONAL_ADJECTIVE = BIT["adjectives.national"]
_RANK_NOUN = BIT["nouns.rank"]
_NO_FIELD = bits("nouns.arena", "nouns.rank")
_PREPOSITION = BIT["grammar.preposition"]
_RELATIVE = BIT["grammar.relative"]
_STATE_NOUN = BIT["nouns.state"]
_OF = BIT["grammar.of"]
_SAYS_MORE = bits("adjectives.more", "grammar.preposition", "grammar.relative")


def own_words(tokens: list[Token], shape: Shape) -> list[Token]:
    """Return the words that make the objective this team's: a domain, a product, a place, people who gain from it."""
    given = shape.opening in ("verb", "doing") and shape.kinds & _GIVE_VERB
    felt = given and any(token.tags & _FEELING_ADJECTIVE for token in tokens)
    empty = EMPTY | GENERIC | SYMBOL | NUMBER | TIME
    if shape.opening == "verb" and shape.kinds & _BE_VERB:
        empty |= _FEELING_ADJECTIVE  # "be a trusted partner" says no more than "be a partner"
    found = []
    for place, token in enumerate(tokens):
        kinds = token.tags
        if kinds & _OFFERED_NOUN:
            if felt:
                found.append(token)
            continue
        if kinds & _SIZED_NOUN and place and tokens[place - 1].tags & NUMBER:
            found.append(token)
            continue
        if kinds & empty:
            continue
        if place == shape.verb and kinds & _CREATE_VERB:
            continue
        found.append(token)
    return found


def find_vague(text: str, tokens: list[Token], shape: Shape, own: list[Token]) -> Verdict | None:
    """Find a bare direction or label on a universal noun, a superlative without a field, a heading that is no goal."""
    span = stretch(tokens)
    wording = text.strip(" .")
    if _has_clause(tokens):
        return None
    if all(token.tags & _NATIONAL_ADJECTIVE for token in own) and any(token.tags & _RANK_NOUN for token in tokens):
        own = []
    if not own and not _is_specified_state(tokens, shape):
        return _bare(text, tokens, shape)
    if own and shape.opening == "heading" and len(own) < FEW_WORDS and _is_bare_heading(tokens):
        return Verdict("heading", span, {"object": wording, "term": text[own[0].start : own[0].end]}, UNSURE)
    return None


def _bare(text: str, tokens: list[Token], shape: Shape) -> Verdict | None:
    """Say why a sentence of words that suit any company is vague."""
    wording = text.strip(" .")
    rank = next((token for token in tokens if token.tags & _RANK_NOUN), None)
    if rank is not None:
        if _has_field(tokens, rank):
            return None
        values: dict[str, object] = {"object": wording, "term": text[rank.start : rank.end]}
        return Verdict("rank", (rank.start, rank.end), values, LIKELY)
    behind = tokens[shape.verb + 1 :] if shape.opening in ("verb", "doing") else tokens
    noun = next((token for token in behind if token.tags & _NOUN), None)
    term = text[noun.start : noun.end] if noun is not None else wording
    reason = "heading" if shape.opening == "heading" else "universal" if noun is not None else "empty"
    return Verdict(reason, stretch(tokens), {"object": wording, "term": term}, LIKELY)


def _has_field(tokens: list[Token], rank: Token) -> bool:
    """Tell "the reference in customer satisfaction" from "the reference of our market"."""
    behind = [token for token in tokens if token.start > rank.start]
    named = any(token.tags & _NOUN and not token.tags & _NO_FIELD for token in tokens)
    return named and any(token.tags & _PREPOSITION for token in behind)


def _has_clause(tokens: list[Token]) -> bool:
    """Tell whether a clause says what should become true: "managers who inspire"."""
    return any(
        token.tags & _RELATIVE and place and any(each.tags & VERB for each in tokens[place + 1 :])
        for place, token in enumerate(tokens)
    )


def _is_specified_state(tokens: list[Token], shape: Shape) -> bool:
    """Tell "build a culture of ownership" from "build a culture"."""
    if shape.opening != "verb" or not shape.kinds & _CREATE_VERB or shape.object_last >= len(tokens):
        return False
    made = any(token.tags & _STATE_NOUN for token in tokens[shape.object_first : shape.object_last])
    return bool(made and tokens[shape.object_last].tags & _OF)


def _is_bare_heading(tokens: list[Token]) -> bool:
    """Tell a heading ("cluster outreach") from a wish without a verb ("faster deliveries for grocers")."""
    words = [token for token in tokens if not token.tags & SYMBOL]
    if len(words) > FEW_WORDS:
        return False
    return not any(token.tags & _SAYS_MORE for token in words)

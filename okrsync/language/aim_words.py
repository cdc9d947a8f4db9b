"""What the words of an objective can be: its own lexicon, on top of the grammar and the endings of sentences."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from okrsync.builtin import rules_folder
from okrsync.errors import RuleError
from okrsync.language import tags
from okrsync.language.clause_order import Kinds
from okrsync.language.lexicon import Lexicon, lexicon, split_words
from okrsync.language.word_order import in_reading_order
from okrsync.language.wordlists import wordlists

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from okrsync.language.lexicon import Token

FILE = "objectives.toml"
_WITHOUT_WORDS = "en"

_OWN = (
    "verbs.task",  # done when the work is done: launch, migrer
    "verbs.create",  # makes something, a deliverable or a state: build, construire
    "verbs.make",  # makes a thing, unless what is made is a state: build, construire
    "verbs.doing",  # own work, unless its object is a state: train, former
    "verbs.hand_over",  # deliver, livrer
    "verbs.upkeep",  # maintain, continuer
    "verbs.hold",  # upkeep only with what follows: ensure … continuity
    "verbs.hollow",  # names no effect: support, guide
    "verbs.generic",  # a direction before any noun: improve, développer
    "verbs.give",  # offer, offrir
    "verbs.other",  # any other verb that an objective may open with
    "nouns.universal",  # could be pasted into any company: revenue, qualité
    "nouns.offered",  # universal where it is pushed, a wish where it is given: experience
    "nouns.deliverable",  # website, tableau de bord
    "nouns.state",  # team, culture: of the organisation, or of people's minds
    "nouns.rank",  # leader, référence
    "nouns.continuity",  # what upkeep holds: smooth running, conformité
    "nouns.upkeep_heading",  # maintenance, maintien
    "nouns.calendar",  # quarter, année
    "nouns.goal",  # pushed in a direction, though no metric: growth, culture
    "nouns.aspect",  # likewise, but a field of its own: punctuality
    "nouns.arena",  # where everybody competes: market, secteur
    "nouns.either",  # a noun as well as a verb: support, design
    "nouns.sized",  # staff, salariés: counts whom it is about
    "adjectives.generic",
    "adjectives.feeling",
    "adjectives.ordinal",  # says which one: second, deuxième
    "adjectives.either",  # an adjective as well as a verb: secure, open
    "adjectives.national",  # with a rank: where, not of what
    "adjectives.done",  # says of a deliverable that it is there
    "grammar.lead_in",
    "grammar.filler",
    "grammar.anaphora",
    "grammar.subordinate",
    "grammar.effect",
    "grammar.so_that",  # opens an effect, whatever its first word is: damit, zodat
    "grammar.meanwhile",  # joins a second direction: "… while reducing costs"
    "quantities.numerals",  # two, deux; "one" is none
    "quantities.names",
    "quantities.by_when",
    "quantities.who",
    "quantities.multiplied",
    "quantities.not_multiplied",
    "quantities.zero",
    "quantities.not_zero",
)
_BORROWED = {
    "verbs.direction": "verbs.rise verbs.fall verbs.improve",
    "verbs.measured": "verbs.rise verbs.fall",
    "verbs.multiply": "verbs.multiply",
    "verbs.reach": "verbs.reach",
    "verbs.be": "verbs.be",
    "verbs.people": "verbs.people",
    "verbs.win": "verbs.win",
    "verbs.adopt": "verbs.adopt",
    "verbs.place": "verbs.have verbs.move verbs.cause",
    "nouns.measure": "nouns.metric nouns.quality",
    "nouns.person": "nouns.outsider nouns.insider",
    "nouns.time": "nouns.period nouns.month",
    "nouns.duration": "nouns.duration",
    "nouns.unit": "nouns.unit",
    "nouns.money": "nouns.money",
    "adjectives.more": "adjectives.more",
    "grammar.determiner": "grammar.definite grammar.possessive",
    "grammar.indefinite": "grammar.indefinite",
    "grammar.and": "grammar.and",
    "grammar.of": "grammar.of",
    "grammar.from": "grammar.from",
    "grammar.to": "grammar.to",
    "grammar.preposition": "grammar.preposition",
    "grammar.relative": "grammar.relative",
    "grammar.auxiliary": "grammar.auxiliary",
    "grammar.we": "grammar.we",
    "grammar.bound": "grammar.at_least grammar.at_most grammar.approximately",
    "quantities.scales": "quantities.scales",
    "quantities.blanks": "quantities.blanks",
    "quantities.ordinals": "quantities.ordinals",
}
"""Kind of word → the lists of sentences.toml that it is made of (a table with a final dot: all of its lists)."""

_FORMS = {name: bit for name, bit in tags.BIT.items() if name.startswith(("form.", "token."))}
BIT: dict[str, int] = _FORMS | {
    name: 1 << (len(tags.BIT) + place) for place, name in enumerate((*_OWN, *_BORROWED, "verbs.any"))
}
"""Kind of word → its bit; forms of verbs have the bits that they have everywhere."""


def bits(*names: str) -> int:
    """Return the union of the bits called `names`."""
    union = 0
    for name in names:
        union |= BIT[name]
    return union


_BEFORE_AN_OBJECT = bits("grammar.determiner", "grammar.indefinite")
_BEFORE_A_CLAUSE = bits("grammar.and", "grammar.lead_in", "token.symbol")
_UNLISTED_VERB = bits("form.base", "verbs.other")
_ANY_VERB = tags.any_of("verbs.")
_ANY_FORM = tags.any_of("form.")
_ORDER = Kinds(
    verb=bits(*(name for name in BIT if name.startswith("verbs."))),
    auxiliary=BIT["grammar.auxiliary"],
    be=BIT["verbs.be"],
    noun=bits(*(name for name in BIT if name.startswith("nouns."))),
    person=BIT["nouns.person"],
    adopts=BIT["verbs.adopt"],
    works=bits("verbs.task", "verbs.create", "verbs.doing", "verbs.direction", "verbs.win"),
    joint=BIT["grammar.and"],
    opens=bits("grammar.relative", "grammar.effect", "grammar.so_that"),
    article=BIT["grammar.determiner"],
    determiner=_BEFORE_AN_OBJECT,
    of=BIT["grammar.of"],
    preposition=BIT["grammar.preposition"],
    due=BIT["quantities.by_when"],
    dated=bits("nouns.time", "nouns.calendar", "nouns.duration"),
    adjective=bits(*(name for name in BIT if name.startswith("adjectives."))),
    pronoun=bits("grammar.we", "grammar.anaphora"),
    unlisted=_UNLISTED_VERB,
)
_FILLER = BIT["grammar.filler"]
_SAYS_NOTHING = bits("nouns.universal", "adjectives.generic", "verbs.generic", "nouns.rank")


class Vocabulary:
    """The words of objectives in one language."""

    def __init__(self, own: dict[str, Any], sentences: dict[str, Any], verbs: Mapping[str, int]) -> None:
        """Make one lexicon of the words of objectives and of those that they share with key results."""
        tables: dict[str, Any] = {
            "morphology": sentences.get("morphology", {}),
            "quantities": {key: sentences.get("quantities", {}).get(key, {}) for key in ("values", "pattern")},
            "verbs": {}, "nouns": {}, "adjectives": {}, "grammar": {},
        }  # fmt: skip
        for name in _OWN:
            table, key = name.split(".")
            tables[table][key] = split_words(own.get(table, {}).get(key, []))
        for name, sources in _BORROWED.items():
            table, key = name.split(".")
            words = [word for source in sources.split() for word in _listed(sentences, source)]
            # Expressions of key results would hide the words that objectives are read by.
            single = table == "nouns" or name in ("verbs.win", "verbs.adopt", "grammar.to")
            tables[table][key] = [word for word in words if not single or " " not in word]
            tables[table][key] += split_words(own.get(table, {}).get(key, []))
        tables["grammar"]["elisions"] = sentences.get("grammar", {}).get("elisions", [])
        self.lexicon = Lexicon(tables, BIT)
        self._take_over(verbs)
        self.listed = frozenset(self.lexicon.words)
        """Words that a list has, not words read by their parts ("founder-led")."""
        self.endings: tuple[str, ...] = tuple(split_words(own.get("verbs", {}).get("endings", [])))
        """How dictionary forms of verbs end, for verbs that no list has."""
        self.state_endings: tuple[str, ...] = tuple(split_words(own.get("nouns", {}).get("state_endings", [])))
        """How nouns of states end ("happiness"), for nouns that no list has."""
        self.families = _families(own, self.lexicon)
        """Noun → the families whose nouns say one goal twice ("efficiency and excellence")."""
        self.head_is_last: bool = sentences.get("morphology", {}).get("head", "last") == "last"
        """Whether a noun stands behind what describes it ("payment platform") or before ("plateforme de paiement")."""
        idioms = sorted(split_words(own.get("quantities", {}).get("idioms", [])), key=len, reverse=True)
        self.idioms = _either(map(re.escape, idioms))
        """Numbers that are part of a saying: "number one", "24/7"."""
        self.clock = _either(own.get("quantities", {}).get("clock", []))
        """A time of day: "9 am", "18 h"."""
        self.lasting = _either(map(re.escape, split_words(own.get("quantities", {}).get("lasting", []))))
        """What takes time: beside it "18 h" is how long, not when."""

    def _take_over(self, verbs: Mapping[str, int]) -> None:
        """Know every verb of key results as a verb, in all the forms that were worked out for them."""
        words = self.lexicon.words
        for word, kinds in verbs.items():
            if kinds & _ANY_VERB:
                words[word] = words.get(word, 0) | (kinds & _ANY_FORM) | BIT["verbs.any"]

    def _names_its_own(self, word: str) -> bool:
        """Tell a word known by its parts that says something of its own ("founder-led", "Wochenmarkt")."""
        if "-" in word:
            return True
        if not self.lexicon.grammar.shortest_head or not word.isalpha():
            return False
        first = self.lexicon.first_part(word)
        stems = (first, first[:-1], first[:-2], first + "e")
        return bool(first) and not any(self.lexicon.words.get(stem, 0) & _SAYS_NOTHING for stem in stems)

    def are_alike(self, first: str, second: str) -> bool:
        """Tell whether two nouns say one goal twice: "efficiency and excellence"."""
        return bool(self._family(first) & self._family(second))

    def _family(self, noun: str) -> set[int]:
        head = noun.split(" ")[-1 if self.head_is_last else 0]
        return self.families.get(noun) or self.families.get(head) or set()

    def read(self, text: str) -> list[Token]:
        """Return the tagged words of `text`.

        A word that no list has is told by its place: before "the" or "our", where a clause begins, it is a verb.
        One that is only known by its parts ("founder-led") says something of its own.
        """
        tokens = in_reading_order(self.lexicon.tokens(text), self.lexicon, _ORDER)
        for place, token in enumerate(tokens):
            before_object = place + 1 < len(tokens) and tokens[place + 1].tags & _BEFORE_AN_OBJECT
            if not token.tags and before_object and not self.lexicon.grammar.verb_last:
                if self.endings:
                    is_verb = token.word.endswith(self.endings)
                else:
                    is_verb = not place or bool(tokens[place - 1].tags & _BEFORE_A_CLAUSE)
                if is_verb:
                    tokens[place] = token.tagged(_UNLISTED_VERB)
            elif token.tags & _FILLER and _is_acronym(text, token):
                tokens[place] = token.tagged(0)
            elif token.tags and token.word not in self.listed and self._names_its_own(token.word):
                tokens[place] = token.tagged(token.tags & ~_SAYS_NOTHING)
        return tokens


def _either(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of the patterns as whole words; nothing where there are none."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns) or '(?!)'})(?!\w)")


def _is_acronym(text: str, token: Token) -> bool:
    """Tell "our IT" from "do it"."""
    typed = text[token.start : token.end]
    return len(typed) > 1 and typed.isalpha() and typed.isupper() and not text.isupper()


def _families(own: dict[str, Any], words: Lexicon) -> dict[str, set[int]]:
    families: dict[str, set[int]] = {}
    for number, line in enumerate(own.get("families", {}).get("alike", [])):
        for noun in split_words(line):
            for form in words.morphology.noun(noun):
                families.setdefault(form, set()).add(number)
    return families


def _listed(sentences: dict[str, Any], source: str) -> list[str]:
    table, _, key = source.partition(".")
    lists: dict[str, Any] = sentences.get(table, {})
    return [word for name, words in lists.items() if key in ("", name) for word in split_words(words)]


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the words of objectives in `language`, of English where it has none.

    Raises RuleError where the file is no TOML.
    """
    folder = rules_folder() / "lexicon"
    spoken = language if (folder / language / FILE).is_file() else _WITHOUT_WORDS
    path = folder / spoken / FILE
    try:
        own = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as reason:
        raise RuleError("language.lexicon-unreadable", path=path, reason=reason) from reason
    return Vocabulary(own, wordlists(spoken), lexicon(spoken).words)

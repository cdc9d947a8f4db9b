"""What a word can be: one bit a kind, so that a token's whole reading is one integer.

The words of each kind stand in `rules/lexicon/<language>/sentences.toml`, under the same names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token

_NAMES = (
    # Verbs, by what becomes of the world when the team does its own work and nobody reacts.
    "verbs.multiply",  # double, halve, doubler: a change that needs no number
    "verbs.rise",  # increase, grow, augmenter
    "verbs.fall",  # reduce, cut, diminuer
    "verbs.move",  # bring … from … to …; faire passer, porter, ramener
    "verbs.improve",  # a direction without a measure: improve, strengthen, optimiser
    "verbs.reach",  # reach, achieve, exceed, atteindre
    "verbs.win",  # others have to say yes: sign, close, convert, attract, obtenir
    "verbs.output",  # done when the team has done it: launch, ship, publish, mettre en place
    "verbs.activity",  # never done: work on, help, support, accompagner
    "verbs.provide",  # says nothing of its own, its object does: provide, offer, create, offrir
    "verbs.hire",  # own work on people who join the team, an outcome on those outside: hire, recruit
    "verbs.loose",  # says nothing by itself: help, support, work on, accompagner
    "verbs.people",  # work on people, counted as own work: hire, train, interview, former
    "verbs.upkeep",  # hold what is there: maintain, keep, garantir
    "verbs.phase",  # begins or goes on with what the next verb says: begin, continue, keep
    "verbs.have",  # have, get, avoir
    "verbs.be",  # is, are, être
    "verbs.cause",  # what follows says what is done: make, ensure, enable, faire, rendre
    "verbs.enable",  # true the day that it ships: enable, allow, permettre
    "verbs.adopt",  # what others do with it: use, visit, recommend, renew, adopter
    # Nouns, by who makes them.
    "nouns.metric",  # has a value today: rate, revenue, latency, NPS, taux, chiffre d'affaires
    "nouns.quality",  # has none until somebody measures it: satisfaction, quality, culture
    "nouns.result",  # others bring it, counted from zero: deal, sign-up, mention, don
    "nouns.fault",  # nobody wants it: bug, incident, complaint, panne
    "nouns.measure",  # says nothing of its own: number of, volume de
    "nouns.artefact",  # the team makes it: article, feature, dashboard, formation
    "nouns.outsider",  # customer, user, patient, client, élève
    "nouns.insider",  # employee, engineer, hire, collaborateur
    "nouns.scope",  # where it holds: market, store, country, magasin
    "nouns.goal",  # a target kept elsewhere: target, plan, quota, objectif
    "nouns.period",  # quarter, year, trimestre
    "nouns.month",  # June, juin
    "nouns.duration",  # day, hour, ms
    "nouns.unit",  # point, star, kg
    "nouns.money",  # euro, dollar, budget
    # Words that say how.
    "adjectives.vague",  # effective, seamless, de qualité
    "adjectives.degree",  # vague adverbs: significantly, as soon as possible
    "adjectives.deciding",  # vague adjectives that say which ones count: key, strategic, de qualité
    "adjectives.more",  # more, better, faster, plus, davantage
    "adjectives.quantity",  # more of something: a direction, no weasel: more, fewer, moins
    "adjectives.state",  # live, operational, done, en production
    "adjectives.unchanged",  # a level that is to stay: stable, unchanged, constant
    "adjectives.feeling",  # happy, satisfied, autonome
    "adjectives.active",  # active, paying, monthly: a stock that has a value today
    "adjectives.new",  # new, additional, first, nouveau
    # Grammar.
    "grammar.definite",
    "grammar.indefinite",
    "grammar.possessive",
    "grammar.we",
    "grammar.and",
    "grammar.or",
    "grammar.purpose",
    "grammar.means",
    "grammar.relative",
    "grammar.from",
    "grammar.to",
    "grammar.by",
    "grammar.of",
    "grammar.preposition",
    "grammar.with",
    "grammar.for",
    "grammar.can",
    "grammar.example",
    "grammar.out_of",
    "grammar.on_time",
    "grammar.due",
    "grammar.all",
    "grammar.none",
    "grammar.per",
    "grammar.over_time",  # month over month: a change without a verb
    "grammar.now",
    "grammar.versus",
    "grammar.at_least",
    "grammar.at_most",
    "grammar.within",  # bounds a time, and only that: "within 3 days", not "within 3 teams"
    "grammar.auxiliary",
    "grammar.pronoun",
    "grammar.approximately",
    "grammar.budget",  # what a number after it is: means, not an end
    "quantities.numerals",  # two, deux
    "quantities.fractions",  # half, moitié
    "quantities.multiples",  # twice, deux fois
    "quantities.scales",  # k, million, milliers
    "quantities.times",  # the unit of a multiple: x, times, fois
    "quantities.ordinals",  # 1st, 1er
    "quantities.names",  # what stands before a number that is a name: version, phase, ISO
    "quantities.blanks",  # X, N, ⟨…⟩: a number that the author keeps back
    # What a token is.
    "token.number",
    "token.symbol",
    # Grammatical forms of verbs.
    "form.base",  # infinitive, and in English the imperative
    "form.finite",  # launches, lançons
    "form.participle",  # launched, lancé
    "form.gerund",  # launching, lançant
    "form.noun",  # launch, lancement
)

BIT: dict[str, int] = {name: 1 << place for place, name in enumerate(_NAMES)}
"""Table and key of the lexicon → its bit."""


def any_of(*names: str) -> int:
    """Return the union of the bits called `names`; a name that ends in "." stands for its whole table."""
    bits = 0
    for name in names:
        if name.endswith("."):
            for known, bit in BIT.items():
                if known.startswith(name):
                    bits |= bit
        else:
            bits |= BIT[name]
    return bits


def bits_between(tokens: list[Token], first: int, last: int) -> int:
    """Return the union of what the words in [first, last) can be."""
    bits = 0
    for token in tokens[first:last]:
        bits |= token.tags
    return bits


def names_of(bits: int) -> list[str]:
    """Return the names in `bits`, to show what a word was taken for."""
    return [name for name, bit in BIT.items() if bits & bit]

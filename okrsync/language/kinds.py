"""The bits of words that the reading of key results asks for, by short names."""

from __future__ import annotations

from okrsync.language.clause_order import Kinds
from okrsync.language.tags import BIT, any_of

ARTEFACT = BIT["nouns.artefact"]
INSIDER = BIT["nouns.insider"]
OUTSIDER = BIT["nouns.outsider"]
RESULT = BIT["nouns.result"]
FAULT = BIT["nouns.fault"]
METRIC = BIT["nouns.metric"]
QUALITY = BIT["nouns.quality"]
GOAL = BIT["nouns.goal"]
SCOPE = BIT["nouns.scope"]
DURATION = BIT["nouns.duration"]
MONEY = BIT["nouns.money"]
UNIT = BIT["nouns.unit"]
TIME = any_of("nouns.duration", "nouns.period")
NOUN = any_of("nouns.") & ~any_of("nouns.unit", "nouns.duration", "nouns.period", "nouns.month", "nouns.money")
FROM_OTHERS = RESULT | OUTSIDER | METRIC | QUALITY
"""What others bring, or what shows how they feel and act."""

VERB = any_of("verbs.")
RISE = BIT["verbs.rise"]
FALL = BIT["verbs.fall"]
MOVE = BIT["verbs.move"]
IMPROVE = BIT["verbs.improve"]
MULTIPLY = BIT["verbs.multiply"]
REACH = BIT["verbs.reach"]
WIN = BIT["verbs.win"]
OUTPUT = BIT["verbs.output"]
ACTIVITY = BIT["verbs.activity"]
LOOSE = BIT["verbs.loose"]
PROVIDE = BIT["verbs.provide"]
HIRE = BIT["verbs.hire"]
PEOPLE = BIT["verbs.people"]
UPKEEP = BIT["verbs.upkeep"]
PHASE = BIT["verbs.phase"]
HAVE = BIT["verbs.have"]
BE = BIT["verbs.be"]
CAUSE = BIT["verbs.cause"]
ENABLE = BIT["verbs.enable"]
ADOPT = BIT["verbs.adopt"]
WORK = OUTPUT | PEOPLE | HIRE
"""Verbs of the team's own work."""
DIRECTION = RISE | FALL | MOVE | IMPROVE
MOVES = WIN | REACH | DIRECTION
"""Verbs of what comes about."""

BASE = BIT["form.base"]
FINITE = BIT["form.finite"]
PARTICIPLE = BIT["form.participle"]
GERUND = BIT["form.gerund"]
NOUN_FORM = BIT["form.noun"]

DEGREE = BIT["adjectives.degree"]
DECIDING = BIT["adjectives.deciding"]
VAGUE = BIT["adjectives.vague"] | DEGREE | DECIDING
QUANTITY = BIT["adjectives.quantity"]
MORE = BIT["adjectives.more"] | QUANTITY
COMPARES = BIT["adjectives.more"]
STATE = BIT["adjectives.state"]
UNCHANGED = BIT["adjectives.unchanged"]
FEELING = BIT["adjectives.feeling"]
ACTIVE = BIT["adjectives.active"]
NEW = BIT["adjectives.new"]
ADJECTIVE = any_of("adjectives.")

DEFINITE = BIT["grammar.definite"]
INDEFINITE = BIT["grammar.indefinite"]
POSSESSIVE = BIT["grammar.possessive"]
ALL = BIT["grammar.all"]
NONE = BIT["grammar.none"]
ARTICLE = DEFINITE | INDEFINITE
DETERMINER = ARTICLE | POSSESSIVE | ALL | NONE
WE = BIT["grammar.we"]
PRONOUN = BIT["grammar.pronoun"]
AUXILIARY = BIT["grammar.auxiliary"]
CAN = BIT["grammar.can"]
AND = BIT["grammar.and"]
OR = BIT["grammar.or"]
PURPOSE = BIT["grammar.purpose"]
RELATIVE = BIT["grammar.relative"]
MEANS = BIT["grammar.means"]
PREPOSITION = BIT["grammar.preposition"]
FROM = BIT["grammar.from"]
TO = BIT["grammar.to"]
OF = BIT["grammar.of"]
BY = BIT["grammar.by"]
WITH = BIT["grammar.with"]
FOR = BIT["grammar.for"]
PER = BIT["grammar.per"]
AT_LEAST = BIT["grammar.at_least"]
AT_MOST = BIT["grammar.at_most"] | BIT["grammar.within"]
ON_TIME = BIT["grammar.on_time"]
EXAMPLE = BIT["grammar.example"]

NUMBER = BIT["token.number"]
SYMBOL = BIT["token.symbol"]

ORDER = Kinds(
    verb=VERB,
    auxiliary=AUXILIARY | CAN,
    be=BE | HAVE,
    noun=any_of("nouns."),
    person=OUTSIDER | INSIDER,
    adopts=ADOPT,
    works=WORK | DIRECTION | WIN,
    joint=AND | BIT["grammar.or"],
    opens=RELATIVE | PURPOSE,
    article=DEFINITE,
    determiner=DETERMINER,
    of=OF,
    preposition=PREPOSITION,
    due=BIT["grammar.due"] | PER,
    dated=any_of("nouns.month", "nouns.period", "nouns.duration") | PER,
    adjective=ADJECTIVE,
    pronoun=PRONOUN | WE,
    unlisted=OUTPUT | BASE,
)
"""By which words the order of a clause is told."""

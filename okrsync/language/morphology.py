"""Every form of a word from its dictionary form, by the endings that the lexicon states for its language."""

from __future__ import annotations

import re
from typing import Any

from okrsync.language.tags import BIT

_FORMS = ("finite", "participle", "gerund", "noun")
_AS_RULE = "-"
_NO_AGREEMENT = ("",)
_BAR = "|"
"""Stands between a particle and its verb where they part in a main clause: "ein|führen", "live |gehen"."""


class Morphology:
    """The endings of one language.

    `[[morphology.verbs]]` gives, for the first `ending` (of the dictionary form) that fits, the endings of each form;
    `pattern` instead of `ending` is a regular expression whose groups the endings may repeat (Dutch "([aeou])gen").
    `[morphology.irregular]` gives participle, gerund, noun and finite form of single verbs ("-": as the endings say);
    `[[morphology.nouns]]` the endings of plurals and feminines, `[[morphology.adjectives]]` those of adjectives where
    they differ. `augment` is what a participle begins with ("ge"), except behind the `inseparable` beginnings, and
    `infix` what an infinitive takes in between its particle and its verb ("einzuführen", "in te voeren").
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        """Read the tables `verbs`, `irregular`, `nouns` and `adjectives` of `[morphology]`."""
        self._verbs: list[dict[str, Any]] = tables.get("verbs", [])
        self._irregular: dict[str, str] = tables.get("irregular", {})
        self._nouns: list[dict[str, Any]] = tables.get("nouns", [])
        self._adjectives: list[dict[str, Any]] = tables.get("adjectives", self._nouns)
        self._augment: str = tables.get("augment", "")
        self._inseparable: tuple[str, ...] = tuple(tables.get("inseparable", ()))
        self._infix: str = tables.get("infix", "")

    def verb(self, base: str) -> list[tuple[str, int]]:
        """Return (form, bits of `form.*`) of a verb in every form."""
        particle, _, simple = base.rpartition(_BAR)
        if not particle:
            return self._simple(simple)
        forms = [(particle + form, bits) for form, bits in self._simple(simple)]
        spaced = particle.endswith(" ")
        infix = f"{self._infix.strip()} " if spaced else self._infix
        if infix:
            forms.append((particle + infix + simple, BIT["form.base"]))
        return forms

    def parted(self, base: str) -> tuple[str, list[tuple[str, int]]]:
        """Return the particle of a verb, and the forms of the verb that part from it ("führt … ein"); "" for none."""
        particle, _, simple = base.rpartition(_BAR)
        if not particle:
            return "", []
        finite = [(form, bits) for form, bits in self._simple(simple) if bits in (BIT["form.finite"], BIT["form.base"])]
        return particle.strip(), finite

    def _simple(self, base: str) -> list[tuple[str, int]]:
        rule, stem = self._rule_of(base)
        names = ("participle", "gerund", "noun", "finite")
        given = dict(zip(names, self._irregular.get(base, "").split(), strict=False))
        augment = "" if base.startswith(self._inseparable) or not rule.get("augment", True) else self._augment
        forms: list[tuple[str, int]] = [(base, BIT["form.base"])]
        for form in _FORMS:
            bit = BIT[f"form.{form}"]
            irregular = given.get(form, _AS_RULE)
            before = augment if form == "participle" else ""
            if irregular == _AS_RULE or form == "finite":
                forms += [(before + stem(ending), bit) for ending in rule.get(form, ())]
            if irregular != _AS_RULE:
                endings = rule.get("agree", _NO_AGREEMENT) if form == "participle" else _NO_AGREEMENT
                forms += [(irregular + ending, bit) for ending in endings]
        return forms

    def _rule_of(self, base: str) -> tuple[dict[str, Any], Any]:
        """Return the first rule that fits, and what puts an ending in place of the one that it names."""
        for rule in self._verbs:
            if "pattern" in rule:
                match = re.search(rf"(?:{rule['pattern']})$", base)
                if match is not None:
                    return rule, lambda ending, match=match: base[: match.start()] + match.expand(ending)
            elif base.endswith(rule["ending"]):
                return rule, lambda ending, rule=rule: base[: len(base) - len(rule["ending"])] + ending
        return {}, None

    def noun(self, base: str) -> list[str]:
        """Return a noun with its plural and, where the language has them, other genders and cases."""
        return _inflected(base, self._nouns)

    def adjective(self, base: str) -> list[str]:
        """Return an adjective in all its genders, numbers and cases."""
        return _inflected(base, self._adjectives)


def _inflected(base: str, rules: list[dict[str, Any]]) -> list[str]:
    for rule in rules:
        if "pattern" in rule:
            match = re.search(rf"(?:{rule['pattern']})$", base)
            if match is not None:
                return [base, *(base[: match.start()] + match.expand(form) for form in rule["forms"])]
        elif base.endswith(rule["ending"]):
            stem = base[: len(base) - len(rule["ending"])]
            return [base, *(stem + ending for ending in rule["forms"])]
    return [base]

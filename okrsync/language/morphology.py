"""Every form of a word from its dictionary form, by the endings that the lexicon states for its language."""

from __future__ import annotations

from typing import Any

from okrsync.language.tags import BIT

_FORMS = ("finite", "participle", "gerund", "noun")
_AS_RULE = "-"
_NO_AGREEMENT = ("",)


class Morphology:
    """The endings of one language.

    `[[morphology.verbs]]` gives, for the first `ending` (of the dictionary form) that fits, the endings of each form;
    `[morphology.irregular]` gives participle, gerund and noun of single verbs ("-": as the endings say);
    `[[morphology.nouns]]` the endings of plurals and feminines.
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        """Read the tables `verbs`, `irregular` and `nouns` of `[morphology]`."""
        self._verbs: list[dict[str, Any]] = tables.get("verbs", [])
        self._irregular: dict[str, str] = tables.get("irregular", {})
        self._nouns: list[dict[str, Any]] = tables.get("nouns", [])

    def verb(self, base: str) -> list[tuple[str, int]]:
        """Return (form, bits of `form.*`) of a verb in every form."""
        rule = next(rule for rule in self._verbs if base.endswith(rule["ending"]))
        stem = base[: len(base) - len(rule["ending"])]
        given = dict(zip(("participle", "gerund", "noun"), self._irregular.get(base, "").split(), strict=False))
        forms: list[tuple[str, int]] = [(base, BIT["form.base"])]
        for form in _FORMS:
            bit = BIT[f"form.{form}"]
            irregular = given.get(form, _AS_RULE)
            if irregular == _AS_RULE:
                forms += [(stem + ending, bit) for ending in rule.get(form, ())]
            else:
                endings = rule.get("agree", _NO_AGREEMENT) if form == "participle" else _NO_AGREEMENT
                forms += [(irregular + ending, bit) for ending in endings]
        return forms

    def noun(self, base: str) -> list[str]:
        """Return a noun or adjective with its plural and, where the language has them, other genders."""
        for rule in self._nouns:
            if base.endswith(rule["ending"]):
                stem = base[: len(base) - len(rule["ending"])]
                return [base, *(stem + ending for ending in rule["forms"])]
        return [base]

"""A rule's message for one row: the right language, and values written as that language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.wording import DEFAULT_LANGUAGE, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.linting.rule import Rule
    from okrsync.model import Language

# Values that hold a piece of the author's text; others, such as the header of a column, are given to the letter.
_QUOTED = frozenset({
    "aim", "clause", "counted", "first", "likelier", "nearest", "number", "object", "objective", "other", "parent",
    "second", "term", "twin",
})  # fmt: skip
_ENDS = " \u00a0\u202f\t.,;:"


def language_of_message(rule: Rule, row: Language, sheet: Language) -> Language:
    """Return the language to tell a row in: its own, else the sheet's, else English, else any that the rule speaks."""
    for language in (row, sheet, DEFAULT_LANGUAGE):
        if language in rule.messages:
            return language
    return next(iter(rule.messages))


def message(rule: Rule, reason: str, values: Mapping[str, object], language: Language) -> str:
    """Return what is wrong. Raises KeyError if there is no message for `reason`, or it names a value not given."""
    texts = rule.messages[language]
    return _filled(texts[reason] if reason in texts else texts["default"], values, language)


def suggestion(rule: Rule, reason: str, values: Mapping[str, object], language: Language) -> str | None:
    """Return a rewrite skeleton, None where the rule has none. Raises KeyError as `message` does."""
    texts = rule.suggestions.get(language, {})
    template = texts.get(reason) or texts.get("default")
    return None if template is None else _filled(template, values, language)


def _filled(template: str, values: Mapping[str, object], language: Language) -> str:
    return template.format_map(_Written(values, language)) if "{" in template else template


class _Written:
    """Values, each written as a language does once a template names it."""

    __slots__ = ("language", "values")

    def __init__(self, values: Mapping[str, object], language: Language) -> None:
        self.values = values
        self.language = language

    def __getitem__(self, name: str) -> str:
        value = self.values[name]
        return written(
            _within_a_sentence(value) if name in _QUOTED and isinstance(value, str) else value, self.language
        )


def _within_a_sentence(quoted: str) -> str:
    """Return the author's words fit to be gone on with: no full stop at their end, no bracket that is never closed."""
    text = quoted.rstrip(_ENDS)
    opened = text.rfind("(")
    if opened > 0 and ")" not in text[opened:]:
        text = text[:opened].rstrip(_ENDS)
    return text or quoted

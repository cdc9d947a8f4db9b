"""One rule, ready to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from okrsync.linting.rule_file import whole_rule_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from okrsync.linting.checks.base import Hit
    from okrsync.model import Language, Severity


@dataclass(slots=True, frozen=True)
class Rule:
    """One rule as its file, the user's own files, the profile and the config make it."""

    code: str
    name: str
    titles: Mapping[Language, str]
    """What is wrong, in a few words for lists and headings, by language."""
    since: str
    group: str
    """Folder it stands in: "key_result", "structure" …"""
    applies: str
    severity: Severity
    confidence: float
    """0..1."""
    weight: float
    """Points of 100 that a finding takes."""
    needs: frozenset[str]
    any_language: bool
    """It reads values, not words, so it can judge rows in languages that it has no messages in."""
    messages: Mapping[Language, Mapping[str, str]]
    suggestions: Mapping[Language, Mapping[str, str]]
    check: Callable[[Any, Any], Iterable[Hit]]
    check_name: str
    options: object
    option_values: Mapping[str, object]
    """Options as set by the files; those not named here have the check's own defaults."""
    off: bool
    said_by: frozenset[str]
    """Codes of the rules that have said it already: where one of them speaks of the same words, this is only a hint."""
    path: Path

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return the languages that the rule claims: those that it has messages in."""
        return tuple(self.messages)

    def title(self, language: Language) -> str:
        """Return in a few words what the rule finds wrong: in `language`, else English, else its name."""
        return self.titles.get(language) or self.titles.get("en") or self.name.replace("-", " ").capitalize()

    def docs(self, language: Language) -> Mapping[str, str]:
        """Return what, why, not_when and source in `language`, falling back to English, then to nothing."""
        written = whole_rule_table(self.path).get("docs", {})
        found: Mapping[str, str] = written.get(language) or written.get("en") or {}
        return found

    @property
    def cases(self) -> list[dict[str, Any]]:
        """Return the rule's own tests, as its file has them."""
        found: list[dict[str, Any]] = whole_rule_table(self.path).get("tests", [])
        return found

    def claims(self, language: Language) -> bool:
        """Tell whether the rule can judge a row in `language`."""
        return self.any_language or language in self.messages

"""The engine: asks every rule about every OKR and makes findings, each at its cell and in its row's language."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from okrsync.linting.checks.base import CrashContext, Hit, IgnoreContext, ObjectiveContext
from okrsync.linting.contexts import plan_context, read_rows
from okrsync.linting.nearest import nearest
from okrsync.linting.placing import Placing, in_order
from okrsync.linting.repeated import said_once
from okrsync.linting.suppress import read_directives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from okrsync.linting.checks.base import KeyResultContext, PlanContext
    from okrsync.linting.rule import Rule
    from okrsync.linting.ruleset import RuleSet
    from okrsync.linting.suppress import Directive
    from okrsync.model import Finding, KeyResult, Language, Objective, Plan

    Item = KeyResult | Objective
    Check = Callable[[Any, Any], Iterable[Hit]]

WATCHING = frozenset({"ignore", "crash"})
"""Rules about the linting itself: they are asked last, and never silenced by asking to silence everything."""


def lint_plan(plan: Plan, rules: RuleSet, *, today: date, language: Language | None = None) -> list[Finding]:
    """Return what keeps the OKRs of `plan` from working, by place, the plan itself first.

    `today` is the day for which deadlines and progress are judged. `language`, where given, is that of every row; else
    each row's own text tells it. A rule that fails becomes a finding, and the others go on.
    """
    return in_order(_Run(plan_context(plan, today, language), rules).findings(language), plan)


class _Failure(NamedTuple):
    error: str
    times: int
    item: Item | None


READING = None
"""Stands for the code of a rule where it was the reading of a sentence that failed."""


class _Run:
    """One pass of the rules over one plan."""

    def __init__(self, context: PlanContext, rules: RuleSet) -> None:
        self.context = context
        self.rules = rules
        self.places = Placing(context, rules.profile.minimum_confidence)
        self.asked = [rule for rule in rules if rule.needs <= context.provides]
        self.questions: dict[tuple[type, Language], list[tuple[Check, object, Rule]]] = {}
        self.failures: dict[str | None, _Failure] = {}

    def findings(self, language: Language | None) -> list[Finding]:
        """Return all findings, silenced ones left out, unordered."""
        found: list[Finding] = []
        for context in read_rows(self.context, language):
            self._ask_row(context, found)
        for item, error in self.context.unread:
            self._failed(READING, error, item)
        for rule in self._applying("plan"):
            self._ask(rule, self.context, None, self.context.language, found)
        kept = said_once(self._without_silenced(found), self.asked)
        self._report_failures(kept)
        return kept

    def _applying(self, applies: str, language: Language | None = None) -> list[Rule]:
        return [rule for rule in self.asked if rule.applies == applies and (language is None or rule.claims(language))]

    def _ask_row(self, context: ObjectiveContext | KeyResultContext, found: list[Finding]) -> None:
        """Ask the rules of key results or of objectives about one: the loop that decides how fast okrsync is."""
        kind = type(context)
        questions = self.questions.get((kind, context.language))
        if questions is None:
            rules = self._applying("objective" if kind is ObjectiveContext else "key_result", context.language)
            questions = [(rule.check, rule.options, rule) for rule in rules]
            self.questions[kind, context.language] = questions
        for check, options, rule in questions:
            try:
                for hit in check(context, options):
                    found.append(  # noqa: PERF401 - nearly always there is none: a generator more would cost
                        self._finding(rule, hit, _item(context), context.language)
                    )
            except Exception as error:  # noqa: BLE001 - whatever a rule does wrong, the others go on
                self._failed(rule.code, type(error).__name__, _item(context))

    def _ask(self, rule: Rule, context: object, item: Item | None, language: Language, found: list[Finding]) -> None:
        """Ask one rule once."""
        try:
            found.extend(self._finding(rule, hit, item, language) for hit in rule.check(context, rule.options))
        except Exception as error:  # noqa: BLE001 - as above
            self._failed(rule.code, type(error).__name__, item)

    def _finding(self, rule: Rule, hit: Hit, item: Item | None, language: Language) -> Finding:
        if hit.subject is not None:
            item = hit.subject
            language = self.context.language_of(item)
        return self.places.finding(rule, hit, item, language)

    def _failed(self, code: str | None, error: str, item: Item | None) -> None:
        """Remember that a rule failed: the kind of the error, never its text, which may quote an OKR."""
        before = self.failures.get(code, _Failure(error, 0, item))
        self.failures[code] = before._replace(times=before.times + 1)

    def _report_failures(self, found: list[Finding]) -> None:
        for code, failure in list(self.failures.items()):
            context = CrashContext(code, failure.error, failure.times, failure.item)
            language = self.context.language_of(failure.item) if failure.item else self.context.language
            for rule in self._applying("crash"):
                self._ask(rule, context, failure.item, language, found)

    def _without_silenced(self, found: list[Finding]) -> list[Finding]:
        """Return the findings that nobody asked to silence, and those of the rules that watch over such requests."""
        directives = {
            (kind, item.key): (item, read_directives(item.ignore, self.rules.known))
            for kind, item in self._items()
            if item.ignore
        }
        if not directives:
            return found
        watching = self._applying("ignore")
        kept: list[Finding] = []
        silenced: Counter[tuple[str, str, str]] = Counter()
        for finding in found:
            at = (finding.kind, finding.owner_key)
            if any(finding.code in directive.codes for directive in directives.get(at, (None, ()))[1]):
                silenced[*at, finding.code] += 1
            else:
                kept.append(finding)
        for (kind, key), (item, asked) in directives.items():
            explicit = {code for directive in asked if not directive.everything for code in directive.codes}
            for directive in asked:
                count = sum(silenced[kind, key, code] for code in directive.codes)
                context = IgnoreContext(item, directive, count, self._could_fire(directive), self._nearest(directive))
                for rule in watching:
                    if rule.code not in explicit:
                        self._ask(rule, context, item, self.context.language_of(item), kept)
        return kept

    def _items(self) -> Iterable[tuple[str, Item]]:
        for objective in self.context.plan.objectives:
            yield "objective", objective
            for key_result in objective.key_results:
                yield "key_result", key_result
        for orphan in self.context.plan.orphans:
            yield "key_result", orphan

    def _could_fire(self, directive: Directive) -> bool:
        """Tell whether a rule that is silenced was asked at all: of one that was not, nobody knows if it is needed."""
        return any(rule.code in directive.codes and rule.applies not in WATCHING for rule in self.asked)

    def _nearest(self, directive: Directive) -> str | None:
        if directive.codes:
            return None
        return nearest(directive.named, [name for rule in self.rules.known for name in (rule.code, rule.name)])


def _item(context: ObjectiveContext | KeyResultContext) -> Item:
    return context.objective if isinstance(context, ObjectiveContext) else context.key_result

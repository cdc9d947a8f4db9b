"""Plans as they come out of reading: their languages told, the columns of the config found, or plain sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from okrsync.alike import alike
from okrsync.errors import ConfigError
from okrsync.grid import column_letters
from okrsync.language.text import detect
from okrsync.model import KeyResult, Objective, Plan, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from okrsync.model import Language

SENTENCES = "sentences"
"""Kind of source of a plan made of plain sentences."""
_SAMPLE = 200
"""How many titles are enough to tell a language."""


def plan_of_sentences(
    sentences: Iterable[str], kind: Literal["objective", "key_result"], language: Language | None = None
) -> Plan:
    """Return plain sentences, one a line, as a plan; a blank line counts as a row and holds nothing."""
    plan = Plan(source="-", kind=SENTENCES, language=language)
    for number, sentence in enumerate(sentences, start=1):
        title = " ".join(sentence.split())
        if not title:
            continue
        ref = Ref(plan.source, None, number, str(number))
        if kind == "objective":
            plan.objectives.append(Objective(ref.key, title, ref, typed={"title": title}))
        else:
            plan.orphans.append(KeyResult(ref.key, title, ref, typed={"title": title}))
    return plan


def tell_languages(plan: Plan, language: Language | None, locale: Language | None) -> None:
    """Fill in the language of the plan and of each of its tables, which our titles beside them are written in.

    `language` is what the config says, `locale` what the store says.
    """
    titles: dict[str | None, list[str]] = {}
    items: list[Objective | KeyResult] = [*plan.objectives, *plan.orphans]
    items += [key_result for objective in plan.objectives for key_result in objective.key_results]
    for item in items:
        sample = titles.setdefault(item.ref.container, [])
        if len(sample) < _SAMPLE:
            sample.append(item.title)
    known = language or plan.language
    whole = [title for sample in titles.values() for title in sample][:_SAMPLE]
    plan.language = known or detect(". ".join(whole), locale)
    plan.tables = tuple(
        replace(
            table,
            language=known or table.language or detect(". ".join(titles.get(table.container, ())), plan.language),
        )
        for table in plan.tables
    )


def require_columns(columns: Mapping[str, Sequence[str]], plan: Plan) -> None:
    """Raise ConfigError if the config names a column that is not there: nothing is passed over in silence."""
    found = {alike(column.header): column.header for table in plan.tables for column in table.columns}
    letters = {column_letters(column.index) for table in plan.tables for column in table.columns}
    for role, headers in columns.items():
        for header in headers:
            if alike(header) not in found and header not in letters:
                there = ", ".join(f"“{each}”" for each in found.values() if each)
                raise ConfigError("errors.column-missing", source=plan.source, role=role, header=header, there=there)

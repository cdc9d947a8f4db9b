"""Objectives, key results, and what was found out about them: plain data, no I/O.

Values are kept as read (`None` where they could not be), and beside them, in `typed`, as the person typed them.
Units: progress and confidence are 0..1; weights are as the sheet has them; dates are calendar dates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from okrsync.grades import Score
    from okrsync.trend import Trend

Language = str
"""ISO 639-1 code: "en", "fr" …"""


class Level(StrEnum):
    """How high in the organisation an objective stands."""

    COMPANY = "company"
    DIVISION = "division"
    TEAM = "team"
    INDIVIDUAL = "individual"
    UNKNOWN = "unknown"


class Ambition(StrEnum):
    """What kind of promise an OKR is: 1.0 is expected of a committed one, 0.6 to 0.7 of an aspirational one."""

    COMMITTED = "committed"
    ASPIRATIONAL = "aspirational"
    LEARNING = "learning"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return 3 for an error, 2 for a warning, 1 for an info."""
        return {"error": 3, "warning": 2, "info": 1}[self.value]


@dataclass(slots=True, frozen=True)
class Ref:
    """Where an OKR stands, down to the cell of each of its fields."""

    source: str
    container: str | None
    """Name of the sheet, tab or database; None in a CSV, which has just one."""
    row: int
    """The row as the person sees it: 1-based, header counted. A place, never an identity."""
    key: str
    """Identity of the row that survives sorting and inserting: an id column, a page id, else sheet and title."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """Field name → cell address ("C7") or property id."""


@dataclass(slots=True, frozen=True)
class Period:
    """The time an OKR is for, as typed and, where it could be told, its first and last day."""

    text: str
    start: date | None = None
    end: date | None = None


class CheckIn(NamedTuple):
    """What a key result stood at on an earlier day."""

    day: date
    current: float | None = None
    progress: float | None = None
    """0..1."""


@dataclass(slots=True)
class KeyResult:
    """A measurable result that tells whether the objective is reached."""

    key: str
    title: str
    ref: Ref
    owners: tuple[str, ...] = ()
    metric: str | None = None
    unit: str | None = None
    direction: Literal["up", "down"] | None = None
    baseline: float | None = None
    target: float | None = None
    current: float | None = None
    progress: float | None = None
    confidence: float | None = None
    status: str | None = None
    weight: float | None = None
    due: date | None = None
    last_check_in: date | None = None
    score: float | None = None
    """The team's own score at close, 0..1 (not the quality score of okrsync)."""
    ignore: str | None = None
    """What stands in the "OKR ignore" column."""
    history: tuple[CheckIn, ...] = ()
    """Earlier check-ins, oldest first, where the source keeps them ("history" in `Plan.provides`)."""
    watched_since: date | None = None
    """The first day on which okrsync saw it, where check-ins are told from what changes ("watched" in `provides`)."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """Field name → what the person typed, for every filled field."""


@dataclass(slots=True)
class Objective:
    """What a team wants to reach in a period, and the key results that tell whether it did."""

    key: str
    title: str
    ref: Ref
    description: str | None = None
    level: Level = Level.UNKNOWN
    team: str | None = None
    owners: tuple[str, ...] = ()
    period: Period | None = None
    parents: tuple[str, ...] = ()
    """Titles or keys of what it contributes to, as the sheet names them (vertical alignment)."""
    supports: tuple[str, ...] = ()
    """What it depends on or supports beside it (horizontal alignment)."""
    ambition: Ambition = Ambition.UNKNOWN
    weight: float | None = None
    status: str | None = None
    progress: float | None = None
    confidence: float | None = None
    last_check_in: date | None = None
    score: float | None = None
    ignore: str | None = None
    key_results: list[KeyResult] = field(default_factory=list)
    typed: Mapping[str, str] = field(default_factory=dict)


COLUMN_OF = {"owners": "owner", "parents": "parent"}
"""Field that holds several → what tables call the column that it comes from."""


@dataclass(slots=True, frozen=True)
class Column:
    """What one column of a table was taken for."""

    index: int
    """0-based."""
    header: str
    role: str
    """A field of the model ("target"), "objective"/"key_result" for titles, "okrsync_score"/"okrsync_warnings"
    for our own, "ignored" for what is none of these."""
    confidence: float
    why: str = ""
    rivals: tuple[str, ...] = ()
    """Other roles that were nearly as likely: OP504 tells of them."""


@dataclass(slots=True, frozen=True)
class Table:
    """One table of OKRs as found on a sheet: enough to explain it and to write beside it. Rows are 1-based."""

    container: str | None
    layout: str
    confidence: float
    header_row: int | None
    first_row: int
    last_row: int
    columns: tuple[Column, ...] = ()
    language: Language | None = None
    """Language of its OKRs, where known: our titles beside it are written in it."""


class Unreadable(NamedTuple):
    """A cell that holds something where a number, date or share was expected, and that could not be read."""

    ref: Ref
    field: str
    typed: str
    owner_key: str
    """Key of the objective or key result whose field it is."""


class OpenConflict(NamedTuple):
    """A field that was changed here and in the place that is kept in step with it, to different values."""

    kind: str
    """"objective" or "key_result"."""
    owner_key: str
    """Key of the objective or key result whose field it is."""
    field: str
    name: str
    """What people call the field: the header of its column, where there is one."""
    here: object
    """What stands here, to be written in a sentence (`okrsync.wording.written`); "" for nothing."""
    there: object
    other: str
    """Name of the other source."""


@dataclass(slots=True)
class Plan:
    """All OKRs of one source."""

    source: str
    kind: str
    """Kind of source: "excel", "csv", "ods", "sentences" …"""
    objectives: list[Objective] = field(default_factory=list)
    orphans: list[KeyResult] = field(default_factory=list)
    """Key results that belong to no objective."""
    tables: tuple[Table, ...] = ()
    provides: frozenset[str] = frozenset()
    """Fields that the source has a place for (a column, a property), filled or not; rules that need others keep silent.
    "structure" stands for "tells objectives and key results apart and together"."""
    unreadable: tuple[Unreadable, ...] = ()
    conflicts: tuple[OpenConflict, ...] = ()
    """Those that wait for a person, where the source is kept in step with another ("conflicts" in `provides`)."""
    language: Language | None = None
    """Language of the sheet as a whole, where known."""


class Finding(NamedTuple):
    """One thing that keeps an OKR from working, said to the person who can mend it."""

    code: str
    name: str
    severity: Severity
    confidence: float
    message: str
    suggestion: str | None
    lang: Language
    source: str
    container: str | None
    row: int
    cell: str | None
    field: str
    text: str
    """The words that it is about: the title, or the field as typed."""
    span: tuple[int, int] | None
    """Where in `text`, as character offsets."""
    kind: str
    """"objective", "key_result" or "plan"."""
    owner_key: str
    """Key of the objective or key result."""
    points: float
    """What it costs, in points of the 100 that an OKR begins with."""

    @property
    def key(self) -> str:
        """Identity of the finding across runs: the same rule at the same OKR's same field."""
        return f"{self.code}:{self.source}:{self.owner_key}:{self.field}"


@dataclass(slots=True)
class Report:
    """What one run found out about one source."""

    plan: Plan
    findings: list[Finding] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    titles: Mapping[str, Mapping[Language, str]] = field(default_factory=dict)
    """Code of each rule that fired → what is wrong, in a few words, by language."""
    trend: Trend | None = None
    """How the source has come along, where there is a history."""

    def title(self, code: str, language: Language) -> str:
        """Return in a few words what a rule that fired finds wrong: in `language`, else English, else its code."""
        titles = self.titles.get(code, {})
        return titles.get(language) or titles.get("en") or code

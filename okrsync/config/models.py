"""Every key that the config file may hold, with its type, its limits and its default."""

from __future__ import annotations

from collections.abc import Callable, Sequence  # noqa: TC003 - as date
from datetime import date  # noqa: TC003 - pydantic reads the annotation when the class is made
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from okrsync.config.nightly import AgentSettings, HealthSettings, HistorySettings, LoggingSettings, StateSettings
from okrsync.config.rituals import DigestSettings  # noqa: TC001 - as date
from okrsync.config.syncing import SyncSettings  # noqa: TC001 - as date
from okrsync.config.table import Table, Text
from okrsync.wording import languages, spoken

Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(ge=0, le=100)]
Headers = Annotated[list[Text], BeforeValidator(lambda given: [given] if isinstance(given, str) else given)]
"""One header, or several in a list."""
Role = Literal[
    "objective",
    "key_result",
    "title",
    "type",
    "id",
    "parent",
    "supports",
    "level",
    "team",
    "owner",
    "period",
    "metric",
    "unit",
    "direction",
    "baseline",
    "target",
    "current",
    "progress",
    "confidence",
    "status",
    "weight",
    "due",
    "last_check_in",
    "score",
    "ambition",
    "description",
    "ignore",
    "ignored",
]
"""What a column can be for. "title" is that of an objective or a key result, told apart by "type"; "ignore" holds the
requests to silence a rule; "ignored" is a column that okrsync should leave alone."""


def _one_of(known: Callable[[], tuple[str, ...]]) -> AfterValidator:
    """Return what refuses a language that has no folder: a new one is known by its words, not by its name here."""

    def check(language: str) -> str:
        if language not in known():
            expected = ", ".join(f"'{code}'" for code in known())
            raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})
        return language

    return AfterValidator(check)


LanguageCode = Annotated[str, _one_of(languages)]
"""A language that OKRs may be written in."""
SpokenLanguage = Annotated[str, _one_of(spoken)]
"""A language that okrsync itself speaks."""
SeverityName = Literal["error", "warning", "info"]


class General(Table):
    """`[okrsync]`: what holds for every source that says nothing else."""

    language: SpokenLanguage | None = None
    profile: Text = "default"
    fail_on: Literal["error", "warning", "info", "never"] = "error"
    rules_folders: list[Text] = Field(default_factory=list)
    select: list[Text] = Field(default_factory=list)
    ignore: list[Text] = Field(default_factory=list)
    baseline: Text | None = None
    report: Text | None = None


class PeriodSettings(Table):
    """`period = { … }` of a source: the time that all its OKRs are for."""

    name: Text
    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise PydanticCustomError("period_backwards", "ends before it begins")
        return self


Reference = Text
"""Where a key or token is kept: "env:NAME", "file:PATH", "keyring:SERVICE/NAME", "credential:NAME". Anything else under
such a name is refused before this is read: it may be the secret itself (`okrsync.config.secrets`)."""


class GoogleSettings(Table):
    """`[google]`: how okrsync signs in to Google Sheets."""

    credentials: Reference | None = None
    api_endpoint: Text | None = None


class NotionSettings(Table):
    """`[notion]`: how okrsync signs in to Notion."""

    token: Reference = "env:NOTION_TOKEN"  # noqa: S105 - where the token is kept, not the token
    base_url: Text = "https://api.notion.com"
    requests_per_second: Annotated[float, Field(gt=0, le=100)] = 2.5


class CoachSettings(Table):
    """`[coach]`: a language model that may word suggestions better; off unless an endpoint is named."""

    endpoint: Text | None = None
    model: Text = "default"
    key: Reference | None = None
    most: Annotated[int, Field(ge=0)] = 50


class SourceSettings(Table):
    """`[sources.NAME]`: one place where OKRs live; one of `path`, `google_sheet` and `notion` says where."""

    path: Text | None = None
    google_sheet: Text | None = None
    notion: Text | None = None
    credentials: Reference | None = None
    """Another key or token than that of `[google]` or `[notion]`."""
    details: Literal["none", "callout", "comment"] = "none"
    """Notion: where the remarks stand on each page itself."""
    team: Text | None = None
    profile: Text | None = None
    language: LanguageCode | None = None
    period: PeriodSettings | None = None
    columns: dict[Role, Headers] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _in_one_place(self) -> Self:
        places = [self.path, self.google_sheet, self.notion]
        if sum(place is not None for place in places) != 1:
            raise PydanticCustomError("source_places", "names no place, or several")
        return self

    @property
    def headers(self) -> dict[str, Sequence[str]]:
        """Return role → headers of its columns."""
        return {str(role): headers for role, headers in self.columns.items()}


class RuleSettings(Table):
    """`[rules.CODE]`: what one rule should do otherwise."""

    off: bool = False
    severity: SeverityName | None = None
    confidence: Share | None = None
    weight: Points | None = None
    options: dict[str, Any] = Field(default_factory=dict)


class Config(Table):
    """The whole file."""

    okrsync: General = Field(default_factory=General)
    google: GoogleSettings = Field(default_factory=GoogleSettings)
    notion: NotionSettings = Field(default_factory=NotionSettings)
    coach: CoachSettings = Field(default_factory=CoachSettings)
    sources: dict[Text, SourceSettings] = Field(default_factory=dict)
    sync: dict[Text, SyncSettings] = Field(default_factory=dict)
    rules: dict[Text, RuleSettings] = Field(default_factory=dict)
    agent: AgentSettings = Field(default_factory=AgentSettings)
    state: StateSettings = Field(default_factory=StateSettings)
    history: HistorySettings = Field(default_factory=HistorySettings)
    health: HealthSettings = Field(default_factory=HealthSettings)
    digests: dict[Text, DigestSettings] = Field(default_factory=dict)
    logging: LoggingSettings | None = None
    """Without it only the agent keeps a log."""

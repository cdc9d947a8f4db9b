"""What the commands that judge OKRs have in common: the options, the config file, and the two joined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime  # noqa: TC003 - TypedDicts are read when the command is made
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from okrsync.addresses import FileAddress, GoogleAccess, GoogleSheetAddress, NotionAccess, NotionAddress
from okrsync.cli.failures import tell
from okrsync.cli.spoken import asked_language_of, debug_asked, language_of, option
from okrsync.config.finding import find_config
from okrsync.linting.profile import profile_names
from okrsync.linting.ruleset import load_rules
from okrsync.model import Period
from okrsync.pipeline import Manner, local_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from okrsync.addresses import Address
    from okrsync.coach import Coach
    from okrsync.config.models import Config, SourceSettings
    from okrsync.errors import OkrsyncError
    from okrsync.model import Language


class JudgingOptions(TypedDict):
    """Options of every command that judges OKRs."""

    config: Path | None
    profile: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    today: datetime | None


class PageOptions(JudgingOptions):
    """Options of the commands that make a page of what is found."""

    output: Path | None


def unjudging(config: Path | None) -> JudgingOptions:
    """Return the options of a command that reads the config and judges nothing."""
    return {"config": config, "profile": None, "select": (), "ignore": (), "today": None}


def judging_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that say how to judge."""
    for add in (
        option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD"),
        option("--ignore", multiple=True, metavar="CODES"),
        option("--select", multiple=True, metavar="CODES"),
        option("--profile", metavar="NAME", shell_complete=lambda _context, _option, typed: complete_profile(typed)),
        config_option,
    ):
        command = add(command)
    return command


def complete_profile(typed: str) -> list[str]:
    """Return the profiles that begin as `typed`, for the Tab key."""
    return [name for name in profile_names() if name.startswith(typed)]


config_option = option("--config", type=click.Path(path_type=Path), metavar="FILE")


@dataclass(slots=True, frozen=True)
class Settings:
    """The config file and the command line as one; what was typed wins."""

    config: Config | None
    """None where there is no config file: reading one costs a tenth of a second, which a quick look should not pay."""
    folder: Path
    """Where the config file stands: its paths are told from there."""
    options: JudgingOptions
    language: Language
    """The reader's."""
    debug: bool = False
    file: Path | None = None
    """The config file."""

    @property
    def sources(self) -> Mapping[str, SourceSettings]:
        """Return the sources of the config by name."""
        return self.config.sources if self.config else {}

    @property
    def fail_on(self) -> str:
        """Return the seriousness from which on `lint` leaves with exit code 1."""
        return self.config.okrsync.fail_on if self.config else "error"

    @property
    def judges_as_told(self) -> bool:
        """Tell whether OKRs are judged as the config says, nothing on the command line overruling it."""
        typed = self.options
        return not (typed["profile"] or typed["select"] or typed["ignore"] or typed["today"])

    @property
    def baseline(self) -> Path | None:
        """Return the file with the findings that are accepted for now."""
        named = self.config and self.config.okrsync.baseline
        return self.folder / named if named else None

    @property
    def page(self) -> Path | None:
        """Return where the page for the browser goes."""
        named = self.config and self.config.okrsync.report
        return self.folder / named if named else None

    def address(self, source: SourceSettings) -> Address:
        """Return where a source of the config is."""
        if source.google_sheet is not None:
            return GoogleSheetAddress(source.google_sheet, self.google_access(source.credentials))
        if source.notion is not None:
            return NotionAddress(source.notion, self.notion_access(source.credentials), source.details)
        return FileAddress(self.folder / path_typed(source.path or ""))

    def google_access(self, credentials: str | None = None) -> GoogleAccess:
        """Return how to reach Google Sheets, with other `credentials` than the general ones where a source has some."""
        general = self.config.google if self.config else None
        if general is None:
            return GoogleAccess()
        return GoogleAccess(credentials or general.credentials, general.api_endpoint)

    def notion_access(self, token: str | None = None) -> NotionAccess:
        """Return how to reach Notion, with another `token` than the general one where a source has one."""
        general = self.config.notion if self.config else None
        if general is None:
            return NotionAccess()
        return NotionAccess(token or general.token, general.base_url, general.requests_per_second)

    def _coach(self) -> Coach | None:
        given = self.config and self.config.coach
        if not given or given.endpoint is None:
            return None
        from platformdirs import user_cache_path  # noqa: PLC0415 - as below

        from okrsync.coach import Coach  # noqa: PLC0415 - most people have none, and it loads an HTTP client

        memory = user_cache_path("okrsync") / "coach.json"
        return Coach(given.endpoint, given.model, memory, given.key, given.most)

    def tell(self, error: OkrsyncError) -> None:
        """Tell the reader about an error that did not stop the others."""
        tell(error, self.language, debug=self.debug)

    def manner(self, source: SourceSettings | None = None, *, language: Language | None = None) -> Manner:
        """Return how to read and judge `source`, or a source of which the config says nothing, in `language`."""
        typed = self.options
        manner = Manner(
            profile=typed["profile"] or "default",
            select=_codes(typed["select"]),
            ignore=_codes(typed["ignore"]),
            language=language,
            today=typed["today"].date() if typed["today"] else local_date(),
        )
        if self.config is None:
            return manner
        general = self.config.okrsync
        manner = replace(
            manner,
            profile=typed["profile"] or (source and source.profile) or general.profile,
            rules_folders=tuple(self.folder / folder for folder in general.rules_folders),
            select=manner.select or tuple(general.select),
            ignore=(*manner.ignore, *general.ignore),
            rules={code: rule.model_dump(exclude_unset=True) for code, rule in self.config.rules.items()},
            coach=self._coach(),
        )
        if source is None:
            return manner
        return replace(
            manner,
            columns=source.headers,
            team=source.team,
            period=Period(given.name, given.start, given.end) if (given := source.period) else None,
            language=source.language,
        )


def read_settings(context: click.Context, options: JudgingOptions) -> Settings:
    """Return the settings for this call. Raises ConfigError where the config file is wrong."""
    path = find_config(options["config"])
    language = language_of(context)
    if path is None:
        return Settings(None, Path(), options, language, debug_asked(context))
    config = read_config(path)
    if asked_language_of(context) is None and config.okrsync.language:
        language = config.okrsync.language
    return Settings(config, path.parent, options, language, debug_asked(context), path)


def read_config(path: Path) -> Config:
    """Return the config file, all names in it checked. Raises ConfigError where it is wrong."""
    from okrsync.config.loading import check_names, load_config  # noqa: PLC0415 - see Settings.config

    config = load_config(path)
    folders = [path.parent / folder for folder in config.okrsync.rules_folders]
    rules = {name for rule in load_rules(folders=folders).known for name in (rule.code, rule.name)}
    check_names(path, config, rules=rules, profiles=profile_names(folders))
    return config


def path_typed(typed: str) -> Path:
    """Return the path that was typed, "~" read as the home folder; "~$okrs.xlsx" as the name of a file."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        return Path(typed)


def _codes(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of `--select KR101,KR104 --select OB`."""
    return tuple(code.strip() for each in typed for code in each.split(",") if code.strip())

"""What the commands that judge OKRs have in common: the options, the config file, and the two joined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - TypedDicts are read when the command is made
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from okrsync.cli.failures import tell
from okrsync.cli.spoken import asked_language_of, debug_asked, language_of, option
from okrsync.config import Config, check_names, find_config, load_config
from okrsync.linting.profile import profile_names
from okrsync.linting.ruleset import load_rules
from okrsync.model import Period
from okrsync.pipeline import Manner, local_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrsync.config import SourceSettings
    from okrsync.errors import OkrsyncError
    from okrsync.model import Language


class JudgingOptions(TypedDict):
    """Options of every command that judges OKRs."""

    config: Path | None
    profile: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    today: datetime | None


def unjudging(config: Path | None) -> JudgingOptions:
    """Return the options of a command that reads the config and judges nothing."""
    return {"config": config, "profile": None, "select": (), "ignore": (), "today": None}


def judging_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that say how to judge."""
    for add in (
        option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD"),
        option("--ignore", multiple=True, metavar="CODES"),
        option("--select", multiple=True, metavar="CODES"),
        option("--profile", metavar="NAME"),
        config_option,
    ):
        command = add(command)
    return command


config_option = option("--config", type=click.Path(path_type=Path), metavar="FILE")


@dataclass(slots=True, frozen=True)
class Settings:
    """The config file and the command line as one; what was typed wins."""

    config: Config
    folder: Path
    """Where the config file stands: its paths are told from there."""
    options: JudgingOptions
    language: Language
    """The reader's."""
    debug: bool = False

    def tell(self, error: OkrsyncError) -> None:
        """Tell the reader about an error that did not stop the others."""
        tell(error, self.language, debug=self.debug)

    def manner(self, source: SourceSettings | None = None, *, language: Language | None = None) -> Manner:
        """Return how to read and judge `source`, or a source of which the config says nothing, in `language`."""
        general, options = self.config.okrsync, self.options
        today = options["today"]
        return Manner(
            profile=options["profile"] or (source and source.profile) or general.profile,
            rules_folders=tuple(self.folder / folder for folder in general.rules_folders),
            select=_codes(options["select"]) or tuple(general.select),
            ignore=(*_codes(options["ignore"]), *general.ignore),
            rules={code: rule.model_dump(exclude_unset=True) for code, rule in self.config.rules.items()},
            columns=source.headers if source else {},
            team=source.team if source else None,
            period=_period(source),
            language=source.language if source else language,
            today=today.date() if today else local_date(),
        )


def read_settings(context: click.Context, options: JudgingOptions) -> Settings:
    """Return the settings for this call. Raises ConfigError where the config file is wrong."""
    path = find_config(options["config"])
    config = load_config(path) if path else Config()
    if path:
        folders = [path.parent / folder for folder in config.okrsync.rules_folders]
        rules = {name for rule in load_rules(folders=folders).known for name in (rule.code, rule.name)}
        check_names(path, config, rules=rules, profiles=profile_names(folders))
    language = language_of(context)
    if asked_language_of(context) is None and config.okrsync.language:
        language = config.okrsync.language
    return Settings(config, path.parent if path else Path(), options, language, debug_asked(context))


def _period(source: SourceSettings | None) -> Period | None:
    if source is None or source.period is None:
        return None
    return Period(source.period.name, source.period.start, source.period.end)


def _codes(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of `--select KR101,KR104 --select OB`."""
    return tuple(code.strip() for each in typed for code in each.split(",") if code.strip())

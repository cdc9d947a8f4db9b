"""From a TOML file to a checked `Config`."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from pydantic import ValidationError

from okrsync.config.models import Config
from okrsync.config.problems import ConfigFileError, Problem, nearest_name, problem_of
from okrsync.config.secrets import looks_secret, secret_paths
from okrsync.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_PLACE_IN_MESSAGE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)")


def load_config(path: Path) -> Config:
    """Return the checked content of a config file.

    Raises ConfigError if it cannot be read, is no TOML, holds a secret, or anything that okrsync does not know.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError("config.missing-file", file=path) from None
    except UnicodeDecodeError:
        raise ConfigError("config.not-utf-8", file=path) from None
    except OSError as error:
        raise ConfigError("config.not-readable", file=path, reason=error.strerror) from error
    return check_config(path, text)


def check_names(path: Path, config: Config, *, rules: Collection[str], profiles: Collection[str]) -> None:
    """See to it that the config names only rules (codes or names), profiles and sources that there are.

    Raises ConfigError that shows each wrong name where it stands.
    """
    problems = [
        Problem("config.unknown-rule", {"name": code}, ("rules", code), nearest_name(code, rules))
        for code in config.rules
        if code not in rules
    ]
    chosen: dict[tuple[str, ...], str] = {("okrsync", "profile"): config.okrsync.profile}
    chosen |= {
        ("sources", name, "profile"): source.profile for name, source in config.sources.items() if source.profile
    }
    problems += [
        Problem("config.unknown-profile", {"value": name}, place, nearest_name(name, profiles))
        for place, name in chosen.items()
        if name not in profiles
    ]
    problems += [
        Problem("config.unknown-source", {"value": name}, ("sync", pair, side), nearest_name(name, config.sources))
        for pair, settings in config.sync.items()
        for side, name in (("a", settings.a), ("b", settings.b))
        if name not in config.sources
    ]
    if problems:
        raise ConfigFileError(path, path.read_text("utf-8-sig"), problems)


def check_config(path: Path, text: str) -> Config:
    """Return `text`, the content of the file `path`, as checked config. Raises ConfigError as `load_config` does."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, text, str(error)) from None
    secrets = [
        Problem("config.secret", {"setting": ".".join(found)}, found, quotes_line=False)
        for found in secret_paths(document)
    ]
    if secrets:
        raise ConfigFileError(path, text, secrets)
    try:
        return Config.model_validate(document)
    except ValidationError as error:
        raise ConfigFileError(path, text, [problem_of(each, Config) for each in error.errors()]) from None


def _not_toml(path: Path, text: str, message: str) -> ConfigError:
    """Say where the file stops being TOML, and show that line."""
    place = _PLACE_IN_MESSAGE.search(message)
    lines = text.splitlines()
    number = int(place["line"]) if place and place["line"] else len(lines)
    reason = _PLACE_IN_MESSAGE.sub("", message)
    shown = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    if looks_secret(shown):
        shown = "…"
    return ConfigError("config.not-toml", file=path, line=number, reason=reason, text=shown)

"""The config file: TOML in, checked settings out; what is wrong is shown where it stands."""

from okrsync.config.loading import FILE_NAME, check_names, find_config, load_config
from okrsync.config.models import Config, General, RuleSettings, SourceSettings

__all__ = [
    "FILE_NAME",
    "Config",
    "General",
    "RuleSettings",
    "SourceSettings",
    "check_names",
    "find_config",
    "load_config",
]

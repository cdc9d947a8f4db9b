"""The config file: TOML in, checked settings out; what is wrong is shown where it stands."""

from okrsync.config.loading import FILE_NAME, find_config, load_config
from okrsync.config.models import Config, General, RuleSettings, SourceSettings

__all__ = ["FILE_NAME", "Config", "General", "RuleSettings", "SourceSettings", "find_config", "load_config"]

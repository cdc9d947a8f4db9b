"""Where the config file is; apart from reading it, so that who has none need not load what reads it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "okrsync.toml"
_VARIABLE = "OKRSYNC_CONFIG"


def find_config(asked: Path | None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the config file: the one asked for, that of OKRSYNC_CONFIG, or okrsync.toml in this folder; else None."""
    if asked is not None:
        return asked
    if environment.get(_VARIABLE):
        return Path(environment[_VARIABLE])
    here = Path(FILE_NAME)
    return here if here.is_file() else None

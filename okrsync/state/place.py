"""Where the state of a config stands: as the config says, else where systemd or the platform keep such things."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from okrsync.credentials import is_reference, resolve
from okrsync.state.database import FILE_NAME, default_path

if TYPE_CHECKING:
    from collections.abc import Mapping

_SQLITE = "sqlite:///"
_VARIABLE = "STATE_DIRECTORY"
"""Set by systemd for a unit with `StateDirectory=`."""


def state_place(url: str | None, config: Path, environment: Mapping[str, str] = os.environ) -> str | Path:
    """Return the path or the URL of the database for the config file `config`, which may name it (`[state] url`).

    Without that each config has a file of its own, since two of them may call different sources by one name. Paths are
    told from the folder of the config. Raises AccessError where the URL is kept elsewhere and is not there.
    """
    if url is not None:
        address = str(resolve(url, environment)) if is_reference(url) else url
        return address if "://" in address else config.parent / Path(address).expanduser()
    given = environment.get(_VARIABLE)
    if given:
        return Path(given.partition(":")[0]) / FILE_NAME
    whole = config.resolve()
    # The name is for people who look into the folder; the digest tells apart what is called alike.
    name = re.sub(r"[^\w.-]+", "-", whole.parent.name) or "root"
    return default_path().parent / f"{name}-{sha256(str(whole).encode()).hexdigest()[:8]}" / FILE_NAME


def lock_path(place: str | Path) -> Path:
    """Return the lock that runs with this state hold on this computer: beside a file, else in the user's folder."""
    file = _file(place)
    if file is None:
        return default_path().parent / f"{sha256(str(place).encode()).hexdigest()[:8]}.lock"
    return file.with_name(f"{file.name}.lock")


def may_exist(place: str | Path) -> bool:
    """Tell whether there may be a state to read: a file must be there, a server is only known when asked."""
    file = _file(place)
    return file is None or file.exists()


def _file(place: str | Path) -> Path | None:
    """Return the file of a SQLite database; None for a server."""
    if isinstance(place, Path):
        return place
    return Path(place.removeprefix(_SQLITE)) if place.startswith(_SQLITE) else None

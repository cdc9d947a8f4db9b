"""What all tests share: real material, golden files, a PostgreSQL server, and programs that a machine may lack."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import postgresql
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, make_url, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
GOLDEN = Path(__file__).parent / "golden"

# How long one example takes says something of the machine and nothing of the code.
settings.register_profile("okrsync", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("okrsync")

PROGRAMS = {
    "needs_libreoffice": "soffice",
    "needs_chromium": "chromium",
    "needs_postgresql": "pg_ctl",
    "needs_systemd": "systemd-analyze",
    "needs_hadolint": "hadolint",
}
"""Marker → the program that its tests run; `make system-packages` installs them where it may."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that writes golden files anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files instead of comparing")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, by name, what this machine cannot show; in CI a missing program is a failure, since it can be installed."""
    if item.get_closest_marker("needs_shared") and not SHARED.is_dir():
        pytest.skip("needs the folder ../shared")
    for marker, program in PROGRAMS.items():
        if item.get_closest_marker(marker) and not _is_there(program):
            if os.environ.get("CI"):
                pytest.fail(f"{program} is missing, and CI must not skip what needs it", pytrace=False)
            pytest.skip(f"needs the program {program}")


def _is_there(program: str) -> bool:
    # Debian keeps the programs of a PostgreSQL server out of the PATH.
    # Programs that came with a Python package stand beside the interpreter.
    places = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])
    return (postgresql.programs() if program == "pg_ctl" else shutil.which(program, path=places)) is not None


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Return the URL of a PostgreSQL server of our own (mark the test `needs_postgresql`)."""
    found = postgresql.programs()
    assert found is not None
    with postgresql.server(found) as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what okrsync remembers out of the home of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        patch.delenv("STATE_DIRECTORY", raising=False)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real sheets, sentences and workbooks (mark the test `needs_shared`)."""
    return SHARED


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function (name, text) that holds `text` against tests/golden/<name>."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.is_file(), f"no golden file {path}: look at the output, then run with --update-golden"
        assert text.encode() == path.read_bytes()

    return compare


STATE_KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.needs_postgresql)]


@pytest.fixture
def new_state(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Return a function that makes an empty database for the state, "sqlite" or "postgresql", and returns its URL."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'state.db'}"
        server = make_url(request.getfixturevalue("postgresql_server"))
        name = re.sub(r"\W", "_", f"{tmp_path.parent.name}_{tmp_path.name}").lower()
        engine = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        engine.dispose()
        return server.set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture(params=STATE_KINDS)
def state_url(request: pytest.FixtureRequest, new_state: Callable[[str], str]) -> str:
    """Return the URL of an empty database for the state, of either kind."""
    return new_state(request.param)

"""What all tests share: the folder of real material, golden files, and programs that a machine may lack."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
GOLDEN = Path(__file__).parent / "golden"

PROGRAMS = {"needs_libreoffice": "soffice", "needs_chromium": "chromium"}
"""Marker → the program that its tests run; `make system-packages` installs them where it may."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that writes golden files anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files instead of comparing")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, by name, what this machine cannot show; in CI a missing program is a failure, since it can be installed."""
    if item.get_closest_marker("needs_shared") and not SHARED.is_dir():
        pytest.skip("needs the folder ../shared")
    for marker, program in PROGRAMS.items():
        if item.get_closest_marker(marker) and shutil.which(program) is None:
            if os.environ.get("CI"):
                pytest.fail(f"{program} is missing, and CI must not skip what needs it", pytrace=False)
            pytest.skip(f"needs the program {program}")


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

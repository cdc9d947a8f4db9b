"""What a user installs holds everything that okrsync needs, and works away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = (
    "rules/key_result/KR101-unmeasurable-key-result.toml",
    "rules/profiles/default.toml",
    "rules/lexicon/fr/sheet.toml",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel and the sdist of what git knows of the checkout."""
    tree = tmp_path_factory.mktemp("tree")
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines():
        if not name.startswith("tests/") and (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, tree / name)
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(tree)]
    done = subprocess.run(build, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_the_wheel_holds_rules_words_template_and_example(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"okrsync/{name}" for name in SHIPPED} | {
        "okrsync/py.typed",
        "okrsync/locale/fr/report.toml",
        "okrsync/state/migrations/env.py",
        "okrsync/state/migrations/versions/0001_two_sources_in_step.py",
        "okrsync/report/page.html.jinja",
        "okrsync/demo/okr-atelier-lumen.xlsx",
    }
    assert wanted <= names


def test_the_sdist_holds_the_rules_at_the_top(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {*SHIPPED, "LICENSE", "README.md", "config.example.toml"} <= names


def test_an_installed_okrsync_works_away_from_the_checkout(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    place = tmp_path / "site"
    shutil.unpack_archive(wheel, place, "zip")
    environment = {**os.environ, "PYTHONPATH": str(place), "LANG": "en_GB.UTF-8"}
    command = [sys.executable, "-m", "okrsync", "lint", "-", "--kind", "key-result", "--lang", "fr", "--format", "json"]
    said = subprocess.run(
        command, input="Améliorer la satisfaction\n", capture_output=True, text=True, cwd=tmp_path, env=environment,
        check=False,
    )  # fmt: skip
    assert '"KR101"' in said.stdout, said.stderr
    where = [sys.executable, "-c", "import okrsync.builtin as b; print(b.rules_folder())"]
    rules = subprocess.run(where, capture_output=True, text=True, cwd=tmp_path, env=environment, check=True).stdout
    assert Path(rules.strip()) == place / "okrsync" / "rules"

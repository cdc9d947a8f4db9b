"""The files that run okrsync every night, each checked by what will read it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from okrsync.config.loading import load_config

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
UNITS = sorted((PACKAGING / "systemd").iterdir())
EXPOSURE = 2.0
"""Of 10, as `systemd-analyze security` counts: below 2.5 it says "OK"."""


def called(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Return what a program says, one that came with a Python package among them."""
    places = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])
    program = shutil.which(command[0], path=places)
    assert program is not None
    return subprocess.run([program, *map(str, command[1:])], capture_output=True, text=True, check=False)


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """Return the units as they would be installed, starting a program that is there."""
    program = shutil.which("true")
    made = []
    for unit in UNITS:
        path = tmp_path / unit.name
        path.write_text(unit.read_text("utf-8").replace("/opt/okrsync/bin/okrsync", str(program)), "utf-8")
        made.append(path)
    return made


@pytest.mark.needs_systemd
def test_systemd_understands_every_line_of_the_units(units: list[Path]) -> None:
    checked = called("systemd-analyze", "verify", "--man=no", *units)
    ours = [line for line in checked.stderr.splitlines() if "okrsync" in line]
    assert not ours, "\n".join(ours)


@pytest.mark.needs_systemd
def test_a_line_that_systemd_does_not_know_is_noticed(units: list[Path]) -> None:
    units[0].write_text(units[0].read_text("utf-8").replace("ProtectSystem=", "ProtektSystem="), "utf-8")
    assert "ProtektSystem" in called("systemd-analyze", "verify", "--man=no", units[0]).stderr


@pytest.mark.needs_systemd
@pytest.mark.parametrize("name", ["okrsync.service", "okrsync-agent.service"])
def test_the_services_are_shut_in(units: list[Path], name: str) -> None:
    unit = next(unit for unit in units if unit.name == name)
    told = called("systemd-analyze", "security", "--offline=yes", f"--threshold={EXPOSURE * 10:.0f}", unit)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.needs_systemd
def test_the_timer_means_half_past_two_every_night() -> None:
    timer = (PACKAGING / "systemd" / "okrsync.timer").read_text("utf-8")
    (when,) = re.findall(r"^OnCalendar=(.*)$", timer, re.MULTILINE)
    told = called("systemd-analyze", "calendar", "--iterations=2", when).stdout
    assert len(re.findall(r" 02:30:00 ", told)) == 2


def test_the_two_services_are_shut_in_alike() -> None:
    def walls(name: str) -> list[str]:
        text = (PACKAGING / "systemd" / name).read_text("utf-8")
        return re.findall(r"^(?:Protect|Private|Restrict|System|Capability|NoNew|Dynamic|State).*$", text, re.MULTILINE)

    assert walls("okrsync.service") == walls("okrsync-agent.service") != []


@pytest.mark.needs_hadolint
def test_the_image_is_built_as_images_should_be() -> None:
    told = called("hadolint", "--failure-threshold", "style", PACKAGING / "docker" / "Dockerfile")
    assert told.returncode == 0, told.stdout


@pytest.mark.needs_hadolint
def test_an_image_that_runs_as_root_is_noticed(tmp_path: Path) -> None:
    bad = tmp_path / "Dockerfile"
    text = (PACKAGING / "docker" / "Dockerfile").read_text("utf-8")
    bad.write_text(text.replace("USER 10001:10001", "USER root").replace("python:3.13-slim", "python"), "utf-8")
    told = called("hadolint", "--failure-threshold", "style", bad)
    assert told.returncode == 1
    assert "DL3002" in told.stdout


def test_what_the_image_copies_is_what_the_build_may_see() -> None:
    docker = PACKAGING / "docker"
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", (docker / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    named = {name for names in copied for name in names.split()}
    let_in = re.findall(r"^!(.*)$", (docker / "Dockerfile.dockerignore").read_text("utf-8"), re.MULTILINE)
    assert named == set(let_in)
    assert all((ROOT / name).exists() for name in named)


def test_the_kubernetes_job_is_one_and_lets_nothing_out() -> None:
    job = yaml.safe_load((PACKAGING / "kubernetes" / "cronjob.yaml").read_text("utf-8"))
    kubernetes_validate.validate(job, "1.30", strict=True)
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}


def test_a_key_that_kubernetes_does_not_know_is_noticed() -> None:
    job = yaml.safe_load((PACKAGING / "kubernetes" / "cronjob.yaml").read_text("utf-8"))
    job["spec"]["concurrency"] = "Forbid"
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(job, "1.30", strict=True)


def test_the_job_is_not_killed_before_a_run_ends_itself() -> None:
    job = yaml.safe_load((PACKAGING / "kubernetes" / "cronjob.yaml").read_text("utf-8"))
    ours = load_config(ROOT / "config.example.toml").agent.deadline * 60
    assert job["spec"]["jobTemplate"]["spec"]["activeDeadlineSeconds"] > ours


def test_github_understands_the_workflow() -> None:
    schema = ("--builtin-schema", "vendor.github-workflows")
    told = called(sys.executable, "-m", "check_jsonschema", *schema, PACKAGING / "github" / "okrsync.yml")
    assert told.returncode == 0, told.stdout


def test_the_line_of_the_crontab_has_its_fields() -> None:
    lines = (PACKAGING / "cron" / "okrsync").read_text("utf-8").splitlines()
    (line,) = [line for line in lines if line and line[0] in "0123456789*"]
    minute, hour, *_, user, command, what = line.split()[:8]
    assert (minute, hour, user, command, what) == ("30", "2", "okrsync", "okrsync", "run")
    # A percent sign ends the command of a crontab.
    assert "%" not in line

"""A real PostgreSQL server in a temporary folder, behind a Unix socket. It refuses root, so another user runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PROGRAMS = ("initdb", "pg_ctl")


def programs() -> Path | None:
    """Return the folder with PostgreSQL's server programs, the newest where there are several; None without any."""
    found = shutil.which("pg_ctl")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    folders += [Path(found).resolve().parent] if found else []
    return next((folder for folder in folders if all((folder / name).is_file() for name in _PROGRAMS)), None)


@contextmanager
def server(bin_folder: Path) -> Iterator[str]:
    """Run a server of its own while the block runs; give the URL of its database “postgres”."""
    # Paths of sockets are short (107 bytes): pytest's own temporary folders are not.
    folder = Path(tempfile.mkdtemp(prefix="okrsync-pg-"))
    user = "postgres" if os.geteuid() == 0 else ""
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        _run([bin_folder / "initdb", "-D", data, "-U", "okrsync", "-A", "trust", "--no-sync", "-E", "UTF8"], user)
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c log_min_messages=fatal"
        _run([bin_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], user)
        try:
            yield f"postgresql://okrsync@/postgres?host={folder}"
        finally:
            _run([bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str | Path], user: str) -> None:
    arguments = [str(part) for part in command]
    if user:
        arguments = ["runuser", "-u", user, "--", *arguments]
    # Its own output goes nowhere: a server keeps the pipes of whoever started it open for as long as it runs.
    done = subprocess.run(arguments, check=False, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stderr

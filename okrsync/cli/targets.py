"""Which sources are meant: names of the config, files, folders and patterns as typed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from difflib import get_close_matches
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from okrsync.addresses import FileAddress, address_of_url
from okrsync.cli.settings import path_typed
from okrsync.errors import ConfigError, TerminalError, WriteRefusedError
from okrsync.pipeline import Job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.cli.settings import Settings


SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".ods", ".csv", ".tsv"})


def jobs(settings: Settings, typed: Sequence[str]) -> tuple[list[Job], list[TerminalError]]:
    """Return the sources that are meant by what was typed, and what is meant but not there.

    Where nothing was typed, all sources of the config are meant. Raises ConfigError if there are none.
    """
    configured = {
        name: Job(settings.address(source), name, settings.manner(source)) for name, source in settings.sources.items()
    }
    if not typed:
        if not configured:
            raise ConfigError("cli.nothing-to-do")
        return list(configured.values()), []
    by_place = {job.address.identity: job for job in configured.values()}
    chosen: dict[object, Job] = {}
    manner = settings.manner()
    missing: list[TerminalError] = []
    for argument in typed:
        store = address_of_url(argument, settings.google_access(), settings.notion_access())
        if argument in configured:
            found = [configured[argument]]
        elif store is not None:
            found = [by_place.get(store.identity) or Job(store, store.label, manner)]
        else:
            files, named = _files(argument)
            if not files:
                missing.append(_missing(argument, list(configured)))
            found = [
                by_place.get(file.resolve()) or Job(FileAddress(file), _name(file), manner, optional=not named)
                for file in files
            ]
        for job in found:
            chosen.setdefault(job.address.identity, job)
    return list(chosen.values()), missing


def copied(settings: Settings, typed: Sequence[str], output: Path) -> Job:
    """Copy the one file meant by what was typed to `output`, which must not exist yet; return that as the job.

    Raises ConfigError if several files are meant, TerminalError if there is none, WriteRefusedError if the name is
    taken.
    """
    wanted, missing = jobs(settings, typed)
    if missing:
        raise missing[0]
    if len(wanted) != 1:
        raise ConfigError("cli.output-for-one", count=len(wanted))
    original = wanted[0].address
    if not isinstance(original, FileAddress):
        raise ConfigError("cli.output-for-files", name=wanted[0].name)
    suffix = original.path.suffix
    if output.suffix.casefold() != suffix.casefold():
        raise ConfigError("cli.output-other-kind", file=output, suffix=suffix)
    if output.exists():
        raise WriteRefusedError("cli.output-exists", file=output)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(original.path, output)
    except OSError as error:
        raise WriteRefusedError("cli.not-copied", file=output, reason=error.strerror or type(error).__name__) from error
    return replace(wanted[0], address=FileAddress(output), name=_name(output), backup=False)


def _files(argument: str) -> tuple[list[Path], bool]:
    """Return the files meant by `argument`, and whether it names one file."""
    path = path_typed(argument)
    if path.is_dir():
        return _spreadsheets(sorted(path.iterdir())), False
    if not path.exists() and has_magic(argument):
        # A pattern that the shell left alone, as in a scheduled task or on Windows.
        return _spreadsheets(sorted(Path(name) for name in glob(str(path), recursive=True))), False  # noqa: PTH207 - Path.glob takes no absolute pattern
    return ([path] if path.exists() else []), True


def _name(path: Path) -> str:
    """Return what to call a file, alike however it was typed, so that a baseline knows it again."""
    here, whole = Path.cwd(), path.resolve()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else str(path)


def _spreadsheets(paths: Sequence[Path]) -> list[Path]:
    """Return the spreadsheets among `paths`, without hidden files and the lock files of Excel and LibreOffice."""
    return [
        path
        for path in paths
        if path.is_file() and path.suffix.casefold() in SPREADSHEETS and not path.name.startswith(("~$", "."))
    ]


def _missing(argument: str, names: list[str]) -> TerminalError:
    path = path_typed(argument)
    if path.is_dir() or has_magic(argument):
        return TerminalError("cli.no-spreadsheets", place=argument)
    beside = [each.name for each in _spreadsheets(sorted(path.parent.iterdir()))] if path.parent.is_dir() else []
    near = get_close_matches(path.name, [*names, *beside], n=1, cutoff=0.5)
    if near:
        return TerminalError("cli.missing-but-near", name=argument, near=near[0])
    return TerminalError("cli.missing", name=argument)

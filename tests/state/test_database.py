"""The database of the state: made, kept safe, and refused with a sentence where it cannot be used."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, inspect, select, text

import okrsync.state.pairs  # declares its tables
from okrsync.errors import StateError
from okrsync.state import database as databases
from okrsync.state.database import default_path, open_database
from okrsync.state.pairs import LINK, PAIR
from okrsync.state.revisions import revisions
from okrsync.state.schema import METADATA

PAIR_ROW = {"name": "p", "life": "x", "runs": 1}


def test_a_new_database_has_every_table_just_as_the_code_declares_it(state_url: str) -> None:
    assert okrsync.state.pairs.METADATA is METADATA
    database = open_database(state_url)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": METADATA})
        assert compare_metadata(context, METADATA) == []
    database.close()


def test_what_was_written_is_there_after_opening_it_again(state_url: str) -> None:
    first = open_database(state_url)
    with first.writing() as connection:
        connection.execute(insert(PAIR).values(**PAIR_ROW))
    first.close()
    second = open_database(state_url)
    with second.reading() as connection:
        assert connection.execute(select(PAIR.c.life)).scalars().all() == ["x"]
    second.close()


def test_a_transaction_that_fails_leaves_nothing_behind(state_url: str) -> None:
    database = open_database(state_url)
    with pytest.raises(ZeroDivisionError), database.writing() as connection:  # noqa: PT012 - the work of one transaction
        connection.execute(insert(PAIR).values(**PAIR_ROW))
        _ = 1 / 0
    with database.reading() as connection:
        assert connection.execute(select(PAIR)).all() == []
    database.close()


def test_a_row_that_points_nowhere_is_a_mistake_of_ours_and_no_trouble_with_the_disk(state_url: str) -> None:
    database = open_database(state_url)
    row = {"pair": "nobody", "id": 1, "kind": "objective", "live": True}
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.writing() as connection:
        connection.execute(insert(LINK).values(**row))
    database.close()


def test_a_remote_record_is_never_in_two_links(state_url: str) -> None:
    database = open_database(state_url)
    rows = [{"pair": "p", "id": number, "kind": "objective", "a_id": "same", "live": True} for number in (1, 2)]
    with database.writing() as connection:
        connection.execute(insert(PAIR).values(**PAIR_ROW))
    with pytest.raises(Exception, match=r"(?i)unique"), database.writing() as connection:
        connection.execute(insert(LINK), rows)
    database.close()


def test_a_database_made_by_a_newer_okrsync_is_refused_and_left_as_it_is(state_url: str) -> None:
    database = open_database(state_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StateError, match="made by a newer okrsync"):
        open_database(state_url)


def test_two_programs_that_open_a_new_database_at_once_both_can(state_url: str) -> None:
    opening = "import sys; from okrsync.state.database import open_database; open_database(sys.argv[1]).close()"
    started = [
        subprocess.Popen([sys.executable, "-c", opening, state_url], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate()[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said


def test_every_revision_names_the_one_before_it() -> None:
    folder = Path(databases.__file__).parent / "migrations" / "versions"
    texts = [next(folder.glob(f"{revision}_*.py")).read_text("utf-8") for revision in revisions()]
    before: str | None = None
    for revision, content in zip(revisions(), texts, strict=True):
        assert f'revision = "{revision}"' in content
        assert ("down_revision = None" if before is None else f'down_revision = "{before}"') in content
        before = revision


def test_only_its_owner_may_read_the_file_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state.db"
    old_mask = os.umask(0)
    try:
        open_database(path).close()
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_sqlite_is_told_to_lose_nothing(tmp_path: Path) -> None:
    database = open_database(tmp_path / "state.db")
    with database.reading() as connection:
        asked = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                 ("synchronous", "foreign_keys", "journal_mode", "busy_timeout")}  # fmt: skip
    database.close()
    full = 2
    safe = "wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "delete"
    assert asked == {"synchronous": full, "foreign_keys": 1, "journal_mode": safe, "busy_timeout": 5000}


def test_wal_is_used_from_the_first_sqlite_on_that_is_safe_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "SAFE_WAL", sqlite3.sqlite_version_info)
    database = open_database(tmp_path / "state.db")
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    database.close()


@pytest.mark.parametrize("content", [b"junk" * 1000, b"SQLite format 3\0" + b"\xff" * 4080])
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(content)
    with pytest.raises(StateError, match="is damaged") as refused:
        open_database(path)
    assert refused.value.exit_code == 3
    assert path.read_bytes() == content


def test_damage_deep_inside_is_found_when_the_file_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    open_database(path).close()
    content = bytearray(path.read_bytes())
    page = 4096
    content[page : 2 * page] = os.urandom(page)
    path.write_bytes(content)
    with pytest.raises(StateError, match="is damaged"):
        open_database(path)


def test_a_file_that_somebody_else_holds_is_refused_after_a_while(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    open_database(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StateError, match="held the state"):
        open_database(path, busy_timeout=0.05)
    holder.close()


def test_a_full_disk_refuses_and_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    database = open_database(path)
    with database.writing() as connection:
        connection.execute(insert(PAIR).values(**PAIR_ROW))
    with pytest.raises(StateError, match="is full"), database.writing() as connection:  # noqa: PT012 - as above
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.execute(insert(PAIR).values(name="big", life="x" * 100_000, runs=1))
    with database.reading() as connection:
        assert connection.execute(select(PAIR.c.name)).scalars().all() == ["p"]
    database.close()


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(StateError, match="cannot be opened"):
        open_database(blocked / "state.db")


def test_a_read_only_database_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "state.db"
    open_database(path).close()
    database = open_database(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(StateError, match="cannot be written"), database.writing() as connection:
        connection.execute(insert(PAIR).values(**PAIR_ROW))
    database.close()
    assert [each.name for each in tmp_path.iterdir()] == ["state.db"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "no address of a database"),
        ("mysql://host/name", "kind mysql"),
        ("postgresql://user:hunter2@127.0.0.1:1/name", "cannot be reached"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(url: str, said: str) -> None:
    with pytest.raises(StateError, match=said) as refused:
        open_database(url)
    assert "hunter2" not in str(refused.value) + refused.value.text("fr")


def test_without_its_driver_postgresql_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StateError, match=r"okrsync\[postgresql\]"):
        open_database("postgresql://host/name")


def test_by_default_the_state_is_kept_where_the_platform_keeps_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    if sys.platform == "linux":
        assert default_path() == Path("/somewhere/okrsync/state.db")
    assert default_path().name == "state.db"


def test_a_database_in_memory_is_one_for_all_its_transactions() -> None:
    database = open_database("sqlite://")
    with database.reading() as connection:
        assert inspect(connection).has_table("link")
    database.close()

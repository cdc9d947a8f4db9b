"""Secrets are found where the config says that they are kept, and shown nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from okrsync.credentials import is_reference, resolve
from okrsync.errors import AccessError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "a-secret-that-nobody-should-see"


class Drawer(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        """Put one secret in."""
        super().__init__()
        self.kept = {("okrsync", "notion"): SECRET}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    before = keyring.get_keyring()
    drawer = Drawer()
    keyring.set_keyring(drawer)
    yield drawer
    keyring.set_keyring(before)


def test_a_variable_holds_the_secret() -> None:
    assert resolve("env:TOKEN", {"TOKEN": f" {SECRET}\n"}) == SECRET


def test_where_the_variable_is_missing_the_file_that_its_namesake_names_holds_it(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(SECRET, "utf-8")
    assert resolve("env:TOKEN", {"TOKEN_FILE": str(tmp_path / "token")}) == SECRET


def test_a_file_holds_the_secret(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"\ufeff{SECRET}\r\n", "utf-8")
    assert resolve(f"file:{tmp_path / 'token'}") == SECRET


def test_systemd_hands_the_secret_over(tmp_path: Path) -> None:
    (tmp_path / "notion").write_text(SECRET, "utf-8")
    assert resolve("credential:notion", {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == SECRET


def test_the_keyring_holds_the_secret(drawer: Drawer) -> None:
    assert drawer.kept
    assert resolve("keyring:okrsync/notion") == SECRET


@pytest.mark.parametrize(
    ("reference", "named"),
    [
        ("env:TOKEN", "TOKEN"),
        ("env:EMPTY", "env:EMPTY"),
        ("file:/nowhere/token", "/nowhere/token"),
        ("credential:notion", "systemd"),
        ("keyring:notion", "SERVICE"),
        ("keyring:okrsync/other", "okrsync/other"),
    ],
)
def test_what_is_not_there_is_named_in_a_sentence(drawer: Drawer, reference: str, named: str) -> None:
    assert drawer.kept
    with pytest.raises(AccessError) as refused:
        resolve(reference, {"EMPTY": "  "})
    assert refused.value.exit_code == 3
    for language in ("en", "fr"):
        assert named in refused.value.text(language)


def test_a_locked_keyring_is_named(drawer: Drawer) -> None:
    drawer.locked = True
    with pytest.raises(AccessError, match="KeyringLocked"):
        resolve("keyring:okrsync/notion")


def test_a_secret_instead_of_a_reference_is_never_repeated() -> None:
    with pytest.raises(AccessError) as refused:
        resolve(SECRET)
    assert SECRET not in str(refused.value)
    assert not is_reference(SECRET)


def test_a_secret_does_not_show_itself() -> None:
    assert SECRET not in repr([resolve("env:TOKEN", {"TOKEN": SECRET})])

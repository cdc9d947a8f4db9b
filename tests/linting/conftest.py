"""Small rule files and plans, made for one test each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from okrsync.model import KeyResult, Objective, Plan, Ref

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULE = """\
code = "TT101"
name = "banned-word"
applies = "key_result"
check = "phrases_found"
severity = "warning"
confidence = 0.9
weight = 12
any_language = true

title = { en = "A banned word", fr = "Un mot banni" }
[message.en]
default = "“{term}” is not a word of ours."
[message.fr]
default = "« {term} » n’est pas de chez nous."
[suggest.en]
default = "Say it without “{term}”."

[phrases.en]
add = ["synergy"]
[phrases.fr]
add = ["synergie"]
"""


@pytest.fixture
def write_rule(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a rule file, some of its text replaced, and gives its folder."""

    def write(name: str = "TT101", text: str = RULE, **replacements: str) -> Path:
        for old, new in replacements.items():
            text = text.replace(old, new)
        folder = tmp_path / "rules"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.toml").write_text(text, "utf-8")
        return folder

    return write


@pytest.fixture
def rule_text() -> str:
    """Return the text of a small rule file that is right."""
    return RULE


@pytest.fixture
def key_result() -> Callable[..., KeyResult]:
    """Return a function that makes a key result on a row of a sheet."""

    def make(title: str, row: int = 2, sheet: str | None = "OKRs", **fields: Any) -> KeyResult:
        cells = {"title": f"B{row}", "target": f"D{row}", "ignore": f"F{row}"}
        return KeyResult(f"{sheet}!{row}", title, Ref("book.xlsx", sheet, row, f"{sheet}!{row}", cells), **fields)

    return make


@pytest.fixture
def objective() -> Callable[..., Objective]:
    """Return a function that makes an objective on a row of a sheet."""

    def make(title: str, row: int = 2, sheet: str | None = "OKRs", **fields: Any) -> Objective:
        ref = Ref("book.xlsx", sheet, row, f"{sheet}!{row}", {"title": f"A{row}"})
        return Objective(f"{sheet}!{row}", title, ref, **fields)

    return make


@pytest.fixture
def plan_of() -> Callable[..., Plan]:
    """Return a function that makes a plan of objectives and orphans."""

    def make(*items: Objective | KeyResult, **fields: Any) -> Plan:
        objectives = [item for item in items if isinstance(item, Objective)]
        orphans = [item for item in items if isinstance(item, KeyResult)]
        return Plan("book.xlsx", "excel", objectives, orphans, **fields)

    return make

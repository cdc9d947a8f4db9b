"""What a person who is new to the command meets: help, versions, mistakes in typing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from okrsync.cli.entry import COMMANDS, okrsync
from okrsync.wording import say

if TYPE_CHECKING:
    from conftest import Command

LANGUAGES = ("en", "fr")
NESTED = [
    ("baseline", "create"),
    ("baseline", "prune"),
    ("conflicts", "list"),
    ("conflicts", "show"),
    ("conflicts", "take"),
]
CALLS = [(), *((name,) for name in COMMANDS), *NESTED]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_every_command_has_help_in_every_language(command: Command, call: tuple[str, ...], language: str) -> None:
    result = command(*call, "--help", "--lang", language)
    assert result.exit_code == 0
    assert say("cli.option-help", language) in result.output
    assert say("cli.heading-usage", language) in result.output


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_help_in_french_holds_none_of_the_words_of_click(
    command: Command, call: tuple[str, ...], language: str
) -> None:
    result = command(*call, "--help", "--lang", language)
    for english in ("Show this message", "Show the version and exit", "[default:", "[required]"):
        assert english not in result.output


def test_without_a_command_the_help_is_shown(command: Command) -> None:
    result = command()
    assert result.exit_code == 0
    assert "To begin:" in result.output


def test_the_version_is_told(command: Command) -> None:
    assert command("--version").output.startswith("okrsync ")


def test_the_help_follows_the_language_of_the_computer(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "Pour commencer" in command("--help").output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("lnt",), "There is no command “lnt”. Did you mean “lint”?"),
        (("frobnicate",), "There is no command “frobnicate”."),
        (("baseline", "prun"), "There is no command “prun”. Did you mean “prune”?"),
        (("lint", "--formt", "json"), "There is no option “--formt”. Did you mean “--format”?"),
        (("lint", "--format", "pdf"), "--format must be one of: text, json, sarif, github, junit, html."),
        (("lint", "--lang", "xx"), "--lang must be one of: en, de"),
        (("lint", "--today", "tomorrow"), "--today must be a day such as 2026-09-30."),
        (("lint", "--format"), "--format needs a value after it."),
        (("show",), "FILE is missing."),
        (("clean",), "FILE... is missing."),
        (("show", "one.csv", "two.csv"), "two.csv"),
    ],
)
def test_a_slip_of_the_pen_gets_one_sentence_and_exit_code_2(
    command: Command, arguments: tuple[str, ...], sentence: str
) -> None:
    result = command(*arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_a_slip_is_explained_in_french_too(command: Command) -> None:
    assert "Vouliez-vous dire «\u00a0lint\u00a0»\u202f?" in command("lnt", "--lang", "fr").stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_what_completes_commands(command: Command, shell: str) -> None:
    result = command("completion", shell)
    assert result.exit_code == 0
    assert "_OKRSYNC_COMPLETE" in result.output


def test_commands_are_completed() -> None:
    context = okrsync.make_context("okrsync", [], resilient_parsing=True)
    assert [item.value for item in okrsync.shell_complete(context, "ru")] == ["run", "rules", "rule"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("okrsync ba", "plain,baseline\n"),
        ("okrsync rule kr10", "".join(f"plain,KR10{digit}\n" for digit in range(1, 10))),
        ("okrsync rules --profile do", "plain,doerr\n"),
        ("okrsync lint --form", "plain,--format\n"),
        ("okrsync lint ok", "file,ok\n"),
    ],
)
def test_a_shell_that_asks_is_answered(words: str, answer: str) -> None:
    place = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    asked = {**os.environ, "_OKRSYNC_COMPLETE": "bash_complete", **place}
    called = subprocess.run([sys.executable, "-m", "okrsync"], capture_output=True, text=True, check=False, env=asked)
    assert called.stdout == answer


def test_the_module_is_the_command() -> None:
    called = subprocess.run([sys.executable, "-m", "okrsync", "--version"], capture_output=True, text=True, check=True)
    assert called.stdout.startswith("okrsync ")


def test_nothing_heavy_is_loaded_for_the_help() -> None:
    script = (
        "import sys; sys.argv = ['okrsync', '--help']\n"
        "from okrsync.cli.entry import main\n"
        "try: main()\n"
        "except SystemExit: print(sorted(sys.modules))"
    )
    called = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = called.stdout.splitlines()[-1]
    for heavy in ("'rich'", "'pydantic'", "'jinja2'", "'lxml'", "'rapidfuzz'", "'python_calamine'", "'py3langid'"):
        assert heavy not in loaded


def test_an_unforeseen_failure_is_one_sentence(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okrsync.cli.rules.print_table", None)
    result = command("rules")
    assert result.exit_code == 3
    assert "our mistake, not yours" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unforeseen_failure_shows_its_traceback_only_when_asked(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrsync.cli.rules.print_table", None)
    assert "Traceback" in command("rules", "--debug").stderr


def test_ctrl_c_leaves_with_the_code_shells_expect(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("okrsync.cli.rules.print_table", interrupted)
    result = command("rules")
    assert result.exit_code == 130
    assert "Stopped." in result.stderr


def test_a_reader_who_has_seen_enough_is_no_failure() -> None:
    call = [sys.executable, "-m", "okrsync", "rules", "--format", "json"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
    assert told == b""
    assert process.returncode == 0


def test_every_command_is_a_spoken_one() -> None:
    context = click.Context(okrsync)
    for name in COMMANDS:
        found = okrsync.get_command(context, name)
        assert found is not None
        assert found.name == name

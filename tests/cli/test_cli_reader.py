"""Which language the reader reads."""

from __future__ import annotations

import pytest

from okrsync.cli.reader import asked_language, reader_language


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (("lint", "--lang", "fr", "x.csv"), "fr"),
        (("--lang=FR", "lint"), "fr"),
        (("lint", "x.csv"), None),
        (("lint", "--lang"), None),
        (("lint", "--", "--lang", "fr"), None),
    ],
)
def test_the_language_asked_for_is_found_wherever_it_stands(arguments: tuple[str, ...], language: str | None) -> None:
    assert asked_language(arguments) == language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fi_FI.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "fr_FR"}, "fr"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:en"}, "fr"),
        ({"LANG": "fr_FR", "LC_ALL": ""}, "fr"),
    ],
)
def test_the_computer_tells_the_language(environment: dict[str, str], language: str) -> None:
    assert reader_language((), environment) == language


def test_what_is_asked_for_wins_over_the_computer() -> None:
    assert reader_language(("--lang", "en"), {"LANG": "fr_FR"}) == "en"


def test_a_language_that_okrsync_does_not_speak_gives_english() -> None:
    assert reader_language(("--lang", "xx"), {"LANG": "fr_FR"}) == "en"

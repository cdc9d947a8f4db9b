"""Lists of words that belong to one rule."""

from __future__ import annotations

from okrsync.linting.phrases import NO_PHRASES, Phrases

OURS = Phrases({"fr": {"add": ("qualité", "mise en œuvre", "mise", "l'essentiel")}, "en": {"add": ("win-win",)}})


def terms(text: str, language: str = "fr") -> list[str]:
    """Return the words found in a text."""
    return [found.term for found in OURS.find(text, language)]


def test_words_are_found_whatever_their_case() -> None:
    assert terms("La QUALITÉ d'abord") == ["QUALITÉ"]


def test_only_whole_words_are_found() -> None:
    assert terms("Les qualités, la promise") == []


def test_the_longest_phrase_wins() -> None:
    assert terms("Réussir la mise en œuvre") == ["mise en œuvre"]


def test_any_apostrophe_and_any_space_will_do() -> None:
    assert terms("Faire l’essentiel, la mise\u00a0en\u202fœuvre") == ["l’essentiel", "mise\u00a0en\u202fœuvre"]


def test_a_span_points_into_the_text() -> None:
    text = "A win-win deal"
    (found,) = OURS.find(text, "en")
    assert text[slice(*found.span)] == "win-win"


def test_another_language_has_its_own_words() -> None:
    assert terms("qualité", "en") == []
    assert list(NO_PHRASES.find("qualité", "fr")) == []

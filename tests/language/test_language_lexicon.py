"""Tests words, their forms, and the cutting of a text into them."""

from __future__ import annotations

import pytest

from okrsync.errors import RuleError
from okrsync.language.lexicon import Lexicon, lexicon, read_tokens, split_words
from okrsync.language.morphology import Morphology
from okrsync.language.tags import BIT, any_of, names_of
from okrsync.language.wordlists import readable, wordlists


def kinds(text: str, language: str) -> dict[str, list[str]]:
    return {token.word: names_of(token.tags) for token in read_tokens(text, language)}


@pytest.mark.parametrize(
    ("word", "language", "form"),
    [
        ("launching", "en", "form.gerund"),
        ("launched", "en", "form.participle"),
        ("launches", "en", "form.finite"),
        ("built", "en", "form.participle"),
        ("lancée", "fr", "form.participle"),
        ("lançons", "fr", "form.finite"),
        ("lancement", "fr", "form.noun"),
        ("construite", "fr", "form.participle"),
    ],
)
def test_a_verb_is_known_in_all_its_forms(word: str, language: str, form: str) -> None:
    bits = lexicon(language).tags_of(word)
    assert bits & BIT["verbs.output"]
    assert bits & BIT[form]


def test_a_word_without_its_accents_is_known_too() -> None:
    assert lexicon("fr").tags_of("ameliorer") & BIT["verbs.improve"]


def test_an_accent_tells_two_words_apart() -> None:
    assert not lexicon("fr").tags_of("où") & BIT["grammar.or"]


def test_a_phrase_is_one_token() -> None:
    assert "verbs.output" in kinds("Mise en place d’un comité", "fr")["mise en place"]
    assert "nouns.metric" in kinds("Réduire les coûts d’acquisition", "fr")["coûts d'acquisition"]


def test_the_longest_phrase_wins() -> None:
    assert "at the end of" in kinds("Ready at the end of May", "en")


def test_a_phrase_does_not_end_within_a_word() -> None:
    assert "set up" not in kinds("set upward trends", "en")


def test_offsets_are_those_of_the_text_as_typed() -> None:
    text = "L’outil « Prisme » pour 62\u00a0000 clients"
    for token in read_tokens(text, "fr"):
        assert text[token.start : token.end].lower().replace("’", "'").replace("\u00a0", " ") == token.word


def test_a_possessive_is_read_as_its_noun() -> None:
    assert "nouns.outsider" in kinds("the customer's delay", "en")["customer's"]


def test_an_inclusive_form_is_read_as_its_noun() -> None:
    assert "nouns.insider" in kinds("un·e ingénieur·e", "fr")["ingénieur·e"]


def test_a_hyphenated_word_is_read_by_its_head_unless_it_only_describes() -> None:
    assert lexicon("en").tags_of("zebra-dashboard") & BIT["nouns.artefact"]
    assert not lexicon("en").tags_of("full-time") & any_of("nouns.")


def test_a_hyphenated_phrase_is_known_with_spaces_too() -> None:
    assert lexicon("en").tags_of("landing-page") & BIT["nouns.artefact"]


def test_a_quarter_is_a_time() -> None:
    assert lexicon("en").tags_of("q3") & BIT["nouns.period"]
    assert lexicon("fr").tags_of("t3-2026") & BIT["nouns.period"]


def test_a_language_without_a_lexicon_is_read_as_english() -> None:
    assert readable("eo") == "en"
    assert lexicon("eo").decimal == "."


def test_a_missing_word_list_is_said_with_its_path() -> None:
    with pytest.raises(RuleError, match=r"sentences\.toml"):
        wordlists("xx")


def test_words_may_be_written_as_a_list_or_with_commas() -> None:
    assert split_words("set up,\n  roll out, ") == ["set up", "roll out"]
    assert split_words(["set up"]) == ["set up"]


def test_a_noun_without_a_rule_has_one_form() -> None:
    assert Morphology({}).noun("zèbre") == ["zèbre"]


def test_a_phrase_listed_as_two_kinds_is_both() -> None:
    words = Lexicon({"grammar": {"due": ["end of"], "of": ["end of"]}})
    (token,) = words.tokens("end of")
    assert token.tags == BIT["grammar.due"] | BIT["grammar.of"]


def test_unknown_words_are_remembered_only_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okrsync.language.lexicon._MOST_WORDS_KEPT", 0)
    words = Lexicon({})
    words.tokens("zebra")
    assert "zebra" not in words.words


def test_a_table_of_kinds_can_be_named_whole() -> None:
    assert any_of("adjectives.") & BIT["adjectives.vague"]

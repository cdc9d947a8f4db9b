"""On our own labelled sentences no rule may fall behind what it reached before."""

from __future__ import annotations

import tomllib

import pytest
from accuracy_sets import CODES, CORPUS, HERE, kind_of, own_clean, own_languages, own_objectives, own_pairs, read_corpus
from accuracy_tally import NOISE, Tally, codes_in, findings_of, macro_f1, noisy, tally
from rapidfuzz import fuzz, process

FLOORS: dict[str, dict[str, float]] = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
ALL_CODES = [*CODES["key_result"], *CODES["objective"]]
FEWEST_SENTENCES = {"en": 40, "fr": 40}
FEWEST_OF_OTHERS = 25
MOST_NOISE = 0.05
LEAST_MACRO = 0.90
NEARLY_THE_SAME = 90


@pytest.mark.parametrize("language", own_languages())
@pytest.mark.parametrize("code", ALL_CODES)
def test_a_rule_has_enough_sentences_and_none_twice(language: str, code: str) -> None:
    sentences = [sentence for pair in own_pairs(language, code) for sentence in pair]
    assert len(sentences) >= FEWEST_SENTENCES.get(language, FEWEST_OF_OTHERS)
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize(("language", "code"), [(language, code) for language in FLOORS for code in FLOORS[language]])
def test_a_rule_is_at_least_as_accurate_as_before(language: str, code: str) -> None:
    pairs = own_pairs(language, code)
    found = codes_in([sentence for pair in pairs for sentence in pair], kind_of(code), language)
    counts = Tally()
    wrong = []
    for place, (codes, text) in enumerate(zip(found, (text for pair in pairs for text in pair), strict=True)):
        expected = place % 2 == 0
        counts.add(expected=expected, found=code in codes)
        if expected != (code in codes):
            wrong.append(("missed: " if expected else "false: ") + text)
    assert counts.f1 >= FLOORS[language][code], wrong


@pytest.mark.parametrize("language", own_languages())
def test_a_well_made_objective_is_left_in_peace(language: str) -> None:
    sentences = own_clean(language, "objective")
    found = codes_in(sentences, "objective", language)
    warned = [text for text, codes in zip(sentences, found, strict=True) if codes & NOISE["objective"]]
    assert len(warned) <= MOST_NOISE * len(sentences), warned


@pytest.mark.parametrize("language", [language for language in own_languages() if own_objectives(language)])
def test_objectives_of_many_kinds_are_told_apart(language: str) -> None:
    items = own_objectives(language)
    found = findings_of(items)
    tallies = [tally(items, found, code) for code in CODES["objective"]]
    warned, clean = noisy(items, found)
    assert macro_f1(tallies, least=4) >= LEAST_MACRO, [str(counts) for counts in tallies]
    assert len(warned) <= MOST_NOISE * clean, [item.text for item in warned]


@pytest.mark.needs_shared
def test_no_sentence_of_ours_is_taken_from_the_corpus() -> None:
    theirs = [item.text.lower() for item in read_corpus(CORPUS)]
    for language in own_languages():
        ours = [sentence for code in ALL_CODES for pair in own_pairs(language, code) for sentence in pair]
        for sentence in ours:
            best = process.extractOne(sentence.lower(), theirs, scorer=fuzz.ratio)
            assert best is None or best[1] < NEARLY_THE_SAME, (sentence, best)

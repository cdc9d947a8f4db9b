"""On sentences as other companies write them, in their natural proportions, the linter may not become less accurate."""

from __future__ import annotations

from collections import Counter

import pytest
from accuracy_sets import CODES, CORPUS, apart, kind_of, natural, natural_languages, read_corpus
from accuracy_tally import findings_of, macro_f1, noisy, tally
from rapidfuzz import fuzz, process

LEAST_MACRO = {"en": 0.96, "fr": 0.95, "es": 0.90, "it": 0.90, "pt": 0.90, "de": 0.85, "nl": 0.85}
"""A little below what is reached; raise it when the figure has risen for good."""
LEAST_APART = 0.87
MOST_NOISE = 0.05
FEWEST_SENTENCES = {"en": 220, "fr": 220}
FEWEST_OF_OTHERS = 60
NEARLY_THE_SAME = 90
ALL_CODES = [*CODES["key_result"], *CODES["objective"]]


@pytest.mark.parametrize("language", natural_languages())
def test_the_rules_together_are_at_least_as_accurate_as_before(language: str) -> None:
    items = natural(language)
    found = findings_of(items)
    by_code = {code: tally([item for item in items if item.kind == kind_of(code)], found, code) for code in ALL_CODES}
    least = 10 if language in FEWEST_SENTENCES else 4
    assert macro_f1(by_code.values(), least=least) >= LEAST_MACRO[language], {
        code: str(counts) for code, counts in by_code.items()
    }


@pytest.mark.parametrize("language", natural_languages())
def test_a_sentence_without_fault_is_left_in_peace(language: str) -> None:
    items = natural(language)
    warned, clean = noisy(items, findings_of(items))
    assert len(warned) <= MOST_NOISE * clean, [item.text for item in warned]


@pytest.mark.parametrize("language", natural_languages())
def test_the_sentences_are_many_and_none_stands_there_twice(language: str) -> None:
    texts = Counter(item.text.lower() for item in natural(language))
    assert len(texts) >= FEWEST_SENTENCES.get(language, FEWEST_OF_OTHERS)
    assert [text for text, times in texts.items() if times > 1] == []


def test_sentences_kept_apart_are_judged_no_worse_than_before() -> None:
    items = apart()
    found = findings_of(items)
    by_code = {code: tally([item for item in items if item.kind == kind_of(code)], found, code) for code in ALL_CODES}
    assert macro_f1(by_code.values()) >= LEAST_APART  # which of them fail is nobody's to look at


@pytest.mark.needs_shared
def test_no_natural_sentence_is_taken_from_the_corpus() -> None:
    theirs = [item.text.lower() for item in read_corpus(CORPUS)]
    for item in [*apart(), *(item for language in natural_languages() for item in natural(language))]:
        best = process.extractOne(item.text.lower(), theirs, scorer=fuzz.ratio)
        assert best is None or best[1] < NEARLY_THE_SAME, (item.text, best)

"""Measures the reading of key results on our own sentences, rule by rule, with a floor that nothing may fall below."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from okrsync.language.reading import read_claim

QUESTIONS = {
    "KR101": "unmeasurable",
    "KR102": "task",
    "KR103": "output",
    "KR104": "lacks_baseline",
    "KR105": "vague",
    "KR106": "compound",
    "KR107": "upkeep",
}
FLOOR = 0.95
"""F1 of every rule in every language."""


def sentences(language: str) -> list[tuple[frozenset[str], str]]:
    lines = (Path(__file__).parent / f"key_results_{language}.txt").read_text("utf-8").splitlines()
    pairs = [line.split(" | ", 1) for line in lines if line and not line.startswith("#")]
    return [(frozenset(codes.split(",")) - {"ok"}, text) for codes, text in pairs]


def found(text: str, language: str) -> frozenset[str]:
    claim = read_claim(text, language)
    return frozenset(code for code, question in QUESTIONS.items() if getattr(claim, question) is not None)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", QUESTIONS)
def test_a_rule_finds_what_a_careful_reader_finds(code: str, language: str) -> None:
    counts: Counter[tuple[bool, bool]] = Counter()
    wrong = []
    for wanted, text in sentences(language):
        answer = code in found(text, language)
        counts[code in wanted, answer] += 1
        if answer != (code in wanted):
            wrong.append(text)
    right, missed, false = counts[True, True], counts[True, False], counts[False, True]
    f1 = 2 * right / (2 * right + missed + false)
    assert f1 >= FLOOR, f"{code} {language}: F1 {f1:.2f}; wrong: {wrong}"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_sound_key_result_is_left_alone(language: str) -> None:
    sound = [text for wanted, text in sentences(language) if not wanted - {"KR104"}]
    accused = [text for text in sound if found(text, language) - {"KR104"}]
    assert len(accused) <= 0.05 * len(sound), accused


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_answer_points_into_the_text_and_names_its_words(language: str) -> None:
    for _, text in sentences(language):
        claim = read_claim(text, language)
        for question in QUESTIONS.values():
            verdict = getattr(claim, question)
            if verdict is not None:
                start, end = verdict.span
                assert 0 <= start < end <= len(text), (question, text)
                clause = str(verdict.values.get("clause", ""))
                assert set(clause.lower().split()) <= set(text.lower().split()) | {
                    word.strip(".,;:") for word in text.lower().split()
                }, (question, text)

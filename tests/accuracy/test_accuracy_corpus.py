"""On real OKRs of other authors the linter must stay useful: right when it speaks, silent on clean rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from accuracy_sets import CODES, CORPUS, read_corpus
from accuracy_tally import findings_of, macro_f1, noisy, tally

if TYPE_CHECKING:
    from accuracy_sets import Item

    from okrsync.model import Finding

LEAST_MACRO = 0.89
MOST_NOISE = 0.05
LEAST_CAUGHT = 0.90

pytestmark = [
    pytest.mark.needs_shared,
    pytest.mark.skipif(not CORPUS.is_file(), reason="the corpus is not beside the checkout"),
]


@pytest.fixture(scope="module")
def measured() -> tuple[list[Item], dict[str, list[Finding]]]:
    items = read_corpus(CORPUS)
    return items, findings_of(items)


def test_the_mean_f1_of_all_rules_does_not_fall(measured: tuple[list[Item], dict[str, list[Finding]]]) -> None:
    items, found = measured
    tallies = [
        tally([item for item in items if item.kind == kind], found, code)
        for kind, codes in CODES.items()
        for code in codes
    ]
    assert macro_f1(tallies) >= LEAST_MACRO, [str(counts) for counts in tallies]


def test_clean_rows_are_left_in_peace(measured: tuple[list[Item], dict[str, list[Finding]]]) -> None:
    warned, clean = noisy(*measured)
    assert len(warned) <= MOST_NOISE * clean


def test_rows_that_their_own_authors_call_bad_are_caught(measured: tuple[list[Item], dict[str, list[Finding]]]) -> None:
    items, found = measured
    bad = [item for item in items if item.called_bad]
    caught = [item for item in bad if {finding.code for finding in found[item.id]} - {"KR104"}]
    assert len(caught) >= LEAST_CAUGHT * len(bad)

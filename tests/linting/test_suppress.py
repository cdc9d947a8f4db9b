"""What people write into the "OKR ignore" column."""

from __future__ import annotations

import pytest

from okrsync.linting.ruleset import load_rules
from okrsync.linting.suppress import read_directives

KNOWN = load_rules().known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ST206: agreed with the CFO", [("ST206", "agreed with the CFO")]),
        ("ST206: agreed with the CFO; ST201", [("ST206", "agreed with the CFO"), ("ST201", "")]),
        ("ST206", [("ST206", "")]),
        ("st 206 – vu avec la DAF", [("ST206", "vu avec la DAF")]),
        ("ST-206 (vu avec la DAF)", [("ST206", "vu avec la DAF")]),
        ("ST206 = later", [("ST206", "later")]),
        ("ST206 vu avec la DAF", [("ST206", "vu avec la DAF")]),
        ("ST206 : vu avec la DAF", [("ST206", "vu avec la DAF")]),
        ("ST206, ST201: both agreed", [("ST206", "both agreed"), ("ST201", "both agreed")]),
        ("ST206 and ST201", [("ST206", ""), ("ST201", "")]),
        ("ST206 et ST201 : décidé en comité", [("ST206", "décidé en comité"), ("ST201", "décidé en comité")]),
        ("ST206 ST201", [("ST206", ""), ("ST201", "")]),
        ("ST206/ST201", [("ST206", ""), ("ST201", "")]),
        ("ST206\nST201: why not", [("ST206", ""), ("ST201", "why not")]),
        ("missing-owner: on leave", [("ST206", "on leave")]),
        ("Missing owner, too many objectives: on leave", [("ST206", "on leave"), ("ST201", "on leave")]),
        ("ST206: agreed, as ever; and by all", [("ST206", "agreed, as ever; and by all")]),
        ("ST206; because of the merger", [("ST206", "because of the merger")]),
        ("ST206: agreed, ST201: too", [("ST206", "agreed"), ("ST201", "too")]),
        ("ST206:", [("ST206", "")]),
        ("", []),
        (None, []),
        (" ; \n", []),
    ],
)
def test_codes_names_and_reasons_are_read_as_people_write_them(
    text: str | None, expected: list[tuple[str, str]]
) -> None:
    found = [(next(iter(one.codes)), one.reason) for one in read_directives(text, KNOWN)]
    assert found == expected


@pytest.mark.parametrize("text", ["all", "All: because", "tout : en revue", "*"])
def test_everything_can_be_silenced_at_once(text: str) -> None:
    (directive,) = read_directives(text, KNOWN)
    assert directive.everything
    assert directive.codes == {rule.code for rule in KNOWN}


def test_a_word_that_only_begins_like_all_is_no_order() -> None:
    (directive,) = read_directives("allocated elsewhere", KNOWN)
    assert not directive.everything
    assert directive.codes == frozenset()


def test_the_beginning_of_a_code_means_its_family() -> None:
    (directive,) = read_directives("ST2: all agreed", KNOWN)
    assert {"ST201", "ST206"} <= directive.codes


@pytest.mark.parametrize("text", ["ST999: no such rule", "please leave this alone"])
def test_what_names_no_rule_silences_none(text: str) -> None:
    (directive,) = read_directives(text, KNOWN)
    assert directive.codes == frozenset()
    assert directive.named

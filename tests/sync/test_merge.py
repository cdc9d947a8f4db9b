"""The merge of one field, over every situation that there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from okrsync.sync.merge import Decision, Situation, Verdict, merged
from okrsync.sync.settings import SIDES, Direction, FieldRule, Policy, Side

FLAGS = ("agree", "known", "a_changed", "b_changed", "a_blank", "b_blank", "a_writable", "b_writable")
EVERYTHING = [
    Situation(**dict(zip(FLAGS, flags, strict=True)), rule=FieldRule(direction, policy), choice=choice)
    for flags in product((False, True), repeat=len(FLAGS))
    for direction in Direction
    for policy in Policy
    for choice in (None, *SIDES)
]
KNOWN = Situation(agree=False, known=True)


def other_way_round(field: Situation) -> Situation:
    """Return the same situation with the two sides exchanged."""
    ways = {Direction.TO_A: Direction.TO_B, Direction.TO_B: Direction.TO_A, Direction.BOTH: Direction.BOTH}
    policies = {Policy.A_WINS: Policy.B_WINS, Policy.B_WINS: Policy.A_WINS, Policy.MANUAL: Policy.MANUAL}
    return replace(
        field,
        a_changed=field.b_changed,
        b_changed=field.a_changed,
        a_blank=field.b_blank,
        b_blank=field.a_blank,
        a_writable=field.b_writable,
        b_writable=field.a_writable,
        rule=FieldRule(ways[field.rule.direction], policies[field.rule.policy]),
        choice=field.choice.other if field.choice else None,
    )


def test_what_both_hold_alike_is_never_written() -> None:
    assert {merged(field).verdict for field in EVERYTHING if field.agree} == {Verdict.AGREED}


def test_nothing_is_written_where_it_may_not_be() -> None:
    for field in EVERYTHING:
        target = merged(field).verdict.target
        assert target is None or field.may_write(target), field


def test_a_value_that_is_written_over_was_seen_or_blank_or_is_kept() -> None:
    for field in EVERYTHING:
        decision = merged(field)
        target = decision.verdict.target
        if target is None:
            continue
        is_blank = field.a_blank if target is Side.A else field.b_blank
        is_unseen = not field.known or (field.a_changed if target is Side.A else field.b_changed)
        assert decision.overrules or not is_unseen or (not field.known and is_blank), field


def test_without_anything_known_only_blanks_are_filled_whatever_the_rule_says() -> None:
    for field in EVERYTHING:
        target = None if field.known else merged(field).verdict.target
        assert target is None or (field.a_blank if target is Side.A else field.b_blank), field


def test_what_nobody_touched_stays_unless_a_person_took_a_side() -> None:
    for field in EVERYTHING:
        if field.known and not (field.agree or field.a_changed or field.b_changed or field.choice):
            assert merged(field) == Decision(Verdict.NOTHING), field


def test_the_two_sides_are_treated_alike() -> None:
    mirrored = {Verdict.TO_A: Verdict.TO_B, Verdict.TO_B: Verdict.TO_A}
    for field in EVERYTHING:
        if not field.known and field.a_blank and field.b_blank:
            continue  # Two blanks agree: there is no such situation.
        one, other = merged(field), merged(other_way_round(field))
        assert mirrored.get(one.verdict, one.verdict) is other.verdict, field
        assert one.overrules is other.overrules, field


@pytest.mark.parametrize(
    ("field", "decision"),
    [
        (replace(KNOWN, a_changed=True), Decision(Verdict.TO_B)),
        (replace(KNOWN, b_changed=True), Decision(Verdict.TO_A)),
        (replace(KNOWN, a_changed=True, b_changed=True), Decision(Verdict.CONFLICT)),
        (
            replace(KNOWN, a_changed=True, b_changed=True, rule=FieldRule(policy=Policy.A_WINS)),
            Decision(Verdict.TO_B, overrules=True),
        ),
        (
            replace(KNOWN, b_changed=True, rule=FieldRule(Direction.TO_B)),
            Decision(Verdict.CONFLICT),
        ),
        (
            replace(KNOWN, b_changed=True, rule=FieldRule(Direction.TO_B, Policy.A_WINS)),
            Decision(Verdict.TO_B, overrules=True),
        ),
        (replace(KNOWN, b_changed=True, a_writable=False), Decision(Verdict.CONFLICT)),
        (replace(KNOWN, a_changed=True, a_writable=False, b_writable=False), Decision(Verdict.NOTHING)),
        (replace(KNOWN, choice=Side.A), Decision(Verdict.TO_B, overrules=True)),
        (replace(KNOWN, choice=Side.A, b_writable=False), Decision(Verdict.NOTHING)),
        (replace(KNOWN, choice=Side.A, b_changed=True), Decision(Verdict.TO_A)),
        (Situation(agree=False, known=False, a_blank=True), Decision(Verdict.TO_A)),
        (Situation(agree=False, known=False, b_blank=True), Decision(Verdict.TO_B)),
        (Situation(agree=False, known=False), Decision(Verdict.CONFLICT)),
        (
            Situation(agree=False, known=False, a_blank=True, rule=FieldRule(Direction.TO_B)),
            Decision(Verdict.CONFLICT),
        ),
    ],
)
def test_a_field_becomes(field: Situation, decision: Decision) -> None:
    assert merged(field) == decision

"""From the config to the settings of a pair."""

from __future__ import annotations

from okrsync.config.syncing import SyncFieldSettings, SyncSettings
from okrsync.sync.configured import configured
from okrsync.sync.settings import SIDES, Direction, FieldRule, Policy, Settings, Side


def test_without_anything_said_all_fields_go_both_ways_and_nothing_is_deleted() -> None:
    assert configured(SyncSettings(a="x", b="y")) == Settings()


def test_what_the_config_says_is_what_holds() -> None:
    config = SyncSettings(
        a="x",
        b="y",
        match_by="id",
        fields={"status": SyncFieldSettings(direction="b-to-a", conflict="b-wins")},
        only_these_fields=True,
        creates="in-a",
        deletes="delete",
        most_deletes=0.5,
        always_deletes=1,
    )
    assert configured(config, accepted_deletes=9) == Settings(
        {"status": FieldRule(Direction.TO_A, Policy.B_WINS)},
        others=None,
        key="id",
        creates=frozenset({Side.A}),
        deletes=True,
        most_deletes_share=0.5,
        most_deletes_least=1,
        accepted_deletes=9,
    )


def test_rows_are_made_on_the_sides_that_are_named() -> None:
    named = {way: configured(SyncSettings(a="x", b="y", creates=way)).creates for way in ("both", "in-b", "nowhere")}
    assert named == {"both": frozenset(SIDES), "in-b": frozenset({Side.B}), "nowhere": frozenset()}

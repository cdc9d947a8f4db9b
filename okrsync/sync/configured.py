"""From `[sync.NAME]` in the config to the settings of a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.sync.settings import DEFAULT_RULE, SIDES, Direction, FieldRule, Policy, Settings, Side

if TYPE_CHECKING:
    from okrsync.config.syncing import SyncSettings


_CREATES = {
    "both": frozenset(SIDES), "in-a": frozenset({Side.A}), "in-b": frozenset({Side.B}), "nowhere": frozenset[Side](),
}  # fmt: skip


def configured(config: SyncSettings, *, accepted_deletes: int | None = None) -> Settings:
    """Return the settings of a pair; `accepted_deletes` is what `--accept-deletes` says this once."""
    return Settings(
        {name: FieldRule(Direction(each.direction), Policy(each.conflict)) for name, each in config.fields.items()},
        others=None if config.only_these_fields else DEFAULT_RULE,
        key=config.match_by,
        creates=_CREATES[config.creates],
        deletes=config.deletes == "delete",
        most_deletes_share=config.most_deletes,
        most_deletes_least=config.always_deletes,
        accepted_deletes=accepted_deletes,
    )

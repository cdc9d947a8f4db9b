"""What the config file says about keeping two sources in step."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from okrsync.config.table import Table, Text


class SyncFieldSettings(Table):
    """`[sync.NAME.fields]`: one field, where it should be kept in step otherwise than the rest."""

    direction: Literal["two-way", "a-to-b", "b-to-a"] = "two-way"
    conflict: Literal["manual", "a-wins", "b-wins"] = "manual"


class SyncSettings(Table):
    """`[sync.NAME]`: two sources that are kept in step."""

    a: Text
    b: Text
    """Names of sources."""
    match_by: Text = "title"
    fields: dict[Text, SyncFieldSettings] = Field(default_factory=dict)
    only_these_fields: bool = False
    creates: Literal["both", "in-a", "in-b", "nowhere"] = "both"
    """Where a row is made that only the other side has: a company's sheet has many that are none of a team's."""
    deletes: Literal["unlink", "delete"] = "unlink"
    most_deletes: Annotated[float, Field(ge=0, le=1)] = 0.2
    """Share, 0..1, of all links that may end in one run …"""
    always_deletes: Annotated[int, Field(ge=0)] = 3
    """… though always this many."""

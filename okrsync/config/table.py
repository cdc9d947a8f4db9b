"""What every table of the config file has in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1)]


class Table(BaseModel):
    """One table: strict, and frozen once it is read."""

    # Strict: the text "yes" is no true, and "5" is no number. Somebody who wrote them meant something else.
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

"""okrsync reads OKRs where teams keep them and tells people, inline, what keeps each one from working."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrsync.pipeline import lint, read

__all__ = ["__version__", "lint", "read"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load the public functions when first asked for, so that `okrsync --help` need not pay for them."""
    if name in {"lint", "read"}:
        from okrsync import pipeline  # noqa: PLC0415 - the point of this function is to import late

        return getattr(pipeline, name)
    raise AttributeError(f"module 'okrsync' has no attribute {name!r}")

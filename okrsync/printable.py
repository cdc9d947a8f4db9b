"""Text as XML and terminals can bear it: people paste anything into cells."""

from __future__ import annotations

import re

# What XML 1.0 (section 2.2) does not allow: C0 controls but tab and line ends, surrogates, U+FFFE and U+FFFF.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def without_control_characters(text: str) -> str:
    """Return `text` without the characters that no XML document may hold."""
    return _FORBIDDEN.sub("", text)

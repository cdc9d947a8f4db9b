"""What a number in digits is worth, whichever signs it is typed with."""

from __future__ import annotations


def number_value(typed: str, decimal: str) -> float | None:
    """Return what `typed` ("1 234,5", "1,234.5", "10.000") is worth; `decimal` is the language's own decimal sign.

    A group of exactly three digits after the other sign is a thousand; None for "1.2.3".
    """
    if typed.isdecimal():
        return float(typed)
    compact = typed.replace(" ", "").replace("'", "")
    if compact.isdecimal():
        return float(compact)
    other = "," if decimal == "." else "."
    if decimal in compact and other in compact:
        last = max(compact.rfind(decimal), compact.rfind(other))
        whole = compact[:last].replace(".", "").replace(",", "")
        return float(f"{whole}.{compact[last + 1 :]}")
    sign = decimal if decimal in compact else other
    parts = compact.split(sign)
    if len(parts) > 2:  # noqa: PLR2004 - more than one sign: groups of thousands, or a version
        grouped = all(len(part) == 3 for part in parts[1:])  # noqa: PLR2004 - thousands
        return float("".join(parts)) if grouped else None
    thousands = sign == other and len(parts[1]) == 3 and parts[0] not in ("", "0")  # noqa: PLR2004 - thousands
    return float("".join(parts)) if thousands else float(".".join(part or "0" for part in parts))

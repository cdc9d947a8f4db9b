"""Formats of cells: the usual one, and colours, which Google tells twice."""

from __future__ import annotations

from typing import Any

WHITE = {"red": 1, "green": 1, "blue": 1}

DEFAULT_FORMAT: dict[str, Any] = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}

_THEME_COLORS = {
    "TEXT": {},
    "BACKGROUND": WHITE,
    "ACCENT1": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275},
    "ACCENT2": {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314},
    "ACCENT3": {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275},
    "ACCENT4": {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902},
    "ACCENT5": {"red": 1, "green": 0.42745098, "blue": 0.003921569},
    "ACCENT6": {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706},
    "LINK": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8},
}

THEME: dict[str, Any] = {
    "primaryFontFamily": "Arial",
    "themeColors": [{"colorType": kind, "color": {"rgbColor": color}} for kind, color in _THEME_COLORS.items()],
}


def both_colors(told: Any) -> Any:
    """Return a format (or whatever holds colours) with every colour told both as color and as colorStyle."""
    if isinstance(told, list):
        return [both_colors(item) for item in told]
    if not isinstance(told, dict):
        return told
    full = {name: both_colors(value) for name, value in told.items()}
    for name, value in told.items():
        if (
            name.lower().endswith("color")
            and name != "rgbColor"
            and isinstance(value, dict)
            and "rgbColor" not in value
        ):
            shade = {part: share for part, share in value.items() if share}
            full[name] = shade
            full[f"{name}Style"] = {"rgbColor": shade}
        elif name.lower().endswith("colorstyle") and "rgbColor" in value:
            shade = {part: share for part, share in value["rgbColor"].items() if share}
            full[name] = {"rgbColor": shade}
            full[name.removesuffix("Style")] = shade
    return full


def both_masks(mask: dict[str, Any]) -> dict[str, Any]:
    """Return an update mask that names a colour in both of its ways where it names one."""
    full: dict[str, Any] = {}
    for name, inner in mask.items():
        full[name] = both_masks(inner)
        if name.lower().endswith("colorstyle"):
            full[name.removesuffix("Style")] = {}
        elif name.lower().endswith("color") and name != "rgbColor":
            full[f"{name}Style"] = {}
    return full


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Return `base` with what `over` says instead, at every depth."""
    told = dict(base)
    for name, value in over.items():
        inner = told.get(name)
        whole = name.lower().endswith(("color", "colorstyle"))
        both = isinstance(value, dict) and isinstance(inner, dict) and not whole
        told[name] = merged(inner, value) if both else value
    return told

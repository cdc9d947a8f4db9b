"""What styles.xml says of the look of cells, as far as it tells what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from okrsync.grid import PLAIN, Style
from okrsync.sources.workbook.markup import local

if TYPE_CHECKING:
    from okrsync.sources.workbook.package import Package

_BUILT_IN_FORMATS = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""ECMA-376 part 1, 18.8.30."""
_T = TypeVar("_T")
_FALSE = frozenset({"0", "false", "off", "none"})


class _Font(NamedTuple):
    bold: bool = False
    italic: bool = False
    size: float | None = None


class _Sheet:
    """Collects fonts, fills, formats and cell styles while the part goes by."""

    def __init__(self) -> None:
        self.fonts: list[_Font] = []
        self.fills: list[str | None] = []
        self.formats = dict(_BUILT_IN_FORMATS)
        self.cells: list[dict[str, str]] = []
        self.path: list[str] = []

    def start(self, name: str, attributes: list[str], _: int) -> None:
        tag = local(name)
        parent = self.path[-1] if self.path else ""
        self.path.append(tag)
        values = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if parent == "fonts" and tag == "font":
            self.fonts.append(_Font())
        elif parent == "font" and "fonts" in self.path and self.fonts:
            self._font(tag, values.get("val", "1"))
        elif parent == "fills" and tag == "fill":
            self.fills.append(None)
        elif tag == "patternFill" and "fills" in self.path and values.get("patternType", "none") in {"none", "gray125"}:
            self.path[-1] = "noFill"
        elif tag == "fgColor" and parent == "patternFill" and "fills" in self.path:
            self.fills[-1] = values.get("rgb") or next((f"{key}:{value}" for key, value in values.items()), None)
        elif tag == "numFmt" and parent == "numFmts" and values.get("numFmtId", "").isdecimal():
            self.formats[int(values["numFmtId"])] = values.get("formatCode", "General")
        elif parent == "cellXfs" and tag == "xf":
            self.cells.append(values)
        elif parent == "xf" and tag == "alignment" and "cellXfs" in self.path:
            self.cells[-1]["indent"] = values.get("indent", "0")

    def end(self, _name: str, _at: int) -> None:
        self.path.pop()

    def _font(self, tag: str, value: str) -> None:
        font = self.fonts[-1]
        if tag == "b":
            self.fonts[-1] = font._replace(bold=value not in _FALSE)
        elif tag == "i":
            self.fonts[-1] = font._replace(italic=value not in _FALSE)
        elif tag == "sz":
            self.fonts[-1] = font._replace(size=_number(value))

    def looks(self) -> list[Style]:
        usual = self.fonts[0].size if self.fonts else None
        found = []
        for cell in self.cells:
            font = _at(self.fonts, cell.get("fontId"), _Font())
            size = None if font.size == usual else font.size
            number_format = self.formats.get(_whole(cell.get("numFmtId")), "General")
            fill = _at(self.fills, cell.get("fillId"), None)
            found.append(Style(font.bold, font.italic, _whole(cell.get("indent")), number_format, fill, size))
        return found


def looks(package: Package) -> list[Style | None]:
    """Return the look behind each style number of the workbook's cells; None for a plain one.

    `Style.size` is told only where it differs from the workbook's usual size. A workbook without styles has none.
    """
    part = package.related(package.workbook, "styles")
    if part is None:
        return []
    sheet = _Sheet()
    package.parse(part, sheet.start, sheet.end)
    return [None if look == PLAIN else look for look in sheet.looks()]


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _at(items: list[_T], index: str | None, otherwise: _T) -> _T:
    place = _whole(index)
    return items[place] if place < len(items) else otherwise

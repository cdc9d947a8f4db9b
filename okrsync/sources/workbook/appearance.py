"""How our cells look: like the table they stand beside, so that they read as a part of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from okrsync.sources.workbook.marks import SCORE

if TYPE_CHECKING:
    from okrsync.sources.workbook.sheet_map import Row, SheetMap
    from okrsync.sources.workbook.stylesheet import Stylesheet

_DANGEROUS = ("=", "+", "-", "@")


class Appearance:
    """Finds or makes the looks of our cells on one sheet."""

    def __init__(self, styles: Stylesheet, sheet_map: SheetMap, before: int) -> None:
        """Look at the cells left of column `before` (0-based)."""
        self.styles, self.sheet_map, self.before = styles, sheet_map, before
        self.known: dict[tuple[object, ...], int] = {}
        self.surroundings: dict[tuple[bytes, bytes], tuple[int, str]] = {}

    def of_header(self, row: Row | None, role: str) -> int:
        """Return the look of a title: that of the title left of it, centred above the scores."""
        neighbour, _ = self._around(row)
        look = self.styles.look(neighbour)
        key = ("header", neighbour, role)
        if key not in self.known:
            plain = not neighbour
            font = self.styles.bold_font("0") if plain else int(look.get("fontId", "0"))
            alignment = {"horizontal": "center" if role == SCORE else "left", "vertical": "center", "wrapText": "1"}
            self.known[key] = self._make(look, font, look.get("fillId", "0"), look.get("borderId", "0"), alignment)
        return self.known[key]

    def of_value(self, row: Row | None, role: str, text: object) -> int:
        """Return the look of a score or of warnings: border and row colour of the table, and our own alignment.

        A text that a program would take for a formula when somebody edits the cell is marked as text for good.
        """
        neighbour, fill = self._around(row)
        quoted = isinstance(text, str) and text.startswith(_DANGEROUS)
        key = (role, neighbour, fill, quoted)
        if key not in self.known:
            look = self.styles.look(neighbour)
            font = look.get("fontId", "0")
            font = "0" if self.styles.is_special_font(font) else font
            if role == SCORE:
                alignment = {"horizontal": "center", "vertical": "top"}
            else:
                alignment = {"horizontal": "left", "vertical": "top", "wrapText": "1"}
            self.known[key] = self._make(look, int(font), fill, look.get("borderId", "0"), alignment, quoted=quoted)
        return self.known[key]

    def _make(  # noqa: PLR0913 - a look has these parts
        self,
        look: dict[str, str],
        font: int,
        fill: str,
        border: str,
        alignment: dict[str, str],
        *,
        quoted: bool = False,
    ) -> int:
        return cell_look(self.styles, font, fill, border, alignment, base=look.get("xfId", "0"), quoted=quoted)

    def _around(self, row: Row | None) -> tuple[int, str]:
        """Return the look of the nearest cell on the left (0: none) and the fill of the row's cells."""
        if row is None:
            return 0, "0"
        columns = self.sheet_map.columns[row.first : row.last]
        looks = self.sheet_map.looks[row.first : row.last]
        key = columns.tobytes(), looks.tobytes()
        if key not in self.surroundings:
            left = [pair for pair in zip(columns, looks, strict=True) if pair[0] < self.before]
            nearest = max(left, default=(0, 0))[1]
            self.surroundings[key] = nearest, self._most_common_fill([look for _, look in left])
        return self.surroundings[key]

    def _most_common_fill(self, looks: list[int]) -> str:
        """Return the fill of most cells (a band, a heading), never that of a single one (a status)."""
        fills = Counter(self.styles.look(look).get("fillId", "0") for look in looks)
        if not fills:
            return "0"
        fill, number = fills.most_common(1)[0]
        return fill if number > 1 and number * 2 > len(looks) else "0"


def cell_look(  # noqa: PLR0913 - a look has these parts
    styles: Stylesheet, font: int, fill: str, border: str, alignment: dict[str, str], *, base: str, quoted: bool = False
) -> int:
    """Return the number of a cell look with the number format “General”, written as Excel writes it."""
    parts = [f'numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="{base}"']
    if quoted:
        parts.append('quotePrefix="1"')
    parts.append('applyNumberFormat="1"')
    if font:
        parts.append('applyFont="1"')
    if fill != "0":
        parts.append('applyFill="1"')
    if border != "0":
        parts.append('applyBorder="1"')
    parts.append('applyAlignment="1"')
    inner = " ".join(f'{key}="{value}"' for key, value in alignment.items())
    return styles.add("cellXfs", f"<{{p}}xf {' '.join(parts)}><{{p}}alignment {inner}/></{{p}}xf>")

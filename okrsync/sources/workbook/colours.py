"""Colours of our score column: a conditional format of our own, so that they follow the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.grid import address

if TYPE_CHECKING:
    from okrsync.grid import Merge
    from okrsync.sources.workbook.restoring import Draft
    from okrsync.sources.workbook.sheet_map import SheetMap
    from okrsync.sources.workbook.stylesheet import Stylesheet

GOOD, FAIR = 85, 50
"""Where grades B and D begin (docs/score.md): green from the one, amber from the other, red below."""
_GREEN, _AMBER, _RED = ("FF006100", "FFC6EFCE"), ("FF7F6000", "FFFFEB9C"), ("FF9C0006", "FFFFC7CE")


def rules(prefix: str, styles: Stylesheet, cells: Merge, priority: int) -> str:
    """Return a conditional format for the scores in some cells of one column.

    Cells without a number stay as they are. `priority` is the first free one on the sheet.
    """
    p = prefix
    cell = address(cells.top, cells.left)
    cases = (
        (f"AND(ISNUMBER({cell}),{cell}&gt;={GOOD})", _GREEN),
        (f"AND(ISNUMBER({cell}),{cell}&gt;={FAIR},{cell}&lt;{GOOD})", _AMBER),
        (f"AND(ISNUMBER({cell}),{cell}&lt;{FAIR})", _RED),
    )
    inner = "".join(
        f'<{p}cfRule type="expression" dxfId="{_colour(styles, *colour)}" priority="{priority + place}">'
        f"<{p}formula>{formula}</{p}formula></{p}cfRule>"
        for place, (formula, colour) in enumerate(cases)
    )
    area = f"{cell}:{address(cells.bottom, cells.left)}"
    return f'<{p}conditionalFormatting sqref="{area}">{inner}</{p}conditionalFormatting>'


def colour_scores(draft: Draft, styles: Stylesheet, sheet_map: SheetMap, cells: Merge) -> None:
    """Add the colours to a sheet."""
    used = [
        int(values["priority"])
        for values, _ in sheet_map.attributes.get("cfRule", ())
        if values.get("priority", "").isdecimal()
    ]
    new = rules(sheet_map.prefix, styles, cells, max(used, default=0) + 1)
    draft.insert(sheet_map.part, sheet_map.place_for("conditionalFormatting"), new)


def _colour(styles: Stylesheet, text: str, fill: str) -> int:
    return styles.add(
        "dxfs",
        f'<{{p}}dxf><{{p}}font><{{p}}color rgb="{text}"/></{{p}}font>'
        f'<{{p}}fill><{{p}}patternFill><{{p}}bgColor rgb="{fill}"/></{{p}}patternFill></{{p}}fill></{{p}}dxf>',
    )

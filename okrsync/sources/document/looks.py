"""What the styles of an OpenDocument spreadsheet say about a cell's look (ODF 1.3 part 3, 16.2)."""

from __future__ import annotations

from dataclasses import dataclass, field

from okrsync.grid import PLAIN, Style
from okrsync.sources.workbook.markup import parse

_INDENT_IN_CENTIMETRES = 0.353
"""LibreOffice writes one step of “increase indent” as a left margin of 10 points."""
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6, "px": 2.54 / 96}
_DEFAULT = "Default"
_MOST_PARENTS = 20


@dataclass(slots=True)
class Looks:
    """The styles of a document, by family and name."""

    properties: dict[str, dict[str, str]] = field(default_factory=dict)
    """Cell style → what it says itself, "parent" included."""
    hidden_tables: set[str] = field(default_factory=set)
    """Styles of sheets that are not shown."""
    _told: dict[str, Style] = field(default_factory=dict)

    def of(self, name: str | None) -> Style:
        """Return the look of cells with this style, what it inherits included."""
        if name is None:
            return PLAIN
        if name not in self._told:
            self._told[name] = self._resolved(name)
        return self._told[name]

    def _resolved(self, name: str) -> Style:
        said: dict[str, str] = {}
        at: str | None = name
        for _ in range(_MOST_PARENTS):
            own = self.properties.get(at or "")
            if own is None:
                break
            said = {**own, **said}
            at = own.get("parent")
        size = said.get("fo:font-size", "")
        usual = self.properties.get(_DEFAULT, {}).get("fo:font-size", "")
        return Style(
            bold=said.get("fo:font-weight") == "bold",
            italic=said.get("fo:font-style") == "italic",
            indent=round(_centimetres(said.get("fo:margin-left", "")) / _INDENT_IN_CENTIMETRES),
            fill=None if said.get("fo:background-color") in {None, "transparent"} else said["fo:background-color"],
            size=float(size[:-2]) if size.endswith("pt") and size != usual else None,
        )

    def learn(self, xml: bytes) -> None:
        """Take in the styles of content.xml or styles.xml. Raises DamagedPartError."""
        current: dict[str, str] | None = None
        table = ""

        def start(name: str, attributes: list[str], _: int) -> None:
            nonlocal current, table
            if name == "style:style":
                values = dict(zip(attributes[::2], attributes[1::2], strict=True))
                family = values.get("style:family")
                current = {} if family == "table-cell" else None
                table = values.get("style:name", "") if family == "table" else ""
                if current is not None:
                    self.properties[values.get("style:name", "")] = current
                    current["parent"] = values.get("style:parent-style-name", "")
            elif current is not None and name in _TELLING:
                current.update(zip(attributes[::2], attributes[1::2], strict=True))
            elif table and name == "style:table-properties":
                values = dict(zip(attributes[::2], attributes[1::2], strict=True))
                if values.get("table:display") == "false":
                    self.hidden_tables.add(table)

        def end(name: str, _: int) -> None:
            nonlocal current, table
            if name == "style:style":
                current, table = None, ""

        parse(xml, start, end)


_TELLING = frozenset({"style:text-properties", "style:table-cell-properties", "style:paragraph-properties"})


def _centimetres(length: str) -> float:
    number, unit = length[:-2], length[-2:]
    try:
        return float(number) * _CENTIMETRES.get(unit, 0.0)
    except ValueError:
        return 0.0

"""What the styles of an OpenDocument spreadsheet say about a cell's look (ODF 1.3 part 3, 16.2)."""

from __future__ import annotations

from dataclasses import dataclass, field

from okrsync.grid import PLAIN, Style
from okrsync.sources.document.formats import KINDS, Format, Part
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
    formats: dict[str, Format] = field(default_factory=dict)
    """Data style → how it shows numbers and days."""
    language: str = ""
    """Of the cells that say nothing of a language."""
    _told: dict[str, Style] = field(default_factory=dict)

    def of(self, name: str | None) -> Style:
        """Return the look of cells with this style, what it inherits included."""
        if name is None:
            return PLAIN
        if name not in self._told:
            self._told[name] = self._resolved(name)
        return self._told[name]

    def format_of(self, name: str | None) -> Format | None:
        """Return how cells with this style show numbers and days; None where nothing says so."""
        return self.formats.get(self._said(name or _DEFAULT).get("data", ""))

    def _said(self, name: str) -> dict[str, str]:
        said: dict[str, str] = {}
        at: str | None = name
        for _ in range(_MOST_PARENTS):
            own = self.properties.get(at or "")
            if own is None:
                break
            said = {**own, **said}
            at = own.get("parent")
        return said

    def _resolved(self, name: str) -> Style:
        said = self._said(name)
        form = self.formats.get(said.get("data", ""))
        size = said.get("fo:font-size", "")
        usual = self.properties.get(_DEFAULT, {}).get("fo:font-size", "")
        return Style(
            bold=said.get("fo:font-weight") == "bold",
            italic=said.get("fo:font-style") == "italic",
            number_format=PLAIN.number_format if form is None else form.code,
            indent=round(_centimetres(said.get("fo:margin-left", "")) / _INDENT_IN_CENTIMETRES),
            fill=None if said.get("fo:background-color") in {None, "transparent"} else said["fo:background-color"],
            size=float(size[:-2]) if size.endswith("pt") and size != usual else None,
        )

    def learn(self, xml: bytes) -> None:
        """Take in the styles of content.xml or styles.xml. Raises DamagedPartError."""
        learner = _Learner(self)
        parse(xml, learner.start, learner.end, learner.text)


class _Learner:
    """Takes in styles as the parser meets them."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._cell: dict[str, str] | None = None
        self._table = ""
        self._form: Format | None = None
        self._is_default = False

    def start(self, name: str, attributes: list[str], _: int) -> None:
        values = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if self._form is not None:
            self._start_in_form(self._form, name, values)
        elif name in KINDS:
            self._form = Format(KINDS[name], values.get("number:language", ""))
            self._looks.formats[values.get("style:name", "")] = self._form
        elif name == "style:style":
            self._start_style(values)
        elif name == "style:default-style":
            self._is_default = values.get("style:family") == "table-cell"
        elif self._is_default and name == "style:text-properties":
            self._looks.language = values.get("fo:language", "")
        elif self._cell is not None and name in _TELLING:
            self._cell.update(values)
        elif self._table and name == "style:table-properties" and values.get("table:display") == "false":
            self._looks.hidden_tables.add(self._table)

    def end(self, name: str, _: int) -> None:
        if name == "style:style":
            self._cell, self._table = None, ""
        elif name == "style:default-style":
            self._is_default = False
        elif name in KINDS:
            self._form = None

    def text(self, words: str) -> None:
        if self._form is not None and self._form.parts:
            last = self._form.parts[-1]
            self._form.parts[-1] = last._replace(text=last.text + words)

    def _start_style(self, values: dict[str, str]) -> None:
        family, name = values.get("style:family"), values.get("style:name", "")
        self._table = name if family == "table" else ""
        self._cell = None
        if family == "table-cell":
            self._cell = self._looks.properties[name] = {"parent": values.get("style:parent-style-name", "")}
            if "style:data-style-name" in values:
                self._cell["data"] = values["style:data-style-name"]

    @staticmethod
    def _start_in_form(form: Format, name: str, values: dict[str, str]) -> None:
        if name == "style:map":
            form.maps.append((values.get("style:condition", ""), values.get("style:apply-style-name", "")))
        elif name.startswith("number:"):
            form.parts.append(Part(name, values))


_TELLING = frozenset({"style:text-properties", "style:table-cell-properties", "style:paragraph-properties"})


def _centimetres(length: str) -> float:
    number, unit = length[:-2], length[-2:]
    try:
        return float(number) * _CENTIMETRES.get(unit, 0.0)
    except ValueError:
        return 0.0

"""styles.xml, added to: fonts, fills, borders, cell looks and colours of conditions behind those that are there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.sources.workbook.markup import (
    DamagedPartError,
    is_empty_element,
    local,
    parse,
    prefix_of,
    tag_end,
    unreadable,
)

if TYPE_CHECKING:
    from okrsync.sources.workbook.restoring import Draft

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
          "colors", "extLst")  # fmt: skip
"""CT_Stylesheet, ECMA-376 part 1, 18.8.39."""
_FIRST = {
    "fonts": '<{p}font><{p}sz val="11"/><{p}name val="Calibri"/><{p}family val="2"/></{p}font>',
    "fills": '<{p}fill><{p}patternFill patternType="none"/></{p}fill>'
    '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    "borders": "<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>",
    "cellXfs": '<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "dxfs": "",
}
"""What a section begins with where the workbook has none: number 0 means “as usual” everywhere."""
_BEGINS_WITH = {"fonts": 1, "fills": 2, "borders": 1, "cellXfs": 1, "dxfs": 0}
_COUNT = re.compile(rb"""(\bcount\s*=\s*)(["'])(\d*)\2""")
_SPECIAL_FONT = re.compile(rb"<(?:\w+:)?(?:b|i|u|strike|vertAlign)\b")


@dataclass(slots=True)
class _Section:
    name: str
    raw_name: str
    start: int
    stop: int = 0
    items: list[tuple[int, int]] = field(default_factory=list)
    new: list[str] = field(default_factory=list)


class Stylesheet:
    """The workbook's styles part, and what is to be added to it."""

    def __init__(self, draft: Draft, part: str) -> None:
        """Find the sections. Raises UnreadableError."""
        self.draft, self.part = draft, part
        self.text = draft.package.part(part).text
        self.sections: dict[str, _Section] = {}
        self.places: list[tuple[str, int]] = []
        self.root, self.root_stop = "", 0
        self._go_through()
        self.prefix = prefix_of(self.root)
        self.known: dict[str, dict[str, int]] = {}
        self.cells = [self._attributes(span) for span in self._items("cellXfs")]

    def _go_through(self) -> None:
        depth, item_start = 0, 0
        text = self.text

        def on_start(name: str, _attributes: list[str], at: int) -> None:
            nonlocal depth, item_start
            depth += 1
            if depth == 1:
                self.root = name
            elif depth == 2:
                self.places.append((local(name), at))
                self.sections.setdefault(local(name), _Section(local(name), name, at))
            elif depth == 3:
                item_start = at

        def on_end(name: str, at: int) -> None:
            nonlocal depth
            if depth == 3:
                stop = at if is_empty_element(text, item_start) else text.index(b">", at) + 1
                self.sections[self.places[-1][0]].items.append((item_start, stop))
            elif depth == 2:
                self.sections[local(name)].stop = at
            elif depth == 1:
                self.root_stop = at
            depth -= 1

        try:
            parse(text, on_start, on_end)
        except DamagedPartError:
            raise unreadable(self.draft.package.file, self.part) from None

    def _items(self, section: str) -> list[tuple[int, int]]:
        return self.sections[section].items if section in self.sections else []

    def _attributes(self, span: tuple[int, int]) -> dict[str, str]:
        head = self.text[span[0] : tag_end(self.text, span[0])].decode("utf-8")
        return {key: value for key, _, value in re.findall(r"""([\w:]+)\s*=\s*(["'])(.*?)\2""", head)}

    def look(self, number: int) -> dict[str, str]:
        """Return the attributes of a cell look (an xf), empty where there is none."""
        return self.cells[number] if number < len(self.cells) else {}

    def is_special_font(self, number: str) -> bool:
        """Tell whether the font is bold, italic, underlined, struck out or raised."""
        fonts = self._items("fonts")
        place = int(number) if number.isdigit() else 0
        return place < len(fonts) and bool(_SPECIAL_FONT.search(self.text[slice(*fonts[place])]))

    def add(self, section: str, item: str) -> int:
        """Return the number of `item` in the section ("{p}" is the prefix); it is added if it is not there yet."""
        item = item.replace("{p}", self.prefix)
        known = self.known.get(section)
        if known is None:
            known = self.known[section] = {}
            for number, (start, stop) in enumerate(self._items(section)):
                known.setdefault(self.text[start:stop].decode("utf-8"), number)
        if item not in known:
            if section not in self.sections:
                self.sections[section] = _Section(section, "", -1)
            new = self.sections[section].new
            before = len(self._items(section)) or _BEGINS_WITH[section]
            known[item] = before + len(new)
            new.append(item)
        return known[item]

    def bold_font(self, number: str, colour: str = "") -> int:
        """Return the font like font `number`, bold and, where `colour` (ARGB) is given, of that colour."""
        fonts = self._items("fonts")
        place = int(number) if number.isdigit() and int(number) < len(fonts) else 0
        inner = (
            self.text[slice(*fonts[place])].decode("utf-8") if fonts else _FIRST["fonts"].replace("{p}", self.prefix)
        )
        inner = re.sub(r"^<[^>]*>|</[^>]*>$", "", inner) if not inner.endswith("/>") else ""
        inner = re.sub(r"<(?:\w+:)?b\b[^>]*/>", "", inner)
        if colour:
            inner = re.sub(r"<(?:\w+:)?color\b[^>]*/>", "", inner)
            size_stop = re.search(r"<(?:\w+:)?sz\b[^>]*/>", inner)
            at = size_stop.end() if size_stop else 0
            inner = f'{inner[:at]}<{{p}}color rgb="{colour}"/>{inner[at:]}'
        return self.add("fonts", f"<{{p}}font><{{p}}b/>{inner}</{{p}}font>")

    def settle(self) -> None:
        """Put what was added into the draft."""
        for name, section in self.sections.items():
            if section.new:
                self._write(name, section)

    def _write(self, name: str, section: _Section) -> None:
        p = self.prefix
        items = "".join(section.new)
        if section.start < 0 or not section.items:
            first = _FIRST[name].replace("{p}", p)
            count = len(section.new) + _BEGINS_WITH[name]
            whole = f'<{p}{name} count="{count}">{first}{items}</{p}{name}>'
            if section.start < 0:
                self.draft.insert(self.part, self._place_for(name), whole)
            else:
                empty = is_empty_element(self.text, section.start)
                stop = section.stop if empty else self.text.index(b">", section.stop) + 1
                self.draft.splice(self.part, section.start, stop, whole)
            return
        self.draft.insert(self.part, section.stop, items)
        head_stop = tag_end(self.text, section.start)
        count_found = _COUNT.search(self.text, section.start, head_stop)
        if count_found:
            number = str(len(section.items) + len(section.new))
            self.draft.splice(self.part, count_found.start(3), count_found.end(3), number)

    def _place_for(self, name: str) -> int:
        rank = _ORDER.index(name)
        return next((at for child, at in self.places if child in _ORDER and _ORDER.index(child) > rank), self.root_stop)


EMPTY_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{namespace}">'
    + "".join(
        f'<{name} count="{count}">{_FIRST[name].replace("{p}", "")}</{name}>'
        for name, count in (("fonts", 1), ("fills", 2), ("borders", 1))
    )
    + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
"""A styles part for a workbook that has none."""

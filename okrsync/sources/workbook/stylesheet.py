"""styles.xml, added to: fonts, fills, borders, cell looks and colours of conditions behind those that are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.sources.workbook.markup import local, tag_end

if TYPE_CHECKING:
    from okrsync.sources.workbook.markup import Element
    from okrsync.sources.workbook.restoring import Draft

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
          "colors", "extLst")  # fmt: skip
"""CT_Stylesheet, ECMA-376 part 1, 18.8.39."""
_FIRST = {
    "fonts": ('<{p}font><{p}sz val="11"/><{p}name val="Calibri"/><{p}family val="2"/></{p}font>',),
    "fills": (
        '<{p}fill><{p}patternFill patternType="none"/></{p}fill>',
        '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    ),
    "borders": ("<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>",),
    "cellXfs": ('<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "dxfs": (),
}
"""What a section begins with where the workbook has none: number 0 means “as usual” everywhere."""
_FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
               "family", "charset", "scheme")  # fmt: skip
"""CT_Font, as Excel writes it: ECMA-376 part 1, 18.8.22."""
_TRAIT = re.compile(r"<([\w:]+)\b[^>]*/>")
_COUNT = re.compile(rb"""\bcount\s*=\s*["'](\d*)["']""")
_SPECIAL_FONT = re.compile(rb"<(?:\w+:)?(?:b|i|u|strike|vertAlign)\b")
_ITEM_DEPTH = 3


class Stylesheet:
    """The workbook's styles part, and what is to be added to it."""

    def __init__(self, draft: Draft, part: str) -> None:
        """Find the sections. Raises UnreadableError."""
        self.draft, self.part = draft, part
        self.text = draft.package.part(part).text
        self.root, *inner = draft.package.elements(part, _ITEM_DEPTH)
        self.prefix = self.root.prefix
        self.sections: dict[str, Element] = {}
        self.items: dict[str, list[Element]] = {}
        for element in inner:
            if element.depth < _ITEM_DEPTH:
                section = element.tag
                self.sections.setdefault(section, element)
            else:
                self.items.setdefault(section, []).append(element)
        self.looks = [element.attributes for element in self.items.get("cellXfs", ())]
        self.known: dict[str, dict[str, int]] = {}
        self.new: dict[str, list[str]] = {}

    def look(self, number: int) -> dict[str, str]:
        """Return the attributes of a cell look (an xf), empty where there is none."""
        return self.looks[number] if number < len(self.looks) else {}

    def is_special_font(self, number: str) -> bool:
        """Tell whether the font is bold, italic, underlined, struck out or raised."""
        return bool(_SPECIAL_FONT.search(self._font(number).encode("utf-8")))

    def add(self, section: str, item: str) -> int:
        """Return the number of `item` in the section ("{p}" is the prefix); it is added if it is not there yet."""
        item = item.replace("{p}", self.prefix)
        if section not in self.known:
            known = self.known[section] = {}
            for number, text in enumerate(self._texts(section)):
                known.setdefault(text, number)
        known = self.known[section]
        if item not in known:
            new = self.new.setdefault(section, [])
            known[item] = len(self._texts(section)) + len(new)
            new.append(item)
        return known[item]

    def bold_font(self, number: str, colour: str = "") -> int:
        """Return the font like font `number`, bold and, where `colour` (ARGB) is given, of that colour."""
        traits = {local(found.group(1)): found.group() for found in _TRAIT.finditer(self._font(number))}
        traits["b"] = "<{p}b/>"
        if colour:
            traits["color"] = f'<{{p}}color rgb="{colour}"/>'
        inner = "".join(traits[name] for name in _FONT_ORDER if name in traits)
        return self.add("fonts", f"<{{p}}font>{inner}</{{p}}font>")

    def settle(self) -> None:
        """Put what was added into the draft."""
        for name, new in self.new.items():
            self._write(name, new)

    def _texts(self, section: str) -> list[str]:
        """Return the items of a section as they stand; those that it will begin with where it has none."""
        items = self.items.get(section)
        if items:
            return [self.text[item.start : item.stop].decode("utf-8") for item in items]
        return [first.replace("{p}", self.prefix) for first in _FIRST[section]]

    def _font(self, number: str) -> str:
        fonts = self._texts("fonts")
        place = int(number) if number.isdecimal() else 0
        return fonts[place] if place < len(fonts) else fonts[0]

    def _write(self, name: str, new: list[str]) -> None:
        section = self.sections.get(name)
        if section is not None and self.items.get(name):
            self.draft.append(self.part, section, "".join(new))
            stated = _COUNT.search(self.text, section.start, tag_end(self.text, section.start))
            if stated:
                number = len(self.items[name]) + len(new)
                self.draft.splice(self.part, stated.start(1), stated.end(1), str(number))
            return
        items = [*self._texts(name), *new]
        p = self.prefix
        whole = f'<{p}{name} count="{len(items)}">{"".join(items)}</{p}{name}>'
        if section is None:
            self.draft.insert(self.part, self._place_for(name), whole)
        else:
            self.draft.splice(self.part, section.start, section.stop, whole)

    def _place_for(self, name: str) -> int:
        later = _ORDER[_ORDER.index(name) + 1 :]
        places = [section.start for tag, section in self.sections.items() if tag in later]
        return min(places, default=self.root.end)


def plain_styles(namespace: str, looks: int) -> bytes:
    """Return a styles part for a workbook that has none, with as many plain looks as cells count."""
    sections = "".join(
        f'<{name} count="{len(_FIRST[name])}">{"".join(_FIRST[name]).replace("{p}", "")}</{name}>'
        for name in ("fonts", "fills", "borders")
    )
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{namespace}">{sections}'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{looks}">{plain * looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ).encode()

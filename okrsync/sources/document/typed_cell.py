"""One cell that a person could have typed into: its value, its kind and the text that it shows change together."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from okrsync.sources.document.cells import ANNOTATION, VALUES
from okrsync.sources.document.formats import shown_day, shown_number
from okrsync.sources.document.words import lines
from okrsync.sources.workbook.markup import Splice, elements, is_empty_element, spliced, tag_end

if TYPE_CHECKING:
    from okrsync.grid import CellValue
    from okrsync.sources.document.looks import Looks
    from okrsync.sources.workbook.markup import Element

_STYLE = re.compile(rb"""\s+table:style-name\s*=\s*(?:"[^"]*"|'[^']*')""")
_NAME = re.compile(rb"<[^\s/>]+")
_WRAPPERS = frozenset({"text:a", "text:span"})
_BEFORE_TEXT = frozenset({"table:cell-range-source", "office:annotation", "table:detective"})
_DEEPEST = 16


class CellTypist:
    """Types into the cells of one document."""

    def __init__(self, looks: Looks, *, names_kind_twice: bool) -> None:
        """Take its styles. `names_kind_twice`: as LibreOffice does, for its own and for everybody's sake."""
        self._looks = looks
        self._twice = names_kind_twice

    def typed(self, raw: bytes, value: CellValue, style: str | None) -> bytes:
        """Return the cell element with another value. `style` is what shows: its own, its row's, its column's."""
        former = elements(raw, 1)[0].attributes
        kind, attributes, text = self._said(value, former, style)
        if kind:
            attributes = {"office:value-type": kind, **attributes}
            if self._twice:
                attributes["calcext:value-type"] = kind
        stop = tag_end(raw, 0)
        is_empty = is_empty_element(raw, 0)
        tag = VALUES.sub(b"", raw[:stop]).removesuffix(b"/>" if is_empty else b">").rstrip()
        tag += "".join(f" {name}={quoteattr(said)}" for name, said in attributes.items()).encode()
        inner = _with_text(raw, None if value is None else text)
        return tag + (b">" + inner + b"</" + _name(raw) + b">" if inner else b"/>")

    def _said(self, value: CellValue, former: dict[str, str], style: str | None) -> tuple[str, dict[str, str], str]:
        """Return kind, attributes and shown text of a value."""
        form = self._looks.format_of(style)
        match value:
            case None:
                return "", {}, ""
            case bool():
                return "boolean", {"office:boolean-value": str(value).lower()}, str(value).upper()
            case int() | float():
                kind = "percentage" if form and form.kind == "percentage" else former.get("office:value-type", "float")
                kind = kind if kind in {"percentage", "currency"} else "float"
                money = {"office:currency": former["office:currency"]} if "office:currency" in former else {}
                shown = shown_number(float(value), form, self._looks.formats, self._looks.language)
                return kind, {**(money if kind == "currency" else {}), "office:value": f"{value:.15g}"}, shown
            case date():
                return "date", {"office:date-value": value.isoformat()}, shown_day(value, form, self._looks.language)
            case time() | timedelta():
                clock = _clock(value)
                stored = "PT{:02}H{:02}M{:02}S".format(*clock)
                return "time", {"office:time-value": stored}, "{:02}:{:02}:{:02}".format(*clock)
        return "string", {}, value


def dressed(raw: bytes, style: str | None) -> bytes:
    """Return the cell element in another style; in its own where `style` is None."""
    if style is None:
        return raw
    stop = tag_end(raw, 0)
    tag = _STYLE.sub(b"", raw[:stop])
    at = _name_end(tag)
    return tag[:at] + f" table:style-name={quoteattr(style)}".encode() + tag[at:] + raw[stop:]


def holds_link_beside_words(raw: bytes) -> bool:
    """Tell whether a link stands on some of a cell's words: it could not be kept with others."""
    if b"<text:a" not in raw:
        return False
    said = ANNOTATION.sub(b"", raw)
    return b"<text:a" in said and not any(wrapper.name == "text:a" for wrapper in _wrappers(said))


def _with_text(raw: bytes, text: str | None) -> bytes:
    """Return what stands in a cell element, its paragraphs changed: a style or a link of all its words stays."""
    if is_empty_element(raw, 0):
        return b"" if text is None else b"".join(b"<text:p>" + line.encode() + b"</text:p>" for line in lines(text))
    found = elements(raw, 2)
    head, tail = tag_end(raw, 0), found[0].end
    children = [each for each in found if each.depth == 2]  # noqa: PLR2004 - the cell is 1
    old = [each for each in children if each.name == "text:p"]
    behind = max((each.stop for each in children if each.name in _BEFORE_TEXT), default=head)
    new: list[bytes] = []
    if text is not None:
        before, after = _frame(raw, old)
        new = [before + line.encode() + after for line in lines(text)]
    splices = [Splice(each.start, each.stop, b"") for each in old]
    at = old[0].start if old else behind
    splices.append(Splice(at, at, b"".join(new)))
    return spliced(raw[:tail], splices)[head:]


def _frame(raw: bytes, old: list[Element]) -> tuple[bytes, bytes]:
    """Return what stands around the words of a cell."""
    if not old or old[0].is_empty:
        return b"<text:p>", b"</text:p>"
    inner = _wrappers(raw)[-1]
    return raw[old[0].start : tag_end(raw, inner.start)], raw[inner.end : old[0].stop]


def _wrappers(raw: bytes) -> list[Element]:
    """Return the first paragraph of a cell and the elements that hold all its words, from outside to inside."""
    found = elements(raw, _DEEPEST)
    chain = [each for each in found if each.depth == 2 and each.name == "text:p"][:1]  # noqa: PLR2004 - as above
    while chain:
        outer = chain[-1]
        inside = [each for each in found if outer.start < each.start < outer.end and each.depth == outer.depth + 1]
        whole = len(inside) == 1 and inside[0].start == tag_end(raw, outer.start) and inside[0].stop == outer.end
        if not whole or inside[0].is_empty or inside[0].name not in _WRAPPERS:
            return chain
        chain.append(inside[0])
    return chain


def _name_end(tag: bytes) -> int:
    name = _NAME.match(tag)
    return name.end() if name else 0


def _name(raw: bytes) -> bytes:
    return raw[1 : _name_end(raw)]


def _clock(value: time | timedelta) -> tuple[int, int, int]:
    """Return hours, minutes and seconds."""
    if isinstance(value, time):
        return value.hour, value.minute, value.second
    seconds = int(value.total_seconds())
    return seconds // 3600, seconds // 60 % 60, seconds % 60

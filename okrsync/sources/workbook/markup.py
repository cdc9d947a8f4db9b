"""XML parts read by events with their exact byte offsets, so that a change can be spliced in and all else stay.

Parts are parsed as UTF-8; one in another encoding is decoded first and encoded back after (`Part`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from okrsync.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

_DECLARED = re.compile(rb"""\A<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_START_TAG = re.compile(rb"""<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
LONGEST_TEXT = 32_767
"""Characters that a cell may hold (Excel specifications and limits)."""


class DamagedPartError(Exception):
    """The part is no well-formed XML, or holds a DTD, which no workbook may."""


class Tag(NamedTuple):
    """A start tag as found: name with its prefix, attributes in order."""

    name: str
    attributes: dict[str, str]
    start: int
    """Byte offset of "<"."""


class Splice(NamedTuple):
    """Bytes `start` to `stop` of a part give way to `new`."""

    start: int
    stop: int
    new: bytes


@dataclass(slots=True)
class Part:
    """An XML part: its bytes, and the same as UTF-8 text without a byte order mark, where offsets are counted."""

    raw: bytes
    text: bytes = b""
    encoding: str = "utf-8"
    mark: bytes = b""
    splices: list[Splice] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the encoding: byte order mark first, then a UTF-16 pattern, then the declaration."""
        body = self.raw
        for mark, encoding in _BYTE_ORDER_MARKS:
            if body.startswith(mark):
                self.mark, self.encoding, body = mark, encoding, body[len(mark) :]
                break
        else:
            if body.startswith(b"<\x00"):
                self.encoding = "utf-16-le"
            elif body.startswith(b"\x00<"):
                self.encoding = "utf-16-be"
            elif declared := _DECLARED.match(body):
                self.encoding = declared.group(1).decode("ascii").lower()
        if self.encoding in {"utf-8", "utf8"}:
            self.encoding, self.text = "utf-8", body
            return
        try:
            self.text = body.decode(self.encoding).encode("utf-8")
        except (LookupError, UnicodeError):
            raise DamagedPartError from None

    def encoded(self, text: bytes) -> bytes:
        """Return UTF-8 `text` as the part's own encoding writes it, byte order mark first."""
        if self.encoding == "utf-8":
            return self.mark + text
        return self.mark + text.decode("utf-8").encode(self.encoding)


def spliced(text: bytes, splices: list[Splice]) -> bytes:
    """Return `text` with all splices carried out; those at one place keep their order."""
    out: list[bytes] = []
    at = 0
    for start, stop, new in sorted(splices, key=lambda splice: (splice.start, splice.stop)):
        if start < at:
            raise ValueError("splices overlap")
        out += (text[at:start], new)
        at = stop
    out.append(text[at:])
    return b"".join(out)


def new_parser() -> expat.XMLParserType:
    """Return a parser that gives attributes as [name, value, …], and refuses a DTD. See `feed`."""
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def feed(parser: expat.XMLParserType, text: bytes) -> None:
    """Let the parser go through a whole part. Raises DamagedPartError where it is no well-formed XML, or has a DTD."""
    try:
        parser.Parse(text, True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError:
        raise DamagedPartError from None


def parse(
    text: bytes,
    on_start: Callable[[str, list[str], int], None],
    on_end: Callable[[str, int], None] | None = None,
    on_text: Callable[[str], None] | None = None,
) -> None:
    """Go through a part: `on_start(name, [attribute, value, …], offset)`, `on_end(name, offset of "</")`.

    Names come with their prefixes. An empty element ends behind its tag. Raises DamagedPartError.
    """
    parser = new_parser()

    def start(name: str, attributes: list[str]) -> None:
        on_start(name, attributes, parser.CurrentByteIndex)

    parser.StartElementHandler = start
    if on_end is not None:
        end = on_end
        parser.EndElementHandler = lambda name: end(name, parser.CurrentByteIndex)
    if on_text is not None:
        parser.CharacterDataHandler = on_text
    feed(parser, text)


def _refuse(*_: object) -> None:
    raise DamagedPartError


class Element(NamedTuple):
    """An element as found, with its place to the byte."""

    name: str
    """With its prefix."""
    attributes: dict[str, str]
    depth: int
    """1 for the root."""
    start: int
    end: int
    """Offset of its end tag; behind it where it is an empty element."""
    stop: int

    @property
    def is_empty(self) -> bool:
        """Tell whether it is one tag that closes itself."""
        return self.end == self.stop

    @property
    def tag(self) -> str:
        """Name without its prefix."""
        return local(self.name)

    @property
    def prefix(self) -> str:
        """Prefix with its colon, or nothing."""
        return prefix_of(self.name)


def elements(text: bytes, deepest: int) -> list[Element]:
    """Return the elements of a part down to a depth (1: the root alone), in order. Raises DamagedPartError."""
    found: list[Element] = []
    opened: list[tuple[int, int]] = []
    depth = 0

    def on_start(name: str, attributes: list[str], at: int) -> None:
        nonlocal depth
        depth += 1
        if depth <= deepest:
            opened.append((len(found), at))
            found.append(Element(name, dict(zip(attributes[::2], attributes[1::2], strict=True)), depth, at, at, at))

    def on_end(_: str, at: int) -> None:
        nonlocal depth
        if depth <= deepest:
            place, start = opened.pop()
            stop = at if is_empty_element(text, start) else text.index(b">", at) + 1
            found[place] = found[place]._replace(end=at, stop=stop)
        depth -= 1

    parse(text, on_start, on_end)
    return found


def tags(text: bytes, *names: str) -> list[Tag]:
    """Return the start tags whose local name is one of `names` (all where none is given), in order."""
    wanted = frozenset(names)
    found: list[Tag] = []

    def on_start(name: str, attributes: list[str], at: int) -> None:
        if not wanted or local(name) in wanted:
            found.append(Tag(name, dict(zip(attributes[::2], attributes[1::2], strict=True)), at))

    parse(text, on_start)
    return found


def local(name: str) -> str:
    """Return the name without its prefix."""
    return name.rpartition(":")[2]


def prefix_of(name: str) -> str:
    """Return the prefix with its colon, or nothing."""
    return name[: name.index(":") + 1] if ":" in name else ""


def attribute(tag: Tag, name: str, default: str = "") -> str:
    """Return an attribute by local name, whatever its prefix."""
    if name in tag.attributes:
        return tag.attributes[name]
    return next((value for key, value in tag.attributes.items() if local(key) == name), default)


def tag_end(text: bytes, start: int) -> int:
    """Return the offset just behind the start tag at `start`."""
    found = _START_TAG.match(text, start)
    if found is None:
        raise DamagedPartError
    return found.end()


def is_empty_element(text: bytes, start: int) -> bool:
    """Tell whether the tag at `start` closes itself."""
    return text[tag_end(text, start) - 2 : tag_end(text, start) - 1] == b"/"


def element_stop(text: bytes, start: int, name: str) -> int:
    """Return the offset behind the element that begins at `start` and holds no other of its name."""
    if is_empty_element(text, start):
        return tag_end(text, start)
    return text.index(b">", text.index(b"</" + name.encode("utf-8"), start)) + 1


def as_text(value: str) -> str:
    """Return `value` as an element's text: control characters gone, cut to a cell's limit, "_x0041_" kept literal."""
    clean = _UNSPEAKABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if len(clean) * 2 > LONGEST_TEXT:
        # Excel counts in units of UTF-16: an emoji is two.
        clean = clean.encode("utf-16-le")[: LONGEST_TEXT * 2].decode("utf-16-le", "ignore")
    return escape(_LOOKS_ESCAPED.sub("_x005F_", clean))


def as_attribute(value: str) -> str:
    """Return `value` quoted as an attribute."""
    return quoteattr(_UNSPEAKABLE.sub("", value))


def unreadable(file: str, part: str) -> UnreadableError:
    """Return the error for a part that is no well-formed XML."""
    return UnreadableError("workbook.part-damaged", file=file, part=part)

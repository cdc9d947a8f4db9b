"""How a text table was written (encoding, delimiter, quotes, line ends), told from the text itself."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from okrsync.printable import without_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_JUDGED_RECORDS = 300
_JUDGED_BYTES = 1 << 16
_MOST_CONTROLS = 0.05
"""Share of control characters above which bytes are no text: pictures and programs have a fifth and more."""
_SOME_CONTROLS = 3
"""So many may stand in a short text too."""
_MANY_NULS = 0.7
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_SEPARATOR_LINE = re.compile(r"sep=([^\w\s\"'-]|\t)(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_TYPED_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')


class Encoded(NamedTuple):
    """A text, and how it is turned back into the very bytes that it came from."""

    text: str
    encoding: str
    mark: bytes
    """Byte order mark."""

    def bytes_of(self, text: str) -> bytes:
        """Return `text` in this encoding, its mark before it."""
        return self.mark + text.encode(self.encoding, _errors(self.encoding))


class Record(NamedTuple):
    """One record: its fields exactly as written, quotes and all, and its line end."""

    fields: list[str]
    """Empty for a blank line."""
    end: str


@dataclass(slots=True, frozen=True)
class Dialect:
    """How the fields of a text table are told apart."""

    delimiter: str
    preamble: str
    """Excel's `sep=;` line, which no spreadsheet shows as a row; mostly empty."""
    quotes_all: bool
    """Whether fields are quoted although nothing in them asks for it."""

    def records(self, text: str) -> Iterator[Record]:
        """Yield the records of the whole text, its preamble left out."""
        return _records(text, self.delimiter, len(self.preamble))

    def written(self, value: str, *, quoted: bool) -> str:
        """Return `value` as a field: quoted where asked for, or where it has to be."""
        if quoted or _is_special(value, self.delimiter):
            return '"' + value.replace('"', '""') + '"'
        return value


def decode(content: bytes) -> Encoded | None:
    """Return the text of `content`, None where it is none.

    A byte order mark decides; else bytes that are valid UTF-8 are that (chance makes no valid UTF-8 of accents in
    another encoding); else the old encoding of Windows, whose five unused bytes are kept too.
    """
    for encoding, mark in _likely_encodings(content):
        try:
            text = content[len(mark) :].decode(encoding, _errors(encoding))
        except UnicodeDecodeError:
            continue
        start = text[:_JUDGED_BYTES]
        is_text = len(_CONTROLS.findall(start)) <= max(_SOME_CONTROLS, _MOST_CONTROLS * len(start))
        return Encoded(text, encoding, mark) if is_text else None
    return None


def tell_dialect(text: str, *, tabs_expected: bool) -> Dialect:
    """Return the dialect of `text`, by which delimiter the records agree on how many fields they have.

    `tabs_expected`: the file's name says that it is tab-separated, which settles a doubt.
    """
    stated = _SEPARATOR_LINE.match(text)
    preamble = stated.group() if stated else ""
    if stated:
        delimiter = stated.group(1)
    else:
        candidates = sorted(DELIMITERS, key=lambda sign: sign != "\t") if tabs_expected else DELIMITERS
        delimiter = max(candidates, key=lambda sign: _agreement(text, sign))
        if not _agreement(text, delimiter):
            delimiter = next((sign for sign in candidates if sign not in text), candidates[0])
    # Only first fields that say something are asked, as they are never ours: our writing does not change the answer.
    firsts = (record.fields[0] for record in _records(text, delimiter, len(preamble)) if record.fields)
    telling = next((field for field in firsts if field.strip('" ') and not needs_quotes(field, delimiter)), "")
    return Dialect(delimiter, preamble, is_quoted(telling))


def value_of(field: str) -> str | None:
    """Return what a spreadsheet shows of a field: without quotes, None where it is empty."""
    if '"' in field:
        bare = field.strip(" ")
        if is_quoted(bare):
            field = bare[1:-1].replace('""', '"')
        if '"' in field and (typed := _TYPED_AS_TEXT.fullmatch(field)):
            field = typed.group(1).replace('""', '"')
    return without_control_characters(field.replace("\r\n", "\n").replace("\r", "\n")) or None


def is_typed_as_text(field: str) -> bool:
    """Tell whether the field is written as Excel keeps digits from being a number: ="0123"."""
    bare = field.strip(" ")
    return bool(_TYPED_AS_TEXT.fullmatch(bare[1:-1].replace('""', '"') if is_quoted(bare) else bare))


def _likely_encodings(content: bytes) -> list[tuple[str, bytes]]:
    """Return encodings and their byte order marks, the first that decodes the content is the right one."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return [(encoding, mark)]
    start = content[:_JUDGED_BYTES]
    half = len(start) // 2
    # Text of mostly Latin letters in UTF-16 has a NUL in every second byte.
    if start[1::2].count(0) > _MANY_NULS * half:
        return [("utf-16-le", b"")]
    if start[::2].count(0) > _MANY_NULS * half:
        return [("utf-16-be", b"")]
    return [("ascii", b""), ("utf-8", b""), ("cp1252", b"")]


def _errors(encoding: str) -> str:
    return "surrogateescape" if encoding == "cp1252" else "strict"


@cache
def _field_pattern(delimiter: str) -> re.Pattern[str]:
    sign = re.escape(delimiter)
    # A quote opens a field only if its partner closes one: 5" pipes and stray quotes are plain text.
    return re.compile(rf'( *"(?:[^"]++|"")*+" *(?={sign}|[\r\n]|\Z)|[^{sign}\r\n]*)({sign}|\r\n|\r|\n|\Z)')


def _records(text: str, delimiter: str, start: int) -> Iterator[Record]:
    fields: list[str] = []
    for match in _field_pattern(delimiter).finditer(text, start):
        field, end = match.groups()
        if end == delimiter:
            fields.append(field)
            continue
        if fields or field:
            fields.append(field)
        elif not end:
            return
        yield Record(fields, end)
        if not end:
            return
        fields = []


def _agreement(text: str, delimiter: str) -> float:
    """Return how far the records agree: the share with the usual number of fields, worth more for more fields."""
    counts = Counter(len(record.fields) for record in islice(_records(text, delimiter, 0), _JUDGED_RECORDS))
    del counts[0]
    several = {count: often for count, often in counts.items() if count > 1}
    if not several:
        return 0.0
    return max(often / counts.total() * log2(count) for count, often in several.items())


def _is_special(value: str, delimiter: str) -> bool:
    # In a tab-separated file a quote within a field is a plain character, for Excel and for IANA's definition.
    holds_quote = value.startswith('"') if delimiter == "\t" else '"' in value
    return holds_quote or value != value.strip(" ") or any(sign in value for sign in (delimiter, "\r", "\n"))


def needs_quotes(field: str, delimiter: str) -> bool:
    """Tell whether the field is quoted because it has to be."""
    return is_quoted(field) and _is_special(field[1:-1], delimiter)


def is_quoted(field: str) -> bool:
    """Tell whether the field is written in quotes."""
    return len(field) > 1 and field[0] == field[-1] == '"' and '"' not in field[1:-1].replace('""', "")

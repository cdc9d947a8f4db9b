"""Comments of a sheet: which are ours, which are other people's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.sources.workbook.marks import AUTHOR, SIGNATURE
from okrsync.sources.workbook.markup import attribute, local
from okrsync.sources.workbook.values import unescaped

if TYPE_CHECKING:
    from okrsync.sources.workbook.package import Package, Sheet


class Comment(NamedTuple):
    """One comment of a comments part."""

    cell: str
    author: str
    text: str

    @property
    def is_ours(self) -> bool:
        """Tell whether it carries our mark: LibreOffice forgets authors, so the first line names us too."""
        return self.author == AUTHOR or self.text.startswith(SIGNATURE)

    @property
    def message(self) -> str:
        """Text without the line that says who wrote it."""
        return self.text.removeprefix(SIGNATURE)


def comments_of(package: Package, sheet: Sheet) -> list[Comment]:
    """Return all comments (not threads) of a sheet. Raises UnreadableError."""
    part = package.related(sheet.part, "comments")
    return read_comments(package, part) if part else []


def read_comments(package: Package, part: str) -> list[Comment]:
    """Return the comments of a comments part. Raises UnreadableError."""
    reader = _Reader()
    package.parse(part, reader.start, reader.end, reader.text)
    return [
        Comment(cell, reader.authors[author] if author < len(reader.authors) else "", unescaped("".join(pieces)))
        for cell, author, pieces in reader.comments
    ]


def standing_comments(package: Package, sheet: Sheet) -> tuple[dict[str, str], set[str]]:
    """Return our comments (cell → text), and the cells where comments or threads of other people stand."""
    ours: dict[str, str] = {}
    taken: set[str] = set()
    for comment in comments_of(package, sheet):
        if comment.is_ours:
            ours[comment.cell] = comment.message
        else:
            taken.add(comment.cell)
    for relationship in package.relationships(sheet.part):
        if relationship.kind == "threadedComment" and package.has(relationship.target):
            threads = package.tags(relationship.target, "threadedComment")
            taken |= {attribute(thread, "ref").upper() for thread in threads}
    return {cell: text for cell, text in ours.items() if cell not in taken}, taken


class _Reader:
    """Collects authors and comments while a comments part goes by."""

    def __init__(self) -> None:
        self.authors: list[str] = []
        self.comments: list[tuple[str, int, list[str]]] = []
        self.pieces: list[str] | None = None
        self.phonetic = False

    def start(self, name: str, attributes: list[str], _: int) -> None:
        tag = local(name)
        if tag == "author":
            self.pieces = []
        elif tag == "comment":
            values = dict(zip(attributes[::2], attributes[1::2], strict=True))
            author = values.get("authorId", "")
            self.comments.append((values.get("ref", "").upper(), int(author) if author.isdecimal() else 0, []))
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "t" and self.comments and not self.phonetic:
            self.pieces = self.comments[-1][2]

    def end(self, name: str, _: int) -> None:
        tag = local(name)
        if tag == "author":
            self.authors.append("".join(self.pieces or ()))
        if tag == "rPh":
            self.phonetic = False
        if tag in {"author", "t"}:
            self.pieces = None

    def text(self, piece: str) -> None:
        if self.pieces is not None:
            self.pieces.append(piece)

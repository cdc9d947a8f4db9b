"""Notion as a source: score, status and remarks are properties of each page, bound by id; nothing else is touched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from okrsync.edits import WriteOutcome
from okrsync.errors import AccessError, TerminalError, TransientError
from okrsync.grid import address
from okrsync.sources.base import Snapshot, Standing, TextLimits, Use
from okrsync.sources.notion.access import NotionApi, data_sources_at, integration_name
from okrsync.sources.notion.details import DETAILS
from okrsync.sources.notion.laying_out import lay_out
from okrsync.sources.notion.own import find_own, held, missing_properties, values
from okrsync.sources.notion.reading import read_all
from okrsync.sources.titles import titles
from okrsync.wording import languages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

    from okrsync.addresses import NotionAddress
    from okrsync.edits import Edit
    from okrsync.model import Ref, Table
    from okrsync.sources.calling import Patience
    from okrsync.sources.notion.laying_out import Sheet
    from okrsync.sources.notion.own import Own
    from okrsync.sources.notion.reading import DataSource

Json = dict[str, Any]

_HOLDS = frozenset({"header", "score", "warnings"})
_LIMITS = TextLimits(length=10_000)
"""A text property holds a hundred parts of 2,000 characters; nobody reads more than five beside an OKR."""
_WRITTEN_BY_PEOPLE = frozenset(
    {"title", "rich_text", "number", "select", "multi_select", "status", "date", "checkbox", "url", "email"}
)
"""Types of which a page carries all that people wrote."""
_FIRST_ROW = 2
"""The first page, as rows are counted: from 1, the names of the properties first."""


@dataclass(slots=True)
class NotionSnapshot(Snapshot):
    """Databases as they stood, with all that their pages hold."""

    sources: Sequence[DataSource] = ()


class _PageWrite(NamedTuple):
    """What is to be written into one page."""

    page: Json
    """As it was read."""
    own: Own
    edits: list[Edit]


class NotionSource:
    """The databases at one address, with one integration."""

    kind = "notion"

    def __init__(
        self, place: NotionAddress, name: str, patience: Patience | None = None, seconds: float | None = None
    ) -> None:
        """Name the place, what the source is called, and for how many seconds Notion may be called from now on.

        Raises AccessError where the token is not to be had.
        """
        self.name = name
        self.api = NotionApi(place, patience, seconds)
        self._sheets: dict[str | None, Sheet] = {}

    def read(self) -> Snapshot:
        """Read all pages of all data sources that bear on the OKRs.

        Raises AccessError where they are not shared, TransientError where they cannot be had whole.
        """
        sources = read_all(self.api)
        sheets = lay_out(sources)
        self._sheets = {sheet.grid.name: sheet for sheet in sheets}
        standing = Standing({cell: value for sheet in sheets for cell, value in _standing(sheet).items()})
        grids = [sheet.grid for sheet in sheets]
        return NotionSnapshot(self.name, grids, standing, holds=_HOLDS, limits=_LIMITS, sources=sources)

    def link(self, ref: Ref) -> str | None:
        """Return the URL of the page; see `Linking`."""
        return f"https://www.notion.so/{ref.key.partition('#')[0].replace('-', '')}"

    def title(self) -> str:
        """Return the title of the first database; see `Lent`."""
        return next(filter(None, self._sheets), "")

    def account(self) -> str:
        """Return the name of the integration; see `Lent`."""
        return integration_name(self.api)

    def see_that_it_may_write(self) -> None:
        """Change no property of each data source; see `Lent`."""
        for each in data_sources_at(self.api):
            self.api.call(self.api.client.data_sources.update, data_source_id=each, properties={})

    def use(self) -> Use:
        """Return the calls so far; see `Lent`."""
        budgets = self.api.caller.budgets.values()
        return Use(sum(each.taken for each in budgets), sum(each.rate * 60 for each in budgets))

    def rehearse(self, snapshot: Snapshot, tables: Sequence[Table], edits: Sequence[Edit]) -> WriteOutcome:
        """Return what `write` would do, as far as can be told without doing it; see `Rehearsing`."""
        del snapshot, tables  # every edit names its page
        for edit in edits:
            if edit.kind == "header" and isinstance(edit.value, tuple):
                sheet = self._sheets[edit.container]
                missing_properties(sheet.source.schema, sheet.own, _language_of(edit), self.name)
        return WriteOutcome(written=len(edits))

    def write(self, snapshot: Snapshot, tables: Sequence[Table], edits: Sequence[Edit], language: str) -> WriteOutcome:
        """Carry out `edits`: our properties made where they are missing, then one call for each page that changes.

        A page that is gone, or that people changed since it was read, is told in the outcome, and judged anew the next
        time. Raises WriteRefusedError where a property of somebody else's has our name, AccessError where the
        integration may not write.
        """
        del snapshot, tables  # every edit names its page
        outcome = WriteOutcome()
        own: dict[str | None, Own] = {}
        for container, sheet in self._sheets.items():
            its = [edit for edit in edits if edit.container == container]
            headers = [edit for edit in its if edit.kind == "header"]
            if headers and all(edit.value is None for edit in headers):
                # No OKRs are left there: what stood beside them goes with the properties.
                self._remove_properties(sheet)
                outcome.written += len(its)
                continue
            own[container] = self._with_properties(sheet, headers)
            outcome.written += len(headers)
        writes = self._page_writes(edits, own)
        outcomes = self.api.caller.together([partial(self._write_page, each, language) for each in writes])
        _raise_if_none_may(outcomes)
        for each, answer in zip(writes, outcomes, strict=True):
            reason = _reason(answer, each)
            if reason is None:
                outcome.written += len(each.edits)
            else:
                outcome.skipped += [(edit, reason) for edit in each.edits]
        return outcome

    def _page_writes(self, edits: Sequence[Edit], own: Mapping[str | None, Own]) -> list[_PageWrite]:
        """Return what is to be written, page by page."""
        pages: dict[tuple[str | None, int], list[Edit]] = {}
        for edit in edits:
            if edit.kind in {"score", "warnings"} and edit.container in own:
                pages.setdefault((edit.container, edit.row), []).append(edit)
        return [
            _PageWrite(self._sheets[container].source.pages[row - _FIRST_ROW], own[container], several)
            for (container, row), several in pages.items()
        ]

    def _write_page(self, write: _PageWrite, language: str) -> Json:
        changes = {str(edit.kind): edit.value for edit in write.edits if not isinstance(edit.value, tuple)}
        page = write.page["id"]
        written = self.api.call(
            self.api.client.pages.update, page_id=page, properties=values(write.own, language, changes=changes)
        )
        details = DETAILS.get(self.api.address.details)
        if details is not None and "warnings" in changes:
            text = changes["warnings"]
            details.show(self.api, page, text if isinstance(text, str) else None)
        return written

    def _with_properties(self, sheet: Sheet, headers: Sequence[Edit]) -> Own:
        """Return our properties of a data source, those made that `headers` ask for."""
        wanted = [edit for edit in headers if isinstance(edit.value, tuple)]
        if not wanted or sheet.own.is_complete:
            return sheet.own
        properties = missing_properties(sheet.source.schema, sheet.own, _language_of(wanted[0]), self.name)
        answer = self.api.call(
            self.api.client.data_sources.update, data_source_id=sheet.source.id, properties=properties
        )
        return find_own(answer["properties"])

    def clean(self) -> WriteOutcome:
        """Take our properties out of every data source, and with them all that stands in them."""
        outcome = WriteOutcome()
        self.read()
        for sheet in self._sheets.values():
            if not sheet.own.ids:
                continue
            self._clean_pages(sheet)
            self._remove_properties(sheet)
            outcome.written += sum(1 for cell in _standing(sheet))
        return outcome

    def _remove_properties(self, sheet: Sheet) -> None:
        self.api.call(
            self.api.client.data_sources.update,
            data_source_id=sheet.source.id,
            properties=dict.fromkeys(sheet.own.ids.values()),
        )

    def _clean_pages(self, sheet: Sheet) -> None:
        """Take callouts and comments of ours off the pages that have remarks: others have none."""
        pages = [page["id"] for page in sheet.source.pages if held(page, sheet.own).get("warnings")]
        shows = [partial(details.show, self.api, page, None) for page in pages for details in DETAILS.values()]
        for each in self.api.caller.together(shows):
            each.result()


def _standing(sheet: Sheet) -> dict[tuple[str | None, str], str | float]:
    """Return what stands in our columns; their titles as we would write them, however people renamed them."""
    cells: dict[tuple[str | None, str], str | float] = {}
    grid = sheet.grid
    for column in grid.own_columns:
        for row in range(1, len(grid.rows)):
            value = grid.at(row, column)
            if isinstance(value, str | float):
                cells[grid.name, address(row, column)] = value
    if grid.own_columns and sheet.own.is_complete:
        # However people renamed them: our properties are known by their descriptions, and need no other name.
        cells |= {
            (grid.name, address(0, each)): title for each, title in zip(grid.own_columns, titles("en"), strict=True)
        }
    return cells


def _language_of(edit: Edit) -> str:
    """Return the language whose titles a header edit asks for."""
    wanted = edit.value[0] if isinstance(edit.value, tuple) else None
    return next((language for language in languages() if titles(language) == wanted), "en")


def _raise_if_none_may(outcomes: Sequence[Future[Json]]) -> None:
    """Raise AccessError where not one page could be written since the integration may not write."""
    refusals = [error for each in outcomes if isinstance(error := each.exception(), AccessError)]
    refusals = [error for error in refusals if error.key != "notion.not-shared"]
    if refusals and len(refusals) == len(outcomes):
        raise refusals[0]


def _reason(answer: Future[Json], write: _PageWrite) -> str | None:
    """Return why a page could not be written as planned; None where all is well."""
    try:
        after = answer.result()
    except TransientError:
        return "notion.page-not-written"
    except TerminalError as error:
        return "notion.page-gone" if error.key == "notion.not-shared" else "notion.page-refused"
    return None if _of_people(after, write.own) == _of_people(write.page, write.own) else "notion.page-changed"


def _of_people(page: Json, own: Own) -> dict[str, object]:
    """Return what people wrote into a page, without what Notion computes."""
    return {
        value["id"]: value[value["type"]]
        for value in page.get("properties", {}).values()
        if value["id"] not in own.ids.values() and value.get("type") in _WRITTEN_BY_PEOPLE
    }

"""Whatever a text table looks like, our two fields come and go without a trace; whatever was found, runs settle."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from okrsync.edits import Edit
from okrsync.errors import SourceError
from okrsync.grades import Score
from okrsync.grid import Grid, place
from okrsync.model import Finding, KeyResult, Objective, Plan, Ref, Report, Severity, Table
from okrsync.sources import open_source
from okrsync.sources.base import Snapshot, Standing
from okrsync.sources.dialect import decode, tell_dialect
from okrsync.writeback import plan_edits

HEADER = Edit(None, "header", 1, "header", (("OKR score", "OKR warnings"),))
# The signs that a text table is made of, often; any other character, sometimes.
MESSY = st.text(st.sampled_from('ab,;\t"\r\n =-é⟨') | st.characters(codec="utf-8"), min_size=1, max_size=120)
CODECS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
REMARKS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40)


def _edits(rows: int, scores: list[tuple[int, int | None, str | None]]) -> list[Edit]:
    edits = [HEADER]
    for row, score, text in scores:
        if row < rows:
            edits.append(Edit(None, "score", row + 1, "", score))
            edits.append(Edit(None, "warnings", row + 1, "", text))
    return edits


@settings(max_examples=200, deadline=None)
@given(MESSY, CODECS, st.lists(st.tuples(st.integers(1, 8), st.none() | st.integers(0, 100), st.none() | REMARKS)))
@example('a,b\n"",\n,""\nx\n\n', "utf-8", [(1, 3, None), (2, None, "t"), (3, 1, "u"), (4, 5, "v")])
@example('"a","b",""\n"c"\n"d",""\n', "utf-8", [(1, 3, None), (2, 9, "t")])
@example("sep=;\r\na;b\r\nc", "utf-8-sig", [(1, 3, "=1")])
def test_cleaning_a_text_table_restores_every_byte(
    text: str, codec: str, scores: list[tuple[int, int | None, str | None]]
) -> None:
    content = text.encode(codec, "ignore")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "okrs.csv"
        path.write_bytes(content)
        try:
            source = open_source(path)
            snapshot = source.read()
        except SourceError:
            return  # no text table to begin with
        rows = snapshot.grids[0].rows
        outcome = source.write(snapshot, (), _edits(len(rows), scores), "en")
        written = source.read()
        # Nobody's own value moves or changes: each row begins as it did.
        for before, after in zip(rows, written.grids[0].rows, strict=True):
            assert after[: len(before)] == before
        assert outcome.written
        source.clean()
        assert path.read_bytes() == content
        assert [child.name for child in path.parent.iterdir()] == [path.name]


FIELDS = st.text(st.sampled_from('abc ,;\t"\n.5é'), max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(FIELDS, min_size=3, max_size=3), min_size=4, max_size=12),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\r\n", "\n"]),
)
def test_what_a_csv_writer_wrote_is_read_back_with_the_delimiter_that_it_used(
    records: list[list[str]], delimiter: str, quoting: int, end: str
) -> None:
    header = [["objective", "key result", "target"], *([["plain", "words", "here"]] * len(records))]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(header + records)
    encoded = decode(stream.getvalue().encode())
    assert encoded is not None
    dialect = tell_dialect(encoded.text, tabs_expected=False)
    assert dialect.delimiter == delimiter
    assert len(list(dialect.records(encoded.text))) == len(header + records)


class InMemory:
    """A store as simple as can be, with `rows` rows: carries out edits by the letter of `Edit`."""

    name = "memory"
    kind = "memory"

    def __init__(self, rows: int) -> None:
        """Begin empty."""
        self.rows = rows
        self.cells: dict[tuple[str | None, str], str | float] = {}
        self.notes: dict[tuple[str | None, str], str] = {}
        self.summary: tuple[tuple[str | float | None, ...], ...] | None = None

    def read(self) -> Snapshot:
        grid = Grid("Team", [["o", "k"]] * self.rows, own_columns={2: "okrsync_score", 3: "okrsync_warnings"})
        return Snapshot("memory", [grid], Standing(dict(self.cells), dict(self.notes), self.summary))

    def write(self, edits: list[Edit]) -> None:
        for edit in edits:
            if edit.kind == "summary":
                assert not isinstance(edit.value, str | float | int)
                self.summary = edit.value
            elif edit.kind == "note":
                self._put(self.notes, edit.cell or "", edit.value)
            elif edit.kind == "header":
                texts = edit.value[0] if isinstance(edit.value, tuple) else (None, None)
                self._put(self.cells, f"C{edit.row}", texts[0])
                self._put(self.cells, f"D{edit.row}", texts[1])
            else:
                self._put(self.cells, f"{'C' if edit.kind == 'score' else 'D'}{edit.row}", edit.value)

    def _put(self, store: dict[tuple[str | None, str], object], cell: str, value: object) -> None:
        if value is None:
            store.pop(("Team", cell), None)
        else:
            assert value != ""
            store["Team", cell] = value


@st.composite
def reports(draw: st.DrawFn) -> Report:
    report = Report(Plan("memory", "memory"))
    last = draw(st.integers(3, 9))
    for row in range(2, last):
        kinds = draw(st.sampled_from(["objective", "key_result", "both", "wide", "neither"]))
        if kinds == "neither":
            continue
        objective = Objective(f"o{row}", f"Objective {row}", Ref("memory", "Team", row, f"o{row}"))
        if kinds != "key_result":
            report.plan.objectives.append(objective)
        number = {"objective": 0, "key_result": 1, "both": 1, "wide": 3}[kinds]
        results = [
            KeyResult(f"k{row}.{index}", f"Key result {index}", Ref("memory", "Team", row, f"k{row}.{index}"))
            for index in range(number)
        ]
        (report.plan.orphans if kinds == "key_result" else objective.key_results).extend(results)
        for kind, key in [("objective", objective.key), *(("key_result", item.key) for item in results)]:
            if kind == "objective" and kinds == "key_result":
                continue
            value = draw(st.none() | st.floats(0, 100))
            if value is not None:
                report.scores.append(Score(key, "objective" if kind == "objective" else "key_result", key, value, "C"))
            report.findings.extend(
                draw(st.lists(findings(kind, key, row), max_size=6)),
            )
    report.plan.tables = (Table("Team", "flat", 1.0, 1, 2, last, language=draw(st.sampled_from([None, "fr"]))),)
    return report


@st.composite
def findings(draw: st.DrawFn, kind: str, key: str, row: int) -> Finding:
    return Finding(
        code=draw(st.sampled_from(["KR101", "KR105", "OB103"])),
        name="name",
        severity=draw(st.sampled_from(list(Severity))),
        confidence=0.9,
        message=draw(st.text(min_size=1, max_size=60)),
        suggestion=draw(st.none() | st.text(max_size=30)),
        lang=draw(st.sampled_from(["en", "fr", "pt", "xx"])),
        source="memory",
        container="Team",
        row=row,
        cell=draw(st.none() | st.sampled_from([f"A{row}", f"B{row}"])),
        field="title",
        text="text",
        span=None,
        kind=kind,
        owner_key=key,
        points=draw(st.sampled_from([0.0, 5.0, 15.0])),
    )


@settings(max_examples=100, deadline=None)
@given(reports(), reports())
def test_after_any_two_reports_a_run_settles_and_leaves_nothing_of_the_first(first: Report, second: Report) -> None:
    fresh, used = InMemory(9), InMemory(9)
    used.write(plan_edits(first, used.read(), "en"))
    for store in (fresh, used):
        store.write(plan_edits(second, store.read(), "en"))
        assert plan_edits(second, store.read(), "en") == []
    header = {("Team", "C1"), ("Team", "D1")}
    assert {at: text for at, text in used.cells.items() if at not in header} == {
        at: text for at, text in fresh.cells.items() if at not in header
    }
    assert (used.notes, used.summary) == (fresh.notes, fresh.summary)
    assert all(place(cell)[0] < 9 for _, cell in used.cells)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=5),
    st.sampled_from(["ascii", "cp1252", "utf-8-sig", "utf-16"]),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["en", "es", "fr"]),
)
def test_whatever_is_said_a_text_table_says_it_after_one_run(
    messages: list[str], codec: str, delimiter: str, language: str
) -> None:
    records = [["objective", "target", "note"], ["Grow", "12", "x"], ["Learn", "30", "y" if codec == "ascii" else "é"]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("okrs.tsv" if delimiter == "\t" else "okrs.csv")
        path.write_bytes("\r\n".join(delimiter.join(record) for record in records).encode(codec))
        item = KeyResult("k", "Grow", Ref("file", None, 2, "k"))
        table = Table(None, "flat", 1.0, 1, 2, 3, language=language)
        report = Report(
            Plan("file", "csv", orphans=[item], tables=(table,)), [], [Score("k", "key_result", "k", 9, "E")]
        )
        said = Finding(
            "KR101",
            "n",
            Severity.ERROR,
            1.0,
            "",
            None,
            language,
            "file",
            None,
            2,
            None,
            "title",
            "Grow",
            None,
            "key_result",
            "k",
            1.0,
        )
        report.findings = [said._replace(message=message) for message in messages]
        source = open_source(path)
        snapshot = source.read()
        source.write(snapshot, report.plan.tables, plan_edits(report, snapshot, language), language)
        assert plan_edits(report, source.read(), language) == []

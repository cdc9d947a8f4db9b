"""Any plan, laid out in any layout and language, is read back as it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.grid import Grid, Merge, Style
from okrsync.tables.plan import read_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrsync.grid import CellValue

# objective, key result, owner, baseline, target, current, type, both, id, parent
HEADERS = {
    "en": "Objective|Key Result|Owner|Baseline|Target|Current|Type|Objectives and key results|ID|Parent ID",
    "fr": "Objectif|Résultat clé|Responsable|Départ|Cible|Actuel|Type|Objectifs et résultats clés|N°|ID parent",
    "de": "Ziel|Schlüsselergebnis|Verantwortlich|Startwert|Zielwert|Istwert|Typ|Ziele und Schlüsselergebnisse|Nr.|Übergeordnet",
    "es": "Objetivo|Resultado clave|Responsable|Valor inicial|Meta|Valor actual|Tipo|Objetivos y resultados clave|ID|ID padre",
    "it": "Obiettivo|Risultato chiave|Responsabile|Partenza|Target|Attuale|Tipo|Obiettivi e risultati chiave|ID|ID padre",
    "pt": "Objetivo|Resultado-chave|Responsável|Valor inicial|Meta|Valor atual|Tipo|Objetivos e resultados-chave|ID|ID pai",
    "nl": "Doelstelling|Kernresultaat|Eigenaar|Startwaarde|Streefwaarde|Huidige waarde|Soort|Doelen en kernresultaten|ID|Bovenliggend",
}
WORDS = [
    "clients",
    "orders",
    "margin",
    "schools",
    "visitors",
    "Kunden",
    "Antwort",
    "ventes",
    "délais",
    "équipe",
    "tiempo",
    "pedidos",
    "scuole",
    "clienti",
    "vendas",
    "prazos",
    "klanten",
    "bezoekers",
    "faster",
    "calmer",
    "simple",
    "trusted",
    "NPS",
    "churn",
    "invoices",
    "waiting",
]
TEAMS = ("Ann", "Bo Lind", "Zoé Petit", "J. Weiß", "Marta Ruiz")

titles = st.lists(st.sampled_from(WORDS), min_size=3, max_size=7).map(" ".join)
numbers = st.one_of(st.integers(0, 5000), st.integers(1, 400_000).map(lambda number: number / 100))


@dataclass
class Result:
    """A key result to lay out."""

    title: str
    owner: str
    baseline: float
    target: float
    current: float | None


@dataclass
class Wish:
    """An objective to lay out."""

    title: str
    results: list[Result] = field(default_factory=list)


result_strategy = st.builds(Result, titles, st.sampled_from(TEAMS), numbers, numbers, st.one_of(st.none(), numbers))
wishes = st.lists(
    st.builds(
        Wish,
        titles.map(str.capitalize),
        st.lists(result_strategy, min_size=1, max_size=4, unique_by=lambda result: result.title),
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda wish: wish.title.casefold(),
)


def _typed(number: float | None, language: str, *, as_text: bool) -> CellValue:
    if number is None or not as_text:
        return number
    written = f"{number:,.2f}" if number != int(number) else f"{int(number):,}"
    if language == "en":
        return written
    group = " " if language == "fr" else "."
    return written.replace(",", "#").replace(".", ",").replace("#", group)


class Sheet:
    """A sheet being laid out."""

    def __init__(self, language: str, *, as_text: bool) -> None:
        """Begin an empty sheet in `language`, its numbers typed as text or not."""
        self.names = HEADERS[language].split("|")
        self.language, self.as_text = language, as_text
        self.rows: list[list[CellValue]] = []
        self.styles: dict[tuple[int, int], Style] = {}
        self.merges: list[Merge] = []

    def values(self, result: Result) -> list[CellValue]:
        return [
            result.owner,
            *(
                _typed(number, self.language, as_text=self.as_text)
                for number in (result.baseline, result.target, result.current)
            ),
        ]

    def head(self, *names: str) -> None:
        self.rows.append([*names, *self.names[2:6]])

    def grid(self, name: str = "OKR") -> Grid:
        return Grid(name, self.rows, self.styles, tuple(self.merges))


def repeated(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    sheet.head(*sheet.names[:2])
    sheet.rows += [[wish.title, result.title, *sheet.values(result)] for wish in plan for result in wish.results]
    return [sheet.grid()]


def blank_below(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    sheet.rows += [["OKR 2026"], []]
    sheet.head(*sheet.names[:2])
    for wish in plan:
        top = len(sheet.rows)
        sheet.rows += [
            [None if place else wish.title, result.title, *sheet.values(result)]
            for place, result in enumerate(wish.results)
        ]
        if len(wish.results) > 1:
            sheet.merges.append(Merge(top, 0, len(sheet.rows) - 1, 0))
    return [sheet.grid()]


def staircase(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    sheet.head(*sheet.names[:2])
    for wish in plan:
        sheet.rows.append([wish.title])
        sheet.rows += [[None, result.title, *sheet.values(result)] for result in wish.results]
        sheet.rows.append([])
    return [sheet.grid()]


def typed_rows(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    sheet.head(sheet.names[6], sheet.names[7])
    for wish in plan:
        sheet.rows.append([sheet.names[0], wish.title])
        sheet.rows += [[sheet.names[1], result.title, *sheet.values(result)] for result in wish.results]
    return [sheet.grid()]


def numbered(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    sheet.head(sheet.names[8], sheet.names[7])
    for place, wish in enumerate(plan, 1):
        sheet.rows.append([f"O{place}", wish.title])
        sheet.rows += [
            [f"KR{place}.{below}", result.title, *sheet.values(result)] for below, result in enumerate(wish.results, 1)
        ]
    return [sheet.grid()]


def labelled(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    sheet.head(sheet.names[7])
    for place, wish in enumerate(plan, 1):
        sheet.rows.append([f"{sheet.names[0]} {place}: {wish.title}"])
        sheet.rows += [
            [f"{sheet.names[1]} {below}: {result.title}", *sheet.values(result)]
            for below, result in enumerate(wish.results, 1)
        ]
    return [sheet.grid()]


def indented(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    sheet.head(sheet.names[7])
    for wish in plan:
        sheet.rows.append([wish.title])
        sheet.rows += [[f"   {result.title}", *sheet.values(result)] for result in wish.results]
    return [sheet.grid()]


def bold(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    sheet.head(sheet.names[7])
    for wish in plan:
        sheet.styles[len(sheet.rows), 0] = Style(bold=True)
        sheet.rows.append([wish.title])
        sheet.rows += [[result.title, *sheet.values(result)] for result in wish.results]
    return [sheet.grid()]


def blocks(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    sheet.rows += [["OKR 2026"], []]
    for place, wish in enumerate(plan, 1):
        sheet.rows.append([f"{sheet.names[0]} {place} : {wish.title}"])
        sheet.head(sheet.names[1])
        sheet.rows += [[result.title, *sheet.values(result)] for result in wish.results]
        sheet.rows.append([])
    return [sheet.grid()]


def tree(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    sheet.head(sheet.names[8], sheet.names[9], sheet.names[6], sheet.names[7])
    identity = 0
    for wish in plan:
        identity += 1
        parent = identity
        sheet.rows.append([identity, None, sheet.names[0], wish.title])
        for result in wish.results:
            identity += 1
            sheet.rows.append([identity, parent, sheet.names[1], result.title, *sheet.values(result)])
    return [sheet.grid()]


def wide(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    most = max(2, *(len(wish.results) for wish in plan))
    objective, key_result, *names = sheet.names[:6]
    sheet.rows.append(
        [
            objective,
            *(
                f"{key_result} {place}{name}"
                for place in range(1, most + 1)
                for name in ("", *(f" – {name}" for name in names))
            ),
        ]
    )
    for wish in plan:
        sheet.rows.append(
            [wish.title, *(value for result in wish.results for value in (result.title, *sheet.values(result)))]
        )
    return [sheet.grid()]


def tabs(sheet: Sheet, plan: list[Wish]) -> list[Grid]:
    first = Sheet(sheet.language, as_text=False)
    first.rows.append([sheet.names[8], sheet.names[0]])
    sheet.head(sheet.names[8], sheet.names[0], sheet.names[1])
    for place, wish in enumerate(plan, 1):
        first.rows.append([f"O{place}", wish.title])
        sheet.rows += [
            [f"KR{place}.{below}", f"O{place}", result.title, *sheet.values(result)]
            for below, result in enumerate(wish.results, 1)
        ]
    return [first.grid("A"), sheet.grid("B")]


LAYOUTS: tuple[Callable[[Sheet, list[Wish]], list[Grid]], ...] = (
    repeated, blank_below, staircase, typed_rows, numbered, labelled, indented, bold, blocks, tree, wide, tabs,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(plan=wishes, layout=st.sampled_from(LAYOUTS), language=st.sampled_from(sorted(HEADERS)), as_text=st.booleans())
def test_a_plan_laid_out_in_any_way_is_read_back(plan, layout, language, as_text):
    # A column of numbers such as 1.234 alone cannot tell its decimal mark; only the language can, and it does.
    grids = layout(Sheet(language, as_text=as_text), plan)
    back = read_plan(grids, source="x", kind="excel")
    assert [objective.title for objective in back.objectives] == [wish.title for wish in plan]
    assert not back.orphans
    for objective, wish in zip(back.objectives, plan, strict=True):
        assert [result.title for result in objective.key_results] == [result.title for result in wish.results]
        for read, meant in zip(objective.key_results, wish.results, strict=True):
            assert (read.baseline, read.target, read.current) == (meant.baseline, meant.target, meant.current)
            assert read.owners == (meant.owner,)


@settings(max_examples=100, deadline=None)
@given(plan=wishes, layout=st.sampled_from(LAYOUTS), language=st.sampled_from(sorted(HEADERS)))
def test_every_address_points_to_the_cell_of_its_title(plan, layout, language):
    grids = {grid.name: grid for grid in layout(Sheet(language, as_text=False), plan)}
    back = read_plan(list(grids.values()), source="x", kind="excel")
    for item in [*back.objectives, *(result for objective in back.objectives for result in objective.key_results)]:
        address = item.ref.cells["title"]
        column = 0
        letters = address.rstrip("0123456789")
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        text = grids[item.ref.container].at(int(address[len(letters) :]) - 1, column - 1)
        assert item.title in str(text)


@settings(max_examples=60, deadline=None)
@given(plan=wishes, layout=st.sampled_from(LAYOUTS), language=st.sampled_from(sorted(HEADERS)))
def test_two_rows_never_share_an_identity(plan, layout, language):
    back = read_plan(layout(Sheet(language, as_text=False), plan), source="x", kind="excel")
    keys = [item.key for objective in back.objectives for item in (objective, *objective.key_results)]
    assert len(keys) == len(set(keys))

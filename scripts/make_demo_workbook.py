"""Makes okrsync/demo/okr-atelier-lumen.xlsx, the workbook of `okrsync demo`. Run it after changing what stands below.

openpyxl is a development tool only: the workbook itself is shipped.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TARGET = Path(__file__).parent.parent / "okrsync" / "demo" / "okr-atelier-lumen.xlsx"
DARK, LIGHT = "FF1F4E5F", "FFD9E8EC"
STATUSES = ("🟢 En bonne voie", "🟠 À surveiller", "🔴 En retard")
ROW_HEIGHT = 76
"""Points: room for a remark of five lines."""
CHECKED = date(2026, 11, 12)
END = date(2026, 12, 31)


class Measure(NamedTuple):
    """A key result of the French sheet; numbers as the sheet shows them."""

    title: str
    owner: str | None = None
    baseline: float | str | None = None
    current: float | str | None = None
    target: float | str | None = None
    progress: float | None = None
    confidence: float | None = None
    status: str | None = None
    due: date | None = END
    checked: date | None = CHECKED
    number_format: str = "General"
    comment: str | None = None


class Aim(NamedTuple):
    """An objective of the French sheet."""

    level: str
    team: str
    title: str
    parent: str | None
    measures: tuple[Measure, ...]


PERCENT = "0 %"
EUROS = '#,##0 "€"'
RECOMMENDED = "Devenir la marque de luminaires que les architectes d'intérieur recommandent"
ON_TIME = "Tenir parole sur chaque date de livraison, sans épuiser l'atelier"

FRENCH = (
    Aim(
        "Entreprise",
        "Direction",
        RECOMMENDED,
        None,
        (
            Measure(
                "Part des commandes apportées par des architectes : de 18 % à 30 %",
                "Hélène Marchand",
                0.18,
                0.22,
                0.30,
                0.33,
                0.6,
                STATUSES[1],
                number_format=PERCENT,
            ),
            Measure("Améliorer fortement notre notoriété", "Hélène Marchand", status=STATUSES[0], confidence=0.8),
            Measure(
                "Lancer le nouveau site internet",
                "Karim Benali",
                progress=0.7,
                confidence=0.9,
                status=STATUSES[0],
                comment="Maquettes validées le 3/11",
            ),
        ),
    ),
    Aim(
        "Entreprise",
        "Direction",
        "Augmenter le chiffre d'affaires de 20 %",
        None,
        (
            Measure(
                "Chiffre d'affaires mensuel de 410 000 € à 490 000 €",
                "Paul Girard",
                410_000,
                446_000,
                490_000,
                0.45,
                0.7,
                STATUSES[0],
                number_format=EUROS,
            ),
            Measure(
                "Délai moyen de paiement des clients : de 62 à 45 jours",
                "Paul Girard",
                62,
                55,
                45,
                0.41,
                0.6,
                STATUSES[1],
            ),
        ),
    ),
    Aim(
        "Équipe",
        "Production",
        ON_TIME,
        RECOMMENDED,
        (
            Measure(
                "Commandes livrées à la date promise : de 81 % à 95 %",
                "Sonia Lefort",
                0.81,
                0.88,
                0.95,
                0.5,
                0.7,
                STATUSES[0],
                number_format=PERCENT,
            ),
            Measure(
                "Heures supplémentaires : de 310 à 150 par mois", "Sonia Lefort", 310, 236, 150, 0.46, 0.5, STATUSES[1]
            ),
            Measure(
                "Maintenir le taux de rebut sous 3 %",
                "Marc Oliveira",
                0.03,
                0.028,
                0.03,
                number_format=PERCENT,
                status=STATUSES[0],
            ),
            Measure(
                "Mettre en place un tableau de bord de production", "Marc Oliveira", progress=0.2, status=STATUSES[1]
            ),
        ),
    ),
    Aim(
        "Équipe",
        "Service client",
        "Que chaque client reçoive une réponse utile le jour même",
        RECOMMENDED,
        (
            Measure(
                "Réduire le délai médian de première réponse de 26 h à 8 h et recruter deux conseillers",
                "Inès Caron",
                26,
                17,
                8,
                0.5,
                0.7,
                STATUSES[0],
            ),
            Measure(
                "Satisfaction après contact : de 3,6 à 4,4 sur 5",
                "Inès Caron",
                3.6,
                3.9,
                4.4,
                0.38,
                0.6,
                STATUSES[1],
                number_format="0.0",
            ),
            Measure("Publier 40 articles d'aide", None, 0, 12, 40, 0.3, 0.5, STATUSES[1]),
        ),
    ),
    Aim(
        "Individuel",
        "Ventes",
        "Améliorer la performance commerciale",
        RECOMMENDED,
        (
            Measure("Appeler 15 architectes par semaine", "Camille Roy", progress=0.6, status=STATUSES[0]),
            Measure(
                "Taux de transformation des devis : de 24 % à 32 %",
                "Camille Roy",
                0.24,
                0.27,
                0.32,
                0.38,
                0.6,
                STATUSES[1],
                number_format=PERCENT,
            ),
        ),
    ),
    Aim(
        "Individuel",
        "Production",
        "Rendre la ligne 2 aussi fiable que la ligne 1",
        ON_TIME,
        (
            Measure(
                "Arrêts imprévus de la ligne 2 : de 9 à 3 par mois",
                "Yanis Haddad",
                9,
                8,
                3,
                0.17,
                0.8,
                STATUSES[0],
                checked=date(2026, 10, 5),
            ),
            Measure(
                "Temps moyen de remise en route de 95 à 40 minutes",
                "Yanis Haddad",
                95,
                "env. 70",
                40,
                None,
                0.6,
                STATUSES[1],
            ),
        ),
    ),
)

ENGLISH_HEADER = ("Objective", "Key result", "Owner", "Baseline", "Current", "Target", "Progress", "Status", "Due date")
SHOWROOM = "Win over interior designers in the United Kingdom"
ENGLISH: tuple[tuple[str | float | date | None, ...], ...] = (
    (
        SHOWROOM,
        "Designers ordering at least twice a quarter from 14 to 30",
        "Amelia Shaw",
        14,
        21,
        30,
        0.44,
        "On track",
        END,
    ),
    (SHOWROOM, "Organise a launch party in the London showroom", "Amelia Shaw", None, None, None, 0.5, "On track", END),
    (
        SHOWROOM,
        "Improve brand awareness among our 2,400 newsletter readers",
        "Tom Ellery",
        None,
        None,
        None,
        None,
        "At risk",
        END,
    ),
    (
        "Make returns painless for British customers",
        "Days from parcel received to refund from 11 to 4",
        "Tom Ellery",
        11,
        7,
        4,
        0.57,
        "On track",
        END,
    ),
    (
        "Make returns painless for British customers",
        "Returns caused by breakage in transit from 6.5% to 2%",
        "Priya Nair",
        0.065,
        0.05,
        0.02,
        0.33,
        "At risk",
        END,
    ),
)


def main() -> None:
    """Write the workbook."""
    book = Workbook()
    book.properties.creator = "Atelier Lumen"
    book.properties.created = book.properties.modified = datetime(2026, 10, 1, 9)  # noqa: DTZ001 - the format knows no zone
    sheet = book.active
    sheet.title = "OKR T4 2026"
    _french(sheet)
    _english(book.create_sheet("UK showroom"))
    _lists(book.create_sheet("Listes"))
    TARGET.parent.mkdir(exist_ok=True)
    book.save(TARGET)


def _french(sheet: Worksheet) -> None:
    sheet["A1"] = "Atelier Lumen – OKR T4 2026"
    sheet["A1"].font = Font(bold=True, size=16, color=DARK)
    sheet["A2"] = "Point d'équipe chaque jeudi à 9 h. Merci de tenir à jour les colonnes de suivi la veille."
    sheet["A2"].font = Font(italic=True, color="FF666666")
    single = {
        1: "Niveau",
        2: "Équipe",
        3: "Objectif",
        4: "Contribue à",
        5: "Résultat clé",
        6: "Responsable",
        10: "Avancement",
        11: "Confiance",
        12: "Statut",
        13: "Échéance",
        14: "Dernier point",
        15: "Commentaire",
    }
    for column, text in single.items():
        sheet.cell(4, column, text)
        sheet.merge_cells(start_row=4, end_row=5, start_column=column, end_column=column)
    sheet.cell(4, 7, "Suivi")
    sheet.merge_cells("G4:I4")
    for column, text in ((7, "Départ"), (8, "Actuel"), (9, "Cible")):
        sheet.cell(5, column, text)
    for row in (4, 5):
        for column in range(1, 16):
            _head(sheet, row, column)
    row = 6
    for aim in FRENCH:
        for column, text in ((1, aim.level), (2, aim.team), (3, aim.title), (4, aim.parent)):
            sheet.cell(row, column, text)
            if len(aim.measures) > 1:
                last = row + len(aim.measures) - 1
                sheet.merge_cells(start_row=row, end_row=last, start_column=column, end_column=column)
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(row, 3).font = Font(bold=True)
        for measure in aim.measures:
            _measure(sheet, row, measure)
            sheet.row_dimensions[row].height = ROW_HEIGHT
            row += 1
    sheet.cell(row, 5, "Avancement moyen").font = Font(bold=True)
    known = [measure.progress for aim in FRENCH for measure in aim.measures if measure.progress is not None]
    sheet.cell(row, 10, round(sum(known) / len(known), 2)).number_format = PERCENT
    for column, wide in zip(
        "ABCDEFGHIJKLMNO", (12, 15, 34, 30, 46, 17, 10, 10, 10, 12, 11, 17, 12, 13, 28), strict=True
    ):
        sheet.column_dimensions[column].width = wide
    choice = DataValidation(type="list", formula1="Listes!$A$2:$A$4", allow_blank=True)
    choice.add(f"L6:L{row - 1}")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "D6"
    sheet.print_title_rows = "4:5"
    _fit_to_page(sheet)


def _measure(sheet: Worksheet, row: int, measure: Measure) -> None:
    values = (
        measure.title,
        measure.owner,
        measure.baseline,
        measure.current,
        measure.target,
        measure.progress,
        measure.confidence,
        measure.status,
        measure.due,
        measure.checked,
        measure.comment,
    )
    formats = {
        7: measure.number_format,
        8: measure.number_format,
        9: measure.number_format,
        10: PERCENT,
        11: PERCENT,
        13: "dd/mm/yyyy",
        14: "dd/mm/yyyy",
    }
    for column, value in enumerate(values, start=5):
        cell = sheet.cell(row, column, value)
        cell.number_format = formats.get(column, "General")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = Border(bottom=Side(style="hair", color="FFBBBBBB"))


def _head(sheet: Worksheet, row: int, column: int) -> None:
    cell = sheet.cell(row, column)
    cell.font = Font(bold=True, color="FFFFFFFF")
    cell.fill = PatternFill("solid", fgColor=DARK)
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")


def _english(sheet: Worksheet) -> None:
    sheet.append(ENGLISH_HEADER)
    for column in range(1, len(ENGLISH_HEADER) + 1):
        _head(sheet, 1, column)
    before = None
    for number, values in enumerate(ENGLISH, start=2):
        sheet.append((None if values[0] == before else values[0], *values[1:]))
        before = values[0]
        sheet.row_dimensions[number].height = ROW_HEIGHT
        sheet.cell(number, 7).number_format = "0%"
        sheet.cell(number, 9).number_format = "dd/mm/yyyy"
        if isinstance(values[3], float) and values[3] < 1:
            for column in (4, 5, 6):
                sheet.cell(number, column).number_format = "0.0%"
        for column in range(1, len(ENGLISH_HEADER) + 1):
            sheet.cell(number, column).alignment = Alignment(wrap_text=True, vertical="top")
    for column, wide in enumerate((36, 48, 15, 10, 10, 10, 10, 12, 12), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = wide
    sheet.freeze_panes = "A2"
    _fit_to_page(sheet)


def _fit_to_page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _lists(sheet: Worksheet) -> None:
    sheet.append(("Statuts",))
    for status in STATUSES:
        sheet.append((status,))
    sheet["A1"].font = Font(bold=True)
    sheet["A1"].fill = PatternFill("solid", fgColor=LIGHT)


if __name__ == "__main__":
    main()

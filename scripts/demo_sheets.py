"""`make demo-sheets`: the whole loop on a Google Sheet, without an account.

A local server that keeps to Google's official contract stands in for Google; everything else is real: the command, the
config, the key, the client, the requests. Run from the root of a checkout.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.showing import cut, headline, okrsync  # noqa: E402 - found once the root is on the path
from tests.servers.google.server import GoogleServer  # noqa: E402 - as above

if TYPE_CHECKING:
    from tests.servers.google.people import People

OKRS = [
    ["OKR de l’atelier, T1 2027"],
    [],
    ["Objectif", "Résultat clé", "Responsable", "Départ", "Cible"],
    ["Devenir le garage de confiance du quartier", "Améliorer la satisfaction de nos 850 clients", "Léa", None, None],
    [None, "Lancer la nouvelle page de rendez-vous", "Léa", None, None],
    [None, "Réduire les réclamations de 14 à 5 par mois d’ici mars", "Karim", 14, 5],
    ["Réparer plutôt que remplacer", "Part des pièces réparées de 20 % à 35 % d’ici mars", "Ines", "20 %", "35 %"],
    [None, "Garages voisins dont nous recyclons l’huile de 3 à 10 d’ici mars", "Ines", 3, 10],
]


def main() -> None:
    """Fill a spreadsheet, run okrsync on it three times, and show what stands there and what was asked for."""
    with GoogleServer() as server, tempfile.TemporaryDirectory() as folder:
        key = server.key_file(Path(folder) / "key.json")
        spreadsheet = server.add_spreadsheet("OKR T1", {"Atelier": OKRS}, locale="fr_FR")
        sheet = server.spreadsheet(spreadsheet)
        config = Path(folder) / "okrsync.toml"
        link = f"https://docs.google.com/spreadsheets/d/{spreadsheet}/edit"
        config.write_text(
            f'[google]\ncredentials = "file:{key}"\napi_endpoint = "{server.url}"\n\n'
            f'[sources.garage]\ngoogle_sheet = "{link}"\n',
            "utf-8",
        )
        environment = dict(os.environ)

        headline("How the sheet is read, and whom to share others with (okrsync doctor garage)")
        okrsync(config, environment, "doctor", "garage")

        headline("The first night (okrsync run)")
        server.log.clear()
        okrsync(config, environment, "run")
        _show(sheet)
        _count(server)

        headline("Somebody moves rows and mends a key result; the second night")
        sheet.insert_rows(1, 2)
        sheet.move_rows(9, 10, 6)
        row = next(number for number, line in enumerate(sheet.rows("Atelier"), 1) if "satisfaction" in "".join(line))
        sheet.set_cell(f"B{row}", "Clients qui nous recommandent de 40 % à 60 % d’ici mars", "Atelier")
        okrsync(config, environment, "run")
        _show(sheet)
        _count(server)

        headline("Nothing has changed: the third night writes nothing")
        okrsync(config, environment, "run")
        _count(server)

        headline("Every trace taken away (okrsync clean garage)")
        okrsync(config, environment, "clean", "garage")
        _show(sheet)
        _count(server)


def _show(sheet: People) -> None:
    """Print what people see in the sheet, and the notes on its cells."""
    rows = sheet.rows("Atelier")
    width = max(map(len, rows))
    for number, row in enumerate(rows, start=1):
        cells = [*row, *[""] * (7 - len(row))]
        print(
            f"  {number:>2}  {cells[1][:66]:<66}  {cells[5]:>9}  {cells[6].splitlines()[0] if cells[6] else ''}"[:150]
        )
    notes = [
        (f"{'ABCDEFG'[column]}{row}", note)
        for row in range(1, len(rows) + 1)
        for column in range(min(width, 7))
        if (note := sheet.note(f"{'ABCDEFG'[column]}{row}", "Atelier"))
    ]
    for cell, note in notes:
        print(cut(f"      note on {cell}: {note.splitlines()[1]}"))
    print("      tabs:", ", ".join(tab.title for tab in sheet.book.sheets))


def _count(server: GoogleServer) -> None:
    """Print how many requests were made since the last count."""
    reads, writes = server.log.count("read"), server.log.count("write")
    print(f"\n  Requests to Google Sheets: {reads} to read, {writes} to write.")
    server.log.clear()


if __name__ == "__main__":
    main()

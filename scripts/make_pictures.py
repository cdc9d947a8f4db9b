"""Makes the pictures of the README from what `okrsync demo` writes: LibreOffice shows the workbook, Chromium the page.

Needs soffice, pdftoppm, convert (ImageMagick) and chromium on the machine; run it after a change that people would see.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
HIDDEN_COLUMNS = "ADFJKLMNO"
"""Columns that the picture leaves out, to be readable on a screen; the workbook itself keeps them."""
LAST_ROW = 15
ROW_HEIGHT = 88


def run(*command: str, folder: Path | None = None) -> None:
    """Run a program and stop where it fails."""
    subprocess.run(command, check=True, capture_output=True, cwd=folder)


def main() -> None:
    """Write docs/pictures/workbook.png and page.png."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(str(Path(sys.executable).parent / "okrsync"), "demo", "--lang", "fr", "--output", ".", folder=folder)
        picture_of_workbook(next(folder.glob("*.xlsx")), folder)
        page = next(folder.glob("*.html"))
        run(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1000,1250",
            f"--screenshot={PICTURES / 'page.png'}", page.as_uri(),
        )  # fmt: skip


def picture_of_workbook(path: Path, folder: Path) -> None:
    """Render the top of the first sheet, some columns left out, on one page."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for other in book.worksheets[1:]:
        other.sheet_state = "hidden"
    for letter in HIDDEN_COLUMNS:
        sheet.column_dimensions[letter].hidden = True
    for row in range(6, LAST_ROW + 1):
        sheet.row_dimensions[row].height = ROW_HEIGHT
    sheet.print_area = f"A1:Q{LAST_ROW}"
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    copy = folder / "picture.xlsx"
    book.save(copy)
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(copy))
    run("pdftoppm", "-r", "190", "-f", "1", "-singlefile", "-png", str(folder / "picture.pdf"), str(folder / "sheet"))
    framed = ("-trim", "-bordercolor", "white", "-border", "12", "-colors", "128")
    run("convert", str(folder / "sheet.png"), *framed, str(PICTURES / "workbook.png"))


if __name__ == "__main__":
    main()

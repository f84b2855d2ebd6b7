"""Opens an uploaded file as a table: CSV in the encodings and separators that offices use, or an Excel workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from server.services.customers.table_rows import DELIMITERS, Lines, RowRefused, next_cells
from server.services.imports.spreadsheet import open_spreadsheet
from server.services.imports.table import LONGEST_CELL, FileRefused, Line, Table, table_of

LARGEST_FILE = 64 << 20
GUESSED_LINES = 20
ZIP_MARK, OLD_EXCEL_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def open_table(path: Path) -> Table:
    """Read the beginning of a file and find its columns; raises FileRefused with what to do."""
    size = path.stat().st_size
    if not size:
        raise FileRefused("The file is empty. Choose the file that holds the table.")
    if size > LARGEST_FILE:
        raise FileRefused(f"The file is larger than {LARGEST_FILE >> 20} MB. Split it and bring in the parts.")
    with path.open("rb") as file:
        mark = file.read(4)
    if mark == OLD_EXCEL_MARK:
        raise FileRefused("This is an old Excel file (.xls). Save it as .xlsx or as CSV and try again.")
    if mark == ZIP_MARK:
        return open_spreadsheet(path)
    return _open_csv(path)


def _open_csv(path: Path) -> Table:
    notes: list[str] = []
    text = _decoded(path.read_bytes(), notes)
    delimiter = _guess_delimiter(text)

    def lines() -> Iterator[Line]:
        reading = Lines(text)
        while not reading.is_at_end:
            line = reading.begin_row()
            try:
                cells = tuple(cell.strip() for cell in next_cells(reading, delimiter))
                yield line, _short_enough(cells)
            except RowRefused as refusal:
                yield line, refusal

    return table_of(path, lines, notes)


def _decoded(data: bytes, notes: list[str]) -> str:
    """Decode UTF-8, UTF-16 by its mark, else what Windows wrote; NULs are taken out and told of."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
            notes.append("The file is not in UTF-8 and was read as Windows-1252. Look whether accents are right.")
    if "\x00" in text:
        if text.count("\x00") * 10 > len(text):
            raise FileRefused("This is no table. Choose a CSV file or an Excel workbook (.xlsx).")
        text = text.replace("\x00", "")
        notes.append("NUL characters were taken out.")
    return text


def _guess_delimiter(text: str) -> str:
    """Return the separator that splits most of the first lines alike, and into the most cells."""
    beginning = text[:200_000].splitlines()[:GUESSED_LINES]

    def agreement(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in csv.reader(beginning, delimiter=delimiter) if any(cells)]
        except csv.Error:
            return (0, 0)
        usual = max(set(widths), key=widths.count) if widths else 1
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(DELIMITERS, key=agreement)


def _short_enough(cells: tuple[str, ...]) -> tuple[str, ...]:
    longest = max(map(len, cells), default=0)
    if longest > LONGEST_CELL:
        raise RowRefused(f"a cell has {longest:,} characters", f"shorten it to {LONGEST_CELL:,}")
    return cells

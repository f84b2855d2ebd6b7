"""Opens an Excel workbook (.xlsx) as a table; what unpacks to far more than it should is refused unread."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from server.services.customers.table_rows import RowRefused
from server.services.imports.table import LONGEST_CELL, MOST_COLUMNS, FileRefused, Line, Table, table_of

LARGEST_UNPACKED = 512 << 20
MOST_PARTS = 2_000
BROKEN = "The workbook cannot be read. Open it in your spreadsheet program, save it as CSV (UTF-8) and try again."


def open_spreadsheet(path: Path) -> Table:
    """Read the first sheet that holds something; raises FileRefused."""
    _refuse_bombs(path)
    with _workbook(path) as book:
        names = [sheet.title for sheet in book.worksheets]
        chosen = next((at for at, sheet in enumerate(book.worksheets) if _has_rows(sheet)), 0)
    notes = [f"Of {len(names)} sheets, {names[chosen]} was read."] if len(names) > 1 else []

    def lines() -> Iterator[Line]:
        with _workbook(path) as book:
            for line, values in enumerate(_values(book.worksheets[chosen]), 1):
                cells = tuple(map(_written, values))
                if max(map(len, cells), default=0) > LONGEST_CELL:
                    yield line, RowRefused("a cell is very long", f"shorten it to {LONGEST_CELL:,} characters")
                else:
                    yield line, cells

    return table_of(path, lines, notes)


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileRefused(BROKEN) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise FileRefused("The workbook unpacks to far more than a table needs. Save the sheet as CSV and try again.")
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise FileRefused("This is a packed file, but no Excel workbook. Unpack it and choose the table in it.")


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    import openpyxl  # a quarter of a second that only imports need

    with path.open("rb") as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:
            raise FileRefused(BROKEN) from error  # a broken workbook ends in dozens of kinds of error
        with closing(book):
            yield book


def _has_rows(sheet: Any) -> bool:
    return any(value is not None for row in _values(sheet, most_rows=50) for value in row)


def _values(sheet: Any, most_rows: int | None = None) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a sheet, which may lie about its size; raises FileRefused where it is broken."""
    if not hasattr(sheet, "reset_dimensions"):  # a sheet that is a drawing
        return
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=most_rows, values_only=True)
    while True:
        try:
            row = next(rows, None)
        except Exception as error:
            raise FileRefused(BROKEN) from error
        if row is None:
            return
        if len(row) > MOST_COLUMNS and any(value is not None for value in row[MOST_COLUMNS:]):
            raise FileRefused(f"The sheet has {len(row):,} columns; at most {MOST_COLUMNS} are read. Remove the rest.")
        yield row[:MOST_COLUMNS]


def _written(value: Any) -> str:
    """Write a cell as a person reads it: whole numbers without ".0", days without a clock that says midnight."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).replace("\x00", "").replace("_x0000_", "").strip()

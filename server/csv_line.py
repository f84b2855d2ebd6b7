"""Lines of a table (CSV) that a spreadsheet opens: no cell of it is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: what begins like one has an apostrophe before it."""
    return f"'{cell}" if cell.startswith(FORMULA_BEGINNINGS) else cell


def csv_line(values: Iterable[str]) -> str:
    """Write guarded cells as a line."""
    written = io.StringIO()
    csv.writer(written).writerow(map(guarded, values))
    return written.getvalue()

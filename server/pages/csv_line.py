"""One line of a table (CSV) that a spreadsheet opens: no cell of it is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_line(values: Iterable[str]) -> str:
    """Write cells as a line; what begins like a formula is text to a spreadsheet with an apostrophe before it."""
    written = io.StringIO()
    csv.writer(written).writerow([f"'{value}" if value.startswith(FORMULAS) else value for value in values])
    return written.getvalue()

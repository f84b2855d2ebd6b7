"""A table as it lies in a file: its columns, its rows one by one, and what had to be repaired to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from models.search import fold as fold_header
from server.services.customers.table_rows import RowRefused

MOST_COLUMNS = 200
LONGEST_CELL = 5_000
MOST_ROWS = 200_000
MOST_LEADING_ROWS = 10
SAMPLE_ROWS = 200


class FileRefused(Exception):
    """A file that cannot be read as a table; the message says why and what to do."""


Cells = tuple[str, ...]
Line = tuple[int, Cells | RowRefused]
Lines = Callable[[], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are read anew at each call of `rows`; a row is its line (from 1) and its cells, stripped.

    A row that cannot be read comes as a RowRefused instead of cells. `notes` are sentences on what was repaired.
    """

    path: Path
    columns: tuple[str, ...]
    notes: tuple[str, ...]
    _lines: Lines
    _first: int

    def rows(self) -> Iterator[tuple[int, Cells | RowRefused]]:
        count = 0
        for line, cells in self._lines():
            if line < self._first:
                continue
            if isinstance(cells, RowRefused):
                yield line, cells
                continue
            if not any(cells):
                continue
            count += 1
            if count > MOST_ROWS:
                raise FileRefused(f"The file has more than {MOST_ROWS:,} rows. Split it and bring in the parts.")
            yield line, _fitted(cells, len(self.columns))

    def sample(self, count: int = SAMPLE_ROWS) -> list[Cells]:
        """Return the first rows that can be read."""
        return [cells for _line, cells in islice(self.rows(), count) if not isinstance(cells, RowRefused)]


def table_of(path: Path, lines: Lines, notes: Sequence[str]) -> Table:
    """Find the row of names, give nameless and doubled columns names of their own, and say so."""
    told = list(notes)
    readable = ((line, cells) for line, cells in lines() if not isinstance(cells, RowRefused) and any(cells))
    beginning = list(islice(readable, MOST_LEADING_ROWS + SAMPLE_ROWS))
    if not beginning:
        raise FileRefused("The file holds no rows. Save the table with a first row of column names and try again.")
    widest = max(_filled(cells) for _line, cells in beginning[: MOST_LEADING_ROWS + 1])
    at = next(
        (number for number, (_line, cells) in enumerate(beginning[:MOST_LEADING_ROWS]) if _filled(cells) * 2 >= widest),
        0,
    )
    head_line, head = beginning[at]
    head = head[: len(head) - next((n for n, cell in enumerate(reversed(head)) if cell), len(head))]
    if len(head) > MOST_COLUMNS:
        raise FileRefused(
            f"The file has {len(head):,} columns; at most {MOST_COLUMNS} are read. Remove those not needed."
        )
    if at:
        told.append(f"The lines above row {head_line} were passed over: the column names stand there.")
    if _is_data(head):
        told.append("The first row is no row of names, so the columns are numbered.")
        names: tuple[str, ...] = tuple(f"Column {number}" for number in range(1, len(head) + 1))
        return Table(path, names, tuple(told), lines, head_line)
    return Table(path, _named(head, told), tuple(told), lines, head_line + 1)


def _filled(cells: Cells) -> int:
    return sum(1 for cell in cells if cell)


def _is_data(head: Cells) -> bool:
    """Tell whether a first row holds values: an address, or a number, is nobody's name for a column."""
    return any("@" in cell or sum(letter.isdigit() for letter in cell) >= 4 for cell in head)


def _named(head: Cells, told: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    seen: dict[str, int] = {}
    for number, cell in enumerate(head, 1):
        name = " ".join(cell.split())[:80] or f"Column {number}"
        key = fold_header(name) or name
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            told.append(f"Two columns are called {name}; the later one is shown as {name} ({seen[key]}).")
            name = f"{name} ({seen[key]})"
        names.append(name)
    return tuple(names)


def _fitted(cells: Cells, width: int) -> Cells | RowRefused:
    """Fill up a short row with empty cells; refuse one that says more than there are columns."""
    if len(cells) < width:
        return cells + ("",) * (width - len(cells))
    if any(cells[width:]):
        return RowRefused(
            f"it has {len(cells)} cells for {width} columns", "put a cell that holds the separator into quotes"
        )
    return cells[:width]

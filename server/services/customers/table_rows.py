"""Reads the rows of a CSV table one by one, so that a broken row is refused alone and the others are kept."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

MOST_LINES_OF_A_ROW = 20  # more means a quote that was never closed
DELIMITERS = ",;\t"
LONGEST_REFERENCE = 50  # as much of a number of the company's own as its column holds


class RowRefused(Exception):
    """A row, or a whole table, that cannot be taken; says what is wrong with it and what to do."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason}; {advice}")
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Row:
    """One row's cells by column, stripped; `line` is where it begins in the file, from 1."""

    line: int
    cells: Mapping[str, str]

    def text(self, column: str, most: int) -> str:
        """Return a cell of at most `most` characters; empty where the table has no such column."""
        value = self.cells.get(column, "")
        if len(value) > most:
            raise RowRefused(f"{column} has {len(value)} characters", f"shorten it to {most}")
        return value

    def filled(self, column: str, most: int) -> str:
        value = self.text(column, most)
        if not value:
            raise RowRefused(f"{column} is empty", f"fill in {column}")
        return value

    def optional(self, column: str, most: int) -> str | None:
        return self.text(column, most) or None

    def email(self, column: str = "email") -> str | None:
        address = self.text(column, 254).lower()
        before, _, after = address.partition("@")
        if address and not (before and after and " " not in address):
            raise RowRefused(f"{column} {_short(address)!r} is no mail address", "write it as name@example.com")
        return address or None

    def number(self, column: str, lowest: float, highest: float) -> float | None:
        raw = self.text(column, 40)
        if not raw:
            return None
        try:
            number = float(raw)
        except ValueError:
            number = math.nan
        if not lowest <= number <= highest:  # false for "nan" too
            advice = f"write a number from {lowest:g} to {highest:g}, with a point for decimals"
            raise RowRefused(f"{column} {_short(raw)!r} is not usable", advice)
        return number

    def whole(self, column: str, lowest: int, highest: int) -> int | None:
        number = self.number(column, lowest, highest)
        if number is not None and number != int(number):
            raise RowRefused(f"{column} {_short(self.text(column, 40))!r} is no whole number", "leave the rest out")
        return None if number is None else int(number)

    def instant(self, column: str) -> datetime:
        """Return an instant in UTC, written as seconds since 1970 or as 2026-03-10T09:00:00-05:00."""
        raw = self.filled(column, 40)
        try:
            at = datetime.fromtimestamp(float(raw), UTC) if _is_number(raw) else datetime.fromisoformat(raw)
        except (ValueError, OverflowError, OSError):
            at = None
        if at is None or at.tzinfo is None or not EARLIEST <= at.astimezone(UTC) <= LATEST:
            advice = "write it as 2026-03-10T09:00:00-05:00, with the zone, or as seconds since 1970"
            raise RowRefused(f"{column} {_short(raw)!r} is no instant", advice)
        return at.astimezone(UTC)

    def price(self, column: str) -> Decimal | None:
        raw = self.text(column, 40)
        if not raw:
            return None
        try:
            price = Decimal(raw.replace("$", "").strip())
            if price.is_finite() and 0 <= price < 10**10:
                return price.quantize(Decimal("0.01"))
        except InvalidOperation:
            pass
        raise RowRefused(f"{column} {_short(raw)!r} is no price", "write it as 31.80, without a thousands mark")

    def parts(self, column: str) -> list[str]:
        """Return what a cell lists, split at semicolons, each once."""
        return list(dict.fromkeys(part.strip() for part in self.cells.get(column, "").split(";") if part.strip()))


EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _is_number(raw: str) -> bool:
    return raw.replace(".", "", 1).isdigit()


Refuse = Callable[[int, RowRefused], None]


def read_rows(path: Path, required: Sequence[str], refuse: Refuse) -> Iterator[Row]:
    """Yield the rows that can be read; tell the others, or the whole table, to `refuse` with their line."""
    try:
        lines = Lines(_decode(path))
        columns, delimiter = _columns(lines, required)
    except RowRefused as refusal:
        refuse(1, refusal)
        return
    while not lines.is_at_end:
        line = lines.begin_row()
        try:
            cells = next_cells(lines, delimiter)
            if any(cell.strip() for cell in cells):
                yield Row(line, _named(columns, cells))
        except RowRefused as refusal:
            refuse(line, refusal)


def _decode(path: Path) -> str:
    """Read UTF-8 (or UTF-16 with its mark); bytes that fit neither stay visible and refuse only their own row."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RowRefused(f"the file cannot be read ({error.strerror})", "make it readable and import again") from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="surrogateescape")


@dataclass(slots=True)
class Lines:
    """The file's lines as the csv reader wants them, with a way back to the line after a broken row's first."""

    source: str
    _lines: list[str] = field(init=False)
    _next: int = 0
    _row_began: int = 0

    def __post_init__(self) -> None:
        self._lines = self.source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        while self._lines and not self._lines[-1].strip():
            self._lines.pop()

    @property
    def is_at_end(self) -> bool:
        return self._next >= len(self._lines)

    def begin_row(self) -> int:
        self._row_began = self._next
        return self._next + 1

    def give_back_all_but_first(self) -> None:
        self._next = self._row_began + 1

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self.is_at_end:
            raise StopIteration
        if self._next - self._row_began >= MOST_LINES_OF_A_ROW:
            raise csv.Error("a quote is never closed")
        self._next += 1
        return self._lines[self._next - 1] + "\n"


def _columns(lines: Lines, required: Sequence[str]) -> tuple[list[str], str]:
    if lines.is_at_end:
        raise RowRefused("the table is empty", f"give it a first row with {', '.join(required)}")
    head = lines._lines[0]
    delimiter = max(DELIMITERS, key=head.count)
    lines.begin_row()
    columns = [cell.strip().lower() for cell in next_cells(lines, delimiter)]
    for column in required:
        if column not in columns:
            raise RowRefused(f"the column {column} is missing", f"add {column} to the first row and to every other")
    doubled = next((column for column in columns if column and columns.count(column) > 1), None)
    if doubled:
        raise RowRefused(f"the column {_short(doubled)} is there twice", "remove or rename one of them")
    return columns, delimiter


def next_cells(lines: Lines, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        lines.give_back_all_but_first()
        if "field larger" in str(error):
            most = csv.field_size_limit()
            raise RowRefused(f"a cell is longer than {most} characters", "shorten it") from error
        raise RowRefused(f"the quotes do not fit ({error})", 'close every " and write " inside a cell twice') from error
    for cell in cells:
        if "\x00" in cell:
            raise RowRefused("it holds NUL characters", "save the table again as CSV in UTF-8")
        if any("\ud800" <= character <= "\udfff" for character in cell):
            raise RowRefused("it holds characters that are not UTF-8", "save the table again as CSV in UTF-8")
    return cells


def _named(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) != len(columns):
        advice = "put a cell that holds the separator into quotes, and give every row all columns"
        raise RowRefused(f"it has {len(cells)} cells for {len(columns)} columns", advice)
    return {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"

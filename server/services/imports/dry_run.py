"""Tries a table out: what each row would make or change, and a file of the refused ones. Nothing is taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from models.import_run import ImportKind
from server.csv_line import csv_line
from server.services.customers.table_rows import Row, RowRefused
from server.services.imports.cell_repair import repaired
from server.services.imports.columns import fields_of
from server.services.imports.plan_customers import CustomerPlanner
from server.services.imports.plan_others import ContactPlanner, ProductPlanner
from server.services.imports.planned_row import PlannedRow, What
from server.services.imports.table import Cells, FileRefused, Table

PLAN, REFUSED = "plan.jsonl", "refused.csv"
WHAT_TO_FIX = "What to fix"
TELL_EVERY_ROWS = 1_000
Progress = Callable[[int], None]


class Planner(Protocol):
    def plan(self, row: Row) -> PlannedRow: ...


PLANNERS: Mapping[ImportKind, Callable[[Session, str], Planner]] = {
    ImportKind.CUSTOMERS: CustomerPlanner,
    ImportKind.CONTACTS: ContactPlanner,
    ImportKind.PRODUCTS: ProductPlanner,
}


def plan_rows(
    session: Session, kind: ImportKind, table: Table, mapping: Mapping[str, str], country: str
) -> Iterator[tuple[PlannedRow, Cells]]:
    """Yield what becomes of each row, with its cells; `mapping` names for each field the column that fills it."""
    check_mapping(kind, mapping, table.columns)
    places = {field: table.columns.index(column) for field, column in mapping.items()}
    planner = PLANNERS[kind](session, country)
    for line, cells in table.rows():
        if isinstance(cells, RowRefused):
            yield PlannedRow(line, What.REFUSED, why=cells.reason, advice=cells.advice), ()
            continue
        try:
            row = Row(line, {field: repaired(field, cells[at]) for field, at in places.items()})
            yield planner.plan(row), cells
        except RowRefused as refusal:
            yield PlannedRow(line, What.REFUSED, why=refusal.reason, advice=refusal.advice), cells


def check_mapping(kind: ImportKind, mapping: Mapping[str, str], columns: tuple[str, ...]) -> None:
    """Raise FileRefused where a field that every row needs has no column, or one column fills two."""
    labels = {field.key: field.label for field in fields_of(kind)}
    if unknown := [column for field, column in mapping.items() if field not in labels or column not in columns]:
        raise FileRefused(f"There is no column {unknown[0]!r}. Choose the columns again.")
    doubled = next((column for column, count in Counter(mapping.values()).items() if count > 1), None)
    if doubled is not None:
        raise FileRefused(f"The column {doubled} is chosen twice. Choose it for one field only.")
    has_name = "name" in mapping or (kind == ImportKind.CONTACTS and mapping.keys() & {"first_name", "last_name"})
    if not has_name:
        raise FileRefused("No column is chosen for the name, and every row needs one. Choose the column that holds it.")
    if kind == ImportKind.CONTACTS and "customer" not in mapping:
        raise FileRefused("No column says whose contacts these are. Choose the one with the customer's number or name.")


def try_out(
    session: Session,
    kind: ImportKind,
    table: Table,
    mapping: Mapping[str, str],
    country: str,
    folder: Path,
    tell: Progress = lambda _rows: None,
) -> dict[str, Any]:
    """Write the plan and the refused rows into a folder, and return the counts by what becomes of the rows.

    The files take their names when they are whole, so that a dry run that was cut off leaves none.
    """
    counts: Counter[str] = Counter()
    half_plan, half_refused = folder / f"{PLAN}.part", folder / f"{REFUSED}.part"
    with (
        half_plan.open("w", encoding="utf-8") as plan,
        half_refused.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        file.write(csv_line([*table.columns, WHAT_TO_FIX]))
        for done, (planned, cells) in enumerate(plan_rows(session, kind, table, mapping, country), 1):
            counts[planned.what] += 1
            plan.write(planned.to_json() + "\n")
            if planned.what == What.REFUSED:
                padded = [*cells, *[""] * (len(table.columns) - len(cells))]
                file.write(csv_line([*padded, f"Row {planned.line}: {planned.why}; {planned.advice}."]))
            if done % TELL_EVERY_ROWS == 0:
                tell(done)
    half_refused.replace(folder / REFUSED)
    half_plan.replace(folder / PLAN)
    found: dict[str, Any] = {what.value: counts[what] for what in What}
    return found | {"rows": counts.total(), "notes": list(table.notes)}


def read_plan(folder: Path, start: int = 0) -> Iterator[PlannedRow]:
    """Read a dry run's rows in the order of the file, from a row on (0 is the first)."""
    with (folder / PLAN).open(encoding="utf-8") as plan:
        for written in islice(plan, start, None):
            yield PlannedRow.from_json(written)


def rows_that(folder: Path, what: What, most: int) -> list[PlannedRow]:
    """Return the first rows of which one thing becomes."""
    return list(islice((row for row in read_plan(folder) if row.what == what), most))

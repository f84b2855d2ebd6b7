"""A table as lines of JSON: the same rows make the same lines on either database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, String, Table, collate, select
from sqlalchemy.orm import Session

from models.stored_row import row_as_json, row_from_json
from server.services.archive.contents import Row, travelling, without_keys

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class TableSum:
    """How many rows a table has, and the SHA-256 of its lines."""

    rows: int
    sha256: str


def table_sums(session: Session) -> dict[str, TableSum]:
    """Return the sum of each table that travels; the same rows have the same sums on SQLite and PostgreSQL."""
    return {table.name: sum_of(table_lines(session, table)) for table in travelling()}


def sum_of(lines: Iterable[bytes]) -> TableSum:
    rows, summed = 0, hashlib.sha256()
    for rows, line in enumerate(lines, 1):  # noqa: B007
        summed.update(line)
    return TableSum(rows, summed.hexdigest())


def table_lines(session: Session, table: Table, columns: Sequence[str] | None = None) -> Iterator[bytes]:
    """Yield a table's rows by their key, one JSON object and newline each, without keys that let somebody in."""
    chosen = [column for column in table.columns if columns is None or column.name in columns]
    query = select(*chosen).order_by(*(_in_order(column, session) for column in table.primary_key.columns))
    found = session.execute(query.execution_options(yield_per=AT_ONCE))
    for row in found.mappings():
        yield write_line(without_keys(table.name, {column.name: row[column.name] for column in chosen}))


def write_line(row: Row) -> bytes:
    return json.dumps(row_as_json(row), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def read_line(line: bytes, table: Table) -> Row:
    """Return the values of a line; raises ValueError for a line or a column that is none of this table."""
    told = json.loads(line)
    if not isinstance(told, dict):
        raise ValueError("a line that is no object")
    if unknown := told.keys() - table.columns.keys():
        raise ValueError(f"{table.name} has no column {sorted(unknown)[0][:60]!r}")
    return row_from_json(table, told)


def _in_order(column: Column[Any], session: Session) -> Any:
    """Sort text by its bytes: what a database's own language makes of hyphens and capitals differs."""
    is_text = isinstance(column.type, String)
    return collate(column, "C") if is_text and session.get_bind().dialect.name == "postgresql" else column

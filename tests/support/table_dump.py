"""Every table as it lies in the database, and rows for whatever points at a record: for tests that nothing is lost."""

from __future__ import annotations

import hashlib
from itertools import count
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, select, text
from sqlalchemy.orm import Session

from models.base import Base, new_id
from models.everything import RECORDS
from tests.support.full_tables import hard_value

assert RECORDS
_numbers = count(1)


def dump(session: Session, leaving_out: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Return for each table its rows as the driver gives them, in the order of their own text."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in leaving_out:
            rows = session.execute(text(f'SELECT * FROM "{table.name}"'))
            found[table.name] = sorted(repr(tuple(row)) for row in rows)
    return found


def digest(session: Session, leaving_out: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return for each table the SHA-256 of its dump."""
    return {
        name: hashlib.sha256("\n".join(rows).encode()).hexdigest() for name, rows in dump(session, leaving_out).items()
    }


def add_row(session: Session, table: Table, **values: Any) -> dict[str, Any]:
    """Insert a row with something in every column, and whatever it points at; return it."""
    row = dict(values)
    for column in table.columns:
        if column.name not in row and not _is_counted(column):
            row[column.name] = _pointed_at(session, column) if column.foreign_keys else _made(column)
    session.execute(table.insert().values(row))
    return row


def _is_counted(column: Column[Any]) -> bool:
    return bool(column.primary_key and column.autoincrement is True)


def _pointed_at(session: Session, column: Column[Any]) -> Any:
    """Return the key of some row there is, else of a new one; a pointer to rows of its own kind stays empty."""
    target = next(iter(column.foreign_keys)).column
    if target.table is column.table or (column.nullable and target.table.name == "digest"):
        return None
    held = None if _stands_once(column) else session.scalar(select(target).limit(1))
    return held if held is not None else add_row(session, target.table)[target.name]


def _stands_once(column: Column[Any]) -> bool:
    table = column.table
    rules = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    unique = [list(one.columns) for one in rules] + [list(one.columns) for one in table.indexes if one.unique]
    return [column] in unique


def _made(column: Column[Any]) -> Any:
    number = next(_numbers)
    is_id = column.primary_key and column.type.python_type is str
    return new_id() if is_id else hard_value(column, number)

"""Rows as JSON and back, exactly: instants, days and exact numbers are written so that nothing of them is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, RowMapping, Table, null

from models.base import UtcTime

READ: dict[type, Any] = {datetime: datetime.fromisoformat, date: date.fromisoformat, Decimal: Decimal}


def as_json(value: Any) -> Any:
    """Return a column's value as JSON holds it."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def from_json(column: Column[Any], held: Any) -> Any:
    """Return what `as_json` made of a value of this column, as the column takes it."""
    if held is None:
        return null() if isinstance(column.type, JSON) and column.nullable else None
    kind = _python_type(column)
    return READ[kind](held) if kind in READ else held


def row_as_json(row: RowMapping) -> dict[str, Any]:
    return {name: as_json(value) for name, value in row.items()}


def row_from_json(table: Table, held: Mapping[str, Any]) -> dict[str, Any]:
    return {name: from_json(table.c[name], value) for name, value in held.items()}


def _python_type(column: Column[Any]) -> type | None:
    if isinstance(column.type, UtcTime):
        return datetime
    try:
        return column.type.python_type
    except NotImplementedError:
        return None

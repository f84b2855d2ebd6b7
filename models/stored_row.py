"""Rows as JSON and back, exactly: instants, days, exact numbers and bytes are written so that nothing of them is lost.

What is kept beside a row to put it back, and what an archive holds of it, has this one form on either database.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, LargeBinary, Numeric, RowMapping, Table
from sqlalchemy.sql.expression import ColumnElement

from models.base import UtcTime


def as_json(value: Any) -> Any:
    """Return a column's value as JSON holds it: instants in UTC with microseconds, exact numbers as text."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode()
    return value


def from_json(column: ColumnElement[Any], held: Any) -> Any:
    """Return what `as_json` made of a value of this column, as the column takes it."""
    if held is None:
        return None
    match column.type:
        case UtcTime():
            return datetime.fromisoformat(held)
        case Date():
            return date.fromisoformat(held)
        case LargeBinary():
            return base64.b64decode(held)
        case Numeric(asdecimal=True):
            return Decimal(held)
    return held


def row_as_json(row: RowMapping | Mapping[str, Any]) -> dict[str, Any]:
    return {name: as_json(value) for name, value in row.items()}


def row_from_json(table: Table, held: Mapping[str, Any]) -> dict[str, Any]:
    return {name: from_json(table.c[name], value) for name, value in held.items()}

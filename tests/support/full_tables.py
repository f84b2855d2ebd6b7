"""Rows for every table, each column filled with what is hard to carry over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, Numeric, String, Table, Text, insert
from sqlalchemy.orm import Session

from models.base import UtcTime
from models.everything import RECORDS

DOCUMENT = {"ü": [1, 2.5, None, True, "“quoted” \\ \n"], "a": {"z": 0.1, "b": []}}


def fill_every_table(session: Session, count: int = 3) -> None:
    """Put `count` rows into each table; rows that may point at rows of their own table point at the one before."""
    ids: dict[str, list[dict[str, Any]]] = {}
    for table in RECORDS[0].metadata.sorted_tables:
        if table.name == "name_change":
            continue  # written by triggers
        rows = ids[table.name] = []
        for number in range(count):
            rows.append({column.name: _value(table, column, number, ids) for column in table.columns})
        session.execute(insert(table), rows)


def _value(table: Table, column: Column[Any], number: int, ids: dict[str, list[dict[str, Any]]]) -> Any:
    for key in column.foreign_keys:
        other = key.column.table.name
        if other != table.name:
            return ids[other][number][key.column.name]
        return ids[other][number - 1][key.column.name] if number else None
    return hard_value(column, number)


def hard_value(column: Column[Any], number: int) -> Any:
    """Return a value of a column that is hard to carry over, another one for each number."""
    match column.type:
        case JSON() if column.nullable and number == 2:
            return None  # unknown is NULL, which JSON's own null is not
        case UtcTime():
            return datetime(2026, 3, 10, 9, 0, 59, 123456, tzinfo=UTC) + timedelta(minutes=number)
        case Date():
            return date(2026, 2, 26) + timedelta(days=number)
        case Boolean():
            return number % 2 == 0
        case Integer():
            return number + 1
        case Numeric(asdecimal=True):
            return Decimal(f"{number}.30")
        case Float() | Numeric():
            return 0.1 + number % 20
        case LargeBinary():
            return bytes([0, 255, 10]) + str(number).encode()
        case Text():
            return f"“Größe” {number}\t\\ \n 中文 {column.name}"
        case String() if column.primary_key:
            return f"{number}-{column.name}"
        case String(length=length):
            return f"{number}é-{column.name}"[: length or 10]
    return DOCUMENT | {"number": number}

"""What a merge did, row by row and value by value, and doing each such thing to the database while noting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping, Table, and_, select
from sqlalchemy.orm import Session

from models.base import Base
from models.stored_row import as_json, row_as_json
from server.services.merging.references import WHICH_STAYS, Reference

Row = RowMapping


@dataclass(slots=True)
class Changes:
    """Notes of a merge under way, in the shape in which `Merge.changes` keeps them.

    `moved`: table, column and the keys (all columns of the primary key, in order) of rows that go over.
    `changed`: table, key, column, old and new value. `dropped`: table and whole row, parents before their parts.
    """

    session: Session
    moved: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)

    def kept(self) -> dict[str, Any]:
        return {"moved": self.moved, "changed": self.changed, "dropped": self.dropped}

    def move(self, reference: Reference, gone_id: Any, kept_id: Any) -> int:
        """Let all rows that point at one record point at another; of rows that may stand once, one is put aside."""
        table, column = reference.table, reference.column
        self._drop_rivals(reference, gone_id, kept_id)
        is_theirs = and_(column == gone_id, *reference.only)
        keys = [list(row) for row in self.session.execute(select(*table.primary_key).where(is_theirs))]
        if not keys:
            return 0
        keys = sorted([as_json(part) for part in key] for key in keys)
        self.session.execute(table.update().where(is_theirs).values({column: kept_id}))
        self.moved.append({"table": table.name, "column": column.name, "keys": keys})
        return len(keys)

    def set(self, table_name: str, key: str | int, **values: Any) -> None:
        """Give a row other values, each noted with the old one; what is so already is left."""
        table = Base.metadata.tables[table_name]
        row = self.session.execute(select(table).where(table.c.id == key)).mappings().one()
        different = {name: value for name, value in values.items() if row[name] != value}
        if not different:
            return
        self.session.execute(table.update().where(table.c.id == key).values(different))
        for name, value in different.items():
            noted = {"table": table_name, "id": key, "column": name}
            self.changed.append(noted | {"old": as_json(row[name]), "new": as_json(value)})

    def drop(self, table: Table, row: Row) -> None:
        """Put a row aside, whole."""
        self.session.execute(table.delete().where(is_row(table, [row[c.name] for c in table.primary_key])))
        self.dropped.append({"table": table.name, "row": row_as_json(row)})

    def _drop_rivals(self, reference: Reference, gone_id: Any, kept_id: Any) -> None:
        table = reference.table
        for beside in reference.unique_beside():
            held = {_values(row, beside): row for row in self._rows(reference, kept_id)}
            for row in self._rows(reference, gone_id):
                rival = held.get(_values(row, beside))
                # Rows in which something of the rule is unknown never stand in each other's way.
                if rival is not None and None not in _values(row, beside):
                    self.drop(table, rival if _stays(table.name, row, rival) else row)

    def _rows(self, reference: Reference, record_id: Any) -> Sequence[Row]:
        of_record = select(reference.table).where(reference.column == record_id, *reference.only)
        return self.session.execute(of_record.order_by(*reference.table.primary_key)).mappings().all()


def is_row(table: Table, key: list[Any]) -> Any:
    """Return the condition for the row with this key."""
    return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))


def _stays(table_name: str, row: Row, rival: Row) -> bool:
    """Tell whether the row of who goes stands, and its rival at who is kept is put aside."""
    told_by = WHICH_STAYS.get(table_name)
    if told_by is None:
        return False
    return bool(told_by(row) > told_by(rival))


def _values(row: Row, columns: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in columns)

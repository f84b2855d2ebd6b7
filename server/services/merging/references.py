"""What points at a customer or a person: read from the schema, so that a table that is added later is not forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, RowMapping, Table, UniqueConstraint

from models.base import Base
from models.merge import MergeKind

# Columns that stay as they are, each with its reason.
LEFT_ALONE = {
    "event.customer_id": "what happened, happened to the customer of that day",
    "customer.merged_into_id": "who was merged earlier is found by following the chain",
    "contact.merged_into_id": "who was merged earlier is found by following the chain",
}
# Ids that are kept without a foreign key, with the kind of row that means such a record.
BY_WORD = {"learnt_alias.record_id": "kind"}
# Of two rows that may stand only once the greater by this stays; without an entry the row of who is kept.
WHICH_STAYS: dict[str, Callable[[RowMapping], Any]] = {
    "answer": lambda row: (row["declined_until"] is None, row["answered_at"]),  # what was told before what was declined
    "follow": lambda row: -row["created_at"].timestamp(),  # the earlier
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a record; `only` narrows it to rows in which it does."""

    table: Table
    column: Column[Any]
    only: tuple[ColumnElement[bool], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.table.name}.{self.column.name}"

    def unique_beside(self) -> list[tuple[Column[Any], ...]]:
        """Return for each rule of uniqueness that holds the column the other columns of it."""
        rules: list[Sequence[Column[Any]]] = [list(self.table.primary_key.columns)]
        rules += [list(one.columns) for one in self.table.constraints if isinstance(one, UniqueConstraint)]
        rules += [list(one.columns) for one in self.table.indexes if one.unique]
        return [tuple(c for c in rule if c is not self.column) for rule in rules if self.column in rule]


@lru_cache
def references_to(kind: MergeKind) -> tuple[Reference, ...]:
    """Return every column that moves when a record of this kind is merged, parents before what hangs on them."""
    target = Base.metadata.tables[kind.value].c.id
    found = [
        Reference(table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column is target for key in column.foreign_keys)
    ]
    for name, told_by in BY_WORD.items():
        table = Base.metadata.tables[name.split(".")[0]]
        found.append(Reference(table, table.c[name.split(".")[1]], (table.c[told_by] == kind.value,)))
    return tuple(one for one in found if one.name not in LEFT_ALONE)

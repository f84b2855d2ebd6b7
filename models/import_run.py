"""Imports of tables: who brought in which file, how far it is, and what each row changed, so that it can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Document, Id, UtcTime, id_column, now

UNDO_WITHIN = timedelta(days=7)


class ImportKind(StrEnum):
    """What the rows of a file are."""

    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    PRODUCTS = "products"


class ImportState(StrEnum):
    """How far an import is; `planning`, `committing` and `undoing` are jobs under way."""

    OPENED = "opened"
    PLANNING = "planning"
    PLANNED = "planned"
    COMMITTING = "committing"
    COMMITTED = "committed"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"


class ImportRun(Base):
    """One file. `mapping` says which column is which field; `counts` what the dry run, commit and undo came to.

    `choices` holds what a person decided of rows that look like a record that is here: by line of the file, and
    under "all". `done_rows` of `total_rows` is the step under way; a job that starts again goes on from there.
    """

    __tablename__ = "import_run"

    id: Mapped[str] = id_column()
    kind: Mapped[ImportKind] = mapped_column(String(20))
    state: Mapped[ImportState] = mapped_column(String(20), default=ImportState.OPENED)
    file_name: Mapped[str] = mapped_column(String(200))
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    mapping: Mapped[dict[str, str]] = mapped_column(Document, default=dict)
    choices: Mapped[dict[str, str]] = mapped_column(Document, default=dict)
    counts: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    total_rows: Mapped[int] = mapped_column(default=0)
    done_rows: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now, index=True)
    committed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    undo_until: Mapped[datetime | None] = mapped_column(UtcTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ImportChange(Base):
    """One record that an import made, or changed from `before`, with the values that it wrote (`after`)."""

    __tablename__ = "import_change"
    __table_args__ = (Index("ix_import_change_run_id_table_name_row_id", "run_id", "table_name", "row_id"),)

    run_id: Mapped[str] = mapped_column(Id, ForeignKey("import_run.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[str] = mapped_column(Id)
    is_made: Mapped[bool]
    before: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(Document)

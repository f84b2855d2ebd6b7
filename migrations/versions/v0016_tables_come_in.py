"""Imports of tables, with what each changed, so that they can be undone."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=36)


def upgrade() -> None:
    op.create_table(
        "import_run",
        _needed("id", ID),
        _needed("kind", sa.String(length=20)),
        _needed("state", sa.String(length=20)),
        _needed("file_name", sa.String(length=200)),
        _maybe("staff_id", ID),
        _needed("mapping", DOCUMENT),
        _needed("choices", DOCUMENT),
        _needed("counts", DOCUMENT),
        _needed("total_rows", sa.Integer()),
        _needed("done_rows", sa.Integer()),
        _needed("created_at", INSTANT),
        _maybe("committed_at", INSTANT),
        _maybe("undo_until", INSTANT),
        _maybe("undone_at", INSTANT),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_import_run_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index("ix_import_run_created_at", "import_run", ["created_at"])
    op.create_table(
        "import_change",
        _needed("run_id", ID),
        _needed("number", sa.Integer()),
        _needed("table_name", sa.String(length=40)),
        _needed("row_id", ID),
        _needed("is_made", sa.Boolean()),
        _needed("before", DOCUMENT),
        _needed("after", DOCUMENT),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_change_run_id_import_run")),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_import_change")),
    )
    op.create_index("ix_import_change_run_id_table_name_row_id", "import_change", ["run_id", "table_name", "row_id"])


def _needed(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _maybe(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)

"""Two become one: duplicates that were found, merges and what undoes them, people who were merged."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=36)


def upgrade() -> None:
    _make_merge()
    _make_duplicate()
    # Written out, because Alembic would copy the whole table to add a column with a foreign key on SQLite.
    pointer = "CONSTRAINT fk_contact_merged_into_id_contact REFERENCES contact (id)"
    op.execute(f"ALTER TABLE contact ADD COLUMN merged_into_id VARCHAR(36) {pointer}")
    op.create_index("ix_contact_merged_into_id", "contact", ["merged_into_id"])
    op.create_index("ix_customer_merged_into_id", "customer", ["merged_into_id"])


def _make_merge() -> None:
    op.create_table(
        "merge",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("kept_id", ID, nullable=False),
        sa.Column("gone_id", ID, nullable=False),
        sa.Column("kept_name", sa.String(length=200), nullable=False),
        sa.Column("gone_name", sa.String(length=200), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("changes", DOCUMENT, nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("undone_by_id", ID, nullable=True),
        sa.Column("left_over", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_merge_by_id_staff")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["staff.id"], name=op.f("fk_merge_undone_by_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    op.create_index("ix_merge_kept_id_at", "merge", ["kept_id", "at"])
    op.create_index("ix_merge_gone_id_at", "merge", ["gone_id", "at"])


def _make_duplicate() -> None:
    op.create_table(
        "duplicate",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("first_id", ID, nullable=False),
        sa.Column("second_id", ID, nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("dismissed_at", INSTANT, nullable=True),
        sa.Column("dismissed_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["dismissed_by_id"], ["staff.id"], name=op.f("fk_duplicate_dismissed_by_id_staff")),
        sa.PrimaryKeyConstraint("kind", "first_id", "second_id", name=op.f("pk_duplicate")),
    )
    op.create_index("ix_duplicate_second_id", "duplicate", ["second_id"])
    op.create_index("ix_duplicate_kind_score", "duplicate", ["kind", "score"])

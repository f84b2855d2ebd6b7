"""Who looked: one line for each reading of a customer's record."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "access_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=False),
        sa.Column("door", sa.String(length=20), nullable=False),
        sa.Column("stretch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_access_line_staff_id_staff")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_access_line_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_line")),
    )
    op.create_index("uq_access_line", "access_line", ["staff_id", "customer_id", "door", "stretch"], unique=True)
    op.create_index("ix_access_line_customer_id_id", "access_line", ["customer_id", "id"], unique=False)

"""Whoever meets a customer keeps the answer to a question, or that the customer would rather not say."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("answer") as table:
        table.alter_column("value", existing_type=DOCUMENT, nullable=True)
        table.add_column(sa.Column("staff_id", sa.String(length=36), nullable=True))
        table.add_column(sa.Column("declined_until", INSTANT, nullable=True))
        table.add_column(sa.Column("also_told", DOCUMENT, nullable=False, server_default="[]"))
        table.create_foreign_key(op.f("fk_answer_staff_id_staff"), "staff", ["staff_id"], ["id"])
    with op.batch_alter_table("answer") as table:
        table.alter_column("also_told", existing_type=DOCUMENT, nullable=False, server_default=None)

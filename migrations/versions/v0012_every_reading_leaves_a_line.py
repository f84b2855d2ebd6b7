"""Lines of the access log also for notes without a customer and for subscribed feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    # The lines of before are about their customer; a default would let a forgotten value pass.
    with op.batch_alter_table("access_line") as table:
        table.add_column(sa.Column("recording_id", sa.String(length=36), nullable=True))
        table.add_column(sa.Column("about", sa.String(length=36), nullable=True))
        table.alter_column("customer_id", existing_type=sa.String(length=36), nullable=True)
        table.create_foreign_key(op.f("fk_access_line_recording_id_recording"), "recording", ["recording_id"], ["id"])
    op.execute("UPDATE access_line SET about = customer_id")
    with op.batch_alter_table("access_line") as table:
        table.alter_column("about", existing_type=sa.String(length=36), nullable=False)
        table.drop_index("uq_access_line")
        table.create_index("uq_access_line", ["staff_id", "about", "door", "stretch"], unique=True)
        table.create_index("ix_access_line_recording_id", ["recording_id"], unique=False)

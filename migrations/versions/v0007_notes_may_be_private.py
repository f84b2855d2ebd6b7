"""Notes may be private: only who spoke or wrote one reads it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("recording", sa.Column("is_private", sa.Boolean(), nullable=False, server_default=sa.false()))
    is_private = sa.text("is_private")
    op.create_index(
        "ix_recording_private", "recording", ["staff_id"], sqlite_where=is_private, postgresql_where=is_private
    )

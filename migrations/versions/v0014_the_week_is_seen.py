"""The week at a glance: what a customer buys in a year, and the ways by which a week's rows are found."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

INDEXES = {
    "action": (("state", "due_on"), ("due_on",), ("closed_at",)),
    "complaint": (("closed_at",),),
    "customer_fact": (("said_on",),),
    "recording": (("started_at",),),
    "visit": (("arrived_at",),),
}


def upgrade() -> None:
    op.add_column("customer", sa.Column("yearly_value", sa.Numeric(precision=12, scale=2), nullable=True))
    for table, of_one in INDEXES.items():
        for columns in of_one:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))

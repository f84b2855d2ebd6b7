"""What is unknown is NULL: some columns held JSON's own null, which no query for what is unknown finds."""

from alembic import op

revision = "0019"
down_revision = "0018"

COLUMNS = (("location_choice", "hours"), ("question", "about"), ("recording", "silenced"), ("transcript", "vocabulary"))


def upgrade() -> None:
    for table, column in COLUMNS:
        op.execute(f"UPDATE {table} SET {column} = NULL WHERE {column} = 'null'")

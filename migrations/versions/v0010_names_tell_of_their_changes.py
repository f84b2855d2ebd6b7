"""Every change of a name is noted by the database itself, so that what is built from names is never stale."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

# What the lexicon reads of each table (server/services/notes/company_lexicon.py).
WATCHED = {
    "customer": "name, phone, owner_id, left_at, merged_into_id",
    "site": "customer_id, street, city, lat, lon",
    "contact": "customer_id, name, role, phone, email, left_at",
    "product": "name, spoken_aliases, unit, list_price",
    "competitor": "name, spoken_aliases",
    "staff": "name, role, team, left_at",
    "fact_kind": "name, value_type, cues, retired_at",
}
SQLITE_NOTE = "UPDATE name_change SET changes = changes + 1, changed_at = CURRENT_TIMESTAMP WHERE kind = '{table}'"
# One row for each transaction, however many rows it changes; now() stands still within a transaction. A number that
# is there already (the database was moved to another server, which counts anew) is a change all the same.
POSTGRESQL_FUNCTION = """
CREATE FUNCTION note_name_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO name_change (kind, transaction_id, changes, changed_at)
  VALUES (TG_TABLE_NAME, txid_current(), 1, now())
  ON CONFLICT (kind, transaction_id) DO UPDATE
  SET changes = name_change.changes + 1, changed_at = now()
  WHERE name_change.changed_at <> now();
  RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "name_change",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("transaction_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "transaction_id", name=op.f("pk_name_change")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(POSTGRESQL_FUNCTION)
    for table, columns in WATCHED.items():
        if is_sqlite:
            op.execute(f"INSERT INTO name_change VALUES ('{table}', 0, 0, CURRENT_TIMESTAMP)")
        for name, event in (("added", "INSERT"), ("removed", "DELETE"), ("changed", f"UPDATE OF {columns}")):
            told = f"CREATE TRIGGER {table}_name_{name} AFTER {event} ON {table}"
            if is_sqlite:
                op.execute(f"{told} BEGIN {SQLITE_NOTE.format(table=table)}; END")
            else:
                op.execute(f"{told} FOR EACH STATEMENT EXECUTE FUNCTION note_name_change()")

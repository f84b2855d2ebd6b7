"""Touchpoints share one memory: where a note was made and how it ended; customers are found by their numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ROWS_AT_ONCE = 5_000
KEY_DIGITS = 7


def upgrade() -> None:
    op.add_column("recording", sa.Column("channel", sa.String(length=20), nullable=False, server_default="visit"))
    op.add_column("recording", sa.Column("outcome", sa.String(length=20), nullable=True))
    # Written out, because Alembic would copy the whole table to add a column with a foreign key on SQLite.
    name = "fk_recording_contact_id_contact"
    op.execute(f"ALTER TABLE recording ADD COLUMN contact_id VARCHAR(36) CONSTRAINT {name} REFERENCES contact (id)")
    for table in ("customer", "contact"):
        op.add_column(table, sa.Column("phone_key", sa.String(length=KEY_DIGITS), nullable=True))
        _fill_phone_keys(table)
        op.create_index(op.f(f"ix_{table}_phone_key"), table, ["phone_key"], unique=False)
    op.add_column("contact", sa.Column("email_key", sa.String(length=254), nullable=True))
    op.execute("UPDATE contact SET email_key = lower(trim(email)) WHERE email IS NOT NULL AND email != ''")
    op.create_index(op.f("ix_contact_email_key"), "contact", ["email_key"], unique=False)


def _fill_phone_keys(name: str) -> None:
    table = sa.table(name, sa.column("id"), sa.column("phone"), sa.column("phone_key"))
    rows = op.get_bind().execute(sa.select(table.c.id, table.c.phone).where(table.c.phone.is_not(None))).all()
    keys = [{"row_id": row_id, "key": _phone_key(phone)} for row_id, phone in rows]
    filled = table.update().where(table.c.id == sa.bindparam("row_id")).values(phone_key=sa.bindparam("key"))
    for start in range(0, len(keys), ROWS_AT_ONCE):
        op.get_bind().execute(filled, keys[start : start + ROWS_AT_ONCE])


def _phone_key(written: str) -> str | None:
    digits = "".join(letter for letter in written.split("ext")[0] if letter.isascii() and letter.isdigit())
    return digits[-KEY_DIGITS:] if len(digits) >= KEY_DIGITS else None

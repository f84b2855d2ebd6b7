"""Names are found before other words, and by how they sound; each part of the search has indexes of its own."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.search import LONGEST_SOUND, fold
from voice.sound import sound_keys

revision = "0009"
down_revision = "0008"

ROWS_AT_ONCE = 5_000
# A space in front lets the beginnings of words be found, also of two letters.
SQLITE_NAME_INDEX = (
    "CREATE VIEW search_name_text AS SELECT id, ' ' || named AS named, ' ' || folded AS folded"
    " FROM search_document WHERE kind <> 'note'",
    "CREATE VIRTUAL TABLE search_name USING fts5"
    " (named, folded, content='search_name_text', content_rowid='id', tokenize='trigram')",
    "INSERT INTO search_name (search_name) VALUES ('rebuild')",
    "CREATE TRIGGER search_name_added AFTER INSERT ON search_document WHEN new.kind <> 'note' BEGIN"
    " INSERT INTO search_name (rowid, named, folded) VALUES (new.id, ' ' || new.named, ' ' || new.folded); END",
    "CREATE TRIGGER search_name_removed AFTER DELETE ON search_document WHEN old.kind <> 'note' BEGIN"
    " INSERT INTO search_name (search_name, rowid, named, folded)"
    " VALUES ('delete', old.id, ' ' || old.named, ' ' || old.folded); END",
    "CREATE TRIGGER search_name_changed AFTER UPDATE ON search_document WHEN old.kind <> 'note' BEGIN"
    " INSERT INTO search_name (search_name, rowid, named, folded)"
    " VALUES ('delete', old.id, ' ' || old.named, ' ' || old.folded);"
    " INSERT INTO search_name (rowid, named, folded) VALUES (new.id, ' ' || new.named, ' ' || new.folded); END",
)
POSTGRESQL_INDEXES = (
    "CREATE INDEX ix_search_document_name_named ON search_document USING gin (named gin_trgm_ops) WHERE kind <> 'note'",
    "CREATE INDEX ix_search_document_name_folded ON search_document USING gin (folded gin_trgm_ops)"
    " WHERE kind <> 'note'",
    "CREATE INDEX ix_search_document_note_folded ON search_document USING gin (folded gin_trgm_ops)"
    " WHERE kind = 'note'",
    "DROP INDEX ix_search_document_folded",
)


def upgrade() -> None:
    op.add_column("search_document", sa.Column("named", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "search_sound",
        sa.Column("key", sa.String(length=LONGEST_SOUND), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["search_document.id"],
            name=op.f("fk_search_sound_document_id_search_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", "document_id", name=op.f("pk_search_sound")),
    )
    op.create_index(op.f("ix_search_sound_document_id"), "search_sound", ["document_id"])
    _fill()
    for name, rows in (("names", "kind <> 'note'"), ("notes", "kind = 'note'")):
        is_its = sa.text(rows)
        index = f"ix_search_document_{name}_at"
        op.create_index(index, "search_document", ["at", "id"], sqlite_where=is_its, postgresql_where=is_its)
    op.drop_index("ix_search_document_at", "search_document")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_NAME_INDEX if is_sqlite else POSTGRESQL_INDEXES:
        op.execute(statement)


def _fill() -> None:
    """Give the names that are known their folded form and their sounds."""
    database, last = op.get_bind(), 0
    some = sa.text("SELECT id, title FROM search_document WHERE kind <> 'note' AND id > :last ORDER BY id").columns(
        id=sa.Integer, title=sa.String
    )
    while rows := database.execute(some.bindparams(last=last)).fetchmany(ROWS_AT_ONCE):
        last = rows[-1].id
        names = {row.id: fold(row.title) for row in rows}
        _insert(
            "UPDATE search_document SET named = :named WHERE id = :id",
            [{"id": row_id, "named": named} for row_id, named in names.items()],
        )
        _insert(
            "INSERT INTO search_sound (key, document_id) VALUES (:key, :id)",
            [
                {"key": key, "id": row_id}
                for row_id, named in names.items()
                for key in {key[:LONGEST_SOUND] for word in named.split() for key in sound_keys(word)}
            ],
        )


def _insert(statement: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        op.get_bind().execute(sa.text(statement), rows)

"""Migrations on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from models.base import Base
from models.database import Database
from models.everything import RECORDS
from models.schema import migrate

TRIGRAM_INDEXES = {f"ix_search_document_{rest}" for rest in ("name_named", "name_folded", "note_folded", "note_words")}


def test_the_migrations_make_every_table_of_the_models(database: Database) -> None:
    assert RECORDS
    made = set(inspect(database.engine).get_table_names())
    assert set(Base.metadata.tables) <= made


def test_migrating_a_migrated_database_changes_nothing(database: Database) -> None:
    before = inspect(database.engine).get_table_names()
    migrate(database)
    assert inspect(database.engine).get_table_names() == before


def test_the_models_hold_nothing_that_the_migrations_lack(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _is_ours})
        assert compare_metadata(context, Base.metadata) == []


def _is_ours(_item: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    is_full_text_table = kind == "table" and (name or "").startswith(("search_text", "search_name", "search_word"))
    return not is_full_text_table and name not in TRIGRAM_INDEXES

"""Alembic's entry: runs on the connection it is given (see models/schema.py) and knows what is not a table of ours."""

from typing import Any

from alembic import context

from models.base import Base
from models.everything import RECORDS

assert RECORDS

TRIGRAM_INDEXES = {f"ix_search_document_{rest}" for rest in ("name_named", "name_folded", "note_folded")}


def include_object(_item: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    is_text_table = kind == "table" and (name or "").startswith(("search_text", "search_name"))
    return not is_text_table and name not in TRIGRAM_INDEXES


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    include_object=include_object,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

"""Brings a database to the newest schema through the numbered migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from models.database import Database

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def migrate(database: Database, revision: str = "head") -> None:
    """Run every migration that the database has not seen."""
    with database.engine.connect() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config

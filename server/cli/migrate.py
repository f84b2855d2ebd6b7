"""`migrate`: brings the database to the newest schema."""

from __future__ import annotations

import argparse

from server.settings import load_settings

HELP = "Bring the database to the newest schema (`run` does it by itself)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: the database is a setting."""


def run(_arguments: argparse.Namespace) -> int:
    from models.database import open_database
    from models.schema import migrate

    database = open_database(load_settings().database)
    try:
        migrate(database)
    finally:
        database.close()
    print("The database has the newest schema.")
    return 0

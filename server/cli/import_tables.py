"""`import`: takes a company's tables into the records; importing again brings them up to date."""

from __future__ import annotations

import argparse
from pathlib import Path

from server.settings import load_settings

HELP = "Take the tables of a folder (customers.csv, contacts.csv, appointments.csv ...) into the records."
SOMETHING_REFUSED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="the folder that holds the tables; each one is optional")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be new, changed and refused; keep nothing"
    )


def run(arguments: argparse.Namespace) -> int:
    """Import in one transaction; rows that cannot be taken are named one by one, the others are kept."""
    from models.database import open_database
    from models.schema import migrate
    from server.services.customers.table_import import import_tables

    database = open_database(load_settings().database)
    try:
        migrate(database)
        with database.session() as session:
            report = import_tables(session, arguments.folder)
            if arguments.dry_run:
                session.rollback()
            else:
                session.commit()
    finally:
        database.close()
    for refusal in report.refused:
        print(refusal)
    for line in report.passed_over:
        print(line)
    kept = " Nothing was kept: this was a dry run." if arguments.dry_run else ""
    print(f"{report.new} new, {report.changed} changed, {len(report.refused)} rows refused.{kept}")
    return SOMETHING_REFUSED if report.refused else 0

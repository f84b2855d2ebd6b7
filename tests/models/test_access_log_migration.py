"""Lines of the access log from before lines had a subject of their own."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from models.database import open_database
from models.schema import migrate


def test_lines_of_before_stay_and_are_about_their_customer(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    migrate(database, "0011")
    with database.engine.connect() as connection:
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        connection.commit()
        for statement in (
            "INSERT INTO staff (id, name, email, role, team, created_at) VALUES"
            " ('s', 'Ana', 'a@x.example', 'rep', '', '2026-03-01')",
            "INSERT INTO customer (id, name, kind, phone, created_at) VALUES ('c', 'Bella', '', '', '2026-03-01')",
            "INSERT INTO access_line (at, staff_id, customer_id, door, stretch) VALUES"
            " ('2026-03-01', 's', 'c', 'page', 7)",
        ):
            connection.execute(text(statement))
        connection.commit()
    migrate(database)
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT customer_id, about, recording_id, stretch FROM access_line")).all()
        assert rows == [("c", "c", None, 7)]
    database.close()

"""Names that an earlier release indexed are found first, in part and by sound after the migration, and stay so."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from models.database import open_database
from models.finding import find, find_alike, find_names
from models.schema import migrate
from models.search import SearchKind, index_for_search

BEFORE = "0008"


def test_names_of_an_earlier_release_are_found_by_letters_and_by_sound(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/rounds.sqlite3")
    migrate(database, BEFORE)
    add = text(
        "INSERT INTO search_document (kind, subject_id, at, title, body, folded)"
        " VALUES (:kind, :id, '2026-03-10 15:00:00', :title, :body, :folded)"
    )
    with database.engine.begin() as connection:
        for kind, subject, title, body in (
            ("customer", "c1", "Señor Gonzales", "2021 N Lincoln Ave"),
            ("note", "n1", "", "lincoln wants soap"),
        ):
            folded = f"{title} {body}".lower().replace("ñ", "n").strip()
            connection.execute(add, {"kind": kind, "id": subject, "title": title, "body": body, "folded": folded})
    migrate(database)
    with database.session() as session:
        assert [one.subject_id for one in find(session, "lincoln")] == ["c1", "n1"]
        assert [one.subject_id for one in find_names(session, "nzal")] == ["c1"]
        assert [one.subject_id for one in find_alike(session, [["knsls"]])] == ["c1"]
        index_for_search(session, SearchKind.CUSTOMER, "c1", title="Hotel Marchetti")
        session.commit()
        assert list(find_names(session, "nzal")) == []
    database.close()

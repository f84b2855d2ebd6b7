"""Notes of an earlier release are sorted by their topics, so that closing one leaves none of them open."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import text

from models.database import open_database
from models.schema import migrate
from server.services.rights.note_topics import topics_of

CONTENTS = {
    "one": [{"complaints": [{"item_id": "complaints-0", "about": "late"}]}, {"complaints": []}],
    "two": [
        {"products": [{"item_id": "products-0", "unit_price": 3.5}, {"item_id": "products-1", "unit_price": None}]}
    ],
    "three": [{"unread": True}],
    "four": [{"amounts": [{"item_id": "amounts-0", "kind": "competitor_price"}]}],
    "five": [{"facts": [{"item_id": "facts-0", "kind": "cooling"}], "preferences": [{"item_id": "preferences-0"}]}],
    "six": [{"contact_updates": [{"item_id": "contact_updates-0"}], "competitors": [{"item_id": "competitors-0"}]}],
}


def test_notes_of_before_are_sorted_as_new_ones_are(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    migrate(database, "0014")
    with database.engine.connect() as connection:
        connection.execute(
            text(
                "INSERT INTO staff (id, name, email, role, team, created_at) VALUES"
                " ('ana', 'Ana', 'a@x.example', 'rep', '', '2026-03-01')"
            )
        )
        add_note = text(
            "INSERT INTO recording (id, staff_id, mime_type, started_at, received_at, state, live_text, source,"
            " channel, is_private) VALUES (:id, 'ana', 'audio/ogg', '2026-03-01', '2026-03-01', 'ready',"
            " '', 'phone', 'visit', 0)"
        )
        add_entry = text("INSERT INTO entry (id, recording_id, created_at) VALUES (:id, :note, '2026-03-01')")
        add_version = text(
            "INSERT INTO entry_version (id, entry_id, number, content, changes, made_at, engine)"
            " VALUES (:id, :entry, :number, :content, '[]', '2026-03-01', '')"
        )
        for note, versions in CONTENTS.items():
            connection.execute(add_note, {"id": note})
            connection.execute(add_entry, {"id": f"entry-{note}", "note": note})
            for number, content in enumerate(versions, start=1):
                values = {"id": f"{note}-{number}", "entry": f"entry-{note}", "number": number}
                connection.execute(add_version, values | {"content": json.dumps(content)})
        connection.commit()
    migrate(database)
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT recording_id, topic FROM note_topic")).all()
    database.close()
    sorted_by_hand = {(note, str(topic)) for note, versions in CONTENTS.items() for topic in topics_of(versions)}
    assert set(rows) == sorted_by_hand
    assert ("one", "complaints") in sorted_by_hand and ("three", "sorted") not in sorted_by_hand

"""Topics that are closed to roles, and which topics each note speaks of."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

FIELDS = {
    "complaints": "complaints",
    "preferences": "preferences",
    "competitors": "competitors",
    "amounts": "prices",
    "contact_updates": "people",
}
AT_ONCE = 500


def upgrade() -> None:
    op.create_table(
        "closed_topic",
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["closed_by_id"], ["staff.id"], name=op.f("fk_closed_topic_closed_by_id_staff")),
        sa.PrimaryKeyConstraint("topic", "role", name=op.f("pk_closed_topic")),
    )
    op.create_table(
        "note_topic",
        sa.Column("recording_id", sa.String(length=36), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_note_topic_recording_id_recording")),
        sa.PrimaryKeyConstraint("recording_id", "topic", name=op.f("pk_note_topic")),
    )
    op.create_index("ix_note_topic_topic", "note_topic", ["topic"])
    _sort_what_is_there()


def _sort_what_is_there() -> None:
    connection = op.get_bind()
    read = sa.text(
        "SELECT entry.recording_id, entry_version.content FROM entry_version JOIN entry ON entry.id = entry_id"
        " WHERE entry_id > :after AND entry_id <= :upto"
    )
    ids = [one for (one,) in connection.execute(sa.text("SELECT id FROM entry ORDER BY id"))]
    note_topic = sa.table("note_topic", sa.column("recording_id"), sa.column("topic"))
    after = ""
    for first in range(0, len(ids), AT_ONCE):
        upto = ids[first : first + AT_ONCE][-1]
        found = set()
        for recording_id, content in connection.execute(read, {"after": after, "upto": upto}):
            told = json.loads(content) if isinstance(content, str) else content
            found |= {(recording_id, topic) for topic in _topics(told)}
        if found:
            rows = [{"recording_id": recording_id, "topic": topic} for recording_id, topic in sorted(found)]
            connection.execute(note_topic.insert(), rows)
        after = upto


def _topics(content: dict[str, Any]) -> set[str]:
    topics = {topic for field, topic in FIELDS.items() if content.get(field)}
    if any(one.get("kind") == "competitor_price" for one in content.get("amounts") or []):
        topics.add("competitors")
    if any(one.get("unit_price") is not None for one in content.get("products") or []):
        topics.add("prices")
    topics |= {f"fact:{one['kind']}" for one in content.get("facts") or []}
    if not content.get("unread") and not content.get("not_understood"):
        topics.add("sorted")
    return topics

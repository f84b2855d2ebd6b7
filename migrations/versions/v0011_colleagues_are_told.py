"""Colleagues tell each other: follow, reply, hand over; notices, how each is told of them, and their e-mails."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=36)


def upgrade() -> None:
    _make_follow()
    _make_message()
    _make_handover()
    _make_digest()
    _make_notice()
    _make_notice_choice()


def _make_follow() -> None:
    op.create_table(
        "follow",
        _needed("staff_id", ID),
        _needed("customer_id", ID),
        _needed("created_at", INSTANT),
        _key("follow", "staff_id", "staff"),
        _key("follow", "customer_id", "customer"),
        sa.PrimaryKeyConstraint("staff_id", "customer_id", name=op.f("pk_follow")),
    )
    op.create_index("ix_follow_customer_id", "follow", ["customer_id"])


def _make_message() -> None:
    op.create_table(
        "message",
        _needed("id", ID),
        _needed("recording_id", ID),
        _needed("author_id", ID),
        _needed("text", sa.Text()),
        _needed("mentioned", DOCUMENT),
        _needed("at", INSTANT),
        _key("message", "recording_id", "recording"),
        _key("message", "author_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_recording_id_at", "message", ["recording_id", "at"])


def _make_handover() -> None:
    op.create_table(
        "handover",
        _needed("id", ID),
        _needed("action_id", ID),
        _needed("recording_id", ID),
        _maybe("complaint_id", ID),
        _needed("from_id", ID),
        _needed("to_id", ID),
        _needed("step", sa.Text()),
        _maybe("due_on", sa.Date()),
        _needed("at", INSTANT),
        _maybe("taken_at", INSTANT),
        _key("handover", "action_id", "action"),
        _key("handover", "recording_id", "recording"),
        _key("handover", "complaint_id", "complaint"),
        _key("handover", "from_id", "staff"),
        _key("handover", "to_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_action_id_at", "handover", ["action_id", "at"])
    op.create_index("ix_handover_recording_id", "handover", ["recording_id"])
    op.create_index("ix_handover_from_id_at", "handover", ["from_id", "at"])


def _make_digest() -> None:
    op.create_table(
        "digest",
        _needed("id", ID),
        _needed("staff_id", ID),
        _needed("on_day", sa.Date()),
        _needed("created_at", INSTANT),
        _needed("next_at", INSTANT),
        _needed("attempts", sa.Integer()),
        _maybe("handed_at", INSTANT),
        _maybe("sent_at", INSTANT),
        _maybe("reason", sa.String(length=300)),
        _key("digest", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("staff_id", "on_day", name=op.f("uq_digest_staff_id_on_day")),
    )


def _make_notice() -> None:
    op.create_table(
        "notice",
        _needed("id", ID),
        _needed("staff_id", ID),
        _needed("reason", sa.String(length=20)),
        _needed("cause", sa.String(length=100)),
        _maybe("by_id", ID),
        _needed("recording_id", ID),
        _maybe("message_id", ID),
        _maybe("complaint_id", ID),
        _maybe("action_id", ID),
        _maybe("handover_id", ID),
        _needed("made_at", INSTANT),
        _needed("is_on_page", sa.Boolean()),
        _maybe("read_at", INSTANT),
        _maybe("push_at", INSTANT),
        _maybe("pushed_at", INSTANT),
        _needed("wants_mail", sa.Boolean()),
        _maybe("digest_id", ID),
        _key("notice", "staff_id", "staff"),
        _key("notice", "by_id", "staff"),
        _key("notice", "recording_id", "recording"),
        _key("notice", "message_id", "message"),
        _key("notice", "complaint_id", "complaint"),
        _key("notice", "action_id", "action"),
        _key("notice", "handover_id", "handover"),
        _key("notice", "digest_id", "digest"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("staff_id", "cause", name=op.f("uq_notice_staff_id_cause")),
    )
    op.create_index("ix_notice_staff_id_made_at", "notice", ["staff_id", "made_at"])
    unread = sa.text("read_at IS NULL")
    op.create_index("ix_notice_unread", "notice", ["staff_id"], sqlite_where=unread, postgresql_where=unread)
    op.create_index("ix_notice_push_at", "notice", ["push_at"])
    op.create_index("ix_notice_recording_id", "notice", ["recording_id"])


def _make_notice_choice() -> None:
    op.create_table(
        "notice_choice",
        _needed("staff_id", ID),
        _needed("reason", sa.String(length=20)),
        _needed("on_page", sa.Boolean()),
        _needed("by_push", sa.Boolean()),
        _needed("by_mail", sa.Boolean()),
        _needed("chosen_at", INSTANT),
        _key("notice_choice", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("staff_id", "reason", name=op.f("pk_notice_choice")),
    )


def _needed(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _maybe(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))

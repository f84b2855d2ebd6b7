"""Doors stand open: webhooks and their deliveries, sites that show the panel, e-mails in threads, secret addresses."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=36)


def upgrade() -> None:
    _make_webhook()
    _make_webhook_delivery()
    _make_panel_origin()
    _make_letter()
    _make_feed_link()


def _make_webhook() -> None:
    op.create_table(
        "webhook",
        _needed("id", ID),
        _needed("name", sa.String(length=100)),
        _needed("url", sa.String(length=2000)),
        _needed("types", DOCUMENT),
        _needed("has_words", sa.Boolean()),
        _needed("secret", sa.String(length=100)),
        _maybe("earlier_secret", sa.String(length=100)),
        _maybe("earlier_until", INSTANT),
        _needed("last_event_id", sa.BigInteger()),
        _maybe("made_by_id", ID),
        _needed("created_at", INSTANT),
        _maybe("paused_at", INSTANT),
        _maybe("gone_at", INSTANT),
        _maybe("failing_since", INSTANT),
        _maybe("removed_at", INSTANT),
        _key("webhook", "made_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )


def _make_webhook_delivery() -> None:
    op.create_table(
        "webhook_delivery",
        _needed("id", ID),
        _needed("webhook_id", ID),
        _maybe("event_id", sa.BigInteger()),
        _needed("type", sa.String(length=50)),
        _needed("state", sa.String(length=20)),
        _needed("created_at", INSTANT),
        _needed("next_at", INSTANT),
        _needed("attempts", sa.Integer()),
        _maybe("attempted_at", INSTANT),
        _maybe("delivered_at", INSTANT),
        _maybe("status", sa.Integer()),
        _needed("answer", sa.Text()),
        _key("webhook_delivery", "webhook_id", "webhook"),
        _key("webhook_delivery", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
    )
    op.create_index(
        "uq_webhook_delivery_webhook_id_event_id", "webhook_delivery", ["webhook_id", "event_id"], unique=True
    )
    op.create_index(
        "ix_webhook_delivery_webhook_id_state_next_at", "webhook_delivery", ["webhook_id", "state", "next_at"]
    )


def _make_panel_origin() -> None:
    op.create_table(
        "panel_origin",
        _needed("id", ID),
        _needed("origin", sa.String(length=300)),
        _maybe("added_by_id", ID),
        _needed("created_at", INSTANT),
        _key("panel_origin", "added_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_origin")),
        sa.UniqueConstraint("origin", name=op.f("uq_panel_origin_origin")),
    )


def _make_letter() -> None:
    op.create_table(
        "letter",
        _needed("id", ID),
        _needed("message_key", sa.String(length=64)),
        _needed("thread_id", ID),
        _needed("address", sa.String(length=254)),
        _needed("name", sa.String(length=200)),
        _needed("subject", sa.String(length=300)),
        _needed("text", sa.Text()),
        _needed("is_outgoing", sa.Boolean()),
        _maybe("staff_id", ID),
        _maybe("recording_id", ID),
        _needed("sent_at", INSTANT),
        _needed("received_at", INSTANT),
        _maybe("settled_at", INSTANT),
        _maybe("settled_by_id", ID),
        _key("letter", "staff_id", "staff"),
        _key("letter", "recording_id", "recording"),
        _key("letter", "settled_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("message_key", name=op.f("uq_letter_message_key")),
    )
    op.create_index("ix_letter_recording_id", "letter", ["recording_id"])
    op.create_index("ix_letter_thread_id", "letter", ["thread_id"])


def _make_feed_link() -> None:
    op.create_table(
        "feed_link",
        _needed("id", ID),
        _needed("staff_id", ID),
        _needed("kind", sa.String(length=20)),
        _needed("token_sha256", sa.String(length=64)),
        _needed("created_at", INSTANT),
        _maybe("last_used_at", INSTANT),
        _maybe("revoked_at", INSTANT),
        _key("feed_link", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_feed_link_token_sha256")),
    )
    op.create_index(op.f("ix_feed_link_staff_id"), "feed_link", ["staff_id"])


def _needed(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _maybe(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))

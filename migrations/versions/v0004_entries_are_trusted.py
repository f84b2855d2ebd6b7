"""Entries are trusted: facts about customers over time, complaints and their routes, an administrator's own words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _make_customer_fact()
    _make_complaint()
    _make_complaint_route()
    _make_fact_kind()
    _make_dismissed_offer()
    _let_questions_be_of_one_customer()


def _make_customer_fact() -> None:
    op.create_table(
        "customer_fact",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("value", sa.String(length=300), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("tells_change", sa.Boolean(), nullable=False),
        sa.Column("recording_id", sa.String(length=36), nullable=True),
        sa.Column("item_id", sa.String(length=64), nullable=True),
        sa.Column("from_s", sa.Double(), nullable=True),
        sa.Column("to_s", sa.Double(), nullable=True),
        sa.Column("set_by_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        _key("customer_fact", "customer_id", "customer"),
        _key("customer_fact", "contact_id", "contact"),
        _key("customer_fact", "recording_id", "recording"),
        _key("customer_fact", "set_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_fact")),
        sa.UniqueConstraint(
            "recording_id",
            "item_id",
            "customer_id",
            "kind",
            "subject",
            "value",
            name=op.f("uq_customer_fact_source"),
        ),
    )
    op.create_index("ix_customer_fact_customer_id_kind", "customer_fact", ["customer_id", "kind"], unique=False)


def _make_complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("recording_id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("is_serious", sa.Boolean(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("routed_to_id", sa.String(length=36), nullable=True),
        sa.Column("routed_role", sa.String(length=20), nullable=True),
        sa.Column("routed_by_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by_id", sa.String(length=36), nullable=True),
        sa.Column("closed_by_recording_id", sa.String(length=36), nullable=True),
        sa.Column("reopened_at", INSTANT, nullable=True),
        _key("complaint", "recording_id", "recording"),
        _key("complaint", "customer_id", "customer"),
        _key("complaint", "routed_to_id", "staff"),
        _key("complaint", "routed_by_id", "staff"),
        _key("complaint", "closed_by_id", "staff"),
        _key("complaint", "closed_by_recording_id", "recording"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("recording_id", "item_id", name=op.f("uq_complaint_recording_id_item_id")),
    )
    op.create_index("ix_complaint_customer_id_said_at", "complaint", ["customer_id", "said_at"], unique=False)
    op.create_index("ix_complaint_state_routed_to_id", "complaint", ["state", "routed_to_id"], unique=False)


def _make_complaint_route() -> None:
    op.create_table(
        "complaint_route",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by_id", sa.String(length=36), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        _key("complaint_route", "staff_id", "staff"),
        _key("complaint_route", "created_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_route")),
    )
    op.create_index("ix_complaint_route_kind", "complaint_route", ["kind"], unique=False)


def _make_fact_kind() -> None:
    op.create_table(
        "fact_kind",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value_type", sa.String(length=20), nullable=False),
        sa.Column("cues", DOCUMENT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by_id", sa.String(length=36), nullable=True),
        sa.Column("retired_at", INSTANT, nullable=True),
        _key("fact_kind", "created_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_kind")),
    )


def _make_dismissed_offer() -> None:
    op.create_table(
        "dismissed_offer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("dismissed_at", INSTANT, nullable=False),
        sa.Column("dismissed_by_id", sa.String(length=36), nullable=True),
        _key("dismissed_offer", "dismissed_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissed_offer")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_dismissed_offer_kind_key")),
    )


def _let_questions_be_of_one_customer() -> None:
    # Written out, because Alembic would copy the whole table to add a column with a foreign key on SQLite.
    name = "fk_question_customer_id_customer"
    op.execute(f"ALTER TABLE question ADD COLUMN customer_id VARCHAR(36) CONSTRAINT {name} REFERENCES customer (id)")
    op.add_column("question", sa.Column("about", DOCUMENT, nullable=True))
    op.create_index(op.f("ix_question_customer_id"), "question", ["customer_id"], unique=False)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))

"""Words are heard: doors for sound, silenced secrets, learnt names, languages, program tokens, the action ledger."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _make_action()
    _make_api_token()
    _make_intake_batch()
    _make_learnt_alias()
    _make_past_transcript()
    _widen_tables()


def _make_action() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("recording_id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=True),
        sa.Column("owner_id", sa.String(length=36), nullable=True),
        sa.Column("owner_name", sa.String(length=200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by_id", sa.String(length=36), nullable=True),
        sa.Column("closed_by_recording_id", sa.String(length=36), nullable=True),
        sa.Column("reopened_at", INSTANT, nullable=True),
        sa.Column("remind_at", INSTANT, nullable=True),
        sa.Column("reminded_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_action_recording_id_recording")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_action_customer_id_customer")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_action_owner_id_staff")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["staff.id"], name=op.f("fk_action_closed_by_id_staff")),
        sa.ForeignKeyConstraint(
            ["closed_by_recording_id"], ["recording.id"], name=op.f("fk_action_closed_by_recording_id_recording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("recording_id", "item_id", name=op.f("uq_action_recording_id_item_id")),
    )
    op.create_index("ix_action_customer_id_state", "action", ["customer_id", "state"], unique=False)
    op.create_index("ix_action_owner_id_state", "action", ["owner_id", "state"], unique=False)
    op.create_index("ix_action_remind_at", "action", ["remind_at"], unique=False)


def _make_api_token() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("scopes", DOCUMENT, nullable=False),
        sa.Column("made_by_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("last_used_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_api_token_staff_id_staff")),
        sa.ForeignKeyConstraint(["made_by_id"], ["staff.id"], name=op.f("fk_api_token_made_by_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_token_token_sha256")),
    )
    op.create_index(op.f("ix_api_token_staff_id"), "api_token", ["staff_id"], unique=False)


def _make_intake_batch() -> None:
    op.create_table(
        "intake_batch",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("problems", DOCUMENT, nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_intake_batch_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_batch")),
    )


def _make_learnt_alias() -> None:
    op.create_table(
        "learnt_alias",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("alias", sa.String(length=200), nullable=False),
        sa.Column("taught_by_id", sa.String(length=36), nullable=True),
        sa.Column("recording_id", sa.String(length=36), nullable=True),
        sa.Column("taught_at", INSTANT, nullable=False),
        sa.Column("forgotten_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["taught_by_id"], ["staff.id"], name=op.f("fk_learnt_alias_taught_by_id_staff")),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_learnt_alias_recording_id_recording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learnt_alias")),
        sa.UniqueConstraint("kind", "record_id", "alias", name=op.f("uq_learnt_alias_kind_record_id_alias")),
    )


def _make_past_transcript() -> None:
    op.create_table(
        "past_transcript",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("recording_id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", DOCUMENT, nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("model_version", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("is_trial", sa.Boolean(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_past_transcript_recording_id_recording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_transcript")),
    )
    op.create_index(op.f("ix_past_transcript_recording_id"), "past_transcript", ["recording_id"], unique=False)


def _widen_tables() -> None:
    op.add_column("staff", sa.Column("language", sa.String(length=20), nullable=True))
    op.add_column("recording", sa.Column("source", sa.String(length=20), nullable=False, server_default="phone"))
    op.add_column("recording", sa.Column("source_key", sa.String(length=64), nullable=True))
    op.add_column("recording", sa.Column("source_name", sa.String(length=300), nullable=True))
    op.add_column("recording", sa.Column("started_from", sa.String(length=20), nullable=True))
    op.add_column("recording", sa.Column("language", sa.String(length=20), nullable=True))
    op.add_column("recording", sa.Column("silenced", DOCUMENT, nullable=True))
    op.add_column("recording", sa.Column("silenced_at", INSTANT, nullable=True))
    op.create_index("ix_recording_source_key", "recording", ["source_key"], unique=True)
    op.add_column("transcript", sa.Column("model_version", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("transcript", sa.Column("language", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("transcript", sa.Column("vocabulary", DOCUMENT, nullable=True))
    op.create_index(op.f("ix_event_recording_id"), "event", ["recording_id"], unique=False)

"""The first house: staff, phones, customers, recordings, entries, visits, events, jobs, search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)

SQLITE_TEXT_INDEX = (
    "CREATE VIRTUAL TABLE search_text USING fts5"
    " (folded, content='search_document', content_rowid='id', tokenize='trigram')",
    "CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN"
    " INSERT INTO search_text (rowid, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER search_document_removed AFTER DELETE ON search_document BEGIN"
    " INSERT INTO search_text (search_text, rowid, folded) VALUES ('delete', old.id, old.folded); END",
    "CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document BEGIN"
    " INSERT INTO search_text (search_text, rowid, folded) VALUES ('delete', old.id, old.folded);"
    " INSERT INTO search_text (rowid, folded) VALUES (new.id, new.folded); END",
)


def upgrade() -> None:
    op.create_table(
        "competitor",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("spoken_aliases", DOCUMENT, nullable=False),
        sa.Column("reference", sa.String(length=50), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competitor")),
        sa.UniqueConstraint("reference", name=op.f("uq_competitor_reference")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=50), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("arguments", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("run_at", INSTANT, nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("owner", sa.String(length=100), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index("ix_job_state_run_at", "job", ["state", "run_at"], unique=False)

    op.create_table(
        "product",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("spoken_aliases", DOCUMENT, nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("list_price", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("reference", sa.String(length=50), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("reference", name=op.f("uq_product_reference")),
    )
    op.create_index(op.f("ix_product_name"), "product", ["name"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=50), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("options", DOCUMENT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("key", name=op.f("uq_question_key")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=50), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
        sa.UniqueConstraint("reference", name=op.f("uq_staff_reference")),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("owner_id", sa.String(length=36), nullable=True),
        sa.Column("reference", sa.String(length=50), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_customer_owner_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("reference", name=op.f("uq_customer_reference")),
    )
    op.create_index(op.f("ix_customer_name"), "customer", ["name"], unique=False)
    op.create_index(op.f("ix_customer_owner_id"), "customer", ["owner_id"], unique=False)

    op.create_table(
        "device",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("paired_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("revoked_by_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["staff.id"], name=op.f("fk_device_revoked_by_id_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_device_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_device_token_sha256")),
    )
    op.create_index(op.f("ix_device_staff_id"), "device", ["staff_id"], unique=False)

    op.create_table(
        "passkey",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_passkey_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_staff_id"), "passkey", ["staff_id"], unique=False)

    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_in_link_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_sign_in_link_code_sha256")),
    )
    op.create_index(op.f("ix_sign_in_link_staff_id"), "sign_in_link", ["staff_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("reference", sa.String(length=50), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_contact_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("reference", name=op.f("uq_contact_reference")),
    )
    op.create_index(op.f("ix_contact_customer_id"), "contact", ["customer_id"], unique=False)
    op.create_index(op.f("ix_contact_name"), "contact", ["name"], unique=False)

    op.create_table(
        "fix",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("trigger", sa.String(length=10), nullable=False),
        sa.Column("region_event", sa.String(length=10), nullable=False),
        sa.Column("region_id", sa.String(length=50), nullable=False),
        sa.Column("flaw", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_fix_device_id_device")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_fix_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fix")),
        sa.UniqueConstraint(
            "device_id",
            "at",
            "lat",
            "lon",
            "trigger",
            "region_event",
            "region_id",
            name=op.f("uq_fix_device_id_at_lat_lon_trigger_region_event_region_id"),
        ),
    )
    op.create_index("ix_fix_staff_id_at", "fix", ["staff_id", "at"], unique=False)

    op.create_table(
        "pairing_code",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("made_by_id", sa.String(length=36), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("device_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_pairing_code_device_id_device")),
        sa.ForeignKeyConstraint(["made_by_id"], ["staff.id"], name=op.f("fk_pairing_code_made_by_id_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_pairing_code_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_code")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_pairing_code_code_sha256")),
    )
    op.create_index(op.f("ix_pairing_code_staff_id"), "pairing_code", ["staff_id"], unique=False)

    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_search_document_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
    )
    op.create_index("ix_search_document_at", "search_document", ["at"], unique=False)
    op.create_index(op.f("ix_search_document_customer_id"), "search_document", ["customer_id"], unique=False)
    op.create_index("uq_search_document_kind_subject_id", "search_document", ["kind", "subject_id"], unique=True)

    op.create_table(
        "site",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=100), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("opens_h", sa.Double(), nullable=True),
        sa.Column("closes_h", sa.Double(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_site_lat")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_site_lon")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_site_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_index(op.f("ix_site_customer_id"), "site", ["customer_id"], unique=False)

    op.create_table(
        "unread_message",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_unread_message_device_id_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unread_message")),
        sa.UniqueConstraint("device_id", "body_sha256", name=op.f("uq_unread_message_device_id_body_sha256")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=True),
        sa.Column("arrived_at", INSTANT, nullable=False),
        sa.Column("left_at", INSTANT, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("alternatives", DOCUMENT, nullable=False),
        sa.Column("is_question", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_visit_customer_id_customer")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff.id"], name=op.f("fk_visit_decided_by_id_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_visit_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_customer_id_arrived_at", "visit", ["customer_id", "arrived_at"], unique=False)
    op.create_index("ix_visit_staff_id_arrived_at", "visit", ["staff_id", "arrived_at"], unique=False)

    op.create_table(
        "recording",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=True),
        sa.Column("mime_type", sa.String(length=100), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("visit_id", sa.String(length=36), nullable=True),
        sa.Column("customer_id", sa.String(length=36), nullable=True),
        sa.Column("customer_source", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("chunk_count", sa.Integer(), nullable=True),
        sa.Column("live_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_recording_customer_id_customer")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_recording_device_id_device")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_recording_staff_id_staff")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_recording_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    op.create_index("ix_recording_customer_id_started_at", "recording", ["customer_id", "started_at"], unique=False)
    op.create_index("ix_recording_staff_id_started_at", "recording", ["staff_id", "started_at"], unique=False)
    op.create_index(op.f("ix_recording_visit_id"), "recording", ["visit_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=False),
        sa.Column("question_id", sa.String(length=36), nullable=False),
        sa.Column("value", DOCUMENT, nullable=False),
        sa.Column("recording_id", sa.String(length=36), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_answer_customer_id_customer")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id_question")),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_answer_recording_id_recording")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("customer_id", "question_id", name=op.f("uq_answer_customer_id_question_id")),
    )
    op.create_table(
        "chunk",
        sa.Column("recording_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("rival_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_chunk_recording_id_recording")),
        sa.PrimaryKeyConstraint("recording_id", "number", name=op.f("pk_chunk")),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("recording_id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("confirmed_by_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["staff.id"], name=op.f("fk_entry_confirmed_by_id_staff")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_entry_customer_id_customer")),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_entry_recording_id_recording")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("recording_id", name=op.f("uq_entry_recording_id")),
    )
    op.create_index("ix_entry_customer_id_created_at", "entry", ["customer_id", "created_at"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(length=50), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=True),
        sa.Column("customer_id", sa.String(length=36), nullable=True),
        sa.Column("recording_id", sa.String(length=36), nullable=True),
        sa.Column("visit_id", sa.String(length=36), nullable=True),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_event_customer_id_customer")),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_event_recording_id_recording")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_event_staff_id_staff")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_event_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_customer_id_id", "event", ["customer_id", "id"], unique=False)

    op.create_table(
        "transcript",
        sa.Column("recording_id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", DOCUMENT, nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("is_trial", sa.Boolean(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_transcript_recording_id_recording")),
        sa.PrimaryKeyConstraint("recording_id", name=op.f("pk_transcript")),
    )
    op.create_table(
        "entry_version",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("changes", DOCUMENT, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by_id", sa.String(length=36), nullable=True),
        sa.Column("engine", sa.String(length=50), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_version_entry_id_entry")),
        sa.ForeignKeyConstraint(["made_by_id"], ["staff.id"], name=op.f("fk_entry_version_made_by_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_version")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_entry_version_entry_id_number")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE_TEXT_INDEX:
            op.execute(statement)
    else:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute("CREATE INDEX ix_search_document_folded ON search_document USING gin (folded gin_trgm_ops)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_text")
    op.drop_table("entry_version")
    op.drop_table("transcript")
    op.drop_index("ix_event_customer_id_id", "event")

    op.drop_table("event")
    op.drop_index("ix_entry_customer_id_created_at", "entry")

    op.drop_table("entry")
    op.drop_table("chunk")
    op.drop_table("answer")
    op.drop_index(op.f("ix_recording_visit_id"), "recording")
    op.drop_index("ix_recording_staff_id_started_at", "recording")
    op.drop_index("ix_recording_customer_id_started_at", "recording")

    op.drop_table("recording")
    op.drop_index("ix_visit_staff_id_arrived_at", "visit")
    op.drop_index("ix_visit_customer_id_arrived_at", "visit")

    op.drop_table("visit")
    op.drop_table("unread_message")
    op.drop_index(op.f("ix_site_customer_id"), "site")

    op.drop_table("site")
    op.drop_index("uq_search_document_kind_subject_id", "search_document")
    op.drop_index(op.f("ix_search_document_customer_id"), "search_document")
    op.drop_index("ix_search_document_at", "search_document")

    op.drop_table("search_document")
    op.drop_index(op.f("ix_pairing_code_staff_id"), "pairing_code")

    op.drop_table("pairing_code")
    op.drop_index("ix_fix_staff_id_at", "fix")

    op.drop_table("fix")
    op.drop_index(op.f("ix_contact_name"), "contact")
    op.drop_index(op.f("ix_contact_customer_id"), "contact")

    op.drop_table("contact")
    op.drop_index(op.f("ix_sign_in_link_staff_id"), "sign_in_link")

    op.drop_table("sign_in_link")
    op.drop_index(op.f("ix_passkey_staff_id"), "passkey")

    op.drop_table("passkey")
    op.drop_index(op.f("ix_device_staff_id"), "device")

    op.drop_table("device")
    op.drop_index(op.f("ix_customer_owner_id"), "customer")
    op.drop_index(op.f("ix_customer_name"), "customer")

    op.drop_table("customer")
    op.drop_table("staff")
    op.drop_table("question")
    op.drop_index(op.f("ix_product_name"), "product")

    op.drop_table("product")
    op.drop_index("ix_job_state_run_at", "job")

    op.drop_table("job")
    op.drop_table("competitor")

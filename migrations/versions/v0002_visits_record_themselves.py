"""Visits record themselves: sources of positions, what a person allows, appointments, reminders, learnt places."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)

# Written out, because Alembic would copy whole tables to add a column with a foreign key on SQLite.
POINTERS = (("customer", "merged_into_id"), ("visit", "merged_into_id"), ("visit", "split_from_id"))


def upgrade() -> None:
    _make_tables()
    _widen_tables()
    for table, column in POINTERS:
        name = f"fk_{table}_{column}_{table}"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(36) CONSTRAINT {name} REFERENCES {table} (id)")
    op.execute("UPDATE site SET pin_lat = lat, pin_lon = lon")


def _make_tables() -> None:
    op.create_table(
        "location_choice",
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("hours", DOCUMENT, nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_location_choice_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_location_choice")),
    )
    op.create_table(
        "matched_period",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("start_at", INSTANT, nullable=False),
        sa.Column("end_at", INSTANT, nullable=False),
        sa.Column("discarded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_matched_period_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matched_period")),
    )
    op.create_index("ix_matched_period_staff_id_start_at", "matched_period", ["staff_id", "start_at"], unique=False)
    op.create_table(
        "own_place",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_own_place_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_place")),
    )
    op.create_index(op.f("ix_own_place_staff_id"), "own_place", ["staff_id"], unique=False)
    op.create_table(
        "position_pause",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_position_pause_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_pause")),
    )
    op.create_index("ix_position_pause_staff_id_began_at", "position_pause", ["staff_id", "began_at"], unique=False)
    op.create_table(
        "position_tally",
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("flagged", sa.Integer(), nullable=False),
        sa.Column("discarded", sa.Integer(), nullable=False),
        sa.Column("last_received_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_position_tally_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", "counted_on", "source", name=op.f("pk_position_tally")),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=36), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=50), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_appointment_customer_id_customer")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_appointment_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("reference", name=op.f("uq_appointment_reference")),
    )
    op.create_index("ix_appointment_staff_id_starts_at", "appointment", ["staff_id", "starts_at"], unique=False)
    op.create_table(
        "position_source",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("app", sa.String(length=20), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=True),
        sa.Column("last_received_at", INSTANT, nullable=True),
        sa.Column("last_accuracy_m", sa.Double(), nullable=True),
        sa.Column("last_problem", sa.String(length=200), nullable=True),
        sa.Column("regions_key", sa.String(length=64), nullable=True),
        sa.Column("silence_told_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_position_source_device_id_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_source")),
        sa.UniqueConstraint("device_id", "app", name=op.f("uq_position_source_device_id_app")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_position_source_token_sha256")),
    )
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.String(length=200), nullable=False),
        sa.Column("auth", sa.String(length=100), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("gone_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_push_subscription_device_id_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("device_id", name=op.f("uq_push_subscription_device_id")),
    )
    op.create_table(
        "reminder",
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_reminder_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_reminder")),
    )
    op.create_index("ix_reminder_due_at", "reminder", ["due_at"], unique=False)


def _widen_tables() -> None:
    op.add_column("customer", sa.Column("visit_interval_days", sa.Integer(), nullable=True))
    op.add_column("customer", sa.Column("is_prospect", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("customer", sa.Column("left_at", INSTANT, nullable=True))
    op.add_column("site", sa.Column("pin_lat", sa.Double(), nullable=True))
    op.add_column("site", sa.Column("pin_lon", sa.Double(), nullable=True))
    op.add_column("site", sa.Column("entrance_lat", sa.Double(), nullable=True))
    op.add_column("site", sa.Column("entrance_lon", sa.Double(), nullable=True))
    op.add_column("site", sa.Column("reach_m", sa.Double(), nullable=True))
    op.add_column("site", sa.Column("usual_from_h", sa.Double(), nullable=True))
    op.add_column("site", sa.Column("usual_to_h", sa.Double(), nullable=True))
    op.add_column("site", sa.Column("learnt_from", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("site", sa.Column("learnt_at", INSTANT, nullable=True))
    op.add_column("site", sa.Column("moved_at", INSTANT, nullable=True))
    op.add_column("visit", sa.Column("spread_m", sa.Double(), nullable=True))
    op.add_column("visit", sa.Column("fix_count", sa.Integer(), nullable=True))
    op.add_column("visit", sa.Column("is_parked_outside", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("visit", sa.Column("entrance_lat", sa.Double(), nullable=True))
    op.add_column("visit", sa.Column("entrance_lon", sa.Double(), nullable=True))
    op.add_column("visit", sa.Column("origin", sa.String(length=20), nullable=False, server_default="engine"))
    op.add_column("visit", sa.Column("flag", sa.String(length=200), nullable=True))

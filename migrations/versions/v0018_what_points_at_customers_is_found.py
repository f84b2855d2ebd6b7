"""What points at a customer or a contact is found by it: each one that is deleted made these tables be read whole."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_index("ix_appointment_customer_id", "appointment", ["customer_id"])
    op.create_index("ix_customer_fact_contact_id", "customer_fact", ["contact_id"])
    op.create_index("ix_recording_contact_id", "recording", ["contact_id"])

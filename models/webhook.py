"""Webhooks: addresses of other programs that are told what changed, and each delivery to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Document, Id, UtcTime, id_column, now
from models.event import Event


class Webhook(Base):
    """Where to tell of changes. `last_event_id` is the last event of which deliveries were written.

    The secret is kept readable, because each message is signed with it; for a while after a change the earlier one
    signs too.
    """

    __tablename__ = "webhook"

    id: Mapped[str] = id_column()
    name: Mapped[str] = mapped_column(String(100))
    url: Mapped[str] = mapped_column(String(2000))
    types: Mapped[list[str]] = mapped_column(Document)  # empty: all
    has_words: Mapped[bool] = mapped_column(default=False)
    secret: Mapped[str] = mapped_column(String(100))
    earlier_secret: Mapped[str | None] = mapped_column(String(100))
    earlier_until: Mapped[datetime | None] = mapped_column(UtcTime)
    last_event_id: Mapped[int] = mapped_column(BigInteger)
    made_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    paused_at: Mapped[datetime | None] = mapped_column(UtcTime)
    gone_at: Mapped[datetime | None] = mapped_column(UtcTime)  # it answered 410: it wants no more
    failing_since: Mapped[datetime | None] = mapped_column(UtcTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcTime)

    @property
    def is_open(self) -> bool:
        """Tell whether messages go out."""
        return self.paused_at is None and self.gone_at is None and self.removed_at is None


class DeliveryState(StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    WITHHELD = "withheld"  # its note was made private before it went out


class WebhookDelivery(Base):
    """One event on its way to one webhook; its id, without hyphens and behind "msg_", is the message's."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("uq_webhook_delivery_webhook_id_event_id", "webhook_id", "event_id", unique=True),
        Index("ix_webhook_delivery_webhook_id_state_next_at", "webhook_id", "state", "next_at"),
    )

    id: Mapped[str] = id_column()
    webhook_id: Mapped[str] = mapped_column(Id, ForeignKey("webhook.id"))
    event_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("event.id"))  # None: a test message
    type: Mapped[str] = mapped_column(String(50))
    state: Mapped[DeliveryState] = mapped_column(String(20), default=DeliveryState.WAITING)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    next_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    attempted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    status: Mapped[int | None]
    answer: Mapped[str] = mapped_column(Text, default="")  # the beginning of what was answered, or why none came

    webhook: Mapped[Webhook] = relationship()
    event: Mapped[Event | None] = relationship()

    @property
    def message_id(self) -> str:
        return f"msg_{self.id.replace('-', '')}"

"""The company's own kinds of fact as administrators see them, and how one retires."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.fact_kind import FactKind
from server.errors import NotFound


def list_kinds(session: Session) -> Sequence[FactKind]:
    """Return the kinds that notes are read for, by name."""
    return session.scalars(select(FactKind).where(FactKind.retired_at.is_(None)).order_by(FactKind.name)).all()


def retire_kind(session: Session, kind_id: str) -> None:
    """Let notes be read without a kind from here on; what was found stays in its entries. The caller commits."""
    kind = session.get(FactKind, kind_id, with_for_update=True)
    if kind is None:
        raise NotFound("There is no such kind of fact. Open the list again.")
    kind.retired_at = kind.retired_at or now()

"""The company's words for one note: names of its place and near it, and what people taught the ear."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.learnt_alias import LearntAlias
from server.current import Installation
from voice.vocabulary import Vocabulary, vocabulary_of


def vocabulary_for(session: Session, installation: Installation, customer_id: str | None) -> Vocabulary:
    """Return the names that may be said at a customer, or where none is known."""
    return vocabulary_of(installation.lexicon.current(session), customer_id, _learnt(session))


def _learnt(session: Session) -> dict[tuple[str, str], list[str]]:
    held = select(LearntAlias.kind, LearntAlias.record_id, LearntAlias.alias).where(LearntAlias.forgotten_at.is_(None))
    found: dict[tuple[str, str], list[str]] = {}
    for kind, record_id, alias in session.execute(held.order_by(LearntAlias.taught_at, LearntAlias.id)):
        found.setdefault((kind, record_id), []).append(alias)
    return found

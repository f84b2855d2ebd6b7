"""The search index: one row for each thing that can be found, its words folded for matching."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String, Text, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Id, UtcTime, now

LONGEST_SOUND = 20
_NAMES, _NOTES = text("kind <> 'note'"), text("kind = 'note'")


class SearchKind(StrEnum):
    CUSTOMER = "customer"
    CONTACT = "contact"
    NOTE = "note"


class SearchDocument(Base):
    __tablename__ = "search_document"
    __table_args__ = (
        Index("uq_search_document_kind_subject_id", "kind", "subject_id", unique=True),
        Index("ix_search_document_names_at", "at", "id", sqlite_where=_NAMES, postgresql_where=_NAMES),
        Index("ix_search_document_notes_at", "at", "id", sqlite_where=_NOTES, postgresql_where=_NOTES),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[SearchKind] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(Id)
    customer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("customer.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text)  # title and body
    named: Mapped[str] = mapped_column(Text, default="")  # the title of a customer or contact


class SearchSound(Base):
    """How a word of a name sounds, as a key that names of one sound share (`voice/sound.py`)."""

    __tablename__ = "search_sound"

    key: Mapped[str] = mapped_column(String(LONGEST_SOUND), primary_key=True)
    document_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("search_document.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


def fold(words: str) -> str:
    """Return words without case, accents and punctuation, so that "Villaseñor's" is found by "villasenors"."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’")
    return " ".join("".join(kept).split())


def index_for_search(
    session: Session,
    kind: SearchKind,
    subject_id: str,
    *,
    title: str,
    body: str = "",
    customer_id: str | None = None,
    at: datetime | None = None,
    sounds: Collection[str] = (),
    names: Collection[str] = (),
) -> None:
    """Make something findable, or bring what is findable about it up to date; `sounds` are keys of a name's words.

    `names` are further names of it, by which it is found as by the title.
    """
    document = session.scalar(
        select(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.subject_id == subject_id)
    )
    if document is None:
        document = SearchDocument(kind=kind, subject_id=subject_id)
        session.add(document)
    document.title, document.body, document.customer_id = title, body, customer_id
    document.folded = fold(" ".join([title, body, *names]))
    document.named = fold(" ".join([title, *names])) if kind != SearchKind.NOTE else ""
    document.at = at or document.at or now()
    if kind != SearchKind.NOTE:
        _keep_sounds(session, document, sounds)


def _keep_sounds(session: Session, document: SearchDocument, sounds: Collection[str]) -> None:
    session.flush()
    session.execute(delete(SearchSound).where(SearchSound.document_id == document.id))
    session.add_all(SearchSound(key=key, document_id=document.id) for key in {key[:LONGEST_SOUND] for key in sounds})


def forget_in_search(session: Session, kind: SearchKind, subject_id: str) -> None:
    """Make something findable no more."""
    session.execute(delete(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.subject_id == subject_id))

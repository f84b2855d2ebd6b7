"""The search index: one row for each thing that can be found, its words folded for matching."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String, Text, case, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Id, UtcTime, now

SHORTEST_INDEXED = 3
MOST_TERMS = 8


class SearchKind(StrEnum):
    CUSTOMER = "customer"
    CONTACT = "contact"
    NOTE = "note"


class SearchDocument(Base):
    __tablename__ = "search_document"
    __table_args__ = (
        Index("uq_search_document_kind_subject_id", "kind", "subject_id", unique=True),
        Index("ix_search_document_at", "at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[SearchKind] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(Id)
    customer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("customer.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text)


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
) -> None:
    """Make something findable, or bring what is findable about it up to date."""
    document = session.scalar(
        select(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.subject_id == subject_id)
    )
    if document is None:
        document = SearchDocument(kind=kind, subject_id=subject_id)
        session.add(document)
    document.title, document.body, document.customer_id = title, body, customer_id
    document.folded = fold(f"{title} {body}")
    document.at = at or document.at or now()


def forget_in_search(session: Session, kind: SearchKind, subject_id: str) -> None:
    """Make something findable no more."""
    session.execute(delete(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.subject_id == subject_id))


def find(session: Session, query: str, limit: int = 20) -> Sequence[SearchDocument]:
    """Return what holds every word of the query anywhere, also inside words: names first, then newest first."""
    terms = fold(query).split()[:MOST_TERMS]
    if not terms:
        return []
    found = select(SearchDocument)
    indexed = [term for term in terms if len(term) >= SHORTEST_INDEXED]
    if session.get_bind().dialect.name == "sqlite" and indexed:
        phrase = " AND ".join(f'"{term}"' for term in indexed)
        matches = text("SELECT rowid FROM search_text WHERE search_text MATCH :phrase").bindparams(phrase=phrase)
        found = found.where(SearchDocument.id.in_(matches))
        terms = [term for term in terms if len(term) < SHORTEST_INDEXED]
    for term in terms:
        found = found.where(SearchDocument.folded.contains(term, autoescape=True))
    names_first = case({SearchKind.CUSTOMER: 0, SearchKind.CONTACT: 1}, value=SearchDocument.kind, else_=2)
    return session.scalars(found.order_by(names_first, SearchDocument.at.desc()).limit(limit)).all()

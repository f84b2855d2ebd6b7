"""Makes names findable, by their letters and by how they sound: one at a time, or many new ones at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.search import LONGEST_SOUND, SearchDocument, SearchKind, SearchSound, fold, index_for_search
from server.services.customers.standing import merged_into
from voice.sound import sound_keys


def index_name(
    session: Session, kind: SearchKind, subject_id: str, customer_id: str | None, name: str, about: str
) -> None:
    """Let a customer or contact be found by name, by its sound, and by what else is known of them.

    A customer is found by the names of those that were merged into it, too.
    """
    further = merged_into(session, subject_id).values() if kind == SearchKind.CUSTOMER else ()
    sounds = {key for one in (name, *further) for key in sounds_of(one)}
    index_for_search(
        session, kind, subject_id, title=name, body=about, customer_id=customer_id, sounds=sounds, names=tuple(further)
    )


@dataclass(frozen=True, slots=True)
class NewName:
    """A record that is to be found by its name, and by words about it."""

    kind: SearchKind
    subject_id: str
    customer_id: str
    name: str
    about: str


def index_new_names(session: Session, names: Sequence[NewName], at: datetime) -> None:
    """Index names of one kind of which none is indexed yet. The caller commits."""
    if not names:
        return
    documents = [
        {
            "kind": name.kind,
            "subject_id": name.subject_id,
            "customer_id": name.customer_id,
            "at": at,
            "title": name.name,
            "body": name.about,
            "folded": fold(f"{name.name} {name.about}"),
            "named": fold(name.name),
        }
        for name in names
    ]
    session.execute(insert(SearchDocument), documents)
    subjects = [name.subject_id for name in names]
    of_kind = SearchDocument.kind == names[0].kind  # the index leads by the kind
    made = select(SearchDocument.subject_id, SearchDocument.id).where(of_kind, SearchDocument.subject_id.in_(subjects))
    id_of = dict(session.execute(made).all())
    sounds = [{"key": key, "document_id": id_of[name.subject_id]} for name in names for key in sounds_of(name.name)]
    if sounds:
        session.execute(insert(SearchSound), sounds)


def sounds_of(name: str) -> set[str]:
    """Return the keys of a name's words."""
    return {key[:LONGEST_SOUND] for word in fold(name).split() for key in _keys(word)}


@lru_cache(maxsize=20_000)
def _keys(word: str) -> tuple[str, ...]:
    return tuple(sound_keys(word))

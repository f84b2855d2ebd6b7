"""Makes many new names findable at once: the same rows as `search/name_index.py` makes one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.search import LONGEST_SOUND, SearchDocument, SearchKind, SearchSound, fold
from voice.sound import sound_keys


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

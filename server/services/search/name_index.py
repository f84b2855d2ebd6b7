"""Makes names findable, by their letters and by how they sound."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.search import SearchKind, fold, index_for_search
from server.services.customers.standing import merged_into
from voice.sound import sound_keys


def index_name(
    session: Session, kind: SearchKind, subject_id: str, customer_id: str | None, name: str, about: str
) -> None:
    """Let a customer or contact be found by name, by its sound, and by what else is known of them.

    A customer is found by the names of those that were merged into it, too.
    """
    further = merged_into(session, subject_id).values() if kind == SearchKind.CUSTOMER else ()
    sounds = {key for one in (name, *further) for word in fold(one).split() for key in sound_keys(word)}
    index_for_search(
        session, kind, subject_id, title=name, body=about, customer_id=customer_id, sounds=sounds, names=tuple(further)
    )

"""Makes one of two customers, or of two people at one customer, in one transaction that notes all it does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Contact, Site
from models.event import record_event
from models.merge import Merge, MergeKind
from models.search import SearchDocument, SearchSound, fold
from models.staff import Staff
from server.current import Identity
from server.errors import Forbidden, NotFound, Problem
from server.services.merging.changes import Changes
from server.services.merging.fields import ADDRESS, RECORD, Record, values_after
from server.services.merging.references import Reference, references_to


@dataclass(frozen=True, slots=True)
class Wish:
    """Which record stays, which goes, and of which fields the value that goes is wanted (None: where it is alone).

    `id` is made where it is asked, so that asking again is harmless.
    """

    id: str
    kind: MergeKind
    kept_id: str
    gone_id: str
    taken: frozenset[str] | None = None


def merge(session: Session, wish: Wish, by: Identity) -> tuple[Merge, bool]:
    """Merge, and tell whether it is new; the same wish again changes nothing. The caller commits.

    1. Both records are locked, in the order of their ids: of two who merge at once, one is first and the other is told.
    2. What points at the one that goes is let point at the one that stays; of rows that may stand once, one is put
       aside, whole.
    3. The one that goes stays in the books and points at the one that stays, so that its id leads there.

    The session must be one that works for nobody: others' private notes go over, too. Raises NotFound for an unknown
    record, Problem for records that cannot be merged, with what to do.
    """
    kept, gone = lock_both(session, wish.kind, wish.kept_id, wish.gone_id)
    held = session.get(Merge, wish.id)
    if held is not None:
        if (held.kind, held.kept_id, held.gone_id) != (wish.kind, wish.kept_id, wish.gone_id):
            raise Forbidden("This id belongs to another merge. Make a new one.", code="not-yours")
        return held, False
    require_mergeable(session, kept, gone)
    at = now()
    names = {"kept_name": kept.name, "gone_name": gone.name}
    changes = Changes(session)
    values = values_after(wish.kind, kept, gone, wish.taken)
    if wish.kind == MergeKind.CUSTOMER:
        _order_sites(changes, session, kept, gone, wish.taken or ())
    _join_in_search(changes, session, wish, str(values["name"]), gone.name)
    for reference in references_to(wish.kind):
        changes.move(reference, gone.id, kept.id)
    _set_values(changes, wish, values, gone, at)
    one = Merge(
        id=wish.id,
        kind=wish.kind,
        kept_id=kept.id,
        gone_id=gone.id,
        by_id=by.staff_id,
        at=at,
        changes=changes.kept(),
        **names,
    )
    session.add(one)
    tell(session, one, "merged", by)
    session.flush()
    session.expire_all()
    session.refresh(one)
    return one, True


def lock_both(session: Session, kind: MergeKind, one_id: str, other_id: str) -> tuple[Record, Record]:
    """Lock two records, always in the same order, and return them as they are now. Raises NotFound."""
    record = RECORD[kind]
    found: dict[str, Record | None] = {}
    for record_id in sorted({one_id, other_id}):
        query = select(record).where(record.id == record_id).with_for_update()
        found[record_id] = session.scalar(query.execution_options(populate_existing=True))
    one, other = found[one_id], found[other_id]
    if one is None or other is None:
        raise NotFound("One of the two is not known here. Look for both by name.")
    return one, other


def require_mergeable(session: Session, kept: Record, gone: Record) -> None:
    """Raise Problem with what to do where two records cannot become one."""
    if kept.id == gone.id:
        raise Problem("Choose two different ones: this is the same one twice.", status=422, code="same-record")
    for one in (kept, gone):
        if one.merged_into_id is not None:
            raise _is_merged(session, one)
    if isinstance(kept, Contact) and isinstance(gone, Contact) and kept.customer_id != gone.customer_id:
        told = "They stand at two customers. Merge the customers first, if these are one; people are merged there."
        raise Problem(told, status=409, code="other-customer")


def _is_merged(session: Session, one: Record) -> Problem:
    """Say that somebody was faster, who, and into what."""
    query = select(Merge, Staff.name).join(Staff, Staff.id == Merge.by_id)
    query = query.where(Merge.gone_id == one.id, Merge.undone_at.is_(None)).order_by(Merge.at.desc())
    row = session.execute(query).first()
    into = session.get(RECORD[MergeKind(one.__tablename__)], one.merged_into_id or "")
    by = f" by {row[1]}" if row else ""
    told = (
        f"{one.name} was merged into {into.name if into else 'another one'}{by} already. Open that one and look again."
    )
    return Problem(told, status=409, code="merged-already", merged_into=one.merged_into_id)


def _order_sites(changes: Changes, session: Session, kept: Record, gone: Record, taken: Collection[str]) -> None:
    """See to it that the chosen address stands first: sites stand in the order in which they were made."""
    of_kept, of_gone = ([site.id for site in _sites(session, one.id)] for one in (kept, gone))
    first, then = (of_gone, of_kept) if ADDRESS in taken else (of_kept, of_gone)
    if not first:
        return
    latest = max(site.created_at for site in _sites(session, kept.id, gone.id) if site.id in first)
    for site in _sites(session, kept.id, gone.id):
        if site.id in then and site.created_at <= latest:
            changes.set("site", site.id, created_at=now())


def _sites(session: Session, *customer_ids: str) -> list[Site]:
    query = select(Site).where(Site.customer_id.in_(customer_ids)).order_by(Site.created_at, Site.id)
    return list(session.scalars(query))


def _join_in_search(changes: Changes, session: Session, wish: Wish, name: str, gone_name: str) -> None:
    """Let the one that stays be found by all that found the one that goes: name, sound, number and street."""
    documents, sounds = SearchDocument.__table__, SearchSound.__table__
    of_kind = select(documents).where(documents.c.kind == wish.kind.value)
    kept, gone = (
        session.execute(of_kind.where(documents.c.subject_id == one)).mappings().first()
        for one in (wish.kept_id, wish.gone_id)
    )
    if gone is None:
        return
    if kept is not None:
        changes.move(Reference(sounds, sounds.c.document_id), gone["id"], kept["id"])  # type: ignore[arg-type]
        body = f"{kept['body']} {gone['title']} {gone['body']}"
        named = fold(f"{name} {gone_name}")
        changes.set("search_document", kept["id"], title=name, body=body, folded=fold(f"{name} {body}"), named=named)
    changes.drop(documents, gone)  # type: ignore[arg-type]


def _set_values(changes: Changes, wish: Wish, values: dict[str, Any], gone: Record, at: Any) -> None:
    table = wish.kind.value
    if values["reference"] is not None and values["reference"] == gone.reference:
        changes.set(table, gone.id, reference=None)  # it stands once only
    changes.set(table, wish.kept_id, **values)
    left = {"left_at": gone.left_at or at} if isinstance(gone, Contact) else {}
    changes.set(table, gone.id, merged_into_id=wish.kept_id, **left)


def tell(session: Session, one: Merge, what: str, by: Identity) -> None:
    """Leave an event: `what` is "merged" or "unmerged"; the feed, open pages and webhooks read it."""
    if one.kind == MergeKind.CUSTOMER:
        customer_id: str | None = one.kept_id
        gone = {"merged_customer_id": one.gone_id}
    else:
        contact = session.get(Contact, one.kept_id)
        customer_id = contact.customer_id if contact else None
        gone = {"contact_id": one.kept_id, "merged_contact_id": one.gone_id}
    details = {"merge_id": one.id, **gone}
    record_event(session, f"{one.kind}.{what}", staff_id=by.staff_id, customer_id=customer_id, details=details)

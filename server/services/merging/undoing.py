"""Takes a merge back: each row to where it was, each value to what it was, each row that was put aside as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, and_, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.base import Base, now
from models.customer import Contact, Customer
from models.merge import Merge, MergeKind
from models.recording import Recording
from models.stored_row import as_json, from_json, row_from_json
from models.visit import Visit
from server.current import Identity
from server.errors import NotFound, Problem
from server.services.merging.changes import is_row
from server.services.merging.fields import LABELS
from server.services.merging.merging import lock_both, tell

AT_ONCE = 500  # rows; databases take no statement of any length
# What a value is called, where it is none that a person chooses.
CALLED = {"left_at": "departure", "is_prospect": "mark as a prospect", "created_at": "order of addresses"}
BY_ITSELF = ("search_document", "search_sound")  # made of the rest: no word about them is worth a person's time


def undo(session: Session, merge_id: str, by: Identity) -> Merge:
    """Take a merge back, at any time; what was written since stays where it was written. The caller commits.

    With nothing written since, everything is as it was before. Merges go back in the opposite order: Problem says
    which one is first. What could not be put back is told in `left_over`. Taking back twice changes nothing.
    """
    one = session.get(Merge, merge_id)
    if one is None:
        raise NotFound("There is no such merge.")
    kept, gone = lock_both(session, one.kind, one.kept_id, one.gone_id)
    session.refresh(one)
    if one.undone_at is not None:
        return one
    if gone.merged_into_id != one.kept_id:
        told = f"{gone.name} does not stand for {kept.name} any more, so there is nothing to take back."
        raise Problem(told, status=409, code="not-merged")
    _require_last(session, one)
    documents, others = _put_aside(one)
    left_over = [*_bring_back(session, documents)]  # sounds hang on them
    _move_back(session, one)
    left_over += [*_set_back(session, one), *_bring_back(session, others)]
    one.left_over = list(dict.fromkeys([*left_over, *_written_since(session, one)]))
    one.undone_at, one.undone_by_id = now(), by.staff_id
    tell(session, one, "unmerged", by)
    session.flush()
    session.expire_all()
    session.refresh(one)
    return one


def _require_last(session: Session, one: Merge) -> None:
    """Refuse to take back a merge on which a later one stands, and say which."""
    later = select(Merge).where(Merge.undone_at.is_(None), Merge.at > one.at, Merge.id != one.id)
    same = later.where(
        Merge.kind == one.kind, (Merge.kept_id == one.kept_id) | (Merge.gone_id == one.kept_id)
    ).order_by(Merge.at.desc())
    people = later.where(Merge.kind == MergeKind.CONTACT, Merge.gone_id.in_(_moved_contacts(one)))
    others = later.where(Merge.kind == MergeKind.CONTACT, Merge.kept_id.in_(_moved_contacts(one)))
    for query in (same, people, others):
        if (first := session.scalars(query).first()) is not None:
            told = f"{first.gone_name} was merged into {first.kept_name} after that. Undo that first, then this."
            raise Problem(told, status=409, code="later-merge", merge_id=first.id)


def _moved_contacts(one: Merge) -> list[str]:
    return [key[0] for part in one.changes["moved"] if part["table"] == "contact" for key in part["keys"]]


def _put_aside(one: Merge) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the search documents that were put aside, and all other rows."""
    dropped = one.changes["dropped"]
    documents = [part for part in dropped if part["table"] == "search_document"]
    return documents, [part for part in dropped if part["table"] != "search_document"]


def _move_back(session: Session, one: Merge) -> None:
    for part in reversed(one.changes["moved"]):
        table = Base.metadata.tables[part["table"]]
        column = table.c[part["column"]]
        gone, kept = _ends(session, one, column)
        if kept is None:
            continue
        for keys in _batches(part["keys"]):
            at_kept = and_(_any_of(table, column, keys, kept), column == kept)
            session.execute(table.update().where(at_kept).values({column: gone}))


def _ends(session: Session, one: Merge, column: Column[Any]) -> tuple[Any, Any]:
    """Return the ids between which rows of a column went: the records' own, or those of their search documents."""
    if column.table.name != "search_sound":
        return one.gone_id, one.kept_id
    gone = next(part["row"]["id"] for part in one.changes["dropped"] if part["table"] == "search_document")
    documents = Base.metadata.tables["search_document"]
    of_kept = select(documents.c.id).where(documents.c.kind == one.kind, documents.c.subject_id == one.kept_id)
    return gone, session.scalar(of_kept)


def _any_of(table: Any, column: Column[Any], keys: Sequence[list[Any]], kept: Any) -> Any:
    names = list(table.primary_key)
    if len(names) == 1:
        return names[0].in_([from_json(names[0], key[0]) for key in keys])
    others = [(at, part) for at, part in enumerate(names) if part is not column]
    at, other = others[0]
    return other.in_([from_json(other, key[at]) for key in keys])


def _batches(keys: list[list[Any]]) -> Iterator[list[list[Any]]]:
    for begin in range(0, len(keys), AT_ONCE):
        yield keys[begin : begin + AT_ONCE]


def _set_back(session: Session, one: Merge) -> Iterator[str]:
    """Give values back, the last first; one that somebody changed since stays."""
    for part in reversed(one.changes["changed"]):
        table = Base.metadata.tables[part["table"]]
        column = table.c[part["column"]]
        is_it = table.c.id == part["id"]
        row = session.execute(select(column).where(is_it)).first()
        if row is None:
            continue
        if as_json(row[0]) != part["new"]:
            if part["table"] not in BY_ITSELF and not part["column"].endswith("_key"):
                yield f"{_called(one, part['column'])} was changed since and stays as it is."
            continue
        session.execute(table.update().where(is_it).values({column: from_json(column, part["old"])}))


def _called(one: Merge, column: str) -> str:
    return "The " + LABELS[one.kind].get(column, CALLED.get(column, column)).lower()


def _bring_back(session: Session, parts: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Put rows back that could not stand twice; one whose place was taken since stays away."""
    for part in parts:
        table = Base.metadata.tables[part["table"]]
        row = row_from_json(table, part["row"])
        key = [row[column.name] for column in table.primary_key]
        if session.execute(select(table).where(is_row(table, key))).first() is not None:
            continue
        try:
            with session.begin_nested():
                session.execute(table.insert().values(row))
        except IntegrityError:
            if part["table"] not in BY_ITSELF:
                yield f"One line ({part['table'].replace('_', ' ')}) has a newer one in its place, which stays."


def _written_since(session: Session, one: Merge) -> Iterator[str]:
    """Say how much came in at the one that stays since the merge: it cannot be known whose it is."""
    if one.kind != MergeKind.CUSTOMER:
        return
    shared = Recording.is_private.is_(False)
    notes = session.scalar(
        select(func.count())
        .select_from(Recording)
        .where(Recording.customer_id == one.kept_id, Recording.received_at > one.at, shared)
    )
    visits = session.scalar(
        select(func.count())
        .select_from(Visit)
        .where(Visit.customer_id == one.kept_id, Visit.arrived_at > one.at, Visit.withdrawn_at.is_(None))
    )
    people = session.scalar(
        select(func.count())
        .select_from(Contact)
        .where(Contact.customer_id == one.kept_id, Contact.created_at > one.at, Contact.left_at.is_(None))
    )
    kept = session.get(Customer, one.kept_id)
    for count, single, many in ((notes, "note", "notes"), (visits, "visit", "visits"), (people, "person", "people")):
        if count and kept is not None:
            told = f"1 {single} that came since stays" if count == 1 else f"{count} {many} that came since stay"
            yield f"{told} at {kept.name}. Move what belongs to {one.gone_name} by hand."

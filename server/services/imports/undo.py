"""Undoes an import: removes what it made and puts back what it changed, unless somebody has built on it since."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, delete, func, insert, select, update
from sqlalchemy.orm import Session

from models.access_log import AccessLine
from models.base import Base
from models.catalogue import Product
from models.customer import Contact, Customer, Site
from models.entry import EntryVersion
from models.import_run import ImportChange, ImportRun
from models.learnt_alias import LearntAlias
from models.search import SearchDocument, SearchKind, SearchSound
from server.services.imports.stored_values import KINDS, as_column, stored
from server.services.search.name_index import sounds_of

CHANGES_AT_ONCE = 1_000
MOST_NAMED = 50
# What goes with a record, or only says that somebody looked at it, is no reason to keep it.
_NO_REASON = {"site", "contact", "search_document", "access_line"}
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def undo_some(session: Session, run: ImportRun, named: Collection[str]) -> bool:
    """Undo the run's newest changes, newest first; False when none is left. The caller commits.

    `named` are the ids that notes name (`named_in_notes`), asked for once.

    1. A customer that something refers to by now (a visit, a note, a contact, an answer), or that somebody changed,
    stays with its place and people. 2. So does a contact or product that a note names. 3. Of a changed record each
    field goes back, but not one that somebody changed since.
    """
    newest = select(ImportChange).where(ImportChange.run_id == run.id).order_by(ImportChange.number.desc())
    changes = session.scalars(newest.limit(CHANGES_AT_ONCE)).all()
    if not changes:
        return False
    counts: Counter[str] = Counter()
    kept: list[str] = []
    for change in changes:
        if not change.is_made:
            _put_back(session, change, counts, kept)
    session.flush()
    _remove(session, run, [change for change in changes if change.is_made], set(named), counts, kept)
    numbers = [change.number for change in changes]
    session.execute(
        delete(ImportChange)
        .where(ImportChange.run_id == run.id, ImportChange.number.between(min(numbers), max(numbers)))
        .execution_options(synchronize_session=False)
    )
    run.done_rows += len(changes)
    totals = {name: run.counts.get(name, 0) + count for name, count in counts.items()}
    told = [*run.counts.get("kept_names", []), *kept]
    run.counts = run.counts | totals | {"kept_names": list(dict.fromkeys(told))[:MOST_NAMED]}
    return True


def _put_back(session: Session, change: ImportChange, counts: Counter[str], kept: list[str]) -> None:
    kind = KINDS[change.table_name]
    record: Any = session.get(kind, int(change.row_id) if kind is SearchDocument else change.row_id)
    if record is None:
        return
    present = stored(record)
    is_index = kind is SearchDocument
    free = [name for name in change.before if present[name] == change.after[name]]
    if is_index and len(free) < len(change.before):
        return  # found by what somebody wrote since
    for name in free:
        setattr(record, name, as_column(kind, name, change.before[name]))
    for name in ("phone_key", "email_key"):  # set along with the number or address
        if name in free:
            setattr(record, name, change.before[name])
    if is_index:
        _sound_again(session, record)
        return
    counts["put_back"] += bool(free) and kind is not Site
    changed_since = [name for name in change.before if name not in free and not name.endswith("_key")]
    counts["fields_kept"] += len(changed_since)
    if changed_since and kind is not Site:
        kept.append(f"{record.name}: {', '.join(changed_since).replace('_', ' ')} changed since")


def _sound_again(session: Session, document: SearchDocument) -> None:
    session.execute(delete(SearchSound).where(SearchSound.document_id == document.id))
    rows = [{"key": key, "document_id": document.id} for key in sounds_of(document.title)]
    if rows:
        session.execute(insert(SearchSound), rows)


def _remove(
    session: Session,
    run: ImportRun,
    changes: Sequence[ImportChange],
    named: set[str],
    counts: Counter[str],
    kept: list[str],
) -> None:
    by_table: dict[str, dict[str, ImportChange]] = {table: {} for table in KINDS}
    for change in changes:
        by_table[change.table_name][change.row_id] = change
    contacts, sites, customers = by_table["contact"], by_table["site"], by_table["customer"]
    products = by_table["product"]
    whose = {str(one.after["customer_id"]) for one in (*contacts.values(), *sites.values())} | customers.keys()
    ours = _made(session, run, "customer", whose)
    contacts_kept = _used(session, Contact, contacts.keys()) | (named & contacts.keys()) | _changed(session, contacts)
    customers_kept = _used(session, Customer, ours) | (named & ours) | _changed(session, customers)
    customers_kept |= _changed_at(session, sites) & ours
    customers_kept |= {str(contacts[one].after["customer_id"]) for one in contacts_kept} & ours
    customers_kept |= _with_people_of_others(session, run, ours)
    contacts_kept |= {one for one, change in contacts.items() if change.after["customer_id"] in customers_kept}
    sites_kept = _used(session, Site, sites.keys())
    sites_kept |= {one for one, change in sites.items() if change.after["customer_id"] in customers_kept}
    products_kept = (named & products.keys()) | _used(session, Product, products.keys()) | _changed(session, products)
    _delete(session, Contact, contacts.keys() - contacts_kept, SearchKind.CONTACT)
    _delete(session, Site, sites.keys() - sites_kept)
    _delete(session, Customer, customers.keys() - customers_kept, SearchKind.CUSTOMER)
    _delete(session, Product, products.keys() - products_kept)
    for kind, rows, stays in (
        (Contact, contacts, contacts_kept),
        (Customer, customers, customers_kept),
        (Product, products, products_kept),
    ):
        counts[f"{kind.__tablename__}s_removed"] += len(rows.keys() - stays)
        counts[f"{kind.__tablename__}s_kept"] += len(rows.keys() & stays)
        kept.extend(str(rows[one].after["name"]) for one in sorted(rows.keys() & stays))


def _made(session: Session, run: ImportRun, table: str, ids: Collection[str]) -> set[str]:
    """Return which of these records the run made."""
    of_run = (ImportChange.run_id == run.id) & (ImportChange.table_name == table) & ImportChange.is_made
    return set(session.scalars(select(ImportChange.row_id).where(of_run, ImportChange.row_id.in_(ids))))


def _used(session: Session, kind: type[Base], ids: Collection[str]) -> set[str]:
    """Return which records something else in the database refers to."""
    used: set[str] = set()
    if ids:
        for column in _references_to(kind):
            used |= set(session.scalars(select(column).where(column.in_(ids)).distinct()))
    return used


def _references_to(kind: type[Base]) -> Iterator[Column[Any]]:
    for table in Base.metadata.sorted_tables:
        if table.name in _NO_REASON and kind is Customer:
            continue
        for column in table.columns:
            if any(key.column is kind.__table__.c["id"] for key in column.foreign_keys):
                yield column


def _with_people_of_others(session: Session, run: ImportRun, customer_ids: Collection[str]) -> set[str]:
    """Return the customers at whom somebody added a contact, or another site, since."""
    found: set[str] = set()
    for kind in (Contact, Site):
        there = select(kind.id, kind.customer_id).where(kind.customer_id.in_(customer_ids))
        at = dict(session.execute(there).all())
        ours = _made(session, run, kind.__tablename__, at.keys())
        found |= {customer_id for row_id, customer_id in at.items() if row_id not in ours}
    return found


def _changed(session: Session, changes: dict[str, ImportChange]) -> set[str]:
    """Return which records that the run made say something else by now."""
    found: set[str] = set()
    if not changes:
        return found
    kind = KINDS[next(iter(changes.values())).table_name]
    for record in session.scalars(select(kind).where(kind.__table__.c["id"].in_(changes.keys()))):
        present = stored(record)
        written = changes[present["id"]].after
        if any(present.get(name) != value for name, value in written.items() if name in present):
            found.add(present["id"])
        session.expunge(record)
    return found


def _changed_at(session: Session, sites: dict[str, ImportChange]) -> set[str]:
    return {str(sites[one].after["customer_id"]) for one in _changed(session, sites)}


def named_in_notes(session: Session, run: ImportRun) -> set[str]:
    """Return the ids that notes understood since the import name, or that a learnt alias means."""
    since = select(EntryVersion.content).where(EntryVersion.made_at >= run.created_at)
    named = {found for content in session.scalars(since) for found in _ID.findall(str(content))}
    return named | set(session.scalars(select(LearntAlias.record_id)))


def _delete(session: Session, kind: type[Base], ids: Collection[str], indexed: SearchKind | None = None) -> None:
    if not ids:
        return
    quick = {"synchronize_session": False}
    if indexed is not None:
        documents = delete(SearchDocument).where(SearchDocument.kind == indexed, SearchDocument.subject_id.in_(ids))
        session.execute(documents, execution_options=quick)
    if kind is Customer:  # who looked at it stays on record, under the id that it had
        lines = update(AccessLine).where(AccessLine.customer_id.in_(ids)).values(customer_id=None)
        session.execute(lines, execution_options=quick)
    session.execute(delete(kind).where(kind.__table__.c["id"].in_(ids)), execution_options=quick)


def count_changes(session: Session, run: ImportRun) -> int:
    """Return how many changes of a run can still be undone."""
    return session.scalar(select(func.count()).select_from(ImportChange).where(ImportChange.run_id == run.id)) or 0

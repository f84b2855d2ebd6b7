"""Two become one, and undoing leaves every table as it was, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import Base, new_id
from models.customer import Contact, Customer, Site
from models.database import Database
from models.follow import Follow
from models.merge import Merge, MergeKind
from models.private import seen_by
from models.question import Answer, Question
from models.recording import Recording
from models.search import SearchKind
from models.staff import Role, Staff
from server.current import Identity
from server.errors import Problem
from server.services.customers.standing import standing_customer
from server.services.merging.fields import LABELS
from server.services.merging.late_rows import move_late_rows
from server.services.merging.merging import Wish, merge
from server.services.merging.preview import preview_merge
from server.services.merging.references import LEFT_ALONE, references_to
from server.services.merging.undoing import undo
from server.services.search.name_index import index_name
from server.services.search.searching import search
from tests.support.makers import make_contact, make_recording, make_staff
from tests.support.table_dump import add_row, dump

LOGS = frozenset({"merge", "event", "name_change"})
EARLY, LATE = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 9, 9, tzinfo=UTC)


@pytest.fixture
def tom(session: Session) -> Staff:
    return make_staff(session, "Tom Becker", Role.SUPPORT)


@pytest.fixture
def by(tom: Staff) -> Identity:
    return Identity(tom.id, tom.name, Role.SUPPORT)


def made(session: Session, name: str, **more: object) -> Customer:
    customer = Customer(name=name, **more)
    customer.sites.append(Site(street="12 Elm Street", city="Chicago", lat=41.88, lon=-87.65))
    session.add(customer)
    session.flush()
    index_name(session, SearchKind.CUSTOMER, customer.id, customer.id, name, f"12 Elm Street {more.get('phone', '')}")
    return customer


@pytest.fixture
def pair(session: Session, tom: Staff) -> tuple[Customer, Customer]:
    """Two customers that are one; whatever can point at a customer points at both, and what stands once at both."""
    kept = made(session, "Hotel Marchetti", kind="hotel", phone="(312) 555-0197")
    gone = made(session, "Marchetti Grand Hotel", phone="(312) 555-0111", reference="C-7", owner_id=tom.id)
    for customer in (kept, gone):
        for reference in references_to(MergeKind.CUSTOMER):
            values = {"customer_id": customer.id} | ({"kind": SearchKind.NOTE} if "search" in reference.name else {})
            if reference.name == "learnt_alias.record_id":
                values = {"kind": "customer", "record_id": customer.id, "alias": "markety"}
            if reference.name == "recording.customer_id":
                values |= {"is_private": False}
            if reference.name == "follow.customer_id":
                values |= {"staff_id": tom.id, "created_at": EARLY if customer is gone else LATE}
            add_row(session, reference.table, **values)
    question = Question(key="q-1", text="Do they bake themselves?", kind="yes_no")
    session.add(question)
    session.flush()
    for customer, at, value in ((kept, EARLY, "no"), (gone, LATE, "yes")):
        session.add(Answer(customer_id=customer.id, question_id=question.id, value=value, answered_at=at))
    session.commit()
    return kept, gone


def wish(kept: Customer | Contact, gone: Customer | Contact, *taken: str, **more: str) -> Wish:
    kind = MergeKind.CUSTOMER if isinstance(kept, Customer) else MergeKind.CONTACT
    return Wish(more.get("id", new_id()), kind, kept.id, gone.id, frozenset(taken) if taken else None)


def pointing_at(session: Session, kind: MergeKind, record_id: str) -> dict[str, int]:
    found = {}
    for one in references_to(kind):
        query = select(func.count()).select_from(one.table).where(one.column == record_id, *one.only)
        found[one.name] = session.scalar(query) or 0
    return found


def test_every_column_that_points_at_a_customer_or_person_is_moved_or_left_for_a_reason(session: Session) -> None:
    for kind in MergeKind:
        target = Base.metadata.tables[kind].c.id
        pointing = {
            f"{table.name}.{column.name}"
            for table in Base.metadata.sorted_tables
            for column in table.columns
            if any(key.column is target for key in column.foreign_keys)
        }
        moved = {one.name for one in references_to(kind)}
        assert pointing - moved <= set(LEFT_ALONE)
        assert not moved & set(LEFT_ALONE)
        for one in references_to(kind):
            assert len(one.table.primary_key) <= 2, "undoing finds rows by one further column of their key"


def test_every_field_of_both_is_chosen_or_follows_from_a_rule() -> None:
    ruled = {"phone_key", "email_key", "is_prospect", "left_at"}
    stays = {"id", "created_at", "merged_into_id", "customer_id"}
    for kind, record in ((MergeKind.CUSTOMER, Customer), (MergeKind.CONTACT, Contact)):
        columns = {column.name for column in record.__table__.columns}
        assert columns - ruled - stays == set(LABELS[kind])


def test_everything_goes_over_and_comes_back_byte_for_byte(
    session: Session, by: Identity, pair: tuple[Customer, Customer]
) -> None:
    kept, gone = pair
    before = pointing_at(session, MergeKind.CUSTOMER, kept.id), pointing_at(session, MergeKind.CUSTOMER, gone.id)
    assert all(count for counts in before for count in counts.values()), "the pair fills every reference"
    tables = dump(session, LOGS)

    one, is_new = merge(session, wish(kept, gone, "name", "phone", "owner_id", "reference", "address"), by)
    session.commit()
    assert is_new
    assert not any(pointing_at(session, MergeKind.CUSTOMER, gone.id).values())
    assert dump(session, LOGS) != tables
    kept = session.get_one(Customer, kept.id)
    assert (kept.name, kept.phone, kept.phone_key) == ("Marchetti Grand Hotel", "(312) 555-0111", "5550111")
    assert (kept.kind, kept.owner_id, kept.reference) == ("", by.staff_id, "C-7") or kept.kind == "hotel"

    undone = undo(session, one.id, by)
    session.commit()
    assert undone.left_over == []
    after = dump(session, LOGS)
    assert {name for name in tables if tables[name] != after[name]} == set()


def test_of_two_answers_the_later_stays_and_of_two_stars_the_earlier(
    session: Session, by: Identity, pair: tuple[Customer, Customer]
) -> None:
    kept, gone = pair
    merge(session, wish(kept, gone), by)
    session.commit()
    answers = session.execute(
        select(Answer.value).join(Question).where(Question.key == "q-1", Answer.customer_id == kept.id)
    )
    assert [value for (value,) in answers] == ["yes"]
    follow = session.scalars(select(Follow).where(Follow.customer_id == kept.id)).one()
    assert follow.created_at == EARLY


def test_of_an_answer_and_a_question_that_was_declined_later_the_answer_stays(
    session: Session, by: Identity, pair: tuple[Customer, Customer]
) -> None:
    kept, gone = pair
    declined = select(Answer).join(Question).where(Question.key == "q-1", Answer.customer_id == gone.id)
    row = session.scalars(declined).one()
    row.value, row.declined_until = None, LATE
    session.flush()
    merge(session, wish(kept, gone), by)
    stays = select(Answer.value).join(Question).where(Question.key == "q-1", Answer.customer_id == kept.id)
    assert session.scalars(stays).all() == ["no"]


def test_the_one_that_stays_is_found_by_both_names_and_numbers(
    session: Session, by: Identity, pair: tuple[Customer, Customer]
) -> None:
    kept, gone = pair
    one, _ = merge(session, wish(kept, gone), by)
    session.commit()
    for words in ("Marchetti Grand", "555-0111", "sounds like markety grant"):
        found = [hit.document for hit in search(session, words) if hit.document.kind == SearchKind.CUSTOMER]
        assert [hit.subject_id for hit in found] == [kept.id], words
    index_name(session, SearchKind.CUSTOMER, kept.id, kept.id, "Hotel Marchetti", "")  # an import writes it anew
    session.commit()
    found = [hit.document for hit in search(session, "Grand Hotel") if hit.document.kind == SearchKind.CUSTOMER]
    assert [hit.subject_id for hit in found] == [kept.id]
    assert one.gone_name == "Marchetti Grand Hotel"


def test_people_of_one_customer_are_merged_and_parted_again(
    session: Session, by: Identity, pair: tuple[Customer, Customer]
) -> None:
    kept, _ = pair
    maria, mary = make_contact(session, kept, "Maria Conti"), make_contact(session, kept, "Mary Conti")
    for contact in (maria, mary):
        for reference in references_to(MergeKind.CONTACT):
            values = {"record_id": contact.id, "kind": "contact"} if reference.only else {"contact_id": contact.id}
            add_row(session, reference.table, **values)
    session.commit()
    tables = dump(session, LOGS)
    one, _ = merge(session, wish(maria, mary), by)
    session.commit()
    mary = session.get_one(Contact, mary.id)
    assert mary.merged_into_id == maria.id
    assert mary.left_at is not None
    assert not any(pointing_at(session, MergeKind.CONTACT, mary.id).values())
    undo(session, one.id, by)
    session.commit()
    assert dump(session, LOGS) == tables


def test_people_of_two_customers_are_not_merged(
    session: Session, by: Identity, pair: tuple[Customer, Customer]
) -> None:
    kept, gone = pair
    with pytest.raises(Problem, match="Merge the customers first"):
        merge(session, wish(make_contact(session, kept), make_contact(session, gone)), by)


def test_private_notes_go_over_but_the_preview_counts_only_what_one_may_read(
    database: Database, session: Session, by: Identity, pair: tuple[Customer, Customer]
) -> None:
    kept, gone = pair
    ana = make_staff(session, "Ana Ruiz")
    make_recording(session, ana, customer_id=gone.id, is_private=True)
    session.commit()
    counted = {}
    for who in (ana.id, by.staff_id):
        with seen_by(database, who).reading() as reader:
            counted[who] = dict(preview_merge(reader, MergeKind.CUSTOMER, kept.id, gone.id).goes_over)["notes"]
    assert counted[ana.id] == counted[by.staff_id] + 1
    merge(session, wish(kept, gone), by)
    session.commit()
    assert session.scalar(select(func.count()).where(Recording.customer_id == gone.id)) == 0


def test_what_is_written_since_stays_and_is_told(
    session: Session, by: Identity, pair: tuple[Customer, Customer], tom: Staff
) -> None:
    kept, gone = pair
    one, _ = merge(session, wish(kept, gone, "phone"), by)
    session.commit()
    note = make_recording(session, tom, customer_id=kept.id)
    session.get_one(Customer, kept.id).phone = "(312) 555-0000"
    session.commit()
    undone = undo(session, one.id, by)
    session.commit()
    assert undone.left_over[0] == "The phone was changed since and stays as it is."
    assert undone.left_over[1].startswith("1 note that came since stays at Hotel Marchetti.")
    assert session.get_one(Recording, note.id).customer_id == kept.id
    assert session.get_one(Customer, gone.id).merged_into_id is None


def test_merges_are_taken_back_in_the_opposite_order(
    session: Session, by: Identity, pair: tuple[Customer, Customer]
) -> None:
    kept, gone = pair
    last = made(session, "Marchetti Group")
    session.commit()
    tables = dump(session, LOGS)
    first, _ = merge(session, wish(kept, gone), by)
    session.commit()
    second, _ = merge(session, wish(last, kept), by)
    session.commit()
    found = standing_customer(session, gone.id)
    assert found is not None
    assert found.id == last.id
    with pytest.raises(Problem, match=r"Hotel Marchetti was merged into Marchetti Group after that\. Undo that first"):
        undo(session, first.id, by)
    undo(session, second.id, by)
    undo(session, first.id, by)
    session.commit()
    assert dump(session, LOGS) == tables


def test_the_same_wish_twice_is_one_merge_and_undoing_twice_one_undoing(
    session: Session, by: Identity, pair: tuple[Customer, Customer]
) -> None:
    kept, gone = pair
    asked = wish(kept, gone)
    assert [merge(session, asked, by)[1] for _ in range(2)] == [True, False]
    session.commit()
    first = undo(session, asked.id, by).undone_at
    assert undo(session, asked.id, by).undone_at == first
    assert session.scalar(select(func.count()).select_from(Merge)) == 1


@pytest.mark.parametrize("both", [lambda a, b: (a, a), lambda a, b: (b, a)], ids=["itself", "already merged"])
def test_what_cannot_be_merged_is_refused_in_words(
    session: Session,
    by: Identity,
    pair: tuple[Customer, Customer],
    both: Callable[[Customer, Customer], tuple[Customer, Customer]],
) -> None:
    merge(session, wish(*pair), by)
    session.commit()
    kept, gone = both(*pair)
    with pytest.raises(Problem, match=r"same one twice|was merged into Hotel Marchetti by Tom Becker already"):
        merge(session, wish(kept, gone), by)


def test_what_comes_late_for_the_one_that_went_follows_it_and_goes_back_with_it(
    database: Database, session: Session, by: Identity, pair: tuple[Customer, Customer], tom: Staff
) -> None:
    kept, gone = pair
    one, _ = merge(session, wish(kept, gone), by)
    note = make_recording(session, tom, customer_id=gone.id)
    session.commit()
    assert move_late_rows(database) == 1
    assert move_late_rows(database) == 0
    session.rollback()
    session.expire_all()
    assert session.get_one(Recording, note.id).customer_id == kept.id
    undo(session, one.id, by)
    session.commit()
    assert session.get_one(Recording, note.id).customer_id == gone.id

"""What was learnt of customers: facts that nobody had told before, answers, new contacts, new customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from models.customer import Contact, Customer, is_customer
from models.customer_fact import CustomerFact, FactTopic
from models.fact_kind import FactKind
from models.question import Answer, Question
from models.recording import Recording
from models.staff import Staff
from server.services.friday.listing import Listing, Narrow, Row, Rows
from server.services.friday.looking import Looking
from server.services.questions.told_answers import answer_in_words

TOPICS: dict[str, str] = {
    FactTopic.PREFERENCE: "Preferences",
    FactTopic.SUPPLIER: "Suppliers they buy from",
    FactTopic.ROLE: "Who does what there",
    FactTopic.CONTACT: "Contact details",
    FactTopic.HOURS: "Opening hours",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of fact, by its name, and how many new ones were told."""

    kind: str
    name: str
    count: int


def facts_by_topic(session: Session, looking: Looking) -> list[Topic]:
    """Count the week's new facts by kind: the house's own kinds first, then the company's by name."""
    query = select(CustomerFact.kind, func.count()).where(_is_new(looking)).group_by(CustomerFact.kind)
    counted = dict(session.execute(query).all())
    own = session.execute(select(FactKind.id, FactKind.name).order_by(FactKind.name)).all()
    names = {**TOPICS, **dict(own), **{kind: kind for kind in sorted(counted) if kind not in TOPICS}}
    names |= dict(own)
    return [Topic(kind, name, counted[kind]) for kind, name in names.items() if kind in counted]


def _is_new(looking: Looking) -> ColumnElement[bool]:
    """Return the condition for facts said in the week that were not known of the customer just so."""
    before = aliased(CustomerFact)
    is_known = exists().where(
        before.customer_id == CustomerFact.customer_id,
        before.kind == CustomerFact.kind,
        before.subject == CustomerFact.subject,
        func.lower(before.value) == func.lower(CustomerFact.value),
        before.withdrawn_at.is_(None),
        or_(
            before.said_at < CustomerFact.said_at,
            and_(before.said_at == CustomerFact.said_at, before.id < CustomerFact.id),
        ),
    )
    is_in_week = CustomerFact.said_on.between(looking.week.monday, looking.week.sunday)
    return and_(is_in_week, CustomerFact.said_at < looking.as_of, CustomerFact.withdrawn_at.is_(None), ~is_known)


def _facts(_session: Session, looking: Looking, narrow: Narrow) -> Rows:
    query = (
        select(CustomerFact, Customer.name, Staff.name, FactKind.name)
        .join(Customer, Customer.id == CustomerFact.customer_id)
        .outerjoin(Recording, Recording.id == CustomerFact.recording_id)
        .outerjoin(Staff, Staff.id == func.coalesce(CustomerFact.set_by_id, Recording.staff_id))
        .outerjoin(FactKind, FactKind.id == CustomerFact.kind)
        .where(_is_new(looking), CustomerFact.kind == narrow.topic if narrow.topic else true())
    )
    return query.order_by(CustomerFact.said_at.desc(), CustomerFact.id)


def _fact(_looking: Looking, found: Any) -> Row:
    fact, customer, by, own_kind = found
    subject = fact.subject[:1].upper() + fact.subject[1:]
    return Row(
        customer_id=fact.customer_id,
        customer=customer,
        what=f"{subject}: {fact.value}" if subject else fact.value,
        who=by or "",
        on=fact.said_on,
        state=own_kind or TOPICS.get(fact.kind, fact.kind),
        recording_id=fact.recording_id,
    )


def _answers(_session: Session, looking: Looking, _narrow: Narrow) -> Rows:
    # An answer counts when its note was spoken; of notes only those are found that the reader may read.
    spoken = select(Recording.id).where(Recording.started_at >= looking.starts_at, Recording.started_at < looking.as_of)
    is_typed = and_(Answer.recording_id.is_(None), Answer.answered_at >= looking.starts_at)
    is_in_week = or_(Answer.recording_id.in_(spoken), and_(is_typed, Answer.answered_at < looking.as_of))
    asker = aliased(Staff)
    query = (
        select(Answer, Customer.name, Question.text, func.coalesce(asker.name, Staff.name), Recording.started_at)
        .join(Customer, Customer.id == Answer.customer_id)
        .join(Question, Question.id == Answer.question_id)
        .outerjoin(Recording, Recording.id == Answer.recording_id)
        .outerjoin(Staff, Staff.id == Recording.staff_id)
        .outerjoin(asker, asker.id == Answer.staff_id)
        .where(is_in_week, Answer.declined_until.is_(None))
    )
    return query.order_by(Question.text, Answer.answered_at, Answer.id)


def _answer(_looking: Looking, found: Any) -> Row:
    answer, customer, question, by, said_at = found
    return Row(
        customer_id=answer.customer_id,
        customer=customer,
        what=f"{question} {answer_in_words(answer.value)}",
        who=by or "",
        at=said_at or answer.answered_at,
        recording_id=answer.recording_id,
    )


def _contacts(_session: Session, looking: Looking, _narrow: Narrow) -> Rows:
    # What a table brought has a reference: a company's import is nothing that was learnt.
    is_in_week = and_(Contact.created_at >= looking.starts_at, Contact.created_at < looking.as_of)
    query = select(Contact, Customer.name).join(Customer, Customer.id == Contact.customer_id)
    query = query.where(is_in_week, Contact.reference.is_(None), Contact.left_at.is_(None))
    return query.order_by(Contact.created_at, Contact.id)


def _contact(_looking: Looking, found: Any) -> Row:
    contact, customer = found
    what = ", ".join(filter(None, (contact.name, contact.role)))
    return Row(customer_id=contact.customer_id, customer=customer, what=what, at=contact.created_at)


def _prospects(_session: Session, looking: Looking, _narrow: Narrow) -> Rows:
    is_in_week = and_(Customer.created_at >= looking.starts_at, Customer.created_at < looking.as_of)
    query = select(Customer, Staff.name).outerjoin(Staff, Staff.id == Customer.owner_id)
    query = query.where(is_in_week, Customer.is_prospect, is_customer())
    return query.order_by(Customer.created_at, Customer.id)


def _prospect(_looking: Looking, found: Any) -> Row:
    customer, found_by = found
    return Row(
        customer_id=customer.id,
        customer=customer.name,
        what=customer.kind,
        who=found_by or "",
        at=customer.created_at,
    )


FACTS = Listing(
    "New facts",
    "What customers told that nobody had noted of them before.",
    {"what": "Learnt", "state": "About", "customer": "Customer", "on": "Said", "who": "To"},
    _facts,
    _fact,
)
ANSWERS = Listing(
    "Questions answered",
    "What we wanted to know and were told, question by question.",
    {"what": "Answer", "customer": "Customer", "at": "When", "who": "To"},
    _answers,
    _answer,
)
CONTACTS = Listing(
    "New contacts",
    "People whom somebody added; those of imported tables do not count.",
    {"what": "Who", "customer": "Customer", "at": "Added"},
    _contacts,
    _contact,
)
PROSPECTS = Listing(
    "New prospects",
    "Customers to be, found on the road.",
    {"customer": "Customer", "what": "Kind", "who": "Found by", "at": "When"},
    _prospects,
    _prospect,
)

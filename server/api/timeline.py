"""For programs that read: customers by anything at hand, their past page by page, and what is promised to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import Field

from models.customer import Customer
from server.api.forms import Answer, Form, Text
from server.api.round import asking_now
from server.auth import open_to_programs
from server.current import database, settings
from server.errors import NotFound
from server.services.actions.reading import open_at
from server.services.people.api_token import READ_RECORDS
from server.services.touchpoints.customer_search import search_customers
from server.services.touchpoints.timeline_reading import MOST, read_past

blueprint = APIBlueprint("timeline_api", __name__, tag="Touchpoints")


class SearchIn(Form):
    q: Annotated[Text, Field(min_length=1, max_length=200)]


class FoundOut(Answer):
    id: str
    name: str
    kind: str
    place: str
    people: list[str]


class FoundAllOut(Answer):
    customers: list[FoundOut]


class PageIn(Form):
    before: Annotated[Text, Field(max_length=100)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 20


class HappenedOut(Answer):
    """`text` is what was said or written, its secrets cut; a visit has none."""

    kind: Literal["note", "visit"]
    id: str
    at: datetime
    channel: str
    by: str
    contact: str
    outcome: str | None
    summary: str
    text: str


class PastOut(Answer):
    """Newest first; `next` is the `before` of the following page, null at the end."""

    happened: list[HappenedOut]
    next: str | None


class PromiseOut(Answer):
    id: str
    what: str
    owner: str
    is_customers: bool
    due_on: date | None
    is_overdue: bool
    said_at: datetime
    said_by: str
    recording_id: str


class PromisesOut(Answer):
    promises: list[PromiseOut]


@blueprint.get("/customer-search")
@blueprint.input(SearchIn, location="query", arg_name="asked")
@blueprint.output(FoundAllOut)
@blueprint.doc(security="program")
@open_to_programs(READ_RECORDS)
def search(asked: SearchIn) -> FoundAllOut:
    """Find customers by name, part of a name, number or mail address: ten at most, the likeliest first."""
    with database().reading() as session:
        found = search_customers(session, asked.q, settings().phone_country)
    return FoundAllOut(customers=[FoundOut.model_validate(one) for one in found])


@blueprint.get("/customers/<customer_id>/timeline")
@blueprint.input(PageIn, location="query", arg_name="page")
@blueprint.output(PastOut)
@blueprint.doc(security="program")
@open_to_programs(READ_RECORDS)
def timeline(customer_id: str, page: PageIn) -> PastOut:
    """Read what happened at a customer, newest first."""
    with database().reading() as session:
        if session.get(Customer, customer_id) is None:
            raise NotFound("There is no such customer.")
        return PastOut.model_validate(read_past(session, customer_id, page.before, page.limit))


@blueprint.get("/customers/<customer_id>/promises")
@blueprint.output(PromisesOut)
@blueprint.doc(security="program")
@open_to_programs(READ_RECORDS)
def promises(customer_id: str) -> PromisesOut:
    """Read what is promised to or by a customer and still open, the most urgent first."""
    with database().reading() as session:
        if session.get(Customer, customer_id) is None:
            raise NotFound("There is no such customer.")
        found = open_at(session, customer_id, asking_now().today)
    return PromisesOut(promises=[PromiseOut.model_validate(one) for one in found])

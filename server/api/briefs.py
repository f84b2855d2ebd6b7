"""Briefs that the phone keeps, to be read before the door without a network."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from server.api.conditional import NOT_CHANGED, answer_if_changed
from server.api.forms import Answer, Form, NamedOut, SentenceOut
from server.api.round import asking_now
from server.auth import EVERYBODY, allow
from server.current import database, keep_reads
from server.services.customers.brief_choice import MOST_BRIEFS, customers_to_brief
from server.services.customers.brief_reading import read_briefs
from server.services.rights.access_log import Door

blueprint = APIBlueprint("briefs", __name__, tag="Round")
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class WhichCustomers(Form):
    """Ids with commas between them; without any, those that one is likeliest to need."""

    customer_ids: Annotated[str, Field(max_length=37 * MOST_BRIEFS)] = ""


class PersonOut(Answer):
    name: str
    role: str
    phone: str | None
    has_left: bool


class BriefNoteOut(Answer):
    entry_id: str
    recording_id: str
    spoken_at: datetime
    by: str
    summary: str
    sentences: list[SentenceOut]


class PromiseOut(Answer):
    id: str
    text: str
    due_on: date | None
    owner: str
    is_overdue: bool
    may_close: bool


class BriefComplaintOut(Answer):
    """An open complaint and who deals with it."""

    id: str
    text: str
    said_at: datetime
    routed_to: str
    may_close: bool


class KnownFactOut(Answer):
    """What is known, and where it was said; the seconds are null without sound."""

    label: str
    text: str
    said_on: date
    by: str
    recording_id: str | None
    from_s: float | None
    to_s: float | None


class QuestionOut(Answer):
    """What to ask. `options` are the answers to tap; without them a number or words (`kind`) are asked for.

    Where two facts contradict each other `why` tells what was said when.
    """

    id: str
    text: str
    why: str
    kind: str
    options: list[str]


class LastVisitOut(Answer):
    on: date
    by: str


class BriefOut(Answer):
    customer: NamedOut
    people: list[PersonOut]
    notes: list[BriefNoteOut]
    promises: list[PromiseOut]
    complaints: list[BriefComplaintOut]
    signals: list[str]
    facts: list[KnownFactOut]
    preferences: list[str]
    question: QuestionOut | None
    last_visit: LastVisitOut | None
    is_followed: bool
    made_at: datetime


class BriefsOut(Answer):
    briefs: list[BriefOut]


@blueprint.get("/briefs")
@blueprint.input(WhichCustomers, location="query", arg_name="wanted")
@blueprint.output(BriefsOut)
@blueprint.doc(responses=NOT_CHANGED)
@allow(*EVERYBODY)
def read(wanted: WhichCustomers) -> Response:
    """Read the briefs of some customers (at most 60), or of those that one is likeliest to need; with an ETag."""
    asking = asking_now()
    with database().reading() as session:
        ids = [written.strip().lower() for written in wanted.customer_ids.split(",") if written.strip()]
        chosen = ids[:MOST_BRIEFS] or customers_to_brief(session, asking)
        briefs = read_briefs(session, chosen, asking)
    keep_reads(Door.PHONE, *(brief.customer.id for brief in briefs))
    # When it was made is no change of a brief.
    told = [replace(brief, made_at=NO_TIME) for brief in briefs]
    return answer_if_changed(
        told, BriefsOut, lambda: BriefsOut(briefs=[BriefOut.model_validate(brief) for brief in briefs])
    )

"""Visits as the phone shows them, and the rep's word on them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

from apiflask import APIBlueprint
from sqlalchemy.orm import Session

from models.visit import Decision, Visit
from server.api.forms import Answer, ClockTime, Form, Identifier, NamedOut
from server.auth import EVERYBODY, allow
from server.current import database, identity
from server.errors import NotFound
from server.services.visits.visit_addition import add_visit
from server.services.visits.visit_decision import Word, decide_visit
from server.services.visits.visit_merging import merge_visits
from server.services.visits.visit_reading import read_visits
from server.services.visits.visit_splitting import Part, split_visit

blueprint = APIBlueprint("visits", __name__, tag="Visits")


class AlternativeOut(NamedOut):
    probability: float


class VisitOut(Answer):
    id: str
    customer: NamedOut | None
    arrived_at: datetime
    left_at: datetime | None
    state: Literal["open", "closed"]
    certainty: Literal["sure", "probably", "unknown", "confirmed"]
    is_question: bool
    is_stop: bool
    probability: float
    reasons: list[str]
    alternatives: list[AlternativeOut]
    recording_ids: list[str]
    origin: Literal["engine", "person", "note", "automation"]
    flag: str | None


class MissedVisitIn(Form):
    customer_id: Identifier
    arrived_at: ClockTime
    left_at: ClockTime


class DecisionIn(Form):
    decision: Literal["confirmed", "changed", "deleted"]
    customer_id: Identifier | None = None
    arrived_at: ClockTime | None = None
    left_at: ClockTime | None = None


class MergeIn(Form):
    other_id: Identifier


class PartIn(Form):
    id: Identifier
    customer_id: Identifier | None = None


class SplitIn(Form):
    at: ClockTime
    first: PartIn
    second: PartIn


class SplitOut(Answer):
    visits: list[VisitOut]


@blueprint.put("/visits/<visit_id>")
@blueprint.input(MissedVisitIn, arg_name="missed")
@blueprint.output(VisitOut)
@allow(*EVERYBODY)
def add(visit_id: str, missed: MissedVisitIn) -> VisitOut:
    """Add a visit that was missed, with the phone's own id."""
    with database().session() as session:
        times = (missed.arrived_at, missed.left_at)
        visit = add_visit(session, tidy_visit_id(visit_id), identity(), missed.customer_id, *times)
        session.commit()
        return _read(session, visit)[0]


@blueprint.put("/visits/<visit_id>/decision")
@blueprint.input(DecisionIn, arg_name="said")
@blueprint.output(VisitOut)
@allow(*EVERYBODY)
def decide(visit_id: str, said: DecisionIn) -> VisitOut:
    """Confirm a visit, say at which customer it was or when, or that it was none. The engine never undoes it."""
    word = Word(Decision(said.decision), said.customer_id, said.arrived_at, said.left_at)
    with database().session() as session:
        visit = decide_visit(session, tidy_visit_id(visit_id), identity(), word)
        session.commit()
        return _read(session, visit)[0]


@blueprint.put("/visits/<visit_id>/merge")
@blueprint.input(MergeIn, arg_name="said")
@blueprint.output(VisitOut)
@allow(*EVERYBODY)
def merge(visit_id: str, said: MergeIn) -> VisitOut:
    """Say that another visit was part of this one, which then spans both."""
    with database().session() as session:
        visit = merge_visits(session, tidy_visit_id(visit_id), said.other_id, identity())
        session.commit()
        return _read(session, visit)[0]


@blueprint.put("/visits/<visit_id>/split")
@blueprint.input(SplitIn, arg_name="said")
@blueprint.output(SplitOut)
@allow(*EVERYBODY)
def split(visit_id: str, said: SplitIn) -> SplitOut:
    """Say that a visit was two, and when the second began. A part without a customer was at nobody's."""
    parts = (Part(said.first.id, said.first.customer_id), Part(said.second.id, said.second.customer_id))
    with database().session() as session:
        made = split_visit(session, tidy_visit_id(visit_id), said.at, parts, identity())
        session.commit()
        return SplitOut(visits=_read(session, *made))


def tidy_visit_id(written: str) -> str:
    """Return a visit's id as it is stored; an address that holds none leads nowhere."""
    try:
        return str(uuid.UUID(written))
    except ValueError as error:
        raise NotFound("There is no such visit here. Load the day again and choose from it.") from error


def _read(session: Session, *visits: Visit) -> list[VisitOut]:
    return [VisitOut.model_validate(read) for read in read_visits(session, visits)]

"""Customers and people who may be in the books twice, for whoever may make one of them."""

from __future__ import annotations

from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import Field

from models.merge import MergeKind
from server.api.forms import Answer, Form, Identifier
from server.auth import MERGERS, allow
from server.current import database, identity
from server.services.duplicates.offering import dismiss, offers

blueprint = APIBlueprint("duplicates_api", __name__, tag="Merging")


class WhichDuplicates(Form):
    """Those of one customer or person, or the likeliest of all."""

    of: Annotated[str, Field(max_length=36)] = ""


class DuplicateSideOut(Answer):
    """`about` is the address of a customer, the role of a person."""

    id: str
    name: str
    about: str
    customer_id: str
    customer: str


class DuplicateOut(Answer):
    """Two that may be one: `score` is 0 to 100, `reasons` say in words what they share."""

    kind: Literal["customer", "contact"]
    score: int
    reasons: list[str]
    first: DuplicateSideOut
    second: DuplicateSideOut


class DuplicatesOut(Answer):
    duplicates: list[DuplicateOut]


class NotTheSameIn(Form):
    kind: Literal["customer", "contact"]
    first_id: Identifier
    second_id: Identifier


class NotTheSameOut(Answer):
    kind: Literal["customer", "contact"]
    first_id: str
    second_id: str


@blueprint.get("/duplicates")
@blueprint.input(WhichDuplicates, location="query", arg_name="wanted")
@blueprint.output(DuplicatesOut)
@allow(*MERGERS)
def read(wanted: WhichDuplicates) -> DuplicatesOut:
    """Read who may be in the books twice, the likeliest first, at most 100 pairs."""
    with database().reading() as session:
        found = offers(session, of_id=wanted.of)
    return DuplicatesOut(duplicates=[DuplicateOut.model_validate(one) for one in found])


@blueprint.put("/duplicates/dismissal")
@blueprint.input(NotTheSameIn, arg_name="said")
@blueprint.output(NotTheSameOut)
@allow(*MERGERS)
def dismiss_pair(said: NotTheSameIn) -> NotTheSameOut:
    """Say that two are not the same: they are never offered again. Saying it twice changes nothing."""
    with database().session() as session:
        dismiss(session, MergeKind(said.kind), said.first_id, said.second_id, identity())
        session.commit()
    return NotTheSameOut(kind=said.kind, first_id=said.first_id, second_id=said.second_id)

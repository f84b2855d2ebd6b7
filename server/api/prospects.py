"""New customers that a rep finds on the road."""

from __future__ import annotations

import uuid
from typing import Annotated

from apiflask import APIBlueprint
from pydantic import Field

from server.api.forms import Answer, Form, Identifier, Number, Text
from server.auth import EVERYBODY, allow
from server.current import database, identity
from server.errors import NotFound
from server.services.customers.prospect import NewProspect, add_prospect

blueprint = APIBlueprint("prospects", __name__, tag="Customers")


class ProspectIn(Form):
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    kind: Annotated[Text, Field(max_length=100)] = ""
    visit_id: Identifier | None = None
    lat: Annotated[Number, Field(ge=-90, le=90)] | None = None
    lon: Annotated[Number, Field(ge=-180, le=180)] | None = None


class ProspectOut(Answer):
    id: str
    name: str
    kind: str
    is_prospect: bool


@blueprint.put("/prospects/<prospect_id>")
@blueprint.input(ProspectIn, arg_name="said")
@blueprint.output(ProspectOut)
@allow(*EVERYBODY)
def add(prospect_id: str, said: ProspectIn) -> ProspectOut:
    """Add a new customer, at the place of a visit or at one that is given; the visit becomes theirs."""
    try:
        prospect_id = str(uuid.UUID(prospect_id))
    except ValueError as error:
        raise NotFound("A prospect's id is a UUID made on the phone.") from error
    lat, lon = (float(said.lat), float(said.lon)) if said.lat is not None and said.lon is not None else (None, None)
    new = NewProspect(said.name, said.kind, said.visit_id, lat, lon)
    with database().session() as session:
        customer = add_prospect(session, prospect_id, identity(), new)
        session.commit()
        return ProspectOut.model_validate(customer)

"""Customers to choose from, for a rep who says whom a note or visit is about."""

from __future__ import annotations

from typing import Annotated

from apiflask import APIBlueprint
from pydantic import Field

from server.api.forms import CustomersOut, Form, PlaceOut
from server.auth import EVERYBODY, allow
from server.current import database
from server.services.customers.nearby import customers_to_choose

blueprint = APIBlueprint("customers", __name__, tag="Customers")


class WhereAndWhat(Form):
    q: Annotated[str, Field(max_length=200)] = ""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None


@blueprint.get("/customers")
@blueprint.input(WhereAndWhat, location="query", arg_name="wanted")
@blueprint.output(CustomersOut)
@allow(*EVERYBODY)
def choices(wanted: WhereAndWhat) -> CustomersOut:
    """List customers around a position or found by words."""
    here = (wanted.lat, wanted.lon) if wanted.lat is not None and wanted.lon is not None else None
    with database().reading() as session:
        places = customers_to_choose(session, wanted.q, here)
    return CustomersOut(customers=[PlaceOut.model_validate(place) for place in places])

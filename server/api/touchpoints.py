"""For programs at other touchpoints: who is calling and what it is probably about, and writing down what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from apiflask import APIBlueprint
from flask import current_app, g, url_for
from pydantic import AfterValidator, Field, StrictInt, StrictStr, model_validator

from models.recording import Channel, Outcome
from server.api.forms import NO_NUL, Answer, ClockTime, Form, Identifier, Text, storable
from server.api.round import asking_now
from server.auth import WRITERS, open_to_programs, signing_key
from server.current import database, identity, installation, keep_reads, public_address, settings
from server.errors import Forbidden, NotFound
from server.services.notes.written_note import LONGEST_CHARACTERS
from server.services.people.api_token import LOOK_UP, PANEL_OF_ANYBODY, WRITE_INTERACTIONS, staff_by_email
from server.services.rights.access_log import Door
from server.services.touchpoints.call_lines import Line, call_lines
from server.services.touchpoints.caller import callers_by, told_number
from server.services.touchpoints.interaction import Met, keep_interaction
from server.services.touchpoints.panel_pass import LINK_MINUTES, MOST_MINUTES, PanelPass, sign_link

blueprint = APIBlueprint("touchpoints", __name__, tag="Touchpoints")
MOST_CUSTOMERS = 5  # of whom the lines are read; the others stand among the callers

Sentences = Annotated[
    StrictStr,
    AfterValidator(storable),
    Field(max_length=LONGEST_CHARACTERS, json_schema_extra={"pattern": NO_NUL}),
]


class WhoIn(Form):
    """A telephone number in any form, or a mail address."""

    phone: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=254)] = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> WhoIn:
        if bool(self.phone.strip()) == bool(self.email.strip()):
            raise ValueError("give either phone or email")
        return self


class CallerOut(Answer):
    customer_id: str
    customer: str
    contact_id: str | None
    contact: str
    role: str


class LineOut(Answer):
    """One thing that the call may be about; `clip_url` is null where it cannot be heard."""

    kind: str
    head: str
    text: str
    at: datetime
    is_urgent: bool
    note_url: str | None
    clip_url: str | None


class AboutOut(Answer):
    customer_id: str
    lines: list[LineOut]
    page_url: str


class LookUpOut(Answer):
    """All whom it can be; with more than one customer nobody has guessed which."""

    callers: list[CallerOut]
    customers: list[AboutOut]


class PanelIn(Form):
    """Who is at the other end: number, address or both, or a customer; `staff` is the agent's mail address.

    `staff` takes a token for all agents; without it the panel speaks in the name of the token's owner.
    """

    phone: Annotated[Text, Field(max_length=40)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    customer_id: Identifier | None = None
    contact_id: Identifier | None = None
    staff: Annotated[Text, Field(max_length=254)] = ""
    minutes: Annotated[StrictInt, Field(ge=1, le=MOST_MINUTES)] = LINK_MINUTES


class PanelLinkOut(Answer):
    """`url` may be put into a frame of a site that an administrator listed."""

    url: str
    expires_at: datetime


class InteractionIn(Form):
    """`id` is made by the sender (UUID), so that sending again is harmless."""

    id: Identifier
    customer_id: Identifier
    channel: Literal["call", "email", "chat", "counter", "web_form", "complaint", "order"]
    text: Sentences = ""
    outcome: Literal["settled", "passed_on", "call_back", "not_reached"] | None = None
    contact_id: Identifier | None = None
    at: ClockTime | None = None


class InteractionOut(Answer):
    id: str
    url: str


@blueprint.get("/lookup")
@blueprint.input(WhoIn, location="query", arg_name="who")
@blueprint.output(LookUpOut)
@blueprint.doc(security="program")
@open_to_programs(LOOK_UP)
def look_up(who: WhoIn) -> LookUpOut:
    """Tell who has a number or an address, and for each such customer the three lines of the page at the desk."""
    asking = asking_now()
    with database().reading() as session:
        callers = callers_by(session, told_number(who.phone), who.email, settings().phone_country)
        customers = list(dict.fromkeys(caller.customer_id for caller in callers))[:MOST_CUSTOMERS]
        about = {one: call_lines(session, one, asking) for one in customers}
    keep_reads(Door.PROGRAM, *customers)
    return LookUpOut(
        callers=[CallerOut.model_validate(caller) for caller in callers],
        customers=[
            AboutOut(
                customer_id=customer_id,
                lines=[_line_out(line) for line in lines],
                page_url=url_for("pop.show", customer=customer_id),
            )
            for customer_id, lines in about.items()
        ],
    )


@blueprint.post("/panel-links")
@blueprint.input(PanelIn, arg_name="about")
@blueprint.output(PanelLinkOut)
@blueprint.doc(security="program")
@open_to_programs(LOOK_UP)
def open_panel(about: PanelIn) -> PanelLinkOut:
    """Make an address that shows the panel about a caller in a frame; it opens for minutes and needs no cookie."""
    words = PanelPass(
        staff_id=_agent(about.staff) if about.staff else identity().staff_id,
        token_id=g.api_token.id,
        phone=told_number(about.phone),
        email=about.email.strip(),
        customer_id=about.customer_id or "",
        contact_id=about.contact_id or "",
    )
    written, until = sign_link(signing_key(current_app), words, about.minutes)
    return PanelLinkOut(url=f"{public_address()}{url_for('panel.open_link', context=written)}", expires_at=until)


def _agent(email: str) -> str:
    if PANEL_OF_ANYBODY not in g.api_token.scopes:
        raise Forbidden(f"To name somebody a token needs {PANEL_OF_ANYBODY}.", code="scope-missing")
    with database().reading() as session:
        staff = staff_by_email(session, email)
    if staff is None:
        raise NotFound("Nobody of the staff has this address.", code="staff-unknown")
    return staff.id


@blueprint.post("/interactions")
@blueprint.input(InteractionIn, arg_name="said")
@blueprint.output(InteractionOut)
@blueprint.doc(security="program", responses={201: "Kept", 200: "Held already"})
@open_to_programs(WRITE_INTERACTIONS, owners=WRITERS)
def keep(said: InteractionIn) -> InteractionOut | tuple[InteractionOut, int]:
    """Write down a call, mail, chat or the like; facts are read from its words as from a spoken note."""
    met = Met(
        id=said.id,
        customer_id=said.customer_id,
        channel=Channel(said.channel),
        text=said.text,
        outcome=Outcome(said.outcome) if said.outcome else None,
        contact_id=said.contact_id,
        at=said.at,
    )
    is_new = keep_interaction(installation(), identity(), met)
    answer = InteractionOut(id=said.id, url=url_for("note.show", recording_id=said.id))
    return (answer, 201) if is_new else answer


def _line_out(line: Line) -> LineOut:
    clip = None
    if line.recording_id and line.from_s is not None and line.to_s is not None:
        clip = f"/api/recordings/{line.recording_id}/clip?from_s={line.from_s}&to_s={line.to_s}"
    note = url_for("note.show", recording_id=line.recording_id) if line.recording_id else None
    return LineOut(
        kind=line.kind,
        head=line.head,
        text=line.text,
        at=line.at,
        is_urgent=line.is_urgent,
        note_url=note,
        clip_url=clip,
    )

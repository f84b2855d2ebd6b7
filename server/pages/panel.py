"""The panel inside other people's software: the caller's three lines and one click for what came of it.

It lives in a frame of another site, where browsers withhold cookies: every address carries a pass instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import Response, current_app, g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response as AnyResponse

from models.base import new_id, now
from models.customer import Customer
from models.event import newest_event_id
from models.recording import Channel, Recording
from server.auth import open_to_panel, public, signing_key, written_in_panel
from server.current import database, identity, installation, keep_reads, settings
from server.errors import Forbidden, NotFound, Problem
from server.feed import Feed
from server.pages.asked import posted_answer
from server.pages.live import for_a_while, last_id
from server.pages.pop import posted_channel, posted_id, posted_outcome
from server.services.customers.brief_reading import read_briefs
from server.services.customers.round_reading import Asking
from server.services.notes.kept_sound import require_playable, sound_pieces, sound_type
from server.services.notes.recording_intake import count_chunks
from server.services.notes.stretches import cut_stretch
from server.services.questions.answering import answer_question
from server.services.rights.access_log import Door
from server.services.rights.note_topics import require_hearable
from server.services.touchpoints.call_lines import Line, call_lines
from server.services.touchpoints.caller import Caller, callers_by
from server.services.touchpoints.interaction import Met, keep_interaction
from server.services.touchpoints.panel_pass import PanelPass, read_link, sign_pass, staff_of
from server.services.touchpoints.panel_site import list_sites
from server.services.touchpoints.wording import OUTCOME_NAMES

blueprint = APIBlueprint("panel", __name__, url_prefix="/panel", enable_openapi=False)
MOST_CUSTOMERS, LONGEST_CLIP_S = 10, 120


@blueprint.get("/open")
@public
def open_link() -> AnyResponse:
    """Change a link, which is good for minutes, for a pass of the page that it opens."""
    key = signing_key(current_app)
    about = read_link(key, request.args.get("context", ""))
    with database().reading() as db:
        staff_of(db, about)
        callers = callers_by(db, about.phone, about.email, settings().phone_country)
    customers = [about.customer_id] if about.customer_id else list(dict.fromkeys(one.customer_id for one in callers))
    written = sign_pass(key, about, customers[:MOST_CUSTOMERS])
    return redirect(_address("panel.show", {"pass": written}), code=303)


@blueprint.get("")
@open_to_panel
def show() -> str:
    about, asked = _about(), request.args
    wanted = asked.get("customer", "") or about.customer_id
    if wanted:
        _check(about, wanted)
    with database().reading() as db:
        newest = newest_event_id(db)
        callers = callers_by(db, about.phone, about.email, settings().phone_country)
        callers = [caller for caller in callers if caller.customer_id in about.customers]
        contact_id = asked.get("contact", "") or about.contact_id or _only_contact(callers, wanted)
        customer = _customer(db, wanted or (about.customers[0] if len(about.customers) == 1 else ""))
        keep_reads(Door.PANEL, customer.id if customer else None)
        return render_template(
            "panel/show.html",
            about=about,
            written=request.args["pass"],
            callers=callers,
            customer=customer,
            contact_id=contact_id,
            newest=newest,
            new_id=new_id(),
            is_kept="kept" in asked,
            outcomes=OUTCOME_NAMES,
            **(_lines(db, customer) if customer else {}),
        )


@blueprint.post("")
@written_in_panel
def keep() -> AnyResponse:
    """Keep what came of it; sent twice it is kept once."""
    form, customer_id = request.form, _posted_customer()
    met = Met(
        id=posted_id(form.get("id", "")),
        customer_id=customer_id,
        contact_id=form.get("contact") or None,
        channel=posted_channel(form.get("channel", Channel.CALL)),
        outcome=posted_outcome(form.get("outcome", "")),
        text=form.get("text", ""),
    )
    keep_interaction(installation(), identity(), met)
    return _back_with_thanks()


@blueprint.post("/answers")
@written_in_panel
def answer() -> AnyResponse:
    """Keep what the customer answered to the question, or that they would rather not say."""
    form, customer_id = request.form, _posted_customer()
    with database().session() as db:
        answer_question(db, customer_id, form.get("question_id", ""), posted_answer(), identity(), settings().time_zone)
        db.commit()
    return _back_with_thanks()


@blueprint.get("/clip/<recording_id>")
@open_to_panel
def clip(recording_id: str) -> Response:
    """Give a stretch of the sound of a note about one of the pass's customers."""
    from_s, to_s = request.args.get("from_s", type=float), request.args.get("to_s", type=float)
    if from_s is None or to_s is None or not 0 <= from_s < to_s <= from_s + LONGEST_CLIP_S:
        raise Problem("Give from_s and to_s in seconds, at most 120 apart.", status=422, code="bad-stretch")
    with database().reading() as db:
        recording = db.get(Recording, recording_id)
        if recording is None or recording.customer_id not in _about().customers:
            raise NotFound("There is no such sound.")
        require_hearable(db, recording)
        require_playable(recording)
        count = count_chunks(db, recording).received
    if count == 0:
        raise NotFound("No sound is kept for this note.", code="no-sound")
    wav = cut_stretch(sound_pieces(installation().recordings, recording, count), sound_type(recording), from_s, to_s)
    return Response(wav, mimetype="audio/wav", headers={"Cache-Control": "private, no-store"})


@blueprint.get("/feed")
@open_to_panel
def feed() -> Response:
    """Tell the open panel when something about its customers changed, and nothing about what."""
    live: Feed = current_app.extensions["feed"]
    about = _about()
    answer = Response(
        for_a_while(_of_these(live.stream(last_id(), identity().staff_id), about.customers)),
        mimetype="text/event-stream",
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


@blueprint.get("/chatwoot")
@public
def chatwoot() -> str:
    """Show the dashboard app of Chatwoot: an empty page until Chatwoot tells it whose conversation is open."""
    with database().reading() as db:
        sites = [site.origin for site in list_sites(db)]
    return render_template("panel/chatwoot.html", sites=sites)


def _posted_customer() -> str:
    """Return the customer that a form of the panel is about; raises Forbidden for one of another caller."""
    customer_id = request.form.get("customer", "")
    _check(_about(), customer_id)
    return customer_id


def _back_with_thanks() -> AnyResponse:
    """Show the panel again for the same caller, and that what was posted is kept."""
    form = request.form
    back = {"pass": form["pass"], "customer": form["customer"], "contact": form.get("contact", ""), "kept": "1"}
    return redirect(_address("panel.show", back), code=303)


def _of_these(messages: Iterator[str], customers: tuple[str, ...]) -> Iterator[str]:
    for message in messages:
        if message.startswith(":"):
            yield message
            continue
        told: dict[str, Any] = json.loads(message.partition("data: ")[2])
        if told.get("customer_id") in customers:
            yield f"id: {told['id']}\nevent: change\ndata: {{}}\n\n"


def _about() -> PanelPass:
    return cast(PanelPass, g.panel_pass)


def _check(about: PanelPass, customer_id: str) -> None:
    if customer_id not in about.customers:
        raise Forbidden("This panel was opened for another caller.", code="not-yours")


def _only_contact(callers: list[Caller], customer_id: str) -> str:
    fitting = [one for one in callers if not customer_id or one.customer_id == customer_id]
    return fitting[0].contact_id or "" if len(fitting) == 1 else ""


def _customer(session: Session, customer_id: str) -> Customer | None:
    if not customer_id:
        return None
    loaded = select(Customer).options(selectinload(Customer.contacts))
    customer = session.scalar(loaded.where(Customer.id == customer_id))
    if customer is None:
        raise NotFound("There is no such customer.")
    return customer


def _lines(session: Session, customer: Customer) -> dict[str, Any]:
    asking = Asking(identity().staff_id, now(), ZoneInfo(settings().time_zone), settings().visit_interval_days)
    return {
        "lines": call_lines(session, customer.id, asking),
        "brief": read_briefs(session, [customer.id], asking)[0],
        "clip_of": _clip_address,
    }


def _clip_address(line: Line) -> str:
    assert line.from_s is not None and line.to_s is not None  # asked for only where there is sound
    from_s, to_s = max(0.0, line.from_s - 0.2), min(line.to_s, line.from_s + 99) + 0.3
    stretch = {"from_s": round(from_s, 2), "to_s": round(to_s, 2), "pass": request.args["pass"]}
    return _address("panel.clip", {"recording_id": line.recording_id, **stretch})


def _address(endpoint: str, given: dict[str, Any]) -> str:
    """Return an address; "pass" is a word of the language and cannot be an argument by name."""
    return url_for(endpoint, **{name: value for name, value in given.items() if value not in ("", None)})

"""A person's appointments and promises as a calendar (RFC 5545) that other calendars subscribe to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.action import Action, ActionState
from models.appointment import Appointment
from models.customer import Customer
from server.services.feeds.folded_lines import escape, folded

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
MOST = 1000


def calendar_of(session: Session, staff_id: str, company: str, site: str, at: datetime) -> str:
    """Return the calendar as of an instant. `site` is this server's address, for links."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Rounds//Rounds//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(f'Rounds, {company}')}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
    ]
    for appointment in _appointments(session, staff_id, at):
        lines += _appointment_lines(appointment, site)
    for action in _promises(session, staff_id, at):
        lines += _promise_lines(action, site)
    return folded([*lines, "END:VCALENDAR"])


def _appointments(session: Session, staff_id: str, at: datetime) -> Iterator[Appointment]:
    query = select(Appointment).where(
        Appointment.staff_id == staff_id, Appointment.starts_at > at - BACK, Appointment.starts_at < at + AHEAD
    )
    loaded = query.options(joinedload(Appointment.customer).selectinload(Customer.sites))
    yield from session.scalars(loaded.order_by(Appointment.starts_at, Appointment.id).limit(MOST))


def _promises(session: Session, staff_id: str, at: datetime) -> Iterator[Action]:
    """Find what the person has still to do by a day, and what was done lately, so that it can be struck off."""
    is_wanted = or_(Action.state == ActionState.OPEN, Action.closed_at > at - BACK)
    query = select(Action).where(Action.owner_id == staff_id, Action.due_on.is_not(None), is_wanted)
    yield from session.scalars(
        query.options(selectinload(Action.customer)).order_by(Action.due_on, Action.id).limit(MOST)
    )


def _appointment_lines(one: Appointment, site: str) -> list[str]:
    place = next((", ".join(filter(None, (at.street, at.city))) for at in one.customer.sites), "")
    return [
        "BEGIN:VEVENT",
        f"UID:{one.id}@rounds",
        f"DTSTAMP:{_utc(one.created_at)}",
        f"DTSTART:{_utc(one.starts_at)}",
        f"DTEND:{_utc(max(one.ends_at, one.starts_at))}",
        f"SUMMARY:{escape(': '.join(filter(None, (one.customer.name, one.title))))}",
        *([f"LOCATION:{escape(place)}"] if place else []),
        *_link(f"/customers/{one.customer_id}", site),
        f"STATUS:{'CANCELLED' if one.cancelled_at else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _promise_lines(one: Action, site: str) -> list[str]:
    """A promise fills a day without blocking it: most calendars show no to-dos of others."""
    assert one.due_on is not None  # only those with a day are read
    name = f" ({one.customer.name})" if one.customer else ""
    mark = {ActionState.DONE: "Done: ", ActionState.DROPPED: "Dropped: "}.get(ActionState(one.state), "Promised: ")
    return [
        "BEGIN:VEVENT",
        f"UID:{one.id}@rounds",
        f"DTSTAMP:{_utc(one.closed_at or one.created_at)}",
        f"DTSTART;VALUE=DATE:{_day(one.due_on)}",
        f"DTEND;VALUE=DATE:{_day(one.due_on + timedelta(days=1))}",
        f"SUMMARY:{escape(mark + one.what + name)}",
        *_link(f"/notes/{one.recording_id}", site),
        "TRANSP:TRANSPARENT",
        f"STATUS:{'CANCELLED' if one.state == ActionState.DROPPED else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _link(path: str, site: str) -> list[str]:
    return [f"URL:{site}{path}"] if site else []


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _day(on: date) -> str:
    return f"{on:%Y%m%d}"

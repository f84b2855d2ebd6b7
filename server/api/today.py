"""A rep's day in one answer: visits, notes and how far they have come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from pydantic import Field

from models.base import now
from server.api.answers import recording_out
from server.api.forms import Answer, Form, RecordingOut
from server.api.visits import VisitOut
from server.auth import EVERYBODY, allow
from server.current import database, identity, installation, keep_listed, settings
from server.services.notes.recording_reading import read_recordings, recordings_between, recordings_of_today
from server.services.visits.visit_question import ask_at_most_one
from server.services.visits.visit_reading import visits_on

blueprint = APIBlueprint("today", __name__, tag="Today")


class WhichDay(Form):
    on: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))] | None = None


class TodayOut(Answer):
    on: date
    visits: list[VisitOut]
    recordings: list[RecordingOut]
    server_time: datetime


@blueprint.get("/today")
@blueprint.input(WhichDay, location="query", arg_name="day")
@blueprint.output(TodayOut)
@allow(*EVERYBODY)
def today(day: WhichDay) -> TodayOut:
    """Read the day of whoever asks; without a date today in the company's zone, with what is left of last night."""
    zone, at = ZoneInfo(settings().time_zone), now()
    on = day.on or at.astimezone(zone).date()
    start, end = _day(on, zone)
    with database().reading() as session:
        lexicon = installation().lexicon.current(session)
        staff_id = identity().staff_id
        wanted = recordings_between(staff_id, start, end) if day.on else recordings_of_today(staff_id, start, end, at)
        recordings = read_recordings(session, wanted, lexicon)
        read = visits_on(session, identity().staff_id, start, end)
        visits = ask_at_most_one(session, identity().staff_id, read, _day(now().astimezone(zone).date(), zone), now())
    keep_listed(*(one.recording for one in recordings))
    return TodayOut(
        on=on,
        visits=[VisitOut.model_validate(visit) for visit in visits],
        recordings=[recording_out(recording) for recording in recordings],
        server_time=now(),
    )


def _day(on: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return datetime.combine(on, time(), zone), datetime.combine(on + timedelta(days=1), time(), zone)

"""Throws positions away once they have done their work, or when the person says so; visits stay what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, union, update
from sqlalchemy.orm import Session

from models.device import Device
from models.event import Event, record_event
from models.fix import Fix, UnreadMessage
from models.location_choice import LocationChoice, LocationMode, MatchedPeriod
from models.recording import Recording
from models.visit import Origin, Visit
from server.services.notes.note_linking import relink_notes, tell_moved
from server.services.positions.held_positions import HeldStretch, cut_into_stretches, held_positions
from server.services.positions.position_count import count_discarded
from server.services.visits.company_map import CompanyMap
from server.services.visits.visit_logging import SILENCE, hold_rep, match_again
from server.services.visits.visit_places import forget_places_away_from_customers
from server.services.visits.visit_stops import is_stop
from server.services.visits.visit_upkeep import visits_between
from server.settings import Settings

AT_ONCE = 500
GIVE_UP = timedelta(days=7)  # positions on which the engine fails are kept so long for a repaired one
MARGIN = timedelta(hours=1)
TWO_DAYS = timedelta(days=2)
LONG_AGO, EVER = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Terms:
    """For how long positions stay: `kept` after the last one came in; a trail for `trail` after it was made."""

    kept: timedelta
    trail: timedelta


def terms_of(settings: Settings) -> Terms:
    return Terms(timedelta(hours=settings.positions_kept_h), timedelta(days=settings.trail_days))


def people_with_positions(session: Session) -> list[str]:
    """Return everybody of whom something may have to be thrown away."""
    devices = select(Device.staff_id).join(UnreadMessage).where(UnreadMessage.body != b"")
    recordings = select(Recording.staff_id).where(Recording.lat.is_not(None))
    visits = select(Visit.staff_id).where(Visit.lat.is_not(None))
    return sorted(session.scalars(union(select(Fix.staff_id), devices, recordings, visits)))


def discard_due(
    session: Session, company_map: CompanyMap, staff_id: str, at: datetime, terms: Terms, *, match_first: bool = True
) -> int:
    """Throw away what one person's mode keeps no longer; return how many positions went. The caller commits.

    Safe to run twice and beside a phone that sends: one transaction at a time works on a person's positions.
    Without `match_first` the visits are taken as they were when the last position came.
    """
    hold_rep(session, staff_id)
    mode = mode_of(session, staff_id)
    if mode == LocationMode.NONE:
        return _discard_everything(session, company_map, staff_id, at)
    stale = at - (terms.trail if mode == LocationMode.TRAIL else terms.kept)
    held = held_positions(session, staff_id, stale + TWO_DAYS if mode == LocationMode.TRAIL else None)
    stretches = cut_into_stretches(held)
    due = [one for one in stretches if _is_settled(one, at, terms)]
    if mode == LocationMode.TRAIL:
        due = [one for one in due if one.end < stale]
    if match_first:
        due = [one for one in due if _is_matched(session, company_map, staff_id, one, at)]
    for stretch in due:
        _discard_stretch(session, company_map, staff_id, stretch, at)
    left = [one for one in stretches if one not in due]
    unsettled_from = min((one.start - MARGIN for one in left), default=stale)
    flawed = _forget_beside(session, company_map, staff_id, stale)
    forget_places_away_from_customers(session, staff_id, min(stale, unsettled_from))
    return sum(len(one.held) for one in due) + flawed


def discard_in_pause(
    session: Session,
    company_map: CompanyMap,
    staff_id: str,
    began_at: datetime,
    ended_at: datetime | None,
    at: datetime,
) -> int:
    """Throw away what was stored of a pause that came to be known afterwards; return how many positions went.

    The visits around it are looked at again without them; what the engine saw in the pause alone is taken back.
    """
    hold_rep(session, staff_id)
    until = ended_at or at
    held = held_positions(session, staff_id)
    inside = [(one.id, one.source, one.received_at) for one in held if began_at <= one.at < until]
    _delete(session, company_map, staff_id, inside)
    _empty_unread(session, staff_id, began_at, until)
    _forget_places_of_notes(session, staff_id, (Recording.started_at >= began_at) & (Recording.started_at < until))
    if inside:
        match_again(session, company_map, staff_id, (began_at, until), at)
    taken_back = [one for one in visits_between(session, staff_id, began_at, until) if _lies_in(one, began_at, until)]
    for visit in taken_back:
        _take_back(session, visit, at)
    if taken_back:
        tell_moved(session, relink_notes(session, staff_id, began_at - MARGIN, until + MARGIN))
    return len(inside)


def mode_of(session: Session, staff_id: str) -> LocationMode:
    choice = session.get(LocationChoice, staff_id, populate_existing=True)
    return LocationMode(choice.mode) if choice else LocationMode.VISITS


def _discard_everything(session: Session, company_map: CompanyMap, staff_id: str, at: datetime) -> int:
    stretches = cut_into_stretches(held_positions(session, staff_id))
    for stretch in stretches:
        _discard_stretch(session, company_map, staff_id, stretch, at)
    flawed = _forget_beside(session, company_map, staff_id, EVER)
    forget_places_away_from_customers(session, staff_id, EVER)
    return sum(len(one.held) for one in stretches) + flawed


def _is_settled(stretch: HeldStretch, at: datetime, terms: Terms) -> bool:
    is_over = stretch.is_followed or stretch.end + SILENCE <= at
    return is_over and stretch.received_at + terms.kept <= at


def _is_matched(session: Session, company_map: CompanyMap, staff_id: str, stretch: HeldStretch, at: datetime) -> bool:
    is_matched = match_again(session, company_map, staff_id, (stretch.start, stretch.end), at)
    return is_matched or stretch.received_at + GIVE_UP <= at


def _discard_stretch(
    session: Session, company_map: CompanyMap, staff_id: str, stretch: HeldStretch, at: datetime
) -> None:
    """Write down that a stretch is done, close what is open in it, and delete its positions."""
    start, end = stretch.start, stretch.end
    for visit in visits_between(session, staff_id, start, end):
        if visit.is_shown and visit.decision is None:
            start, end = min(start, visit.arrived_at), max(end, visit.left_at)
        if visit.is_open:
            visit.is_open = False
            if visit.is_shown and not is_stop(visit):
                _tell(session, "visit.closed", visit)
    if not _is_covered(session, staff_id, start, end):
        session.add(MatchedPeriod(staff_id=staff_id, start_at=start, end_at=end, discarded_at=at))
    _delete(session, company_map, staff_id, [(one.id, one.source, one.received_at) for one in stretch.held])


def _is_covered(session: Session, staff_id: str, start: datetime, end: datetime) -> bool:
    covers = (MatchedPeriod.start_at <= start) & (MatchedPeriod.end_at >= end)
    return (
        session.scalar(select(MatchedPeriod.id).where(MatchedPeriod.staff_id == staff_id, covers).limit(1)) is not None
    )


def _forget_beside(session: Session, company_map: CompanyMap, staff_id: str, before: datetime) -> int:
    """Forget what came in before an instant and is no position of a stretch; return how many flawed ones went."""
    flawed = select(Fix.id, Fix.source, Fix.received_at).where(
        Fix.staff_id == staff_id, Fix.flaw.is_not(None), Fix.received_at < before
    )
    found = [(row.id, row.source, row.received_at) for row in session.execute(flawed)]
    _delete(session, company_map, staff_id, found)
    _empty_unread(session, staff_id, LONG_AGO, before)
    _forget_places_of_notes(session, staff_id, Recording.received_at < before)
    return len(found)


def _delete(
    session: Session, company_map: CompanyMap, staff_id: str, gone: Sequence[tuple[str, str, datetime]]
) -> None:
    if gone:
        company_map.live_days.keep(staff_id, None)  # nothing of them stays in memory either
    for begin in range(0, len(gone), AT_ONCE):
        ids = [found for found, _, _ in gone[begin : begin + AT_ONCE]]
        session.execute(delete(Fix).where(Fix.id.in_(ids)).execution_options(synchronize_session=False))
    count_discarded(session, staff_id, [(source, received_at) for _, source, received_at in gone], company_map.zone)


def _empty_unread(session: Session, staff_id: str, since: datetime, until: datetime) -> None:
    """Empty messages that could not be read; that they came, and why they could not be read, stays."""
    own = select(Device.id).where(Device.staff_id == staff_id)
    is_due = (UnreadMessage.received_at >= since) & (UnreadMessage.received_at < until) & (UnreadMessage.body != b"")
    emptied = update(UnreadMessage).where(UnreadMessage.device_id.in_(own), is_due).values(body=b"")
    session.execute(emptied.execution_options(synchronize_session=False))


def _forget_places_of_notes(session: Session, staff_id: str, which: ColumnElement[bool]) -> None:
    noted = update(Recording).where(Recording.staff_id == staff_id, Recording.lat.is_not(None), which)
    session.execute(noted.values(lat=None, lon=None).execution_options(synchronize_session="fetch"))


def _lies_in(visit: Visit, began_at: datetime, until: datetime) -> bool:
    is_engine_s = visit.decision is None and visit.origin == Origin.ENGINE
    return is_engine_s and began_at <= visit.arrived_at and visit.left_at <= until


def _take_back(session: Session, visit: Visit, at: datetime) -> None:
    """Leave of a visit only that there was a row: its events point at it, but say no longer where."""
    was_told = visit.is_shown and not is_stop(visit)
    visit.withdrawn_at, visit.is_open, visit.is_question = visit.withdrawn_at or at, False, False
    visit.customer_id, visit.lat, visit.lon, visit.spread_m = None, None, None, None
    visit.reasons, visit.alternatives = [], []
    session.execute(update(Event).where(Event.visit_id == visit.id).values(customer_id=None))
    if was_told:
        _tell(session, "visit.withdrawn", visit)


def _tell(session: Session, kind: str, visit: Visit) -> None:
    session.flush()
    record_event(session, kind, staff_id=visit.staff_id, customer_id=visit.customer_id, visit_id=visit.id)

"""From positions to visits: saves what phones report, asks the engine, keeps the rep's visits and notes in line."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models.event import record_event
from models.recording import Recording
from models.visit import Visit
from server.current import Identity
from server.logs import name_fault
from server.services.notes.note_linking import relink_notes, spoken_notes, tell_moved
from server.services.positions.phone_clocks import clock_shifts
from server.services.positions.position_intake import Reading, Saved, readings_between, save_readings
from server.services.visits.company_map import CompanyMap
from server.services.visits.live_days import read_day
from server.services.visits.visit_upkeep import LONGEST_VISIT, Upkeep, matched_periods, visits_between
from visits.live import begin_day, follow_day
from visits.types import Fix as Position
from visits.types import Visit as Detected

log = logging.getLogger(__name__)

SILENCE = timedelta(hours=4, minutes=10)  # the engine cuts at four hours; the rest is for wrong clocks
SILENCE_S = SILENCE.total_seconds()
LOOK_BACK = (timedelta(hours=10), timedelta(hours=30))
SETTLING = timedelta(hours=2)
MARGIN = timedelta(hours=1)
STILL_THERE_S = 240.0
LONGEST_SILENCE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A rep's positions between two long silences; one that is cut at its start has no silence there for long."""

    positions: tuple[Position, ...]
    is_cut: bool

    @property
    def start(self) -> datetime:
        return datetime.fromtimestamp(self.positions[0].at_s, UTC)

    @property
    def end(self) -> datetime:
        return datetime.fromtimestamp(self.positions[-1].at_s, UTC)

    @property
    def received_at(self) -> datetime:
        """When the newest of its positions came in."""
        return datetime.fromtimestamp(max(position.received_s or 0.0 for position in self.positions), UTC)


def record_fixes(
    session: Session, company_map: CompanyMap, by: Identity, readings: Iterable[Reading], received_at: datetime
) -> Saved:
    """Save positions and bring the rep's visits up to date, in the caller's one transaction.

    Positions held already change nothing. What is looked at again is what came since the last certain drive, as long
    as this process remembers the day so far; else the stretch between two long silences. The result is the same.
    """
    company_map.current(received_at)  # whatever takes long is read before the transaction begins
    hold_rep(session, by.staff_id)
    saved = save_readings(session, company_map, by, readings, received_at)
    if saved.fresh_at:
        shift = clock_shifts(session, by.staff_id).get(by.device_id or "", timedelta())
        fresh_at = [at + shift for at in saved.fresh_at]
        if not _follow(session, company_map, by.staff_id, fresh_at[0], received_at):
            match_again(session, company_map, by.staff_id, fresh_at, received_at)
        if shift:
            _restore_past(session, company_map, by.staff_id, saved.fresh_at, received_at)
    return saved


def reconsider(session: Session, company_map: CompanyMap, staff_id: str, at: datetime, received_at: datetime) -> None:
    """Look again at the stretch around an instant: a note has said something new. Begin a transaction with it."""
    company_map.current(at)
    hold_rep(session, staff_id)
    match_again(session, company_map, staff_id, (at,), received_at)


def hold_rep(session: Session, staff_id: str) -> None:
    """Let one transaction at a time work on a rep's visits; SQLite's write lock does that by itself."""
    if session.get_bind().dialect.name == "postgresql":
        lock = int.from_bytes(hashlib.sha256(staff_id.encode()).digest()[:8], signed=True)
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def _follow(
    session: Session, company_map: CompanyMap, staff_id: str, first_fresh_at: datetime, received_at: datetime
) -> bool:
    """Go on from what this process remembers of the rep's day; False when everything must be looked at again."""
    day, shifts = company_map.live_days.of(staff_id), clock_shifts(session, staff_id)
    if day is None:
        return False
    company = company_map.current(day.company_at)
    if not day.still_holds(session, company, staff_id, first_fresh_at, shifts):
        return False
    positions = readings_between(session, staff_id, day.load_from, received_at + LOOK_BACK[0], shifts)
    start_at = day.start
    if not positions:
        return False
    stretch = Stretch(tuple(positions), is_cut=False)
    known_at = max(received_at, stretch.received_at, day.received_at)
    notes = spoken_notes(session, staff_id, start_at, stretch.end + MARGIN)
    try:
        went_on = follow_day(day.checkpoint, positions, notes, known_at.timestamp())
    except Exception as error:  # noqa: BLE001 - the look at everything that follows says what is wrong
        log.warning("the visit engine could not follow a day of staff %s: %s", staff_id, name_fault(error))
        return False
    if went_on is None:
        return False
    found, checkpoint = went_on
    detected = _with_open_one(found, stretch, known_at)
    done = matched_periods(session, staff_id, start_at - LONGEST_VISIT, stretch.end + LONGEST_VISIT)
    upkeep = Upkeep(staff_id, start_at, (day.checkpoint.start_s, stretch.positions[-1].at_s), done)
    _reconcile(session, detected, (start_at, stretch.end), upkeep)
    moved = relink_notes(session, staff_id, start_at, stretch.end + MARGIN)
    _tell(session, staff_id, upkeep.told, moved)
    if checkpoint is not day.checkpoint:
        company_map.live_days.keep(staff_id, read_day(session, staff_id, checkpoint, day.company_at, known_at, shifts))
    return True


def _restore_past(
    session: Session, company_map: CompanyMap, staff_id: str, wrong_at: Sequence[datetime], received_at: datetime
) -> None:
    """Take back what a phone made of a day long past before its clock was found to be behind."""
    day = company_map.live_days.of(staff_id)
    start, end = wrong_at[0] - MARGIN, wrong_at[-1] + MARGIN
    if stretches_around(session, staff_id, wrong_at):
        if any(
            visit.created_at > received_at - LOOK_BACK[0] for visit in visits_between(session, staff_id, start, end)
        ):
            match_again(session, company_map, staff_id, wrong_at, received_at)
    else:
        done = matched_periods(session, staff_id, start - LONGEST_VISIT, end + LONGEST_VISIT)
        upkeep = Upkeep(staff_id, None, (start.timestamp(), end.timestamp()), done)
        upkeep.reconcile(session, visits_between(session, staff_id, start, end), ())
        moved = relink_notes(session, staff_id, start, end)
        _tell(session, staff_id, upkeep.told, moved)
    company_map.live_days.keep(staff_id, day)


def match_again(
    session: Session, company_map: CompanyMap, staff_id: str, instants: Sequence[datetime], received_at: datetime
) -> bool:
    """Look again at the stretches around instants, in a transaction that holds the rep; False: the engine failed."""
    is_matched = True
    told: list[tuple[str, Visit]] = []
    moved: list[Recording] = []
    company_map.live_days.keep(staff_id, None)
    for stretch in stretches_around(session, staff_id, instants):
        span_s = (stretch.positions[0].at_s, stretch.positions[-1].at_s)
        done = matched_periods(session, staff_id, stretch.start - LONGEST_VISIT, stretch.end + LONGEST_VISIT)
        upkeep = Upkeep(staff_id, stretch.start + SETTLING if stretch.is_cut else None, span_s, done)
        is_matched &= _redetect(session, company_map, stretch, upkeep, received_at)
        session.flush()
        moved += relink_notes(session, staff_id, stretch.start - MARGIN, stretch.end + MARGIN)
        told += upkeep.told
    _tell(session, staff_id, told, moved)
    return is_matched


def _redetect(
    session: Session, company_map: CompanyMap, stretch: Stretch, upkeep: Upkeep, received_at: datetime
) -> bool:
    staff_id = upkeep.staff_id
    known_at = max(received_at, stretch.received_at)  # requests may overtake one another
    notes = spoken_notes(session, staff_id, stretch.start, stretch.end + MARGIN)
    try:
        found, checkpoint = begin_day(
            stretch.positions, company_map.current(stretch.start), notes, known_at.timestamp()
        )
    except Exception as error:  # noqa: BLE001 - fixes are kept whatever the engine does, or phones resend for ever
        told = (len(stretch.positions), staff_id, name_fault(error))  # not the message: it may quote a position
        log.error("the visit engine failed on a stretch of %d fixes of staff %s: %s", *told)
        return False
    _reconcile(session, _with_open_one(found, stretch, known_at), (stretch.start - MARGIN, stretch.end), upkeep)
    is_whole = not stretch.is_cut or (checkpoint and checkpoint.start_s - stretch.positions[0].at_s >= SILENCE_S)
    if checkpoint is not None and is_whole:
        day = read_day(session, staff_id, checkpoint, stretch.start, known_at, clock_shifts(session, staff_id))
        company_map.live_days.keep(staff_id, day)
    return True


def _reconcile(session: Session, detected: Sequence[Detected], span: tuple[datetime, datetime], upkeep: Upkeep) -> None:
    # A phone whose clock was healed has its visits elsewhere than its fixes.
    start = min([span[0], *(datetime.fromtimestamp(one.arrive_s, UTC) - MARGIN for one in detected)])
    end = max([span[1], *(datetime.fromtimestamp(one.leave_s, UTC) for one in detected)]) + MARGIN
    _close_earlier(session, upkeep.staff_id, start, upkeep)
    upkeep.reconcile(session, visits_between(session, upkeep.staff_id, start, end), detected)


def _with_open_one(detected: Sequence[Detected], stretch: Stretch, known_at: datetime) -> list[Detected]:
    """Mark the last stay as open when the newest fixes are still in it."""
    found = sorted(detected, key=lambda one: (one.arrive_s, one.leave_s))
    is_fresh = known_at - stretch.end < SILENCE
    if found and is_fresh and stretch.positions[-1].at_s - found[-1].leave_s <= STILL_THERE_S:
        found[-1] = replace(found[-1], is_open=True)
    return found


def _close_earlier(session: Session, staff_id: str, start: datetime, upkeep: Upkeep) -> None:
    """Close what a phone that fell silent left open before this stretch."""
    left_open = select(Visit).where(
        Visit.staff_id == staff_id,
        Visit.is_open.is_(True),
        Visit.arrived_at > start - LONGEST_SILENCE,
        Visit.arrived_at < start,
        Visit.left_at < start,
    )
    for visit in session.scalars(left_open):
        visit.is_open = False
        if visit.is_shown:
            upkeep.told.append(("visit.closed", visit))


def stretches_around(session: Session, staff_id: str, instants: Sequence[datetime]) -> list[Stretch]:
    """Return the stretches in which instants lie, in order of time, loading little beyond them."""
    found: list[Stretch] = []
    shifts = clock_shifts(session, staff_id)
    for group in _groups(sorted(instants)):
        for look_back in LOOK_BACK:
            start, end = group[0] - look_back, group[-1] + look_back
            cut = _cut(readings_between(session, staff_id, start, end, shifts), start)
            touched = [stretch for stretch in cut if _holds_any(stretch, group)]
            if not any(stretch.is_cut for stretch in touched) and _is_silent_after(touched, end):
                break
        found += touched
    return found


def _groups(instants: Sequence[datetime]) -> list[list[datetime]]:
    groups: list[list[datetime]] = []
    for at in instants:
        if groups and at - groups[-1][-1] <= 2 * LOOK_BACK[-1]:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _cut(positions: Sequence[Position], loaded_from: datetime) -> list[Stretch]:
    runs: list[list[Position]] = []
    for position in positions:
        if not runs or position.at_s - runs[-1][-1].at_s >= SILENCE_S:
            runs.append([])
        runs[-1].append(position)
    return [Stretch(tuple(run), run[0].at_s - loaded_from.timestamp() < SILENCE_S) for run in runs]


def _holds_any(stretch: Stretch, instants: Sequence[datetime]) -> bool:
    return any(stretch.start - SILENCE < at < stretch.end + SILENCE for at in instants)


def _is_silent_after(touched: Sequence[Stretch], loaded_until: datetime) -> bool:
    return not touched or loaded_until - touched[-1].end >= SILENCE


def _tell(session: Session, staff_id: str, told: Sequence[tuple[str, Visit]], moved: Sequence[Recording]) -> None:
    """Write the events last: on PostgreSQL the first takes the feed's lock, and nothing may wait while it is held."""
    session.flush()
    for kind, visit in told:
        record_event(session, kind, staff_id=staff_id, customer_id=visit.customer_id, visit_id=visit.id)
    tell_moved(session, moved)

"""Keeps positions as phones report them: each once, the impossible ones too, with what is wrong with them."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.base import new_id
from models.database import insert_of
from models.fix import Fix, UnreadMessage
from server.current import Identity
from server.errors import Forbidden
from server.services.positions.position_count import count_positions
from server.services.positions.position_gate import refusals
from server.services.visits.company_map import CompanyMap
from visits.cleaning import find_faults
from visits.types import Fix as Position

CLOCK_TOLERANCE = timedelta(minutes=10)  # a clock a little ahead is healed by the engine, by the time of receipt
ROWS_AT_ONCE = 500
LARGEST_UNREAD = 1024 * 1024
IDENTITY = ("device_id", "at", "lat", "lon", "trigger", "region_event", "region_id")


@dataclass(frozen=True, slots=True)
class Reading:
    """One position as a phone reports it; numbers are finite. There is no speed, on purpose."""

    at: datetime
    lat: float
    lon: float
    accuracy_m: float | None
    source: str
    trigger: str = ""
    region_event: str = ""
    region_id: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a batch: sending it again gives the same counts; `fresh_at` are instants not held before."""

    kept: int
    flagged: int
    refused: int
    fresh_at: tuple[datetime, ...]


def save_readings(
    session: Session, company_map: CompanyMap, by: Identity, readings: Iterable[Reading], received_at: datetime
) -> Saved:
    """Write each position once, as far as the person lets it be stored; of the others only a count stays."""
    sent = list(readings)
    judged = refusals(session, company_map, by.staff_id, device_of(by), [one.at for one in sent], received_at)
    refused = Counter(one.source for one, refusal in zip(sent, judged, strict=True) if refusal)
    taken = [_row(by, one, received_at) for one, refusal in zip(sent, judged, strict=True) if not refusal]
    rows = {_key(row): row for row in taken}
    fresh = [written for some in _portions(list(rows.values())) for written in _insert(session, some)]
    came = Counter(source for _, source, _ in fresh)
    spoilt = Counter(source for _, source, flaw in fresh if flaw is not None)
    for source in came | refused:
        numbers = {"received": came[source] + refused[source], "refused": refused[source], "flagged": spoilt[source]}
        count_positions(session, by.staff_id, source, received_at, company_map.zone, **numbers)
    flagged = sum(row["flaw"] is not None for row in rows.values())
    return Saved(
        kept=len(rows) - flagged,
        flagged=flagged,
        refused=refused.total(),
        fresh_at=tuple(sorted(at for at, _, flaw in fresh if flaw is None)),
    )


def flaw_of(reading: Reading, received_at: datetime) -> str | None:
    """Say in words why a position cannot be used, or None for a sound one."""
    if reading.at > received_at + CLOCK_TOLERANCE:
        return "time is in the future: set the phone's clock"
    position = Position(
        "", reading.at.timestamp(), reading.lat, reading.lon, reading.accuracy_m, received_at.timestamp()
    )
    faults = find_faults([position], received_at.timestamp())
    return faults[0][1][:200] if faults else None


def keep_unread(
    session: Session,
    company_map: CompanyMap,
    by: Identity,
    body: bytes,
    source: str,
    reason: str,
    received_at: datetime,
) -> None:
    """Keep a message that could not be read, once for each content; a very long one is kept in part.

    When it comes while the person lets no position be stored, it may hold one: then only a count stays.
    """
    is_refused = refusals(session, company_map, by.staff_id, by.device_id, [received_at], received_at) != [None]
    insert = insert_of(session)(UnreadMessage).values(
        id=new_id(),
        device_id=device_of(by),
        received_at=received_at,
        source=source,
        reason=reason[:200],
        body=body[:LARGEST_UNREAD],
        body_sha256=hashlib.sha256(body).hexdigest(),
    )
    kept_once = insert.on_conflict_do_nothing().returning(UnreadMessage.id)
    is_fresh = not is_refused and session.scalar(kept_once) is not None
    numbers = {"received": int(is_refused or is_fresh), "refused": int(is_refused), "flagged": int(is_fresh)}
    count_positions(session, by.staff_id, source, received_at, company_map.zone, **numbers)


def device_of(by: Identity) -> str:
    """Return the phone that speaks; raises Forbidden for somebody at a desk."""
    if by.device_id is None:
        raise Forbidden("Positions come from a paired phone. Pair this phone first.", code="no-phone")
    return by.device_id


def _row(by: Identity, reading: Reading, received_at: datetime) -> dict[str, Any]:
    accuracy_m = reading.accuracy_m
    return {
        "id": new_id(),
        "device_id": device_of(by),
        "staff_id": by.staff_id,
        "at": reading.at,
        "received_at": received_at,
        "lat": reading.lat,
        "lon": reading.lon,
        "accuracy_m": accuracy_m if accuracy_m is not None and math.isfinite(accuracy_m) else None,
        "source": reading.source,
        "trigger": reading.trigger,
        "region_event": reading.region_event,
        "region_id": reading.region_id,
        "flaw": flaw_of(reading, received_at),
    }


def _key(row: dict[str, Any]) -> tuple[object, ...]:
    return tuple(row[name] for name in IDENTITY)


def _portions(rows: list[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> list[tuple[datetime, str, str | None]]:
    """Insert what is not held and return (at, source, flaw) of it.

    Of copies the earliest receipt counts, which tells how wrong a phone's clock is.
    """
    insert = insert_of(session)(Fix).values(list(rows))
    stored = insert.on_conflict_do_update(
        index_elements=IDENTITY,
        set_={"received_at": insert.excluded.received_at},
        where=Fix.received_at > insert.excluded.received_at,
    )
    written = session.execute(stored.returning(Fix.at, Fix.source, Fix.flaw))
    return [(at, source, flaw) for at, source, flaw in written]


def readings_between(
    session: Session, staff_id: str, start: datetime, end: datetime, shifts: Mapping[str, timedelta] | None = None
) -> list[Position]:
    """Return a rep's usable positions of a stretch of time as the engine wants them, in order.

    `shifts`: by how much to move those of phones whose clock is far behind; they are found where they then lie.
    """
    shifts = shifts or {}
    found = _positions(session, staff_id, Fix.device_id.not_in(list(shifts)), start, end, timedelta())
    for device_id, shift in shifts.items():
        found += _positions(session, staff_id, Fix.device_id == device_id, start, end, shift)
    return sorted(found, key=lambda position: position.at_s) if shifts else found


def _positions(
    session: Session, staff_id: str, of: ColumnElement[bool], start: datetime, end: datetime, shift: timedelta
) -> list[Position]:
    query = (
        select(
            Fix.at,
            Fix.lat,
            Fix.lon,
            Fix.accuracy_m,
            Fix.received_at,
            Fix.source,
            Fix.trigger,
            Fix.region_event,
            Fix.region_id,
            Fix.device_id,
        )
        .where(Fix.staff_id == staff_id, Fix.at >= start - shift, Fix.at <= end - shift, Fix.flaw.is_(None), of)
        .order_by(Fix.at)
    )
    return [
        Position(staff_id, (at + shift).timestamp(), lat, lon, accuracy_m, received_at.timestamp(), *rest)
        for at, lat, lon, accuracy_m, received_at, *rest in session.execute(query)
    ]

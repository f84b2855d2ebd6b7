"""Finds phones whose clock is behind by much: their fixes belong to another time than they say."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.device import Device
from models.fix import Fix
from visits.cleaning import runs_of
from visits.clocks import read_clock
from visits.types import Fix as Position

SUSPICIOUS = timedelta(minutes=15)
STEP_S = 600.0  # what is left over the engine heals itself
READ = 200

Shifts = dict[str, timedelta]


def clock_shifts(session: Session, staff_id: str) -> Shifts:
    """Return by how much to move the fixes of those of a rep's phones whose clock is behind, in ten minutes' steps.

    The newest fix of a phone tells at once that its clock is right; else its last fixes are read as the engine does,
    which tells a wrong clock from fixes that were sent late.
    """
    shifts: Shifts = {}
    for device_id in session.scalars(select(Device.id).where(Device.staff_id == staff_id).order_by(Device.id)):
        query = select(Fix.at, Fix.received_at).where(
            Fix.device_id == device_id, Fix.staff_id == staff_id, Fix.flaw.is_(None)
        )
        newest = query.order_by(Fix.at.desc())
        last = session.execute(newest.limit(1)).first()
        if last is None or last.received_at - last.at <= SUSPICIOUS:
            continue
        rows = session.execute(newest.limit(READ)).all()
        told = [Position("", at.timestamp(), 0.0, 0.0, None, got.timestamp()) for at, got in reversed(rows)]
        steps = round(read_clock(runs_of(told)[-1]).offset_s / STEP_S)
        if steps > 0:
            shifts[device_id] = timedelta(seconds=steps * STEP_S)
    return shifts

"""Brings stored visits in line with what the engine sees, without touching what a person decided."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.location_choice import MatchedPeriod
from models.visit import Origin, Visit
from server.services.visits.visit_certainty import certainty_of
from server.services.visits.visit_stops import is_stop, is_worth_keeping
from visits.types import Visit as Detected

LONGEST_VISIT = timedelta(hours=48)
SAME_STAY = 0.5
SHORTEST_REST_S = 120.0  # what is left of a stay beside a person's visit
TAKEN_OVER_WITHIN_S = 2700.0  # the times of a visit known from a note alone are a guess
SAME_CUSTOMER_AGAIN_S = 1200.0  # beside a visit whose positions are gone, the same customer is the same visit

Periods = Sequence[tuple[datetime, datetime]]


@dataclass(slots=True)
class Upkeep:
    """What one run of the engine changes in a rep's visits; `told` collects (kind, visit), one for each change.

    `matched` are periods whose positions were thrown away: what comes late sees too little of them to judge.
    """

    staff_id: str
    settled_before: datetime | None = None
    span_s: tuple[float, float] = (-math.inf, math.inf)  # first and last fix looked at
    matched: Periods = ()
    told: list[tuple[str, Visit]] = field(default_factory=list)

    def reconcile(self, session: Session, stored: Sequence[Visit], detected: Sequence[Detected]) -> None:
        """Make the stored visits those that were detected.

        1. A stay that a person decided about, that lies before the stretch looked at or in a matched period keeps
           what it says; while it is open its end follows the engine. What overlaps it is not stored again, or only
           the rest of it.
        2. Every other detected stay goes to the stored one it overlaps most, the same customer first: ids stay. A
           visit known from a note alone takes the stay near it, and with it the true times.
        3. What is left of the detected is new; what is left of the stored is withdrawn, its row kept, except what a
           note or an automation told: no fix is no proof against it.
        """
        worth_keeping = [one for one in detected if is_worth_keeping(one, *self.span_s)]
        fixed = [visit for visit in stored if self._is_fixed(visit) or _is_told_otherwise(visit, worth_keeping)]
        for visit in fixed:
            if visit.is_open and visit.origin != Origin.AUTOMATION:
                self._follow_end(visit, worth_keeping)
        free = [visit for visit in stored if visit not in fixed]
        news = [one for one in worth_keeping if self._is_news(one, fixed)]
        wanted = [rest for one in news if (rest := _beside(one, fixed)) is not None]
        pairs = _pair(wanted, free)
        for number, one in enumerate(wanted):
            if number in pairs:
                self._update(pairs[number], one)
            else:
                self._add(session, one)
        kept = {visit.id for visit in pairs.values()}
        for visit in free:
            if visit.id not in kept and visit.withdrawn_at is None and visit.origin == Origin.ENGINE:
                visit.withdrawn_at, visit.is_open = now(), False
                if not is_stop(visit):
                    self.told.append(("visit.withdrawn", visit))

    def _is_fixed(self, visit: Visit) -> bool:
        return visit.decision is not None or self._is_settled(visit.arrived_at) or self._is_matched(visit)

    def _is_matched(self, visit: Visit) -> bool:
        return any(visit.arrived_at <= end and visit.left_at >= start for start, end in self.matched)

    def _is_settled(self, arrived_at: datetime) -> bool:
        return self.settled_before is not None and arrived_at < self.settled_before

    def _is_news(self, one: Detected, fixed: Iterable[Visit]) -> bool:
        same_stay = (self._is_same_stay(one, visit) for visit in fixed if _stands(visit))
        return not self._is_settled(_instant(one.arrive_s)) and not any(same_stay)

    def _is_same_stay(self, one: Detected, visit: Visit) -> bool:
        overlap_s = _overlap_s(one, visit)
        if self._is_matched(visit):
            is_beside = one.customer_id == visit.customer_id and overlap_s > -SAME_CUSTOMER_AGAIN_S
            return overlap_s > 0.0 or is_beside
        return overlap_s >= SAME_STAY * _shorter_s(one, visit)

    def _follow_end(self, visit: Visit, detected: Iterable[Detected]) -> None:
        overlapping = [one for one in detected if _overlap_s(one, visit) > 0.0]
        same = [one for one in overlapping if one.customer_id == visit.customer_id] or overlapping
        visit.is_open = any(one.is_open for one in same)
        visit.left_at = max([visit.left_at, *(_instant(one.leave_s) for one in same)])
        if not visit.is_open and visit.is_shown:
            self.told.append(("visit.closed", visit))

    def _add(self, session: Session, one: Detected) -> None:
        visit = Visit(id=new_id(), staff_id=self.staff_id, **_values(one))
        session.add(visit)
        if not is_stop(visit):
            self.told.append((_opened_or_closed(visit), visit))

    def _update(self, visit: Visit, one: Detected) -> None:
        was_told, was_open = visit.withdrawn_at is None and not is_stop(visit), visit.is_open
        before = (visit.customer_id, certainty_of(visit))
        for name, value in _values(one).items():
            setattr(visit, name, value)
        visit.withdrawn_at, visit.origin, visit.flag = None, Origin.ENGINE, None
        if is_stop(visit):  # nobody but the rep is told of a stop at nobody's
            if was_told:
                self.told.append(("visit.withdrawn", visit))
        elif not was_told:
            self.told.append((_opened_or_closed(visit), visit))
        elif was_open and not visit.is_open:
            self.told.append(("visit.closed", visit))
        elif before != (visit.customer_id, certainty_of(visit)) or was_open != visit.is_open:
            self.told.append(("visit.changed", visit))


def visits_between(session: Session, staff_id: str, start: datetime, end: datetime) -> Sequence[Visit]:
    """Return every stored visit of a rep, withdrawn ones too, that touches a stretch of time, in order."""
    query = select(Visit).where(
        Visit.staff_id == staff_id,
        Visit.arrived_at > start - LONGEST_VISIT,  # so that the index bounds the search on both sides
        Visit.arrived_at <= end,
        Visit.left_at >= start,
    )
    return session.scalars(query.order_by(Visit.arrived_at, Visit.id)).all()


def matched_periods(session: Session, staff_id: str, start: datetime, end: datetime) -> Periods:
    """Return the periods of a rep, touching a stretch of time, whose positions were matched and thrown away."""
    query = select(MatchedPeriod.start_at, MatchedPeriod.end_at).where(
        MatchedPeriod.staff_id == staff_id, MatchedPeriod.start_at <= end, MatchedPeriod.end_at >= start
    )
    return [(start_at, end_at) for start_at, end_at in session.execute(query)]


def _pair(wanted: Sequence[Detected], free: Sequence[Visit]) -> dict[int, Visit]:
    """Pair detected (by position in the list) and stored visits one to one, the best first."""
    ranked = [
        (visit.withdrawn_at is None, one.customer_id == visit.customer_id, overlap_s, -number, -place)
        for number, one in enumerate(wanted)
        for place, visit in enumerate(free)
        if (overlap_s := _overlap_s(one, visit)) > 0.0 or _is_guessed(visit, one, -overlap_s)
    ]
    pairs: dict[int, Visit] = {}
    taken: set[int] = set()
    for *_, number, place in sorted(ranked, reverse=True):
        if -number not in pairs and -place not in taken:
            pairs[-number] = free[-place]
            taken.add(-place)
    return pairs


def _is_guessed(visit: Visit, one: Detected, apart_s: float) -> bool:
    is_same_customer = one.customer_id is not None and one.customer_id == visit.customer_id
    return visit.origin == Origin.NOTE and is_same_customer and apart_s <= TAKEN_OVER_WITHIN_S


def _is_told_otherwise(visit: Visit, detected: Iterable[Detected]) -> bool:
    """Tell whether an automation named a customer of whom the fixes know nothing: its word is better than a guess."""
    if visit.origin != Origin.AUTOMATION or visit.customer_id is None or visit.withdrawn_at is not None:
        return False
    return not any(one.customer_id == visit.customer_id and _overlap_s(one, visit) > 0.0 for one in detected)


def _beside(one: Detected, fixed: Iterable[Visit]) -> Detected | None:
    """Cut off what lies in a visit that a person decided about; None when next to nothing is left."""
    for visit in fixed:
        if visit.decision is None or _overlap_s(one, visit) <= 0.0:
            continue
        if one.arrive_s < visit.arrived_at.timestamp():
            one = replace(one, leave_s=visit.arrived_at.timestamp(), is_open=False)
        else:
            one = replace(one, arrive_s=min(visit.left_at.timestamp(), one.leave_s))
        if one.leave_s - one.arrive_s < SHORTEST_REST_S:
            return None
    return one


def _overlap_s(one: Detected, visit: Visit) -> float:
    return min(one.leave_s, visit.left_at.timestamp()) - max(one.arrive_s, visit.arrived_at.timestamp())


def _shorter_s(one: Detected, visit: Visit) -> float:
    return min(one.leave_s - one.arrive_s, (visit.left_at - visit.arrived_at).total_seconds())


def _stands(visit: Visit) -> bool:
    return visit.decision is not None or visit.withdrawn_at is None


def _opened_or_closed(visit: Visit) -> str:
    return "visit.opened" if visit.is_open else "visit.closed"


def _values(one: Detected) -> dict[str, Any]:
    return {
        "customer_id": one.customer_id,
        "arrived_at": _instant(one.arrive_s),
        "left_at": _instant(one.leave_s),
        "is_open": one.is_open,
        "probability": round(one.probability, 3),
        "reasons": list(one.reasons),
        "alternatives": [{"customer_id": found, "probability": round(p, 3)} for found, p in one.alternatives],
        "is_question": one.ask,
        "lat": round(one.lat, 6),
        "lon": round(one.lon, 6),
        "spread_m": one.spread_m,
        "fix_count": one.fix_count,
        "is_parked_outside": one.parked_outside,
        **_entrance(one),
    }


def _entrance(one: Detected) -> dict[str, float | None]:
    """Keep the way in only where a customer is: elsewhere it would be a place of the rep's own."""
    lat, lon = one.entrance if one.entrance and one.customer_id else (None, None)
    return {"entrance_lat": lat and round(lat, 6), "entrance_lon": lon and round(lon, 6)}


def _instant(at_s: float) -> datetime:
    return datetime.fromtimestamp(at_s, UTC)

"""Tells a phone that its location app fell silent: that phone's own browser, once a day at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from models.device import Device
from models.position_source import PositionApp, PositionSource
from models.reminder import PushSubscription
from server.services.positions.location_apps import LOCATION_APPS
from server.services.positions.source_silence import SHORTEST_SILENCE, silent_apps
from server.services.visits.company_map import CompanyMap

KIND = "phone-silent"


@dataclass(frozen=True, slots=True)
class SilenceNotice:
    """One message to one browser."""

    subscription: PushSubscription
    message: dict[str, str]


def take_silences(session: Session, company_map: CompanyMap, at: datetime) -> list[SilenceNotice]:
    """Return what to tell, and mark it as told before it is; the caller commits, then sends.

    So a worker that dies in between says nothing rather than saying it twice.
    """
    found = _perhaps_silent(session, at, _midnight(at, company_map.zone))
    notices = []
    for subscription, rows in groupby(found, key=lambda row: row[0]):
        sources = [source for _, source in rows]
        silent = silent_apps(session, company_map, sources[0].device.staff_id, sources, at)
        if silent:
            for source in sources:
                source.silence_told_at = at
            notices.append(SilenceNotice(subscription, _message(sources, silent, company_map.zone)))
    session.flush()
    return notices


def _perhaps_silent(
    session: Session, at: datetime, midnight: datetime
) -> Sequence[tuple[PushSubscription, PositionSource]]:
    """Find the sources of phones that can be told and were not today, as far as the database can tell."""
    query = (
        select(PushSubscription, PositionSource)
        .join(PositionSource, PositionSource.device_id == PushSubscription.device_id)
        .join(Device, Device.id == PositionSource.device_id)
        .where(
            PushSubscription.gone_at.is_(None),
            Device.revoked_at.is_(None),
            or_(PositionSource.silence_told_at.is_(None), PositionSource.silence_told_at < midnight),
            or_(PositionSource.last_received_at.is_(None), PositionSource.last_received_at <= at - SHORTEST_SILENCE),
        )
        .options(joinedload(PositionSource.device))
        .order_by(PushSubscription.id, PositionSource.app)
        .with_for_update(of=PositionSource, skip_locked=True)
    )
    return [(subscription, source) for subscription, source in session.execute(query)]


def _message(sources: Sequence[PositionSource], silent: set[PositionApp], zone: ZoneInfo) -> dict[str, str]:
    quiet = next(source for source in sources if PositionApp(source.app) in silent)
    title = LOCATION_APPS[PositionApp(quiet.app)].title
    heard_at = quiet.last_received_at
    since = f" since {heard_at.astimezone(zone):%a %H:%M}" if heard_at else ""
    return {
        "kind": KIND,
        "title": f"{title} has sent nothing{since}",
        "body": "Open it once, so that your visits go on recording themselves.",
    }


def _midnight(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)

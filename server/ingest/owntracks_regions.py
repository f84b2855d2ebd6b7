"""Keeps the nearest customers as regions on a phone with OwnTracks, by what it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from models.base import now
from server.ingest.door import Taken
from server.ingest.values import Message
from server.services.positions.phone_regions import Region, customer_of_region, regions_to_put
from server.services.positions.position_intake import Reading, flaw_of
from server.services.visits.company_map import CompanyMap

FRESH = timedelta(minutes=30)
# Android replaces a region by its `tst`: with the same few each time, a new set takes the place of the old one.
FIRST_TST = 1_000_000_000


def named_by_customer(company_map: CompanyMap, message: Message) -> Message:
    """Give the crossing of a region its customer's id where the app only knows the region's name."""
    if not isinstance(message, Reading) or not message.region_event:
        return message
    company = company_map.current(now())
    customer_id = customer_of_region(company, message.region_id, message.lat, message.lon)
    return replace(message, region_id=customer_id)


def answer_with_regions(
    company_map: CompanyMap, taken: Taken, messages: Sequence[Message], user_agent: str
) -> list[dict[str, Any]]:
    """Return the commands that put other regions on the phone, none when it has the right ones.

    1. Only OwnTracks itself can take them, and only where it is at the moment matters: not what it sends late.
    2. A position that the person does not let be kept is not used for this either.
    3. A message that was held already came again because its answer was lost, perhaps with regions in it.
    """
    here = _newest_place(taken, messages)
    if here is None or taken.source is None or not taken.saved.kept or not _is_owntracks(user_agent):
        return []
    key_before = taken.source.regions_key if taken.saved.fresh_at else None
    put = regions_to_put(company_map.current(taken.received_at), here.lat, here.lon, key_before)
    if put is None:
        return []
    regions, taken.source.regions_key = put
    # iOS replaces a region by its `rid` and keeps all others, of which it watches 20 only; older Androids know no
    # such command and throw the whole answer away for it.
    clear = [{"_type": "cmd", "action": "clearWaypoints"}] if _is_ios(user_agent) else []
    return [*clear, _set_regions(regions)]


def _newest_place(taken: Taken, messages: Sequence[Message]) -> Reading | None:
    places = [
        message
        for message in messages
        if isinstance(message, Reading)
        and not message.region_event
        and flaw_of(message, taken.received_at) is None
        and taken.received_at - message.at < FRESH
    ]
    return max(places, key=lambda one: one.at, default=None)


def _set_regions(regions: Sequence[Region]) -> dict[str, Any]:
    waypoints = [
        {
            "_type": "waypoint",
            "tst": FIRST_TST + number,
            "rid": region.customer_id,
            "desc": region.name,
            "rad": round(region.radius_m),
            "lat": region.lat,
            "lon": region.lon,
        }
        for number, region in enumerate(regions)
    ]
    return {"_type": "cmd", "action": "setWaypoints", "waypoints": {"_type": "waypoints", "waypoints": waypoints}}


def _is_owntracks(user_agent: str) -> bool:
    return user_agent.lower().startswith("owntracks")


def _is_ios(user_agent: str) -> bool:
    return "cfnetwork" in user_agent.lower() or "darwin" in user_agent.lower()

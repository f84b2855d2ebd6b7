"""A rep's whole day through the HTTP doors: ways, stays, notes, broken messages, a pause, a word on a visit."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from models.base import new_id
from server.settings import Settings
from tests.support.rounds_on_the_road import BELLAVISTA, DEPOT, MARCHETTI, LatLon, Morning, in_batches, morning
from tests.support.stored_places import Region

NOWHERE: LatLon = (41.8750, -87.6900)  # a long stop at no customer
DOCTOR: LatLon = (41.8333, -87.6111)  # and one in a pause that is made known in the evening
COMPANY_ZONE = ZoneInfo(Settings().time_zone)
BROKEN: LatLon = (41.8444, -87.7222)
CUSTOMERS: dict[str, LatLon] = {"Bellavista Bistro": BELLAVISTA, "Hotel Marchetti": MARCHETTI}

Ask = Callable[[str, str, bytes, dict[str, str]], bytes]


@dataclass
class SimulatedDay:
    """`ask(method, path, body, headers)` sends one request and fails unless it is answered 2xx."""

    ask: Ask
    bearer: dict[str, str]
    start: datetime

    def __post_init__(self) -> None:
        self.way: Morning = morning((BELLAVISTA, 30), (NOWHERE, 40), (DOCTOR, 20), (MARCHETTI, 25), start=self.start)

    @property
    def sent(self) -> list[LatLon]:
        """Every place that was sent in any form."""
        notes = [self._place_at(share) for share in NOTES]
        return [*((one.lat, one.lon) for one in self.way.readings), *notes, BROKEN, DEPOT]

    @property
    def region(self) -> Region:
        return Region((41.88, -87.65), 0.5, tuple(CUSTOMERS.values()))

    def live_through(self) -> None:
        """Send the day: a share of the way by each door, then what goes beside."""
        self._send_from_the_open_app()
        self._send_by_owntracks()
        self._send_by_overland()
        self._send_by_traccar()
        for share in NOTES:
            self._speak(share)
        self._look_around()
        self._confirm_first_visit()
        self._tell_pause()

    def _send_from_the_open_app(self) -> None:
        for batch in in_batches(self.way.readings[::2], 60):
            fixes = [
                {"id": new_id(), "at": one.at.isoformat(), "lat": one.lat, "lon": one.lon, "accuracy_m": 9.0}
                for one in batch
            ]
            self._json("POST", "/api/fixes", {"fixes": fixes}, self.bearer)

    def _send_by_owntracks(self) -> None:
        token = base64.b64encode(f"ana:{self._password('owntracks')}".encode()).decode()
        headers = {"Authorization": f"Basic {token}"}
        for one in self.way.readings[1::12]:
            said = {"_type": "location", "lat": one.lat, "lon": one.lon, "tst": one.at.timestamp(), "acc": 9, "vel": 44}
            self._json("POST", "/ingest/owntracks", said, headers)
        for broken in ({"_type": "location", "lat": BROKEN[0], "lon": BROKEN[1]}, {"_type": "x", "at": list(BROKEN)}):
            self._json("POST", "/ingest/owntracks", broken, headers)
        self.ask("POST", "/ingest/owntracks", f'{{"lat": {BROKEN[0]}, "lon": {BROKEN[1]}'.encode(), headers)
        strange = {"_type": "location", "lat": DEPOT[0], "lon": DEPOT[1], "tst": 3_000_000_000, "acc": 9}
        self._json("POST", "/ingest/owntracks", strange, headers)

    def _send_by_overland(self) -> None:
        headers = {"Authorization": f"Bearer {self._password('overland')}"}
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
                "properties": {"timestamp": one.at.isoformat(), "horizontal_accuracy": 9, "speed": 12},
            }
            for one in self.way.readings[3::6]
        ]
        self._json("POST", "/ingest/overland", {"locations": features}, headers)

    def _send_by_traccar(self) -> None:
        token = self._password("traccar")
        for one in self.way.readings[5::60]:
            said = {"id": token, "timestamp": int(one.at.timestamp()), "lat": one.lat, "lon": one.lon, "speed": 22.1}
            self.ask("POST", f"/ingest/traccar?{urlencode(said)}", b"", {})

    def _speak(self, share: float) -> None:
        lat, lon = self._place_at(share)
        at = self.way.readings[int(share * len(self.way.readings))].at
        recording, sound = new_id(), b"\x00" * 64
        begun = {"mime_type": "audio/webm", "started_at": at.isoformat(), "position": {"lat": lat, "lon": lon}}
        self._json("PUT", f"/api/recordings/{recording}", begun, self.bearer)
        self.ask("PUT", f"/api/recordings/{recording}/chunks/0", sound, self.bearer)
        ended = {"chunk_count": 1, "ended_at": (at + timedelta(seconds=20)).isoformat()}
        self._json("PUT", f"/api/recordings/{recording}/completion", ended, self.bearer)

    def _look_around(self) -> None:
        self.ask("GET", f"/api/customers?{urlencode({'lat': NOWHERE[0], 'lon': NOWHERE[1]})}", b"", self.bearer)
        self.ask("GET", "/api/what-left", b"", self.bearer)
        self.ask("GET", "/api/trail", b"", self.bearer)

    def _confirm_first_visit(self) -> None:
        ends = (self.way.readings[0].at, self.way.readings[-1].at)  # it may go on past midnight
        days = dict.fromkeys(at.astimezone(COMPANY_ZONE).date() for at in ends)
        asked = [self.ask("GET", f"/api/today?on={day.isoformat()}", b"", self.bearer) for day in days]
        first = next(visit for answer in asked for visit in json.loads(answer)["visits"] if visit["customer"])
        said = {"decision": "confirmed", "customer_id": first["customer"]["id"]}
        self._json("PUT", f"/api/visits/{first['id']}/decision", said, self.bearer)

    def _tell_pause(self) -> None:
        inside = [one.at for one in self.way.readings if abs(one.lat - DOCTOR[0]) + abs(one.lon - DOCTOR[1]) < 0.001]
        said = {"began_at": inside[0].isoformat(), "until": None, "ended_at": inside[-1].isoformat()}
        self._json("PUT", f"/api/pauses/{new_id()}", said, self.bearer)

    def _place_at(self, share: float) -> LatLon:
        one = self.way.readings[int(share * len(self.way.readings))]
        return one.lat + 0.0001, one.lon - 0.0001

    def _password(self, app: str) -> str:
        answer = self._json("POST", "/api/position-sources", {"app": app}, self.bearer)
        return str(answer["password"] or answer["user"])

    def _json(self, method: str, path: str, said: Any, headers: dict[str, str]) -> Any:
        sent = {"Content-Type": "application/json", **headers}
        return json.loads(self.ask(method, path, json.dumps(said).encode(), sent) or b"null")


NOTES = (0.03, 0.3, 0.55, 0.9)

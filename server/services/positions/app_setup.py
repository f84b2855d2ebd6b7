"""How each location app is set up: its address, its own deep link, and the steps in the words of its screens."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from models.position_source import PositionApp

# What a phone needs to see visits well and still last the day.
TRACCAR_SETTINGS = {
    "accuracy": "high",
    "interval": "60",
    "distance": "50",
    "heartbeat": "600",
    "buffer": "true",
    "stop_detection": "true",
}
GPSLOGGER_FIELDS = {
    "lat": "%LAT",
    "lon": "%LON",
    "time": "%TIME",
    "acc": "%ACC",
    "prov": "%PROV",
    "desc": "%DESC",
}
GPSLOGGER_BODY = "&".join(f"{name}={value}" for name, value in GPSLOGGER_FIELDS.items())
MONITORING_SIGNIFICANT = 1
MODE_HTTP = 3


@dataclass(frozen=True, slots=True)
class AppSetup:
    """Everything that sets one app up on one phone; `link` opens the app with its settings, where it has such a link.

    `addresses` are those of an automation: one to call at arriving, one at leaving.
    """

    address: str
    user: str | None
    password: str | None
    link: str | None
    steps: tuple[str, ...]
    addresses: dict[str, str] | None = None


def setup_of(app: PositionApp, site: str, token: str, owner: str) -> AppSetup:
    """Say how an app is set up; `site` is the address of this installation, `owner` the name of the phone's owner."""
    return SETUPS[app](site, token, owner)


def _owntracks(site: str, token: str, owner: str) -> AppSetup:
    address, user = f"{site}/ingest/owntracks", "rounds"
    settings = {
        "_type": "configuration",
        "mode": MODE_HTTP,
        "url": address,
        "auth": True,
        "username": user,
        "usePassword": True,
        "password": token,
        "deviceId": "phone",
        "tid": _initials(owner),
        "monitoring": MONITORING_SIGNIFICANT,
        "cmd": True,
    }
    inline = base64.b64encode(json.dumps(settings).encode()).decode()
    return AppSetup(
        address,
        user,
        token,
        f"owntracks:///config?inline={quote(inline, safe='')}",
        (
            "Install OwnTracks and open it once. Allow location “Always” and with precise location.",
            "Tap the link on this phone, or scan the picture with it. OwnTracks shows the settings: accept them.",
            "By hand instead: Preferences (iPhone: the i, then Settings), Connection, Mode: HTTP. Enter the address "
            "as URL, the user as UserID or Username, and the password.",
            "Leave the encryption key empty, and allow remote commands (cmd): customers then come as regions.",
            "Choose the mode Significant. Tap the publish arrow once: the last position shows here within seconds.",
        ),
    )


def _overland(site: str, token: str, owner: str) -> AppSetup:
    address = f"{site}/ingest/overland"
    query = urlencode({"url": address, "token": token, "device_id": "phone"}, quote_via=quote)
    return AppSetup(
        address,
        None,
        token,
        f"overland://setup?{query}",
        (
            "Install Overland GPS Tracker and open it once. Allow location “Always” and with precise location.",
            "Tap the link on this phone, or scan the picture with its camera. Overland takes the settings by itself.",
            "By hand instead: Settings, Receiver Endpoint. Enter the address as URL and the password as Access Token.",
            "In Settings set Visit Tracking on, Desired Accuracy to 10 m or 100 m, and Logging Mode to All Data.",
            "Switch tracking on and tap Send Now: the last position shows here within seconds.",
        ),
    )


def _traccar(site: str, token: str, owner: str) -> AppSetup:
    address = f"{site}/ingest/traccar"
    query = urlencode({"url": address, "id": token, **TRACCAR_SETTINGS}, quote_via=quote)
    return AppSetup(
        address,
        token,
        None,
        f"org.traccar.client://config?{query}",
        (
            "Install Traccar Client and open it once. Allow location all the time and with precise location.",
            "Tap the link on this phone and apply the new configuration; or tap the picture of a code in the app's "
            "settings and scan this one.",
            "By hand instead: Settings. Enter the address as Server URL and the user as Device identifier; set "
            "Location accuracy High, Interval 60, Distance 50, Stationary heartbeat 600, Offline buffering on.",
            "Android: switch battery optimisation off for Traccar Client.",
            "Switch Continuous tracking on and tap Send location: it shows here within seconds.",
        ),
    )


def _gpslogger(site: str, token: str, owner: str) -> AppSetup:
    address = f"{site}/ingest/gpslogger"
    profile = f"{site}/ingest/gpslogger/{token}/rounds.properties"
    return AppSetup(
        address,
        "rounds",
        token,
        f"gpslogger://properties/{profile}",
        (
            "Install GPSLogger and open it once. Allow location all the time; switch battery optimisation off for it.",
            "Tap the link on this phone: GPSLogger loads the profile “rounds”. Or in the app: tap the profile at the "
            f"top, From URL, and enter {profile}",
            "By hand instead: Logging details, Log to custom URL, on. Enter the address as URL, the user and the "
            f"password under Basic Authentication, HTTP Method POST, and as HTTP Body: {GPSLOGGER_BODY}",
            "Performance: Logging interval 60 seconds, Distance filter 0.",
            "Tap Start Logging: the first position shows here within a minute.",
        ),
    )


def _automation(site: str, token: str, owner: str) -> AppSetup:
    address = f"{site}/ingest/automation/{token}"
    return AppSetup(
        address,
        None,
        token,
        None,
        (
            "iPhone: Shortcuts, Automation, New Automation, Arrive. Choose the customer's place and Run Immediately. "
            "Add the action Get Contents of URL with the first address.",
            "Make a second one with Leave and the second address.",
            "Android with Tasker: Profiles, Location. Add a task HTTP Request, Method POST, with the first address; "
            "as exit task the same with the second.",
            "Name the customer at the end of the address: ?customer=Bellavista%20Bistro, or its customer number. "
            "Where the app knows the position, add &lat=…&lon=…&acc=… too.",
            "Open the first address in the browser to try it: Rounds answers in a line what it kept.",
        ),
        {"arrived": f"{address}/arrived", "left": f"{address}/left"},
    )


SETUPS: dict[PositionApp, Callable[[str, str, str], AppSetup]] = {
    PositionApp.OWNTRACKS: _owntracks,
    PositionApp.OVERLAND: _overland,
    PositionApp.TRACCAR: _traccar,
    PositionApp.GPSLOGGER: _gpslogger,
    PositionApp.AUTOMATION: _automation,
}


def gpslogger_profile(site: str, token: str) -> str:
    """Write GPSLogger's settings as the profile that the app loads: a Java properties file."""
    settings = {
        "log_customurl_enabled": "true",
        "log_customurl_url": f"{site}/ingest/gpslogger",
        "log_customurl_method": "POST",
        "log_customurl_body": GPSLOGGER_BODY,
        "log_customurl_headers": "Content-Type: application/x-www-form-urlencoded",
        "log_customurl_basicauth_username": "rounds",
        "log_customurl_basicauth_password": token,
        "log_customurl_discard_offline_locations_enabled": "false",
        "time_before_logging": "60",
        "distance_before_logging": "0",
        "startonbootup": "true",
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def _initials(name: str) -> str:
    """Return the two letters that OwnTracks shows on its map."""
    words = [word for word in name.split() if word[:1].isalnum()] or ["Rounds"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()

"""The location apps that Rounds understands: what they are called and on which phones they run."""

from __future__ import annotations

from dataclasses import dataclass

from models.position_source import PositionApp


@dataclass(frozen=True, slots=True)
class LocationApp:
    """One app as people know it; `platforms` in the words of their makers."""

    app: PositionApp
    title: str
    platforms: tuple[str, ...]
    reports_by_itself: bool = True


LOCATION_APPS = {
    one.app: one
    for one in (
        LocationApp(PositionApp.OWNTRACKS, "OwnTracks", ("iPhone", "Android")),
        LocationApp(PositionApp.OVERLAND, "Overland", ("iPhone",)),
        LocationApp(PositionApp.TRACCAR, "Traccar Client", ("iPhone", "Android")),
        LocationApp(PositionApp.GPSLOGGER, "GPSLogger", ("Android",)),
        LocationApp(
            PositionApp.AUTOMATION, "Shortcuts, Tasker and the like", ("iPhone", "Android"), reports_by_itself=False
        ),
    )
}

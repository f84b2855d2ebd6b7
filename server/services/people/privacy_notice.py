"""Says to one person in words what is kept of them, who sees it and for how long: from settings and choice."""

from __future__ import annotations

from dataclasses import dataclass

from models.location_choice import LocationMode
from server.services.positions.location_choice import ChoiceReading
from server.settings import Settings

YOU_ALONE = "You alone"
NOBODY = "Nobody"
ALL_STAFF = "Everybody who signs in here"
LONG = "As long as the customer's history"


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of data."""

    what: str
    detail: str
    seen_by: str
    kept_for: str


def privacy_lines(read: ChoiceReading, settings: Settings) -> list[Line]:
    """Return every kind of data that a person's work leaves here, positions first."""
    return [
        _positions(read, settings),
        _times(read),
        Line("Speed", "Not stored, also where an app sends it.", NOBODY, "Never"),
        Line("Visits", "Customer, arrival, departure, how sure it is, and your word on it.", ALL_STAFF, LONG),
        Line("Stops at nobody's", "Beginning and end of a longer stop, without a place.", YOU_ALONE, "With your day"),
        Line("Notes", "The recording, its words and the entry made of them.", ALL_STAFF, LONG),
        Line("Replies and hand-overs", "What you wrote to colleagues about a customer.", ALL_STAFF, LONG),
        Line("What you follow and are told", "Customers you follow, and your notices.", YOU_ALONE, "No end is set"),
        _note_positions(read, settings),
        _own_places(read),
        Line("Your choice", "Mode, hours and pauses.", YOU_ALONE, "Until you change it; past pauses stay"),
        Line(
            "Counts of positions",
            "How many came in each day, were refused or thrown away. No places.",
            YOU_ALONE,
            "No end is set",
        ),
        Line(
            "Your phone",
            "Its name, when it was paired and last heard of.",
            "You, managers and administrators",
            f"Until it is unpaired; unused, it is locked out after {settings.device_token_days} days",
        ),
        Line(
            "Location apps",
            "When each one's last position came and how exact it was.",
            YOU_ALONE,
            "Until you take the app away",
        ),
    ]


def _positions(read: ChoiceReading, settings: Settings) -> Line:
    what = "Positions"
    if read.mode == LocationMode.NONE:
        detail = "None is accepted. What a phone sends all the same is refused and only counted."
        return Line(what, detail, NOBODY, "Not at all")
    if read.mode == LocationMode.TRAIL:
        return Line(what, "Matched to visits, and kept as your own trail.", YOU_ALONE, f"{settings.trail_days} days")
    kept = f"{settings.positions_kept_h} hours after the last one came in, once your phone was silent for four hours"
    return Line(what, "Matched to visits at customers, then thrown away.", f"{NOBODY}, also not you", kept)


def _times(read: ChoiceReading) -> Line:
    whose = "Your own hours" if read.own_hours else "The company's hours"
    detail = f"{whose}: {read.hours.in_words()}. Outside them, and while you pause, positions are refused and not kept."
    return Line("When positions are accepted", detail, YOU_ALONE, "Until changed")


def _note_positions(read: ChoiceReading, settings: Settings) -> Line:
    if read.mode == LocationMode.NONE:
        return Line("Where a note was spoken", "Not accepted.", NOBODY, "Not at all")
    days_or_hours = (
        f"{settings.trail_days} days" if read.mode == LocationMode.TRAIL else f"{settings.positions_kept_h} hours"
    )
    return Line("Where a note was spoken", "Used to find the customer, then cleared.", NOBODY, days_or_hours)


def _own_places(read: ChoiceReading) -> Line:
    count = len(read.places)
    given = f"{count} given by you" if count else "None given"
    return Line("Home and office", f"{given}, so that no stop there is a visit.", YOU_ALONE, "Until you delete them")

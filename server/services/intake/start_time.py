"""When a recording that came as a file began, and from what that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import BinaryIO

from models.recording import StartedFrom
from server.services.intake.file_name import time_in_name
from voice.audio.dates import made_at

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
CLOCK_TOLERANCE = timedelta(hours=26)  # a clock set to the zone of another continent, and a little

GUESSES = {
    StartedFrom.FILE_DAY: "The file tells the day but not the hour it was spoken: noon is a guess.",
    StartedFrom.MAIL: "When it was spoken is not told: the time is that of the mail.",
    StartedFrom.FILE_TIME: "When it was spoken is not told: the time is when the file was last changed.",
    StartedFrom.ARRIVAL: "When it was spoken is not told: the time is that of its arrival.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a door knows of the time, as far as it does."""

    said_at: datetime | None = None
    mailed_at: datetime | None = None
    file_time_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StartTime:
    """An instant and whence it comes; `guess` says so in words where it is one."""

    at: datetime
    known_from: StartedFrom

    @property
    def guess(self) -> str | None:
        return GUESSES.get(self.known_from)


def start_time(content: BinaryIO, name: str | None, told: Told, zone: tzinfo, arrived_at: datetime) -> StartTime:
    """Choose the surest time that is possible at all: said, in the file, in its name, the mail's, the file's own."""
    for known_from, at in _candidates(content, name, told, zone):
        aware = at if at.tzinfo else at.replace(tzinfo=zone)
        is_said = known_from == StartedFrom.SAID
        if is_said or EARLIEST <= aware <= arrived_at + CLOCK_TOLERANCE:
            return StartTime(aware.astimezone(UTC), known_from)
    return StartTime(arrived_at, StartedFrom.ARRIVAL)


def _candidates(
    content: BinaryIO, name: str | None, told: Told, zone: tzinfo
) -> Iterator[tuple[StartedFrom, datetime]]:
    if told.said_at is not None:
        yield StartedFrom.SAID, told.said_at
    if (made := made_at(content)) is not None:
        yield StartedFrom.METADATA, made
    named = time_in_name(name or "", zone)
    if named is not None and not named.is_day_only:
        yield StartedFrom.FILE_NAME, named.at
    for known_from, at in ((StartedFrom.FILE_TIME, told.file_time_at), (StartedFrom.MAIL, told.mailed_at)):
        # A copy's time says little, unless the name tells the same day.
        if at is not None and (named is None or at.astimezone(zone).date() == named.at.date()):
            yield known_from, at
    if named is not None:
        yield StartedFrom.FILE_DAY, named.at

"""Recorder apps write into a file's name when it was made."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from server.services.intake.file_name import time_in_name

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("20260310_104000.m4a", "2026-03-10 10:40:00"),
        ("20260310104000.wav", "2026-03-10 10:40:00"),
        ("20260310104000123.aac", "2026-03-10 10:40:00"),
        ("260310_104000.amr", "2026-03-10 10:40:00"),
        ("Recording 2026-03-10 10-40.mp3", "2026-03-10 10:40:00"),
        ("Aufnahme 2026-03-10 um 10.40.05.ogg", "2026-03-10 10:40:05"),
        ("audio_2026-03-10_10-40-00.ogg", "2026-03-10 10:40:00"),
        ("signal-2026-03-10-10-40-00-123.m4a", "2026-03-10 10:40:00"),
        ("WhatsApp Audio 2026-03-10 at 3.40.00 PM.opus", "2026-03-10 15:40:00"),
        ("WhatsApp Audio 2026-03-10 at 12.05.00 AM.opus", "2026-03-10 00:05:00"),
        ("note 2026.03.10 10h40.wav", "2026-03-10 10:40:00"),
    ],
)
def test_the_time_is_read_in_the_companys_zone(name: str, local: str) -> None:
    named = time_in_name(name, CHICAGO)
    assert named is not None and not named.is_day_only
    assert f"{named.at:%Y-%m-%d %H:%M:%S}" == local and named.at.tzinfo is CHICAGO


@pytest.mark.parametrize("name", ["20260310T154000Z.wav", "1773157200000.3gp", "1773157200.3gp"])
def test_a_name_in_utc_is_read_as_utc(name: str) -> None:
    named = time_in_name(name, CHICAGO)
    assert named is not None and named.at == datetime(2026, 3, 10, 15, 40, tzinfo=UTC)


@pytest.mark.parametrize("name", ["AUD-20260310-WA0007.m4a", "PTT-20260310-WA0001.opus", "2026-03-10 Bellavista.mp3"])
def test_a_day_without_an_hour_says_so(name: str) -> None:
    named = time_in_name(name, CHICAGO)
    assert named is not None and named.is_day_only
    assert f"{named.at:%Y-%m-%d %H:%M}" == "2026-03-10 12:00"


@pytest.mark.parametrize("name", ["Voice 001.m4a", "20261399_104000.m4a", "7734157200000.3gp", "", "20260230.wav"])
def test_a_name_without_a_day_tells_nothing(name: str) -> None:
    assert time_in_name(name, CHICAGO) is None

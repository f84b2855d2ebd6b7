"""The demo's history: rounds that a rep can drive, notes that a rep could have spoken, sound that can be heard."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from models.database import open_database
from server.demo.company import RECORDINGS, TABLES, Company, read_company, read_lines
from server.demo.diary import Round, plan_rounds
from server.demo.spoken import Speaker, spoken_price, with_word_times
from server.services.customers.table_import import import_tables
from voice.audio import AudioStream

ZONE = ZoneInfo("America/Chicago")
FRIDAY = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
MOST_SOUND_BYTES = 800_000


@pytest.fixture(scope="module")
def company(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """Halyard Foods, imported once; tests only read it."""
    path = tmp_path_factory.mktemp("halyard") / "rounds.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = open_database(f"sqlite:///{path}")
    with database.session() as session:
        import_tables(session, TABLES)
        yield read_company(session, "seed")
    database.close()


def told(rounds: list[Round]) -> list[tuple[str, str, datetime, str | None]]:
    return [(stop.rep.name, stop.shop.reference, stop.arrived_at, stop.said) for stop in rounds]


def test_the_same_seed_and_instant_give_the_same_rounds(company: Company) -> None:
    assert told(plan_rounds(company, FRIDAY, ZONE, "a")) == told(plan_rounds(company, FRIDAY, ZONE, "a"))
    assert told(plan_rounds(company, FRIDAY, ZONE, "a")) != told(plan_rounds(company, FRIDAY, ZONE, "b"))


@pytest.mark.parametrize("hours_later", [0, 5, 9, 26, 50, 64])
def test_nobody_is_in_two_places_at_once_or_ahead_of_time(company: Company, hours_later: int) -> None:
    instant = FRIDAY + timedelta(hours=hours_later)
    rounds = plan_rounds(company, instant, ZONE, "a")
    for rep in company.reps:
        stops = sorted((stop for stop in rounds if stop.rep is rep), key=lambda stop: stop.arrived_at)
        assert all(earlier.left_at < later.arrived_at for earlier, later in pairwise(stops))
        assert stops[-1].left_at < instant
        assert all(stop.shop.customer.owner_id == rep.id for stop in stops)


def test_earlier_rounds_are_driven_in_working_hours_of_working_days(company: Company) -> None:
    earlier = [stop for stop in plan_rounds(company, FRIDAY, ZONE, "a") if stop.age_days]
    local = [stop.arrived_at.astimezone(ZONE) for stop in earlier]
    assert {at.weekday() for at in local} == {0, 1, 2, 3, 4}
    assert min(at.hour for at in local) == 8 and max(at.hour for at in local) <= 17


def test_each_rep_has_one_recorded_note_at_the_customer_it_speaks_of(company: Company) -> None:
    recorded = {stop.recording: stop for stop in plan_rounds(company, FRIDAY, ZONE, "a") if stop.recording}
    lines = read_lines("recordings.jsonl")
    assert {name: stop.shop.reference for name, stop in recorded.items()} == {x["file"]: x["customer"] for x in lines}
    assert len({stop.rep.id for stop in recorded.values()}) == 8


def test_every_story_is_told_at_a_customer_of_the_company(company: Company) -> None:
    stories = read_lines("stories.jsonl")
    rounds = plan_rounds(company, FRIDAY, ZONE, "a")
    assert {line["customer"] for line in stories} <= set(company.shops)
    assert len([stop for stop in rounds if stop.said]) == len(stories)


def test_every_pattern_becomes_a_note_as_a_recogniser_prints_it(company: Company) -> None:
    patterns = read_lines("notes.jsonl")
    speaker = Speaker(company.competitors, Random(1))
    notes = [speaker.speak(shop) for _ in range(3) for shop in company.shops.values()]
    assert len(patterns) >= 60 and len(set(notes)) > 0.95 * len(notes)
    assert [note for note in notes if not re.fullmatch(r"[a-z']+( [a-z']+)*", note)] == []
    begun = Counter(pattern["about"] for pattern in patterns)
    assert {"order", "complaint", "preference", "need", "appointment", "answer", "secret"} <= set(begun)


def test_every_kind_that_a_pattern_names_is_a_kind_of_customer(company: Company) -> None:
    named = {kind for pattern in read_lines("notes.jsonl") for kind in pattern.get("kinds", ())}
    assert named <= {shop.kind for shop in company.shops.values()}


@pytest.mark.parametrize(
    ("price", "words"),
    [
        ("31.50", "thirty one fifty"),
        ("31.80", "thirty one seventy five"),
        ("27", "twenty seven"),
        ("118.00", "one eighteen"),
        ("146.20", "one forty six"),
        ("105", "one hundred five"),
        ("212.40", "two twelve"),
        ("4.35", "four twenty five"),
    ],
)
def test_prices_are_said_as_reps_say_them(price: str, words: str) -> None:
    assert spoken_price(Decimal(price)) == words


def test_words_follow_each_other_at_the_pace_of_speech() -> None:
    heard = with_word_times("met dana at blue hen and she took ten cases of oat milk", Random(3))
    assert heard.text == "met dana at blue hen and she took ten cases of oat milk"
    assert all(a.end_s <= b.start_s for a, b in pairwise(heard.words))
    assert 2 < len(heard.words) / heard.seconds < 4.5


def test_the_carried_recordings_are_small_and_can_be_decoded() -> None:
    files = sorted(RECORDINGS.iterdir())
    assert {file.name for file in files} == {line["file"] for line in read_lines("recordings.jsonl")}
    assert sum(file.stat().st_size for file in files) < MOST_SOUND_BYTES
    assert all(5 < seconds_of(file) < 20 for file in files)


def seconds_of(file: Path) -> float:
    with AudioStream("audio/ogg") as stream:
        stream.feed(file.read_bytes())
        stream.end()
        return sum(len(block) for block in stream.ready()) / 2 / 16_000

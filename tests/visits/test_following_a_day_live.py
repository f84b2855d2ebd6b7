"""Following a day fix by fix gives what one look at the whole day gives, and never more than was looked at."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visits.detector import detect
from visits.legs import legs
from visits.live import begin_day, follow_day
from visits.types import SpokenNote

QUICK = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Server:
    """Keep fixes as a server does: remember a checkpoint, load only what it asks for, fall back on everything."""

    def __init__(self, company):
        self.company, self.held, self.checkpoint = company, [], None
        self.visits, self.followed, self.looked_at = [], 0, []

    def take(self, fixes, notes=()):
        self.held += fixes
        now = max(f.received_s for f in self.held)
        if self.checkpoint and min(f.at_s for f in fixes) < self.checkpoint.settled_until_s:
            self.checkpoint = None
        went_on = None
        if self.checkpoint:
            newer = [f for f in self.held if f.at_s >= self.checkpoint.load_from_s]
            went_on = follow_day(self.checkpoint, newer, notes, now)
            self.looked_at.append(len(newer))
        if went_on is not None:
            self.followed += 1
            self.visits, self.checkpoint = went_on
        else:
            self.visits, self.checkpoint = begin_day(self.held, self.company, notes, now)
        return self.visits


@pytest.fixture
def long_day(phone):
    """Give a day of five visits, two of them to the same customer, with drives between; a fix every ten seconds."""
    day = phone(step_s=10.0).stay(15)
    for x, y in ((0.0, 0.0), (4000.0, -1500.0), (2000.0, 500.0), (-2500.0, 3000.0), (0.0, 0.0)):
        day.visit(x, y, 12.0).drive(x - 4000.0, y + 2000.0)
    return day.drive(-3000.0, 0.0).stay(15).fixes


def in_chunks(fixes, chance, most):
    k = 0
    while k < len(fixes):
        step = chance.randint(1, most)
        yield fixes[k : k + step]
        k += step


def test_the_long_day_has_legs_to_follow(long_day, town):
    assert len(legs(long_day)) >= 5
    assert [v.customer_id for v in detect(long_day, town) if v.customer_id].count("bakery") == 2


@QUICK
@given(seed=st.integers(0, 10**6), skew_s=st.sampled_from([0.0, 0.0, 95.0, -40.0, -170.0]))
def test_at_every_moment_the_followed_day_is_the_whole_day(seed, skew_s, long_day, town):
    chance = random.Random(seed)
    fixes = [replace(f, at_s=f.at_s + skew_s) for f in long_day]
    notes = [SpokenNote("anna", long_day[chance.randrange(len(fixes))].at_s, chance.choice([None, "bakery"]))]
    server = Server(town)
    for chunk in in_chunks(fixes, chance, 60):
        said = [n for n in notes if n.ended_s <= chunk[-1].at_s - skew_s]
        visits = server.take(chunk, said)
        if chance.random() < 0.2 or len(server.held) == len(fixes):
            assert visits == detect(server.held, town, said)
    assert server.followed > 5


@QUICK
@given(seed=st.integers(0, 10**6))
def test_disorder_copies_and_a_block_hours_late_change_nothing(seed, long_day, town):
    chance = random.Random(seed)
    first = chance.randrange(len(long_day) - 100)
    late = long_day[first : first + 100]
    chunks = list(in_chunks([f for f in long_day if f not in late], chance, 90))
    for k in range(0, len(chunks) - 1, 3):
        chunks[k], chunks[k + 1] = chunks[k + 1], chunks[k]
    now = long_day[-1].at_s + 7200.0
    chunks += [[replace(f, received_s=now) for f in late], chunks[2], late[::-1]]
    server = Server(town)
    for chunk in chunks:
        visits = server.take(chunk)
    expected = detect(long_day, town, now_s=now)
    assert [v for v in visits if v.customer_id] == [v for v in expected if v.customer_id]
    assert visits == expected


def test_one_by_one_is_the_whole_day(long_day, town):
    fixes, server = long_day[: len(long_day) // 3], Server(town)
    for fix in fixes:
        server.take([fix])
    assert server.visits == detect(fixes, town)
    assert server.followed > len(fixes) // 3


def test_a_second_phone_beginning_later_is_taken_in(long_day, town):
    second = [replace(f, device="tablet", at_s=f.at_s + 3.0, received_s=f.received_s + 3.0) for f in long_day[300::7]]
    server = Server(town)
    for chunk in in_chunks(sorted(long_day + second, key=lambda f: f.received_s), random.Random(5), 40):
        server.take(chunk)
    assert server.visits == detect(server.held, town)


def test_a_fix_that_went_away_before_the_cut_is_noticed(long_day, town):
    half = long_day[: len(long_day) // 2]
    skewed = [replace(f, at_s=f.at_s + 60.0) for f in half]
    _, checkpoint = begin_day(skewed, town)
    newer = [f for f in skewed if f.at_s >= checkpoint.load_from_s]
    assert checkpoint.overlap > 0
    assert follow_day(checkpoint, newer) is not None
    assert follow_day(checkpoint, newer[1:]) is None


def test_a_new_stretch_a_clock_that_changes_and_no_fixes_ask_for_a_look_at_everything(long_day, town):
    _, checkpoint = begin_day(long_day, town)
    newer = [f for f in long_day if f.at_s >= checkpoint.load_from_s]
    tomorrow = [replace(f, at_s=f.at_s + 86_400.0, received_s=f.received_s + 86_400.0) for f in long_day[:50]]
    assert follow_day(checkpoint, newer + tomorrow) is None
    ahead = [replace(f, received_s=f.at_s - 300.0) for f in newer]
    assert follow_day(checkpoint, ahead) is None
    assert follow_day(checkpoint, []) is None


def test_what_is_looked_at_does_not_grow_with_the_day(phone, town):
    day, server = phone(step_s=10.0).stay(10), Server(town)
    for k in range(16):
        day.visit(4000.0 * (k % 2), 300.0 * k, 10.0)
    for k in range(0, len(day.fixes), 30):
        server.take(day.fixes[k : k + 30])
    third = len(server.looked_at) // 3
    assert max(server.looked_at[-third:]) < 1.3 * max(server.looked_at[:third])


def test_what_a_new_fix_does_not_change_is_not_made_again(long_day, town):
    server = Server(town)
    server.take(long_day[:-20])
    earlier = server.take(long_day[-20:-10])
    later = server.take(long_day[-10:])
    assert len(later) == 5
    kept = [now for before, now in zip(earlier[:-1], later[:-1], strict=True) if now is before]
    assert len(kept) == 4

"""Detection is a function of the set of fixes: order, copies and trickling change nothing."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visits.detector import detect
from visits.types import SpokenNote

QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def short_day(phone):
    """Give a day with a fix a minute, so that many orders can be tried."""
    day = phone(step_s=60.0).stay(20).visit(0.0, 0.0, 15).visit(2000.0, 500.0, 15).drive(-3000.0, 0.0).stay(10)
    return day.fixes


@QUICK
@given(seed=st.integers(0, 10**6))
def test_shuffled_fixes_give_the_same_visits(seed, short_day, town):
    mixed = short_day[:]
    random.Random(seed).shuffle(mixed)
    assert detect(mixed, town) == detect(short_day, town)


@QUICK
@given(seed=st.integers(0, 10**6), late_s=st.floats(0.0, 9000.0))
def test_copies_received_again_later_give_the_same_visits(seed, late_s, short_day, town):
    chance = random.Random(seed)
    copies = [replace(f, received_s=f.received_s + late_s) for f in chance.sample(short_day, k=len(short_day) // 2)]
    now = max(f.received_s for f in short_day) + 10_000.0
    assert detect(short_day + copies, town, now_s=now) == detect(short_day, town, now_s=now)


@QUICK
@given(sizes=st.lists(st.integers(1, 40), min_size=3, max_size=8))
def test_the_last_live_result_is_the_result_of_the_whole_day(sizes, short_day, town):
    note = SpokenNote("anna", short_day[-15].at_s, None)
    here, seen = 0, []
    for size in sizes:
        seen += short_day[here : here + size]
        here += size
        detect(seen, town, [note])
    seen += short_day[here:]
    assert detect(seen, town, [note]) == detect(short_day, town, [note])


def test_a_generator_of_fixes_will_do(short_day, town):
    assert detect((f for f in short_day), town) == detect(short_day, town)

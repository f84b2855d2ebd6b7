"""Guessing waits longer each time; nobody is kept out for good, nor by somebody else's tries."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from server.services.people.sign_in_limit import (
    FREE_TRIES,
    FREE_TRIES_OF_ADDRESS,
    LONGEST_WAIT_S,
    MOST_KEYS,
    SignInLimit,
)


@dataclass
class Clock:
    at_s: float = 1000.0

    def __call__(self) -> float:
        return self.at_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> SignInLimit:
    return SignInLimit(clock)


def try_after_waits(limit: SignInLimit, clock: Clock, count: int, email: str = "ana") -> list[float]:
    """Try again as soon as it is allowed; return the waits."""
    waits = []
    for _ in range(count):
        wait_s = limit.begin_try(email, "10.0.0.1")
        waits.append(wait_s)
        if wait_s:
            clock.at_s += wait_s
            assert limit.begin_try(email, "10.0.0.1") == 0
    return waits


def test_the_first_tries_do_not_wait(limit: SignInLimit, clock: Clock) -> None:
    assert try_after_waits(limit, clock, FREE_TRIES) == [0] * FREE_TRIES


def test_each_further_try_waits_twice_as_long_up_to_a_bound(limit: SignInLimit, clock: Clock) -> None:
    try_after_waits(limit, clock, FREE_TRIES)
    assert try_after_waits(limit, clock, 10) == [2, 4, 8, 16, 32, 64, 128, 256, LONGEST_WAIT_S, LONGEST_WAIT_S]


def test_asking_while_waiting_does_not_lengthen_the_wait(limit: SignInLimit, clock: Clock) -> None:
    try_after_waits(limit, clock, FREE_TRIES)
    assert [limit.begin_try("ana", "10.0.0.1") for _ in range(5)] == [2] * 5
    clock.at_s += 2
    assert limit.begin_try("ana", "10.0.0.1") == 0


def test_an_hour_without_tries_forgets_them(limit: SignInLimit, clock: Clock) -> None:
    try_after_waits(limit, clock, 12)
    clock.at_s += 3600
    assert try_after_waits(limit, clock, FREE_TRIES) == [0] * FREE_TRIES


def test_success_forgets_the_tries(limit: SignInLimit, clock: Clock) -> None:
    try_after_waits(limit, clock, FREE_TRIES)
    limit.succeed("Ana ", "10.0.0.1")
    assert limit.begin_try("ana", "10.0.0.1") == 0


def test_tries_from_elsewhere_do_not_count_for_the_owner(limit: SignInLimit, clock: Clock) -> None:
    try_after_waits(limit, clock, 12)
    assert limit.begin_try("ana", "10.0.0.2") == 0


def test_one_address_cannot_try_many_names_at_once(limit: SignInLimit) -> None:
    waits = [limit.begin_try(f"name {n}", "10.0.0.1") for n in range(FREE_TRIES_OF_ADDRESS + 1)]
    assert waits[:-1] == [0] * FREE_TRIES_OF_ADDRESS
    assert waits[-1] > 0


def test_memory_stays_bounded_and_the_newest_are_kept(limit: SignInLimit, clock: Clock) -> None:
    for n in range(MOST_KEYS):
        clock.at_s += 1
        limit.begin_try("ana", f"address {n}")
    assert len(limit._tries) <= MOST_KEYS + 2
    for _ in range(FREE_TRIES):
        limit.begin_try("ana", f"address {MOST_KEYS - 1}")
    assert limit.begin_try("ana", f"address {MOST_KEYS - 1}") > 0

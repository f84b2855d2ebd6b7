"""How long after writing through one door it is seen at each other: `python -m bench.doors [--rounds N]`.

A house of its own (SQLite) with a worker, asked in the same process without a network. Each pair writes anew, then
looks until the words are there; the time runs from before the writing to after the first look that shows them. The
spoken note is 8.3 s of sound that arrives as a whole, as after a stretch without a network: its time is its hearing.
Exit status 1 when something is not seen within 30 s, or what was written takes over a second (median).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from models.database import open_database
from models.schema import migrate
from server.app import create_app
from server.jobs.worker import run_worker
from server.settings import Settings
from tests.support.doors import Doors, word_of

WITHIN_S = 30.0
LOOK_EVERY_S = 0.01
MOST_WRITTEN_MS = 1000.0
SPOKEN = "phone note"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.doors", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args(arguments).rounds
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings(), var_dir=Path(folder), working_hours="always")
        opened = open_database(settings.database)
        migrate(opened)
        opened.close()
        stop = threading.Event()
        worker = threading.Thread(target=run_worker, args=(settings, stop))
        worker.start()
        try:
            return _measure(settings, rounds)
        finally:
            stop.set()
            worker.join()


def _measure(settings: Settings, rounds: int) -> int:
    times_ms: dict[tuple[str, str], list[float]] = {}
    first = Doors(create_app(settings), lambda: None)
    _one(first, SPOKEN, "lookup API")  # the worker has loaded its model, every page its parts
    first.installation.database.close()
    for number in range(rounds):
        house = Doors(create_app(settings), lambda: None, mark=f"{number}")
        for door in house.ways_in:
            for place in house.ways_to_see:
                taken = _one(house, door, place)
                if taken is None:
                    print(f"{door} is not seen at {place}")
                    return 1
                times_ms.setdefault((door, place), []).append(taken)
        house.installation.database.close()
    return _print(times_ms, list(first.ways_in), list(first.ways_to_see))


def _one(house: Doors, door: str, place: str) -> float | None:
    customer, word = house.add_customer(), word_of(door, place)
    began_s = time.perf_counter()
    house.ways_in[door](customer)
    while time.perf_counter() - began_s < WITHIN_S:
        if word in house.ways_to_see[place](customer, word).casefold():
            return (time.perf_counter() - began_s) * 1000
        time.sleep(LOOK_EVERY_S)
    return None


def _print(times_ms: dict[tuple[str, str], list[float]], doors: list[str], places: list[str]) -> int:
    medians = {pair: statistics.median(taken) for pair, taken in times_ms.items()}
    print("milliseconds (median)".ljust(22) + "".join(place.rjust(15) for place in places))
    for door in doors:
        print(door.ljust(22) + "".join(f"{medians[door, place]:15.0f}" for place in places))
    slowest = max(taken for (door, _place), taken in medians.items() if door != SPOKEN)
    print(f"slowest of what was written: {slowest:.0f} ms; spoken: {max(medians[SPOKEN, p] for p in places):.0f} ms")
    return 1 if slowest > MOST_WRITTEN_MS else 0


if __name__ == "__main__":
    sys.exit(main())

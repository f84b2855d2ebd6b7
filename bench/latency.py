"""How long after the last word a desk sees the entry: `.venv/bin/python -m bench.latency [--runs N]`.

A real server (web, one worker, trial model, SQLite) on loopback; a phone that speaks a note of half a minute in real
time, a piece each second; a desk on the feed that fetches the card as soon as it is told. Exit status 1 when the
floor is broken. The floor is meant for a machine that does nothing else: the load is printed beside the figures.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence

from bench.live_house import live_house, machine
from bench.spoken_note import spoken_note

MOST_P95_S = 3.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.latency", description=__doc__)
    parser.add_argument("--runs", type=int, default=10, help="how many notes are spoken, one after the other")
    runs = parser.parse_args(arguments).runs
    note = spoken_note()
    print(f"a note of {note.seconds:.1f} s in {len(note.pieces)} pieces, {runs} times; {machine()}", flush=True)
    told, shown = [], []
    with live_house() as house:
        for run in range(runs + 1):
            recording_id, ended_s = house.phone.speak(note, in_real_time=True)
            told_s, shown_s = house.desk.wait_for_card(recording_id)
            print(f"run {run}: told {told_s - ended_s:.2f} s, shown {shown_s - ended_s:.2f} s", flush=True)
            if run:  # the first one warms up: libraries load, the model is read
                told.append(told_s - ended_s)
                shown.append(shown_s - ended_s)
    print(f"\nend of speech to ...            p50     p95     most   ({machine()})")
    for name, taken in (("the desk is told", told), ("the desk has the card", shown)):
        print(f"{name:26} {_share(taken, 0.5):7.2f} {_share(taken, 0.95):7.2f} {max(taken):8.2f} s")
    if _share(shown, 0.95) > MOST_P95_S:
        print(f"FLOOR BROKEN: p95 is above {MOST_P95_S:.0f} s")
        return 1
    return 0


def _share(taken: Sequence[float], share: float) -> float:
    """Return the value that this share of all stays at or below (nearest rank)."""
    return sorted(taken)[max(0, math.ceil(share * len(taken)) - 1)]


if __name__ == "__main__":
    sys.exit(main())

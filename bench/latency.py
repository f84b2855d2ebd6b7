"""How soon words are on the phone and the entry at the desk: `.venv/bin/python -m bench.latency [--runs N]`.

A real server (web, one worker, trial model, SQLite) on loopback; a phone that speaks a note of a minute in real time,
a piece each half second, and shows the words that come with each answer; a desk on the feed that fetches the card as
soon as it is told. Exit status 1 when a floor is broken. The floors are meant for a machine that does nothing else:
the load is printed beside the figures, and a sleep of 10 ms is timed all the while, to tell how late this machine is
by itself.
"""

from __future__ import annotations

import argparse
import math
import sys
import threading
import time
from collections.abc import Sequence

from bench.live_house import live_house, machine
from bench.spoken_note import spoken_note
from bench.word_delay import WordDelays, word_delays

NOTE_S = 60.0
MOST_ENTRY_P95_S = 1.0
MOST_WORD_P95_S = 1.5
NAP_S = 0.01


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.latency", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how many notes are spoken, one after the other")
    runs = parser.parse_args(arguments).runs
    note, warm_up = spoken_note(NOTE_S), spoken_note()
    print(f"a note of {note.seconds:.1f} s in {len(note.pieces)} pieces, {runs} times; {machine()}", flush=True)
    told: list[float] = []
    shown: list[float] = []
    words = WordDelays()
    with live_house() as house, _Naps() as naps:
        recording_id, _ended_s = house.phone.speak(warm_up, in_real_time=False)  # libraries load, the model is read
        house.desk.wait_for_card(recording_id)
        for run in range(1, runs + 1):
            recording_id, ended_s = house.phone.speak(note, in_real_time=True)
            told_s, shown_s = house.desk.wait_for_card(recording_id)
            told.append(told_s - ended_s)
            shown.append(shown_s - ended_s)
            delays = word_delays(house.phone.read(recording_id)["transcript"]["words"], house.phone.shown)
            words.add(delays)
            words_p95_s = _share(delays.shown, 0.95)
            print(f"run {run}: desk {shown[-1]:.2f} s, words p95 {words_p95_s:.2f} s; {machine()}", flush=True)
    print(f"\n{'':38}{'p50':>8}{'p95':>8}{'most':>8}   ({machine()})")
    for name, taken in (
        ("a word's end to a word on the screen", words.shown),
        ("  to the right word", words.settled),
        ("a word that may be part of a secret", words.held),
        ("last piece to: the desk is told", told),
        ("last piece to: the desk has the card", shown),
        ("this machine's own lateness (a nap)", naps.late),
    ):
        if not taken:
            print(f"{name:38}{'none':>8}")
            continue
        print(f"{name:38}{_share(taken, 0.5):8.2f}{_share(taken, 0.95):8.2f}{max(taken):8.2f} s, {len(taken)}")
    print(f"{words.never} words stood there right only with the note (held back, or heard anew at the end)")
    broken = [
        f"{name}: p95 is above {most_s:.1f} s"
        for name, taken, most_s in (("the entry", shown, MOST_ENTRY_P95_S), ("words", words.shown, MOST_WORD_P95_S))
        if _share(taken, 0.95) > most_s
    ]
    for fault in broken:
        print(f"FLOOR BROKEN: {fault}")
    return 1 if broken else 0


class _Naps:
    """Naps beside everything else, and notes how late it woke each time."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._nap, daemon=True)

    def __enter__(self) -> _Naps:
        self._thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _nap(self) -> None:
        while not self._is_over.is_set():
            began_s = time.monotonic()
            time.sleep(NAP_S)
            self.late.append(time.monotonic() - began_s - NAP_S)


def _share(taken: Sequence[float], share: float) -> float:
    """Return the value that this share of all stays at or below (nearest rank)."""
    return sorted(taken)[max(0, math.ceil(share * len(taken)) - 1)]


if __name__ == "__main__":
    sys.exit(main())

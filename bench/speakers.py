"""How many people may speak at the same time: `.venv/bin/python -m bench.speakers [--steps 1,8,16,32]`.

A real server on loopback; in each step so many phones speak the same note in real time. Beside them bare Vosk hears
as many recordings at the same pace in a step of its own, so that the two can be held against each other: CPU for each
second of sound, and from it how many speakers a core can take. For each step is printed how far live words lag behind
the piece that brought them (the sound that is not heard yet when a piece is answered) and how long after the last
piece the note was there. Beyond the cores live words fall behind, and it says from how many speakers on they do;
checked is that each note comes all the same, with the words of the first, as heard. Exit status 1 when it is otherwise,
or when fewer than 0.9 of bare Vosk's speakers fit.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.live_house import House, Phone, cpu_seconds, live_house, machine
from bench.overhead import BareVosk, idle_cpu_per_s
from bench.spoken_note import MIME_TYPE, SpokenNote, spoken_note
from bench.word_delay import word_delays
from voice.audio import decode

LEAST_SHARE = 0.9
MOST_BEHIND_S = 1.5  # p95 of live words: beyond it they fall behind speech


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.speakers", description=__doc__)
    parser.add_argument("--steps", default="1,8,16,32", help="how many speak at the same time, step by step")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each speaks")
    asked = parser.parse_args(arguments)
    note, steps = spoken_note(asked.seconds), [int(step) for step in asked.steps.split(",")]
    cores = os.cpu_count() or 1
    print(f"a note of {note.seconds:.0f} s, {steps} at the same time; {machine()}", flush=True)
    bare, samples = BareVosk(), decode(note.data, MIME_TYPE)
    bare.hear(samples)
    words: set[str] = set()
    shares: list[float] = []
    behind: list[int] = []
    came = 0
    print(f"{'speakers':>8}{'bare CPU':>10}{'service':>9}{'of bare':>9}{'fit on ' + str(cores):>10}", end="")
    print(f"{'words p50':>11}{'p95':>7}{'note after p50':>16}{'most':>7}", flush=True)
    with live_house() as house:
        _step(house, note, 1, words)
        idle = idle_cpu_per_s(house)
        for count in steps:
            with ThreadPoolExecutor(count) as beside:
                bare_s = sum(beside.map(lambda _one: bare.hear(samples, at_pace_of_speech=True), range(count)))
            spent_s, delays, after = _step(house, note, count, words)
            sound_s = count * note.seconds
            shares.append(bare_s / max(0.001, spent_s))
            came += len(after)
            if delays[int(len(delays) * 0.95)] > MOST_BEHIND_S:
                behind.append(count)
            print(f"{count:8}{bare_s / sound_s:9.3f}s{spent_s / sound_s:8.3f}s{shares[-1]:9.2f}", end="")
            print(f"{cores * sound_s / spent_s:10.1f}{delays[len(delays) // 2]:10.2f}s", end="")
            print(f"{delays[int(len(delays) * 0.95)]:6.2f}s{after[len(after) // 2]:15.2f}s{after[-1]:6.2f}s", end="")
            print(f"   {machine()}", flush=True)
    print(f"idle, the service takes {idle:.3f} of a core; {machine()}")
    print(f"notes that came: {came} of {sum(steps)}, heard in {len(words)} way(s)")
    print(
        f"live words fall behind ({MOST_BEHIND_S} s at p95) with {behind[0]} speakers"
        if behind
        else f"live words keep up ({MOST_BEHIND_S} s at p95) with all {steps[-1]} speakers"
    )
    faults = [f"one note was heard in {len(words)} ways"] if len(words) > 1 else []
    if shares[-1] < LEAST_SHARE:
        faults.append(f"with {steps[-1]} speakers the service takes {shares[-1]:.2f} of bare Vosk's")
    for fault in faults:
        print(f"FLOOR BROKEN: {fault}")
    return 1 if faults else 0


def _step(house: House, note: SpokenNote, count: int, words: set[str]) -> tuple[float, list[float], list[float]]:
    """Let so many speak; return the service's CPU seconds, the delays of words, and of notes after the last piece."""
    before_s = cpu_seconds(house.pid)
    lock, delays, after = threading.Lock(), [], []

    def speak(number: int) -> None:
        time.sleep(number / count)  # people do not begin in the same instant
        phone = Phone(house.phone.port, house.phone.headers)
        recording_id, ended_s = phone.speak(note, in_real_time=True)
        _told_s, shown_s = house.desk.wait_for_card(recording_id)
        heard = phone.read(recording_id)["transcript"]
        with lock:
            words.add(_as_heard(heard["words"]))
            delays.extend(word_delays(heard["words"], phone.shown).shown)
            after.append(shown_s - ended_s)

    with ThreadPoolExecutor(count) as phones:
        list(phones.map(speak, range(count)))
    return cpu_seconds(house.pid) - before_s, sorted(delays), sorted(after)


def _as_heard(words: Sequence[Mapping[str, Any]]) -> str:
    """Return the ear's own words: which names are put in their place depends on what is known of the place by then."""
    return " ".join(word["text"] if word["heard"] is None else word["heard"] for word in words if word["heard"] != "")


if __name__ == "__main__":
    sys.exit(main())

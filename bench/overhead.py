"""What the whole path costs against bare Vosk: `.venv/bin/python -m bench.overhead [--notes N]`.

CPU seconds of the whole process tree of a real server (supervisor, web, worker) while a phone speaks notes of half a
minute in real time, from announcement to entry, as a ratio to a bare KaldiRecognizer on the same samples in the same
run. What the server uses while nothing happens is measured too and shown apart. Exit status 1 when the floor is broken.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from typing import Any

from bench.live_house import House, cpu_seconds, live_house, machine
from bench.spoken_note import MIME_TYPE, SpokenNote, spoken_note
from voice.audio import BLOCK_SAMPLES, SAMPLE_RATE_HZ, decode
from voice.speech_models import TRIAL_MODEL_PATH

MOST_OVERHEAD = 1.3
IDLE_S = 20.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.overhead", description=__doc__)
    parser.add_argument("--notes", type=int, default=4, help="how many notes are spoken, one after the other")
    count = parser.parse_args(arguments).notes
    note = spoken_note()
    samples = decode(note.data, MIME_TYPE)
    print(f"a note of {note.seconds:.1f} s, {count} times; {machine()}", flush=True)
    bare = _BareVosk()
    bare.hear(samples)  # the library and the house warm up outside the measurement
    with live_house() as house:
        _speak(house, note)
        idle_rate = _idle_cpu_per_s(house)
        bare_s = whole_s = lasted_s = 0.0
        for number in range(count):
            bare_s += bare.hear(samples)  # beside each note, so that both meet the same machine
            spent_s, took_s = _speak(house, note)
            whole_s, lasted_s = whole_s + spent_s, lasted_s + took_s
            print(f"note {number + 1}: whole path {spent_s:.2f} s of CPU in {took_s:.1f} s", flush=True)
    sound_s = count * note.seconds
    working_s = whole_s - idle_rate * lasted_s
    print(f"\nCPU over {sound_s:.0f} s of sound       per second of sound   to bare Vosk   ({machine()})")
    for name, spent_s in (
        ("bare Vosk, decoded samples", bare_s),
        ("whole path, all processes", whole_s),
        ("  of it while idle anyway", whole_s - working_s),
        ("  of it for the notes", working_s),
    ):
        print(f"{name:30} {spent_s / sound_s:17.4f} s {spent_s / bare_s:14.3f}")
    if whole_s > MOST_OVERHEAD * bare_s:
        print(f"FLOOR BROKEN: the whole path costs more than {MOST_OVERHEAD} times bare Vosk")
        return 1
    return 0


class _BareVosk:
    """The recogniser with nothing around it."""

    def __init__(self) -> None:
        import vosk

        vosk.SetLogLevel(-1)
        self._model: Any = vosk.Model(str(TRIAL_MODEL_PATH))

    def hear(self, samples: bytes) -> float:
        """Return the CPU seconds of this process for hearing samples once, words with times."""
        import vosk

        began_s = time.process_time()
        engine = vosk.KaldiRecognizer(self._model, SAMPLE_RATE_HZ)
        engine.SetWords(True)
        for start in range(0, len(samples), BLOCK_SAMPLES * 2):
            if engine.AcceptWaveform(samples[start : start + BLOCK_SAMPLES * 2]):
                engine.Result()
        engine.FinalResult()
        return time.process_time() - began_s


def _speak(house: House, note: SpokenNote) -> tuple[float, float]:
    """Return the CPU seconds of the server's processes from announcement to entry, and how long that lasted."""
    before_s, began_s = cpu_seconds(house.pid), time.monotonic()
    recording_id, _ = house.phone.speak(note, in_real_time=True)
    house.desk.wait_for_card(recording_id)
    return cpu_seconds(house.pid) - before_s, time.monotonic() - began_s


def _idle_cpu_per_s(house: House) -> float:
    before_s = cpu_seconds(house.pid)
    time.sleep(IDLE_S)
    return (cpu_seconds(house.pid) - before_s) / IDLE_S


if __name__ == "__main__":
    sys.exit(main())

"""What the whole path costs against bare Vosk: `.venv/bin/python -m bench.overhead [--notes N]`.

CPU seconds of the whole process tree of a real server (supervisor, web, worker) from a note's announcement to its
entry, as a ratio to a bare KaldiRecognizer on the same samples in the same run. Like is held against like, for the
same samples cost a recogniser about a quarter more at the pace of speech than in one go (measured here): a note spoken
in real time against bare Vosk at that pace in the same seconds, and a note that was kept on the phone and goes up at
once against bare Vosk in one go. Exit status 1 when either breaks the floor.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from bench.live_house import House, cpu_seconds, live_house, machine
from bench.spoken_note import MIME_TYPE, SpokenNote, spoken_note
from voice.audio import BLOCK_SAMPLES, SAMPLE_RATE_HZ, decode
from voice.speech_models import TRIAL_MODEL_PATH

MOST_OVERHEAD = 1.3
IDLE_S = 20.0


@dataclass
class Cost:
    """CPU seconds over the same notes: bare Vosk, all processes of the server, and what these use while idle."""

    name: str
    bare_s: float = 0.0
    whole_s: float = 0.0
    idle_s: float = 0.0

    @property
    def ratio(self) -> float:
        return self.whole_s / self.bare_s


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.overhead", description=__doc__)
    parser.add_argument("--notes", type=int, default=4, help="how many notes go in each way, one after the other")
    count = parser.parse_args(arguments).notes
    note = spoken_note()
    print(f"a note of {note.seconds:.1f} s, {count} times each way; {machine()}", flush=True)
    spoken, kept = _measure(note, count)
    sound_s = count * note.seconds
    print(f"\nCPU per second of sound, over {sound_s:.0f} s each way   ({machine()})")
    print(f"{'':28}{'bare Vosk':>11}{'whole path':>12}{'ratio':>8}{'of it idle':>12}")
    for cost in (spoken, kept):
        idle = cost.idle_s / cost.bare_s
        print(
            f"{cost.name:28}{cost.bare_s / sound_s:10.4f}s{cost.whole_s / sound_s:11.4f}s{cost.ratio:8.3f}{idle:12.3f}"
        )
    print(f"spoken note against bare Vosk in one go: {spoken.whole_s / kept.bare_s:.3f}")
    broken = [cost for cost in (spoken, kept) if cost.ratio > MOST_OVERHEAD]
    for cost in broken:
        print(f"FLOOR BROKEN: {cost.name}: the whole path costs more than {MOST_OVERHEAD} times bare Vosk")
    return 1 if broken else 0


def _measure(note: SpokenNote, count: int) -> tuple[Cost, Cost]:
    samples = decode(note.data, MIME_TYPE)
    bare = BareVosk()
    bare.hear(samples)  # the library and the house warm up outside the measurement
    spoken, kept = Cost("spoken in real time"), Cost("kept, then sent at once")
    with live_house() as house, ThreadPoolExecutor(1) as beside:
        _send(house, note, in_real_time=False)
        idle_rate = idle_cpu_per_s(house)
        for number in range(count):
            heard = beside.submit(bare.hear, samples, at_pace_of_speech=True)
            _add(spoken, *_send(house, note, in_real_time=True), heard.result(), idle_rate)
            bare_s = bare.hear(samples)
            _add(kept, *_send(house, note, in_real_time=False), bare_s, idle_rate)
            print(f"note {number + 1}: spoken {spoken.ratio:.3f}, kept {kept.ratio:.3f} so far", flush=True)
    return spoken, kept


def _add(cost: Cost, spent_s: float, took_s: float, bare_s: float, idle_rate: float) -> None:
    cost.bare_s += bare_s
    cost.whole_s += spent_s
    cost.idle_s += idle_rate * took_s


class BareVosk:
    """The recogniser with nothing around it."""

    def __init__(self) -> None:
        import vosk

        vosk.SetLogLevel(-1)
        self._model: Any = vosk.Model(str(TRIAL_MODEL_PATH))

    def hear(self, samples: bytes, *, at_pace_of_speech: bool = False) -> float:
        """Return the CPU seconds of this thread for hearing samples once, words with times."""
        import vosk

        began_s, spent_from_s = time.monotonic(), time.thread_time()
        engine = vosk.KaldiRecognizer(self._model, SAMPLE_RATE_HZ)
        engine.SetWords(True)
        for start in range(0, len(samples), BLOCK_SAMPLES * 2):
            block = samples[start : start + BLOCK_SAMPLES * 2]
            if at_pace_of_speech:
                spoken_s = (start + len(block)) / 2 / SAMPLE_RATE_HZ
                time.sleep(max(0.0, began_s + spoken_s - time.monotonic()))
            if engine.AcceptWaveform(block):
                engine.Result()
        engine.FinalResult()
        return time.thread_time() - spent_from_s


def _send(house: House, note: SpokenNote, *, in_real_time: bool) -> tuple[float, float]:
    """Return the CPU seconds of the server's processes from announcement to entry, and how long that lasted."""
    before_s, began_s = cpu_seconds(house.pid), time.monotonic()
    recording_id, _ = house.phone.speak(note, in_real_time=in_real_time)
    house.desk.wait_for_card(recording_id)
    return cpu_seconds(house.pid) - before_s, time.monotonic() - began_s


def idle_cpu_per_s(house: House) -> float:
    """Return what all processes of a server use while nobody speaks, in CPU seconds per second."""
    before_s = cpu_seconds(house.pid)
    time.sleep(IDLE_S)
    return (cpu_seconds(house.pid) - before_s) / IDLE_S


if __name__ == "__main__":
    sys.exit(main())

"""Damaged files through the real service: `.venv/bin/python -m bench.damage [--files N] [--seed S]`.

A real server (supervisor, web process, one worker with its ears, trial model, SQLite) on loopback. Short recordings in
six formats are damaged with a seed and sent through the API as a phone does, in one to three pieces. Exit status 1 when
the web process or the worker ended, a file is not at its end after ten minutes without progress, or a download is
not byte for byte what was sent.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from sqlalchemy import func, select

from bench.live_house import House, live_house, machine
from bench.sending import Note, StubbornPhone, now
from models.base import new_id
from models.database import Database, open_database
from models.recording import FINAL_STATES, Recording
from server.settings import Settings
from tests.support.damaged_audio import damaged
from tests.support.encoded_audio import encode
from tests.support.processes import descendants
from tests.support.recordings import SAMPLES
from voice.audio import SAMPLE_RATE_HZ, decode

SOUND_S = 1.0
STUCK_S = 600.0
AT_A_TIME = 6
MOST_WAITING = 40  # sent but not heard: the bench is about hostile files, not about a long queue


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.damage", description=__doc__)
    parser.add_argument("--files", type=int, default=5000, help="how many damaged files are sent")
    parser.add_argument("--seed", type=int, default=20261123, help="the same seed damages in the same way")
    parser.add_argument("--minutes", type=float, default=600.0, help="send nothing new after so long")
    asked = parser.parse_args(arguments)
    print(f"{asked.files} damaged files, seed {asked.seed}; {machine()}", flush=True)
    with live_house() as house:
        database = open_database(Settings(var_dir=house.server.var_dir).database)
        StubbornPhone(house.server.port, house.phone.headers).send(next(_notes(1, 0)))  # everything has started
        processes = _service_pids(house)
        began_s = time.monotonic()
        sent = _send_all(house, database, _notes(asked.files, asked.seed), began_s + 60 * asked.minutes)
        faults = _wait_for_all(database, len(sent) + 1)
        faults += _compare_downloads(house, sent)
        faults += [] if _service_pids(house) == processes else ["the web process or the worker ended and began anew"]
        _print_outcome(database, len(sent), time.monotonic() - began_s)
        database.close()
    for fault in faults:
        print(f"FLOOR BROKEN: {fault}")
    return 1 if faults else 0


def _originals() -> Iterator[tuple[str, bytes]]:
    whole = decode(SAMPLES["note-08.wav"].data, "audio/wav")
    samples = np.frombuffer(whole, "<i2")[np.newaxis, : int(SOUND_S * SAMPLE_RATE_HZ)]
    yield "audio/webm;codecs=opus", b"".join(SAMPLES["webm-opus-24k"].chunks[:2])
    yield "audio/mp4", encode(samples, "mp4", "aac")
    yield "audio/ogg", encode(samples, "ogg", "flac")
    yield "audio/wav", encode(samples, "wav", "pcm_s16le")
    yield "audio/mpeg", encode(samples, "mp3", "libmp3lame")
    yield "audio/flac", encode(samples, "flac", "flac")


def _notes(count: int, seed: int) -> Iterator[Note]:
    originals = list(_originals())
    rng = random.Random(seed)
    each = -(-count // len(originals))
    streams = [damaged(data, seed + at, each) for at, (_kind, data) in enumerate(originals)]
    for number in range(count):
        kind = originals[number % len(originals)][0]
        data = next(streams[number % len(originals)])
        cuts = sorted(rng.randrange(len(data) + 1) for _ in range(rng.randrange(3)))
        pieces = [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
        yield Note(new_id(), kind, pieces, now(), SOUND_S)


def _service_pids(house: House) -> set[int]:
    """Return the processes that must live through all of it: everything but the ears, which come and go."""
    from tests.support.processes import ear_pids

    return descendants(house.pid) - ear_pids(house.pid)


def _send_all(house: House, database: Database, notes: Iterator[Note], until_s: float) -> dict[str, bytes]:
    sent: dict[str, bytes] = {}

    def send(note: Note) -> None:
        if time.monotonic() > until_s:
            return
        while len(sent) - _ended(database) > MOST_WAITING:
            time.sleep(0.2)
        StubbornPhone(house.server.port, house.phone.headers).send(note)
        sent[note.id] = note.data
        if len(sent) % 250 == 0:
            print(f"{len(sent)} sent, {_ended(database)} at their end; {machine()}", flush=True)

    with ThreadPoolExecutor(AT_A_TIME) as phones:
        for _done in phones.map(send, notes):
            pass
    return sent


def _ended(database: Database) -> int:
    with database.reading() as session:
        is_final = Recording.state.in_(FINAL_STATES)
        return session.scalar(select(func.count()).select_from(Recording).where(is_final)) or 0


def _wait_for_all(database: Database, count: int) -> list[str]:
    ended, since_s = -1, time.monotonic()
    while time.monotonic() - since_s < STUCK_S:
        if (found := _ended(database)) == count:
            return []
        if found != ended:
            ended, since_s = found, time.monotonic()
        time.sleep(0.5)
    return [f"{count - ended} recordings are not at their end, and none came to it for {STUCK_S:.0f} s"]


def _compare_downloads(house: House, sent: dict[str, bytes]) -> list[str]:
    phone = StubbornPhone(house.server.port, house.phone.headers)
    wrong = [note_id for note_id, data in sent.items() if phone.download(note_id) != data]
    return [f"the download of {note_id} differs from what was sent" for note_id in wrong]


def _print_outcome(database: Database, count: int, took_s: float) -> None:
    with database.reading() as session:
        states = Counter(session.scalars(select(Recording.state)))
        problems = Counter(
            next((kind for mark, kind in _KINDS if mark in (problem or "")), "refused in words")
            for problem in session.scalars(select(Recording.problem).where(Recording.state == "undecodable"))
        )
    print(f"\n{count} damaged files in {took_s:.0f} s, every download compared; {machine()}")
    for name, number in [*sorted(states.items()), *sorted(problems.items())]:
        print(f"  {name:40} {number:6}")


_KINDS = (
    ("broke off", "ear crashed"),
    ("more memory", "over the limit of memory"),
    ("computing time", "over the limit of computing time"),
    ("no step", "ear gave no sign of life"),
    ("several tries", "given up after several tries"),
)

if __name__ == "__main__":
    sys.exit(main())

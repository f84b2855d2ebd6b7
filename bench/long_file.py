"""An hour in one file, end to end: `.venv/bin/python -m bench.long_file [--minutes N] [--formats m4a,ogg,mp3]`.

The carried notes are said again and again, joined into one file of each format, and posted with a program's token to a
real server. What was said at the beginning and at the end must come out in (nearly) the same words at the right second,
the last minute must play from the kept sound, the download must be what was sent, and no process may take more than its
share beyond what five minutes take. Exit status 1 otherwise.
"""

from __future__ import annotations

import argparse
import http.client
import io
import json
import re
import sys
import threading
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from sqlalchemy import select

from bench.live_house import House, live_house, machine
from bench.spoken_note import spoken_note
from models.database import Database, open_database
from models.recording import FINAL_STATES, Recording, Transcript
from models.staff import Role, Staff
from server.services.people.api_token import WRITE_NOTES, make_token
from server.settings import Settings
from tests.support.encoded_audio import encode
from tests.support.processes import descendants, ear_pids
from voice.audio import SAMPLE_RATE_HZ, decode

FORMATS = {
    "m4a": ("audio/mp4", "ipod", "aac"),
    "ogg": ("audio/ogg", "ogg", "libopus"),
    "mp3": ("audio/mpeg", "mp3", "libmp3lame"),
}
PAUSE_S = 2.0
SURE_RUN = 4  # words in a row that are the same word said again, not another like it
LESS_ALIKE = 0.05  # what is said again is not heard to the letter the same: the recogniser remembers what it heard
TIME_OFF_S = 0.3
# Most memory for the long file against the same sound's first five minutes alone: an ear forgets what it heard, while
# who reads a note's words for facts holds all of them (ten thousand in an hour).
MOST_GROWTH = {"an ear": 1.3, "the worker": 2.0, "another process": 1.3}
SHORT_S = 300.0
PATIENCE_S = 3600.0


class Watch(threading.Thread):
    """Looks every second at the most memory (VmHWM, MB) that each kind of process below one has taken."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root = root
        self.most_mb: dict[str, float] = {}
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(1.0):
            ears = ear_pids(self.root)
            for pid in descendants(self.root):
                kind = "an ear" if pid in ears else "the worker" if _is_worker(pid) else "another process"
                self.most_mb[kind] = max(self.most_mb.get(kind, 0.0), _most_mb(pid))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.long_file", description=__doc__)
    parser.add_argument("--minutes", type=float, default=59.5, help="how long a file is (the service takes an hour)")
    parser.add_argument("--formats", default="m4a,ogg", help=f"which of {', '.join(FORMATS)}, by commas")
    asked = parser.parse_args(arguments)
    once = np.frombuffer(decode(spoken_note().data, "audio/webm;codecs=opus"), "<i2")
    once = np.concatenate([once, np.zeros(int(PAUSE_S * SAMPLE_RATE_HZ), "<i2")])
    faults: list[str] = []
    for name in asked.formats.split(","):
        with live_house() as house:
            short = _hear(house, name, once, SHORT_S)
        with live_house() as house:
            long = _hear(house, name, once, 60 * asked.minutes)
        faults += [f"{name}: {fault}" for fault in long.faults]
        for kind, most_mb in long.most_mb.items():
            growth = most_mb / short.most_mb[kind]
            print(f"  {kind}: {short.most_mb[kind]:.0f} MB for five minutes, {most_mb:.0f} MB for all")
            if growth > MOST_GROWTH[kind]:
                faults.append(f"{name}: {kind} grew to {growth:.2f} times")
    for fault in faults:
        print(f"FLOOR BROKEN: {fault}")
    return 1 if faults else 0


@dataclass(frozen=True, slots=True)
class Heard:
    """The most memory by kind of process, and what is wrong with what was kept."""

    most_mb: dict[str, float]
    faults: list[str]


def _hear(house: House, name: str, once: np.ndarray, seconds: float) -> Heard:
    """Post a file of this length and wait until it was understood."""
    times = max(2, int(seconds * SAMPLE_RATE_HZ / len(once)))
    kind, container, codec = FORMATS[name]
    data = encode(np.tile(once, times)[np.newaxis], container, codec, rate_hz=SAMPLE_RATE_HZ)
    database = open_database(Settings(var_dir=house.server.var_dir).database)
    token = _token(database)
    watch = Watch(house.pid)
    watch.start()
    began_s = time.monotonic()
    recording_id = _post(house, token, kind, data)
    posted_s = time.monotonic() - began_s
    _wait(database, recording_id)
    took_s = time.monotonic() - began_s
    watch.is_over.set()
    watch.join()
    with database.reading() as session:
        state = session.scalars(select(Recording.state).where(Recording.id == recording_id)).one()
        words = session.scalars(select(Transcript.words).where(Transcript.recording_id == recording_id)).one_or_none()
    database.close()
    lasted_s = times * len(once) / SAMPLE_RATE_HZ
    print(
        f"{name}: {lasted_s / 60:.1f} min, {len(data) / 1e6:.1f} MB, posted in {posted_s:.1f} s, "
        f"understood after {took_s:.0f} s ({took_s / lasted_s:.3f} of its length), {state}, "
        f"{len(words or [])} words; {machine()}",
        flush=True,
    )
    faults = [] if words else [f"no words: {state}"]
    if words:
        faults += _compare(words, times, len(once) / SAMPLE_RATE_HZ)
        faults += _play_the_end(house, recording_id, lasted_s)
        faults += [] if _get(house, f"/api/recordings/{recording_id}/audio") == data else ["the download differs"]
    return Heard(watch.most_mb, faults)


def _compare(words: list[list[Any]], times: int, each_s: float) -> list[str]:
    """Hold what was heard of each repetition against the second one: its words, and the seconds they stand at."""
    said = [[word for word in words if each_s * at <= word[1] < each_s * (at + 1)] for at in range(1, times)]
    like = [[word[0] for word in one] for one in said]
    alike, most_off = [], 0.0
    for at in range(1, len(said)):
        same = SequenceMatcher(None, like[0], like[at], autojunk=False)
        alike.append(same.ratio())
        for first, second, size in same.get_matching_blocks():
            for step in range(size if size >= SURE_RUN else 0):
                off_s = said[at][second + step][1] - said[0][first + step][1] - each_s * at
                most_off = max(most_off, abs(off_s))
    quarter = max(1, len(alike) // 4)
    early, late = mean(alike[:quarter]), mean(alike[-quarter:])
    print(f"  words as in the second time: {early:.3f} early, {late:.3f} late; times at most {most_off:.2f} s off")
    faults = [] if late > early - LESS_ALIKE else [f"late words are worse: {late:.3f} against {early:.3f}"]
    return faults + ([] if most_off < TIME_OFF_S else [f"a word stands {most_off:.2f} s beside its second"])


def _play_the_end(house: House, recording_id: str, lasted_s: float) -> list[str]:
    from_s = lasted_s - 20
    wav = _get(house, f"/api/recordings/{recording_id}/clip?from_s={from_s:.2f}&to_s={from_s + 10:.2f}")
    played = np.frombuffer(decode(wav, "audio/wav"), "<i2")
    loud, plays_s = float(np.abs(played.astype(float)).max()), len(played) / SAMPLE_RATE_HZ
    print(f"  ten seconds near the end: {plays_s:.2f} s of sound, loudest {loud / 32768:.2f}")
    return [] if abs(plays_s - 10) < 0.5 and loud > 1000 else ["the last minute does not play"]


def _token(database: Database) -> str:
    with database.session() as session:
        rep_id = session.scalars(select(Staff.id).where(Staff.role == Role.REP).order_by(Staff.reference)).first()
        assert rep_id is not None
        _token_row, written = make_token(session, None, rep_id, "Long files", (WRITE_NOTES,))
        session.commit()
    return str(written)


def _post(house: House, token: str, kind: str, data: bytes) -> str:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
    connection = http.client.HTTPConnection("127.0.0.1", house.server.port, timeout=PATIENCE_S)
    connection.request("POST", "/api/notes", io.BytesIO(data), headers | {"Content-Length": str(len(data))})
    answer = connection.getresponse()
    told: dict[str, Any] = json.loads(answer.read())
    connection.close()
    if answer.status != 201:
        raise RuntimeError(f"POST /api/notes: {answer.status} {told}")
    return str(told["id"])


def _wait(database: Database, recording_id: str) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s:
        with database.reading() as session:
            if session.scalars(select(Recording.state).where(Recording.id == recording_id)).one() in FINAL_STATES:
                return
        time.sleep(0.5)
    raise RuntimeError(f"not understood within {PATIENCE_S:.0f} s")


def _get(house: House, path: str) -> bytes:
    asked = urllib.request.Request(f"http://127.0.0.1:{house.server.port}{path}", headers=house.phone.headers)
    with urllib.request.urlopen(asked, timeout=120) as answer:
        return bytes(answer.read())


def _is_worker(pid: int) -> bool:
    try:
        return b"server\0worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def _most_mb(pid: int) -> float:
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return int(found.group(1)) / 1024 if found else 0.0


if __name__ == "__main__":
    sys.exit(main())

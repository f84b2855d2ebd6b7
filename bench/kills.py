"""Kill -9 at random moments: `.venv/bin/python -m bench.kills [--kills N] [--tabs N] [--seed S]`.

A real service under its real supervisor, on SQLite, with the trial model. Phones upload notes without end, as the app
does, while the web process, the worker, the parent of its ears, single ears, and web and worker together are killed;
phones drop their connections and begin again too. Then a browser with a microphone is killed while somebody speaks.
Exit status 1 when a note is lost or stands twice, a byte of sound differs, a note of the same sound has other words,
or a browser lost more than the last second.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select, text

from bench.killed_house import KilledHouse, Killer, killed_house
from bench.killed_tab import KilledTab
from bench.live_house import furnish, machine
from bench.sending import Note, StubbornPhone, now
from models.base import new_id
from models.database import Database, open_database
from models.entry import Entry
from models.event import Event
from models.recording import FINAL_STATES, Chunk, Recording, RecordingState, Transcript
from models.staff import Role, Staff
from server.services.phones.pairing import make_pairing_code
from server.settings import Settings
from tests.conftest import BROWSERS
from tests.support.recordings import MP4, WEBM, Sample
from voice.audio import SAMPLE_RATE_HZ, decode
from voice.recognizer import load_model, transcribe
from voice.speech_models import TRIAL_MODEL_PATH

SHARES = {"web": 0.32, "worker": 0.27, "ear": 0.27, "parent of ears": 0.09, "web and worker": 0.05}
PHONES = 3
PIECE_EVERY_S = 0.12
MOST_WAITING = 10
STUCK_S = 300.0
LAST_SECOND_S = 2.1  # a piece of a second is on its way from the encoder, and the next one is not full yet


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=180, help="kills of the service's processes")
    parser.add_argument("--tabs", type=int, default=20, help="kills of a phone's browser")
    parser.add_argument("--gap", type=float, default=4.0, help="longest time between two kills, in seconds")
    parser.add_argument("--seed", type=int, default=20261123, help="decides the order, the moments and the processes")
    asked = parser.parse_args(arguments)
    rng = random.Random(asked.seed)
    print(f"{asked.kills} kills of the service, {asked.tabs} of a browser, seed {asked.seed}; {machine()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="rounds-kills-") as made:
        var_dir = Path(made) / "var"
        headers, _desk = furnish(var_dir)
        database = open_database(Settings(var_dir=var_dir).database)
        with killed_house(var_dir) as house:
            bench = _Bench(house, database, headers, rng)
            done = bench.shoot(_plan(asked.kills), asked.gap)
            faults = bench.check_notes()
            faults += bench.shoot_tabs(Path(made), asked.tabs)
        faults += _check_database(database)
        database.close()
    done["phone's connection, begun again"] = bench.hung_up
    done["browser while speaking"] = asked.tabs
    _print_outcome(done, bench, faults)
    return 1 if faults else 0


def _plan(kills: int) -> dict[str, int]:
    planned = {kind: round(kills * share) for kind, share in SHARES.items()}
    planned["web"] += kills - sum(planned.values())
    return planned


@dataclass(slots=True)
class _Bench:
    house: KilledHouse
    database: Database
    headers: dict[str, str]
    rng: random.Random
    notes: dict[str, tuple[Note, Sample]] = field(default_factory=dict)
    hung_up: int = 0
    asked_again: int = 0
    tab_notes: int = 0

    def shoot(self, planned: Mapping[str, int], longest_gap_s: float) -> Counter[str]:
        """Kill as planned while phones upload; return once every note is at its end."""
        killer = Killer(self.house, random.Random(self.rng.random()), longest_gap_s)
        over = threading.Event()
        with ThreadPoolExecutor(PHONES) as phones:
            seeds = [self.rng.random() for _phone in range(PHONES)]
            speaking = [phones.submit(self._upload, random.Random(seed), over) for seed in seeds]
            try:
                killer.run(planned)
            finally:
                over.set()
            for one in speaking:
                one.result()
        return killer.done

    def _upload(self, rng: random.Random, over: threading.Event) -> None:
        phone = StubbornPhone(self.house.port, self.headers)
        while not over.is_set():
            if len(self.notes) - _ended(self.database) > MOST_WAITING:
                time.sleep(0.2)
                continue
            sample = rng.choice((WEBM, MP4))
            note = Note(new_id(), sample.mime_type, sample.chunks, now(), sample.seconds)
            self.notes[note.id] = (note, sample)
            if rng.random() < 0.3:  # a phone that dies in the middle and remembers nothing of what it sent
                half = Note(note.id, note.mime_type, note.pieces[: rng.randrange(1, len(note.pieces))], note.started_at)
                phone.send_pieces(half, PIECE_EVERY_S)
                phone.hang_up()
                self.hung_up += 1
            phone.send(note, PIECE_EVERY_S)
        self.asked_again += phone.again

    def check_notes(self) -> list[str]:
        """Compare every note with what was sent, byte for byte and word for word."""
        if not _wait_for_all(self.database, len(self.notes)):
            return [f"of {len(self.notes)} notes only {_ended(self.database)} are at their end"]
        model = load_model(TRIAL_MODEL_PATH)
        words = {sample.name: transcribe(sample.chunks, sample.mime_type, model).text for sample in (WEBM, MP4)}
        phone = StubbornPhone(self.house.port, self.headers)
        faults = []
        for note, sample in self.notes.values():
            if phone.download(note.id) != note.data:
                faults.append(f"the sound of {note.id} differs from what was sent")
            with self.database.reading() as session:
                recording, heard = session.get_one(Recording, note.id), session.get(Transcript, note.id)
                if recording.state != RecordingState.READY or heard is None or heard.text != words[sample.name]:
                    faults.append(f"{note.id} is {recording.state} ({recording.problem}), or was heard differently")
        return faults

    def shoot_tabs(self, folder: Path, kills: int) -> list[str]:
        """Kill a browser while somebody speaks; return what is lost, doubled or different."""
        chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
        if not kills or chromium is None:
            print("!!! NO BROWSER WAS KILLED !!!")
            return ["Chromium is not there"] if kills else []
        tab = KilledTab(f"http://127.0.0.1:{self.house.port}", self._pairing_code(), folder, chromium, self.rng)
        tab.run(kills)
        known = set(self.notes)
        if not _wait_for_all(self.database, len(known) + kills):
            return [f"{kills} notes were begun in the browser, {_ended(self.database) - len(known)} are at their end"]
        with self.database.reading() as session:
            newest = select(Recording.id).where(Recording.id.not_in(known)).order_by(Recording.started_at)
            found = list(session.scalars(newest))
            kept = {(one.recording_id, one.number): one.sha256 for one in session.scalars(select(Chunk))}
        self.tab_notes = len(found)
        faults = [f"piece {key} differs" for key, sha256 in tab.sent.items() if kept.get(key) != sha256]
        phone = StubbornPhone(self.house.port, self.headers)
        for note_id, spoken_s in zip(found, tab.spoken_s, strict=True):
            held_s = len(decode(phone.download(note_id), "audio/webm")) / 2 / SAMPLE_RATE_HZ
            print(f"browser killed after {spoken_s:.1f} s: {held_s:.1f} s are kept", flush=True)
            if held_s < spoken_s - LAST_SECOND_S:
                faults.append(f"{note_id}: {spoken_s:.1f} s were spoken, {held_s:.1f} s are kept")
        return faults

    def _pairing_code(self) -> str:
        with self.database.session() as session:
            rep = session.scalars(select(Staff).where(Staff.role == Role.REP).order_by(Staff.reference)).first()
            assert rep is not None
            valid_for = timedelta(minutes=30)
            code = make_pairing_code(session, staff_id=rep.id, made_by_id=rep.id, valid_for=valid_for)
            session.commit()
            return code


def _ended(database: Database) -> int:
    with database.reading() as session:
        is_final = Recording.state.in_(FINAL_STATES)
        return session.scalar(select(func.count()).select_from(Recording).where(is_final)) or 0


def _wait_for_all(database: Database, count: int) -> bool:
    ended, since_s = -1, time.monotonic()
    while time.monotonic() - since_s < STUCK_S:
        if (found := _ended(database)) >= count:
            return True
        if found != ended:
            ended, since_s = found, time.monotonic()
        time.sleep(0.5)
    return False


def _check_database(database: Database) -> list[str]:
    with database.reading() as session:
        sound = session.scalar(text("PRAGMA integrity_check"))
        made = Counter(session.scalars(select(Event.recording_id).where(Event.kind == "entry.made")))
        entries = Counter(session.scalars(select(Entry.recording_id)))
        states = Counter(session.scalars(select(Recording.state)))
        rivals = session.scalars(select(Chunk.recording_id).where(Chunk.rival_sha256.is_not(None))).all()
    faults = [] if sound == "ok" else [f"the database is not whole: {sound}"]
    faults += [f"{one} stands {count} times" for one, count in (entries | made).items() if count > 1]
    faults += [f"a piece of {one} came in two forms" for one in rivals]
    if entries.total() != states[RecordingState.READY]:
        faults.append(f"{states[RecordingState.READY]} notes are ready, {entries.total()} entries stand")
    return faults


def _print_outcome(done: Mapping[str, int], bench: _Bench, faults: Sequence[str]) -> None:
    print(f"\nkills that ran   ({machine()})")
    for kind, count in done.items():
        print(f"  {kind:34} {count:5}")
    print(f"notes sent under fire: {len(bench.notes)}; requests that had to be repeated: {bench.asked_again}")
    print(f"notes of the killed browser: {bench.tab_notes}")
    print("checked of each note: at its end, once; sound byte for byte; words as heard undisturbed; database whole")
    for fault in faults:
        print(f"FLOOR BROKEN: {fault}")
    print("nothing lost, nothing twice" if not faults else f"{len(faults)} faults")


if __name__ == "__main__":
    sys.exit(main())

"""Makes an archive: one snapshot of the tables, the sound as it is kept, and the hash of everything."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models.base import now
from models.database import Database
from models.recording import Recording
from server.services.archive.contents import LEFT_OUT, travelling
from server.services.archive.manifest import MANIFEST, SOUND, Manifest, NotUsable
from server.services.archive.table_lines import TableSum, sum_of, table_lines
from server.services.notes.kept_sound import is_locked, is_silenced, mark_of
from server.services.notes.recording_store import RecordingStore

PIECE_BYTES = 1 << 20
LOCKED = "something secret was said, and the sound is not silenced there yet"
GONE = "the sound was not on the disk any more"
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What an archive holds: rows of all tables, files of sound with their bytes, and recordings left without."""

    rows: int
    sounds: int
    sound_bytes: int
    silent: dict[str, str]


def make_archive(
    database: Database, store: RecordingStore, company: str, target: Path, progress: Progress = lambda _what, _n: None
) -> Made:
    """Write everything that travels into a new file, which has its name only once it is whole and on the disk.

    `progress` is told what is being written and how much of it is done. Raises NotUsable where the file is there
    already; OSError where the disk is full, and then nothing is left of it.
    """
    if target.exists():
        raise NotUsable(f"{target} is there already. Name a new file, or move that one away.")
    half = target.with_name(f".{target.name}.{os.getpid()}.half")
    try:
        with os.fdopen(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                made = _fill(archive, database, store, company, progress)
            file.flush()
            os.fsync(file.fileno())
        half.rename(target)
    finally:
        half.unlink(missing_ok=True)
    return made


def _fill(
    archive: zipfile.ZipFile, database: Database, store: RecordingStore, company: str, progress: Progress
) -> Made:
    with database.reading() as session:
        if not database.is_sqlite:  # one moment for all tables; SQLite's reader has that anyway
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        schema = session.scalar(text("SELECT version_num FROM alembic_version"))
        sums: dict[str, TableSum] = {}
        for table in travelling():
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
                sums[table.name] = sum_of(_written(file, table_lines(session, table)))
            progress(table.name, sums[table.name].rows)
        sound = _Sound(archive, store, progress)
        sound.add_all(session)
    manifest = Manifest(
        company=company,
        made_at=now().isoformat(),
        schema=str(schema),
        tables=sums,
        columns={table.name: [column.name for column in table.columns] for table in travelling()},
        sound=sound.close(),
        left_out=LEFT_OUT,
        silent=sound.silent,
    )
    archive.writestr(MANIFEST, manifest.to_json())
    return Made(sum(one.rows for one in sums.values()), sound.count, sound.bytes, sound.silent)


def _written(file: object, lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        file.write(line)  # type: ignore[attr-defined]
        yield line


class _Sound:
    """Writes the sound of one recording after the other, and the list of the files."""

    def __init__(self, archive: zipfile.ZipFile, store: RecordingStore, progress: Progress) -> None:
        self.archive, self.store, self.progress = archive, store, progress
        self.silent: dict[str, str] = {}
        self.count = self.bytes = 0
        self._lines: list[bytes] = []

    def add_all(self, session: Session) -> None:
        query = select(Recording).where(Recording.chunk_count.is_distinct_from(0)).order_by(Recording.id)
        for recording in session.scalars(query.execution_options(yield_per=200)):
            if is_locked(recording):
                self.silent[recording.id] = LOCKED
                continue
            for path in self._files(recording):
                self._add(recording.id, path)
            session.expunge(recording)

    def _files(self, recording: Recording) -> list[Path]:
        if is_silenced(recording):
            return [self.store.silenced_path(recording.id, mark_of(recording))]
        folder = self.store.path(recording.id, 0).parent
        return sorted([*folder.glob("*.chunk"), *folder.glob("*.rival")])

    def _add(self, recording_id: str, path: Path) -> None:
        """Add a file as it is; one that was silenced and deleted since the tables were read is told of instead."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            self.silent[recording_id] = GONE
            return
        name, summed, size = f"sound/{recording_id}/{path.name}", hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name, now().timetuple()[:6])  # stored: sound is packed already
        with source, self.archive.open(entry, "w", force_zip64=True) as target:
            while piece := source.read(PIECE_BYTES):
                target.write(piece)
                summed.update(piece)
                size += len(piece)
        self.count, self.bytes = self.count + 1, self.bytes + size
        line = {"name": name, "sha256": summed.hexdigest(), "size": size}
        self._lines.append(json.dumps(line, sort_keys=True).encode() + b"\n")
        if self.count % 500 == 0:
            self.progress("sound", self.count)

    def close(self) -> TableSum:
        self.archive.writestr(SOUND, b"".join(self._lines))
        return sum_of(self._lines)

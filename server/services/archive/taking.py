"""Takes an archive into an empty installation: all of it, checked against its hashes before and after, or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Integer, Select, Table, bindparam, column, func, insert, literal_column, select, text, update
from sqlalchemy import table as bare_table
from sqlalchemy.orm import Session

from models.database import Database
from models.job import enqueue
from models.recording import FINAL_STATES, Recording
from models.schema import alembic_config, migrate
from server.services.archive.contents import METADATA, points_at_itself, travelling
from server.services.archive.making import PIECE_BYTES, Progress
from server.services.archive.manifest import MANIFEST, SOUND, Manifest, NotUsable, read_manifest
from server.services.archive.table_lines import AT_ONCE, TableSum, read_line, sum_of, table_lines
from server.services.notes.recording_intake import HEAR
from server.services.notes.recording_store import RecordingStore

DAMAGED = "The archive is damaged ({}). Copy it again from where it was made, or make a new one; nothing was taken in."
NOT_EMPTY = (
    "This installation holds records already ({}). An archive goes into an empty one: set VAR_DIR to a new folder "
    "(with PostgreSQL also DATABASE_URL to an empty database) and run this before the first start."
)
SOUND_NAME = re.compile(
    r"sound/([0-9A-Za-z-]{1,36})/(\d{6}\.chunk|\d{6}\.[0-9a-f]{12}\.rival|silenced-[0-9a-f]{16}\.ogg)"
)
NEWER = "The archive was made by a newer Rounds (schema {}). Update this one first."
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in: rows of all tables, files of sound, and recordings that came without theirs."""

    rows: int
    sounds: int
    silent: dict[str, str]


def take_archive(
    database: Database, store: RecordingStore, source: Path, progress: Progress = lambda _what, _n: None
) -> Taken:
    """Take an archive into an empty database and folder; a kill or an error leaves the database as empty as before.

    1. The schema is brought to where it was when the archive was made.
    2. All rows in one transaction, then the sound, then the hashes of what the database holds now.
    3. The schema is brought to the newest. Raises NotUsable for an archive or a target that cannot be used.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(archive)
            migrate(database, manifest.schema)
            with database.session() as session:
                _require_empty(session, manifest)
                for table in _tables(manifest):
                    _take_table(session, archive, table, manifest)
                    progress(table.name, manifest.tables[table.name].rows)
                sounds = _take_sound(archive, store, manifest, progress)
                _check(session, manifest)
                _go_on(session)
                os.sync()  # the sound is on the disk before the rows that speak of it
                session.commit()
    except FileNotFoundError as error:
        raise NotUsable(f"There is no file {source}. Name the archive that `python -m server export` wrote.") from error
    except BROKEN as error:
        raise NotUsable(DAMAGED.format(error)) from error
    migrate(database)
    return Taken(sum(one.rows for one in manifest.tables.values()), sounds, manifest.silent)


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    if MANIFEST not in archive.namelist():
        raise NotUsable("This is no archive made by `python -m server export`. Name the file that it wrote.")
    manifest = read_manifest(archive.read(MANIFEST))
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if manifest.schema not in known:
        raise NotUsable(NEWER.format(manifest.schema[:20]))
    if unknown := manifest.tables.keys() - METADATA.tables.keys():
        raise ValueError(f"a table {sorted(unknown)[0][:60]!r} that nobody knows")
    return manifest


def _tables(manifest: Manifest) -> list[Table]:
    return [table for table in travelling() if table.name in manifest.tables]


def _require_empty(session: Session, manifest: Manifest) -> None:
    one: Select[int] = select(literal_column("1")).limit(1)
    held = [table.name for table in _tables(manifest) if session.scalar(one.select_from(table))]
    if session.scalar(text("SELECT version_num FROM alembic_version")) != manifest.schema:
        held.append("a newer schema")
    if held:
        raise NotUsable(NOT_EMPTY.format(", ".join(held[:5])))


def _take_table(session: Session, archive: zipfile.ZipFile, table: Table, manifest: Manifest) -> None:
    """Insert a table's rows as they are; what points at rows of the same table follows once all are there."""
    columns = manifest.columns[table.name]
    if unknown := set(columns) - set(table.columns.keys()):
        raise ValueError(f"{table.name} has no column {sorted(unknown)[0][:60]!r}")
    target = bare_table(table.name, *(column(name, table.columns[name].type) for name in columns))
    later = [one.name for one in points_at_itself(table)]
    pointing: list[dict[str, Any]] = []
    summed = hashlib.sha256()
    waiting: list[dict[str, Any]] = []
    with archive.open(f"tables/{table.name}.jsonl") as lines:
        for line in lines:
            summed.update(line)
            row = read_line(line, table)
            if any(row.get(name) for name in later):
                pointing.append({f"to_{name}": row[name] for name in later} | {"of": row["id"]})
                row |= dict.fromkeys(later)
            waiting.append(row)
            if len(waiting) == AT_ONCE:
                session.execute(insert(target), waiting)
                waiting = []
    if waiting:
        session.execute(insert(target), waiting)
    if pointing:
        whose = table.columns["id"] == bindparam("of")
        told = update(table).where(whose).values({name: bindparam(f"to_{name}") for name in later})
        session.connection().execute(told, pointing)
    if summed.hexdigest() != manifest.tables[table.name].sha256:
        raise ValueError(f"{table.name} is not as it was written")
    _move_sequence(session, table)


def _move_sequence(session: Session, table: Table) -> None:
    """Have PostgreSQL number on after the highest number that came."""
    (key, *more) = table.primary_key.columns
    if session.get_bind().dialect.name != "postgresql" or more or not isinstance(key.type, Integer):
        return
    sequence = session.scalar(
        text("SELECT pg_get_serial_sequence(:table, :key)"), {"table": table.name, "key": key.name}
    )
    highest = session.scalar(select(func.max(key)))
    if sequence and highest:
        session.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


def _take_sound(archive: zipfile.ZipFile, store: RecordingStore, manifest: Manifest, progress: Progress) -> int:
    count = 0
    for name, sha256 in _sounds(archive, manifest):
        if not (told := SOUND_NAME.fullmatch(name)):
            raise ValueError(f"{name[:80]!r} is no name of a sound")
        target = store.path(told[1], 0).with_name(told[2])
        target.parent.mkdir(parents=True, exist_ok=True)
        summed = hashlib.sha256()
        with archive.open(name) as source, target.open("wb") as file:
            while piece := source.read(PIECE_BYTES):
                file.write(piece)
                summed.update(piece)
        if summed.hexdigest() != sha256:
            target.unlink()
            raise ValueError(f"{name} is not as it was written")
        count += 1
        if count % 500 == 0:
            progress("sound", count)
    return count


def _sounds(archive: zipfile.ZipFile, manifest: Manifest) -> Iterator[tuple[str, str]]:
    lines = archive.read(SOUND).splitlines(keepends=True)
    if sum_of(lines) != manifest.sound:
        raise ValueError("the list of sounds is not as it was written")
    for line in lines:
        told = json.loads(line)
        yield str(told["name"]), str(told["sha256"])


def _check(session: Session, manifest: Manifest) -> None:
    """Compare what the database holds now with what the archive said: nothing may have changed on the way."""
    for table in _tables(manifest):
        held: TableSum = sum_of(table_lines(session, table, manifest.columns[table.name]))
        if held != manifest.tables[table.name]:
            raise ValueError(f"{table.name} is not the same in this database")


def _go_on(session: Session) -> None:
    """Promise anew what was still to be heard."""
    waiting = select(Recording.id).where(Recording.state.not_in(FINAL_STATES))
    for recording_id in session.scalars(waiting):
        enqueue(session, HEAR, f"{HEAR}:{recording_id}", recording_id=recording_id)

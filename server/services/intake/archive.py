"""Takes an old archive in bulk: folders, ZIP files and single files, each sound once, however often it is begun."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast
from zoneinfo import ZoneInfo

from models.base import now
from models.intake_batch import IntakeBatch
from models.recording import RecordingSource
from server.current import Identity, Installation
from server.errors import Problem, StorageFull
from server.services.intake.batch import Outcome, Trouble, batch_of, count_outcome
from server.services.intake.start_time import Told, start_time
from server.services.intake.whole_file import WholeFile, take_file
from voice.audio.container import is_sound_name

SPOOL_BYTES = 8 << 20
PIECE_BYTES = 1 << 20
LATER = ".part", ".tmp", ".crdownload", ".partial", "~"
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of an archive: its name as people know it, where it lies, and in which ZIP file if in one."""

    name: str
    path: Path
    member: zipfile.ZipInfo | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far an archive is: the piece just done, what it ended as (None: older than asked for), and the count."""

    done: int
    total: int
    name: str
    outcome: Outcome | None
    problem: str | None = None


def take_archive(
    installation: Installation,
    by: Identity,
    sources: Sequence[Path],
    *,
    since: datetime | None = None,
    tell: Callable[[Step], None] = lambda step: None,
) -> IntakeBatch:
    """Take every sound file of the sources in somebody's name and return the batch with its counts.

    Beginning again goes on where it was broken off: what is held is found again by its sound and counted as known.
    What cannot be taken is named in the batch and the others go on; a full disk ends it (StorageFull).
    """
    pieces = list(find_pieces(sources))
    name = ", ".join(path.name for path in sources)
    key = "\0".join([by.staff_id, *sorted(str(path.resolve()) for path in sources)])
    with installation.database.session() as session:
        batch = batch_of(session, RecordingSource.ARCHIVE, name, key, by.staff_id)
        taken_before = batch.taken
        batch.total, batch.known, batch.refused, batch.problems = len(pieces), 0, 0, []
        batch.ended_at = None
        session.commit()
        batch_id = batch.id
    for done, piece in enumerate(pieces, start=1):
        outcome, trouble = _take_piece(installation, by, piece, since)
        if outcome is not None:
            _count(installation, batch_id, outcome, trouble)
        tell(Step(done, len(pieces), piece.name, outcome, trouble.problem if trouble else None))
    return _end(installation, batch_id, taken_before)


def find_pieces(sources: Iterable[Path]) -> Iterator[Piece]:
    """Yield the sound files of folders and ZIP files by their endings, and every file that is named itself."""
    for source in sources:
        if source.is_dir():
            for path in sorted(source.rglob("*")):
                if path.is_file() and _is_wanted(path.name):
                    yield Piece(path.relative_to(source).as_posix(), path)
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as opened:
                for member in sorted(opened.infolist(), key=lambda one: one.filename):
                    if not member.is_dir() and _is_wanted(Path(member.filename).name):
                        yield Piece(member.filename, source, member)
        else:
            yield Piece(source.name, source)


def _is_wanted(name: str) -> bool:
    return is_sound_name(name) and not name.startswith((".", "._"))


def _take_piece(
    installation: Installation, by: Identity, piece: Piece, since: datetime | None
) -> tuple[Outcome | None, Trouble | None]:
    """Return what a piece ended as; None when it is older than what is asked for."""
    settings = installation.settings
    zone = ZoneInfo(settings.time_zone)
    try:
        with _opened(piece, settings.recording_limit_mb) as content:
            told = Told(file_time_at=_file_time_at(piece, zone))
            if since is not None and start_time(content, piece.name, told, zone, now()).at < since:
                return None, None
            file = WholeFile(content, RecordingSource.ARCHIVE, piece.name, told=told, is_old=True)
            taken = take_file(installation, by, file)
            return (Outcome.TAKEN if taken.is_new else Outcome.KNOWN), None
    except StorageFull:
        raise
    except Problem as problem:
        return Outcome.REFUSED, Trouble(piece.name, problem.detail)
    except BROKEN_ZIP:
        return Outcome.REFUSED, Trouble(
            piece.name, "The ZIP file is damaged here or has a password: unpack it by hand."
        )
    except OSError as error:
        return Outcome.REFUSED, Trouble(piece.name, f"The file cannot be read ({error.strerror or error}).")


@contextmanager
def _opened(piece: Piece, most_mb: int) -> Iterator[BinaryIO]:
    if piece.member is None:
        with piece.path.open("rb") as content:
            yield content
        return
    with (
        zipfile.ZipFile(piece.path) as archive,
        archive.open(piece.member) as packed,
        tempfile.SpooledTemporaryFile(SPOOL_BYTES) as unpacked,
    ):
        left = most_mb * 1024 * 1024 + 1  # what a ZIP says of its sizes may be a lie: one byte more tells
        while left > 0 and (read := packed.read(min(PIECE_BYTES, left))):
            left -= len(read)
            unpacked.write(read)
        yield cast(BinaryIO, unpacked)


def _file_time_at(piece: Piece, zone: ZoneInfo) -> datetime | None:
    if piece.member is None:
        return datetime.fromtimestamp(piece.path.stat().st_mtime, UTC)
    try:
        return datetime(*piece.member.date_time, tzinfo=zone)  # a ZIP keeps local time without saying whose
    except ValueError:
        return None


def _count(installation: Installation, batch_id: str, outcome: Outcome, trouble: Trouble | None) -> None:
    with installation.database.session() as session:
        batch = session.get_one(IntakeBatch, batch_id, with_for_update=True)
        total = batch.total
        count_outcome(batch, outcome, trouble)
        batch.total, batch.ended_at = total, None
        session.commit()


def _end(installation: Installation, batch_id: str, taken_before: int) -> IntakeBatch:
    with installation.database.session() as session:
        batch = session.get_one(IntakeBatch, batch_id, with_for_update=True)
        batch.known = max(0, batch.known - taken_before)  # those were counted when they were taken
        batch.ended_at = now()
        session.commit()
        return batch

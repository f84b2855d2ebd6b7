"""A folder that is watched: a sound file put into it is taken once it is whole, and moved aside when it is safe."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.recording import RecordingSource
from models.staff import Role, Staff
from server.current import Identity, Installation
from server.errors import Problem
from server.services.intake.batch import Outcome, Trouble, batch_of, count_outcome
from server.services.intake.start_time import Told
from server.services.intake.whole_file import WholeFile, take_file
from voice.audio.container import is_sound_name, likely_name

SETTLED_S = 5.0
TAKEN = "taken"
UNFINISHED = (".part", ".tmp", ".crdownload", ".partial", ".filepart", "~")


def take_from_folder(
    installation: Installation,
    folder: Path,
    default_email: str,
    go_on: Callable[[], None] = lambda: None,
    settled_s: float = SETTLED_S,
) -> int:
    """Take what lies whole in the folder; return how many files were moved aside.

    1. A file counts as whole when nothing about it changed for `settled_s`.
    2. It belongs to the person whose e-mail, name or number its sub-folder bears, else to `default_email`.
    3. It is moved to taken/ only when the recording is on disk and written down. Whoever is killed before takes it
       again, which changes nothing.
    4. What is no sound, or nobody's, stays where it is and is named once on the page of what came in.

    `go_on` is called before each file and may raise to stop.
    """
    moved = 0
    for path in _whole_files(folder, settled_s):
        go_on()
        relative = path.relative_to(folder)
        try:
            moved += _take(installation, folder, relative, default_email)
        except FileNotFoundError:
            continue  # somebody took it away, or another worker was here
    return moved


def _whole_files(folder: Path, settled_s: float) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if parts[0] == TAKEN or any(part.startswith(".") for part in parts) or path.name.endswith(UNFINISHED):
            continue
        try:
            if path.is_file() and not path.is_symlink() and time.time() - _changed_at_s(path) >= settled_s:
                yield path
        except FileNotFoundError:
            continue


def _changed_at_s(path: Path) -> float:
    """Seconds since 1970 of the last change of any kind: copying programs set the other times back."""
    return path.stat().st_ctime


def _take(installation: Installation, folder: Path, relative: Path, default_email: str) -> bool:
    path = folder / relative
    name = relative.as_posix()
    with installation.database.reading() as session:
        staff = _owner(session, relative, default_email)
    if staff is None:
        whose = relative.parts[0] if len(relative.parts) > 1 else default_email or "no WATCH_STAFF"
        _note(
            installation, folder, Outcome.REFUSED, Trouble(name, f"Nobody of the staff is known as {whose}.", str(path))
        )
        return False
    before = path.stat()
    with path.open("rb") as content:
        if not is_sound_name(path.name) and likely_name(content.read(64)) is None:
            _note(
                installation,
                folder,
                Outcome.REFUSED,
                Trouble(name, "This is no sound file. It stays there.", str(path)),
            )
            return False
        told = Told(file_time_at=datetime.fromtimestamp(before.st_mtime, UTC))
        file = WholeFile(content, RecordingSource.FOLDER, path.name, told=told)
        try:
            taken = take_file(installation, Identity(staff.id, staff.name, Role(staff.role)), file)
        except Problem as problem:
            if problem.status >= 500:
                raise
            _note(installation, folder, Outcome.REFUSED, Trouble(name, problem.detail, str(path)))
            return False
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return False  # it grew meanwhile: the whole comes later as a recording of its own, and nothing is lost
    _move_aside(path, folder / TAKEN / relative)
    _note(installation, folder, Outcome.TAKEN if taken.is_new else Outcome.KNOWN, None)
    return True


def _owner(session: Session, relative: Path, default_email: str) -> Staff | None:
    wanted = relative.parts[0] if len(relative.parts) > 1 else default_email
    if not wanted:
        return None
    is_called = or_(
        func.lower(Staff.email) == wanted.lower(), func.lower(Staff.name) == wanted.lower(), Staff.reference == wanted
    )
    return session.scalars(select(Staff).where(is_called, Staff.left_at.is_(None)).limit(1)).first()


def _move_aside(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 1
    free = target
    while free.exists():
        number += 1
        free = target.with_stem(f"{target.stem} ({number})")
    path.replace(free)


def _note(installation: Installation, folder: Path, outcome: Outcome, trouble: Trouble | None) -> None:
    """Count one file in the batch of the day; a file that stays is counted and named once a day, not at each look."""
    on = datetime.now(UTC).date().isoformat()
    with installation.database.session() as session:
        batch = batch_of(session, RecordingSource.FOLDER, f"Folder {folder.name}, {on}", f"{folder}\0{on}")
        if trouble is not None and any(known["name"] == trouble.name for known in batch.problems):
            return
        count_outcome(batch, outcome, trouble)
        session.commit()

"""Keeps the audio: each numbered chunk is a file, durable before it is acknowledged."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from server.errors import DISK_IS_FULL, StorageFull

NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK)  # exFAT and some network folders: there the rename must do
HALF_LASTS_S = 3600.0  # no write takes that long: what is older was left by a kill


@dataclass(frozen=True, slots=True)
class RecordingStore:
    """Chunks as files under one folder for each recording, named by their number."""

    folder: Path
    reserve_bytes: int = 0  # what sound leaves free on the disk: the records need room while phones wait

    def save(self, recording_id: str, number: int, data: bytes) -> str:
        """Write one chunk so that it survives a power cut; return the SHA-256 of what counts under its number.

        The first body counts, whoever comes at the same instant; a different one is kept beside it as its rival.
        Raises StorageFull when there is no space, or only the reserve.
        """
        target = self.path(recording_id, number)
        try:
            self._make_folder(target.parent)
            self._require_space(len(data))
            half = self._write_half(data)
            try:
                return self._keep(half, target, data)
            finally:
                half.unlink(missing_ok=True)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StorageFull(DISK_IS_FULL) from error
            raise

    def _keep(self, half: Path, target: Path, data: bytes) -> str:
        """Give a written file its name unless that is taken: a link, unlike a rename, replaces nothing."""
        own = counts = self.sha256(data)
        if not _link(half, target):
            counts = self.sha256(target.read_bytes())
            if counts != own:
                _link(half, target.with_suffix(f".{own[:12]}.rival"))
        _sync_folder(target.parent)
        return counts

    def tidy(self) -> int:
        """Remove what killed processes left half written; return how many files. Call it at the start."""
        longest_ago = time.time() - HALF_LASTS_S
        left = [path for path in self._arriving.glob("*.half") if path.stat().st_mtime < longest_ago]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    @staticmethod
    def sha256(data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    def read(self, recording_id: str, number: int) -> bytes:
        return self.path(recording_id, number).read_bytes()

    def has(self, recording_id: str, number: int) -> bool:
        return self.path(recording_id, number).exists()

    def size(self, recording_id: str, number: int) -> int:
        return self.path(recording_id, number).stat().st_size

    def chunks(self, recording_id: str, count: int) -> Iterator[bytes]:
        """Yield the first `count` chunks in order."""
        for number in range(count):
            yield self.read(recording_id, number)

    def put_silenced(self, recording_id: str, mark: str, data: bytes) -> None:
        """Write a recording's silenced sound so that it survives a power cut; with the same mark it stays as it is."""
        target = self.silenced_path(recording_id, mark)
        self._make_folder(target.parent)
        half = self._write_half(data)
        try:
            _link(half, target)
        finally:
            half.unlink(missing_ok=True)
        _sync_folder(target.parent)

    def silenced_path(self, recording_id: str, mark: str) -> Path:
        return self.path(recording_id, 0).with_name(f"silenced-{mark}.ogg")

    def earlier_silenced(self, recording_id: str, mark: str) -> Path | None:
        """Return the sound that was silenced under another mark, if there is one."""
        target = self.silenced_path(recording_id, mark)
        return next((path for path in sorted(target.parent.glob("silenced-*.ogg")) if path != target), None)

    def forget_all_but_silenced(self, recording_id: str, mark: str) -> int:
        """Delete the chunks of a recording, their rivals and earlier silenced sound; return how many files."""
        target = self.silenced_path(recording_id, mark)
        if not target.is_file():
            raise FileNotFoundError(f"no silenced sound {target.name}: the original stays")
        old = [path for path in target.parent.iterdir() if path != target]
        for path in old:
            path.unlink(missing_ok=True)
        _sync_folder(target.parent)
        return len(old)

    def path(self, recording_id: str, number: int) -> Path:
        return self.folder / recording_id[-2:] / recording_id / f"{number:06d}.chunk"

    @property
    def _arriving(self) -> Path:
        """One folder for everything that is not whole yet, so that what a kill leaves is found at once."""
        return self.folder / "arriving"

    def _write_half(self, data: bytes) -> Path:
        self._arriving.mkdir(parents=True, exist_ok=True)
        half = self._arriving / f"{os.getpid()}.{os.urandom(8).hex()}.half"
        try:
            with half.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        return half

    def _require_space(self, size: int) -> None:
        if self.reserve_bytes and shutil.disk_usage(self.folder).free < self.reserve_bytes + size:
            raise StorageFull(DISK_IS_FULL)

    def _make_folder(self, folder: Path) -> None:
        """Make a recording's folder so that it survives a power cut: its name stands in the folder above."""
        if folder.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True)
        for above in (folder.parent, self.folder, self.folder.parent):
            _sync_folder(above)


def _link(existing: Path, name: Path) -> bool:
    """Give a file another name; False where the name is taken."""
    try:
        os.link(existing, name)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        if name.exists():
            return False
        existing.replace(name)
    return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Keeps the audio: each numbered chunk is a file, durable before it is acknowledged."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from server.errors import DISK_IS_FULL, StorageFull


@dataclass(frozen=True, slots=True)
class RecordingStore:
    """Chunks as files under one folder for each recording, named by their number."""

    folder: Path

    def save(self, recording_id: str, number: int, data: bytes, *, rival: bool = False) -> str:
        """Write one chunk so that it survives a power cut; return its SHA-256. A rival is kept beside the first."""
        sha256 = self.sha256(data)
        target = self.path(recording_id, number)
        if rival:
            target = target.with_suffix(f".{sha256[:12]}.rival")
        try:
            self._make_folder(target.parent)
            self._write_durably(target, data)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StorageFull(DISK_IS_FULL) from error
            raise
        return sha256

    @staticmethod
    def sha256(data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    def read(self, recording_id: str, number: int) -> bytes:
        return self.path(recording_id, number).read_bytes()

    def chunks(self, recording_id: str, count: int) -> Iterator[bytes]:
        """Yield the first `count` chunks in order."""
        for number in range(count):
            yield self.read(recording_id, number)

    def path(self, recording_id: str, number: int) -> Path:
        return self.folder / recording_id[-2:] / recording_id / f"{number:06d}.chunk"

    @staticmethod
    def _write_durably(target: Path, data: bytes) -> None:
        half = target.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}.half")
        try:
            with half.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            half.replace(target)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)

    def _make_folder(self, folder: Path) -> None:
        """Make a recording's folder so that it survives a power cut: its name stands in the folder above."""
        if folder.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True)
        for above in (folder.parent, self.folder, self.folder.parent):
            _sync_folder(above)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Unpack a zip from strangers: nothing outside the folder, no links, no bombs."""

from __future__ import annotations

import lzma
import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from voice.speech_models.faults import ModelNotInstalled

_PIECE_BYTES = 1 << 20
# The files of real models shrink to a tenth at best.
_HIGHEST_RATIO = 200
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_PLAIN_PATH = re.compile(r"[^\x00-\x1f\\:]+")
_BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, NotImplementedError, RuntimeError, ValueError, LookupError,
)  # fmt: skip


def unpack(archive: Path, into: Path, most_files: int, most_bytes: int) -> Path:
    """Unpack the one folder that a model's zip holds; return it. Raises ModelNotInstalled for any other content."""
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
            name = _checked_folder(members, most_files, most_bytes)
            _write(opened, members, into, most_bytes)
    except _BROKEN_ZIP as cause:
        raise ModelNotInstalled(f"The zip is damaged or cut short ({cause}): fetch it again.") from cause
    return into / name


def _checked_folder(members: list[zipfile.ZipInfo], most_files: int, most_bytes: int) -> str:
    if len(members) > most_files:
        raise _unfit(f"holds more than {most_files} files")
    if sum(member.file_size for member in members) > most_bytes:
        raise _unfit(f"is larger than {most_bytes // 1_000_000} MB when unpacked")
    for member in members:
        _check(member)
    if len({member.filename.rstrip("/") for member in members}) != len(members):
        raise _unfit("names a file twice")
    folders = {PurePosixPath(member.filename).parts[0] for member in members}
    if len(folders) != 1 or _NAME.fullmatch(name := folders.pop()) is None:
        raise _unfit("does not hold exactly one folder with a model's name")
    return name


def _check(member: zipfile.ZipInfo) -> None:
    path = PurePosixPath(member.filename)
    if path.is_absolute() or not path.parts or ".." in path.parts or not _PLAIN_PATH.fullmatch(member.filename):
        raise _unfit("would write outside its folder")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _unfit("holds a link or a device")
    if member.file_size > _PIECE_BYTES and member.file_size > _HIGHEST_RATIO * max(1, member.compress_size):
        raise _unfit("unpacks to far more than a model's files do")


def _write(opened: zipfile.ZipFile, members: list[zipfile.ZipInfo], into: Path, most_bytes: int) -> None:
    left = most_bytes
    for member in members:
        target = into / member.filename
        if member.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with opened.open(member) as packed, target.open("xb") as file:
            # The sizes that a zip declares may be lies: count what comes out.
            while piece := packed.read(_PIECE_BYTES):
                left -= len(piece)
                if left < 0:
                    raise _unfit(f"is larger than {most_bytes // 1_000_000} MB when unpacked")
                file.write(piece)


def _unfit(reason: str) -> ModelNotInstalled:
    return ModelNotInstalled(f"This zip {reason}, so it was not unpacked: use a Vosk model's own zip.")

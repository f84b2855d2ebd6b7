"""Pack a speech model for the recogniser in a phone's browser: one .tar.gz, the same bytes whenever it is made."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A packed model on disk with what tells whether a phone holds the same."""

    path: Path
    size_bytes: int
    sha256: str


def pack(folder: Path, into: Path, name: str) -> PackedModel:
    """Return the packed model `name`.tar.gz of the folder `into`, made at the first call.

    It holds one folder of the model's name, as the browser's recogniser expects. Safe to call from several
    processes: the file gets its name when it is whole.
    """
    into.mkdir(parents=True, exist_ok=True)
    target, mark = into / f"{name}.tar.gz", into / f"{name}.sha256"
    if not (target.is_file() and mark.is_file()):
        sha256 = _write(folder, target)
        _write_mark(mark, sha256)
    return PackedModel(target, target.stat().st_size, mark.read_text(encoding="ascii").strip())


def _write(folder: Path, target: Path) -> str:
    handle, written = tempfile.mkstemp(dir=target.parent, prefix=".packing-")
    half = Path(written)
    try:
        with os.fdopen(handle, "wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
            _fill(folder, packed)
        sha256 = _sha256(half)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return sha256


def _fill(folder: Path, packed: gzip.GzipFile) -> None:
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(folder.rglob("*")):
            member = tarfile.TarInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}")
            if path.is_dir():
                member.type, member.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(member)
            elif path.is_file():
                member.size, member.mode = path.stat().st_size, 0o644
                with path.open("rb") as content:
                    archive.addfile(member, content)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while piece := content.read(_PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def _write_mark(mark: Path, sha256: str) -> None:
    handle, written = tempfile.mkstemp(dir=mark.parent, prefix=".packing-")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(sha256 + "\n")
    Path(written).replace(mark)

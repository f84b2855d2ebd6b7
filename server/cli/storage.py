"""Whether the folder for everything that is kept can be used."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from server.cli.complaint import Complaint

LEAST_FREE_MB = 50  # below this a start is refused: the database itself could not grow
SCARCE_MB = 1000
MB = 1024 * 1024


def ensure_folder(folder: Path) -> None:
    """Make the folder; raises Complaint when it cannot be written to or its disk is full."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
    except (FileExistsError, NotADirectoryError) as error:
        raise Complaint(f"VAR_DIR is {folder}, which is a file. Give it a folder.") from error
    if free_mb(folder) < LEAST_FREE_MB:
        raise Complaint(
            f"The disk of {folder} is full ({free_mb(folder)} MB are free, {LEAST_FREE_MB} are needed to start). "
            "Free some space, or set VAR_DIR to a folder on another disk."
        )


def free_mb(folder: Path) -> int:
    return shutil.disk_usage(folder).free // MB


def scarcity(folder: Path) -> str | None:
    """Return a warning when recordings will soon find no room; an hour of speech takes about 12 MB."""
    left_mb = free_mb(folder)
    if left_mb >= SCARCE_MB:
        return None
    return f"Only {left_mb} MB are free on the disk of {folder}. Recordings are kept there: make room soon."

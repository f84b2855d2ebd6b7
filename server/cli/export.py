"""`export`: writes everything that is kept, with the sound, into one file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from server.cli.complaint import Complaint
from server.settings import load_settings

HELP = "Write everything that is kept, with the sound, into one file that an empty installation takes in again."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the new file, for instance rounds-2026-11-24.zip")


def run(arguments: argparse.Namespace) -> int:
    """Export while the server runs or not; positions and keys stay (docs/archive.md)."""
    from models.database import open_database
    from models.schema import migrate
    from server.services.archive.making import make_archive
    from server.services.archive.manifest import NotUsable
    from server.services.notes.recording_store import RecordingStore

    settings = load_settings()
    database = open_database(settings.database)
    try:
        migrate(database)
        made = make_archive(
            database, RecordingStore(settings.recordings_dir), settings.company_name, arguments.file, tell_progress
        )
    except NotUsable as error:
        raise Complaint(str(error)) from error
    finally:
        database.close()
    print(f"{arguments.file}: {made.rows} rows, {made.sounds} files of sound ({made.sound_bytes / 1e6:.1f} MB).")
    for recording_id, reason in made.silent.items():
        print(f"Without its sound: recording {recording_id}, {reason}.")
    print("It holds all that was said here. Keep it where only those may look who may know.")
    return 0


def tell_progress(what: str, count: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{what}: {count}", end="\r", file=sys.stderr, flush=True)

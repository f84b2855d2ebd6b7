"""`import-archive`: takes what `export` wrote into an empty installation."""

from __future__ import annotations

import argparse
from pathlib import Path

from server.cli.complaint import Complaint
from server.cli.export import tell_progress
from server.settings import load_settings

HELP = "Take a file that `export` wrote into an empty installation: all of it, or nothing."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the file that export wrote")


def run(arguments: argparse.Namespace) -> int:
    """Import before the first start; counts and hashes are compared before anything is kept."""
    from models.database import open_database
    from server.cli.storage import ensure_folder
    from server.services.archive.manifest import NotUsable
    from server.services.archive.taking import take_archive
    from server.services.notes.recording_store import RecordingStore

    settings = load_settings()
    ensure_folder(settings.var_dir)
    database = open_database(settings.database)
    try:
        taken = take_archive(database, RecordingStore(settings.recordings_dir), arguments.file, tell_progress)
    except NotUsable as error:
        raise Complaint(str(error)) from error
    finally:
        database.close()
    print(f"{taken.rows} rows and {taken.sounds} files of sound are here, each as it was written.")
    for recording_id, reason in taken.silent.items():
        print(f"Without its sound: recording {recording_id}, {reason}.")
    print("Keys did not travel. Sign in by the link of `python -m server admin-link`; phones are paired anew.")
    return 0

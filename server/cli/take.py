"""`take`: takes an old archive of recordings in bulk, each once, and shows how far it is."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from server.cli.complaint import Complaint
from server.settings import load_settings

if TYPE_CHECKING:
    from server.services.intake.archive import Step

HELP = "Take recordings in bulk: folders, ZIP files or single files, each once; may be broken off and begun again."
SOMETHING_REFUSED = 1
BAR_WIDTH = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", type=Path, metavar="FOLDER|ZIP|FILE", help="what to take")
    parser.add_argument("--staff", required=True, metavar="EMAIL", help="whose recordings they are")
    parser.add_argument("--since", metavar="DATE", help="leave out what was spoken before that day, such as 2026-01-31")


def run(arguments: argparse.Namespace) -> int:
    """Take everything; what cannot be taken is named, with exit code 1, and the rest goes on."""
    from models.schema import migrate
    from models.staff import Role
    from server.current import Identity, Installation
    from server.services.intake.archive import take_archive
    from server.services.people.api_token import staff_by_email

    settings = load_settings()
    since = _day(arguments.since, settings.time_zone)
    for source in arguments.sources:
        if not source.exists():
            raise Complaint(f"There is no file or folder {source}.")
    installation = Installation.open(settings)
    try:
        migrate(installation.database)
        with installation.database.reading() as session:
            staff = staff_by_email(session, arguments.staff)
        if staff is None:
            raise Complaint(f"Nobody of the staff has the address {arguments.staff}.")
        by = Identity(staff.id, staff.name, Role(staff.role))
        batch = take_archive(installation, by, arguments.sources, since=since, tell=_Progress())
    finally:
        installation.database.close()
    print(f"{batch.taken} taken, {batch.known} held already, {batch.refused} not taken, of {batch.total}.")
    if batch.taken:
        print("They are heard by the worker whenever nothing fresh is to be heard.")
    return SOMETHING_REFUSED if batch.refused else 0


def _day(written: str | None, zone: str) -> datetime | None:
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))
    except ValueError as error:
        raise Complaint(f"--since is {written!r} but should be a day such as 2026-01-31.") from error


class _Progress:
    """A bar in a terminal, a line for each tenth in a log; what is not taken gets a line in both."""

    def __init__(self) -> None:
        self._is_terminal = sys.stdout.isatty()
        self._tenths_told = 0

    def __call__(self, step: Step) -> None:
        if step.problem:
            print(("\r" if self._is_terminal else "") + f"{step.name}: {step.problem}", flush=True)
        if self._is_terminal:
            filled = BAR_WIDTH * step.done // step.total
            bar = "#" * filled + "." * (BAR_WIDTH - filled)
            end = "\n" if step.done == step.total else ""
            print(f"\r  [{bar}] {step.done} of {step.total}", end=end, flush=True)
        elif (tenths := step.done * 10 // step.total) > self._tenths_told:
            self._tenths_told = tenths
            print(f"  {step.done} of {step.total}", flush=True)

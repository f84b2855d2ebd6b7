"""`transcribe`: has kept notes heard again, such as after a better model was installed."""

from __future__ import annotations

import argparse
from datetime import datetime
from zoneinfo import ZoneInfo

from server.cli.complaint import Complaint
from server.settings import load_settings

HELP = "Have kept notes heard again, with a better model or in another language, behind all that is fresh."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="NAME", help="installed model; without it the one that is used now")
    parser.add_argument("--language", metavar="TAG", help="spoken language, such as de; without it each person's own")
    parser.add_argument("--staff", metavar="EMAIL", help="only this person's notes")
    parser.add_argument("--since", metavar="DATE", help="only notes spoken since that day, such as 2026-01-31")
    parser.add_argument("--all", action="store_true", help="also notes that this very model heard already")


def run(arguments: argparse.Namespace) -> int:
    """Promise the hearing of each note in one transaction; the worker does it in its own time."""
    from models.database import open_database
    from server.errors import Problem
    from server.services.notes.hearing_again import check_wish, hear_again, heard_otherwise
    from server.services.notes.speech import ear_for
    from server.services.people.api_token import staff_by_email

    settings = load_settings()
    since = _day(arguments.since, settings.time_zone)
    database = open_database(settings.database)
    try:
        check_wish(settings, arguments.model, arguments.language)
        model = ear_for(settings, arguments.language, arguments.model).model
        with database.session() as session:
            staff = staff_by_email(session, arguments.staff) if arguments.staff else None
            if arguments.staff and staff is None:
                raise Complaint(f"Nobody of the staff has the address {arguments.staff}.")
            heard_by = ("", "") if arguments.all else (model.name, model.version)
            found = heard_otherwise(session, *heard_by, staff_id=staff.id if staff else None, since=since)
            for recording in found:
                hear_again(session, settings, recording, arguments.model, arguments.language)
            session.commit()
    except Problem as problem:
        raise Complaint(problem.detail) from problem
    finally:
        database.close()
    print(f"{len(found)} notes will be heard again. The worker does so whenever nothing fresh is to be heard.")
    return 0


def _day(written: str | None, zone: str) -> datetime | None:
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))
    except ValueError as error:
        raise Complaint(f"--since is {written!r} but should be a day such as 2026-01-31.") from error

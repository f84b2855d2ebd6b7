"""`token`: makes, lists and revokes the API tokens of programs that send notes."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from server.cli.complaint import Complaint
from server.settings import load_settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

HELP = "Make, list or revoke API tokens of programs that send notes."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    make = actions.add_parser("make", help="make a token; it is printed once")
    make.add_argument("--staff", required=True, metavar="EMAIL", help="whose token it is")
    make.add_argument("--name", required=True, help="the program it is for")
    make.add_argument("--panel", action="store_true", help="it may look up callers and write down calls, nothing else")
    make.add_argument("--read", action="store_true", help="it may read customers and timelines, nothing else")
    make.add_argument("--any", action="store_true", help="it may send notes in anybody's name (notes:write-any)")
    actions.add_parser("list", help="show all tokens")
    revoke = actions.add_parser("revoke", help="revoke one at once")
    revoke.add_argument("id", metavar="ID", help="as `list` shows it")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; what cannot be done is said in a sentence."""
    from models.database import open_database
    from server.errors import Problem

    database = open_database(load_settings().database)
    try:
        with database.session() as session:
            {"make": _make, "list": _list, "revoke": _revoke}[arguments.action](session, arguments)
            session.commit()
    except Problem as problem:
        raise Complaint(problem.detail) from problem
    finally:
        database.close()
    return 0


def _make(session: Session, arguments: argparse.Namespace) -> None:
    from server.services.people.api_token import (
        LOOK_UP,
        READ_RECORDS,
        WRITE_INTERACTIONS,
        WRITE_NOTES,
        WRITE_NOTES_OF_ANYBODY,
        make_token,
        staff_by_email,
    )

    staff = staff_by_email(session, arguments.staff)
    if staff is None:
        raise Complaint(f"Nobody of the staff has the address {arguments.staff}.")
    scopes = [WRITE_NOTES_OF_ANYBODY if arguments.any else WRITE_NOTES]
    if arguments.panel:
        scopes = [LOOK_UP, WRITE_INTERACTIONS]
    if arguments.read:
        scopes = [READ_RECORDS]
    token, written = make_token(session, None, staff.id, arguments.name, scopes)
    print(written)
    # Beside the token, so that a script takes the token alone.
    print(f"This token of {staff.name} is not shown again. To revoke it: token revoke {token.id}", file=sys.stderr)


def _list(session: Session, _arguments: argparse.Namespace) -> None:
    from server.services.people.api_token import list_tokens

    for token in list_tokens(session):
        used = f"used {token.last_used_at:%Y-%m-%d}" if token.last_used_at else "never used"
        state = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else used
        print(f"{token.id}  {token.staff.name:<24} {' '.join(token.scopes):<16} {state:<20} {token.name}")


def _revoke(session: Session, arguments: argparse.Namespace) -> None:
    from server.services.people.api_token import revoke_token

    print(f"{revoke_token(session, None, arguments.id).name} is revoked.")

"""`admin-link`: prints a one-time link for an administrator who has no way in."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from server.cli.complaint import Complaint
from server.cli.web import bind_text
from server.settings import load_settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

HELP = "Print a one-time link by which an administrator sets up a new way in."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", help="which administrator, where there are several")


def run(arguments: argparse.Namespace) -> int:
    from models.database import open_database
    from models.schema import migrate

    settings = load_settings()
    database = open_database(settings.database)
    try:
        migrate(database)
        with database.session() as session:
            path = _link_path(session, arguments.email)
            session.commit()
    finally:
        database.close()
    print(f"{settings.public_url or 'http://' + bind_text(settings)}{path}")
    return 0


def _link_path(session: Session, email: str | None) -> str:
    from sqlalchemy import select

    from models.staff import Role, Staff
    from server.services.people.sign_in import FIRST_ADMIN_HOURS, first_admin_link, make_sign_in_link

    if email is None and (first := first_admin_link(session)):
        return first
    is_admin = (Staff.role == Role.ADMIN) & Staff.left_at.is_(None)
    admins = [a for a in session.scalars(select(Staff).where(is_admin)) if email in (None, a.email)]
    if not admins:
        raise Complaint(f"No administrator has the e-mail address {email}.")
    if len(admins) > 1:
        known = ", ".join(a.email or a.name for a in admins)
        raise Complaint(f"There are several administrators: {known}. Say which one with --email ADDRESS.")
    return make_sign_in_link(session, admins[0].id, FIRST_ADMIN_HOURS)

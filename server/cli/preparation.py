"""What must be there before anybody is served: the folder, the newest schema, demo data, a first way in."""

from __future__ import annotations

from dataclasses import dataclass

from models.database import open_database
from models.schema import migrate
from server.cli.demo_company import fill_with_demo
from server.cli.storage import ensure_folder, scarcity
from server.services.actions.ledger import fill_ledger
from server.services.notes.entry_ledgers import fill_ledgers
from server.services.notes.recording_store import RecordingStore
from server.settings import Settings


@dataclass(frozen=True, slots=True)
class Prepared:
    """An installation that is ready to be served, and what the person who starts it should know."""

    admin_path: str | None  # of a one-time link for the first administrator; None when one can sign in already
    notes: list[str]


def prepare(settings: Settings, *, is_demo: bool) -> Prepared:
    """Make the installation ready; raises Complaint in words when it cannot be."""
    from server.services.people.sign_in import first_admin_link

    ensure_folder(settings.var_dir)
    notes = []
    database = open_database(settings.database)
    try:
        migrate(database)
        if is_demo:
            notes.append(fill_with_demo(database, settings))
        with database.session() as session:
            fill_ledger(session, settings.time_zone)
            fill_ledgers(session, settings.time_zone)
            admin_path = first_admin_link(session)
            session.commit()
    finally:
        database.close()
    RecordingStore(settings.recordings_dir).tidy()
    if warning := scarcity(settings.var_dir):
        notes.append(warning)
    return Prepared(admin_path, notes)

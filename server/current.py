"""What belongs to the request or job at hand: the installation's settings and database, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app, g, request

from models.database import Database, open_database
from models.everything import RECORDS
from models.private import seen_by
from models.recording import Recording
from models.staff import Role
from server.services.notes.company_lexicon import CompanyLexicon
from server.services.notes.recording_store import RecordingStore
from server.services.rights.access_log import Door, Subject
from server.services.visits.company_map import CompanyMap
from server.settings import Settings

KEY = "rounds"
assert RECORDS  # every process knows every record: a foreign key to one that was not loaded fails at the first write


@dataclass(frozen=True, slots=True)
class Installation:
    """The parts that every door and job works with."""

    settings: Settings
    database: Database
    recordings: RecordingStore
    lexicon: CompanyLexicon
    company_map: CompanyMap

    @staticmethod
    def open(settings: Settings) -> Installation:
        """Open what the settings name; the database must have been migrated."""
        database = open_database(settings.database)
        return Installation(
            settings=settings,
            database=database,
            recordings=RecordingStore(settings.recordings_dir, settings.disk_reserve_mb << 20),
            lexicon=CompanyLexicon(),
            company_map=CompanyMap(database, settings.time_zone, settings.company_hours),
        )


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking: a member of staff, at a desk or by a paired phone."""

    staff_id: str
    name: str
    role: Role
    device_id: str | None = None


def installation() -> Installation:
    return cast(Installation, current_app.extensions[KEY])


def settings() -> Settings:
    return installation().settings


def public_address() -> str:
    """Return the address that phones open, without a slash at its end: the one set, or that of the request."""
    return settings().public_url or request.host_url.rstrip("/")


def database() -> Database:
    """Return the database as whoever is asking may see it: without others' private notes."""
    who: Identity | None = g.get("identity")
    return seen_by(installation().database, who.staff_id) if who else installation().database


def keep_reads(door: Door, *customer_ids: str | None) -> None:
    """Keep in the access log that whoever is asking reads these customers' records now (`server/reading_log.py`).

    What the address itself names (a customer, a note, a complaint …) needs no word.
    """
    read: set[tuple[Door, Subject]] = g.setdefault("reads", set())
    read.update((door, Subject.customer(customer_id)) for customer_id in customer_ids if customer_id)


def keep_listed(*read: str | Recording | None) -> None:
    """Keep that a list shows what was said of these customers, or in these notes."""
    door = Door.PHONE if identity().device_id else Door.LIST
    keep_reads(door, *(one for one in read if not isinstance(one, Recording)))
    g.reads.update((door, Subject.note(one)) for one in read if isinstance(one, Recording))


def identity() -> Identity:
    """Return who is asking; only on routes that are not public."""
    return cast(Identity, g.identity)

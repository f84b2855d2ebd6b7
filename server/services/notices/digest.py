"""One e-mail a day with what somebody has not read: planned with its notices in one transaction, sent once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from models.base import new_id
from models.database import Database, insert_of
from models.notice import Digest, Notice
from models.private import seen_by
from models.staff import Staff
from server.services.notices.reading import head_of, loaded
from server.settings import Settings

IN_THE_MORNING = time(7)
MOST_TOLD = 100
FIRST_PAUSE = timedelta(minutes=5)
MOST_ATTEMPTS = 8  # ten hours and a half


def plan_digests(session: Session, zone: ZoneInfo, at: datetime) -> None:
    """From seven in the morning on write down whose e-mail of today tells of what. The caller commits."""
    local = at.astimezone(zone)
    if local.time() < IN_THE_MORNING:
        return
    waiting = (
        _waiting().join(Staff, Staff.id == Notice.staff_id).where(Staff.left_at.is_(None), Staff.email.is_not(None))
    )
    for staff_id in session.scalars(waiting.with_only_columns(Notice.staff_id).distinct()).all():
        digest_id = _begin(session, staff_id, local.date(), at)
        if digest_id is not None:
            told = _waiting().where(Notice.staff_id == staff_id).with_only_columns(Notice.id)
            session.execute(
                update(Notice)
                .where(Notice.id.in_(told.order_by(Notice.made_at.desc()).limit(MOST_TOLD)))
                .values(digest_id=digest_id)
                .execution_options(synchronize_session=False)
            )


def _waiting() -> Select[Notice]:
    return select(Notice).where(Notice.wants_mail, Notice.digest_id.is_(None), Notice.read_at.is_(None))


def _begin(session: Session, staff_id: str, on: date, at: datetime) -> str | None:
    """Begin a person's e-mail of a day; None where it was begun before, perhaps just now by another worker."""
    row = {"id": new_id(), "staff_id": staff_id, "on": on, "created_at": at, "next_at": at, "attempts": 0}
    insert = insert_of(session)(Digest).values(row).on_conflict_do_nothing(index_elements=["staff_id", "on_day"])
    begun: str | None = session.scalar(insert.returning(Digest.id))
    return begun


def due_digests(session: Session, at: datetime) -> Sequence[str]:
    """Return the ids of e-mails that are to go out; one that a mail server may have is not among them."""
    query = select(Digest.id).where(
        Digest.sent_at.is_(None),
        Digest.handed_at.is_(None),
        Digest.next_at <= at,
        Digest.attempts < MOST_ATTEMPTS,
    )
    return session.scalars(query.order_by(Digest.next_at)).all()


def write_digest(database: Database, settings: Settings, digest_id: str, at: datetime) -> EmailMessage | None:
    """Write an e-mail in its reader's eyes: who did what, no words of notes; None where nothing is left to tell."""
    with database.reading() as session:
        staff = session.get_one(Staff, session.get_one(Digest, digest_id).staff_id)
    today = at.astimezone(ZoneInfo(settings.time_zone)).date()
    with seen_by(database, staff.id).reading() as session:
        query = select(Notice).where(Notice.digest_id == digest_id, Notice.read_at.is_(None))
        notices = session.scalars(loaded(query.order_by(Notice.made_at.desc()))).all()
        lines = [line for notice in notices for line in _lines(notice, settings.public_url, today)]
    if not lines or not staff.email:
        return None
    message = EmailMessage()
    count = "1 notice" if len(notices) == 1 else f"{len(notices)} notices"
    message["Subject"] = f"{settings.company_name}: {count}"
    message["From"], message["To"] = settings.smtp_from, staff.email
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<digest-{digest_id}@{settings.smtp_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join([*lines, "", *_foot(settings.public_url)]))
    return message


def _lines(notice: Notice, site: str, today: date) -> list[str]:
    told = f"* {head_of(notice, today)}"
    return [told, f"  {site}/notices/{notice.id}"] if site else [told]


def _foot(site: str) -> list[str]:
    where = f"{site}/notices/choices" if site else "behind the bell at the desk"
    return [f"By which ways you are told: {where}"]


def hand_to_server(session: Session, digest_id: str, at: datetime) -> bool:
    """Note that a mail server is about to have the words; False where another worker was first. The caller commits."""
    own = (Digest.id == digest_id) & Digest.handed_at.is_(None) & Digest.sent_at.is_(None)
    changed = session.execute(
        update(Digest).where(own).values(handed_at=at).execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def note_sent(session: Session, digest_id: str, at: datetime, reason: str | None = None) -> None:
    """Close an e-mail: it went out, or there is a reason why none did. The caller commits."""
    digest = session.get_one(Digest, digest_id)
    digest.sent_at, digest.reason = at, reason


def try_later(session: Session, digest_id: str, reason: str, at: datetime) -> None:
    """Have an e-mail that no server took tried again; after the last try its notices go into the next day's."""
    digest = session.get_one(Digest, digest_id, with_for_update=True)
    digest.attempts += 1
    digest.handed_at, digest.reason = None, reason[:300]
    digest.next_at = at + FIRST_PAUSE * 2 ** (digest.attempts - 1)
    if digest.attempts >= MOST_ATTEMPTS:
        freed = update(Notice).where(Notice.digest_id == digest_id).values(digest_id=None)
        session.execute(freed.execution_options(synchronize_session=False))

"""Who is named with an @ in what somebody typed, and whom a beginning of a name can mean."""

from __future__ import annotations

import re
from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.notice import Reason
from models.recording import Recording
from models.staff import Staff
from server.services.notices.making import Cause, give_notice

MOST_OFFERED = 8
AT = re.compile(r"(?<!\w)@")  # not the middle of a mail address


def mentioned_in(session: Session, text: str) -> list[str]:
    """Return the ids of the colleagues named with an @: by whole name, or by a first name that only one has."""
    if "@" not in text:
        return []
    staff = session.execute(select(Staff.id, Staff.name).where(Staff.left_at.is_(None))).all()
    firsts = Counter(name.split()[0].casefold() for _id, name in staff if name.split())
    by_name = {name.casefold(): staff_id for staff_id, name in staff}
    by_name |= {
        first: staff_id for staff_id, name in staff if name.split() and firsts[first := name.split()[0].casefold()] == 1
    }
    longest_first = sorted(by_name, key=len, reverse=True)
    found = []
    for sign in AT.finditer(text):
        rest = text[sign.end() :].casefold()
        named = next((name for name in longest_first if name and _begins_with(rest, name)), None)
        if named is not None:
            found.append(by_name[named])
    return list(dict.fromkeys(found))


def _begins_with(rest: str, name: str) -> bool:
    return rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()


def colleagues_named(session: Session, beginning: str) -> list[Staff]:
    """Return whom a beginning of any part of a name can mean, by name; everybody for none."""
    query = select(Staff).where(Staff.left_at.is_(None)).order_by(func.lower(Staff.name), Staff.id)
    wanted = beginning.strip().casefold()
    found = [one for one in session.scalars(query) if _can_mean(one.name.casefold(), wanted)]
    return found[:MOST_OFFERED]


def _can_mean(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or any(part.startswith(wanted) for part in name.split())


def tell_mentioned_in_note(session: Session, recording: Recording, text: str) -> None:
    """Tell whom a typed note names with an @. Called before it is understood, so that this reason counts first."""
    cause = Cause(f"note:{recording.id}", recording.id, recording.staff_id)
    give_notice(session, Reason.MENTION, cause, mentioned_in(session, text))

"""What every staff page shares: its frame's links, who is signed in, and how times are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g

from models.base import now
from models.recording import Channel, Outcome
from models.staff import Role
from server.current import Identity, database, identity, settings
from server.pages.desk_assets import asset
from server.services.notes.note_rights import may_change
from server.services.notices.reading import count_unread
from server.services.rights.roles import Right, may, roles_with
from server.services.touchpoints.wording import CHANNEL_NAMES, OUTCOME_NAMES

ROLE_NAMES = {
    Role.REP: "Rep",
    Role.SUPPORT: "Support",
    Role.COUNTER: "Counter",
    Role.MANAGER: "Manager",
    Role.ADMIN: "Administrator",
    Role.READ_ONLY: "Reads only",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a page: in the bar, or in the menu for what is opened rarely."""

    name: str
    endpoint: str
    roles: tuple[Role, ...] = tuple(Role)
    is_in_menu: bool = False


LINKS = (
    Link("Desk", "home.show"),
    Link("Queue", "queue.show"),
    Link("Week", "friday.show", roles_with(Right.OVERSEE)),
    Link("E-mails nobody knows", "letters.show", (Role.SUPPORT, Role.MANAGER, Role.ADMIN), is_in_menu=True),
    Link("Possible duplicates", "duplicates.show", (Role.SUPPORT, Role.MANAGER, Role.ADMIN), is_in_menu=True),
    Link("Phones", "phones.show", is_in_menu=True),
    Link("Staff", "staff.show", (Role.ADMIN,), is_in_menu=True),
    Link("How right notes are", "accuracy.show", (Role.ADMIN,), is_in_menu=True),
    Link("Who deals with complaints", "complaints.routes", (Role.ADMIN,), is_in_menu=True),
    Link("Words of the company", "words.show", (Role.ADMIN,), is_in_menu=True),
    Link("Names learnt", "learnt_names.show", (Role.ADMIN,), is_in_menu=True),
    Link("Bring in tables", "imports.show", (Role.ADMIN,), is_in_menu=True),
    Link("Recordings from elsewhere", "intake.show", (Role.ADMIN,), is_in_menu=True),
    Link("Who looked", "access_log.show", (Role.ADMIN,), is_in_menu=True),
    Link("Who may read what", "reading_rules.show", (Role.ADMIN,), is_in_menu=True),
    Link("Status", "status.show", (Role.ADMIN,), is_in_menu=True),
    Link("Calendar and feeds", "feed_links.show", is_in_menu=True),
    Link("Programs", "tokens.show", is_in_menu=True),
    Link("Helpdesks", "panel_sites.show", (Role.ADMIN,), is_in_menu=True),
    Link("Webhooks", "webhooks.show", (Role.ADMIN,), is_in_menu=True),
)


def dress(app: Flask) -> None:
    """Give templates what the frame needs."""
    app.context_processor(_frame)
    filters: dict[str, Callable[..., Any]] = {
        "clock": clock,
        "day": day,
        "date_time": date_time,
        "date_time_within": date_time_within,
        "instant": instant,
        "ago": ago,
        "written_day": written_day,
        "minutes": minutes,
        "role_name": role_name,
        "initials": initials,
        "dialled": dialled,
        "channel_name": channel_name,
        "outcome_name": outcome_name,
    }
    for name, function in filters.items():
        app.add_template_filter(function, name)


def _frame() -> dict[str, Any]:
    me: Identity | None = g.get("identity")
    links = [link for link in LINKS if me and me.role in link.roles]
    return {
        "asset": asset,
        "company_name": settings().company_name,
        "me": me,
        "links": links,
        "may_change": may_change,
        "may_merge": me is not None and may(me.role, Right.MERGE),
        "may_write": me is not None and may(me.role, Right.WRITE),
        "unread_count": unread_count,
    }


def unread_count() -> int:
    """Return how many notices whoever is asking has not read; asked where the bar is shown."""
    with database().reading() as db:
        return count_unread(db, identity().staff_id)


def role_name(role: str) -> str:
    return ROLE_NAMES[Role(role)]


def channel_name(channel: str) -> str:
    return CHANNEL_NAMES[Channel(channel)]


def outcome_name(outcome: str) -> str:
    return OUTCOME_NAMES[Outcome(outcome)]


def initials(name: str) -> str:
    """Write "AB" for "Ana Maria Benz"."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else "?"


def dialled(phone: str) -> str:
    """Write a phone number as a telephone dials it: digits, and a plus only in front."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    return f"+{digits}" if phone.strip().startswith("+") else digits


def here(at: datetime) -> datetime:
    """Return an instant on the company's clock."""
    return at.astimezone(ZoneInfo(settings().time_zone))


def clock(at: datetime) -> str:
    """Write "14:05"."""
    return f"{here(at):%H:%M}"


def day(at: datetime) -> str:
    """Write "Today", "Yesterday", "Fri 13 Mar", or "13 Mar 2025" in another year."""
    local, today = here(at), here(now())
    days = (today.date() - local.date()).days
    if days in (0, 1):
        return ("Today", "Yesterday")[days]
    if local.year != today.year:
        return f"{local.day} {local:%b} {local.year}"
    return f"{local:%a} {local.day} {local:%b}"


def date_time(at: datetime) -> str:
    """Write "Today, 14:05"."""
    return f"{day(at)}, {clock(at)}"


def date_time_within(at: datetime) -> str:
    """Write "today, 14:05", for the middle of a sentence."""
    written = date_time(at)
    return written.replace("Today", "today", 1).replace("Yesterday", "yesterday", 1)


def ago(at: datetime) -> str:
    """Write "just now", "6 minutes ago", "3 hours ago", and from a day on "yesterday, 14:05" or "Fri 13 Mar, 14:05"."""
    passed_min = int((now() - at).total_seconds() // 60)
    if passed_min < 1:
        return "just now"
    if passed_min < 60:
        return "1 minute ago" if passed_min == 1 else f"{passed_min} minutes ago"
    if passed_min < 12 * 60:
        return "1 hour ago" if passed_min < 120 else f"{passed_min // 60} hours ago"
    return date_time_within(at)


def instant(at: datetime) -> str:
    """Write an instant for machines (the datetime attribute of <time>)."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written_day(on: date) -> str:
    """Write "10 Mar", or "10 Mar 2025" in another year, of a day without a clock."""
    return f"{on.day} {on:%b}" if on.year == here(now()).year else f"{on.day} {on:%b} {on.year}"


def minutes(seconds: float) -> str:
    """Write "42 s", "39 min" or "1 h 20 min"."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    whole = round(seconds / 60)
    if whole < 60:
        return f"{whole} min"
    hours, rest = divmod(whole, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"

"""What each role may do beyond reading: one table, asked by every service and page."""

from __future__ import annotations

from enum import StrEnum

from models.staff import Role


class Right(StrEnum):
    """Something that not everybody may do. Reading is not among them: no one owns the customer."""

    WRITE = "write"  # keep notes and interactions, answer questions, correct and close what is one's own
    CHANGE_OF_OTHERS = "change_of_others"  # correct colleagues' notes, close and hand on what is theirs
    MERGE = "merge"  # make one of two customers or people, say that two are not the same, and take either back
    PHONES_OF_OTHERS = "phones_of_others"
    OVERSEE = "oversee"  # the week's page: what became of everybody's customers, promises and notes
    ADMINISTER = "administer"


_WRITER = frozenset({Right.WRITE})
_DESK = _WRITER | {Right.CHANGE_OF_OTHERS, Right.MERGE}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.REP: _WRITER,
    Role.SUPPORT: _DESK,
    Role.COUNTER: _WRITER,
    Role.MANAGER: _DESK | {Right.PHONES_OF_OTHERS, Right.OVERSEE},
    Role.ADMIN: frozenset(Right),
    Role.READ_ONLY: frozenset(),
}


def may(role: Role, right: Right) -> bool:
    return right in RIGHTS[role]


def roles_with(right: Right) -> tuple[Role, ...]:
    """Return the roles that have a right, in the order of `Role`."""
    return tuple(role for role in Role if may(role, right))

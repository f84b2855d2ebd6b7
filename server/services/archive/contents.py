"""What an archive holds: every table travels, or is named here with the reason why it stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Table

from models.everything import RECORDS

LEFT_OUT: dict[str, str] = {
    "api_token": "keys of this installation; make new ones",
    "feed_link": "secret addresses of this installation; make new ones",
    "fix": "positions are kept for hours only",
    "job": "work in hand; what waits to be heard is promised anew",
    "matched_period": "belongs to the positions, which stay",
    "name_change": "counts changes in this database",
    "pairing_code": "keys of this installation; phones are paired anew",
    "passkey": "keys of this installation; they are tied to its address",
    "position_source": "keys of this installation; phones are set up anew",
    "push_subscription": "ways to phones that were paired here",
    "sign_in_link": "keys of this installation; python -m server admin-link makes a new one",
    "unread_message": "positions that could not be read",
    "webhook": "secrets of this installation; two of them would tell everything twice",
    "webhook_delivery": "what was told by this installation's webhooks",
}
METADATA = RECORDS[0].metadata
Row = dict[str, Any]


def _no_password(row: Row) -> str | None:
    return None


def _no_token(row: Row) -> str:
    """A value that no token has: the device stays as the phone that recorded, and nobody gets in with it."""
    return sha256(f"not carried over: {row['id']}".encode()).hexdigest()


BLANKED: dict[tuple[str, str], Callable[[Row], Any]] = {
    ("staff", "password_hash"): _no_password,
    ("device", "token_sha256"): _no_token,
}


def travelling() -> Sequence[Table]:
    """Return the tables that travel, each after those that it points at."""
    return [table for table in METADATA.sorted_tables if table.name not in LEFT_OUT]


def without_keys(table: str, row: Row) -> Row:
    """Return a row without what would let somebody in."""
    blanked: Mapping[str, Any] = {column: blank(row) for (of, column), blank in BLANKED.items() if of == table}
    return {**row, **blanked} if blanked else row


def points_at_itself(table: Table) -> list[Column[Any]]:
    """Return the columns that point at rows of the same table, which are filled in once all rows are there."""
    return [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]

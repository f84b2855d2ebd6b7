"""A record's columns as plain values, so that they can be kept beside it and put back as they were."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, inspect

from models.base import Base, UtcTime
from models.catalogue import Product
from models.customer import Contact, Customer, Site
from models.search import SearchDocument

KINDS: Mapping[str, type[Base]] = {
    kind.__tablename__: kind for kind in (Customer, Site, Contact, Product, SearchDocument)
}


def stored(record: Base) -> dict[str, Any]:
    """Return every column of a record in a form that JSON keeps."""
    return {column.key: plain(getattr(record, column.key)) for column in inspect(type(record)).column_attrs}


def plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def as_column(kind: type[Base], name: str, value: Any) -> Any:
    """Return a plain value as its column holds it."""
    column = kind.__table__.c[name]
    if value is None:
        return None
    if isinstance(column.type, UtcTime):
        return datetime.fromisoformat(value)
    return Decimal(value) if isinstance(column.type, Numeric) and isinstance(value, str) else value


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what differs, as it was and as it is."""
    names = [name for name, value in after.items() if before[name] != value]
    return {name: before[name] for name in names}, {name: after[name] for name in names}

"""A record's columns as plain values, so that they can be kept beside it and put back as they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect

from models.base import Base
from models.catalogue import Product
from models.customer import Contact, Customer, Site
from models.search import SearchDocument
from models.stored_row import as_json, from_json

KINDS: Mapping[str, type[Base]] = {
    kind.__tablename__: kind for kind in (Customer, Site, Contact, Product, SearchDocument)
}


def stored(record: Base) -> dict[str, Any]:
    """Return every column of a record in a form that JSON keeps."""
    return {column.key: as_json(getattr(record, column.key)) for column in inspect(type(record)).column_attrs}


def as_column(kind: type[Base], name: str, value: Any) -> Any:
    """Return a stored value as its column holds it."""
    return from_json(kind.__table__.c[name], value)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what differs, as it was and as it is."""
    names = [name for name, value in after.items() if before[name] != value]
    return {name: before[name] for name in names}, {name: after[name] for name in names}

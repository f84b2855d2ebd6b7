"""Customers as search finds them: by name, kind, place and number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.services.customers.contact_index import ways_to_find


def words_of_customer(kind: str, place: Mapping[str, Any], phone: str | None) -> str:
    """Return by what a customer is found beside the name; `place` has a site's street, city, state and postcode."""
    where = [str(place[part]) for part in ("street", "city", "state", "postcode") if place.get(part)]
    return " ".join([kind, *where, *ways_to_find(phone)])

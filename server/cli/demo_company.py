"""The made-up company, kept apart from real data."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from models.customer import Customer
from models.database import Database
from server.settings import Settings


def demo_environment(settings: Settings, given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment that differs for the demo: a folder of its own, so that real data never mix with it.

    The speech models stay shared: they are large, and the same.
    """
    demo = {"VAR_DIR": str(settings.var_dir / "demo"), "COMPANY_NAME": "Halyard Foods"}
    return {name: value for name, value in demo.items() if name == "VAR_DIR" or not given.get(name)}


def fill_with_demo(database: Database, settings: Settings) -> list[str]:
    """Fill an empty database with the made-up company; return what to tell."""
    with database.reading() as session:
        if session.scalar(select(Customer.id).limit(1)):
            return []
    return []

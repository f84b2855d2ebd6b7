"""The made-up company, kept apart from real data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from models.working_hours import ALWAYS_WORDS
from server.cli.complaint import Complaint
from server.settings import Settings

if TYPE_CHECKING:
    from models.database import Database

NAME = "Halyard Foods"


def demo_environment(settings: Settings, given: Mapping[str, str]) -> dict[str, str]:
    """Return what differs in the environment for the demo.

    It has a folder of its own, so that real data never mix with it, and a phone can be tried at any hour.
    """
    return {
        "VAR_DIR": str(settings.var_dir / "demo"),
        "COMPANY_NAME": given.get("COMPANY_NAME") or NAME,
        "WORKING_HOURS": given.get("WORKING_HOURS") or ALWAYS_WORDS,
    }


def fill_with_demo(database: Database, settings: Settings) -> str:
    """Put the made-up company into the database unless it is there; return what to tell."""
    from server.demo.filling import DemoRefused, fill_demo

    print(f"Seeing to the made-up company {NAME} (half a minute the first time) ...", flush=True)
    try:
        return fill_demo(database, settings)
    except DemoRefused as error:
        raise Complaint(str(error)) from error

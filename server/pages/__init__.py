"""The desk: staff pages rendered here, and the built phone app under /app/."""

from __future__ import annotations

from apiflask import APIFlask


def register_pages(app: APIFlask) -> None:
    """Hang the staff pages and the phone app."""

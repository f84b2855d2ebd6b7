"""Where a bench keeps the large company that it makes: a SQLite file of its own, or a private PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.private_postgresql import find_programs, running_server


@contextmanager
def made_database(folder: str, *, is_postgresql: bool) -> Iterator[str]:
    """Yield the address of an empty database that goes with the folder."""
    if not is_postgresql:
        yield f"sqlite:///{folder}/rounds.sqlite3"
        return
    programs = find_programs()
    assert programs is not None, "PostgreSQL is not installed: apt install postgresql"
    with running_server(programs) as server:
        yield server.url(server.new_database())

"""What the phone's browser tests share: a house with one rep's day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.paired_phone import RepHouse, rep_house
from tests.support.server_process import ServerProcess


@pytest.fixture
def house(start_server: Callable[..., ServerProcess], tmp_path: Path) -> Iterator[RepHouse]:
    """A server with one rep's day; a test file whose day is another one makes its own."""
    with rep_house(start_server, tmp_path) as opened:
        yield opened

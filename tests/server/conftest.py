"""What holds for every test of the server."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.services.rights import access_log


@pytest.fixture(autouse=True)
def one_stretch_of_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the access log keep the same reading once a test, also where ten minutes end in its middle."""
    monkeypatch.setattr(access_log, "STRETCHES", dict.fromkeys(access_log.Door, timedelta(days=36_500)))

"""What the log cannot take is lost to the log alone."""

from __future__ import annotations

import errno
import io
import sys

import pytest
import structlog

from server.cli.run import _tell
from server.logs import configure_logs


class FullDisk(io.TextIOBase):
    """A log file on a disk without space."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_on_a_full_disk_stops_nobody(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    log = structlog.get_logger()
    with monkeypatch.context() as changed:
        changed.setattr(sys, "stdout", FullDisk())
        log.info("lost")
        _tell("lost as well")
    log.info("and on it goes")
    assert "and on it goes" in capsys.readouterr().out

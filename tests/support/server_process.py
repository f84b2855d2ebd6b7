"""A real `python -m server run` on a free loopback port, for tests that must go through every door."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from server.cli import readiness
from server.settings import PROJECT_ROOT
from tests.support.midday import midday_zone
from voice.speech_models import TRIAL_MODEL_PATH

READY_WITHIN_S = 240.0  # on two busy cores a first start with the demo company takes minutes
STOP_WITHIN_S = 20.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class ServerProcess:
    """The whole server as its own processes; may be killed and started again on the same folder and port."""

    var_dir: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.is_https else 'http'}://127.0.0.1:{self.port}"

    @property
    def is_https(self) -> bool:
        return "--https" in self.options

    @property
    def log(self) -> str:
        """Everything that the processes printed, over all starts."""
        path = self.var_dir.parent / f"server-{self.port}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def start(self) -> ServerProcess:
        """Start and wait for the first answer; raises RuntimeError with the log when there is none."""
        self.launch()
        assert self.process is not None
        is_up = readiness.wait_until(
            lambda: readiness.answers("127.0.0.1", self.port, is_https=self.is_https),
            meanwhile=self._fail_if_ended,
            within_s=READY_WITHIN_S,
        )
        if not is_up:
            raise RuntimeError(f"the server did not answer:\n{self.log}")
        return self

    def launch(self) -> subprocess.Popen[bytes]:
        """Start without waiting."""
        with (self.var_dir.parent / f"server-{self.port}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "server", "run", "--port", str(self.port), *self.options],
                cwd=PROJECT_ROOT,
                env={
                    **os.environ,
                    "VAR_DIR": str(self.var_dir),
                    "SPEECH_MODEL": TRIAL_MODEL_PATH.name,
                    "WORKING_HOURS": "always",  # tests run at night too
                    "TIME_ZONE": midday_zone(),  # and a day of tests must not fall on two dates
                    **self.environment,
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        return self.process

    def stop(self) -> int:
        """Ask it to stop and wait; return its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_WITHIN_S)

    def kill(self) -> None:
        """Kill -9 the supervisor; web and workers go with it."""
        if self.process:
            with suppress(ProcessLookupError):
                self.process.kill()
            self.process.wait(STOP_WITHIN_S)

    def _fail_if_ended(self) -> None:
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError(f"the server ended with code {self.process.returncode}:\n{self.log}")

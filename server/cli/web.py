"""`web`: the web process alone, under gunicorn."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from server.lifeline import end_with_parent
from server.settings import Settings, load_settings

HELP = "Run the web process alone, without workers: for a machine behind a load balancer."
LIVE_CHECK_S = 60
STOP_GRACE_S = 3  # open desk pages hold a stream for ever: waiting longer helps nobody
KEEP_ALIVE_S = 75  # longer than the 60 s of nginx, so that the proxy is the one that closes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--listening-fd", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--certificate", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--key", type=Path, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    serve(load_settings(), arguments.listening_fd, arguments.certificate, arguments.key)
    return 0


def serve(settings: Settings, listening_fd: int | None, certificate: Path | None, key: Path | None) -> None:
    """Serve until SIGTERM; a listening socket that is handed over outlives a restart of this process."""
    from flask import Flask
    from gunicorn.app.base import BaseApplication

    from server.cli.web_log import WebLog

    options: dict[str, Any] = {
        "bind": f"fd://{listening_fd}" if listening_fd is not None else bind_text(settings),
        "worker_class": "gthread",
        "workers": 1,
        "threads": settings.web_threads,
        "timeout": LIVE_CHECK_S,
        "graceful_timeout": STOP_GRACE_S,
        "keepalive": KEEP_ALIVE_S,
        "loglevel": "warning",
        "logger_class": WebLog,
        "post_fork": _tie_to_master,
        "control_socket_disable": True,
        "forwarded_allow_ips": "",  # the setting TRUSTED_PROXIES decides alone whom to believe
        "certfile": str(certificate) if certificate else None,
        "keyfile": str(key) if key else None,
    }
    if Path("/dev/shm").is_dir():
        options["worker_tmp_dir"] = "/dev/shm"  # the heartbeat file: a busy disk would look like a hung process

    class Web(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            from server.app import create_app

            return create_app(settings)

    Web().run()


def bind_text(settings: Settings) -> str:
    host = f"[{settings.web_host}]" if ":" in settings.web_host else settings.web_host
    return f"{host}:{settings.web_port}"


def _tie_to_master(_master: object, _worker: object) -> None:
    end_with_parent(os.getppid())

"""`worker`: one process that hears recordings and does the other jobs."""

from __future__ import annotations

import argparse
import signal
import threading

from server.settings import load_settings

HELP = "Run one worker process: it hears recordings. `run` starts WORKERS of them."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: what a worker does is in the jobs table."""


def run(_arguments: argparse.Namespace) -> int:
    from server.jobs.worker import run_worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_worker(load_settings(), stop)
    return 0

"""`worker`: one process that hears recordings and does the other jobs."""

from __future__ import annotations

import argparse
import os
import signal
import threading

from server.lifeline import end_with_parent
from server.settings import load_settings
from server.supervisor import PARENT_VARIABLE

HELP = "Run one worker process: it hears recordings. `run` starts WORKERS of them."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: what a worker does is in the jobs table."""


def run(_arguments: argparse.Namespace) -> int:
    if parent := os.environ.get(PARENT_VARIABLE):
        end_with_parent(int(parent))
    from server.jobs.worker import run_worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_worker(load_settings(), stop)
    return 0

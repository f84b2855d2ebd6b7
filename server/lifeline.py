"""Ties a process to the one that started it, so that no orphan holds the port or a job."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1  # linux/prctl.h
POLL_S = 1.0
PARENT_VARIABLE = "ROUNDS_PARENT_PID"  # set by the supervisor for its own processes


def end_with_parent(parent_pid: int) -> None:
    """Have this process killed when its parent ends, even when the parent was killed with -9.

    SIGKILL and not SIGTERM: the port must be free for the next start at once, and whatever was accepted is
    durable by design (chunks on disk, jobs under a lease).
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent_pid:  # it ended before the line above
            os.kill(os.getpid(), signal.SIGKILL)
    else:
        threading.Thread(target=_watch_parent, args=(parent_pid,), daemon=True).start()


def _watch_parent(parent_pid: int) -> None:
    while os.getppid() == parent_pid:
        time.sleep(POLL_S)
    os.kill(os.getpid(), signal.SIGKILL)

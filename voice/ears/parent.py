"""The parent of ears: one process with the speech model in memory, which forks an ear for each recording.

What the model takes is shared by all ears (copy on write). The parent has one thread, knows no database, and touches
no recording: the bytes of strangers go from the worker to the ear, past it.
"""

from __future__ import annotations

import ctypes
import gc
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from voice.ears import ear
from voice.ears.wire import Wire, WireClosed, WireSilent
from voice.recognizer import SpeechModelMissing, load_model

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def run(control: socket.socket, model_folder: str) -> int:
    """Load the model, say so, then fork an ear for each pair of sockets that comes; end when the worker does."""
    try:
        _prepare(model_folder)
    except SpeechModelMissing as missing:
        Wire(control).send({"missing": str(missing)})
        return 1
    Wire(control).send({"ready": True})
    control.settimeout(None)
    _Parent(control).run()
    return 0


def _prepare(model_folder: str) -> None:
    """Load here, once, what every ear would load for itself."""
    import av  # noqa: F401

    if model_folder:
        import numpy  # noqa: F401

        load_model(model_folder)
    gc.freeze()  # a collection in an ear would touch, and so copy, every page


@dataclass(slots=True)
class _Parent:
    """Each ear hangs on a leash, a socket pair: its exit code goes out on it, and letting go of it ends the ear."""

    control: socket.socket
    leashes: dict[int, socket.socket] = field(default_factory=dict)

    def run(self) -> None:
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(woken, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        with selectors.DefaultSelector() as looking:
            looking.register(self.control, selectors.EVENT_READ)
            looking.register(woken, selectors.EVENT_READ)
            while True:
                for key, _events in looking.select():
                    if key.fileobj is self.control:
                        if not self._take_order(looking):
                            return
                    elif key.fileobj == woken:
                        os.read(woken, 4096)
                    else:
                        self._let_go(key.data, looking)
                self._bury(looking)

    def _take_order(self, looking: selectors.BaseSelector) -> bool:
        """Fork an ear for the sockets that came; False at the end."""
        note, handles, _flags, _address = socket.recv_fds(self.control, 1, 2)
        if not note:
            self._end_all()
            return False
        talk, leash = (socket.socket(fileno=handle) for handle in handles)
        pid = os.fork()
        if pid == 0:
            _become_ear(talk)
        talk.close()
        leash.settimeout(1.0)
        self.leashes[pid] = leash
        looking.register(leash, selectors.EVENT_READ, pid)
        return True

    def _let_go(self, pid: int, looking: selectors.BaseSelector) -> None:
        """The worker pulled the leash or dropped it: this ear is to end."""
        leash = self.leashes.get(pid)
        if leash is not None:
            looking.unregister(leash)
            os.kill(pid, signal.SIGKILL)  # not buried yet, so the number is still its own

    def _bury(self, looking: selectors.BaseSelector) -> None:
        """Tell the exit code of every ear that ended."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            leash = self.leashes.pop(pid)
            if leash in {key.fileobj for key in looking.get_map().values()}:
                looking.unregister(leash)
            with suppress(WireClosed, WireSilent):  # whoever held the leash may be gone
                Wire(leash).send({"ended": os.waitstatus_to_exitcode(status)}, within_s=1.0)
            leash.close()

    def _end_all(self) -> None:
        for pid in self.leashes:
            os.kill(pid, signal.SIGKILL)


def _become_ear(talk: socket.socket) -> None:
    """Turn this fork into an ear: it ends with its parent and holds nothing but its own socket. Does not return."""
    code = 1
    try:
        parent_pid = os.getppid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent_pid:
                os._exit(1)
        own = os.dup2(talk.fileno(), 3) if talk.fileno() != 3 else 3
        os.closerange(4, 1 << 16)
        talk.detach()
        code = ear.serve(Wire(socket.socket(fileno=own)))
    finally:
        os._exit(code)


def main() -> int:
    """Run as `python -m voice.ears CONTROL_FD MODEL_FOLDER`."""
    control_fd, model_folder = int(sys.argv[1]), sys.argv[2]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the worker ends it, in order, by closing the socket
    if model_folder and not Path(model_folder).is_absolute():
        model_folder = str(Path(model_folder).resolve())
    return run(socket.socket(fileno=control_fd), model_folder)

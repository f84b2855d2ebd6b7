"""All ears of this process: a parent for each speech model in use, started when it is first needed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from voice.audio import AudioLimits
from voice.ears.faults import EarLost
from voice.ears.order import EarLimits, ListenOrder, audio_to_json, limits_to_json
from voice.ears.remote import Ear
from voice.ears.wire import Wire, WireClosed, WireSilent
from voice.recognizer import SpeechModelMissing

ROOT = Path(__file__).resolve().parents[2]
LOADED_WITHIN_S = 600.0  # a large model from a slow disk
# Enough to find Python and its libraries; nothing secret, such as the database's address, goes along.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SYSTEMROOT")
_TRIES = 3
MOST_MODELS = 2


class Ears:
    """Begin ears. Safe from several threads; close it, or use it in a `with`: closing ends every ear.

    Of the speech models at most `most_models` stay in memory: the one longest unused goes when another is needed, as
    soon as nobody listens with it.
    """

    def __init__(self, most_models: int = MOST_MODELS) -> None:
        self._most_models = most_models
        self._lock = threading.Lock()
        self._parents: dict[str, _Parent] = {}
        self._is_closed = False

    def load(self, model_folder: Path, meanwhile: Callable[[], None] | None = None) -> None:
        """Have a speech model in memory before it is needed. Raises SpeechModelMissing."""
        parent = self._parent(str(model_folder))
        try:
            parent.start(meanwhile)
        finally:
            self._leave(parent)

    def listen(self, order: ListenOrder, meanwhile: Callable[[], None] | None = None) -> Ear:
        """Return a new ear for a recording. Raises SpeechModelMissing, EarLost."""
        head = {
            "task": "hear",
            "model_folder": str(order.model_folder),
            "mime_type": order.mime_type,
            "audio": audio_to_json(order.audio),
            "vocabulary": list(order.vocabulary),
        }
        return self._begin(str(order.model_folder), head, order.limits, meanwhile)

    def clip_wav(self, chunks: Iterable[bytes], mime_type: str, from_s: float, to_s: float, limits: EarLimits) -> bytes:
        """Do as voice.audio.clip_wav in a process under limits; raises what it raises, or EarFailed."""
        head = {"task": "clip", "mime_type": mime_type, "from_s": from_s, "to_s": to_s}
        with self._begin("", head, limits, None) as ear:
            for chunk in chunks:
                ear.tell({"ask": "chunk"}, chunk)
            return ear.ask({"ask": "end"}, b"")[1]

    def models_in_memory(self) -> tuple[str, ...]:
        """Return the folders of the speech models that are in memory, the one used last at the end."""
        with self._lock:
            return tuple(folder for folder in self._parents if folder)

    def silence_stretches(
        self,
        chunks: Iterable[bytes],
        mime_type: str,
        stretches: Sequence[tuple[float, float]],
        audio: AudioLimits,
        limits: EarLimits,
        meanwhile: Callable[[], None] | None = None,
    ) -> bytes:
        """Do as voice.audio.silence_stretches in a process under limits; raises what it raises, or EarFailed."""
        head = {
            "task": "silence",
            "mime_type": mime_type,
            "audio": audio_to_json(audio),
            "stretches": [[from_s, to_s] for from_s, to_s in stretches],
        }
        with self._begin("", head, limits, meanwhile) as ear:
            for chunk in chunks:
                ear.tell({"ask": "chunk"}, chunk)
            return ear.ask({"ask": "end"}, b"", meanwhile)[1]

    def close(self) -> None:
        """End all ears and their parents; harmless when called twice."""
        with self._lock:
            self._is_closed = True
            parents, self._parents = list(self._parents.values()), {}
        for parent in parents:
            parent.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _parent(self, model_folder: str) -> _Parent:
        with self._lock:
            if self._is_closed:
                raise EarLost("The process that listened to this recording is stopping.")
            parent = self._parents.pop(model_folder, None) or _Parent(model_folder)
            self._parents[model_folder] = parent  # the last of them is the one used last
            parent.uses += 1
            idle = self._idle_beyond_limit()
        for unused in idle:
            unused.close()
        return parent

    def _idle_beyond_limit(self) -> list[_Parent]:
        """Take out the parents that must go; the one without a model costs nothing and stays."""
        with_model = [folder for folder in self._parents if folder]
        unused = [folder for folder in with_model if self._parents[folder].uses == 0]
        return [self._parents.pop(folder) for folder in unused[: max(0, len(with_model) - self._most_models)]]

    def _leave(self, parent: _Parent) -> None:
        with self._lock:
            parent.uses -= 1
            idle = self._idle_beyond_limit()
        for unused in idle:
            unused.close()

    def _begin(
        self, model_folder: str, head: dict[str, Any], limits: EarLimits, meanwhile: Callable[[], None] | None
    ) -> Ear:
        parent = self._parent(model_folder)
        try:
            talk, leash = parent.fork(meanwhile)
        except BaseException:
            self._leave(parent)
            raise
        ear = Ear(talk, leash, limits.silence_s, lambda: self._leave(parent))
        try:
            ear.tell(head | {"limits": limits_to_json(limits)})
        except BaseException:
            ear.close()
            raise
        return ear


class _Parent:
    """The process that has one speech model (or none, for cutting sound) in memory; started again when it ended."""

    def __init__(self, model_folder: str) -> None:
        self.uses = 0  # ears that listen with it; guarded by the lock of Ears
        self._model_folder = model_folder
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self, meanwhile: Callable[[], None] | None = None) -> None:
        """Start the process unless it runs, and wait until the model is in memory. Raises SpeechModelMissing."""
        while not self._lock.acquire(timeout=1.0):
            if meanwhile is not None:
                meanwhile()
        try:
            self._started(meanwhile)
        finally:
            self._lock.release()

    def fork(self, meanwhile: Callable[[], None] | None) -> tuple[socket.socket, socket.socket]:
        """Return the worker's ends of a new ear's two sockets."""
        for _try in range(_TRIES):
            self.start(meanwhile)
            talk, its_talk = socket.socketpair()
            leash, its_leash = socket.socketpair()
            try:
                with self._lock, its_talk, its_leash:
                    if self._control is None:
                        raise BrokenPipeError
                    socket.send_fds(self._control, [b"e"], [its_talk.fileno(), its_leash.fileno()])
            except OSError:
                talk.close()
                leash.close()
                continue
            return talk, leash
        raise EarLost("No process to listen with could be started.")

    def close(self) -> None:
        with self._lock:
            self._end()

    def _started(self, meanwhile: Callable[[], None] | None) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self._end()
        self._control, its_control = socket.socketpair()
        with its_control:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "voice.ears", str(its_control.fileno()), self._model_folder],
                cwd=ROOT,
                env=_environment(),
                pass_fds=(its_control.fileno(),),
                stdin=subprocess.DEVNULL,
            )
        try:
            said, _body = Wire(self._control).receive(LOADED_WITHIN_S, meanwhile)
        except (WireClosed, WireSilent) as cause:
            self._end()
            raise EarLost("The process to listen with ended while it loaded the speech model.") from cause
        except BaseException:
            self._end()
            raise
        if "missing" in said:
            self._end()
            raise SpeechModelMissing(str(said["missing"]))

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()  # its ears end with it
            self._process.wait()
            self._process = None


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # One thread each: a pool of threads does not live through a fork, and there is an ear for every core.
    return kept | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}

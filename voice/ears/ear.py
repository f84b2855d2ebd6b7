"""What an ear does: set its own limits, then decode and recognise the one recording that it is sent."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from voice.audio import AudioError, AudioLimits, AudioStream, clip_wav, silence_stretches
from voice.ears.faults import OUT_OF_MEMORY
from voice.ears.order import EarLimits
from voice.ears.wire import Wire, WireClosed
from voice.recognizer import Listener, load_model
from voice.types import Transcript

SIGN_OF_LIFE_EVERY_S = 0.5
_LAST_WORDS_S = 5  # between the limit of computing time and the end of it


def serve(wire: Wire) -> int:
    """Do the one task that the first message names; return the exit code."""
    try:
        head, _body = wire.receive()
        confine(EarLimits(**head["limits"]))
        TASKS[head["task"]](wire, head)
    except WireClosed:
        return 0  # nobody wants the answer
    except AudioError as error:
        return _tell(wire, {"fault": type(error).__name__, "said": str(error)})
    except ValueError as error:
        return _tell(wire, {"fault": "ValueError", "said": str(error)})
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def confine(limits: EarLimits) -> None:
    """Give this process its limits, for good: a process may lower them but not raise them again."""
    _limit(resource.RLIMIT_CORE, 0, 0)  # a core file would hold what was said
    os.nice(limits.niceness)
    _limit(resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + _LAST_WORDS_S)
    _limit(resource.RLIMIT_FSIZE, limits.file_bytes, limits.file_bytes)
    if (held := _writable_bytes()) is not None:
        _limit(resource.RLIMIT_DATA, held + limits.memory_bytes, held + limits.memory_bytes)


def hear(wire: Wire, head: dict[str, Any]) -> None:
    """Listen to chunks as they come: each is answered, with the words so far where they are asked for."""
    sign = _SignOfLife(wire)
    model = load_model(head["model_folder"])
    with AudioStream(head["mime_type"], AudioLimits(**head["audio"])) as stream, Listener(model) as listener:
        while True:
            asked, chunk = wire.receive()
            if asked["ask"] == "end":
                stream.end()
            else:
                stream.feed(chunk)
            for block in stream.ready():
                listener.hear(block)
                sign()
            if asked["ask"] == "end":
                wire.send({"heard": _transcript_to_json(listener.finish())})
                return
            wire.send({"words": listener.partial() if asked["wants_words"] else None})


def clip(wire: Wire, head: dict[str, Any]) -> None:
    """Cut a stretch out of the chunks that come, and answer with it as WAV."""

    def chunks() -> Any:
        while (message := wire.receive())[0]["ask"] != "end":
            yield message[1]

    source = list(chunks())
    wav = clip_wav(source, head["mime_type"], head["from_s"], head["to_s"])
    wire.send({"done": True}, wav)


def silence(wire: Wire, head: dict[str, Any]) -> None:
    """Answer with the recording whose chunks come, its stretches silent."""
    source = []
    while (message := wire.receive())[0]["ask"] != "end":
        source.append(message[1])
    stretches = [(from_s, to_s) for from_s, to_s in head["stretches"]]
    wire.send({"done": True}, silence_stretches(source, head["mime_type"], stretches, AudioLimits(**head["audio"])))


TASKS: dict[str, Callable[[Wire, dict[str, Any]], None]] = {"hear": hear, "clip": clip, "silence": silence}


class _SignOfLife:
    """Tells the other side now and then that work goes on."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._told_s = time.monotonic()

    def __call__(self) -> None:
        if time.monotonic() - self._told_s > SIGN_OF_LIFE_EVERY_S:
            self._wire.send({"busy": True})
            self._told_s = time.monotonic()


def _tell(wire: Wire, head: dict[str, Any]) -> int:
    with suppress(WireClosed):
        wire.send(head)
    return 0


def _transcript_to_json(heard: Transcript) -> dict[str, Any]:
    words = [[word.text, word.start_s, word.end_s, word.confidence] for word in heard.words]
    return {"words": words, "seconds": heard.seconds, "model": heard.model}


def _limit(what: int, soft: int, hard: int) -> None:
    _soft, highest = resource.getrlimit(what)
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.setrlimit(what, (soft, hard))


def _writable_bytes() -> int | None:
    """Return what the process may write to already, most of it the speech model; None where no one can tell.

    RLIMIT_DATA and not RLIMIT_AS: a thread's heap reserves far more addresses than it ever uses.
    """
    try:
        return int(Path("/proc/self/statm").read_text().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None

"""An ear as the worker sees it: chunks in, words so far out, in the end the transcript."""

from __future__ import annotations

import socket
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from voice import audio
from voice.audio import AudioError
from voice.ears.faults import EarFailed, LimitExceeded, failure_of
from voice.ears.wire import Message, Wire, WireClosed, WireSilent
from voice.types import Transcript, Word

_EXIT_CODE_WITHIN_S = 5.0


class Ear:
    """One process that hears one recording. Close it, or use it in a `with`: closing ends the process."""

    def __init__(
        self, talk: socket.socket, leash: socket.socket, silence_s: float, on_close: Callable[[], None] = lambda: None
    ) -> None:
        self._talk = Wire(talk)
        self._leash = Wire(leash)
        self._silence_s = silence_s
        self._on_close: Callable[[], None] | None = on_close

    def hear(
        self, chunk: bytes, *, wants_words: bool = False, meanwhile: Callable[[], None] | None = None
    ) -> str | None:
        """Take the next chunk; return the words so far if wanted.

        `meanwhile` is called about once a second while the ear works, and may raise. Raises AudioError for what is
        wrong with the sound, EarFailed when the process broke off.
        """
        answer, _body = self.ask({"ask": "chunk", "wants_words": wants_words}, chunk, meanwhile)
        words = answer.get("words")
        return words if isinstance(words, str) else None

    def finish(self, meanwhile: Callable[[], None] | None = None) -> Transcript:
        """Return all words, after the last chunk. Raises AudioError or EarFailed."""
        answer, _body = self.ask({"ask": "end"}, b"", meanwhile)
        return _transcript_from_json(answer["heard"])

    def tell(self, head: dict[str, Any], body: bytes = b"") -> None:
        """Send what is not answered. Raises EarFailed."""
        try:
            self._talk.send(head, body, within_s=self._silence_s)
        except (WireClosed, WireSilent) as cause:
            raise self._failure(cause) from cause

    def ask(self, head: dict[str, Any], body: bytes, meanwhile: Callable[[], None] | None = None) -> Message:
        """Send a message and wait for its answer, past all signs of life. Raises AudioError, ValueError, EarFailed."""
        try:
            self._talk.send(head, body, within_s=self._silence_s)
            while True:
                answer, content = self._talk.receive(self._silence_s, meanwhile)
                if "busy" not in answer:
                    break
                if meanwhile is not None:
                    meanwhile()
        except (WireClosed, WireSilent) as cause:
            # What it said last explains more than how it ended: a fault may lie unread behind a chunk not taken.
            raise self._last_word() or self._failure(cause) from cause
        if "fault" in answer:
            raise _fault(answer)
        return answer, content

    def close(self) -> None:
        """End the process, whatever it is doing; harmless when called twice."""
        self._talk.close()
        self._leash.close()
        if self._on_close is not None:
            self._on_close()
            self._on_close = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _last_word(self) -> Exception | None:
        try:
            while "fault" not in (answer := self._talk.receive(0.0)[0]):
                pass
            return _fault(answer)
        except (WireClosed, WireSilent):
            return None

    def _failure(self, cause: Exception) -> EarFailed:
        if isinstance(cause, WireSilent):
            return LimitExceeded(
                f"Listening to this recording made no step for {self._silence_s:.0f} seconds and was ended."
            )
        try:
            ended, _body = self._leash.receive(_EXIT_CODE_WITHIN_S)
        except (WireClosed, WireSilent):
            return failure_of(None)
        return failure_of(ended.get("ended"))


def _fault(answer: dict[str, Any]) -> Exception:
    kind = getattr(audio, str(answer["fault"]), None)
    if isinstance(kind, type) and issubclass(kind, AudioError):
        return kind(str(answer["said"]))
    return ValueError(str(answer["said"]))


def _transcript_from_json(heard: dict[str, Any]) -> Transcript:
    words = tuple(Word(str(text), float(start), float(end), float(sure)) for text, start, end, sure in heard["words"])
    return Transcript(words, float(heard["seconds"]), str(heard["model"]))

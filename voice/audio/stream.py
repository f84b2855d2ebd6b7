"""One recording being heard while it arrives: encoded bytes in as they come, blocks of samples out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from types import TracebackType
from typing import IO, Self, cast

from voice.audio.container import container_for, likely_name
from voice.audio.faults import AudioStalled, AudioTooLong, UndecodableAudio
from voice.audio.layout import mp4_reader
from voice.audio.limits import BLOCK_BYTES, SAMPLE_BYTES, SAMPLE_RATE_HZ, AudioLimits
from voice.audio.sound import Damage, read_sound

# The decoder may be this far ahead of its listener, so that an hour of sound never lies in memory.
_AHEAD_BYTES = 30 * SAMPLE_RATE_HZ * SAMPLE_BYTES
_CLOSE_S = 5.0
# FFmpeg's MP4 reader loses its place when it is handed fewer than about 30 bytes at a time (measured with AAC).
_LEAST_READ_BYTES = 256
# What PyAV was seen to raise on damaged and hostile files, beside av.FFmpegError (see docs/hearing.md).
_PLAIN_FAULTS = (ArithmeticError, LookupError, EOFError, MemoryError, OSError, RuntimeError, TypeError, ValueError)


class _Abandoned(Exception):
    """The stream was closed while the decoder waited."""


class AudioStream:
    """Decode one recording while its bytes arrive.

    `mime_type` is the declared type, checked by `container_for` (UnsupportedAudio) and then forced. Samples come out
    as bytes of int16 mono at 16 kHz, in blocks of BLOCK_SAMPLES each but for the last: the same bytes give the same
    blocks however they were cut when fed. One thread may feed and another read. Close it, or use it in a `with`.
    """

    def __init__(self, mime_type: str, limits: AudioLimits | None = None) -> None:
        self._container = container_for(mime_type)
        self._mime_type = mime_type
        self._limits = limits or AudioLimits()
        self._changed = threading.Condition()
        self._inbox = bytearray()
        self._outbox = bytearray()
        self._beginning = b""
        self._fed_bytes = 0
        self._given_bytes = 0
        self._steps = 0
        self._is_hungry = False
        self._is_ended = False
        self._is_closed = False
        self._is_done = False
        self._fault: UndecodableAudio | None = None
        self._damage = Damage()
        self._thread = threading.Thread(target=self._decode, name="audio-stream", daemon=True)
        self._thread.start()

    def feed(self, data: bytes) -> None:
        """Add the next encoded bytes; any length, also none. Raises AudioTooLong over the limit of size."""
        with self._changed:
            if self._is_ended or self._is_closed:
                raise ValueError("The recording was already ended: open a new stream for more bytes.")
            self._fed_bytes += len(data)
            if self._fed_bytes > self._limits.size_bytes:
                size_mb = self._limits.size_bytes / 1e6
                raise AudioTooLong(f"The recording is larger than {size_mb:.0f} MB: send it in parts.")
            self._beginning += data[: 16 - len(self._beginning)] if len(self._beginning) < 16 else b""
            if not self._is_done:
                self._inbox += data
            self._changed.notify_all()

    def end(self) -> None:
        """Say that no more bytes will come."""
        with self._changed:
            self._is_ended = True
            self._changed.notify_all()

    def ready(self) -> Iterator[bytes]:
        """Yield the blocks that the bytes fed so far give, and stop where the decoder needs more.

        After `end()` that is everything, with a shorter last block. Raises UndecodableAudio when there is no sound.
        """
        while (block := self._next_block(may_wait=False)) is not None:
            yield block

    def read(self) -> bytes | None:
        """Return the next block, waiting for bytes from another thread; None at the end. Raises UndecodableAudio."""
        return self._next_block(may_wait=True)

    def __iter__(self) -> Iterator[bytes]:
        while (block := self.read()) is not None:
            yield block

    @property
    def bad_packets(self) -> int:
        """Count the damaged pieces that had to be left out so far."""
        return self._damage.bad_packets

    @property
    def seconds(self) -> float:
        """Seconds of sound handed out so far."""
        return self._given_bytes / SAMPLE_BYTES / SAMPLE_RATE_HZ

    def close(self) -> None:
        """Stop decoding and free the decoder; harmless when called twice."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self._thread.join(_CLOSE_S)
        self._inbox.clear()
        self._outbox.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _next_block(self, *, may_wait: bool) -> bytes | None:
        with self._changed:
            while len(self._outbox) < BLOCK_BYTES and not self._is_done and not self._is_closed:
                if self._is_starving and not may_wait:
                    return None
                self._wait_for_step()
            if self._outbox and not self._is_closed:
                return self._take_block()
            if self._fault is not None:
                raise self._fault
            return None

    @property
    def _is_starving(self) -> bool:
        return self._is_hungry and len(self._inbox) < _LEAST_READ_BYTES and not self._is_ended

    def _wait_for_step(self) -> None:
        steps = self._steps
        # A starving decoder is watched by its own clock (`wait_s`); here only one that is at work and gets nowhere.
        timeout_s = None if self._is_starving else self._limits.step_s
        if not self._changed.wait(timeout_s) and steps == self._steps and not self._is_starving:
            raise AudioStalled("Decoding this recording takes too long; it is kept. Send it in another format.")

    def _take_block(self) -> bytes:
        block = bytes(self._outbox[:BLOCK_BYTES])
        del self._outbox[:BLOCK_BYTES]
        self._given_bytes += len(block)
        self._changed.notify_all()
        return block

    # From here on: what runs in the decoder's thread.

    def _decode(self) -> None:
        fault: UndecodableAudio | None = self._unreadable()
        try:
            self._pour()
            fault = None
        except _Abandoned:
            fault = None
        except UndecodableAudio as known:
            fault = known
        except _faults() as cause:
            fault = self._unreadable()
            fault.__cause__ = cause
        finally:
            with self._changed:
                self._fault = fault
                self._is_done = True
                self._inbox.clear()
                self._changed.notify_all()

    def _pour(self) -> None:
        source = mp4_reader(_Inlet(self)) if self._container == "mp4" else _Inlet(self)
        try:
            with closing(read_sound(source, self._container, self._limits.sound_s, self._damage)) as sound:
                poured = sum(map(self._put, sound))
        finally:
            if hasattr(source, "close"):
                cast(IO[bytes], source).close()
        if not poured:
            raise self._unreadable()

    def _put(self, samples: bytes) -> int:
        with self._changed:
            while len(self._outbox) > _AHEAD_BYTES and not self._is_closed:
                self._changed.wait()
            if self._is_closed:
                raise _Abandoned
            self._outbox += samples
            self._steps += 1
            self._changed.notify_all()
        return len(samples)

    def _pull(self, size: int) -> bytes:
        """Give FFmpeg its next bytes, waiting for them; b"" at the end."""
        with self._changed:
            self._is_hungry = True
            self._changed.notify_all()
            while self._is_starving and not self._is_closed:
                if not self._changed.wait(self._limits.wait_s) and self._is_starving:
                    raise AudioStalled(f"Nothing more of the recording came for {self._limits.wait_s:.0f} seconds.")
            if self._is_closed:
                raise _Abandoned
            self._is_hungry = False
            self._steps += 1
            piece = bytes(self._inbox[:size])
            del self._inbox[:size]
            return piece

    def _unreadable(self) -> UndecodableAudio:
        declared = self._mime_type[:60]
        looks_like = likely_name(self._beginning)
        if not self._fed_bytes:
            reason = "The recording is empty: check the microphone and speak it again."
        elif looks_like is None:
            reason = f"This is not {declared}, or its beginning is missing: send all of it from the start."
        elif container_for(f"audio/{looks_like}") == self._container:
            reason = f"There is no sound in this recording ({declared}), or it is damaged: send all of it again."
        else:
            reason = f"This recording is called {declared} but begins like {looks_like}: send it with its own type."
        return UndecodableAudio(reason)


class _Inlet:
    """The file-like object, not seekable, that FFmpeg reads a stream's bytes from."""

    def __init__(self, stream: AudioStream) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, b"" at the end."""
        return self._stream._pull(size)


def _faults() -> tuple[type[Exception], ...]:
    import av

    return (*_PLAIN_FAULTS, av.FFmpegError)

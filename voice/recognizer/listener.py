"""One recording being listened to: block by block while it arrives, or all at once, with the same words."""

from __future__ import annotations

import json
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from voice.audio import SAMPLE_RATE_HZ, AudioLimits, AudioSource, read_blocks
from voice.recognizer.model import SpeechModel
from voice.types import Transcript, Word

if TYPE_CHECKING:
    import numpy
    import vosk
    from numpy.typing import NDArray

_SAMPLE_BYTES = 2
# One sample step, as Kaldi's own dither. Measured over the dev audio: word error rate 12.9 % with it, 13.3 % with
# none, 13.4 to 13.6 % with four steps (bench/speech.py).
_NOISE_STEPS = 1.0
_NOISE_SAMPLES = 10 * SAMPLE_RATE_HZ


def transcribe(
    source: AudioSource, mime_type: str, model: SpeechModel, limits: AudioLimits | None = None
) -> Transcript:
    """Return the words of a recording given as bytes, as a file, or as its chunks in order.

    Raises UnsupportedAudio or UndecodableAudio.
    """
    with Listener(model) as listener:
        for block in read_blocks(source, mime_type, limits):
            listener.hear(block)
        return listener.finish()


class Listener:
    """Listen to one recording; feed it the blocks of one AudioStream in order, then finish.

    Holds 50 to 150 MB while open, so finish or close it. Vosk keeps all of its search graph that it has walked, so
    after `renew_s` seconds the next segment begins with a fresh one. Not for two threads at once.
    """

    def __init__(self, model: SpeechModel, renew_s: float = 300.0) -> None:
        self._model = model
        self._renew_samples = round(renew_s * SAMPLE_RATE_HZ)
        self._engine: vosk.KaldiRecognizer | None = _new_engine(model)
        self._engine_from = 0
        self._words: list[Word] = []
        self._heard_samples = 0
        self._transcript: Transcript | None = None

    def hear(self, pcm_block: bytes) -> None:
        """Take the next block of int16 mono samples at 16 kHz.

        The cutting into blocks is part of the result (Vosk looks for a segment's end once per block): take them as
        AudioStream gives them. Raises ValueError for half a sample or after `finish()`.
        """
        if len(pcm_block) % _SAMPLE_BYTES:
            raise ValueError("A block must hold whole samples of two bytes.")
        engine = self._open_engine()
        is_segment_end = engine.AcceptWaveform(_with_noise(pcm_block, self._heard_samples))
        self._heard_samples += len(pcm_block) // _SAMPLE_BYTES
        if is_segment_end:
            self._keep(engine.Result())
            self._renew()

    def partial(self) -> str:
        """Return the words so far: those of finished segments and the guess at the open one."""
        words = [word.text for word in self._words]
        if self._engine is not None and self._heard_samples > self._engine_from:
            # Just after a segment's end Vosk answers without the key.
            words += json.loads(self._engine.PartialResult()).get("partial", "").split()
        return " ".join(words)

    def finish(self) -> Transcript:
        """Return all words with their times and confidence, and free the recogniser. Can be asked again."""
        if self._transcript is None:
            self._keep(self._open_engine().FinalResult())
            self.close()
            seconds = self._heard_samples / SAMPLE_RATE_HZ
            self._transcript = Transcript(tuple(self._words), seconds, self._model.name)
        return self._transcript

    def close(self) -> None:
        """Free the recogniser, also without a result; harmless when called twice."""
        self._engine = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _open_engine(self) -> vosk.KaldiRecognizer:
        if self._engine is None:
            raise ValueError("This recording was already finished: listen to the next with a new Listener.")
        return self._engine

    def _keep(self, result: str) -> None:
        heard: list[dict[str, Any]] = json.loads(result).get("result", [])
        from_s = self._engine_from / SAMPLE_RATE_HZ
        self._words += [
            Word(word["word"], from_s + word["start"], from_s + word["end"], min(1.0, word["conf"])) for word in heard
        ]

    def _renew(self) -> None:
        if self._heard_samples - self._engine_from >= self._renew_samples:
            self._engine = _new_engine(self._model)
            self._engine_from = self._heard_samples


def _new_engine(model: SpeechModel) -> vosk.KaldiRecognizer:
    import vosk

    engine = vosk.KaldiRecognizer(model.engine, SAMPLE_RATE_HZ)
    engine.SetWords(True)
    return engine


def _with_noise(pcm_block: bytes, at_sample: int) -> bytes:
    """Add the noise that the models were trained with, the same for the same place in every recording."""
    import numpy

    samples = numpy.frombuffer(pcm_block, "<i2")
    places = numpy.arange(at_sample, at_sample + len(samples)) % _NOISE_SAMPLES
    noisy = samples + _noise()[places]
    return numpy.clip(noisy, -32768, 32767).astype("<i2").tobytes()


@cache
def _noise() -> NDArray[numpy.int32]:
    import numpy

    # RandomState and not default_rng: its numbers are promised never to change with numpy's version.
    return numpy.rint(numpy.random.RandomState(1).normal(0, _NOISE_STEPS, _NOISE_SAMPLES)).astype(numpy.int32)

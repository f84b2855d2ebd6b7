"""Sentences spoken by espeak-ng, for tests that need words no carried recording has."""

from __future__ import annotations

import io
import subprocess
import wave

import numpy as np

from tests.support.absent import not_run
from tests.support.encoded_audio import encode


def speak(text: str, voice: str = "en-us+f4", words_a_minute: int = 150) -> np.ndarray:
    """Return a text as int16 samples at 16 kHz, shape (samples,)."""
    command = ["espeak-ng", "-v", voice, "-s", str(words_a_minute), "--stdout", text]
    try:
        spoken = subprocess.run(command, capture_output=True, check=True).stdout
    except FileNotFoundError:
        not_run("Sound spoken on the spot", "apt install espeak-ng   (or: script/bootstrap --tests as root)")
    with wave.open(io.BytesIO(spoken)) as wav:
        samples, rate_hz = np.frombuffer(wav.readframes(wav.getnframes()), "<i2"), wav.getframerate()
    at = np.arange(int(len(samples) * 16_000 / rate_hz)) * rate_hz / 16_000
    return np.interp(at, np.arange(len(samples)), samples).astype("<i2")


def as_webm(samples: np.ndarray) -> bytes:
    """Return samples as a phone's browser would send them."""
    return encode(samples[np.newaxis], "webm", "libopus")

"""Recordings with known words that the project carries (tests/voice/audio/recordings)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "voice" / "audio" / "recordings"


@dataclass(frozen=True)
class Sample:
    """A recording as chunks in the order in which a phone sends them, with what is known of it."""

    name: str
    chunks: tuple[bytes, ...]
    mime_type: str
    seconds: float
    text: str

    @property
    def data(self) -> bytes:
        """The chunks joined: one playable recording."""
        return b"".join(self.chunks)


def _samples() -> dict[str, Sample]:
    known = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
    return {name: Sample(name, _chunks(FOLDER / name), **facts) for name, facts in known.items()}


def _chunks(path: Path) -> tuple[bytes, ...]:
    files = sorted(path.glob("*.bin")) if path.is_dir() else [path]
    return tuple(file.read_bytes() for file in files)


SAMPLES = _samples()
WEBM = SAMPLES["webm-opus-24k"]
MP4 = SAMPLES["mp4-opus-24k-espeak"]
MP4_INDEX_BEHIND = SAMPLES["note-04.mp4"]
OGG = SAMPLES["note-07.ogg"]
WAV = SAMPLES["note-08.wav"]
WEBM_NOTE = SAMPLES["note-09.webm"]

each_sample = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())

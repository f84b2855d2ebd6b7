"""What an ear is asked for: which recording, heard how, at what cost at most."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voice.audio import AudioLimits

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class EarLimits:
    """Say what the process that hears one recording may use.

    `memory_bytes` comes on top of what the speech model takes, `file_bytes` is for a recording that must lie on disk
    to be read, `cpu_s` is computing time over its whole life, `silence_s` how long it may work without a sign of life.
    `niceness` is how far it steps back for other processes, 0 to 19.
    """

    memory_bytes: int = 1024 * MB
    file_bytes: int = 1024 * MB
    cpu_s: int = 2 * 3600
    silence_s: float = 90.0
    niceness: int = 0


@dataclass(frozen=True, slots=True)
class ListenOrder:
    """One recording to be heard with the speech model of a folder.

    `vocabulary` are the words of the company that may be said in it, likeliest first.
    """

    model_folder: Path
    mime_type: str
    audio: AudioLimits = AudioLimits()
    limits: EarLimits = EarLimits()
    vocabulary: tuple[str, ...] = field(default=())


def limits_to_json(limits: EarLimits) -> dict[str, Any]:
    return {name: getattr(limits, name) for name in EarLimits.__slots__}


def audio_to_json(limits: AudioLimits) -> dict[str, Any]:
    return {name: getattr(limits, name) for name in AudioLimits.__slots__}

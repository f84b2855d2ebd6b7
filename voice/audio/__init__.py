"""Recorded sound in: a phone's bytes become 16 kHz mono samples, bit for bit the same however they arrive."""

from voice.audio.clip import AudioSource, clip_wav, decode, read_blocks
from voice.audio.container import ACCEPTED, container_for, mime_type_for_file
from voice.audio.faults import AudioError, AudioStalled, AudioTooLong, UndecodableAudio, UnsupportedAudio
from voice.audio.limits import BLOCK_SAMPLES, SAMPLE_RATE_HZ, AudioLimits
from voice.audio.silence import SILENCED_TYPE, silence_stretches
from voice.audio.stream import AudioStream

__all__ = [
    "ACCEPTED",
    "BLOCK_SAMPLES",
    "SAMPLE_RATE_HZ",
    "SILENCED_TYPE",
    "AudioError",
    "AudioLimits",
    "AudioSource",
    "AudioStalled",
    "AudioStream",
    "AudioTooLong",
    "UndecodableAudio",
    "UnsupportedAudio",
    "clip_wav",
    "container_for",
    "decode",
    "mime_type_for_file",
    "read_blocks",
    "silence_stretches",
]

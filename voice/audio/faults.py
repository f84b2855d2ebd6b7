"""What can be wrong with a recording, each said so that the person who made it knows what to do next."""

from __future__ import annotations


class AudioError(Exception):
    """Base of everything that can be wrong with a recording; `str()` of it is a sentence for people."""


class UnsupportedAudio(AudioError):
    """The declared type is not one that is heard here."""


class UndecodableAudio(AudioError):
    """The bytes are not sound of the declared type, or hold no sound at all."""


class AudioTooLong(UndecodableAudio):
    """The recording is over a limit of length or size."""


class AudioStalled(UndecodableAudio):
    """Nothing arrived, or decoding made no step, for longer than the limit."""

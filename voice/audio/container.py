"""From a declared MIME type to the one container format that FFmpeg is made to use: the format is never guessed."""

from __future__ import annotations

from pathlib import Path

from voice.audio.faults import UnsupportedAudio

ACCEPTED = "webm, mp4 (m4a), aac, ogg, wav, mp3, amr or flac"

_CONTAINERS = {
    "webm": "matroska",
    "mp4": "mp4",
    "m4a": "mp4",
    "x-m4a": "mp4",
    "3gpp": "mp4",
    "3gpp2": "mp4",
    "quicktime": "mp4",
    "aac": "aac",
    "aacp": "aac",
    "x-aac": "aac",
    "x-hx-aac-adts": "aac",
    "ogg": "ogg",
    "opus": "ogg",
    "vorbis": "ogg",
    "wav": "wav",
    "wave": "wav",
    "x-wav": "wav",
    "x-pn-wav": "wav",
    "vnd.wave": "wav",
    "mpeg": "mp3",
    "mp3": "mp3",
    "x-mp3": "mp3",
    "amr": "amr",
    "amr-wb": "amr",
    "flac": "flac",
    "x-flac": "flac",
}

_FILE_TYPES = {
    ".webm": "audio/webm",
    ".mp4": "audio/mp4",
    ".m4a": "audio/mp4",
    ".3gp": "audio/3gpp",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".amr": "audio/amr",
    ".flac": "audio/flac",
}

# (offset, bytes, what it is): words an error, and corrects what a whole file was wrongly declared to be.
_BEGINNINGS = (
    (0, b"\x1aE\xdf\xa3", "webm"),
    (4, b"ftyp", "mp4"),
    (4, b"moov", "mp4"),
    (0, b"OggS", "ogg"),
    (0, b"RIFF", "wav"),
    (0, b"ID3", "mp3"),
    (0, b"#!AMR", "amr"),
    (0, b"fLaC", "flac"),
    # Frame headers without a tag: eleven set bits, then version and layer (ISO 11172-3, 13818-7).
    (0, b"\xff\xfb", "mp3"),
    (0, b"\xff\xfa", "mp3"),
    (0, b"\xff\xf3", "mp3"),
    (0, b"\xff\xf2", "mp3"),
    (0, b"\xff\xf1", "aac"),
    (0, b"\xff\xf9", "aac"),
)
_TYPES = {
    "webm": "audio/webm",
    "mp4": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "amr": "audio/amr",
    "flac": "audio/flac",
    "aac": "audio/aac",
}
UNKNOWN_TYPE = "application/octet-stream"


def container_for(mime_type: str) -> str:
    """Return the FFmpeg demuxer to force for a declared MIME type, with or without parameters such as codecs.

    `video/*` names are taken too, since phones label sound-only webm and mp4 so.
    Raises UnsupportedAudio, with what to send instead, for any other type.
    """
    family, _, kind = mime_type.split(";", 1)[0].strip().lower().partition("/")
    container = _CONTAINERS.get(kind)
    if family not in ("audio", "video", "application") or container is None:
        raise UnsupportedAudio(f"Recordings of type {mime_type[:60]!r} are not accepted: send {ACCEPTED}.")
    return container


def mime_type_for_file(path: Path) -> str:
    """Return the MIME type that a file's extension declares. Raises UnsupportedAudio for an unknown extension."""
    mime_type = _FILE_TYPES.get(path.suffix.lower())
    if mime_type is None:
        known = " ".join(sorted(_FILE_TYPES))
        raise UnsupportedAudio(f"The ending of {path.name!r} does not name a sound format: use one of {known}.")
    return mime_type


def type_of_file(declared: str | None, name: str | None, beginning: bytes) -> str:
    """Return the MIME type to hear a whole file as, from what was declared, its name and its first bytes.

    1. The declared type stands where the first bytes agree with it, or are of no known kind.
    2. What the first bytes say outweighs a declared type and an ending that are wrong, missing or meaningless.
    3. An ending counts where nothing else does. UNKNOWN_TYPE where nothing tells: it is kept, not heard.
    """
    declared = (declared or "").strip()[:100]
    container = _container_or_none(declared)
    seen = _TYPES.get(likely_name(beginning) or "")
    if seen is not None:
        return declared if container == _container_or_none(seen) else seen
    if container is not None:
        return declared
    return _FILE_TYPES.get(Path(name or "").suffix.lower(), declared or UNKNOWN_TYPE)


def is_sound_name(name: str) -> bool:
    """Tell whether a file's ending is that of a sound format known here."""
    return Path(name).suffix.lower() in _FILE_TYPES


def _container_or_none(mime_type: str) -> str | None:
    try:
        return container_for(mime_type)
    except UnsupportedAudio:
        return None


def likely_name(beginning: bytes) -> str | None:
    """Name the format that the first bytes look like; None when they look like none."""
    for offset, mark, name in _BEGINNINGS:
        if beginning[offset : offset + len(mark)] == mark:
            return name
    return None

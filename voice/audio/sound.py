"""The step that touches FFmpeg: from a readable source of encoded bytes to 16 kHz mono samples."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from voice.audio.container import ACCEPTED
from voice.audio.faults import AudioTooLong, UndecodableAudio
from voice.audio.limits import SAMPLE_BYTES, SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from av import AudioFrame, AudioResampler, AudioStream
    from av.container import InputContainer

# Only sound decoders: nothing in a recording may wake one of FFmpeg's hundreds of video and subtitle decoders.
_CODECS = (
    "opus,libopus,vorbis,libvorbis,aac,aac_fixed,aac_latm,alac,mp3,mp3float,flac,amrnb,amrwb,libopencore_amrnb,"
    "libopencore_amrwb,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s32le,pcm_f32le,pcm_f64le,pcm_alaw,pcm_mulaw,"
    "adpcm_ima_wav,adpcm_ms,gsm_ms,speex,libspeex"
)
_LOWEST_RATE_HZ = 4_000
_HIGHEST_RATE_HZ = 192_000
_MOST_CHANNELS = 8
# After so many failures in a row with no packet between them the rest is taken to be unreadable.
_MOST_FAILURES = 50


class ByteSource(Protocol):
    """Whatever FFmpeg can read from; a `seek` beside it makes it seekable."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, b"" at the end."""
        ...


@dataclass(slots=True)
class Damage:
    """Count what had to be left out of a recording, while it is decoded."""

    bad_packets: int = 0


def read_sound(source: ByteSource, container: str, sound_s: float, damage: Damage) -> Generator[bytes, None, None]:
    """Yield int16 mono samples at 16 kHz in pieces as the codec gives them, until the source ends.

    `container` is forced, `sound_s` is the most seconds that may come out. A packet that cannot be decoded is left
    out and counted in `damage`. Raises UndecodableAudio, AudioTooLong, or what PyAV raises while opening.
    """
    import av

    with av.open(
        source,
        "r",
        format=container,
        metadata_errors="ignore",
        container_options={"codec_whitelist": _CODECS},
        io_open=_refuse_other_file,
    ) as opened:
        stream = next(iter(opened.streams.audio), None)
        if stream is None or stream.codec_context is None:
            raise UndecodableAudio(f"The file holds no sound in a coding known here: send {ACCEPTED}.")
        # PyAV would start two threads for every open recording.
        stream.codec_context.thread_count = 1
        heard_s = 0.0
        resample = _Resampler()
        for frame in _frames(opened, stream, damage):
            heard_s += frame.samples / _checked_rate_hz(frame)
            if heard_s > sound_s:
                raise AudioTooLong(f"The recording is longer than {sound_s / 60:.0f} minutes: send it in parts.")
            yield from resample(frame)
        yield from resample(None)


def _refuse_other_file(url: str, flags: int, options: dict[str, str]) -> ByteSource:
    raise PermissionError("a recording may not open other files")


def _frames(opened: InputContainer, stream: AudioStream, damage: Damage) -> Iterator[AudioFrame]:
    """Decode packet by packet: one damaged packet must not cost the words after it."""
    from av import FFmpegError
    from av.error import EOFError as EndOfFile

    failures = 0
    while failures < _MOST_FAILURES:
        try:
            for packet in opened.demux(stream):
                failures = 0
                try:
                    yield from packet.decode()
                except EndOfFile:
                    return
                except FFmpegError:
                    damage.bad_packets += 1
            return
        except EndOfFile:
            return
        except FFmpegError:
            damage.bad_packets += 1
            failures += 1


def _checked_rate_hz(frame: AudioFrame) -> int:
    """Return the frame's rate. Rates and channels that no recorder makes would blow up memory in the resampler."""
    if not _LOWEST_RATE_HZ <= frame.sample_rate <= _HIGHEST_RATE_HZ or frame.layout.nb_channels > _MOST_CHANNELS:
        raise UndecodableAudio(
            f"The recording claims {frame.layout.nb_channels} channels at {frame.sample_rate} Hz: "
            "send one or two channels at 8,000 to 48,000 Hz."
        )
    return frame.sample_rate


class _Resampler:
    """Turn frames into 16 kHz mono int16, starting anew where a recording changes its form midway."""

    def __init__(self) -> None:
        self._form: tuple[int, str, str] | None = None
        self._resample: Callable[[AudioFrame | None], list[AudioFrame]] | None = None

    def __call__(self, frame: AudioFrame | None) -> Iterator[bytes]:
        """Yield the samples that are ready after this frame; None flushes."""
        form = (frame.sample_rate, frame.format.name, frame.layout.name) if frame is not None else None
        if form != self._form:
            if self._resample is not None:
                yield from _samples(self._resample(None))
            self._resample = _new_resampler().resample if frame is not None else None
            self._form = form
        if frame is not None and self._resample is not None:
            yield from _samples(self._resample(frame))


def _new_resampler() -> AudioResampler:
    from av import AudioResampler

    return AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)


def _samples(frames: list[AudioFrame]) -> Iterator[bytes]:
    for frame in frames:
        # A plane may be longer than its samples: FFmpeg pads it.
        yield bytes(frame.planes[0])[: frame.samples * SAMPLE_BYTES]

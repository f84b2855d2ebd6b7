"""How well and how cheaply recordings are heard: `.venv/bin/python -m bench.speech [--model DIR] [--damaged N]`.

Prints word error rates, the cost of the whole path against bare Vosk on the same samples in the same run, whether
live and later listening agree, and what damaged files do. Exit status 1 when a floor is broken, 2 without ../shared.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bench.word_errors import WordErrors, word_errors, word_errors_of_beginning
from tests.support.damaged_audio import damaged
from tests.support.recordings import FOLDER, SAMPLES
from voice.audio import BLOCK_SAMPLES, SAMPLE_RATE_HZ, AudioStream, UndecodableAudio, decode, mime_type_for_file
from voice.recognizer import Listener, SpeechModel, load_model, transcribe
from voice.speech_models import choose_model
from voice.types import Transcript

ROOT = Path(__file__).resolve().parents[1]
SHARED_AUDIO = ROOT.parent / "shared" / "audio"
MOST_OVERHEAD = 1.3
T = TypeVar("T")
BROWSER_WORDS = SAMPLES["webm-opus-24k"].text


@dataclass(frozen=True)
class Recording:
    """A recording as about one piece a second, what is said in it, and the groups that it is counted in."""

    name: str
    pieces: tuple[bytes, ...]
    mime_type: str
    said: str
    groups: tuple[str, ...]
    is_beginning_only: bool = False

    @property
    def data(self) -> bytes:
        return b"".join(self.pieces)

    def errors(self, heard: str) -> WordErrors:
        return (word_errors_of_beginning if self.is_beginning_only else word_errors)(self.said, heard)


@dataclass
class Cost:
    """CPU seconds of this process, all threads, per path over the same recordings."""

    sound_s: float = 0.0
    bare_s: float = 0.0
    whole_s: float = 0.0
    live_s: float = 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.speech", description=__doc__)
    parser.add_argument("--model", help="folder of a Vosk model (default as for the recogniser)")
    parser.add_argument("--damaged", type=int, default=5_000, help="how many damaged files to try (default 5000)")
    asked = parser.parse_args(arguments)
    model = load_model(choose_model(asked.model or os.environ.get("SPEECH_MODEL"), ROOT / "var" / "models"))
    print(f"model {model.name}{' (trial)' if model.is_trial else ''}")

    recordings = list(_recordings())
    floors = [*_listen(recordings, model), *_damage(asked.damaged)]
    for broken in floors:
        print(f"FLOOR BROKEN: {broken}")
    if not SHARED_AUDIO.is_dir():
        print("!!! ../shared/audio IS MISSING: only the few recordings of tests/voice/audio were heard. !!!")
        return 2
    return 1 if floors else 0


def _recordings() -> Iterator[Recording]:
    if not SHARED_AUDIO.is_dir():
        print("!!! ../shared/audio IS MISSING: only the few recordings of tests/voice/audio are heard. !!!")
        for sample in SAMPLES.values():
            yield Recording(sample.name, _about_seconds(sample.data, sample.seconds), sample.mime_type, sample.text, ())
        return
    for line in (SHARED_AUDIO / "dev" / "transcripts.jsonl").read_text(encoding="utf-8").splitlines():
        yield _dev_recording(json.loads(line))
    for folder in sorted(path for path in (SHARED_AUDIO / "browser").iterdir() if path.is_dir()):
        yield _browser_recording(folder)


def _dev_recording(known: dict[str, Any]) -> Recording:
    path = SHARED_AUDIO / "dev" / known["file"]
    groups = (f"voice {known['voice']}", f"condition {known['condition'].split()[0]}", f"format {path.suffix[1:]}")
    origin = "from notes" if known["note_id"] else "generated"
    pieces = _about_seconds(path.read_bytes(), known["seconds"])
    return Recording(path.name, pieces, mime_type_for_file(path), known["text"], ("dev audio", origin, *groups))


def _browser_recording(folder: Path) -> Recording:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    mime_type = meta.get("mime") or meta["chunks"][0]["type"]
    pieces = tuple(path.read_bytes() for path in sorted(folder.glob("*.bin")))
    short = folder.name.endswith(("250ms", "single"))
    groups = ("browser recordings", f"browser {folder.name}")
    return Recording(folder.name, pieces, mime_type, BROWSER_WORDS, groups, is_beginning_only=short)


def _about_seconds(data: bytes, seconds: float) -> tuple[bytes, ...]:
    step = max(1, int(len(data) / seconds))
    return tuple(data[start : start + step] for start in range(0, len(data), step))


def _listen(recordings: list[Recording], model: SpeechModel) -> Iterator[str]:
    """Hear every recording by bare Vosk, from the kept bytes and live, some again; compare words and cost."""
    import vosk

    bare_model = vosk.Model(str(model.path))
    errors: dict[str, WordErrors] = defaultdict(WordErrors)
    cost = Cost()
    again = changed_bare = changed_again = changed_live = 0
    transcribe(recordings[0].data, recordings[0].mime_type, model)  # the libraries warm up outside the measurement
    for number, recording in enumerate(recordings):
        samples = decode(recording.data, recording.mime_type)
        bare, bare_s = _timed(lambda samples=samples: _bare_vosk(samples, bare_model))
        heard, whole_s = _timed(lambda recording=recording: transcribe(recording.data, recording.mime_type, model))
        live, live_s = _timed(lambda recording=recording: _live(recording, model))
        if number % 3 == 0:
            again += 1
            changed_bare += bare != _bare_vosk(samples, bare_model)
            changed_again += heard != transcribe(recording.data, recording.mime_type, model)
        changed_live += heard != live
        cost.sound_s += heard.seconds
        cost.bare_s, cost.whole_s, cost.live_s = cost.bare_s + bare_s, cost.whole_s + whole_s, cost.live_s + live_s
        errors["bare Vosk, all"] += recording.errors(bare)
        for group in ("all", *recording.groups):
            errors[group] += recording.errors(heard.text)
    _print_errors(errors)
    _print_cost(cost)
    print(f"heard live: {changed_live} of {len(recordings)} transcripts differ from those of the kept bytes")
    print(f"heard again: {changed_again} of {again} transcripts differ; by bare Vosk {changed_bare} of {again}")
    if changed_again or changed_live:
        yield "the same recording gave different transcripts"
    if cost.live_s > MOST_OVERHEAD * cost.bare_s:
        yield f"the live path costs more than {MOST_OVERHEAD} times bare Vosk"


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    return work(), time.process_time() - began


def _bare_vosk(samples: bytes, model: Any) -> str:
    import vosk

    engine = vosk.KaldiRecognizer(model, SAMPLE_RATE_HZ)
    engine.SetWords(True)
    texts = []
    for start in range(0, len(samples), BLOCK_SAMPLES * 2):
        if engine.AcceptWaveform(samples[start : start + BLOCK_SAMPLES * 2]):
            texts.append(json.loads(engine.Result())["text"])
    texts.append(json.loads(engine.FinalResult())["text"])
    return " ".join(filter(None, texts))


def _live(recording: Recording, model: SpeechModel) -> Transcript:
    """Hear piece by piece, asking for the words so far after each, as the server does while a phone uploads."""
    with AudioStream(recording.mime_type) as stream, Listener(model) as listener:
        for piece in recording.pieces:
            stream.feed(piece)
            for block in stream.ready():
                listener.hear(block)
            listener.partial()
        stream.end()
        for block in stream.ready():
            listener.hear(block)
        return listener.finish()


def _print_errors(errors: dict[str, WordErrors]) -> None:
    print(f"\n{'word error rate':40} {'rate':>7} {'wrong':>6} {'said':>6} {'recordings':>11}")
    for group, counted in errors.items():
        print(f"{group:40} {counted.rate:7.1%} {counted.wrong:6} {counted.said:6} {counted.recordings:11}")


def _print_cost(cost: Cost) -> None:
    print(f"\nCPU over {cost.sound_s:.0f} s of sound      per second of sound   to bare Vosk")
    for name, spent_s in (
        ("bare Vosk, decoded samples", cost.bare_s),
        ("kept bytes to transcript", cost.whole_s),
        ("live, with partial words", cost.live_s),
    ):
        print(f"{name:30} {spent_s / cost.sound_s:15.4f} s {spent_s / cost.bare_s:16.3f}")


def _damage(count: int) -> Iterator[str]:
    """Decode damaged recordings; a crash of the library would end this very process."""
    files = [(path, path.read_bytes()) for path in sorted(FOLDER.glob("note-*"))]
    begun = [(Path(f"{name}.{kind}"), SAMPLES[name].data) for name, kind in (("webm-opus-24k", "webm"),)]
    begun += [(Path("mp4-opus-24k-espeak.mp4"), SAMPLES["mp4-opus-24k-espeak"].data)]
    each = max(1, count // len(files + begun))
    heard = refused = 0
    slowest_s, began = 0.0, time.perf_counter()
    for path, data in files + begun:
        for number, copy in enumerate(damaged(data[:40_000] if path.suffix != ".mp4" else data, 20261122, each)):
            at = time.perf_counter()
            try:
                decode(copy, mime_type_for_file(path))
                heard += 1
            except UndecodableAudio:
                refused += 1
            except Exception as fault:  # noqa: BLE001 - any other kind is the finding
                yield f"damaged copy {number} of {path.name} raised {fault!r}"
            slowest_s = max(slowest_s, time.perf_counter() - at)
    took_s = time.perf_counter() - began
    print(f"\ndamaged files: {heard + refused} tried in {took_s:.0f} s, {heard} heard, {refused} refused in words,")
    print(f"slowest {slowest_s:.2f} s, no crash, no hang")


if __name__ == "__main__":
    sys.exit(main())

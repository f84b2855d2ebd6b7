"""Do the words lost in recognition explain what entries lose? `python -m bench.heard_notes [--notes N]`

Notes are spoken, heard by the speech model in use, and understood; the same notes are understood as written. What is
compared are the gold items of which every word was heard right: on these, entries from sound should find as much as
entries from writing. Sound: the whole notes of ../shared/audio/dev, and our own notes spoken by espeak-ng.
Exit status 1 when more is lost than the words explain, 2 when neither sound nor scorer is there.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.notes import OWN, SHARED, TABLES, load_scorer, notes_of
from voice.audio import mime_type_for_file
from voice.lexicon import Lexicon
from voice.recognizer import load_model, transcribe
from voice.speech_models import choose_model
from voice.understanding import Note, understand
from voice.understanding.note_json import note_from_json

ROOT = Path(__file__).resolve().parents[1]
AUDIO = ROOT.parent / "shared" / "audio" / "dev"
VOICES = ("en-us+m3", "en-gb+f2", "en-us+f4")
WORDS_A_MINUTE = 150
MOST_UNEXPLAINED = 0.03  # of recall on items whose words were all heard

Json = dict[str, Any]


@dataclass(frozen=True)
class Spoken:
    """A written note and a recording of it."""

    group: str
    note: Json
    sound: bytes
    mime_type: str


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.heard_notes", description=__doc__)
    parser.add_argument("--model", help="folder of a Vosk model (default as for the recogniser)")
    parser.add_argument(
        "--notes", type=int, default=60, help="how many of our own notes each voice speaks (default 60)"
    )
    asked = parser.parse_args(arguments)
    scorer = load_scorer()
    if scorer is None:
        return 2
    model = load_model(choose_model(asked.model or os.environ.get("SPEECH_MODEL"), ROOT / "var" / "models"))
    lexicon = Lexicon.from_csv(TABLES)
    print(f"model {model.name}")
    groups: dict[str, list[Compared]] = {}
    for spoken in _spoken(asked.notes):
        heard = transcribe([spoken.sound], spoken.mime_type, model)
        groups.setdefault(spoken.group, []).append(_compare(spoken.note, heard, lexicon))
    for name, compared in groups.items():
        _report(name, compared, scorer)
    lost = _report("all of them", [one for compared in groups.values() for one in compared], scorer)
    print(f"not explained by lost words: {lost:+.3f} of recall (at most {MOST_UNEXPLAINED})")
    return 1 if lost > MOST_UNEXPLAINED else 0


def _spoken(most: int) -> Iterator[Spoken]:
    yield from _shared()
    if shutil.which("espeak-ng") is None:
        print("NOT RUN: our own notes: espeak-ng is missing (apt install espeak-ng)", file=sys.stderr)
        return
    notes = notes_of(OWN / "voices")
    chosen = notes[:: max(1, len(notes) // most)][:most]
    for voice in VOICES:
        for note in chosen:
            command = ["espeak-ng", "-v", voice, "-s", str(WORDS_A_MINUTE), "--stdout", note["text"]]
            yield Spoken(voice, note, subprocess.run(command, capture_output=True, check=True).stdout, "audio/wav")


def _shared() -> Iterator[Spoken]:
    if not AUDIO.is_dir():
        print("NOT RUN: ../shared/audio is not beside the project", file=sys.stderr)
        return
    notes = {note["id"]: note for note in notes_of(SHARED / "dev.jsonl")}
    seen: set[str] = set()
    for line in (AUDIO / "transcripts.jsonl").read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        note = notes.get(said.get("note_id") or "")
        if note and said["text"] == note["text"] and note["id"] not in seen:
            seen.add(note["id"])
            file = AUDIO / said["file"]
            yield Spoken("shared audio", note, file.read_bytes(), mime_type_for_file(file))


@dataclass(frozen=True)
class Compared:
    """One note: its gold with evidence among the heard words, what each of its items lost, and both entries."""

    written: Json
    heard: Json
    written_entry: Json
    heard_entry: Json
    kept: int
    said: int


def _compare(note: Json, heard: Any, lexicon: Lexicon) -> Compared:
    said = note["text"].split()
    words = [word.text for word in heard.words]
    at = matching(said, words)
    plain = note_from_json(note)
    as_heard = Note(
        id=plain.id,
        text=" ".join(words),
        recorded_at=plain.recorded_at,
        customer_id=plain.customer_id,
        rep_id=plain.rep_id,
        open_questions=plain.open_questions,
        words=tuple(heard.words),
    )
    return Compared(
        written=note,
        heard=note | {"gold": moved_gold(note["gold"], at)},
        written_entry=understand(plain, lexicon).to_json(),
        heard_entry=understand(as_heard, lexicon).to_json(),
        kept=len(at),
        said=len(said),
    )


def matching(said: Sequence[str], heard: Sequence[str]) -> dict[int, int]:
    """Map each word that was heard right to its place among the heard ones."""
    matcher = difflib.SequenceMatcher(None, said, heard, autojunk=False)
    return {block.a + i: block.b + i for block in matcher.get_matching_blocks() for i in range(block.size)}


def moved_gold(gold: Json, at: dict[int, int]) -> Json:
    """Put evidence where its words were heard; an item of which no word was heard keeps no evidence."""

    def move(value: Any) -> Any:
        if isinstance(value, list):
            return [move(one) for one in value]
        if not isinstance(value, dict):
            return value
        moved = {key: move(one) for key, one in value.items() if key != "evidence"}
        if span := _span(value):
            places = [at[i] for i in range(span[0], span[1] + 1) if i in at]
            if places:
                moved["evidence"] = {"start_word": min(places), "end_word": max(places)}
            moved["is_whole"] = len(places) == span[1] - span[0] + 1
        return moved

    return {key: move(value) for key, value in gold.items()}


def _span(item: Json) -> tuple[int, int] | None:
    evidence = item.get("evidence")
    return (evidence["start_word"], evidence["end_word"]) if isinstance(evidence, dict) else None


def whole_only(heard_gold: Json, gold: Json) -> Json:
    """Keep of a gold entry the items whose words were all heard right."""
    kept: Json = {}
    for key, value in gold.items():
        marked = heard_gold[key]
        if isinstance(value, list):
            kept[key] = [one for one, mark in zip(value, marked, strict=True) if mark.get("is_whole")]
        elif isinstance(value, dict):
            kept[key] = value if marked.get("is_whole") else None
        else:
            kept[key] = None  # outcome and mood stand on the whole note
    return kept


def _report(name: str, compared: Sequence[Compared], scorer: Any) -> float:
    """Print one group's figures; return the recall lost on items whose words were all heard."""
    said, kept = sum(one.said for one in compared), sum(one.kept for one in compared)
    # Several voices speak the same note: each is a note of its own here.
    written = [one.written | {"id": str(place)} for place, one in enumerate(compared)]
    heard = [one.heard | {"id": str(place)} for place, one in enumerate(compared)]
    written_entries = {str(place): one.written_entry for place, one in enumerate(compared)}
    heard_entries = {str(place): one.heard_entry for place, one in enumerate(compared)}
    print(f"== {name}: {len(compared)} notes, {kept / said:.2f} of their words heard right")
    for label, notes, entries in (("written", written, written_entries), ("heard", heard, heard_entries)):
        micro = scorer.evaluate(notes, entries)[0]["micro"]
        print(f"   {label:10} precision {micro['precision']:.3f}  recall {micro['recall']:.3f}  F1 {micro['f1']:.3f}")
    recalls = []
    for label, golds, entries in (("written", written, written_entries), ("heard", heard, heard_entries)):
        whole = [
            note | {"gold": whole_only(one.heard["gold"], note["gold"])}
            for one, note in zip(compared, golds, strict=True)
        ]
        micro = scorer.evaluate(whole, entries)[0]["micro"]
        recalls.append(micro["recall"])
        count = micro["right"] + micro["missing"]
        print(f"   {label:10} recall {micro['recall']:.3f} on the {count} values whose words were all heard right")
    return float(recalls[0] - recalls[1])


if __name__ == "__main__":
    sys.exit(main())

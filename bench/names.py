"""How often names come out right: `.venv/bin/python -m bench.names [--set unseen] [--each N] [--folder DIR]`.

Hears spoken notes (bench/spoken_names.py makes them) and the dev audio of ../shared once, and sets the same words right
with no vocabulary, with the company's alone, and with the place's. Prints names wrong, words wrong, right words made
wrong, per voice, and the cost beside that of hearing. Exit status 1 when a floor is broken.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.spoken_names import SETS, TABLES, company_of, make
from bench.word_errors import word_errors
from voice.lexicon import Lexicon
from voice.recognizer import load_model, transcribe
from voice.sound import spoken_tokens
from voice.speech_models import TRIAL_MODEL_PATH
from voice.types import Transcript
from voice.vocabulary import Vocabulary, steer, vocabulary_of

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
WAYS = ("heard", "company", "place")
MOST_HARM = 0.005
LEAST_LESS = 0.5
T = tuple[int, int]


@dataclass(frozen=True)
class Spoken:
    """A recording, its words, which of them are names of which kind, and where it was spoken."""

    path: Path
    voice: str
    text: str
    kinds: tuple[str, ...]
    customer_id: str | None


@dataclass
class Count:
    names: int = 0
    wrong_names: int = 0
    words: int = 0
    wrong_words: int = 0
    harmed: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.names", description=__doc__)
    parser.add_argument("--set", choices=[*sorted(SETS), "dev"], default="unseen")
    parser.add_argument("--each", type=int, default=24, help="sentences for each voice (default 24)")
    parser.add_argument("--folder", type=Path, help="where the spoken notes lie or are put (default: a temporary one)")
    parser.add_argument("--show", action="store_true", help="print each change")
    asked = parser.parse_args(arguments)
    lexicon = Lexicon.from_csv(TABLES) if asked.set == "dev" else company_of(asked.set)
    with tempfile.TemporaryDirectory() as made:
        spoken = list(spoken_notes(asked.set, asked.each, asked.folder or Path(made), lexicon))
        counts, cost = _count(spoken, lexicon, show=asked.show)
    return _report(counts, cost)


def spoken_notes(which: str, each: int, folder: Path, lexicon: Lexicon) -> Iterator[Spoken]:
    """Yield the notes of a set with what is said in them; made into `folder` where they are not there yet."""
    if which == "dev":
        yield from _dev_audio(lexicon)
        return
    for line in make(which, each, folder).read_text(encoding="utf-8").splitlines():
        known = json.loads(line)
        path = folder / known["file"]
        yield Spoken(path, known["voice"], known["text"], tuple(known["kinds"]), known["customer_id"])


def _dev_audio(lexicon: Lexicon) -> Iterator[Spoken]:
    folder = SHARED / "audio" / "dev"
    if not folder.is_dir():
        print("!!! ../shared/audio IS MISSING: nothing of it is heard. !!!", file=sys.stderr)
        return
    notes = (SHARED / "notes" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    places = {note["id"]: note["customer_id"] for note in map(json.loads, notes)}
    for line in (folder / "transcripts.jsonl").read_text(encoding="utf-8").splitlines():
        known = json.loads(line)
        if known["file"].endswith(".ogg"):
            customer_id = places.get(known["note_id"])
            kinds = tuple(_kinds(known["text"].split(), lexicon, customer_id))
            yield Spoken(folder / known["file"], known["voice"], known["text"], kinds, customer_id)


def _kinds(words: Sequence[str], lexicon: Lexicon, customer_id: str | None) -> list[str]:
    """Find the names of people and of the customer in a text that was never misheard."""
    kinds = [""] * len(words)
    people = {t for c in lexicon.contacts_of.get(customer_id or "", ()) for t in spoken_tokens(c.name)}
    place = lexicon.customer_by_id.get(customer_id or "")
    whole = spoken_tokens(place.name) if place else ()
    for at, word in enumerate(words):
        if word.removesuffix("'s") in people:
            kinds[at] = "person"
        for size in range(len(whole), 1, -1):
            if tuple(words[at : at + size]) == whole[:size]:
                kinds[at : at + size] = ["customer"] * size
                break
    return kinds


def _count(spoken: Sequence[Spoken], lexicon: Lexicon, *, show: bool) -> tuple[dict[tuple[str, str], Count], T]:
    model = load_model(TRIAL_MODEL_PATH)
    counts: dict[tuple[str, str], Count] = defaultdict(Count)
    hearing_ns = steering_ns = 0
    for one in spoken:
        begun = time.process_time_ns()
        heard = transcribe(one.path, "audio/ogg" if one.path.suffix == ".ogg" else "audio/wav", model)
        hearing_ns += time.process_time_ns() - begun
        plain = heard.text.split()
        for way, vocabulary in zip(WAYS, _vocabularies(lexicon, one.customer_id), strict=True):
            begun = time.process_time_ns()
            words = [word.text for word in steer(heard.words, vocabulary)]
            steering_ns += (time.process_time_ns() - begun) if way == "place" else 0
            for group in ("all", one.voice, *{kind for kind in one.kinds if kind}):
                _add(counts[way, group], one, plain, words, group)
            if show and way == "place" and words != plain:
                _show(one, heard, vocabulary)
    return counts, (hearing_ns, steering_ns)


def _vocabularies(lexicon: Lexicon, customer_id: str | None) -> tuple[Vocabulary, ...]:
    return Vocabulary(), vocabulary_of(lexicon, None), vocabulary_of(lexicon, customer_id)


def _add(count: Count, one: Spoken, plain: Sequence[str], words: Sequence[str], group: str) -> None:
    said = one.text.split()
    right, right_before = _right(said, words), _right(said, plain)
    is_kind = group in one.kinds
    for start, end, kind in _spans(one.kinds):
        if not is_kind or kind == group:
            count.names += 1
            count.wrong_names += not all(right[start:end])
    count.words += len(said)
    count.wrong_words += word_errors(one.text, " ".join(words)).wrong
    count.harmed += sum(before and not after for before, after in zip(right_before, right, strict=True))


def _spans(kinds: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    start = 0
    for at in range(1, len(kinds) + 1):
        if at == len(kinds) or kinds[at] != kinds[start]:
            if kinds[start]:
                yield start, at, kinds[start]
            start = at


def _right(said: Sequence[str], heard: Sequence[str]) -> list[bool]:
    """Tell of each word said whether it was heard, along a shortest row of edits."""
    table = [list(range(len(heard) + 1))]
    for row, word in enumerate(said, start=1):
        line = [row]
        for column, other in enumerate(heard, start=1):
            swapped = table[-1][column - 1] + (word != other)
            line.append(min(table[-1][column] + 1, line[-1] + 1, swapped))
        table.append(line)
    right = [False] * len(said)
    row, column = len(said), len(heard)
    while row and column:
        if table[row][column] == table[row - 1][column - 1] + (said[row - 1] != heard[column - 1]):
            row, column = row - 1, column - 1
            right[row] = said[row] == heard[column]
        elif table[row][column] == table[row - 1][column] + 1:
            row -= 1
        else:
            column -= 1
    return right


def _show(one: Spoken, heard: Transcript, vocabulary: Vocabulary) -> None:
    print(f"{one.voice}: {one.text}")
    steered = steer(heard.words, vocabulary)
    print("    " + " ".join(f"{w.text} <- {w.heard!r}" if w.heard else w.text for w in steered if w.heard != ""))


def _report(counts: dict[tuple[str, str], Count], cost: T) -> int:
    print(f"{'':14} {'names wrong: heard, company, place':>40} {'words wrong':>22} {'right made wrong':>18}")
    for group in dict.fromkeys(group for _, group in counts):
        ways = [counts[way, group] for way in WAYS]
        names = "  ".join(f"{w.wrong_names:3} {w.wrong_names / max(w.names, 1):5.1%}" for w in ways)
        words = " ".join(f"{w.wrong_words / max(w.words, 1):6.1%}" for w in ways)
        harm = " ".join(f"{w.harmed:3} {w.harmed / max(w.words, 1):5.2%}" for w in ways[1:])
        print(f"{group:14} {names} of {ways[0].names:4}   {words}   {harm}")
    print(f"setting right costs {cost[1] / max(cost[0], 1):.3f} of hearing")
    before, after = counts["heard", "all"], counts["place", "all"]
    floors = []
    if after.wrong_names > LEAST_LESS * before.wrong_names:
        floors.append("names wrong are not halved")
    if after.harmed > MOST_HARM * after.words:
        floors.append(f"more than {MOST_HARM:.1%} of the words were made wrong")
    for broken in floors:
        print(f"FLOOR BROKEN: {broken}")
    return 1 if floors else 0


if __name__ == "__main__":
    sys.exit(main())

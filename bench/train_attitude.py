"""Train the weights of attitude from our own notes and phrases: python bench/train_attitude.py [--check]

Examples are the product mentions and clauses of the notes under tests/voice/understanding/notes (never of voices/kept,
voices/unopened and voices/strangers_kept) and the phrases in bench/phrases.
Writes voice/understanding/learned/{stance,clause}.json.gz.
--check leaves out one part after the other of the voices that the rules were not tuned on, trains on the others and
prints how often the left out ones are right.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.written_notes import read_notes  # noqa: E402
from voice.lexicon import Lexicon  # noqa: E402
from voice.understanding.attitude.complaints import rule_complaints  # noqa: E402
from voice.understanding.attitude.needs import rule_needs  # noqa: E402
from voice.understanding.attitude.preferences import rule_preferences  # noqa: E402
from voice.understanding.attitude.stance import rule_stances  # noqa: E402
from voice.understanding.language.reading import Reading, read_note  # noqa: E402
from voice.understanding.learned.clauses import rule_name_of_clause  # noqa: E402
from voice.understanding.learned.features import clause_features, folded, stance_features  # noqa: E402
from voice.understanding.learned.stances import rule_name_of_stance  # noqa: E402
from voice.understanding.learned.weights import FOLDER  # noqa: E402
from voice.understanding.note_json import note_from_json  # noqa: E402
from voice.understanding.products.product_lists import product_groups  # noqa: E402

OWN = ROOT / "tests" / "voice" / "understanding" / "notes"
TABLES = ROOT / "server" / "demo" / "tables"
PHRASES = ROOT / "bench" / "phrases"
ZONE = ZoneInfo("America/Chicago")
GOODS = (
    "lemons", "avocados", "salmon", "brisket", "oat milk", "napkins", "gloves", "veggie burgers", "cod", "basmati",
    "feta", "bacon", "mustard", "tofu", "olive oil", "chai", "cream cheese", "fish sauce",
)  # fmt: skip
NUMBERS = ("two", "three", "four", "six", "eight", "ten", "twelve", "twenty", "forty")
LEADS = ("", "", "", "blue hen dana ", "blue hen dana says ", "dana said ", "saw dana at blue hen ", "so ", "and ")
TAILS = ("", "", "", " and i'll be back on monday", " that's it", " she was in a hurry", " so yeah")
FOLDS = 4
UNTUNED = (
    "kingston", "dublin", "sydney", "pune", "management", "storyteller", "understated", "istanbul", "blunt",
    "heardwrong", "cutouts",
)  # fmt: skip
SEEN = ("trades", "sealed", "strangers", "crowd")  # folders whose notes were looked at
EPOCHS = 14
RATE = 0.25
DECAY = 2e-5


@dataclass(frozen=True, slots=True)
class Example:
    """One example: its features, its class, the voice it comes from and how much it counts."""

    features: list[str]
    label: str
    voice: str
    weight: float


def main() -> int:
    """Train or check, by the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="leave out one voice after the other")
    check = parser.parse_args().check
    lexicon = Lexicon.from_csv(TABLES)
    notes = list(_notes())
    for name, of_note, of_phrases in (
        ("stance", _stance_examples, _stance_phrases),
        ("clause", _clause_examples, _clause_phrases),
    ):
        examples = [e for voice, note in notes for e in of_note(note, voice, lexicon)]
        examples = [_without_rule(e) if e.voice not in UNTUNED else e for e in examples]
        examples += list(of_phrases(lexicon))
        print(f"{name}: {len(examples)} examples", flush=True)
        if check:
            _check(examples)
        else:
            _write(name, *_trained(examples))
    return 0


def _without_rule(example: Example) -> Example:
    """Hide what the rules say in notes that they were tuned on: there they are right more often than anywhere else."""
    return replace(example, features=[f for f in example.features if not f.startswith("R:")])


def _notes() -> Iterator[tuple[str, dict[str, Any]]]:
    seen = [OWN / "voices", *(OWN / "voices" / name for name in SEEN)]
    for file in sorted(path for folder in seen for path in folder.glob("*.txt")):
        yield from ((file.stem, note) for note in read_notes(file, TABLES))
    for name in ("seen", "fresh", "later", "unseen"):
        for line in (OWN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield name, json.loads(line)


def _read(written: dict[str, Any], lexicon: Lexicon) -> Reading:
    return read_note(note_from_json(written), lexicon, ZONE)


def _stance_examples(written: dict[str, Any], voice: str, lexicon: Lexicon) -> Iterator[Example]:
    reading = _read(written, lexicon)
    tokens = folded(reading)
    gold: dict[str, list[str]] = {}
    for item in written["gold"].get("products") or []:
        gold.setdefault(item.get("product_id") or "", []).append(item["stance"])
    rules = iter(rule_stances(reading))
    for group in product_groups(reading):
        for mention in group:
            rule = next(rules)
            meant = {s for key in mention.ids for s in gold.get(key, [])}
            if rule is not None and len(meant) == 1:
                features = stance_features(reading, tokens, group, mention, rule_name_of_stance(rule))
                yield Example(features, meant.pop(), voice, 1.0)


def _clause_examples(written: dict[str, Any], voice: str, lexicon: Lexicon) -> Iterator[Example]:
    reading = _read(written, lexicon)
    tokens = folded(reading)
    gold = written["gold"]
    found = _rules_of(reading)
    for clause in reading.clauses:
        places = {reading.stream.at[i] for i in range(clause.start, clause.end)}
        label = "none"
        for field, kind in (("complaints", "complaint"), ("preferences", "preference"), ("needs", "need")):
            for item in gold.get(field) or []:
                evidence = item["evidence"]
                inside = places & set(range(evidence["start_word"], evidence["end_word"] + 1))
                if len(inside) * 2 >= len(places) or len(inside) >= 4:
                    label = kind
        if label == "none" and gold.get("sentiment") not in ("neutral", None):
            continue  # praise and anger may stand in any clause of such a note
        yield Example(
            clause_features(reading, tokens, clause, rule_name_of_clause(reading, clause, found)),
            label,
            voice,
            1.0,
        )


def _rules_of(reading: Reading) -> dict[str, list[tuple[int, int]]]:
    complaints = rule_complaints(reading)
    preferences = rule_preferences(reading, complaints)
    needs = rule_needs(reading, (), (), preferences)
    return {
        name: [(i.evidence.start_word, i.evidence.end_word) for i in items]
        for name, items in (("complaint", complaints), ("preference", preferences), ("need", needs))
    }


def _phrases(name: str) -> Iterator[tuple[str, str]]:
    """Give (class, phrase), the alternatives in brackets one by one."""
    label = ""
    for line in (PHRASES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            label = line[2:]
        elif line and not line.startswith("#"):
            yield from ((label, said) for said in _unfolded(line))


def _unfolded(line: str) -> Iterator[str]:
    choice = re.search(r"\[([^\]]*)\]", line)
    if choice is None:
        yield line
        return
    for option in choice[1].split("|"):
        yield from _unfolded(line[: choice.start()] + option + line[choice.end() :])


def _said(phrase: str, chance: random.Random) -> tuple[str, int, int]:
    """Say a phrase within a note: the note's text, and the phrase's first and last word in it."""
    goods = chance.choice(GOODS)
    words = [
        {"X": goods, "N": chance.choice(NUMBERS), "NAME": "dana", "COMP": "norwell"}.get(w, w) for w in phrase.split()
    ]
    lead, tail = chance.choice(LEADS), chance.choice(TAILS)
    said = " ".join(words)
    first = len(lead.split())
    return f"{lead}{said}{tail}", first, first + len(said.split()) - 1


def _as_note(text: str) -> dict[str, Any]:
    return {"id": "p", "text": text, "recorded_at": "2026-03-03T10:00:00-06:00", "customer_id": "C020", "gold": {}}


def _stance_phrases(lexicon: Lexicon) -> Iterator[Example]:
    chance = random.Random(3)
    for label, phrase in _phrases("stance"):
        for _ in range(2):
            reading = _read(_as_note(_said(phrase, chance)[0]), lexicon)
            tokens = folded(reading)
            rules = rule_stances(reading)
            groups = product_groups(reading)
            if rules and rules[0] is not None:
                name = rule_name_of_stance(rules[0])
                features = stance_features(reading, tokens, groups[0], groups[0][0], name)
                yield Example(features, label, "phrases", 1.0)


_AS_CLAUSE = {"likes": "praise", "problem": "complaint"}  # what is said of goods is a clause, too


def _clause_phrases(lexicon: Lexicon) -> Iterator[Example]:
    chance = random.Random(4)
    spoken = [
        *_phrases("clauses"),
        *((_AS_CLAUSE.get(stance, "none"), phrase) for stance, phrase in _phrases("stance")),
    ]
    for label, phrase in spoken:
        for _ in range(2):
            text, first, last = _said(phrase, chance)
            reading = _read(_as_note(text), lexicon)
            tokens = folded(reading)
            found = _rules_of(reading)
            inside = [
                (len([i for i in range(c.start, c.end) if first <= reading.stream.at[i] <= last]), c)
                for c in reading.clauses
            ]
            size, clause = max(inside, key=lambda pair: pair[0])
            if size >= 2:
                name = rule_name_of_clause(reading, clause, found)
                yield Example(clause_features(reading, tokens, clause, name), label, "phrases", 1.0)


def _trained(examples: Sequence[Example]) -> tuple[list[str], np.ndarray, np.ndarray, dict[str, int]]:
    """Fit a softmax by stochastic gradient with a step for each feature of its own (AdaGrad)."""
    counts: dict[str, int] = {}
    for example in examples:
        for feature in example.features:
            counts[feature] = counts.get(feature, 0) + 1
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= 2))}
    classes = sorted({e.label for e in examples})
    table = np.zeros((len(index) + 1, len(classes)))
    steps = np.full((len(index) + 1, 1), 1.0)
    rows = [np.array([index[f] for f in e.features if f in index] + [len(index)]) for e in examples]
    labels = [classes.index(e.label) for e in examples]
    order = np.arange(len(examples))
    chance = np.random.default_rng(2)
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for i in order:
            here = rows[i]
            scores = table[here].sum(axis=0)
            belief = np.exp(scores - scores.max())
            belief /= belief.sum()
            belief[labels[i]] -= 1.0
            slope = examples[i].weight * belief
            steps[here] += (slope**2).sum()
            table[here] -= RATE * slope / np.sqrt(steps[here])
            table[here] *= 1.0 - DECAY * len(examples) / 100
    return classes, table[:-1], table[-1], index


def _check(examples: Sequence[Example]) -> None:
    """Print how often left out voices are right, of those that the rules were never tuned on."""
    tallies: dict[str, list[int]] = {}
    for fold in range(FOLDS):
        left_out = set(UNTUNED[fold::FOLDS])
        classes, table, bias, index = _trained([e for e in examples if e.voice not in left_out])
        for example in (e for e in examples if e.voice in left_out):
            scores = bias + sum((table[index[f]] for f in example.features if f in index), np.zeros(len(classes)))
            belief = np.exp(scores - scores.max())
            belief /= belief.sum()
            best = classes[int(belief.argmax())]
            rule, guessed, _ = next(f[2:] for f in example.features if f.startswith("R:")).partition("?")
            _count(tallies, "rules alone", rule, example.label)
            _count(tallies, "learned alone", best, example.label)
            for limit in (0.5, 0.6, 0.7, 0.8):
                free = belief.max() >= (0.35 if guessed else limit)
                _count(tallies, f"learned from {limit}", best if free else rule, example.label)
    for way, (right, missed, false, whole) in sorted(tallies.items()):
        print(f"   {way:20}right {right / whole:.3f} of {whole}, {missed} missed, {false} made up")


def _count(tallies: dict[str, list[int]], way: str, chosen: str, label: str) -> None:
    tally = tallies.setdefault(way, [0, 0, 0, 0])
    chosen = "none" if chosen in ("praise", "anger") else chosen
    for i, counts in enumerate((chosen == label, chosen == "none" != label, label == "none" != chosen, True)):
        tally[i] += counts


def _write(name: str, classes: list[str], table: np.ndarray, bias: np.ndarray, index: dict[str, int]) -> None:
    kept = {f: [round(float(w), 2) for w in table[i]] for f, i in index.items() if np.abs(table[i]).max() >= 0.05}
    made = {"classes": classes, "bias": [round(float(w), 3) for w in bias], "table": kept}
    path = FOLDER / f"{name}.json.gz"
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        file.write(json.dumps(made, separators=(",", ":"), sort_keys=True).encode())
    print(f"{path.name}: {len(kept)} features, {path.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    sys.exit(main())

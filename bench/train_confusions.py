"""Learn how phones are misheard: `.venv/bin/python -m bench.train_confusions [--each N] FOLDER`.

Speaks the set `training` into FOLDER (bench/spoken_names.py), hears it, lays what was said beside what was heard where
they differ, and writes voice/vocabulary/confusions.txt. It starts from the hand-made costs of `phones.py`, and falls
back on them where little was heard.
"""

from __future__ import annotations

import argparse
import difflib
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.names import spoken_notes
from bench.spoken_names import company_of
from voice.recognizer import load_model, transcribe
from voice.speech_models import TRIAL_MODEL_PATH
from voice.vocabulary.phones import left_out_cost, name_phones, swap_cost, word_phones

TABLE = Path(__file__).resolve().parents[1] / "voice" / "vocabulary" / "confusions.txt"
PHONES = "".join(sorted("abdfghijklmnoprstuvwzAEICJ@NORSTUVWYZDec"))
ROUNDS = 3
# A stretch that costs more than this for a phone is no mishearing of the other: in hand-made costs, then in nats.
MOST_COST = (0.8, 2.6)
HAND_COUNTS = 6.0  # so many phones heard weigh as much as the hand-made costs
SHARE_LEFT_OUT = 0.2


@dataclass(frozen=True)
class Costs:
    """What it costs to hear one phone for another, one too many, or none for one."""

    swapped: Callable[[str, str], float]
    added: Callable[[str], float]
    left_out: Callable[[str], float]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.train_confusions", description=__doc__)
    parser.add_argument("--each", type=int, default=50, help="sentences for each voice (default 50)")
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    pairs = list(_misheard(asked.each, asked.folder))
    costs, most = Costs(swap_cost, left_out_cost, left_out_cost), MOST_COST[0]
    for _ in range(ROUNDS):
        counts = Counter(pair for said, heard in pairs for pair in _laid_beside(said, heard, costs, most))
        costs, most = _costs_of(counts), MOST_COST[1]
    TABLE.write_text("\n".join(_lines(costs, counts)) + "\n", encoding="utf-8")
    print(f"{len(pairs)} stretches, {sum(counts.values())} phones -> {TABLE.name}")
    return 0


def _misheard(each: int, folder: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the words said and the phones heard of each stretch where they differ."""
    model = load_model(TRIAL_MODEL_PATH)
    for one in spoken_notes("training", each, folder, company_of("training")):
        said, heard = one.text.split(), transcribe(one.path, "audio/wav", model).text.split()
        for what, a, b, c, d in difflib.SequenceMatcher(None, said, heard, autojunk=False).get_opcodes():
            if what == "replace":
                yield tuple(said[a:b]), "".join(word_phones(word.strip("'")) for word in heard[c:d])


def _laid_beside(said: tuple[str, ...], heard: str, costs: Costs, most: float) -> list[tuple[str, str]]:
    """Pair the phones heard with those said, the way of saying that fits best; nothing where none fits."""
    ways = [(table[-1][-1], way, table) for way in name_phones(said) for table in (_table(heard, way, costs),)]
    cost, way, table = min(ways, key=lambda one: one[0])
    return [] if cost > most * max(len(heard), len(way)) else list(_way_back(heard, way, table, costs))


def _table(heard: str, said: str, costs: Costs) -> list[list[float]]:
    table = [[0.0]]
    for phone in said:
        table[0].append(table[0][-1] + costs.left_out(phone))
    for phone in heard:
        above, row = table[-1], [table[-1][0] + costs.added(phone)]
        for place, other in enumerate(said, start=1):
            swapped = above[place - 1] + costs.swapped(phone, other)
            row.append(min(swapped, above[place] + costs.added(phone), row[-1] + costs.left_out(other)))
        table.append(row)
    return table


def _way_back(heard: str, said: str, table: list[list[float]], costs: Costs) -> Iterator[tuple[str, str]]:
    row, column = len(heard), len(said)
    while row or column:
        if row and column:
            swapped = table[row - 1][column - 1] + costs.swapped(heard[row - 1], said[column - 1])
            if abs(swapped - table[row][column]) < 1e-9:
                row, column = row - 1, column - 1
                yield heard[row], said[column]
                continue
        if row and abs(table[row - 1][column] + costs.added(heard[row - 1]) - table[row][column]) < 1e-9:
            row -= 1
            yield heard[row], ""
        else:
            column -= 1
            yield "", said[column]


def _costs_of(counts: Counter[tuple[str, str]]) -> Costs:
    said = Counter[str]()
    for (_heard, phone), number in counts.items():
        said[phone] += number
    spoken = sum(number for phone, number in said.items() if phone)
    hand = {b: {a: math.exp(-3.0 * swap_cost(a, b)) for a in PHONES} for b in PHONES}

    def share(pair: tuple[str, str], by_hand: float) -> float:
        return -math.log((counts[pair] + HAND_COUNTS * by_hand) / (said[pair[1]] + HAND_COUNTS))

    swapped = {
        (a, b): share((a, b), (1 - SHARE_LEFT_OUT) * hand[b][a] / sum(hand[b].values())) for a in PHONES for b in PHONES
    }
    left_out = {b: share(("", b), SHARE_LEFT_OUT) for b in PHONES}
    added = {a: -math.log((counts[a, ""] + 0.5) / (spoken + 20)) for a in PHONES}
    return Costs(lambda a, b: swapped[a, b], lambda a: added[a], lambda b: left_out[b])


def _lines(costs: Costs, counts: Counter[tuple[str, str]]) -> Iterator[str]:
    heard = Counter[str]()
    for (phone, _said), number in counts.items():
        heard[phone] += number
    everything = sum(heard.values()) + len(PHONES)
    yield "# How phones are misheard: -10 ln of a probability, by bench/train_confusions.py. Columns: the phone heard."
    yield "heard " + " ".join(f"{phone:>2}" for phone in PHONES)
    yield "any   " + " ".join(_tenths(-math.log((heard[phone] + 1) / everything)) for phone in PHONES)
    yield "added " + " ".join(_tenths(costs.added(phone)) for phone in PHONES)
    for phone in PHONES:
        row = " ".join(_tenths(costs.swapped(other, phone)) for other in PHONES)
        yield f"{phone} {_tenths(costs.left_out(phone))}  {row}"


def _tenths(nats: float) -> str:
    return f"{round(10 * nats):2d}"


if __name__ == "__main__":
    sys.exit(main())

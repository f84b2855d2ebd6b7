"""Complaints, wishes and needs: what the rules found, what the learned weights add where the rules are silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from voice.understanding.attitude.complaints import rule_complaints, severity_of
from voice.understanding.attitude.needs import rule_needs
from voice.understanding.attitude.preference_words import SURE
from voice.understanding.attitude.preferences import rule_preferences
from voice.understanding.attitude.sentiment import is_content
from voice.understanding.language.clauses import Clause
from voice.understanding.language.phrasing import phrase_of, trimmed
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import find_phrase
from voice.understanding.learned.clauses import beliefs
from voice.understanding.types import Action, Complaint, Evidence, Need, Preference, ProductLine

ADDED = {"complaint": 0.65, "preference": 0.65, "need": 0.5}  # belief that makes an item by itself
DOUBTED = {"complaint": 0.02, "preference": 0.02, "need": 0.0}  # belief under which a rule's item is dropped
FELT = {"praise": 0.7, "anger": 0.7}
_APART = 3  # words between two items of a kind; what stands nearer goes on with the first
_LEAST_WORDS = 3
_LONGEST = 12

Item = Complaint | Preference | Need
_Kind = TypeVar("_Kind", Complaint, Preference, Need)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The beliefs in what each clause is, and the complaints and wishes that follow."""

    beliefs: Mapping[Clause, Mapping[str, float]]
    complaints: tuple[Complaint, ...]
    preferences: tuple[Preference, ...]

    @property
    def felt(self) -> frozenset[str]:
        """Tell whether praise or anger is believed to stand in some clause."""
        return frozenset(
            mood for belief in self.beliefs.values() for mood, least in FELT.items() if belief.get(mood, 0.0) >= least
        )


def judged(reading: Reading) -> Judgement:
    """Read complaints and wishes by rules and learned weights together."""
    complaints = rule_complaints(reading)
    preferences = rule_preferences(reading, complaints)
    needs = rule_needs(reading, (), (), preferences)
    found = {
        name: _spans(items) for name, items in (("complaint", complaints), ("preference", preferences), ("need", needs))
    }
    believed = beliefs(reading, found)
    complaints = tuple(c for c in complaints if not _doubted(reading, believed, c.evidence, "complaint"))
    complaints = _in_order((*complaints, *_added_complaints(reading, believed, complaints)))
    preferences = tuple(
        p for p in rule_preferences(reading, complaints) if not _doubted(reading, believed, p.evidence, "preference")
    )
    taken = [item.evidence for items in (complaints, preferences) for item in items]
    preferences = _in_order((*preferences, *_added_preferences(reading, believed, taken)))
    return Judgement(believed, complaints, preferences)


def judged_needs(
    reading: Reading, judgement: Judgement, products: tuple[ProductLine, ...], actions: tuple[Action, ...]
) -> tuple[Need, ...]:
    """Read needs that no product, action, wish or complaint already says."""
    needs = tuple(
        n
        for n in rule_needs(reading, products, actions, judgement.preferences)
        if not _doubted(reading, judgement.beliefs, n.evidence, "need")
    )
    said = [p.evidence for p in products if p.stance not in ("uses", "likes", "dislikes")]
    others: tuple[tuple[Item | Action, ...], ...] = (needs, judgement.complaints, judgement.preferences, actions)
    said += [item.evidence for items in others for item in items]
    added = [
        Need(phrase_of(reading, start, end), reading.evidence(start, end))
        for start, end in _certain(reading, judgement.beliefs, "need", said)
    ]
    return _in_order((*needs, *added))


def _spans(items: Sequence[Item]) -> list[tuple[int, int]]:
    return [(i.evidence.start_word, i.evidence.end_word) for i in items]


def _in_order(items: Sequence[_Kind]) -> tuple[_Kind, ...]:
    return tuple(sorted(items, key=lambda item: item.evidence.start_word))


def _places(reading: Reading, clause: Clause) -> range:
    evidence = reading.evidence(clause.start, clause.end)
    return range(evidence.start_word, evidence.end_word + 1)


def _doubted(reading: Reading, believed: Mapping[Clause, Mapping[str, float]], evidence: Evidence, kind: str) -> bool:
    """Tell whether no clause of a rule's item is believed to be of its kind."""
    here = [
        belief[kind]
        for clause, belief in believed.items()
        if (places := _places(reading, clause)).start <= evidence.end_word and evidence.start_word < places.stop
    ]
    return bool(here) and max(here) < DOUBTED[kind]


def _certain(
    reading: Reading, believed: Mapping[Clause, Mapping[str, float]], kind: str, said: Sequence[Evidence]
) -> list[tuple[int, int]]:
    """Give the words of the clauses that are surely of a kind and that no item covers; neighbours make one."""
    spans: list[tuple[int, int]] = []
    for clause, belief in believed.items():
        if belief.get(kind, 0.0) < ADDED[kind]:
            continue
        places = _places(reading, clause)
        if any(e.start_word < places.stop + _APART and places.start - _APART <= e.end_word for e in said):
            continue
        if spans and clause.start - spans[-1][1] <= _APART:
            joined = spans[-1][1] == clause.start and clause.end - spans[-1][0] <= _LONGEST
            spans[-1] = (spans[-1][0], clause.end if joined else spans[-1][1])
        else:
            spans.append((clause.start, clause.end))
    kept = [trimmed(reading, _behind_names(reading, start, end), end, _LONGEST) for start, end in spans]
    return [(start, end) for start, end in kept if end - start >= _LEAST_WORDS]


def _behind_names(reading: Reading, start: int, end: int) -> int:
    """Leave out who says it: the customer and the persons named at the beginning."""
    names = [m.end for m in (*reading.customers, *reading.people) if start <= m.start and m.end < end - 2]
    leading = [stop for stop in sorted(names) if stop - start <= 6]
    return leading[-1] if leading else start


def _added_complaints(
    reading: Reading, believed: Mapping[Clause, Mapping[str, float]], complaints: Sequence[Complaint]
) -> list[Complaint]:
    # Weights alone make no complaint of a breath in which somebody is "very happy with the last delivery".
    # Nor of a lasting wish said in sure words: "wants everything by email never phone".
    unpraised = {
        clause: belief
        for clause, belief in believed.items()
        if not is_content(reading, clause) and not find_phrase(reading.words, clause.start, clause.end, SURE)
    }
    return [
        Complaint(phrase_of(reading, start, end), severity_of(reading, start, end), reading.evidence(start, end))
        for start, end in _certain(reading, unpraised, "complaint", [c.evidence for c in complaints])
    ]


def _added_preferences(
    reading: Reading, believed: Mapping[Clause, Mapping[str, float]], taken: Sequence[Evidence]
) -> list[Preference]:
    return [
        Preference(phrase_of(reading, start, end), reading.evidence(start, end))
        for start, end in _certain(reading, believed, "preference", taken)
    ]

"""What the learned weights look at: the words around a product, and the words of a clause, names and numbers folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voice.understanding.language.clauses import Clause
from voice.understanding.language.mentions import Mention
from voice.understanding.language.reading import Reading

BEFORE = 9
BEHIND = 11
_LONGEST_GRAM = 3


def folded(reading: Reading) -> tuple[str, ...]:
    """Give one token for each live word: names and numbers by their kind, parts of clauses after it as empty words."""
    tokens = list(reading.words)
    for figure in reading.figures:
        _fill(tokens, figure.start, figure.end, "NUM")
    for when in reading.whens:
        _fill(tokens, when.start, when.end, "DAY")
    for mentions, name in (
        (reading.customers, "PLACE"),
        (reading.people, "NAME"),
        (reading.competitors, "COMP"),
        (reading.products, "GOODS"),
    ):
        for mention in mentions:
            _fill(tokens, mention.start, mention.end, name)
    return tuple(tokens)


def _fill(tokens: list[str], start: int, end: int, name: str) -> None:
    for at in range(start, min(end, len(tokens))):
        tokens[at] = name if at == start else ""


def stance_features(
    reading: Reading, tokens: Sequence[str], group: Sequence[Mention], mention: Mention, rule: str
) -> list[str]:
    """Give the features of one product mention; `rule` names what the rules say and whether they are certain."""
    starts = {c.start for c in reading.clauses}
    first, last = group[0].start, group[-1].end
    before = _side(tokens, range(first - 1, max(-1, first - 1 - 2 * BEFORE), -1), starts, BEFORE, behind=False)[::-1]
    behind = _side(tokens, range(last, min(len(tokens), last + 2 * BEHIND)), starts, BEHIND, behind=True)
    found = {f"R:{rule}"}
    found |= {f"B:{gram}" for gram in _grams(before)}
    found |= {f"A:{gram}" for gram in _grams(behind)}
    found |= {f"b{n}:{' '.join(before[-n:])}" for n in (1, 2, 3) if len(before) >= n}
    found |= {f"a{n}:{' '.join(behind[:n])}" for n in (1, 2, 3) if len(behind) >= n}
    found.add(f"ba:{' '.join(before[-1:])}_{' '.join(behind[:1])}")
    found.add(f"G:{len(group) > 1}")
    return sorted(found)


def _side(tokens: Sequence[str], places: range, starts: set[int], longest: int, *, behind: bool) -> list[str]:
    """Walk away from a product until other goods stand in the way; "|" where a clause begins."""
    side: list[str] = []
    for at in places:
        token = tokens[at]
        if token == "GOODS" and behind:
            side.append("GOODS")
            break
        if behind and at in starts:
            side.append("|")
        if token:
            side.append(token)
        if token == "GOODS":
            break
        if not behind and at in starts:
            side.append("|")
        if sum(t != "|" for t in side) >= longest:
            break
    return side


def clause_features(reading: Reading, tokens: Sequence[str], clause: Clause, rule: str) -> list[str]:
    """Give the features of one clause with the edges of its neighbours; `rule` names what the rules found in it."""
    inside = [t for t in tokens[clause.start : clause.end] if t]
    ahead = [t for t in tokens[clause.end : clause.end + 6] if t]
    back = [t for t in tokens[max(0, clause.start - 6) : clause.start] if t]
    found = {f"R:{rule}"}
    found |= {f"C:{gram}" for gram in _grams(inside)}
    found |= {f"c{n}:{' '.join(inside[:n])}" for n in (1, 2, 3) if len(inside) >= n}
    found |= {f"e{n}:{' '.join(inside[-n:])}" for n in (1, 2) if len(inside) >= n}
    found |= {f"N:{gram}" for gram in _grams(ahead[:4], 2)}
    found |= {f"P:{gram}" for gram in _grams(back[-4:], 2)}
    found.add(f"L:{min(len(inside), 12) // 3}")
    return sorted(found)


def _grams(tokens: Sequence[str], longest: int = _LONGEST_GRAM) -> Iterator[str]:
    for size in range(1, longest + 1):
        for at in range(len(tokens) - size + 1):
            yield " ".join(tokens[at : at + size])

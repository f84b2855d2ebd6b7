"""The customer a note names: by its words, by sound, with the visit's customer as a hint."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from voice.correction import SoundIndex, customers_near
from voice.lexicon import Customer, Lexicon
from voice.sound import spoken_tokens
from voice.understanding.language.mentions import Mention
from voice.understanding.language.stream import Stream
from voice.understanding.language.vocabulary import is_common
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.numbers.numbers import is_number_word
from voice.understanding.types import Note

KIND_WORDS = wordset(
    "the and on of co restaurant bar hotel hospital cafe coffee school bakery club college deli grill "
    "diner kitchen house "
    "catering brewing medical center academy bistro senior living home inn pub table works company place high middle "
    "elementary residence village espresso room lunch food foods street tea express general regional community society"
)
_LANDMARK_BEFORE = phrases(
    "next door to; next to; across from; across the street from; near; opposite; behind; same as; round "
    "the corner from; "
    "around the corner from; down the road from; down the street from; down the block from; over the "
    "road from; unlike; "
    "used to work at; used to be at; worked at; works at; cousin at; friend at; brother at; sister at; "
    "than; like; heard from; "
    "past; the same as; just like; not; as good as; cousin runs; brother runs; sister runs; also runs; a "
    "friend at; buddy at; "
    "compared to; moved from; came over from; poached from; hired from; two doors from; neighbor of; neighbours of"
)
_LANDMARK_AFTER = phrases(
    "across the street; next door; down the road; down the street; down the block; over the road; around the corner; "
    "round the corner; up the road; opposite; uses it too; have it too; told him; told her; told them"
)
_LEAD = wordset("at from left with visited saw in to for is met was i'm here's just")
_TYPES = wordset("hotel school hospital cafe bar restaurant bakery deli college club")
FLOOR_HERE = 0.64  # likeness for the visit's own customer (bench/notes.py)
FLOOR_NEAR = 0.74
FLOOR_ANYWHERE = 0.80
_EARLY = 14


@dataclass(frozen=True, slots=True)
class _Match:
    customer: Customer
    start: int
    end: int
    weight: float
    share: float
    score: float  # likeness for a match by sound, else 1


@lru_cache(maxsize=4)
def _weights(lexicon: Lexicon) -> tuple[dict[str, float], dict[str, tuple[tuple[str, ...], Customer]]]:
    """Give how telling each word of the customers' names is, and each customer's words."""
    counts: Counter[str] = Counter()
    tokens: dict[str, tuple[tuple[str, ...], Customer]] = {}
    for customer in lexicon.customers:
        spelled = tuple(_base(t) for t in spoken_tokens(customer.name))
        tokens[f"{customer.id} {customer.name}"] = (spelled, customer)  # one may stand with several names
        counts.update(set(spelled))
    total = max(len(lexicon.customers), 2)
    weights = {t: (0.15 if t in KIND_WORDS else 1.0) * math.log(1 + total / n) for t, n in counts.items()}
    return weights, tokens


def find_customers(stream: Stream, note: Note, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Find the customers a note names, the one it is about first; landmarks and comparisons are left out."""
    if not lexicon.customers:
        return ()
    exact = [m for m in _exact(stream, note, lexicon) if not _landmark(stream, m) and not _in_goods(stream, m, lexicon)]
    chosen = _choose(exact, stream, note, lexicon)
    sounded = _by_sound(stream, note, lexicon, chosen)
    if sounded and (chosen is None or sounded.score * 2.2 > chosen[0].weight + chosen[0].share):
        chosen = [sounded]
    if chosen is None:
        return ()
    first = chosen[0]
    ids = tuple(dict.fromkeys(m.customer.id for m in chosen))
    name = first.customer.name if len(ids) == 1 else stream.text(first.start, first.end)
    about = Mention("customer", first.start, _with_type(stream, first.end), ids, name, first.score)
    others = [
        Mention("customer", m.start, m.end, (m.customer.id,), m.customer.name)
        for m in exact
        if m.start >= about.end and m.share > 0.7 and m.end - m.start > 1
    ]
    return (about, *others)


def _in_goods(stream: Stream, match: _Match, lexicon: Lexicon) -> bool:
    """Tell whether one word of a name stands inside the name of goods: "olive oil" is not Salt & Olive."""
    if match.end - match.start > 1 or match.share > 0.7:
        return False
    for size in (4, 3, 2):
        for start in range(max(0, match.end - size), match.start + 1):
            if tuple(stream.words[start : start + size]) in lexicon.product_forms:
                return True
    return False


def _with_type(stream: Stream, end: int) -> int:
    """Take "in evanston", "on randolph" behind a name along: they tell which one, not more."""
    if end + 1 < len(stream) and stream.words[end] in ("in", "on") and not is_common(stream.words[end + 1]):
        return end + 2
    return end


def _base(token: str) -> str:
    if token.endswith("'s"):
        token = token[:-2]
    return token.replace("'", "")


def _exact(stream: Stream, note: Note, lexicon: Lexicon) -> list[_Match]:
    weights, tokens = _weights(lexicon)
    words = [_plain_saint(stream.words, i) for i in range(len(stream))]
    found: list[_Match] = []
    by_token: dict[str, list[str]] = {}
    for key, (spelled, _) in tokens.items():
        for token in spelled:
            by_token.setdefault(token, []).append(key)
    for start, word in enumerate(words):
        for key in dict.fromkeys(by_token.get(word, ())):
            spelled, customer = tokens[key]
            match = _align(words, start, spelled, customer, weights)
            if match and _distinct(match, stream, note, lexicon):
                found.append(match)
    return _longest(found)


def _plain_saint(words: Sequence[str], at: int) -> str:
    return "saint" if words[at] in ("st", "saint") else _base(words[at])


def _align(
    words: Sequence[str], start: int, spelled: Sequence[str], customer: Customer, weights: dict[str, float]
) -> _Match | None:
    """Match words one after the other to the name's words in order; the name may have more of them."""
    at, position, weight, matched = start, 0, 0.0, 0
    while at < len(words):
        try:
            position = spelled.index(words[at], position) + 1
        except ValueError:
            break
        weight += weights[words[at]]
        matched += words[at] not in KIND_WORDS
        at += 1
    while at > start and words[at - 1] in ("and", "the", "on", "of"):
        at -= 1
    if not matched:
        return None
    share = weight / sum(weights[t] for t in spelled)
    return _Match(customer, start, at, weight, share, 1.0)


def _distinct(match: _Match, stream: Stream, note: Note, lexicon: Lexicon) -> bool:
    """Tell whether so few words are enough to name this customer here."""
    words = stream.words[match.start : match.end]
    telling = [w for w in words if _base(w) not in KIND_WORDS]
    here = match.customer.id == note.customer_id
    before_it = stream.words[match.start - 1] if match.start else ""
    if all(is_number_word(w) for w in words) and match.start and before_it not in KIND_WORDS:
        return False  # "eggs at fifty three" is no Cafe Fifty Three
    if len(telling) >= 2:
        return match.share > 0.45 or here
    alone = _base(telling[0])
    before = stream.words[match.start - 1] if match.start else ""
    if before in lexicon.first_names and alone in lexicon.last_names:
        return False
    if any(tuple(words[:n]) in lexicon.product_forms for n in (1, 2)) and len(words) < 2:
        return False
    early = match.start <= 7 or before in _LEAD or before == "the"
    names = lexicon.first_names | lexicon.last_names
    owned = words[-1].endswith("'s") or len(words) > 1
    if alone in names and not owned and not (match.share > 0.75 and match.start == 0):
        return False
    if here:
        return early and (not is_common(alone) or len(words) > 1 or match.share > 0.6)
    if match.share > 0.6 and (not is_common(alone) or len(words) > 1):
        return early or len(words) > 1
    return early and not is_common(alone) and match.weight > 4.0


def _longest(found: list[_Match]) -> list[_Match]:
    """Keep what no longer match of the same place covers."""
    kept = []
    for match in found:
        inside = any(
            o.start <= match.start and match.end <= o.end and (o.end - o.start) > (match.end - match.start)
            for o in found
        )
        if not inside:
            kept.append(match)
    return kept


def _landmark(stream: Stream, match: _Match) -> bool:
    start = match.start - 1 if match.start and stream.words[match.start - 1] == "the" else match.start
    before = any(start >= len(p) and stream.has(start - len(p), p) for p in _LANDMARK_BEFORE)
    after = any(stream.has(match.end, p) for p in _LANDMARK_AFTER)
    return before or after


def _choose(found: list[_Match], stream: Stream, note: Note, lexicon: Lexicon) -> list[_Match] | None:
    """Choose the customer the note is about; several when nothing tells them apart."""
    if not found:
        return None
    near = {c.id for c in customers_near(lexicon, note.customer_id)}

    def rank(match: _Match) -> tuple[float, ...]:
        early = match.start <= 8
        return (early, round(match.weight, 3), match.customer.id == note.customer_id, match.customer.id in near)

    first = max(found, key=lambda m: (*rank(m), -m.start))
    here = [m for m in found if m.customer.id == note.customer_id]
    if here and first.customer.id != note.customer_id and here[0].start <= 8 and here[0].weight > 0.75 * first.weight:
        first = here[0]
    rivals = [m for m in found if m.start == first.start and m.end == first.end and m.customer.id != first.customer.id]
    rivals = [m for m in rivals if abs(m.weight - first.weight) < 0.01]
    if not rivals or first.customer.id == note.customer_id or first.customer.id in near:
        return [first]
    return _told_apart([first, *rivals], stream, note, lexicon)


def _told_apart(rivals: list[_Match], stream: Stream, note: Note, lexicon: Lexicon) -> list[_Match]:
    """Use people, street, town and whose territory it is to tell equal names apart."""
    words = set(stream.words)

    def told(match: _Match) -> int:
        people = [spoken_tokens(c.name) for c in lexicon.contacts_of.get(match.customer.id, ())]
        met = sum(t[0] in words for t in people)
        street = set(spoken_tokens(match.customer.street)) - KIND_WORDS - {"n", "w", "s", "e", "ave", "st", "rd"}
        town = set(spoken_tokens(match.customer.city))
        return 3 * met + 2 * bool(words & {w for w in street if not is_common(w)}) + 2 * bool(town and town <= words)

    scores = [told(m) for m in rivals]
    best = [m for m, s in zip(rivals, scores, strict=True) if s == max(scores)]
    if len(best) > 1:
        own = [m for m in best if note.rep_id and m.customer.owner_rep == note.rep_id]
        best = own or best
    if len(best) > 1:
        complete = [m for m in best if m.share > 0.97]
        best = complete if len(complete) == 1 else best
    return best


def _by_sound(stream: Stream, note: Note, lexicon: Lexicon, chosen: list[_Match] | None) -> _Match | None:
    """Find a misheard customer in the first words: the visit's own, one close by, or, without a place, any."""
    if chosen and (chosen[0].share > 0.6 or chosen[0].end - chosen[0].start > 1):
        return None
    near = {c.id for c in customers_near(lexicon, note.customer_id)}
    index, owners = _sounds(lexicon)
    goods = _goods(stream, lexicon)
    spans = [
        span
        for span in _spans(stream)
        if not goods[0].issuperset(range(span[0], span[1])) and goods[1].isdisjoint(range(span[0], span[1]))
    ]
    best: _Match | None = None
    among = frozenset(i for i, customer in enumerate(owners) if customer.id in near) if near else None
    for repair in index.repairs([heard for _, _, heard in spans], FLOOR_HERE if near else FLOOR_ANYWHERE, among):
        customer, name = owners[repair.name], index.names[repair.name]
        if spans[repair.heard][2] in lexicon.first_names:
            continue
        floor = FLOOR_HERE if customer.id == note.customer_id else FLOOR_NEAR if near else FLOOR_ANYWHERE
        floor += 0.12 if " " not in name else 0
        if repair.score >= floor and (best is None or repair.score > best.score + 0.005):
            start, end, _ = spans[repair.heard]
            best = _Match(customer, start, end, 0.0, 0.0, repair.score)
    return best


def _goods(stream: Stream, lexicon: Lexicon) -> tuple[set[int], set[int]]:
    """Give the positions of goods said exactly, and those of names of several words.

    The "blend" of "house blend" is no Blue Hen; one word of goods may begin a customer's name ("sugar and slate").
    """
    places: set[int] = set()
    longer: set[int] = set()
    for start in range(min(len(stream), _EARLY + 6)):
        for size in (4, 3, 2, 1):
            if tuple(stream.words[start : start + size]) in lexicon.product_forms and start + size <= len(stream):
                places |= set(range(start, start + size))
                longer |= set(range(start, start + size)) if size > 1 else set()
                break
    return places, longer


@lru_cache(maxsize=4)
def _sounds(lexicon: Lexicon) -> tuple[SoundIndex, tuple[Customer, ...]]:
    named = [(name, customer) for customer in lexicon.customers for name in _short_names(customer)]
    return SoundIndex([name for name, _ in named]), tuple(customer for _, customer in named)


def _spans(stream: Stream) -> list[tuple[int, int, str]]:
    limit = min(len(stream), _EARLY)
    spans = [(s, e) for s in range(limit) for e in range(s + 1, min(s + 6, len(stream)) + 1)]
    return [(s, e, stream.text(s, e)) for s, e in spans if e - s > 1 or not is_common(stream.words[s])]


@lru_cache(maxsize=4096)
def _short_names(customer: Customer) -> tuple[str, ...]:
    """Give the ways a name is said: whole, without the kind of place, and its one telling word."""
    tokens = list(spoken_tokens(customer.name))
    whole = tokens[1:] if tokens[:1] == ["the"] else tokens
    short = list(whole)
    while len(short) > 1 and _base(short[-1]) in KIND_WORDS:
        short.pop()
    forms = [whole, short]
    telling = [t for t in whole if _base(t) not in KIND_WORDS]
    if len(telling) >= 1 and len(_base(telling[0])) >= 7:
        forms.append(telling[:1])
        last = [t for t in whole if _base(t) in KIND_WORDS and t not in ("and", "of", "on")]
        if last:
            forms.append([telling[0], last[-1]])
    return tuple(dict.fromkeys(" ".join(f) for f in forms if len("".join(f)) >= 5))

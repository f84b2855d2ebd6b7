"""Product lines: each product with its stance, quantity, unit, rhythm and price."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voice.lexicon import Product
from voice.understanding.clauses import SUBJECTS
from voice.understanding.cues import STANCES
from voice.understanding.figures import Figure
from voice.understanding.mentions import Mention
from voice.understanding.reading import Reading
from voice.understanding.stance import Stance, find_stances
from voice.understanding.types import Complaint, ProductLine
from voice.understanding.units import UNITS, rhythm
from voice.understanding.wordset import wordset

_SERVICE_WORDS = wordset("service lease plan delivery deliveries sharpening rental leasing")
_PROGRAM_WORDS = wordset("workshop program audit course training programme")
_RELATION_WORDS = wordset("tasting loyalty event events marketing dinner")
_PRICE_NEAR = 0.55  # natural log: a spoken price this far off the list price belongs to something else


@dataclass(frozen=True, slots=True)
class _Line:
    mention: Mention
    stance: Stance
    count: Figure | None = None
    price: Figure | None = None
    per: str | None = None


def read_products(
    reading: Reading, complaints: Sequence[Complaint] = ()
) -> tuple[tuple[ProductLine, ...], frozenset[int]]:
    """Read all product lines; also give the starts of the figures they took, so that nobody reads them twice."""
    stances = find_stances(reading)
    kept = [
        (m, _final(reading, m, s, complaints)) for m, s in zip(reading.products, stances, strict=True) if s is not None
    ]
    if not kept:
        return (), frozenset()
    lines = [_Line(m, s) for m, s in kept if not _supplied_by_other(reading, m, s)]
    counts, prices = _assign(reading, [line.mention for line in lines])
    lines = [
        replace(line, count=counts.get(i), price=prices.get(i), per=_rhythm_of(reading, line.mention, counts.get(i)))
        for i, line in enumerate(lines)
    ]
    used = frozenset(f.start for f in (*counts.values(), *prices.values()))
    return tuple(_written(reading, group) for group in _merged(lines)), used


def _final(reading: Reading, mention: Mention, stance: Stance, complaints: Sequence[Complaint]) -> Stance:
    """Let a competitor change a stance: goods taken there are dropped, goods open between us are considered."""
    place = reading.stream.at[mention.start]
    if not stance.certain and any(c.evidence.start_word <= place <= c.evidence.end_word for c in complaints):
        return replace(stance, stance="problem", certain=True)
    if _moved_away(reading, mention):
        return replace(stance, stance="dropped", certain=True)
    if stance.stance in ("uses", "considering") and any(
        c.start in reading.clause_of(mention.start) for c in reading.competitors
    ):
        ahead = reading.words[mention.end : mention.end + 22]
        if any(tuple(ahead[i : i + 2]) in (("if", "we"), ("we", "match"), ("if", "you")) for i in range(len(ahead))):
            return replace(stance, stance="considering", certain=True)
    return stance


def dimension_of(product: Product | None, name: str) -> str:
    """Tell product, service, transformation or relationship, from the catalogue or the name."""
    if product and product.dimension:
        return product.dimension
    words = set(name.lower().split())
    if words & _PROGRAM_WORDS:
        return "transformation"
    if words & _SERVICE_WORDS:
        return "service"
    return "relationship" if product is None and words & _RELATION_WORDS else "product"


def _moved_away(reading: Reading, mention: Mention) -> bool:
    """ "switching his jasmine rice to tri river" drops ours."""
    words = reading.words
    clause = reading.clause_of(mention.start)
    away = {
        "switching",
        "switched",
        "switch",
        "moving",
        "moved",
        "moves",
        "taking",
        "took",
        "giving",
        "gave",
        "shifting",
        "shifted",
        "getting",
        "buying",
        "lost",
        "losing",
        "gets",
        "buys",
    }
    to_them = any(
        c.start in clause and words[c.start - 1] == "to" and c.start > mention.end for c in reading.competitors
    )
    return to_them and bool(away & set(words[clause.start : mention.start]))


def _supplied_by_other(reading: Reading, mention: Mention, stance: Stance) -> bool:
    """A product that a competitor supplies is no item unless the stance towards ours is spoken too."""
    if stance.stance not in ("uses", "likes") or (stance.stance == "likes" and stance.certain is False):
        return False
    clause = reading.clause_of(mention.start)
    return any(c.start in clause for c in reading.competitors) and "us" not in reading.words[clause.start : clause.end]


def _assign(reading: Reading, mentions: Sequence[Mention]) -> tuple[dict[int, Figure], dict[int, Figure]]:
    """Give every count and price to the product it stands beside."""
    counts: dict[int, Figure] = {}
    prices: dict[int, Figure] = {}
    for figure in reading.figures:
        if figure.kind == "count" or (figure.kind == "bare" and _counts_bare(reading, figure, mentions)):
            _give_count(reading, figure, mentions, counts)
    for figure in reading.figures:
        if figure.kind in ("price", "bare") and figure.values and not any(f is figure for f in counts.values()):
            _give_price(reading, figure, mentions, counts, prices)
    return counts, prices


def _counts_bare(reading: Reading, figure: Figure, mentions: Sequence[Mention]) -> bool:
    """A number without a unit counts when it touches a product ("two parmesan wheels", "lemons to two")."""
    value = figure.values[0] if figure.values else 0
    if not value or value != int(value) or (len(figure.values) > 1 and figure.values[1] > 400):
        return False
    words = reading.words
    at = figure.end
    while at < len(words) and words[at] in ("of", "the", "more", "extra", "large", "big"):
        at += 1
    ahead = next((m for m in mentions if m.start == at), None)
    if ahead and ("of" in words[figure.end : at] or at == figure.end or "more" in words[figure.end : at]):
        return words[figure.start - 1 : figure.start] not in (("at",), ("for",)) or at > figure.end
    behind = figure.start - 1
    if words[behind] == "from":
        return False
    touching = next((m for m in mentions if m.end == figure.start), None)
    if touching is not None and figure.per and value <= 60:
        return True
    if (
        behind >= 0
        and words[behind] in ("wants", "needs", "take", "takes", "ordered", "want", "need")
        and any(m.end <= behind for m in mentions)
        and any(w.start - figure.end in (0, 1) for w in reading.whens)
    ):
        return True
    if touching is not None and value <= 500 and _listing(reading, figure):
        return True
    return behind >= 1 and words[behind] == "to" and any(m.end == behind for m in mentions)


def _listing(reading: Reading, figure: Figure) -> bool:
    """ "cilantro six", "napkins thirty": a count when nothing shows a price and goods are being counted off."""
    others = any(f.kind == "count" for f in reading.figures)
    priced = reading.words[figure.end : figure.end + 1] == ("at",) and any(
        f.start == figure.end + 1 for f in reading.figures
    )
    ends = (
        priced
        or figure.end >= len(reading.words)
        or reading.words[figure.end] in SUBJECTS
        or reading.words[figure.end]
        in ("and", "but", "plus", "then", "please", "he", "she", "they", "the", "for", "invoice", "by")
        or figure.end in reading.names
        or any(w.start == figure.end for w in reading.whens)
    )
    return (
        figure.end == figure.number_end
        and (
            others
            or any(
                f is not figure and f.kind == "bare" and f.start in {m.end for m in reading.products}
                for f in reading.figures
            )
        )
        and ends
    )


def _give_count(reading: Reading, figure: Figure, mentions: Sequence[Mention], counts: dict[int, Figure]) -> None:
    words = reading.words
    ahead = _ahead(words, figure.end, mentions)
    behind = _behind(reading, figure.start, mentions)
    of = words[figure.end : figure.end + 1] == ("of",)
    if figure.each and behind is not None:
        for i in _list_before(reading, behind, mentions):
            counts.setdefault(i, figure)
        return
    if (
        ahead is not None
        and (of or behind is None or behind in counts or mentions[behind].end != figure.start)
        and _adjacent(words, figure.end, mentions[ahead].start)
    ):
        counts.setdefault(ahead, figure)
        return
    if behind is not None:
        target = _first_open(reading, behind, mentions, counts, figure)
        counts.setdefault(target, figure)
    elif ahead is not None and mentions[ahead].start - figure.end <= 6:
        counts.setdefault(ahead, figure)


def _first_open(
    reading: Reading, behind: int, mentions: Sequence[Mention], counts: dict[int, Figure], figure: Figure
) -> int:
    """ "basmati rice and chickpeas ten bags and six cases": counts behind a list go to its products in order."""
    listed = [i for i in _list_before(reading, behind, mentions) if i not in counts]
    later = [f for f in reading.figures if f.kind == "count" and f.start > figure.start and f.start - figure.end <= 2]
    if len(listed) > 1 and later and len(later) + 1 >= len(listed):
        return listed[0]
    return behind


def _list_before(reading: Reading, last: int, mentions: Sequence[Mention]) -> list[int]:
    """Give the products joined with mention `last` by nothing but "and"."""
    listed = [last]
    while listed[0] > 0:
        gap = reading.words[mentions[listed[0] - 1].end : mentions[listed[0]].start]
        if any(w not in ("and", "the", "some", "or", "both", "a", "plus") for w in gap):
            break
        listed.insert(0, listed[0] - 1)
    return listed


def _ahead(words: Sequence[str], end: int, mentions: Sequence[Mention]) -> int | None:
    return next((i for i, m in enumerate(mentions) if m.start >= end), None)


def _adjacent(words: Sequence[str], end: int, start: int) -> bool:
    return all(
        w
        in (
            "of",
            "the",
            "that",
            "those",
            "our",
            "your",
            "more",
            "their",
            "new",
            "each",
            "fresh",
            "usual",
            "good",
            "a",
            "week",
            "for",
            "both",
            "his",
            "her",
        )
        for w in words[end:start]
    )


def _behind(reading: Reading, start: int, mentions: Sequence[Mention]) -> int | None:
    """Give the last product before a figure, if no other subject comes between."""
    before = [i for i, m in enumerate(mentions) if m.end <= start]
    if not before:
        return None
    last = before[-1]
    gap = range(mentions[last].end, start)
    return None if len(gap) > 22 else last


def _competitor_between(reading: Reading, mention: Mention, figure: Figure, counts: dict[int, Figure]) -> bool:
    """Behind a competitor's name a price is theirs, unless a count of ours or "match" stands before it."""
    gap = range(mention.end, figure.start)
    if not any(c.start in gap for c in reading.competitors):
        return False
    words = set(reading.words[mention.end : figure.start])
    return not ({"match", "beat", "our", "ours", "we're"} & words or any(f.start in gap for f in counts.values()))


def _give_price(
    reading: Reading, figure: Figure, mentions: Sequence[Mention], counts: dict[int, Figure], prices: dict[int, Figure]
) -> None:
    """Give a price to the product before it, else to the one right behind, if it may be its price with us."""
    if _theirs(reading, figure) or _sum(reading, figure):
        return
    behind = _behind(reading, figure.start, mentions)
    if behind is not None and _competitor_between(reading, mentions[behind], figure, counts):
        behind = None
    ahead = _ahead(reading.words, figure.end, mentions)
    follows = ahead is not None and _for_product(reading.words, figure.end, mentions[ahead].start)
    order = (
        [ahead, behind]
        if follows
        else [behind, ahead if ahead is not None and mentions[ahead].start - figure.end <= 4 else None]
    )
    for which in order:
        if which is None:
            continue
        for target in (
            _list_before(reading, which, mentions)
            if which == behind
            and figure.kind == "price"
            and "each" in reading.words[figure.start : figure.end]
            and which not in prices
            else [which]
        ):
            better = target not in prices or _better(reading, figure, prices[target])
            if better and _fits(reading, figure, mentions[target], figure.kind == "bare"):
                prices[target] = figure
        if which in prices and prices[which] is figure:
            return


def _better(reading: Reading, new: Figure, old: Figure) -> bool:
    """The later of two prices is the one agreed or hoped for, unless it is only a bare number."""
    return new.kind == "price" or old.kind == "bare" or reading.words[new.start - 1] in ("do", "hit", "match", "to")


def _for_product(words: Sequence[str], end: int, start: int) -> bool:
    gap = words[end:start]
    return (bool(gap) and len(gap) <= 3 and gap[0] in ("on", "for")) or (
        len(gap) > 0 and tuple(gap[-2:]) in (("on", "the"), ("for", "the")) and len(gap) <= 4
    )


def _theirs(reading: Reading, figure: Figure) -> bool:
    from voice.understanding.amounts import is_competitor_price

    clause = reading.clause_of(figure.start)
    if {"match", "beat"} & set(reading.words[clause.start : figure.start]):
        return False
    return is_competitor_price(reading, figure)


def _sum(reading: Reading, figure: Figure) -> bool:
    from voice.understanding.amounts import sum_kind

    return sum_kind(reading, figure) is not None


def _fits(reading: Reading, figure: Figure, mention: Mention, bare: bool) -> bool:
    product = reading.lexicon.product_by_id.get(mention.ids[0]) if mention.ids else None
    if product is None or not product.list_price:
        return figure.kind == "price"
    return abs(math.log(_price(figure, product) / product.list_price)) <= (_PRICE_NEAR if not bare else 0.35)


def _price(figure: Figure, product: Product | None) -> float:
    """Choose the reading nearest to the list price; the most usual one without."""
    positive = [v for v in figure.values if v > 0]
    if not positive:
        return 0.01
    listed = product.list_price if product else None
    if not listed:
        return positive[0]
    nearest: float = min(positive, key=lambda v: abs(math.log(v / float(listed))))
    return round(nearest, 2)


def _rhythm_of(reading: Reading, mention: Mention, count: Figure | None) -> str | None:
    """Give the rhythm said with the count or right behind the product that the count belongs to."""
    if count is None:
        return None
    if count.per:
        return count.per
    for at in (mention.end, count.end):
        if said := rhythm(reading.words, at):
            return said[0]
    price_end = next(
        (f.end for f in reading.figures if f.kind == "price" and 0 <= f.start - max(mention.end, count.end) <= 2), None
    )
    for at in () if price_end is None else (price_end,):
        if (said := rhythm(reading.words, at)) and reading.words[at] != "a":
            return said[0]
    lead = reading.words[max(0, count.start - 3) : count.start]
    for at in range(len(lead)):
        if said := rhythm(lead, at):
            return said[0] if lead[at] not in ("a", "the") else None
    return None


def _merged(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Put mentions of the same product together, unless each has a count of its own for another purpose."""
    groups: dict[str, list[_Line]] = {}
    for line in lines:
        key = line.mention.id or line.mention.ids[0] if line.mention.ids else line.mention.name
        groups.setdefault(key, []).append(line)
    return list(groups.values())


def _written(reading: Reading, group: Sequence[_Line]) -> ProductLine:
    """Write one product: the foremost stance of its mentions, their count and price."""
    best = min(group, key=lambda line: (STANCES.index(line.stance.stance), not line.stance.certain))
    certain = [line for line in group if line.stance.certain]
    first_counted = group[0].stance.stance == "ordered" and group[0].count is not None
    late_order = (
        bool(certain)
        and certain[-1].stance.stance in ("wants", "uses", "likes")
        and group[-1].count is not None
        and not group[-1].stance.certain
    )
    if certain and not best.stance.certain and not first_counted and not late_order:
        best = min(certain, key=lambda line: STANCES.index(line.stance.stance))
    counted = best if best.count else next((line for line in reversed(group) if line.count), best)
    priced = best if best.price else next((line for line in reversed(group) if line.price), best)
    mention = best.mention
    product = reading.lexicon.product_by_id.get(mention.ids[0]) if mention.ids else None
    name = product.name if product else mention.name
    count, price = counted.count, priced.price
    dimension = dimension_of(product, name)
    unit = count.unit if count else None
    if count and unit is None:
        unit = _own_unit(reading, counted.mention, count)
    starts = [line.mention.start for line in group] + [f.start for f in (count, price) if f]
    ends = [line.mention.end for line in group] + [f.end for f in (count, price) if f]
    near = [best.stance.start, best.stance.end] if abs(best.stance.start - mention.start) < 8 else []
    service = dimension != "product"
    return ProductLine(
        product_id=product.id if product and len(mention.ids) == 1 else None,
        name=name,
        quantity=count.values[0] if count and count.values else None,
        unit=None if service else unit,
        per=None if service else counted.per,
        unit_price=_price(price, product) if price else None,
        stance=best.stance.stance,
        dimension=dimension,
        evidence=reading.evidence(min(starts + near), min(max(ends + near), len(reading.words))),
    )


def _own_unit(reading: Reading, mention: Mention, count: Figure) -> str | None:
    """ "two parmesan wheels": the product's own last word is the unit."""
    last = reading.words[mention.end - 1]
    return UNITS.get(last) if count.end <= mention.start and last in UNITS else None

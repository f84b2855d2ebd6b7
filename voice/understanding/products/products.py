"""Product lines: each product with its stance, quantity, unit, rhythm and price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voice.lexicon import Product
from voice.understanding.attitude.cues import STANCES
from voice.understanding.attitude.stance import Stance
from voice.understanding.language.mentions import Mention
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import wordset
from voice.understanding.learned.stances import find_stances
from voice.understanding.numbers.figure import Figure
from voice.understanding.numbers.units import UNITS
from voice.understanding.products.product_figures import assign_figures, likely_price, rhythm_of
from voice.understanding.types import Complaint, ProductLine

_SERVICE_WORDS = wordset("service lease plan delivery deliveries sharpening rental leasing")


_PROGRAM_WORDS = wordset("workshop program audit course training programme")


_RELATION_WORDS = wordset("tasting loyalty event events marketing dinner")


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
    counts, prices = assign_figures(reading, [line.mention for line in lines])
    lines = [
        replace(line, count=counts.get(i), price=prices.get(i), per=rhythm_of(reading, line.mention, counts.get(i)))
        for i, line in enumerate(lines)
    ]
    used = frozenset(f.start for f in (*counts.values(), *prices.values()))
    lines = [_ordered_if_counted(reading, line) for line in lines]
    return tuple(_written(reading, group) for group in _merged(lines)), used


def _ordered_if_counted(reading: Reading, line: _Line) -> _Line:
    """A count or a price with nothing said of it is a line of an order being counted off."""
    told = line.count is not None or line.price is not None
    bare = line.stance.stance == "uses" and not line.stance.certain and bool(line.mention.ids)
    if not (told and bare):
        return line
    figure = line.count or line.price
    lead = reading.words[max(0, figure.start - 7) : figure.start] if figure else ()
    stance = "considering" if {"if", "would", "he'd", "she'd", "they'd", "maybe"} & set(lead) else "ordered"
    return replace(line, stance=replace(line.stance, stance=stance))


def _final(reading: Reading, mention: Mention, stance: Stance, complaints: Sequence[Complaint]) -> Stance:
    """Let a competitor change a stance: goods taken there are dropped, goods open between us are considered."""
    place = reading.stream.at[mention.start]
    if not stance.certain and any(c.evidence.start_word <= place <= c.evidence.end_word for c in complaints):
        return replace(stance, stance="problem", certain=True)
    if stance.stance in ("dislikes", "declined", "dropped", "considering", "wants") and _told_of(
        reading, mention, stance, complaints
    ):
        return replace(stance, stance="problem", certain=True)
    if _moved_away(reading, mention):
        return replace(stance, stance="dropped", certain=True)
    if stance.stance in ("uses", "considering") and any(
        c.start in reading.clause_of(mention.start) for c in reading.competitors
    ):
        ahead = reading.words[mention.end : mention.end + 22]
        if "we're" in ahead or any(
            tuple(ahead[i : i + 2]) in (("if", "we"), ("we", "match"), ("if", "you")) for i in range(len(ahead))
        ):
            return replace(stance, stance="considering", certain=True)
    return stance


def _told_of(reading: Reading, mention: Mention, stance: Stance, complaints: Sequence[Complaint]) -> bool:
    """Tell whether a product and what is said of it stand inside one complaint: it is then told of, not asked for."""
    places = [reading.stream.at[i] for i in (mention.start, min(stance.start, len(reading.words) - 1))]
    return any(all(c.evidence.start_word <= p <= c.evidence.end_word for p in places) for c in complaints)


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
        unit_price=likely_price(price, product) if price else None,
        stance=best.stance.stance,
        dimension=dimension,
        evidence=reading.evidence(min(starts + near), min(max(ends + near), len(reading.words))),
    )


def _own_unit(reading: Reading, mention: Mention, count: Figure) -> str | None:
    """ "two parmesan wheels": the product's own last word is the unit."""
    last = reading.words[mention.end - 1]
    return UNITS.get(last) if count.end <= mention.start and last in UNITS else None

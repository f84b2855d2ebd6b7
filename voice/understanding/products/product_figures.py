"""Which count and which price belong to which product."""

from __future__ import annotations

import math
from collections.abc import Sequence

from voice.lexicon import Product
from voice.understanding.language.mentions import Mention
from voice.understanding.language.reading import Reading
from voice.understanding.numbers.figure import Figure
from voice.understanding.numbers.units import rhythm
from voice.understanding.products.relative_counts import counts_unknown, relative_counts

_FAR = 22  # words between a product and its figure
_FAR_ALONE = 40  # where the note names one product only
_PRICE_NEAR = 0.55  # natural log: a spoken price this far off the list price belongs to something else


def assign_figures(reading: Reading, mentions: Sequence[Mention]) -> tuple[dict[int, Figure], dict[int, Figure]]:
    """Give every count and price to the product it stands beside."""
    counts: dict[int, Figure] = {}
    prices: dict[int, Figure] = {}
    for figure in reading.figures:
        if _left_over(reading, figure) or _denied(reading, figure) or counts_unknown(reading, figure, mentions):
            continue
        if figure.kind == "count" or (figure.kind == "bare" and _counts_bare(reading, figure, mentions)):
            _give_count(reading, figure, mentions, counts)
    for i, mention in enumerate(mentions):
        if i and i - 1 in counts and _the_same(reading.words, mention):
            counts[i] = counts[i - 1]
    relative_counts(reading, mentions, counts)
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
    told = words[behind - 1] in ("take", "takes", "have", "took", "wants", "needs", "want", "need")
    if words[behind] == "another" and told and any(m.end <= behind for m in mentions):
        return True
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
    moved = words[behind] == "to" and words[behind - 1] in ("down", "up", "back")
    priced = {"price", "priced", "paid", "pays"} & set(words[max(0, behind - 5) : behind])
    if behind >= 1 and words[behind] in ("so", "now") and not priced and figure.end in (figure.number_end, len(words)):
        near = [m for m in mentions if m.end <= behind]
        return (
            bool(near)
            and behind - near[-1].end <= 8
            and not any(f.kind == "count" and near[-1].start - 3 <= f.start < figure.start for f in reading.figures)
        )
    return behind >= 1 and words[behind] == "to" and any(m.end == behind - moved for m in mentions)


def _give_count(reading: Reading, figure: Figure, mentions: Sequence[Mention], counts: dict[int, Figure]) -> None:
    words = reading.words
    ahead = _ahead(words, figure.end, mentions)
    behind = _behind(reading, figure.start, mentions)
    of = words[figure.end : figure.end + 1] == ("of",)
    if figure.each and of and ahead is not None and mentions[ahead].start - figure.end <= 2:
        for i in _list_after(reading, ahead, mentions):
            counts.setdefault(i, figure)
        return
    if figure.each and behind is not None:
        for i in _list_before(reading, behind, mentions):
            counts.setdefault(i, figure)
        return
    if behind is not None and behind not in counts and words[figure.start - 1] == "to" and not of:
        counts[behind] = figure
        return
    own = behind is not None and behind not in counts and not of and _counted_behind(reading, figure, mentions, ahead)
    if (
        ahead is not None
        and not own
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


def _counted_behind(reading: Reading, figure: Figure, mentions: Sequence[Mention], ahead: int | None) -> bool:
    """ "sesame oil he's using eleven bottles a month soy sauce four pails": the next goods have a count of their "
    "own."""
    if ahead is None or figure.unit is None or mentions[ahead].start != figure.end:
        return False
    end = mentions[ahead].end
    return any(f.kind == "count" and f.unit and 0 <= f.start - end <= 1 for f in reading.figures)


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


def _list_after(reading: Reading, first: int, mentions: Sequence[Mention]) -> list[int]:
    """Give the products joined behind mention `first` by nothing but "and"."""
    listed = [first]
    while listed[-1] + 1 < len(mentions):
        gap = reading.words[mentions[listed[-1]].end : mentions[listed[-1] + 1].start]
        if any(w not in ("and", "the", "or", "plus") for w in gap):
            break
        listed.append(listed[-1] + 1)
    return listed


def _the_same(words: Sequence[str], mention: Mention) -> bool:
    """Tell whether goods are said to come in the number of those before: "and the same of almond milk"."""
    lead = tuple(words[max(0, mention.start - 4) : mention.start])
    return lead[-3:] in (("the", "same", "of"), ("same", "again", "of"), ("the", "same", "in")) or lead[-4:] in (
        ("the", "same", "amount", "of"),
        ("the", "same", "number", "of"),
    )


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
    while last and _given_up(reading, mentions[last]):
        last -= 1
    gap = range(mentions[last].end, start)
    alone = len({m.ids for m in mentions}) == 1
    return None if len(gap) > (_FAR_ALONE if alone else _FAR) else last


def _given_up(reading: Reading, mention: Mention) -> bool:
    """Tell whether goods are only what other goods take the place of: "oat milk replaces almond milk"."""
    lead = reading.words[max(0, mention.start - 3) : mention.start]
    return (
        bool({"replaces", "replacing", "replace"} & set(lead[-2:]))
        or lead[-2:] in (("instead", "of"), ("rather", "than"), ("place", "of"))
        or lead[-3:-1] in (("instead", "of"), ("rather", "than"))
    )


def _left_over(reading: Reading, figure: Figure) -> bool:
    """Tell whether a count is what they still have: "three cases of napkins left"."""
    words = reading.words
    behind = figure.end + (words[figure.end : figure.end + 1] == ("of",))
    goods = next((m for m in reading.products if m.start in (behind, behind + 1)), None)
    end = goods.end if goods else figure.end
    return words[end : end + 1] == ("left",) or words[end : end + 2] in (("in", "stock"), ("on", "hand"))


def _denied(reading: Reading, figure: Figure) -> bool:
    """ "not seven cases four cases": the number that it is not, before the one that it is."""
    if reading.words[figure.start - 1 : figure.start] != ("not",):
        return False
    return any(f.kind == "count" and 0 <= f.start - figure.end <= 2 for f in reading.figures if f is not figure)


def _competitor_between(reading: Reading, mention: Mention, figure: Figure, counts: dict[int, Figure]) -> bool:
    """Behind a competitor's name a price is theirs, unless a count of ours or "match" stands before it."""
    gap = range(mention.end, figure.start)
    if not any(c.start in gap for c in reading.competitors):
        return False
    words = set(reading.words[mention.end : figure.start])
    return not (
        {"match", "beat", "our", "ours", "we're", "we", "we'd", "us"} & words
        or any(f.start in gap for f in counts.values())
    )


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
            and ({"each", "apiece"} & set(reading.words[figure.start : figure.end]) or _of_both(reading, figure))
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
    if reading.words[new.start - 1] == "from":
        return False
    if _AGREED & set(reading.words[max(old.end, new.start - 3) : new.start]):
        return True
    return new.kind == "price" or old.kind == "bare" or reading.words[new.start - 1] in ("do", "hit", "match", "to")


_AGREED = frozenset(
    (
        "shook",
        "landed",
        "ended",
        "say",
        "nearer",
        "gave",
        "give",
        "offered",
        "agreed",
        "settled",
        "wants",
        "now",
        "so",
        "said",
        "did",
    )
)


def _of_both(reading: Reading, figure: Figure) -> bool:
    return reading.words[max(0, figure.start - 2) : figure.start] in (("both", "at"), ("all", "at"))


def _for_product(words: Sequence[str], end: int, start: int) -> bool:
    gap = words[end:start]
    return (bool(gap) and len(gap) <= 3 and gap[0] in ("on", "for")) or (
        len(gap) > 0 and tuple(gap[-2:]) in (("on", "the"), ("for", "the")) and len(gap) <= 4
    )


def _theirs(reading: Reading, figure: Figure) -> bool:
    from voice.understanding.numbers.amounts import is_competitor_price

    clause = reading.clause_of(figure.start)
    if {"match", "beat"} & set(reading.words[clause.start : figure.start]):
        return False
    return is_competitor_price(reading, figure)


def _sum(reading: Reading, figure: Figure) -> bool:
    from voice.understanding.numbers.amounts import sum_kind

    return sum_kind(reading, figure) is not None


_BY_WEIGHT = frozenset(("pound", "kilo", "ounce", "piece"))


def _fits(reading: Reading, figure: Figure, mention: Mention, bare: bool) -> bool:
    product = reading.lexicon.product_by_id.get(mention.ids[0]) if mention.ids else None
    if product is None or not product.list_price:
        return figure.kind == "price"
    if figure.unit in _BY_WEIGHT and figure.unit != product.unit:
        return likely_price(figure, product) <= product.list_price  # "a buck fifty a pound" of what we sell by the case
    return abs(math.log(likely_price(figure, product) / product.list_price)) <= (_PRICE_NEAR if not bare else 0.35)


def likely_price(figure: Figure, product: Product | None) -> float:
    """Choose the reading nearest to the list price; the most usual one without."""
    positive = [v for v in figure.values if v > 0]
    if not positive:
        return 0.01
    listed = product.list_price if product else None
    if not listed:
        return positive[0]
    nearest: float = min(positive, key=lambda v: abs(math.log(v / float(listed))))
    return round(nearest, 2)


def rhythm_of(reading: Reading, mention: Mention, count: Figure | None) -> str | None:
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

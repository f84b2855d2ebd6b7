"""Money and percentages that are no product's price: budgets, order values, discounts, other suppliers'
prices, debts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.numbers.figure import Figure
from voice.understanding.types import Amount

_BUDGET = wordset("budget's spend spends spending budget budgeted spent outlay allocation figure worth-a budgets")
_OWED = wordset(
    "owe owes owed owing outstanding overdue unpaid arrears balance pending credit refund refunded credited behind"
)
_ORDER = wordset(
    "order orders total totals totaled totalled invoice comes came altogether overall worth basket bill "
    "thing ticket deal value ordered"
)
_DISCOUNT = wordset("off discount rebate discounted")
_FEE = wordset("fee fees minimum surcharge deposit charge delivery-charge minimums")
_NO_DISCOUNT = phrases(
    "up; of their; of our; of the; of his; of her; more; sure; of it; markup; margin; margins; waste; "
    "down; fat; full; capacity; happy; growth; increase; booked; humidity"
)
_OTHERS = phrases(
    "they charge; charges them; charge him; charge her; somewhere else; elsewhere; other guy; other "
    "guys; other supplier; another supplier; someone else; somebody else; cash and carry; the "
    "competition; their current supplier; current supplier; down the road; other lot; other outfit; the "
    "other place; online; on amazon; at costco; at sams"
)


def read_amounts(reading: Reading, used: frozenset[int]) -> tuple[Amount, ...]:
    """Read every sum and percentage that no product line took."""
    found: list[Amount] = []
    for figure in reading.figures:
        matched = {"match", "beat"} & set(reading.words[max(0, figure.start - 6) : figure.start])
        if (figure.start in used and not (matched and is_competitor_price(reading, figure))) or not figure.values:
            continue
        if figure.kind == "percent":
            if _discount(reading, figure):
                found.append(_amount(reading, figure, figure.values[0], "discount_percent"))
        elif is_competitor_price(reading, figure):
            found.append(_amount(reading, figure, _likely_price(reading, figure), "competitor_price"))
        elif (kind := sum_kind(reading, figure)) and not _only_if(reading, figure, kind):
            value = _largest(figure) if kind in ("budget", "order_value", "owed") else _sum_value(figure)
            found.append(_amount(reading, figure, value, kind))
    return tuple(found)


def _only_if(reading: Reading, figure: Figure, kind: str) -> bool:
    """ "a rebate if they hit fifty thousand a year": a sum that is not there yet."""
    lead = reading.words[max(reading.clause_of(figure.start).start, figure.start - 5) : figure.start]
    return kind == "budget" and bool({"if", "unless", "once", "hit", "reach"} & set(lead))


def _amount(reading: Reading, figure: Figure, value: float, kind: str) -> Amount:
    currency = None if kind == "discount_percent" else "USD"
    return Amount(round(value, 2), currency, kind, reading.evidence(figure.start, figure.end))


def _discount(reading: Reading, figure: Figure) -> bool:
    words = reading.words
    after = words[figure.end : figure.end + 5]
    before = words[max(0, figure.start - 6) : figure.start]
    if any(tuple(after[: len(p)]) == p for p in _NO_DISCOUNT):
        return False
    return (
        bool(_DISCOUNT & set(after) or {"less", "minus"} & set(before[-2:]))
        or bool((_DISCOUNT | {"cheaper", "discounts", "reduction"}) & {*before, *after})
        or bool({"give", "gave", "wants", "offered"} & set(before[-3:]) and after[:1] != ("of",))
    )


def is_competitor_price(reading: Reading, figure: Figure) -> bool:
    """Tell whether a price is what somebody else charges."""
    if figure.kind == "count" or figure.kind == "percent" or sum_kind(reading, figure):
        return False
    words = reading.words
    clause = reading.clause_of(figure.start)
    start = clause.start
    lead = words[start : figure.start]
    if any(
        w in ("we", "we're", "us", "our", "ours", "i", "i'm", "we'd", "i'd", "we'll", "i'll") for w in lead[-5:]
    ) and not {"match", "beat"} & set(lead):
        return False
    near = [c for c in reading.competitors if c.start in clause]
    beside = [c for c in reading.competitors if 1 <= c.start - figure.end <= 2]
    if beside and words[figure.end] in ("at", "from", "off", "with", "by", "in"):
        return not {"match", "beat"} & set(lead)
    if near:
        nearest = min(near, key=lambda c: abs(c.start - figure.start))
        between = words[min(nearest.end, figure.end) : max(nearest.start, figure.start)]
        subject = nearest.start < figure.start
        mine = {"ordered", "took", "takes", "add", "so", "because"} & set(between) or any(
            f.kind == "count" and nearest.end <= f.start < figure.start for f in reading.figures
        )
        if subject and not mine and not {"i'll", "we"} & set(between):
            return True
        led = words[figure.start - 1 : figure.start] in (("for",), ("at",)) and nearest.start - figure.end <= 1
        if (
            not subject
            and (figure.kind == "price" or led)
            and {"from", "with", "at", "to", "pays", "by"} & {*between, *lead}
        ):
            return not mine
    previous = next((c for c in reading.clauses if c.end == start), None)
    if (
        previous
        and any(c.start in previous for c in reading.competitors)
        and words[start]
        in (
            "because",
            "since",
            "cause",
            "they're",
            "they",
            "at",
            "who",
            "for",
            "and",
            "he",
            "she",
            "which",
            "their",
            "it's",
            "charging",
            "he's",
            "she's",
        )
        and not near
    ) and {
        "they're",
        "they",
        "pays",
        "gave",
        "offered",
        "quoted",
        "doing",
        "sells",
        "sell",
        "paying",
        "their",
        "charging",
        "charge",
        "who",
        "it's",
    } & set(words[start : figure.start]):
        return True
    text = " ".join(words[max(0, figure.start - 9) : figure.end + 6])
    return any(" ".join(p) in text for p in _OTHERS) and figure.kind == "price"


def sum_kind(reading: Reading, figure: Figure) -> str | None:
    """Give budget, order_value, owed or price for a figure that is a sum of its own, else None."""
    if figure.kind in ("count", "percent") or not figure.values or (figure.kind == "bare" and _sum_value(figure) < 20):
        return None
    words = reading.words
    clause = reading.clause_of(figure.start)
    before = words[max(clause.start, figure.start - 8) : figure.start]
    after = words[figure.end : min(figure.end + 5, clause.end)]
    around = {*before, *after}
    if _OWED & around and not {"each", "apiece"} & set(words[figure.start : figure.end]):
        return "owed"
    if (
        _BUDGET & set(before)
        or "budget" in after
        or tuple(after[:2]) == ("to", "spend")
        or {"a", "year"} <= set(after[:3])
    ):
        return "budget"
    if {"still", "open"} <= set(after[:2]) or "unsettled" in after[:3]:
        return "owed"
    if figure.kind == "price" and not figure.unit and after[:1] in (("back",), ("extra",)):
        return "owed"
    if before[-2:] in (("back", "that's"), ("back", "so")):
        return "owed"
    if "budget" in words[max(0, figure.start - 9) : figure.start] and _largest(figure) >= 1000:
        return "budget"
    if {"over", "under", "above", "below"} & set(before[-1:]):
        return None
    earlier = words[max(0, figure.start - 7) : figure.start]
    if figure.kind == "price" and not figure.unit and "budget" in earlier and _sum_value(figure) >= 50:
        return "budget"
    if _sum_value(figure) >= 1000 and {"year", "annual", "yearly", "annually"} & set(before):
        return "budget"
    if _sum_value(figure) >= 2000 and {"year", "season", "term", "annum"} & set(after) and figure.kind != "count":
        return "budget"
    led = before[-1:] in (("at",), ("for",)) and not _FEE & set(before[-5:])
    if _FEE & {*before[-5:], *after[:3]} and not led:
        return "price"
    if _order_value(reading, figure, before, after):
        return "order_value"
    if _sum_value(figure) >= 1000 and figure.kind == "price" and not figure.unit:
        return "budget" if figure.per else "order_value"
    return None


def _order_value(reading: Reading, figure: Figure, before: Sequence[str], after: Sequence[str]) -> bool:
    if figure.unit or words_each(reading, figure) or (before[-1:] == ("worth",) and after[:1] != ("of",)):
        return False
    large = _sum_value(figure) >= 100
    if (
        after[:1] == ("worth",)
        or tuple(after[:3]) == ("in", "total", "")
        or "total" in before[-4:]
        or "total" in after[:2]
        or "altogether" in (*before, *after[:2])
    ):
        return large
    if not large or not (_ORDER & set(before)):
        return False
    linked = {
        "was",
        "is",
        "comes",
        "came",
        "to",
        "of",
        "for",
        "about",
        "worth",
        "around",
        "at",
        "just",
        "over",
        "total",
        "totaling",
        "totalled",
        "totaled",
    } & set(before[-3:])
    between = range(max(0, figure.start - 8), figure.start)
    return bool(linked) and not any(m.start in between for m in reading.products)


def words_each(reading: Reading, figure: Figure) -> bool:
    """Tell whether a figure is said of each piece."""
    return bool({"each", "apiece"} & set(reading.words[figure.start : figure.end]))


def _sum_value(figure: Figure) -> float:
    """A sum is whole: "two twenty" = 220, "four fifty" = 450; "eleven fifty" stays 11.50."""
    if len(figure.values) > 1 and figure.values[0] < 10:
        return figure.values[1]
    return figure.values[0]


def _largest(figure: Figure) -> float:
    """A budget, an order and a debt are told in whole dollars: "twelve fifty" = 1250; cents named keep their point."""
    whole = [value for value in figure.values if value == int(value)]
    return whole[-1] if len(figure.values) > 1 and whole else _sum_value(figure)


def _likely_price(reading: Reading, figure: Figure) -> float:
    """Choose the reading nearest to our list price of the product spoken of."""
    near = [m for m in reading.products if m.ids and m.start < figure.start + 12]
    near.sort(key=lambda m: min(abs(m.end - figure.start), abs(m.start - figure.end)))
    for mention in near[:1]:
        listed = reading.lexicon.product_by_id[mention.ids[0]].list_price
        if listed:
            return min(
                (v for v in figure.values if v > 0), key=lambda v: abs(math.log(v / listed)), default=figure.values[0]
            )
    if figure.per == "month":
        return _sum_value(figure)
    return figure.values[0]

"""What a wish is about, so that wishes on one thing follow on each other: delivery time, how to reach them."""

from __future__ import annotations

DELIVERY = frozenset("deliver delivers delivered delivery deliveries drop drops dropped truck trucks driver".split())
INVOICE = frozenset("invoice invoices bill bills statement statements paperwork".split())
CONTACT = frozenset(
    "call calls calling ring rings phone phoned text texts texting email emails mail message messages whatsapp".split()
)
VISIT = frozenset("visit visits come stop stops meet meets meeting meetings appointment appointments".split())
PAYMENT = frozenset("pay pays payment payments cash card terms credit".split())
PLACE = frozenset("door dock side back front basement kitchen entrance gate yard alley loading cellar".split())
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
TIMES = frozenset(
    "before after between until till morning mornings afternoon afternoons evening evenings noon midday lunch "
    "early late o'clock recess".split()
)


def subject_of(about: str) -> str:
    """Return what a wish is about; "" where that is the wish itself ("only compostable")."""
    words = [word.removesuffix("'s") for word in about.lower().split()]
    said = set(words)
    days = {word.removesuffix("s") for word in words} & WEEKDAYS
    if said & INVOICE:
        return "invoices"
    if said & DELIVERY:
        return _of_delivery(said, days)
    if said & CONTACT:
        return "when to reach them" if days or said & TIMES else "how to reach them"
    if said & VISIT:
        return "when to visit"
    return "payment" if said & PAYMENT else ""


def _of_delivery(said: set[str], days: set[str]) -> str:
    if said & CONTACT:
        return "call from the driver"
    if said & TIMES:
        return "delivery time"
    if days:
        return "delivery days"
    return "delivery place" if said & PLACE else "deliveries"

"""What a complaint is about, from its words: the kinds by which complaints are routed and counted."""

from __future__ import annotations

import re
from enum import StrEnum


class ComplaintKind(StrEnum):
    LATE = "late"
    SHORT = "short"
    WRONG = "wrong"
    QUALITY = "quality"
    BILLING = "billing"
    SERVICE = "service"
    OTHER = "other"


LABELS = {
    ComplaintKind.LATE: "Late or missed delivery",
    ComplaintKind.SHORT: "Short or missing goods",
    ComplaintKind.WRONG: "Wrong goods",
    ComplaintKind.QUALITY: "Damaged or bad goods",
    ComplaintKind.BILLING: "Invoice or price",
    ComplaintKind.SERVICE: "Our people and service",
    ComplaintKind.OTHER: "Something else",
}
ONE_OF_THEM = {  # as in "third late delivery in 60 days"; of the rest no two are alike
    ComplaintKind.LATE: "late delivery",
    ComplaintKind.SHORT: "short delivery",
    ComplaintKind.WRONG: "wrong delivery",
    ComplaintKind.QUALITY: "complaint of bad goods",
    ComplaintKind.BILLING: "complaint of an invoice or price",
    ComplaintKind.SERVICE: "complaint of our service",
}
# The first whose words are said; what was billed wrongly is billing, and a late truck is late before anything else.
_CUES: tuple[tuple[ComplaintKind, str], ...] = (
    (
        ComplaintKind.BILLING,
        r"invoic\w*|billed|billing|bills?|charged|overcharg\w*|price[sd]?|pricing|credit note|credited|refund\w*|"
        r"statement|surcharge|fees?|discount",
    ),
    (
        ComplaintKind.LATE,
        r"late|hours? (?:late|after)|delayed|delays?|waited|waiting|never (?:came|arrived|showed)|"
        r"did(?:n't| not) (?:come|arrive|show)|no show|not on time|behind schedule|"
        r"missed (?:the |our )?(?:delivery|drop)|after (?:lunch|service|opening)|too early|turned up at",
    ),
    (
        ComplaintKind.SHORT,
        r"short(?:ed|s)?|missing|left off|left out|forgot\w*|not on the truck|incomplete|only (?:got|had|came)|"
        r"less than|out of stock|sold out|back ?order\w*",
    ),
    (
        ComplaintKind.QUALITY,
        r"damaged|broken|crack\w*|crushed|dented|leak\w*|spoil\w*|rott\w*|mou?ld\w*|rancid|sour|stale|wilted|brown|yellow|black|"
        r"soggy|wet|warm|melted|thawed|frost\w*|freezer burn\w*|burn(?:ed|t)|hard|soft|bruised|bad|expired|"
        r"(?:gone|went|is|was) off|out of date|past (?:its |their )?date|thrown away|throw|inconsistent|quality|"
        r"taste\w*|smell\w*|fit|split|torn|watery|dry|tough|weevils?|bugs?|dirty",
    ),
    (
        ComplaintKind.WRONG,
        r"wrong|instead of|mixed up|mix up|swapped|substitut\w*|not what (?:they|he|she) ordered|somebody else's|"
        r"another (?:customer|order)",
    ),
    (
        ComplaintKind.SERVICE,
        r"driver|rude|nobody|no one|never (?:call\w*|rang|answer\w*|heard|told|reach)|can(?:'t|not) (?:reach|get)|"
        r"on hold|phone|call(?:s|ed)? back|hung up|attitude|unfriendly|front door|portal|website|app|service|"
        r"told|promised|ignored|slow",
    ),
)
_PATTERNS = tuple((kind, re.compile(rf"\b(?:{cues})\b")) for kind, cues in _CUES)


def kind_of(about: str) -> ComplaintKind:
    """Return what a complaint is about, by its words; OTHER where none tells."""
    said = about.lower()
    return next((kind for kind, pattern in _PATTERNS if pattern.search(said)), ComplaintKind.OTHER)

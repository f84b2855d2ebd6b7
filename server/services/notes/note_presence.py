"""Whether the words of a note say that the rep was there, or only spoke to somebody from afar."""

from __future__ import annotations

import re

# As recognisers print them: lower case, single spaces, no punctuation.
_WAS_THERE = re.compile(
    r"\b(?:just left|leaving|left|came out of|coming out of|walked out of|finished (?:up )?(?:at|with)|"
    r"wrapped up (?:at|with)|done (?:at|with)|stopped (?:by|in)|dropped (?:by|in)|was (?:at|in)|been (?:at|to)|"
    r"i'm at|i am at|here at|standing (?:at|in)|visited|met|saw|sat down with)\b"
)
_FROM_AFAR = re.compile(
    r"\b(?:called|phoned|rang|ringing|on the phone|by phone|voice ?mail|e ?mailed|texted|"
    r"got an? (?:call|e ?mail|text))\b"
)


def says_presence(text: str) -> bool:
    """Tell whether somebody says that they were at a place, as in "just left bellavista"."""
    return bool(_WAS_THERE.search(text))


def says_only_contact(text: str) -> bool:
    """Tell whether a note speaks of a call or a message and of nothing that needs a visit."""
    return bool(_FROM_AFAR.search(text)) and not says_presence(text)

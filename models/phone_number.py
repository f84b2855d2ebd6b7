"""By which digits a telephone number is looked up, however it is written."""

from __future__ import annotations

KEY_DIGITS = 7


def phone_key(written: str | None) -> str | None:
    """Return the last seven digits of a number, None where there are fewer; numbers that match always share them.

    Country and area codes are written or left out, so they tell numbers apart only afterwards
    (`server/services/touchpoints/caller.py`).
    """
    digits = "".join(letter for letter in (written or "").split("ext")[0] if letter.isascii() and letter.isdigit())
    return digits[-KEY_DIGITS:] if len(digits) >= KEY_DIGITS else None

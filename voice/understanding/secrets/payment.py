"""Card numbers, their expiry and code, and bank accounts, by the words around the digits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.understanding.language.stream import FILLERS
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.digits import DigitRun, digit_runs
from voice.understanding.numbers.numbers import digit_string

CARD = wordset("card cards visa mastercard amex discover debit credit cvv cvc")


_CARD_PHRASES = ("american express", "master card", "c v v", "c v c")


_EXPIRY = wordset("exp expires expiring expiry expiration expire valid through thru")


_CODE_ON_CARD = ("security code", "on the back", "c v v", "c v c", "cvv", "cvc", "c v c code", "code")


_BANK = wordset("bank banking routing iban checking savings sort ach wire deposit direct transfer")


_MONTHS = wordset("january february march april may june july august september october november december")  # fmt: skip


def about_card(words: Sequence[str], run: DigitRun, wide: set[str], near: str, after: str) -> bool:
    """Tell whether a run is a card's number, expiry or code; `wide` are the words around, `near` those before it."""
    text = " ".join(words[max(0, run.start - 30) : run.start])
    if (
        not (CARD & wide or any(p in text for p in _CARD_PHRASES))
        or "business" in words[max(0, run.start - 4) : run.start]
    ):
        return False
    digits = len(run.digits)
    last = near.split()
    if (digits >= 3 and any(w in _EXPIRY for w in last)) or (3 <= digits <= 6 and "exp" in near):
        return True
    if 3 <= digits <= (4 if len(run.ends) <= 4 else 8) and (
        any(p in near for p in _CODE_ON_CARD) or "on the back" in after[:24]
    ):
        return True
    if digits >= 12:
        return True
    ending = re.search(r"(ending|ends|last four|last four digits)( in| with| are| is| of)?( \w+)?$", near)
    if ending and digits == 4:
        return True
    return digits >= 7 and bool({"card", "visa", "mastercard", "amex", "number"} & set(last)) and "phone" not in last


def about_bank(words: Sequence[str], run: DigitRun, before: Sequence[str], wide: set[str]) -> bool:
    """Tell whether a run is an account, a routing number, a sort code or a PIN of a bank."""
    if len(run.digits) < 4:
        return False
    tail = before[-7:]
    if {"routing", "iban", "pin"} & set(tail) or "sort code" in " ".join(tail):
        return True
    if "account" in tail or "acct" in tail:
        ours = "with us" in " ".join(before) or "our" in before
        return bool(_BANK & wide) or (len(run.digits) >= 6 and not ours)
    behind = " ".join(words[run.end : run.end + 6])
    if len(run.digits) >= 6 and ("account number" in behind or "bank account" in behind or "routing" in behind):
        return True
    if len(run.digits) >= 7 and _bank_told(words, run):
        return True
    return bool({"bank", "banking", "login"} & set(tail)) and "phone" not in tail


def _bank_told(words: Sequence[str], run: DigitRun) -> bool:
    """Tell whether a long number stands among words of a bank account, with no word of a telephone between."""
    near = set(words[max(0, run.start - 18) : run.start]) | set(words[run.end : run.end + 5])
    phone = {"phone", "cell", "mobile", "call", "text", "number's", "fax", "reach"} & set(
        words[max(0, run.start - 8) : run.start]
    )
    told = {"routing", "iban", "checking", "savings", "ach", "wire"} & near or ({"bank"} & near and {"account"} & near)
    return bool(told) and not phone


def month_expiries(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Find a card's expiry said with a month's name ("expires september twenty eight")."""
    found: list[tuple[str, int, int]] = []
    for i, word in enumerate(words):
        window = words[max(0, i - 40) : i + 20]
        if word not in _EXPIRY or not (CARD & set(window)):
            continue
        for at in range(i + 1, min(i + 5, len(words))):
            if words[at] in _MONTHS:
                run = next((r for r in digit_runs(words[at + 1 : at + 7]) if r.start <= 1), None)
                found.append(("card", at, at + 1 + (run.end if run else 0)))
                break
    return found


def ibans(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Find an international account number: letters and digits one by one behind "iban" or "i b a n"."""
    found: list[tuple[str, int, int]] = []
    for i, word in enumerate(words):
        spelled = tuple(words[i : i + 4]) == ("i", "b", "a", "n")
        swift = word in ("swift", "bic") and words[i + 1 : i + 2] not in (["to"], ["delivery"])
        if word not in ("iban", "eban") and not spelled and not swift:
            continue
        at = i + (4 if spelled else 1)
        while at < len(words) and words[at] in ("is", "number", "it's", "the", "code", "that's", "for", "her", "his"):
            at += 1
        end = _letters_and_digits(words, at)
        if end - at >= 4:
            found.append(("bank", at, end))
    return found


def _letters_and_digits(words: Sequence[str], at: int) -> int:
    end = at
    breath = wordset("no sorry wait then space dash") | FILLERS
    while end < len(words):
        if read := digit_string(words, end):
            end = read[1]
        elif len(words[end]) == 1 or (words[end] in breath and end > at and _spelled(words, end + 1)):
            end += 1
        else:
            break
    while end > at and words[end - 1] in ("a", "i") and end < len(words):
        end -= 1
    return end


def _spelled(words: Sequence[str], at: int) -> bool:
    return at < len(words) and (len(words[at]) == 1 or digit_string(words, at) is not None)

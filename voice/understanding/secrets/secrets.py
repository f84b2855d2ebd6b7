"""Find what must never be kept: card, bank and social security numbers, birthdays, access codes.

Cues are looked for first ("card number", "door code", "birthday"), then the digits, date or password beside
them; a run as long as a card number needs no cue.  The evidence covers the secret words alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.understanding.language.stream import FILLERS, normalise
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.digits import DigitRun, digit_runs
from voice.understanding.numbers.numbers import digit_string
from voice.understanding.people.birthdays import find_birthdays
from voice.understanding.types import Evidence, Secret

KINDS = ("card", "ssn", "birthday", "bank", "access")
_MARKER = re.compile(r"\[(card|ssn|birthday|bank|access|private)\]")
_CARD = wordset("card cards visa mastercard amex discover debit credit cvv cvc")
_CARD_PHRASES = ("american express", "master card", "c v v", "c v c")
_EXPIRY = wordset("exp expires expiring expiry expiration expire valid through thru")
_CODE_ON_CARD = ("security code", "on the back", "c v v", "c v c", "cvv", "cvc", "c v c code", "code")
_SSN_PHRASES = ("social security", "s s n", "ssn", "social is", "social number", "his social", "her social")
_BANK = wordset("bank banking routing iban checking savings sort ach wire deposit direct transfer")
_ACCESS = [
    "door",
    "alarm",
    "gate",
    "safe",
    "lock",
    "lockbox",
    "keypad",
    "key",
    "entry",
    "access",
    "back",
    "garage",
    "elevator",
    "walk",
    "cooler",
    "freezer",
    "building",
    "combination",
    "combo",
    "padlock",
    "loading",
    "dock",
    "security",
    "shutter",
    "storage",
    "fridge",
    "wifi",
    "wi-fi",
    "locker",
    "cellar",
    "store",
    "gates",
    "staff",
    "box",
    "office",
    "login",
    "portal",
    "entrance",
    "stairwell",
    "yard",
    "basement",
    "kitchen",
]
_CODE_WORDS = wordset("code codes combination combo pin passcode passcodes keycode")
_OTHER_CODES = wordset("zip area post postal dress promo discount coupon voucher product item bar qr order")
_DOORS = wordset("door alarm gate safe lock lockbox keypad garage elevator freezer cooler shutter padlock")
_NETWORKS = wordset("wifi wi-fi login portal user username network admin account")
_NO_PASSWORD = wordset(
    "for to from again reset doesn't isn't wasn't changed please when in on at of manager thing issue problem "
    "he's she's expired protected works working stopped was is are so and but"
)
_LOCKS = wordset("alarm padlock lockbox keypad keysafe safe")
_LOGINS = wordset("login username")
_PASSWORD = wordset("password passphrase passcode")
_PASS_STOP = wordset(
    "all and but so he she they i we it the that for please don't which if then anyway says said wants needs reset "
    "change on"
)
_MONTHS = wordset("january february march april may june july august september october november december")  # fmt: skip


def find_secrets(words: Sequence[str]) -> tuple[Secret, ...]:
    """Find every secret in a note's words; cut markers count as the secrets they stand for.

    `words` are the note's words as recognised, one item each. Spans never overlap and come in order.
    """
    plain = [normalise(w) for w in words]
    found: list[tuple[str, int, int]] = [*_markers(words)]
    runs = digit_runs(plain)
    found += [("birthday", start, end) for start, end in find_birthdays(plain)]
    for run in runs:
        if kind := _kind_of_run(plain, run, runs):
            found.append((kind, *_trimmed(plain, run, kind)))
    found += _month_expiries(plain)
    found += _passwords(plain)
    found += _ibans(plain)
    return _in_order(found)


def cut_secrets(words: Sequence[str], secrets: Sequence[Secret]) -> tuple[str, ...]:
    """Replace each secret word by its kind in brackets, one for one, so that word indexes stay right."""
    cut = list(words)
    for secret in secrets:
        for i in range(secret.evidence.start_word, secret.evidence.end_word + 1):
            cut[i] = f"[{secret.kind}]"
    return tuple(cut)


def _markers(words: Sequence[str]) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for i, word in enumerate(words):
        if not (match := _MARKER.fullmatch(word)):
            continue
        if found and found[-1][0] == match[1] and found[-1][2] == i:
            found[-1] = (match[1], found[-1][1], i + 1)
        else:
            found.append((match[1], i, i + 1))
    return found


def _in_order(found: list[tuple[str, int, int]]) -> tuple[Secret, ...]:
    taken: set[int] = set()
    secrets: list[Secret] = []
    for kind, start, end in sorted(found, key=lambda f: (f[1] - f[2], f[1])):
        if start < end and taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            secrets.append(Secret(kind, Evidence(start, end - 1)))
    return tuple(sorted(secrets, key=lambda s: s.evidence.start_word))


def _kind_of_run(words: Sequence[str], run: DigitRun, runs: Sequence[DigitRun]) -> str | None:
    """Decide what a run of digits is from the words around it, nearest cue first."""
    digits = len(run.digits)
    before = _before(words, run.start, 9)
    near = " ".join(before[-5:])
    after = " ".join(words[run.end : run.end + 8])
    wide = set(words[max(0, run.start - 30) : run.start]) | set(words[run.end : run.end + 20])
    if 13 <= digits <= 19 and not _phone_cue(before):
        return "bank" if "iban" in wide else "card"
    banked = bool({"routing", "account", "iban", "sort"} & set(before[-6:])) and "card" not in before
    if not banked and _about_card(words, run, wide, near, after):
        return "card"
    if (digits == 9 or digits == 4) and any(p in " ".join(before[-8:]) for p in _SSN_PHRASES):
        return "ssn"
    if digits == 9 and "social" in before and "media" not in before:
        return "ssn"
    if digits >= 3 and any(p in " ".join(before[-7:]) for p in _SSN_PHRASES):
        return "ssn"
    if _about_access(words, run, before, after):
        return "access"
    if _about_bank(words, run, before, wide):
        return "bank"
    return None


def _before(words: Sequence[str], start: int, count: int) -> list[str]:
    return [w for w in words[max(0, start - count - 3) : start] if w and w not in FILLERS][-count:]


def _phone_cue(before: Sequence[str]) -> bool:
    return bool({"phone", "cell", "mobile", "call"} & set(before[-5:]))


def _about_card(words: Sequence[str], run: DigitRun, wide: set[str], near: str, after: str) -> bool:
    text = " ".join(words[max(0, run.start - 30) : run.start])
    if (
        not (_CARD & wide or any(p in text for p in _CARD_PHRASES))
        or "business" in words[max(0, run.start - 4) : run.start]
    ):
        return False
    digits = len(run.digits)
    last = near.split()
    if (digits >= 3 and any(w in _EXPIRY for w in last)) or (3 <= digits <= 6 and "exp" in near):
        return True
    if 3 <= digits <= 4 and (any(p in near for p in _CODE_ON_CARD) or "on the back" in after[:24]):
        return True
    if digits >= 12:
        return True
    ending = re.search(r"(ending|ends|last four|last four digits)( in| with| are| is| of)?( \w+)?$", near)
    if ending and digits == 4:
        return True
    return digits >= 7 and bool({"card", "visa", "mastercard", "amex", "number"} & set(last)) and "phone" not in last


def _about_access(words: Sequence[str], run: DigitRun, before: Sequence[str], after: str) -> bool:
    tail = before[-9:]
    if _opened_with(before) and len(run.digits) >= 3:
        return _no_measure(words, run.end)
    if len(run.digits) + run.signs < 3 and not run.signs:
        return _is_short_code(words, run, tail)
    for i, word in enumerate(tail):
        boxed = word == "box" and i > 0 and tail[i - 1] == "lock"
        if word not in _CODE_WORDS and word not in _PASSWORD and word not in _LOCKS and not boxed:
            continue
        if i and tail[i - 1] in _OTHER_CODES:
            continue
        if word == "pin" and {"bank", "banking", "card", "login"} & set(words[max(0, run.start - 15) : run.start]):
            continue
        context = set(words[max(0, run.start - 25) : run.start]) | set(after.split())
        if boxed or word in _LOCKS or word in ("combination", "combo", "passcode", "keycode") or context & set(_ACCESS):
            return _no_measure(words, run.end)
        if len(tail) - i <= 4 and len(run.digits) >= 4:
            return _no_measure(words, run.end)
    said_after = re.match(
        r"(that's |is |was |it's )?(the |for the |gets you in |opens )?((\w+ ){0,2})"
        r"(code|alarm|combination|door|gate|safe|lock|keypad|lockbox)\b",
        after,
    )
    said_after = said_after or _GETS_IN.match(after)
    opener = {"punch", "keypad", "dial"} & set(before[-6:])
    return (bool(said_after) or bool(opener)) and len(run.digits) >= 3 and _no_measure(words, run.end)


_GETS_IN = re.compile(
    r"((gets|lets|got|let) (you|us|me|them|him|her) in|(to )?(get|gets|getting) in\b|opens (it|up|them)\b"
    r"|(is|was|that's|it's) (the|their|his|her|our) (new |old )?(pin|passcode|pass code|key ?code)\b)"
)


_OPENS = wordset(
    "opens open opened unlocks unlock unlocked disarms disarm disarmed off in enter punch type key press pops dial"
    " dials"
)


def _opened_with(before: Sequence[str]) -> bool:
    """Tell whether "the door opens with", "turn the alarm off with", "type in" stands right before."""
    last = [w for w in before if w not in ("the", "code", "it's", "is", "just", "a")][-3:]
    led = bool(last) and last[-1] in ("with", "using", "by", "enter", "punch", "type", "press", "dial", "in")
    return led and bool(_OPENS & set(last)) and bool((_DOORS | _LOCKS | _PLACES) & set(before))


_PLACES = wordset("gate gates entrance dock cellar shutter shutters building yard stairwell office locker bay")


def _is_short_code(words: Sequence[str], run: DigitRun, tail: Sequence[str]) -> bool:
    """Two digits spoken one by one behind "the code for the door" are a code as well."""
    is_named = bool(set(tail) & _CODE_WORDS) and not set(tail) & _OTHER_CODES
    one_by_one = len(run.digits) == 2 and run.end - run.start == 2
    return is_named and one_by_one and bool(set(tail) & _DOORS) and _no_measure(words, run.end)


def _no_measure(words: Sequence[str], end: int) -> bool:
    """A number with a unit behind it counts goods, it opens nothing."""
    return not (set(words[end : end + 1]) & wordset("cases case bags bag tubs gallons dollars percent pounds"))


def _about_bank(words: Sequence[str], run: DigitRun, before: Sequence[str], wide: set[str]) -> bool:
    if len(run.digits) < 4:
        return False
    tail = before[-7:]
    if {"routing", "iban", "pin"} & set(tail) or "sort code" in " ".join(tail):
        return True
    if "account" in tail or "acct" in tail:
        ours = "with us" in " ".join(before) or "our" in before
        return bool(_BANK & wide) or (len(run.digits) >= 6 and not ours)
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


def _trimmed(words: Sequence[str], run: DigitRun, kind: str) -> tuple[int, int]:
    """Keep a card number, a social security number or a routing number from swallowing a quantity behind it."""
    limit = {"card": 19, "ssn": 9}.get(kind)
    ends = run.ends
    if limit is None or len(run.digits) <= limit:
        return run.start, run.end
    kept = [end for end, digits in ends if digits <= limit]
    return run.start, kept[-1] if kept else run.end


def _month_expiries(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Find a card's expiry said with a month's name ("expires september twenty eight")."""
    found: list[tuple[str, int, int]] = []
    for i, word in enumerate(words):
        window = words[max(0, i - 40) : i + 20]
        if word not in _EXPIRY or not (_CARD & set(window)):
            continue
        for at in range(i + 1, min(i + 5, len(words))):
            if words[at] in _MONTHS:
                run = next((r for r in digit_runs(words[at + 1 : at + 7]) if r.start <= 1), None)
                found.append(("card", at, at + 1 + (run.end if run else 0)))
                break
    return found


def _ibans(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Find an international account number: letters and digits one by one behind "iban"."""
    found: list[tuple[str, int, int]] = []
    for i, word in enumerate(words):
        if word != "iban":
            continue
        at = i + 1
        while at < len(words) and words[at] in ("is", "number", "it's", "the"):
            at += 1
        end = at
        while end < len(words) and (len(words[end]) == 1 or digit_string(words, end) or words[end] in FILLERS):
            end += 1
        if end - at >= 4:
            found.append(("bank", at, end))
    return found


def _passwords(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Find a password spoken in words: behind "password is", straight behind the word, or before "is the password"."""
    found: list[tuple[str, int, int]] = []
    for i, word in enumerate(words):
        named = word in _LOGINS and words[i + 1 : i + 2] in (["is"], ["was"], ["name"])
        apart = word in ("pass", "user") and words[i + 1 : i + 2] in (["word"], ["name"], ["code"], ["phrase"])
        if word not in _PASSWORD and not named and not apart:
            continue
        span = _behind_copula(words, i, i + 1 + apart) or _straight_behind(words, i, i + 1 + apart)
        if span := span or _in_front(words, i):
            kind = "bank" if {"bank", "banking"} & set(words[max(0, i - 6) : i + 4]) else "access"
            found.append((kind, *span))
    return found


_COPULAS = wordset("is it's was to now")
_AROUND = wordset("is it's was to now just still all lower case one word")


def _behind_copula(words: Sequence[str], cue: int, at: int) -> tuple[int, int] | None:
    while at < len(words) and words[at] not in _COPULAS and at < cue + 7:
        at += 1
    while at < len(words) and words[at] in _AROUND:
        at += 1
    end = _password_end(words, at)
    return (at, end) if cue + 1 < at < end and at <= cue + 10 else None


def _straight_behind(words: Sequence[str], cue: int, at: int) -> tuple[int, int] | None:
    """Read "the wifi password blue heron seven": only where a network or a login was named."""
    if at >= len(words) or words[at] in _NO_PASSWORD:
        return None
    end = _password_end(words, at)
    numbered = any(digit_string(words, i) for i in range(at, min(end, at + 4)))
    if not numbered and not _NETWORKS & set(words[max(0, cue - 5) : cue + 1]):
        return None
    return (at, end) if at < end else None


def _in_front(words: Sequence[str], cue: int) -> tuple[int, int] | None:
    """Read "blue heron is the wifi password"."""
    copula = next((i for i in range(cue - 1, max(cue - 4, 0), -1) if words[i] in ("is", "was", "that's")), None)
    if copula is None or words[copula + 1 : copula + 2] not in (["the"], ["their"], ["his"], ["her"], ["our"]):
        return None
    start = copula
    while start > max(copula - 4, 0) and words[start - 1] not in _PASS_STOP | _NO_PASSWORD | _COPULAS:
        start -= 1
    return (start, copula) if start < copula else None


def _password_end(words: Sequence[str], at: int) -> int:
    end = at
    while end < len(words) and end < at + 8 and words[end] not in _PASS_STOP and words[end] not in _PASSWORD:
        end += 1
    return end

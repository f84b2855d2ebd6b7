"""Find what must never be kept: card, bank and state identity numbers, birthdays, access codes and passwords.

Cues are looked for first ("card number", "door code", "birthday"), then the digits, date or password beside
them; a run as long as a card number needs no cue.  The evidence covers the secret words alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.understanding.language.stream import FILLERS, normalise
from voice.understanding.numbers.digits import DigitRun
from voice.understanding.people.birthdays import find_birthdays
from voice.understanding.secrets.access import about_access, opens_now
from voice.understanding.secrets.identity import identity_numbers
from voice.understanding.secrets.passwords import passwords, wifi_words
from voice.understanding.secrets.payment import CARD, about_bank, about_card, ibans, month_expiries
from voice.understanding.secrets.spoken_runs import SpokenRun, spoken_runs
from voice.understanding.types import Evidence, Secret

KINDS = ("card", "ssn", "birthday", "bank", "access")


_MARKER = re.compile(r"\[(card|ssn|birthday|bank|access|private)\]")


_SSN_PHRASES = ("social security", "s s n", "ssn", "social is", "social number", "his social", "her social")


def find_secrets(words: Sequence[str]) -> tuple[Secret, ...]:
    """Find every secret in a note's words; cut markers count as the secrets they stand for.

    `words` are the note's words as recognised, one item each. Spans never overlap and come in order.
    """
    plain = [normalise(w) for w in words]
    found: list[tuple[str, int, int]] = [*_markers(words), *identity_numbers(plain), *ibans(plain)]
    found += [("birthday", start, end) for start, end in find_birthdays(plain)]
    for spoken in spoken_runs(plain):
        found += _in_run(plain, spoken, found)
    found += month_expiries(plain)
    found += passwords(plain) + wifi_words(plain)
    return _in_order(found)


def _in_run(
    words: Sequence[str], spoken: SpokenRun, found: Sequence[tuple[str, int, int]]
) -> list[tuple[str, int, int]]:
    """Give a whole number with its breaths and slips as one secret, else each of its pieces by itself."""
    if len(spoken.pieces) > 1 and (kind := _kind_of_run(words, spoken.whole, joined=True)):
        return [(kind, spoken.whole.start, spoken.whole.end)]
    if len(spoken.pieces) > 1 and opens_now(words, spoken.whole, found):
        return [("access", spoken.whole.start, spoken.whole.end)]
    secret: list[tuple[str, int, int]] = []
    for run in spoken.pieces:
        if kind := _kind_of_run(words, run, joined=False):
            secret.append((kind, *_trimmed(run, kind)))
        elif opens_now(words, run, [*found, *secret]):
            secret.append(("access", run.start, run.end))
    return secret


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


def _kind_of_run(words: Sequence[str], run: DigitRun, *, joined: bool) -> str | None:
    """Decide what a run of digits is from the words around it, nearest cue first.

    The length of a card number tells by itself only where the digits were said without a break (not `joined`).
    """
    digits = len(run.digits)
    before = _before(words, run.start, 9)
    near = " ".join(before[-5:])
    after = " ".join(words[run.end : run.end + 8])
    wide = set(words[max(0, run.start - 30) : run.start]) | set(words[run.end : run.end + 20])
    carded = bool(CARD & set(before[-9:])) or bool({"charge", "cvv", "cvc"} & set(before))
    if 13 <= digits <= 19 + 4 * joined and (carded or not joined) and not _phone_cue(before):
        return "bank" if "iban" in wide else "card"
    if "sort code" in near and digits >= 4:
        return "bank"
    coded = any(cue in near for cue in ("cvv", "cvc", "c v v", "c v c", "security code", "expir"))
    banked = not coded and bool({"routing", "account", "iban", "sort"} & set(before[-6:])) and "card" not in before
    if not banked and about_card(words, run, wide, near, after):
        return "card"
    if _is_social(digits, before, joined=joined):
        return "ssn"
    if about_access(words, run, before, after):
        return "access"
    return "bank" if about_bank(words, run, before, wide) else None


def _is_social(digits: int, before: Sequence[str], *, joined: bool) -> bool:
    said = " ".join(before[-8:])
    if digits >= 3 and any(p in said for p in _SSN_PHRASES):
        return True
    return (digits == 9 or (joined and 9 <= digits <= 13)) and "social" in before and "media" not in before


def _before(words: Sequence[str], start: int, count: int) -> list[str]:
    return [w for w in words[max(0, start - count - 3) : start] if w and w not in FILLERS][-count:]


def _phone_cue(before: Sequence[str]) -> bool:
    return bool({"phone", "cell", "mobile", "call"} & set(before[-5:]))


def _trimmed(run: DigitRun, kind: str) -> tuple[int, int]:
    """Keep a card number, a social security number or a routing number from swallowing a quantity behind it."""
    limit = {"card": 19, "ssn": 9}.get(kind)
    ends = run.ends
    if limit is None or len(run.digits) <= limit:
        return run.start, run.end
    kept = [end for end, digits in ends if digits <= limit]
    return run.start, kept[-1] if kept else run.end

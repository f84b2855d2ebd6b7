"""Secrets as people type them, with digits and signs: in mails, chats and notes written at a desk.

What is spoken has words for digits and is found by `secrets`; this adds what only stands in writing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.understanding.secrets.secrets import cut_secrets, find_secrets
from voice.understanding.types import Evidence, Secret

Span = tuple[str, int, int]

_IBAN_START = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]*")
_IBAN_PART = re.compile(r"[A-Z0-9]{1,30}")
_IBAN_LENGTHS = range(15, 35)  # ISO 13616: Norway's are the shortest
_SOCIAL = re.compile(r"\d{3}-\d{2}-\d{4}")
_NUMBERED = frozenset("order invoice reference ref article part item ticket quote bestellung rechnung artikel".split())
_NAMED_NUMBER = re.compile(r"(?:konto|bank|sozialversicherungs|ausweis|steuer|personalausweis|pass)-?(?:nr|nummer)")
_LONG_NUMBER = re.compile(r"[A-Z]?[\d/ -]{5,}\d[A-Z0-9]?")

_BORN = frozenset(
    "born birth birthdate birthday bday dob d.o.b geb geboren geburtsdatum geburtstag né née naissance".split()
)
_EVENTS = frozenset(
    "party cake cakes dinner lunch menu event order delivery celebration catering buffet feier torte special".split()
)
_MONTHS = (
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october "
    "nov november dec december januar februar märz maerz mai juni juli oktober dezember dez okt janvier février mars "
    "avril juin juillet août septembre octobre novembre décembre"
)
_MONTH = frozenset(_MONTHS.split())
_DATE = re.compile(r"(?:\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{4}|\d{2}))?|\d{4}[./-]\d{1,2}[./-]\d{1,2})")
_DAY = re.compile(r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CUES = _BORN | frozenset("iban account bank konto bic swift ssn".split())
_HARMLESS = "thing"
_REACH = 6  # words between "born" and the date: "date of birth of Mrs Mary Smith: ..."

_PASSWORD = frozenset("password passwort kennwort pwd pw passcode pin login-pin mot-de-passe".split())
_ASSIGNED = re.compile(r"([^:=]*)([:=])(.*)")
_EDGE = ".,;:!?()[]{}<>\"'„“”‚‘’*_"


def cut_typed(words: Sequence[str]) -> tuple[str, ...]:
    """Replace each secret word of a written text by its kind in brackets, one for one.

    `words` are those between spaces, punctuation and all. What is spoken in words is cut as well.
    """
    typed = find_typed(words)
    return cut_secrets(cut_secrets(words, typed), find_secrets(_without(words, typed)))


def _without(words: Sequence[str], found: Sequence[Secret]) -> list[str]:
    """Return the words with what was found, and the word that told it, made harmless.

    An account that was found must not make accounts of an order's number and a day behind it.
    """
    left = list(words)
    for secret in found:
        first, last = secret.evidence.start_word, secret.evidence.end_word
        for at in range(max(0, first - _REACH), last + 1):
            if at >= first or _bare(left[at]).lower() in _CUES:
                left[at] = _HARMLESS
    return left


def find_typed(words: Sequence[str]) -> tuple[Secret, ...]:
    """Find bank accounts, dates of birth, social security numbers and passwords as they are typed, in order."""
    found = [*_ibans(words), *_births(words), *_socials(words), *_accounts(words), *_passwords(words)]
    taken: set[int] = set()
    secrets = []
    for kind, start, end in sorted(found, key=lambda one: (one[1] - one[2], one[1])):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            secrets.append(Secret(kind, Evidence(start, end - 1)))
    return tuple(sorted(secrets, key=lambda one: one.evidence.start_word))


def _ibans(words: Sequence[str]) -> list[Span]:
    """Find international account numbers, in one piece or in groups; their check digits tell them from all else."""
    found: list[Span] = []
    for start, word in enumerate(words):
        first = _last_part(word).upper()
        if not _IBAN_START.fullmatch(first):
            continue
        is_named = any("iban" in earlier.lower() for earlier in words[max(0, start - 4) : start + 1])
        whole, end, best = "", start, None
        while end < len(words) and len(whole) < _IBAN_LENGTHS.stop:
            part = first if end == start else _bare(words[end]).upper()
            if not _IBAN_PART.fullmatch(part) or (
                end > start and not any(c.isdigit() for c in part) and len(part) != 4
            ):
                break
            whole, end = whole + part, end + 1
            if len(whole) in _IBAN_LENGTHS and (_checks(whole) or (is_named and any(c.isdigit() for c in part))):
                best = end
            if words[end - 1][-1:] in ".,;:!?)" and end - 1 > start:
                break
        if best:
            found.append(("bank", start, best))
    return found


def _checks(iban: str) -> bool:
    """Tell whether the check digits are right (ISO 7064, modulus 97): one in a hundred other numbers has them."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _births(words: Sequence[str]) -> list[Span]:
    """Find the date next to a word about birth: "born 12/03/1980", "DOB: 1980-03-12", "birthday is March 12"."""
    found: list[Span] = []
    for at, word in enumerate(words):
        cue, _, stuck = word.partition(":")
        if _bare(cue).lower().removesuffix("'s").removesuffix("’s") not in _BORN:
            continue
        if {_bare(near).lower() for near in words[at + 1 : at + 2]} & _EVENTS:  # "birthday cake for 12/03/2026"
            continue
        if stuck and _DATE.fullmatch(_bare(stuck)):
            found.append(("birthday", at, at + 1))
            continue
        for start in range(at + 1, min(len(words), at + 1 + _REACH)):
            if end := _date_end(words, start):
                found.append(("birthday", start, end))
                break
            if words[start - 1][-1:] in (".", "!", "?") and start - 1 > at:
                break
        else:
            found += _in_front(words, at)
    return found


def _in_front(words: Sequence[str], cue: int) -> list[Span]:
    """Find "12/03/1980 is her birthday"."""
    for start in range(max(0, cue - 6), cue):
        end = _date_end(words, start)
        if end and {_bare(word).lower() for word in words[end:cue]} & {"is", "was", "her", "his", "my", "ist", "am"}:
            return [("birthday", start, end)]
    return []


def _date_end(words: Sequence[str], start: int) -> int | None:
    """Return the end of a date that has a day and begins at a word, None where there is none."""
    plain = [_bare(word).lower() for word in words[start : start + 5]]
    if _DATE.fullmatch(plain[0]):
        return start + 1
    order = [word for word in plain if word != "of"][:3]
    skipped = 1 if plain[1:2] == ["of"] else 0
    if len(order) < 2:
        return None
    is_day_first = bool(_DAY.fullmatch(order[0])) and order[1] in _MONTH
    is_month_first = order[0] in _MONTH and bool(_DAY.fullmatch(order[1]))
    if not is_day_first and not is_month_first:
        return None
    has_year = len(order) > 2 and bool(_YEAR.fullmatch(order[2]))
    return start + 2 + skipped + has_year


def _socials(words: Sequence[str]) -> list[Span]:
    """Find 123-45-6789 unless it numbers an order: no telephone number is written in this way."""
    return [
        ("ssn", at, at + 1)
        for at, word in enumerate(words)
        if _SOCIAL.fullmatch(_bare(word))
        and not {_bare(near).lower() for near in words[max(0, at - 3) : at]} & _NUMBERED
    ]


def _accounts(words: Sequence[str]) -> list[Span]:
    """Find the number behind a German word for an account or a document, such as Kontonummer."""
    found: list[Span] = []
    for at, word in enumerate(words):
        kind = _NAMED_NUMBER.fullmatch(_bare(word).lower())
        nearby = range(at + 1, min(len(words), at + 4))
        number = next((near for near in nearby if _LONG_NUMBER.fullmatch(_bare(words[near]))), None) if kind else None
        if number is not None:
            found.append(("bank" if _bare(word).lower().startswith(("konto", "bank")) else "ssn", number, number + 1))
    return found


def _passwords(words: Sequence[str]) -> list[Span]:
    """Find what stands behind "password:" or "PIN =", in the same word or the next."""
    found: list[Span] = []
    for at, word in enumerate(words):
        assigned = _ASSIGNED.fullmatch(word)
        name, sign, value = assigned.groups() if assigned else (word, "", "")
        if _bare(name).lower() not in _PASSWORD:
            continue
        if sign and value:
            found.append(("access", at, at + 1))
        elif sign and at + 1 < len(words):
            found.append(("access", at + 1, at + 2))
        elif words[at + 1 : at + 2] in (["="], [":"]) and at + 2 < len(words):
            found.append(("access", at + 2, at + 3))
    return found


def _bare(word: str) -> str:
    return word.strip(_EDGE)


def _last_part(word: str) -> str:
    """Return what stands behind a colon: "IBAN:DE89..." is typed in one piece."""
    return _bare(word.rpartition(":")[2] or word)

"""Mail addresses and telephone numbers as spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.digits import digit_runs
from voice.understanding.numbers.numbers import digit_string

_DOMAIN_ENDS = wordset("example com org net edu co us uk io biz info gov")
_BEFORE_LOCAL = wordset(
    "is it's to email mail address at-address new the now its as his her their my send on use an that's be via was and "
    "says s by emails with called says: him them reach write contact invoice invoices"
)
_SIGNS = {"dot": ".", "underscore": "_", "dash": "-", "hyphen": "-", "point": "."}


@dataclass(frozen=True, slots=True)
class Address:
    """A phone (`+1` and ten digits) or email (lower case) at live words start..end (end excluded)."""

    start: int
    end: int
    kind: str
    value: str


def find_addresses(words: Sequence[str], names: frozenset[str] = frozenset()) -> tuple[Address, ...]:
    """Find every mail address and ten-digit telephone number; `names` are first names, which begin addresses."""
    found = [*_emails(words, names), *_phones(words)]
    return tuple(sorted(found, key=lambda a: a.start))


def _emails(words: Sequence[str], names: frozenset[str]) -> list[Address]:
    found: list[Address] = []
    for at in range(1, len(words) - 2):
        if words[at] not in ("at", "@"):
            continue
        end = _domain_end(words, at + 1)
        if end is None:
            continue
        start = _local_start(words, at, names)
        local, domain = _written(words[start:at]), _written(words[at + 1 : end])
        if local and "." in domain:
            found.append(Address(start, end, "email", f"{local}@{domain}"))
    found += [Address(i, i + 1, "email", w) for i, w in enumerate(words) if "@" in w and "." in w and len(w) > 5]
    return found


def _domain_end(words: Sequence[str], start: int) -> int | None:
    """Give the end of "bluehencafe dot example" (any words, then dot and a known ending)."""
    for at in range(start + 1, min(start + 8, len(words) - 1)):
        if words[at] == "dot" and words[at + 1] in _DOMAIN_ENDS:
            end = at + 2
            while end + 1 < len(words) and words[end] == "dot" and words[end + 1] in _DOMAIN_ENDS:
                end += 2
            return end
    return None


def _local_start(words: Sequence[str], at: int, names: frozenset[str]) -> int:
    """Go left from the "at" over what belongs to the address."""
    start = at - 1
    while start > 0:
        before = words[start - 1]
        if before in _SIGNS and start > 1:
            start -= 2
        elif (
            words[start] in _SIGNS
            or ((len(words[start]) == 1 or digit_string(words, start)) and before not in _BEFORE_LOCAL)
            or (len(before) == 1 and before.isalpha() and before not in ("a", "i"))
        ):
            start -= 1
        else:
            break
    return start


def _written(spoken: Sequence[str]) -> str:
    text, at = "", 0
    while at < len(spoken):
        word = spoken[at]
        if word in _SIGNS:
            text, at = text + _SIGNS[word], at + 1
        elif read := digit_string(spoken, at):
            text, at = text + read[0], read[1]
        else:
            text, at = text + word.replace("'", ""), at + 1
    return text


def _phones(words: Sequence[str]) -> list[Address]:
    found: list[Address] = []
    for run in digit_runs(words):
        digits = run.digits
        if len(digits) == 11 and digits[0] == "1":
            digits = digits[1:]
        if len(digits) == 10 and not run.signs:
            found.append(Address(run.start, run.end, "phone", "+1" + digits))
    return found

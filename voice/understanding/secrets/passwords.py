"""Passwords, passphrases and logins spoken in words."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.numbers import digit_string

_NETWORKS = wordset("wifi wi-fi login portal user username network admin account")


_NO_PASSWORD = wordset(
    "for to from again reset doesn't isn't wasn't changed please when in on at of manager thing issue problem "
    "he's she's expired protected works working stopped was is are so and but"
)


_LOGINS = wordset("login username")


_PASSWORD = wordset("password passphrase passcode")


_PASS_STOP = wordset(
    "all and but so he if when she they i we it the that for please don't which if then anyway says said wants needs "
    "reset change on"
)


_WIFI = wordset("wifi wi-fi wifi's wi-fi's")
_ABOUT_WIFI = wordset(
    "down slow bad out off broken working not too so really very spotty fast fine good terrible awful free acting "
    "back up only in on for the a and but weak patchy he she they i we it password called named new different"
)


def wifi_words(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Find what is said straight behind "the wifi is" and is no word on how the wifi does."""
    found: list[tuple[str, int, int]] = []
    for i, word in enumerate(words):
        owned = words[max(0, i - 1) : i] != ["no"]
        at = i + (1 if word.endswith("'s") else 2)
        if word not in _WIFI or not owned or (not word.endswith("'s") and words[i + 1 : i + 2] not in (["is"], ["'s"])):
            continue
        end = _password_end(words, at)
        if at < end and words[at] not in _ABOUT_WIFI and end - at >= 2:
            found.append(("access", at, end))
    return found


_COPULAS = wordset("is it's was to now")


_AROUND = wordset("is it's was to now just still all lower case one word")


def passwords(words: Sequence[str]) -> list[tuple[str, int, int]]:
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

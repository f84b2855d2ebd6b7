"""Words to show while somebody is still speaking, without any that may turn out to be a secret."""

from __future__ import annotations

from voice.commands import hold_private
from voice.understanding.secrets.secrets import cut_secrets, find_secrets

DIGITS = frozenset("zero oh o one two three four five six seven eight nine double triple".split())
NUMBER_WORDS = DIGITS | frozenset(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
    "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth".split()
)
MONTHS = frozenset("january february march april may june july august september october november december".split())
JOINTS = frozenset("of the and".split())
SECRET_CUES = frozenset(
    "birthday birthdate born birth dob code codes pin password passcode passwords card visa mastercard amex expiry "
    "expires cvv cvc ssn account routing iban social security login alarm combination".split()
)
SPELLED_CUES = (("s", "s", "n"), ("c", "v", "v"), ("c", "v", "c"), ("d", "o", "b"), ("b", "day"))
LONGEST_HARMLESS_RUN = 3
WORDS_HELD_BACK = 14
HELD_BACK = "…"


def live_words(heard_so_far: str) -> str:
    """Return words safe to show and keep before the sentence is known to be over.

    A secret is known as such only when it is complete, and often only by a word behind it ("the third of May is her
    birthday"). Held back are therefore: whatever follows a word such as "code" or "birthday", number words in a row,
    dates, and any number at the end, which may still grow. The final transcript has them, or the mark of what was cut.
    """
    words = hold_private(heard_so_far.split(), HELD_BACK)
    words = list(cut_secrets(words, find_secrets(words)))
    return " ".join(_without_doubles(_without_runs(_without_cued(words))))


def _without_cued(words: list[str]) -> list[str]:
    shown, hold = [], 0
    for at, word in enumerate(words):
        shown.append(HELD_BACK if hold > 0 else word)
        hold = WORDS_HELD_BACK if _is_cue(words, at) else hold - 1
    return shown


def _is_cue(words: list[str], at: int) -> bool:
    if words[at] in SECRET_CUES:
        return True
    return any(tuple(words[max(0, at + 1 - len(cue)) : at + 1]) == cue for cue in SPELLED_CUES)


def _without_runs(words: list[str]) -> list[str]:
    shown: list[str] = []
    at = 0
    while at < len(words):
        end = _run_end(words, at)
        run = words[at : max(end, at + 1)]
        is_secret = end > at and (end == len(words) or not _is_harmless(run))
        shown += [HELD_BACK] if is_secret else run
        at += len(run)
    return shown


def _run_end(words: list[str], start: int) -> int:
    """Return where the number or date that begins at `start` ends; `start` itself when none begins there."""
    end = at = start
    while at < len(words) and (_is_number(words[at]) or words[at] in MONTHS or (end > start and words[at] in JOINTS)):
        at += 1
        if words[at - 1] not in JOINTS or at == len(words):
            end = at
    return end


def _is_number(word: str) -> bool:
    return word in NUMBER_WORDS or any(letter.isdigit() for letter in word)


def _is_harmless(run: list[str]) -> bool:
    numbers = [word for word in run if _is_number(word)]
    if not numbers:
        return True  # "may" alone is mostly no month
    if len(numbers) < len([word for word in run if word not in JOINTS]):
        return False  # a number with a month is a date
    is_spelled = len(run) >= LONGEST_HARMLESS_RUN and all(word in DIGITS or word.isdigit() for word in numbers)
    return len(numbers) <= LONGEST_HARMLESS_RUN and not is_spelled


def _without_doubles(words: list[str]) -> list[str]:
    return [word for at, word in enumerate(words) if word != HELD_BACK or at == 0 or words[at - 1] != HELD_BACK]

"""Words to show while somebody is still speaking, without any that may turn out to be a secret."""

from __future__ import annotations

from voice.understanding.secrets import cut_secrets, find_secrets

DIGIT_WORDS = frozenset(
    "zero oh o one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand double triple "
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth".split()
)
SECRET_CUES = frozenset(
    "birthday birthdate born birth code codes pin password passcode passwords card visa mastercard amex expiry expires "
    "account routing iban social security login alarm combination".split()
)
LONGEST_HARMLESS_RUN = 3
WORDS_HELD_BACK = 14
HELD_BACK = "…"


def live_words(heard_so_far: str) -> str:
    """Return words safe to show and keep before the sentence is known to be over.

    A secret is known as such only when it is complete, so number words in a row, and whatever follows a word such
    as "code" or "birthday", are held back; the final transcript has them, or the mark of what was cut.
    """
    words = heard_so_far.split()
    words = list(cut_secrets(words, find_secrets(words)))
    return " ".join(_without_runs(_without_cued(words)))


def _without_cued(words: list[str]) -> list[str]:
    shown, hold = [], 0
    for word in words:
        shown.append(HELD_BACK if hold > 0 else word)
        hold = WORDS_HELD_BACK if word in SECRET_CUES else hold - 1
    return shown


def _without_runs(words: list[str]) -> list[str]:
    shown: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if word in DIGIT_WORDS:
            run.append(word)
            continue
        shown += run if len(run) <= LONGEST_HARMLESS_RUN else [HELD_BACK]
        run = []
        if word and not (word == HELD_BACK and shown and shown[-1] == HELD_BACK):
            shown.append(word)
    return shown

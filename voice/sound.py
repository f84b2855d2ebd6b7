"""How names sound: spoken tokens of a written name, coarse phone classes, and likeness of two sounds.

The folding follows what notes showed to matter (docs/understanding.md): all vowels one class, voiced and
unvoiced alike, doubled symbols once.  Names are read by the spelling rules of several languages, heard words
by English ones only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Indel, Levenshtein

from voice.number_words import ONES

PHONE_SHARE = 0.6  # of the likeness; the rest is letters (docs/understanding.md, "Names by sound")

_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


def fold(text: str) -> str:
    """Lower case without accents, apostrophes made straight."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ł", "l").replace("Ł", "l"))
    return plain.encode("ascii", "ignore").decode().lower()


@lru_cache(maxsize=20_000)
def spoken_tokens(name: str) -> tuple[str, ...]:
    """Spell a written name as a recogniser prints it: "St. Brendan & 57th" -> saint brendan and fifty seventh."""
    words: list[str] = []
    for raw in re.findall(r"[a-z0-9']+|&", fold(name)):
        token = raw.strip("'")
        if raw == "&":
            words.append("and")
        elif token == "st" and not words:
            words.append("saint")
        elif match := re.fullmatch(r"(\d+)(st|nd|rd|th)?", token):
            words.extend(number_words(int(match[1]), ordinal=bool(match[2])))
        elif token:
            words.append(token)
    return tuple(words)


def number_words(value: int, *, ordinal: bool = False) -> list[str]:
    """Say a whole number below a million in words."""
    if value >= 1000:
        words = [*number_words(value // 1000), "thousand", *(number_words(value % 1000) if value % 1000 else [])]
    elif value >= 100:
        words = [ONES[value // 100], "hundred", *(number_words(value % 100) if value % 100 else [])]
    elif value >= 20:
        words = [_TENS[value // 10], *([ONES[value % 10]] if value % 10 else [])]
    else:
        words = [ONES[value]]
    if ordinal:
        last = words[-1]
        words[-1] = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return words


_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), symbol) for pattern, symbol in pairs)


# Symbols: a vowel, k g-like, t d th, p b, f v, s z sh zh, C ch j, m, n, l, r, w, h.
_COMMON = _rules(
    (r"[^a-z]", ""),
    (r"^x", "s"),
    (r"^(kn|gn|pn)", "n"),
    (r"^wr", "r"),
    (r"^wh", "w"),
    (r"^ps", "s"),
    (r"mb$", "m"),
    (r"sch", "sk"),
    (r"tch", "C"),
    (r"chr", "kr"),
    (r"ch", "C"),
    (r"sh", "s"),
    (r"ph", "f"),
    (r"th", "t"),
    (r"ight", "at"),
    (r"ough$|augh$", "a"),
    (r"([aeiou])gh", r"\1"),
    (r"gh", "k"),
    (r"dg(?=[eiy])", "C"),
    (r"sc(?=[eiy])", "s"),
    (r"c(?=[eiy])", "s"),
    (r"ck|[cq]u?", "k"),
    (r"x", "ks"),
    (r"g(?=[eiy])", "C"),
    (r"ti(?=on)", "s"),
    (r"j", "C"),
    (r"([aeiou])w(?![aeiouy])", r"\1"),
    (r"(?<=[aeiou])h", ""),
    (r"e$", ""),
)
_POLISH = _rules(
    (r"sz|rz|ś|si(?=[aeiou])", "s"), (r"cz|ci(?=[aeiou])", "C"), (r"ch", "h"), (r"w", "f"), (r"c", "s"), (r"j", "a"),
)  # fmt: skip
_SPANISH = _rules(
    (r"qu(?=[ei])", "k"), (r"gu(?=[ei])", "k"), (r"j", "h"), (r"g(?=[ei])", "h"), (r"ll", "a"), (r"h", ""),
    (r"que", "ke"), (r"x", "s"), (r"v", "p"), (r"z", "s"),
)  # fmt: skip
_ITALIAN = _rules((r"ch", "k"), (r"ci(?=[aou])|c(?=[ei])", "C"), (r"gi(?=[aou])|g(?=[ei])", "C"), (r"gl(?=i)", "l"))
_FRENCH = _rules(
    (r"eaux?$|aux?$|ault$", "o"), (r"oi", "wa"), (r"ch", "s"), (r"qu", "k"), (r"(?<=[aeiou])[tdsxzp]+$", ""),
    (r"er$|ez$|et$", "a"), (r"^h", ""), (r"th", "t"), (r"[jg](?=[eiy])|j", "s"),
)  # fmt: skip
_ASIAN = _rules(
    (r"^ng(?=u)", ""), (r"^ng", "n"), (r"^nn", "n"), (r"x", "s"), (r"^zh", "C"), (r"q", "C"), (r"^ts", "s"),
    (r"tl$", "tal"), (r"tl", "tl"),
)  # fmt: skip
_TRADITIONS = (None, _POLISH, _SPANISH, _ITALIAN, _FRENCH, _ASIAN)
_VOICING = str.maketrans("bdgvz", "ptkfs")


def _apply(rules: _Rules, word: str) -> str:
    for pattern, symbol in rules:
        word = pattern.sub(symbol, word)
    return word


def _coarse(word: str) -> str:
    word = re.sub(r"[aeiouy]+", "a", word).translate(_VOICING)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=20_000)
def respelled(word: str) -> tuple[str, ...]:
    """Spell one word of a name as an English reader of each spelling tradition would write what it hears."""
    plain = fold(word).replace("'", "")
    return tuple(plain if tradition is None else _apply(tradition, plain).lower() for tradition in _TRADITIONS)


@lru_cache(maxsize=50_000)
def heard_phones(words: str) -> str:
    """Fold recognised words (spaces between) into coarse phones by English spelling."""
    return re.sub(r"(.)\1+", r"\1", "".join(_coarse(_apply(_COMMON, w.replace("'", ""))) for w in fold(words).split()))


@lru_cache(maxsize=50_000)
def name_phones(words: str) -> tuple[str, ...]:
    """Fold a name into every coarse pronunciation that a spelling tradition gives it."""
    variants: dict[str, None] = {}
    for tradition in _TRADITIONS:
        said = []
        for word in fold(words).replace("'", "").split():
            shaped = word if tradition is None else _apply(tradition, word)
            said.append(_coarse(_apply(_COMMON, shaped)))
        variants[re.sub(r"(.)\1+", r"\1", "".join(said))] = None
    return tuple(variants)


@lru_cache(maxsize=200_000)
def likeness(heard: str, name: str) -> float:
    """Compare heard words with a name, 0 to 1: six parts sound, four parts letters."""
    phones = heard_phones(heard)
    sound = max(
        (0.5 * Indel.normalized_similarity(phones, v) + 0.5 * Levenshtein.normalized_similarity(phones, v))
        for v in name_phones(name)
    )
    letters = Indel.normalized_similarity(_letters(heard), _letters(name))
    return PHONE_SHARE * sound + (1 - PHONE_SHARE) * letters


@lru_cache(maxsize=50_000)
def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", fold(text))


@lru_cache(maxsize=50_000)
def sound_keys(word: str) -> tuple[str, ...]:
    """Return the keys of one word of a name by which it is found by ear: its sounds without vowels but a first one.

    Coarser than `name_phones`, so that "ketel" finds "Kettle": a key chooses candidates, `likeness` orders them.
    Keys of a single sound tell nothing and are left out.
    """
    keys = dict.fromkeys(
        phones[:1] + phones[1:].replace("a", "") for phones in (heard_phones(word), *name_phones(word))
    )
    return tuple(key for key in keys if len(key) > 1)

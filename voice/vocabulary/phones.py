"""Fine phones of heard words and of names, and how alike two of them sound.

Heard words are read from a table (`english.txt`, made with espeak-ng 1.51, a letter a phone); names, and words that are
not in it, by rules of spelling.  Finer than `voice.sound`: vowels are told apart, and each pair of phones has a cost.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from voice.sound import respelled

# Phones: p b t d k g f v T D s z S Z C(h) J m n N(g) l r w j h, vowels a(h) A(ash) E I i @ V U u o e c(aw) Y(eye) W(ow)
# O(oy) R(er).
VOWELS = frozenset("aAEI@iVUuoecYWOR")
_PHONES = (*sorted(VOWELS), *"pbtdkgfvTDszSZCJmnNlrwjh")
_WORDS = Path(__file__).with_name("english.txt")

# What a phone taken for another costs; 1 for consonants and 0.45 for vowels that are not listed. Guessed from what
# recognisers confuse, then looked at over spoken names (bench/names.py).
_NEAR = (
    "pb.35 td.35 kg.35 fv.3 sz.25 SZ.3 CJ.3 TD.3 tT.5 dD.4 sT.5 fT.4 SC.4 Ss.5 ZJ.4 Zz.5 mn.45 nN.35 mN.5 rl.6 wr.6 "
    "wl.6 vw.5 bv.5 tC.5 dJ.5 rR.3 jJ.5 ji.3 wu.3 tk.6 pk.6 pt.6 bd.6 dg.6 hk.7 dn.6 bm.6 "
    "Ii.15 I@.1 @V.05 EI.2 EA.2 Ee.2 aV.2 ac.1 aA.3 co.2 Uu.15 uo.35 R@.25 aY.3 i@.3 E@.2 A@.25 a@.25 u@.3 o@.3 U@.15 "
    "ei.35 Ye.4 Wa.3 Oc.3"
)
_COST = {pair: float(near[2:]) for near in _NEAR.split() for pair in (near[:2], near[1::-1])}
_COARSE = str.maketrans({**dict.fromkeys(VOWELS, "a"), **dict(zip("bdgvzDZJN", "ptkfsTSCn", strict=True))})


@cache
def _table() -> dict[str, str]:
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    return {word: phones for word, _, phones in (line.partition(" ") for line in lines)}


@lru_cache(maxsize=20_000)
def word_phones(word: str) -> str:
    """Give the phones of a heard word."""
    return _table().get(word) or _by_rules(word)


@lru_cache(maxsize=20_000)
def name_phones(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Give the ways in which a name is said: as its words are, and by the rules of six spelling traditions."""
    ways = {"".join(word_phones(token) for token in tokens): None}
    for respelling in zip(*(respelled(token) for token in tokens), strict=True):
        ways["".join(_by_rules(part) for part in respelling)] = None
    return tuple(way for way in ways if way)


def coarse(phones: str) -> str:
    """Fold phones so that only what nobody mishears is left: one vowel, voiced as unvoiced."""
    return phones.translate(_COARSE)


@lru_cache(maxsize=200_000)
def alikeness(heard: str, said: str) -> float:
    """Compare two rows of phones: 1 when the same, 0 and less when nothing fits."""
    left_out = [left_out_cost(phone) for phone in said]
    above = [0.0]
    for cost in left_out:
        above.append(above[-1] + cost)
    for phone in heard:
        added, costs = left_out_cost(phone), _swaps(phone)
        row = [above[0] + added]
        for place, other in enumerate(said):
            cost = above[place] + costs[other]
            if (without := above[place + 1] + added) < cost:
                cost = without
            if (more := row[place] + left_out[place]) < cost:
                cost = more
            row.append(cost)
        above = row
    return 1 - above[-1] / max(1.0, 0.75 * max(len(heard), len(said)))


@cache
def _swaps(phone: str) -> dict[str, float]:
    return {other: swap_cost(phone, other) for other in _PHONES}


def swap_cost(a: str, b: str) -> float:
    """Give what it costs by hand to hear one phone for another: 0 (the same) to 1."""
    if a == b:
        return 0.0
    return _COST.get(a + b) or (0.45 if a in VOWELS and b in VOWELS else 1.0)


@cache
def left_out_cost(phone: str) -> float:
    """Give what it costs by hand to hear a phone not at all, or where none was said."""
    if phone in "@Ih":
        return 0.4
    return 0.5 if phone in VOWELS else 0.6 if phone in "tdnrlwj" else 0.8


def _rules(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), phones) for pattern, phones in pairs)


# The first rule that fits at a letter says what is spoken there and how many letters it takes.
_SPELLING = _rules(
    (r"^x", "z"), (r"^(?:kn|gn|pn)", "n"), (r"^wr", "r"), (r"^wh", "w"), (r"^ps", "s"), (r"^ng(?=[aeiou])", "ng"),
    (r"mb$", "m"), (r"sch", "S"), (r"tch", "C"), (r"chr", "kr"), (r"ch", "C"), (r"sh", "S"), (r"ph", "f"), (r"th", "T"),
    (r"ight", "Yt"), (r"gh(?=[^aeiou]|$)", ""), (r"gh", "g"), (r"dg(?=[eiy])", "J"), (r"sc(?=[eiy])", "s"),
    (r"c(?=[eiy])", "s"), (r"qu", "kw"), (r"c?k|q|c", "k"), (r"x", "ks"), (r"g(?=[eiy])", "J"), (r"tion", "S@n"),
    (r"j", "J"), (r"ng$", "N"), (r"n(?=[kg])", "N"),
    (r"ee|ea|ie$|ey$", "i"), (r"oo", "u"), (r"aux$|eaux?$", "o"), (r"ou", "u"), (r"ow$|oa|oe$", "o"), (r"ow", "W"),
    (r"ai|ay|ei", "e"), (r"oi|oy", "O"), (r"au|aw", "c"), (r"[eiu]r(?![aeiouy])", "R"), (r"or(?![aeiouy])", "cr"),
    (r"ar(?![aeiouy])", "ar"), (r"a$", "@"), (r"(?<=[^aeiouy])e$", ""), (r"[iy]$", "i"), (r"o$", "o"), (r"u$", "u"),
    (r"a(?=[^aeiouy]e$)", "e"), (r"e(?=[^aeiouy]e$)", "i"), (r"o(?=[^aeiouy]e$)", "o"), (r"i(?=[^aeiouy]e$)", "Y"),
    (r"a", "A"), (r"e", "E"), (r"i(?=[aeou])", "i"), (r"i", "I"), (r"y(?=[aeiou])", "j"), (r"y", "I"), (r"o", "a"),
    (r"u", "V"), (r"[bdfghklmnprstvwz]", r"\g<0>"), (r".", ""),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def _by_rules(word: str) -> str:
    letters, phones, at = word.replace("'", ""), "", 0
    while at < len(letters):
        for pattern, spoken in _SPELLING:
            if found := pattern.match(letters, at):
                said = found.expand(spoken)
                phones += said[1:] if phones and said[:1] == phones[-1] else said
                at = found.end()
                break
    return phones

"""Products named in a note: by name or alias, by a short word for one already named, by sound."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from voice.correction import SoundIndex
from voice.lexicon import Lexicon
from voice.sound import heard_phones
from voice.understanding.language.mentions import Mention, covered
from voice.understanding.language.stream import Stream
from voice.understanding.language.vocabulary import is_common
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.numbers import is_number_word
from voice.understanding.numbers.units import UNITS
from voice.understanding.products.foods import FOOD_WORDS, read_unlisted
from voice.understanding.products.unit_heard import heard_by_unit

_OTHER_KIND = {
    "cream": wordset("sour ice whipped shaving hand cold pastry"),
    "butter": wordset("peanut almond cocoa apple nut shea cashew"),
    "sugar": wordset("brown powdered icing confectioners blood coconut demerara low no"),
    "fries": wordset("curly waffle truffle crinkle shoestring steak tater loaded"),
    "sausage": wordset("turkey chicken breakfast vegan andouille polish blood chorizo"),
    "onions": wordset("red green white spring pickled fried sweet pearl"),
    "potatoes": wordset("red sweet mashed baby gold yukon"),
    "eggs": wordset("quail duck scrambled hard boiled"),
    "gloves": wordset("latex vinyl oven winter rubber leather"),
    "napkins": wordset("cocktail beverage linen"),
    "bacon": wordset("turkey vegan canadian"),
    "salmon": wordset("smoked wild sockeye canned"),
    "mustard": wordset("dijon grain wholegrain honey spicy"),
    "tortillas": wordset("flour wheat"),
    "shrimp": wordset("rock popcorn dried"),
    "wings": wordset("vegan cauliflower boneless"),
    "rice": wordset("brown white wild"),
    "detergent": wordset("laundry"),
    "tofu": wordset("silken smoked"),
    "thighs": wordset("duck turkey"),
    "mayo": wordset("vegan spicy"),
    "mayonnaise": wordset("vegan"),
    "cheddar": wordset("mild vegan white"),
    "brioche": frozenset(),
}
_NOT_BEHIND = {
    "espresso": wordset("bar house cups martini martinis"),
    "sugar": wordset("desserts dessert options option levels syrup diet free snap rush packets cookies"),
    "cream": wordset("puffs sauce"),
    "eggs": wordset("benedict"),
    "chai": wordset("bar latte lattes"),
    "butter": wordset("lettuce chicken"),
    "lemons": frozenset(),
    "bacon": wordset("bits jam"),
    "matcha": wordset("latte lattes drinks drink"),
    "wings": wordset("night"),
    "salmon": wordset("fishing"),
    "sausage": wordset("co company"),
    "mustard": wordset("seeds seed greens"),
    "potatoes": frozenset(),
    "brisket": frozenset(),
}
_CUE_BEFORE = wordset(
    "of the some more for on with wants want needs need take took takes add ordered order buy get and our their about "
    "tried try likes loves switch drop dropped dropping cancel sample samples send extra less no as fresh by into"
)
FLOOR_AT_CUE = 0.80  # likeness beside a quantity, "the", "wants" ...
FLOOR_ANYWHERE = 0.88
FLOOR_SURE = 0.90  # of several words, so that a person's name may be passed over


def find_products(stream: Stream, taken: frozenset[int], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Find every product named at live words that are not `taken` by other names."""
    found = products_by_name(stream, taken, lexicon)
    found += heard_by_unit(stream, taken | covered(found), lexicon)
    found += _by_sound(stream, taken | covered(found), lexicon)
    found.sort(key=lambda m: m.start)
    found += _short_words(stream, taken | covered(found), found, lexicon)
    found += _unlisted(stream, taken | covered(found))
    return tuple(sorted(found, key=lambda m: m.start))


def products_by_name(stream: Stream, taken: frozenset[int], lexicon: Lexicon) -> list[Mention]:
    """Find the products whose name or alias is said exactly."""
    longest = max((len(form) for form in lexicon.product_forms), default=0)
    mirrored = _mirrored(lexicon)
    words = tuple(_bare(w) for w in stream.words)
    found: list[Mention] = []
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            form = words[at : at + size]
            ids = lexicon.product_forms.get(form) or (mirrored.get(form) if size == 2 else None)
            if not ids or not taken.isdisjoint(range(at, at + size)):
                continue
            if mention := _named(stream, words, at, size, ids, lexicon, found):
                found.append(mention)
                at += size - 1
                break
        at += 1
    return found


@lru_cache(maxsize=4)
def _mirrored(lexicon: Lexicon) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Give names of two words said as a list writes them: "butter unsalted", "milk whole", "rice jasmine"."""
    forms = lexicon.product_forms
    turned = {form[::-1]: ids for form, ids in forms.items() if len(form) == 2 and form[::-1] not in forms}
    return {form: ids for form, ids in turned.items() if form[0] not in _TURNED_OTHERWISE}


_TURNED_OTHERWISE = wordset(
    "percent house and cut cold fresh number ten boxes service plan program audit lease delivery"
)


def surely_heard(stream: Stream, taken: frozenset[int], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Find misheard products of several words that a count and a unit stand beside, before people are looked for."""
    sure = [m for m in _by_sound(stream, taken, lexicon) if m.end - m.start > 1 and m.score >= FLOOR_SURE]
    return tuple(m for m in sure if _counted_beside(stream, m.start, m.end))


def _counted_beside(stream: Stream, start: int, end: int) -> bool:
    words = stream.words
    behind = words[end : end + 1] != () and is_number_word(words[end])
    unit = any(w in UNITS for w in words[end + 1 : end + 4])
    led = start - (words[start - 1 : start] == ("of",))
    before = led > 1 and words[led - 1] in UNITS and is_number_word(words[led - 2])
    return (behind and unit) or before


def _bare(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word


def _named(
    stream: Stream,
    words: Sequence[str],
    at: int,
    size: int,
    ids: tuple[str, ...],
    lexicon: Lexicon,
    found: Sequence[Mention],
) -> Mention | None:
    """Make the mention, unless a word beside it makes it another thing; "the eggs" may be the liquid eggs of before."""
    last = words[at + size - 1]
    before = words[at - 1] if at else ""
    plural = last if last.endswith("s") else last + "s"
    other = _OTHER_KIND.get(last, _OTHER_KIND.get(plural, frozenset()))
    if size == 1 and before in other:
        return Mention("product", at - 1, at + size, (), f"{before} {last}")
    behind = words[at + size] if at + size < len(words) else ""
    if size == 1 and behind in _NOT_BEHIND.get(last, _NOT_BEHIND.get(plural, frozenset())):
        return None
    if size == 1:
        earlier = [m for m in found if m.id and m.id not in ids and words[m.end - 1] == last and m.end - m.start > 1]
        if earlier and before in ("the", "those", "of", "their"):
            ids = earlier[-1].ids
    name = lexicon.product_by_id[ids[0]].name if len(ids) == 1 else " ".join(words[at : at + size])
    return Mention("product", at, at + size, ids, name)


def _by_sound(stream: Stream, taken: frozenset[int], lexicon: Lexicon) -> list[Mention]:
    """Find misheard products where products are spoken of."""
    spans = [
        (start, end)
        for start in range(len(stream))
        for end in range(start + 1, min(start + 4, len(stream)) + 1)
        if taken.isdisjoint(range(start, end)) and _plausible(stream, start, end)
    ]
    index, owners = _sounds(lexicon)
    candidates: list[tuple[float, int, int, tuple[str, ...]]] = []
    for repair in index.repairs([stream.text(start, end) for start, end in spans], FLOOR_AT_CUE):
        start, end = spans[repair.heard]
        floor = FLOOR_AT_CUE if _at_cue(stream, start, end, taken) else FLOOR_ANYWHERE
        counted = _counted_beside(stream, start, end)
        if repair.score >= _raised(floor, stream.words[start:end], index.names[repair.name], counted=counted):
            candidates.append((repair.score, start, end, owners[repair.name]))
    return _best_apart(candidates, lexicon)


def _raised(floor: float, heard: Sequence[str], name: str, *, counted: bool) -> float:
    """Short names and everyday words need a closer likeness, in letters too; less where a count stands beside them."""
    letters = Indel.normalized_similarity("".join(heard), name.replace(" ", ""))
    everyday = all(is_common(word) for word in heard)
    if (len(name) <= 6 and letters < 0.72) or (everyday and letters < 0.75):
        return 1.1
    if counted and letters >= 0.75:
        return floor
    return floor + (0.04 if len(heard_phones(name)) < 6 else 0) + (0.04 if everyday else 0)


@lru_cache(maxsize=4)
def _sounds(lexicon: Lexicon) -> tuple[SoundIndex, tuple[tuple[str, ...], ...]]:
    forms = list(lexicon.product_forms.items())
    return SoundIndex([" ".join(form) for form, _ in forms]), tuple(ids for _, ids in forms)


def _plausible(stream: Stream, start: int, end: int) -> bool:
    words = stream.words[start:end]
    if len("".join(words)) < 4 or words[0] in _EDGE or words[-1] in _EDGE:
        return False
    if any(w in UNITS and w not in ("head", "loaf", "can") for w in words) or words[0] in UNITS:
        return False
    if all(w in _FUNCTION for w in words):
        return False
    if len(words) == 1 and words[0] in _TASTES and not _counted_beside(stream, start, end):
        return False
    if len(words) == 1:
        return not is_common(words[0]) and not is_number_word(words[0]) and words[0] not in FOOD_WORDS
    if any(is_number_word(w) or w == "oh" for w in words):
        return False
    if all(is_common(w) for w in words):
        return len(words) == 2 or sum(len(w) for w in words) >= 9
    return True


_FUNCTION = wordset(
    "could would should be been did were may might must off us him her them me out up to in on at it is was all too"
)
_TASTES = wordset("bitter sour salty bland")
_EDGE = wordset(
    "the a an and of to for i he she they we it is was at in on by with that this or but so said says wants needs"
)


def _at_cue(stream: Stream, start: int, end: int, taken: frozenset[int]) -> bool:
    before = stream.words[start - 1] if start else ""
    behind = stream.words[end] if end < len(stream) else ""
    return (
        before in _CUE_BEFORE
        or before in UNITS
        or is_number_word(before)
        or is_number_word(behind)
        or start - 1 in taken
    )


def _best_apart(candidates: list[tuple[float, int, int, tuple[str, ...]]], lexicon: Lexicon) -> list[Mention]:
    found: list[Mention] = []
    used: set[int] = set()
    for score, start, end, ids in sorted(candidates, key=lambda c: (-c[0], c[1] - c[2])):
        if used.isdisjoint(range(start, end)):
            used.update(range(start, end))
            name = lexicon.product_by_id[ids[0]].name
            found.append(Mention("product", start, end, ids, name, score))
    return found


def _short_words(stream: Stream, taken: frozenset[int], found: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Read "the concentrate", "burgers", "oil" as the product of that word said before them."""
    more: list[Mention] = []
    for at, word in enumerate(stream.words):
        if at in taken or len(word) < 3 or word in UNITS or is_number_word(word):
            continue
        before = stream.words[at - 1] if at else ""
        if (
            before not in ("the", "of", "those", "that", "their", "his", "her", "my", "more", "our")
            and before not in UNITS
            and not _count_behind(stream, at)
        ):
            continue
        for mention in reversed([m for m in found if m.id and m.end <= at]):
            product = lexicon.product_by_id[mention.ids[0]]
            tokens = {t for name in (product.name, *product.aliases) for t in name.lower().split()}
            if _same_number(word) & {s for t in tokens for s in _same_number(t)} and word not in _TOO_PLAIN:
                more.append(Mention("product", at, at + 1, mention.ids, product.name, 0.9))
                break
        else:
            if service := _only_service(word, lexicon):
                more.append(Mention("product", at, at + 1, (service,), lexicon.product_by_id[service].name, 0.8))
            elif other := _sibling(word, before, found, lexicon):
                more.append(Mention("product", at, at + 1, (other,), lexicon.product_by_id[other].name, 0.8))
    return more


def _unlisted(stream: Stream, taken: frozenset[int]) -> list[Mention]:
    """Find goods that the company does not list."""
    stop = taken | frozenset(i for i, w in enumerate(stream.words) if w in UNITS or is_number_word(w))
    spans = [read_unlisted(stream.words, at, stop) for at in range(len(stream)) if at not in stop]
    return [Mention("product", s[0], s[1], (), stream.text(*s), 0.7) for s in spans if s is not None]


_TOO_PLAIN = wordset("number ten fresh cut straight house free plan program service machine saturday delivery weekend "
    "sheet and half hot "
                     "whole extra number two percent sixteen twelve ounce")  # fmt: skip


def _only_product(word: str, lexicon: Lexicon) -> str | None:
    """Read "ramen": an uncommon word that is part of one product's names only."""
    if len(word) < 5 or is_common(word) or word in FOOD_WORDS:
        return None
    fits = {p.id for p in lexicon.products if word in f"{p.name} {' '.join(p.aliases)}".lower().split()}
    return fits.pop() if len(fits) == 1 else None


def _only_service(word: str, lexicon: Lexicon) -> str | None:
    """Read "our workshop", "the audit": a word that names one service and nothing else."""
    if word in _TOO_PLAIN or len(word) < 5:
        return None
    fits = [p for p in lexicon.products if word in p.name.lower().split()]
    return fits[0].id if len(fits) == 1 and fits[0].unit in ("month", "session", "program") else None


def _sibling(word: str, before: str, found: Sequence[Mention], lexicon: Lexicon) -> str | None:
    """Read "the concentrate" after "cold brew": the one product that shares a word with one said before."""
    if before != "the" or word in _TOO_PLAIN:
        return None
    said = {t for m in found if m.id for t in lexicon.product_by_id[m.ids[0]].name.lower().split()}
    fits = [
        p.id for p in lexicon.products if word in (tokens := p.name.lower().split()) and (set(tokens) - {word}) & said
    ]
    return fits[0] if len(fits) == 1 else None


def _count_behind(stream: Stream, at: int) -> bool:
    return at + 2 < len(stream) and is_number_word(stream.words[at + 1]) and stream.words[at + 2] in UNITS


def _same_number(word: str) -> set[str]:
    forms = {word}
    if word.endswith("s") and not word.endswith("ss"):
        forms.add(word[:-1])
    if word.endswith("es"):
        forms.add(word[:-2])
    return forms

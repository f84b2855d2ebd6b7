"""A short note that only puts an earlier one right: "make that fifty", "the oat milk was fifty not fifteen",
"change it from fifteen to fifty".

The whole note has to be such a correction, said in a form listed here: one that merely holds the words ("make that
call on friday", "it was fifty degrees in there") is an ordinary note. Within one note corrections are read by
`language/corrections.py`; here the thing that is put right stands in another note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from voice.lexicon import Lexicon
from voice.understanding.days.clock import find_whens, read_clock
from voice.understanding.language.mentions import Mention, covered
from voice.understanding.language.stream import open_stream
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.figures import find_figures
from voice.understanding.people.customers import find_customers
from voice.understanding.products.products_named import find_products
from voice.understanding.secrets.secrets import cut_secrets, find_secrets
from voice.understanding.types import Note

MOST_WORDS = 24  # of our own corrections none had more than 17
_MONEY = wordset("dollars dollar bucks buck cents cent usd quid pounds pound")
_MINUTES_TO = wordset("quarter five ten twenty minutes")  # "ten to four" is one time
_VALUE = "<(?:number|day|time)>(?: of (?:the )?<product>)?"
_LEAD = (
    r"(?:(?:sorry|oh|ok|okay|right|no|nope|wait|actually|hi|hello|hey|also|so|well|yeah|and|but|hang on|hold on|oops|"
    r"a?(?: ?quick| ?small| ?little)? ?(?:correction|fix)(?: (?:to|on|for|about))?|my (?:mistake|bad)|apologies|"
    r"scratch that|strike that|i got that wrong|i (?:said|told you) (?:that|it) wrong|that(?:'s| was| is) wrong|"
    r"(?:on|for|in|about|to|at|from)? ?(?:the|that|this|my) (?:last|previous|earlier|first)"
    r"(?: (?:one|note|entry|order))?|"
    r"(?:on|for|about|at|to) <customer>|<customer>) )*"
)
_TAIL = (
    r"(?: (?:please|thanks|thank you|sorry|instead|on that|there|my mistake|my bad|cheers|then|that's (?:it|all)|"
    r"for (?:that|the) (?:order|one)|(?:for|at|to) <customer>|(?:of|for) (?:the )?<product>|(?:on|for) the <product>))*"
)
_THING = (
    r"(?:(?:the|that) (?:order|quantity|count|number|amount|price|delivery(?: date| day)?|meeting|"
    r"appointment|visit|date|day|deadline|time)"
    r"(?: (?:for|of|on|at|to) (?:the )?(?:<customer>|<product>))*|(?:the )?<product>(?: (?:order|price|delivery))?"
    r"(?: (?:for|at) <customer>)?)"
)
_NOT = rf"(?:(?: and)? (?:not|instead of|rather than) {_VALUE}(?: (?:not|instead of|rather than) {_VALUE})?)"
_CHANGE = "(?:change|correct|fix|update|amend|switch|move|make|take|set|put)"
_FROM_TO = f"from {_VALUE} (?:to|into) {_VALUE}"
_WAS = (
    r"(?:is|was|are|were|should be|should have been|ought to be|has to be|needs to be|was meant to be|"
    r"is supposed to be)"
)
_STRONG = (
    r"(?:sorry|no|nope|wait|actually|oops|correction|fix|my mistake|my bad|apologies|scratch that|strike that|"
    r"wrong)"
)
_IT = rf"(?:it's|that's|it {_WAS}|that {_WAS}|should be|should have been|they're)"
_CORES = (
    rf"(?:make|change|set|put) (?:that|it|this|them|those|{_THING})(?: down)?(?: to| into| as)? {_VALUE}{_NOT}?",
    rf"(?:(?:can|could) you )?(?:please )?{_CHANGE} (?:that|it|this|them|those|{_THING}) {_FROM_TO}",
    rf"(?:(?:{_THING} )?{_IT}|{_THING} {_WAS})(?: actually| really)? {_VALUE}{_NOT}",
    rf"(?:it|that|{_THING}) (?:should be|should have been|ought to be)(?: actually)? {_VALUE}",
    rf"(?:should be|should have been) {_VALUE}",
    rf"i (?:meant|should have said|meant to say) {_VALUE}{_NOT}?",
    rf"i said {_VALUE} (?:but )?(?:i meant|it's|it was|it should be|make it|make that) {_VALUE}",
    rf"not {_VALUE} (?:but |it's |it is |it was |it should be |make it |make that |i meant ){_VALUE}",
    rf"(?:{_THING} )?{_VALUE}{_NOT}",
)
_WEAK_CORE = rf"(?:{_IT}|{_THING} {_WAS}) {_VALUE}"  # anything may be told so: only behind what takes something back
_SURE = tuple(re.compile(f"{_LEAD}{core}{_TAIL}") for core in _CORES)
_TAKING_BACK = re.compile(f"{_LEAD}{_WEAK_CORE}{_TAIL}")
_BARE = re.compile(f"{_LEAD}(?:{_THING} )?{_VALUE}{_TAIL}")  # "no thursday" may be a day without deliveries
_IS_STRONGEST = re.compile(r"(?:^| )(?:sorry|actually|oops|correction|my mistake|my bad|apologies|scratch that)(?: |$)")
_IS_STRONG = re.compile(rf"(?:^| ){_STRONG}(?: |$)")


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a correction: a number (with its unit; money or not), or a day, a time or both."""

    number: float | None = None
    unit: str | None = None
    is_money: bool = False
    on: date | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is to be put right in an earlier note: the new value, the old one where it was said, what it is of."""

    value: Said
    instead_of: Said | None
    product_ids: tuple[str, ...]
    customer_ids: tuple[str, ...]
    is_price: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    said: Said | None = None
    mention: Mention | None = None


def read_amendment(note: Note, lexicon: Lexicon, zone: ZoneInfo) -> Amendment | None:
    """Return what a note puts right in an earlier one; None for every note that says anything else."""
    raw = note.text.split()
    if not 0 < len(raw) <= MOST_WORDS:
        return None
    tokens = _tokens(cut_secrets(raw, find_secrets(raw)), note, lexicon, zone)
    text = " ".join(token.text for token in tokens)
    if not _is_correction(text):
        return None
    values = [token.said for token in tokens if token.said is not None]
    new, old = _new_and_old(text, values)
    if new is None or (old is not None and (old.number is None) != (new.number is None)):
        return None
    mentions = [token.mention for token in tokens if token.mention is not None]
    return Amendment(
        new,
        old,
        tuple(key for one in mentions if one.kind == "product" for key in one.ids),
        tuple(key for one in mentions if one.kind == "customer" for key in one.ids),
        is_price="price" in text.split() or new.is_money,
    )


def _is_correction(text: str) -> bool:
    if any(form.fullmatch(text) for form in _SURE):
        return True
    if _IS_STRONGEST.search(text) and _BARE.fullmatch(text):
        return True
    return bool(_IS_STRONG.search(text) and _TAKING_BACK.fullmatch(text))


def _new_and_old(text: str, values: Sequence[Said]) -> tuple[Said | None, Said | None]:
    """Tell the value that holds from the one that does not ("fifty not fifteen", "from fifteen to fifty")."""
    if len(values) == 1:
        return values[0], None
    if len(values) != 2:
        return None, None
    first, second = values
    is_old_first = re.search(rf"(?:^| )(?:not|i said|from) {_VALUE} (?!not )", text)
    if is_old_first and re.search(rf"{_VALUE}.* not {_VALUE}", text):
        is_old_first = None
    return (second, first) if is_old_first else (first, second)


def _tokens(words: Sequence[str], note: Note, lexicon: Lexicon, zone: ZoneInfo) -> list[_Token]:
    """Return the words, with each name, day, time and number as one token."""
    stream = open_stream(words)
    customers = tuple(one for one in find_customers(stream, note, lexicon) if one.score >= 1 or one.ids)
    products = find_products(stream, covered(customers), lexicon)
    taken = covered((*customers, *products))
    spoken_on = note.recorded_at.astimezone(zone).date()
    spans: dict[int, tuple[int, _Token]] = {}
    for mention in (*customers, *products):
        kind = "customer" if mention in customers else "product"
        spans[mention.start] = (mention.end, _Token(f"<{kind}>", mention=mention))
    for when in find_whens(stream.words, taken, spoken_on):
        if when.on is not None:
            spans[when.start] = (when.end, _Token("<day>", Said(on=when.on, at=when.at)))
    _put_times(_between_values(stream.words), taken, spans)
    busy = taken | frozenset(at for start, (end, _token) in spans.items() for at in range(start, end))
    busy |= frozenset(at for at, word in enumerate(stream.words) if word in ("to", "not"))  # no range: two values
    for figure in find_figures(_between_values(stream.words), busy):
        if len(figure.values) == 1 and figure.kind in ("count", "bare", "price"):
            inside = stream.words[figure.start : figure.end]
            number = figure.values[0]
            said = Said(number=number, unit=figure.unit, is_money=not _MONEY.isdisjoint(inside))
            spans[figure.start] = (figure.end, _Token("<number>", said))
    return list(_joined(stream.words, spans))


def _between_values(words: Sequence[str]) -> tuple[str, ...]:
    """Blank what stands between two values ("from three o'clock to four o'clock"), which is no span here."""
    start = words.index("from") if "from" in words else len(words)
    return tuple(
        "|" if word == "from" or (word == "to" and at > start and words[at - 1] not in _MINUTES_TO) else word
        for at, word in enumerate(words)
    )


def _put_times(words: Sequence[str], taken: frozenset[int], spans: dict[int, tuple[int, _Token]]) -> None:
    """Find clock times that no day stands beside, where the words say that they are times."""
    for at in range(len(words)):
        if at in taken or any(start <= at < end for start, (end, _token) in spans.items()):
            continue
        start = at + 1 if words[at] == "at" else at
        read = read_clock(words, start) if start < len(words) else None
        if read is None or any(place in taken for place in range(start, read[1])):
            continue
        said, end, is_certain = read
        is_other = words[at - 1] in ("not", "than", "of") and any(one.text == "<time>" for _end, one in spans.values())
        is_told = is_certain or words[at] == "at" or "o'clock" in words[start:end]
        if (is_told or is_other) and end == _behind(words, end):
            spans[at] = (end, _Token("<time>", Said(at=said)))


def _behind(words: Sequence[str], end: int) -> int:
    """Give `end` again, or another place where what follows makes the number a count."""
    return end + 1 if end < len(words) and words[end] in _MONEY else end


def _joined(words: Sequence[str], spans: dict[int, tuple[int, _Token]]) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(words):
        end, token = spans.get(at, (at + 1, _Token(words[at])))
        tokens.append(token)
        at = max(end, at + 1)
    return tokens

"""Self-corrections: "ten no make that twelve cases" becomes "twelve cases" before anything is read.

A marker ("no", "sorry", "make that", "i mean" ...) counts only when what follows is of the same class as
something said just before: a number, a day, a person, a product.  The new words take the old ones' place and keep
their own places in the note.
"""

from __future__ import annotations

from collections.abc import Sequence

from voice.commands.strike import is_told_of
from voice.lexicon import Lexicon
from voice.understanding.days.dates import WEEKDAYS
from voice.understanding.language.stream import Stream
from voice.understanding.language.wordset import phrase_at, phrases, wordset
from voice.understanding.numbers.numbers import is_number_word, run_end
from voice.understanding.numbers.units import UNITS, rhythm
from voice.understanding.people.birthdays import MONTHS, ordinal

_MARKERS = phrases(
    "no wait make that; no make that; make that; make it; no make it; actually make that; actually make it; no sorry; "
    "sorry no; sorry i mean; sorry i meant; sorry; i mean; i meant; no wait; wait no; wait; hang on; hold on; no no; "
    "no no no; no; correction; or rather; rather; actually no; actually; no actually; i think no; well no; "
    "no i tell a lie; i tell a lie; no hold on; no hang on; change that to; no i mean; no let me correct that; "
    "let me correct that; no that's wrong; that's wrong; wait make that; sorry make that; sorry make it; "
    "beg your pardon; "
    "pardon; my mistake; no my mistake; excuse me; apologies; oops; no i said; no correction; scratch "
    "that; strike that; "
    "no scratch that; no strike that; scrap that; no scrap that; wait actually; wait sorry; sorry actually; oh sorry; "
    "oh no; oh wait; no not; no it's; or no; well actually; better make that; better make it; "
    "let's make that; let's make it; let's say; no let's say; call it; no just; no only; or make it; or make that; "
    "or was it; no it was; or is it; that's not right; no that's not right; hang about; no hang about; wait no it's; "
    "dont they call it; then make it; so make it; better say; no call it; on second thought; on second thoughts"
)
_STRONG = phrases("scratch that; strike that; scrap that; forget that; never mind that; ignore that; disregard that; "
                  "no scratch that; no strike that; no forget that; no scrap that; actually scratch that; delete that; "
                  "take that back; no ignore that; actually forget that; take that out")  # fmt: skip
_LINKS = phrases("it's; it was; that's; it is; he said; she said; they said; actually; make that; make it; more like; "
                 "i think; it should be; should be; that should be; i meant; i mean; "
                 "he only wants; she only wants; they only want; he wants; she wants; they want; "
                 "he only needs; she only needs; "
                 "let's say; that is; was it; it's actually; of course; he meant; we said; i said; not")  # fmt: skip
_DROP = phrases("no skip; no leave out; no forget; no drop; no cancel; no not; actually skip; actually leave out; "
                "actually no; actually forget; forget about; no scratch; scratch; strike; no lose; actually "
                "drop; actually cancel; cancel the; no forget about; actually no")  # fmt: skip
_BOUNDARY = wordset("and then also but so he she they i i'll he'd she'd he'll she'll we'll we plus")
_REACH = 9
_SMALL = wordset("the a an and to at by on in of for i he she they we it is quarter half with from it's he's i'll or")


def apply_corrections(stream: Stream, lexicon: Lexicon) -> Stream:
    """Give the stream as the speaker wants it understood."""
    pairs = list(zip(stream.words, stream.at, strict=True))
    at = 0
    while at < len(pairs):
        words = tuple(word for word, _ in pairs)
        edited = _correct_at(words, at, lexicon)
        if edited is None:
            at += 1
            continue
        order, at = edited
        pairs = [pairs[i] for i in order]
    return Stream(tuple(word for word, _ in pairs), tuple(place for _, place in pairs))


Order = tuple[list[int], int]


def _correct_at(words: tuple[str, ...], at: int, lexicon: Lexicon) -> Order | None:
    """Give the new order of word positions and where to go on, if a correction begins at `at`."""
    if dropped := _dropped_item(words, at, lexicon):
        return dropped
    if words[at] == "from" and at and (raised := _raised(words, at)):
        return raised
    length = phrase_at(words, at, _MARKERS) or _asked_back(words, at)
    if length:
        after = at + length
        while step := phrase_at(words, after, _LINKS):
            after += step
        repaired = (
            _number(words, at, after, lexicon)
            or _day(words, at, after)
            or _date(words, at, after)
            or (_product(words, at, after, lexicon) if words[at:after] != ("no",) else None)
            or _line_again(words, at, after, lexicon)
            or _name(words, at, after, lexicon)
        )
        if repaired:
            return repaired
    if (strong := phrase_at(words, at, _STRONG)) and not is_told_of(words, at):
        start = _clause_start(words, at)
        return _replace(words, start, at + strong, (), at + strong), start
    if words[at] == "not" and at and is_number_word(words[at - 1]) and at + 1 < len(words):
        end = run_end(words, at + 1)
        if end > at + 1:
            return _replace(words, at, end, (), end), at
    return _stutter(words, at)


def _asked_back(words: Sequence[str], at: int) -> int:
    """Give the length of "did i say five" before what is meant."""
    if tuple(words[at : at + 3]) not in (("did", "i", "say"), ("i", "said", "no")):
        return 0
    end = run_end(words, at + 3)
    if end < len(words) and words[end] in UNITS:
        end += 1
    return end - at if end > at + 3 else 0


def _replace(words: Sequence[str], start: int, end: int, insert: Sequence[int], go_on: int) -> list[int]:
    """Put positions `insert` in the place of start..end, and leave out everything up to `go_on`."""
    return [*range(start), *insert, *range(go_on, len(words))] if go_on >= end else [*range(start), *insert]


def _number(words: tuple[str, ...], marker: int, new: int, lexicon: Lexicon) -> Order | None:
    prefix = new
    if prefix < len(words) and words[prefix] in ("at", "for", "about", "around"):
        prefix += 1
    end = _number_end(words, prefix)
    if end == prefix or (words[prefix] == "one" and words[prefix + 1 : prefix + 2] == ("of",)):
        return None
    counted = end < len(words) and words[end] in UNITS
    wished = words[prefix - 1] in ("wants", "want", "needs", "need", "takes", "just", "said") and prefix > marker + 1
    if wished and not counted and (taken := _wished_instead(words, marker, prefix, end)):
        return taken
    old = _old_number(words, marker, counted, priced=prefix > new and words[new] == "at")
    if old is None:
        return None
    start, stop = old
    tail = words[stop:marker]
    after_unit = end + 1 if counted else end
    again = not tail or _repeats(words, after_unit, tail, lexicon)
    only_units = all(w in UNITS or w in ("of", "the") for w in tail)
    if again or (only_units and (counted or not any(w in UNITS for w in tail))):
        return _replace(words, start, marker, range(prefix, len(words)), len(words)), start
    kept_unit = counted and tail and tail[0] in UNITS
    new_words = range(prefix, after_unit if counted else end)
    rest = range(stop + (1 if kept_unit else 0), marker)
    order = [*range(start), *new_words, *rest, *range(after_unit if counted else end, len(words))]
    return order, start + len(new_words) + len(rest)


def _wished_instead(words: tuple[str, ...], marker: int, new: int, end: int) -> Order | None:
    """Read "ten cases at thirty actually he only wants eight": the count is taken back, not the price behind it."""
    for at in range(marker - 1, max(0, marker - _REACH), -1):
        if words[at] in UNITS and is_number_word(words[at - 1]):
            start = at - 1
            while start and is_number_word(words[start - 1]):
                start -= 1
            return [*range(start), *range(new, end), *range(at, marker), *range(end, len(words))], start + end - new
    return None


def _number_end(words: Sequence[str], at: int) -> int:
    """Give the end of a number with its dozens: "twelve", "two dozen", "a dozen", "half a dozen"."""
    for said in (("half", "a", "dozen"), ("half", "dozen"), ("a", "dozen")):
        if tuple(words[at : at + len(said)]) == said:
            return at + len(said)
    end = run_end(words, at)
    return end + 1 if end > at and words[end : end + 1] == ("dozen",) else end


def _old_number(words: tuple[str, ...], marker: int, counted: bool, *, priced: bool) -> tuple[int, int] | None:
    """Find the number that is taken back: the nearest one, but a count for a count and a price for a price."""
    runs: list[tuple[int, int]] = []
    at = max(0, marker - _REACH)
    while at < marker:
        end = _number_end(words[:marker], at)
        if end > at:
            runs.append((at, end))
            at = end
        elif words[at] in ("a", "an", "half", "another", "dozen") and at + 1 < marker:
            step = 2 if words[at : at + 2] == ("half", "a") else 1
            if words[at + step : at + step + 1] and words[at + step] in UNITS and at + step < marker:
                runs.append((at, at + step))
                at += step
            else:
                at += 1
        else:
            at += 1
    if not runs:
        return None
    if counted:
        same = [r for r in runs if r[1] < marker and words[r[1]] in UNITS] or [r for r in runs if r[1] == marker]
        return same[-1] if same else runs[-1]
    if priced:
        same = [r for r in runs if r[0] and words[r[0] - 1] in ("at", "for")]
        return same[-1] if same else None
    return runs[-1]


def _repeats(words: tuple[str, ...], at: int, tail: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether the new version names the thing again ("cases of the soy no sorry thirty pails of soy sauce")."""
    told = {w for w in tail if len(w) > 2 and w not in UNITS and w not in ("the", "cases")}
    begin = at + 1 if at < len(words) and words[at] in ("of", "on") else at
    ahead = words[begin : begin + 4]
    if told & set(ahead):
        return True
    return bool(told) and any(tuple(words[begin : begin + n]) in lexicon.product_forms for n in (1, 2, 3))


def _day(words: tuple[str, ...], marker: int, new: int) -> Order | None:
    start = new + 1 if new < len(words) and words[new] in ("on", "by", "next", "this", "for") else new
    if start >= len(words) or words[start] not in (*WEEKDAYS, "tomorrow", "today"):
        return None
    old = next(
        (i for i in range(marker - 1, max(-1, marker - 8), -1) if words[i] in (*WEEKDAYS, "tomorrow", "today")), None
    )
    if old is None:
        return None
    begin = old - 1 if old and words[old - 1] in ("next", "this") else old
    keep_from = start - 1 if words[start - 1] in ("next", "this") and start > new else start
    follows = start + 1 < len(words) and words[start + 1] in ("at", "around", "morning", "afternoon")
    rest = () if follows else range(old + 1, marker)
    order = [*range(begin), *range(keep_from, start + 1), *rest, *range(start + 1, len(words))]
    return order, begin + 1


def _date(words: tuple[str, ...], marker: int, new: int) -> Order | None:
    """Replace a date of a month by another, or only its day ("the twelfth no the thirteenth")."""
    if new + 1 < len(words) and words[new] in ("by", "on", "for", "until", "till", "before"):
        new += 1
    month_new = new < len(words) and words[new] in MONTHS
    at = new + 1 if new < len(words) and (month_new or words[new] == "the") else new
    named = ordinal(words, at)
    if named is None:
        return None
    for i in range(marker - 1, max(-1, marker - 6), -1):
        old = ordinal(words, i)
        if old is None or old[1] > marker:
            continue
        start = i - 1 if i and words[i - 1] in ("twenty", "thirty") else i
        if month_new:
            start -= 1 if start and words[start - 1] in MONTHS else 0
            return [*range(start), *range(new, len(words))], start + 1
        order = [*range(start), *range(at, named[1]), *range(old[1], marker), *range(named[1], len(words))]
        return order, start + 1
    return None


def _product(words: tuple[str, ...], marker: int, new: int, lexicon: Lexicon) -> Order | None:
    begin = new + 1 if new < len(words) and words[new] in ("the", "a") else new
    if not any(tuple(words[begin : begin + n]) in lexicon.product_forms for n in (4, 3, 2, 1)):
        return None
    for n in (4, 3, 2, 1):
        start = marker - n
        if start >= 0 and tuple(words[start:marker]) in lexicon.product_forms:
            return [*range(start), *range(begin, len(words))], start + 1
    return None


def _line_again(words: tuple[str, ...], marker: int, new: int, lexicon: Lexicon) -> Order | None:
    """Replace a line said again with another number ("shrimp seven cases no wait shrimp six")."""
    size = next((n for n in (4, 3, 2, 1) if tuple(words[new : new + n]) in lexicon.product_forms), 0)
    if not size or run_end(words, new + size) == new + size:
        return None
    said = tuple(words[new : new + size])
    for start in range(marker - size - 1, max(-1, marker - _REACH), -1):
        if tuple(words[start : start + size]) == said and run_end(words, start + size) > start + size:
            return [*range(start), *range(new, len(words))], start + size
    return None


def _name(words: tuple[str, ...], marker: int, new: int, lexicon: Lexicon) -> Order | None:
    names = lexicon.first_names | lexicon.last_names
    if new >= len(words) or words[new] not in names or marker == 0 or words[marker - 1] not in names:
        return None
    start = marker - 2 if marker > 1 and words[marker - 2] in lexicon.first_names else marker - 1
    return [*range(start), *range(new, len(words))], start + 1


def _dropped_item(words: tuple[str, ...], at: int, lexicon: Lexicon) -> Order | None:
    """Take out an item that is called back ("half a case of vanilla no skip the vanilla")."""
    length = phrase_at(words, at, _DROP)
    if not length or at == 0:
        return None
    thing = at + length + (1 if words[at + length : at + length + 1] == ("the",) else 0)
    if thing >= len(words):
        return None
    last = next(
        (i for i in range(at - 1, max(-1, at - 12), -1) if words[i] == words[thing] and len(words[i]) > 3), None
    )
    if last is None or (words[at] in ("strike", "scratch") and words[thing] == "that"):
        return None
    start = _item_start(words, last)
    size = next((n for n in (4, 3, 2, 1) if tuple(words[thing : thing + n]) in lexicon.product_forms), 1)
    return [*range(start), *range(thing + size, len(words))], start


def _raised(words: tuple[str, ...], at: int) -> Order | None:
    """ "go from four to six cases": what counts is where it goes to."""
    end = run_end(words, at + 1)
    if end > at + 1 and words[end : end + 1] and words[end] in UNITS:
        return _raised_units(words, at, end)
    if end == at + 1 or words[end : end + 1] != ("to",):
        return None
    new_end = run_end(words, end + 1)
    if (
        new_end == end + 1
        or words[new_end : new_end + 1] == ()
        or (words[new_end] not in UNITS and words[at - 1] not in ("go", "went", "goes", "going", "up", "gone"))
    ):
        return None
    return [*range(at), *range(end + 1, len(words))], at


def _raised_units(words: tuple[str, ...], at: int, unit: int) -> Order | None:
    """ "goes from ten quarts a delivery to sixteen": sixteen quarts a delivery."""
    said = rhythm(words, unit + 1)
    behind = said[1] if said else unit + 1
    new_end = run_end(words, behind + 1)
    if words[behind : behind + 1] != ("to",) or new_end == behind + 1:
        return None
    rest = new_end + 1 if new_end < len(words) and words[new_end] in UNITS else new_end
    if said and (again := rhythm(words, rest)):
        rest = again[1]
    return [*range(at), *range(behind + 1, new_end), *range(unit, behind), *range(rest, len(words))], at


def _item_start(words: Sequence[str], product: int) -> int:
    """Go left from a product over "of", a unit and its number, and the "and" before them."""
    start = product
    while start and words[start - 1] in ("of", "the"):
        start -= 1
    if start and words[start - 1] in UNITS:
        start -= 1
    while start and (words[start - 1] in ("a", "an", "half") or is_number_word(words[start - 1])):
        start -= 1
    return start - 1 if start and words[start - 1] == "and" else start


def _clause_start(words: Sequence[str], at: int) -> int:
    start = at
    while start > 0 and words[start - 1] not in _BOUNDARY:
        start -= 1
    return start - 1 if start > 0 else 0


def _stutter(words: tuple[str, ...], at: int) -> Order | None:
    """Say a number once when it was said twice before a unit ("sixteen sixteen cases"), and a small word always."""
    if words[at] in _SMALL and words[at + 1 : at + 2] == (words[at],):
        return [*range(at), *range(at + 1, len(words))], at
    end = run_end(words, at)
    half = (end - at) // 2
    if (
        end < len(words)
        and end > at
        and words[end] in UNITS
        and (end - at) % 2 == 0
        and words[at : at + half] == words[at + half : end]
    ):
        return [*range(at), *range(at + half, len(words))], at + half
    return None

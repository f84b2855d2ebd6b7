"""Deliveries: an order or wish for goods that has to be there by a day is an action of ours."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.days.clock import When
from voice.understanding.language.clauses import Clause
from voice.understanding.language.mentions import Mention
from voice.understanding.language.phrasing import phrase_of
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.tasks.task import Task
from voice.understanding.types import Appointment, ProductLine

_LEADS = wordset("by for on before delivered delivery than due")
_NEVER = wordset("from starting since after start last until closed beginning as")
_DELIVERED = wordset(
    "delivered delivery deliver delivering arrive arriving shipped ship truck van dropped in-by there-by"
)
_PAST = wordset("was were came arrived didn't late missed shorted never ran short yesterday did went got")
_EVENT = wordset(
    "wedding party gala event opening opens closed reopening banquet birthday anniversary holiday "
    "fundraiser game starts holidays"
)
_OTHER = wordset(
    "credit refund bid tender proposal report form answer reply "
    "meeting tasting call samples sample quote invoice price prices demo visit list sheet told tell know "
    "let contract numbers statement"
)
_PRONOUNS = wordset("it them all everything those that order both lot")


def find_deliveries(
    reading: Reading, tasks: Sequence[Task], products: Sequence[ProductLine], meeting: Appointment | None
) -> list[Task]:
    """Give the first delivery with a day that no other task or the meeting claims."""
    busy = {i for t in tasks for i in range(t.lead, t.end)}
    for when in reading.whens:
        clause = reading.clause_of(when.start)
        if (
            when.on is None
            or not busy.isdisjoint(range(when.start, when.end))
            or _claimed(reading, when, clause, tasks, meeting)
        ):
            continue
        wanted_by = _wanted_by(reading, when)
        if not wanted_by and not _is_due(reading, when, clause):
            continue
        before = reading.words[clause.start : when.start]
        asked = {"needs", "need", "wants", "want"} & set(before) and _counted(reading, clause)
        if _went_wrong(reading, when, products):
            continue
        wanted = [
            line
            for line in products
            if (line.dimension == "product" and line.stance in ("ordered", "wants"))
            or ((asked or wanted_by) and line.stance == "problem")
        ]
        goods = [m for m in reading.products if m.end <= when.start] or _goods_behind(reading, when)
        if not wanted or not goods:
            continue
        here = [m for m in goods if m.start in clause]
        if (
            not here
            and not wanted_by
            and not (_PRONOUNS & set(before))
            and not (_DELIVERED & set(reading.words[clause.start : when.end + 2]))
            and not _counted(reading, clause)
        ):
            continue
        several = len({line.product_id or line.name for line in wanted}) > 1
        alone = len({m.ids for m in here}) == 1 and not {"all", "everything", "both", "order"} & set(before)
        single = not several or (alone and len(here) >= 1)
        what = (
            f"deliver the {phrase_of(reading, (here or goods)[-1].start, (here or goods)[-1].end)}"
            if single
            else "deliver the order"
        )
        start = here[0].start if here else clause.start
        return [Task(min(start, when.start), start, when.end, "me", what=what)]
    return []


_WANT = wordset(
    "wanting needing requiring manage possible wants want needs need wanted needed expects expecting expect "
    "requires have having get gets getting has got "
    "receive take takes with require"
)
_GOODS_MEANT = phrases(
    "it; them; em; everything; all; both; those; these; that; it all; all of it; all of them; the lot; the whole lot; "
    "the order; the whole order; the whole thing; the goods; the stuff; the delivery; this; it there; them there; "
    "delivery; the first lot; the first ones"
)
_ON_THE_WAY = phrases(
    "be there; there; here; go out; goes out; going out; get there; gets there; in; delivered; sent; shipped; out; "
    "on site; in house; over; to her; to him; to them; through; on the truck; on the van; be with her; be with him; "
    "before the weekend; by the weekend; the weekend; "
    "be with them; reach; reach there; done; no later than; latest; at the latest; not later than"
)
_SHOULD_COME = tuple(
    (who, must, come)
    for who in ("they", "it")
    for must in ("should", "must", "can", "shall")
    for come in ("come", "arrive")
)
_BY = wordset("by on for until till before latest around about maybe please so say")


def _wanted_by(reading: Reading, when: When) -> bool:
    """Tell whether the words before a day say that the goods are to be there: "she needs them in by", "needs it"."""
    words = reading.words
    at = when.start
    for _ in range(4):
        if at and words[at - 1] in _BY:
            at -= 1
        elif size := _ends_with(words, at, _ON_THE_WAY):
            at -= size
    if words[at : at + 1] == ("so",) and at < when.start:
        return any(f.kind == "count" and 0 <= at - f.end <= 12 for f in reading.figures)
    if words[at : at + 1] in (("go",), ("goes",), ("going",)) or words[at : at + 2] == ("be", "there"):
        return at > 0 and words[at - 1] in ("to", "should", "must", "will", "goods", "is", "it'd", "it'll", "they'll")
    told = words[max(0, at - 2) : at] in (("i", "said"), ("we", "said"))
    if told and any(0 <= at - 2 - m.end <= 6 for m in reading.products):
        return True
    if words[max(0, at - 3) : at] in _SHOULD_COME:
        return True
    if _wished_for(reading, at):
        return True
    size = _ends_with(words, at, _GOODS_MEANT)
    if not size or at - size < 1:
        return False
    verb = at - size - 1
    if words[verb] in ("he'll", "she'll", "they'll"):
        return False
    if words[verb] in ("like", "love") and words[verb - 1 : verb] in (("he'd",), ("she'd",), ("they'd",), ("would",)):
        return True
    return words[verb] in _WANT and not {"i", "i'll", "we", "don't", "didn't", "doesn't"} & set(words[verb - 1 : verb])


_WISHERS = wordset("he she they madam sir")
_MEANT = wordset("delivery goods it everything order material stuff")


def _wished_for(reading: Reading, at: int) -> bool:
    """ "delivery she is needing by", "ten cases she requires by", "if we can manage it by", "if possible by"."""
    words = reading.words
    if words[at - 1 : at] == ("possible",) or words[max(0, at - 3) : at - 1] in (
        ("can", "manage"),
        ("could", "manage"),
    ):
        return True
    if at < 3 or words[at - 1] not in _WANT:
        return False
    who = at - 2 - (words[at - 2] in ("is", "was"))
    if who < 1 or words[who] not in _WISHERS:
        return False
    goods = any(m.end == who for m in reading.products) or any(f.end == who for f in reading.figures)
    return goods or words[who - 1] in _MEANT or words[who - 1] == "only"


def _ends_with(words: Sequence[str], end: int, options: Sequence[tuple[str, ...]]) -> int:
    """Give the length of the longest phrase that ends at `end`, 0 for none."""
    return max((len(p) for p in options if len(p) <= end and tuple(words[end - len(p) : end]) == p), default=0)


def _claimed(reading: Reading, when: When, clause: Clause, tasks: Sequence[Task], meeting: Appointment | None) -> bool:
    first, last = reading.stream.at[when.start], reading.stream.at[when.end - 1]
    if meeting is not None and meeting.evidence.start_word <= last and first <= meeting.evidence.end_word:
        return True
    return any(t.lead in clause and t.lead < when.start for t in tasks)


def _is_due(reading: Reading, when: When, clause: Clause) -> bool:
    """Tell whether the day is one by which goods must be there, not when something happened or begins."""
    words = reading.words
    counts = [f.start for f in reading.figures if f.kind == "count" and clause.start <= f.start < when.start]
    before = words[counts[-1] if counts else clause.start : when.start]
    lead = words[when.start - 1] if when.start else ""
    delivered = bool(_DELIVERED & set(words[max(clause.start, when.start - 5) : when.end + 2])) or lead == "there"
    if when.end < len(words) and words[when.end] in _PAST:
        return False
    if (
        "not" in words[max(0, when.start - 2) : when.start]
        and "later" not in words[max(0, when.start - 2) : when.start]
    ):
        return False
    if _somebody_elses(reading, when, clause):
        return False
    if lead in _NEVER or (_PAST & set(before[-8:]) and not delivered):
        return False
    if (_PAST & set(before) and lead == "on") or _EVENT & {*before[-5:], *words[when.end : when.end + 2]}:
        return False
    if _OTHER & set(before[-7:]) and not delivered:
        return False
    own_time = words[when.start] in ("by", "before", "at")
    whole = words[when.start : when.start + 2] in (("this", "week"), ("next", "week")) or words[when.start] == "today"
    if whole and lead not in _LEADS and not delivered:
        return False
    behind_goods = any(m.end == when.start for m in reading.products) or any(
        f.end == when.start and f.kind == "count" for f in reading.figures
    )
    return lead in _LEADS or delivered or own_time or (behind_goods and _counted(reading, clause))


_OF = wordset("the her his their our a an its")


def _somebody_elses(reading: Reading, when: When, clause: Clause) -> bool:
    """ "ten cases and the fridge broke on friday": behind the goods a new breath tells of something else."""
    ends = [f.end for f in reading.figures if clause.start <= f.start < when.start]
    ends += [m.end for m in reading.products if clause.start <= m.start < when.start]
    between = reading.words[max(ends, default=clause.start) : when.start]
    told = len(between) > 3 and between[0] == "and" and between[1] in _OF
    return told and not (_DELIVERED | _PRONOUNS | {"delivery", "rest", "balance"}) & set(between)


_WRONG = wordset("smelled smelt tasted looked arrived came leaked spoiled turned rotten melted missing short off")


def _went_wrong(reading: Reading, when: When, products: Sequence[ProductLine]) -> bool:
    """ "two boxes smelled off on monday": the day on which goods went wrong."""
    said = set(reading.words[max(0, when.start - 4) : when.start])
    return any(line.stance == "problem" for line in products) and bool(_WRONG & said)


def _goods_behind(reading: Reading, when: When) -> list[Mention]:
    """ "by thursday she needs ten cases of oat milk": the goods named behind the day, in the next breath."""
    words = reading.words
    led = words[when.start - 1 : when.start] in (("by",), ("for",), ("before",)) or words[when.start] == "by"
    delivery = "delivery" in words[max(0, when.start - 3) : when.start]
    if not led and not delivery:
        return []
    return [m for m in reading.products if 0 <= m.start - when.end <= 8][:1]


def _counted(reading: Reading, clause: Clause) -> bool:
    return any(f.kind == "count" and f.start in clause for f in reading.figures)

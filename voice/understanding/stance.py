"""The customer's stance towards each product named, from the cues around it and their scope.

Products said in one list form a group and share cues.  A cue before a group rules it until another cue comes; a cue
behind a group counts inside the group's clause and the next ones that speak of it ("it", "them").  "If", "might" and
negation change what a cue means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.clauses import SUBJECTS
from voice.understanding.cues import BEFORE, BEHIND, LONGEST, STANCES
from voice.understanding.mentions import Mention
from voice.understanding.numbers import is_number_word
from voice.understanding.phrasing import find_phrase
from voice.understanding.reading import Reading
from voice.understanding.units import UNITS
from voice.understanding.wordset import phrases, wordset

_LINKS = wordset(
    "and or of the a an some with plus then also too as well more extra about another their his her for "
    "to at each even of "
    "maybe both our dollars cents bucks case couple dozen half per week month day those on plain new additional that's "
    "hundred oh few several fresh other"
)
_NEGATIONS = wordset(
    "not n't don't doesn't didn't won't isn't aren't wasn't weren't never no nobody can't cannot "
    "wouldn't couldn't without hasn't haven't neither nor hardly"
)
_CONDITIONS = wordset("if might may maybe perhaps possibly unless probably could")
_WOULD = wordset("would he'd she'd they'd i'd we'd wouldn't")
_NIL = wordset("nil none zero")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at live words start..end (end excluded)."""

    stance: str
    start: int
    end: int
    before: bool


@dataclass(frozen=True, slots=True)
class Stance:
    """What was decided for one product mention; the words start..end that show it."""

    stance: str
    start: int
    end: int
    certain: bool = True


def find_stances(reading: Reading) -> tuple[Stance | None, ...]:
    """Decide the stance for each product mention of `reading`, in order; None where the mention is no item."""
    products = reading.products
    if not products:
        return ()
    groups = _groups(reading)
    cues = find_cues(reading)
    decided: list[Stance | None] = []
    previous: Stance | None = None
    for number, group in enumerate(groups):
        left = groups[number - 1][-1].end if number else 0
        right = groups[number + 1][0].start if number + 1 < len(groups) else len(reading.words)
        for mention in group:
            stance = _decide(reading, group, mention, cues, left, right, previous)
            decided.append(stance)
            previous = stance or previous
    return tuple(decided)


def _groups(reading: Reading) -> list[list[Mention]]:
    """Put products together that are said in one list."""
    groups: list[list[Mention]] = []
    words = reading.words
    covered = {i for f in reading.figures for i in range(f.start, f.end)} | _asides(words)
    for mention in reading.products:
        between = range(groups[-1][-1].end, mention.start) if groups else range(0)
        listed = bool(groups) and all(
            i in covered or words[i] in _LINKS or is_number_word(words[i]) or words[i] in UNITS for i in between
        )
        counted = any(f.start in between for f in reading.figures)
        if listed and not (_is_subject(words, mention) and counted):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


_ASIDES = phrases("which we don't carry; which we don't have; which we don't do; which we don't stock; which we don't "
    "sell; we don't have that; we don't carry that; we don't have those; we don't carry those; we don't "
    "do that; which we do not have; which we aren't carrying; which we are not having; that we don't "
    "carry; that we don't have; which is new; which aren't on our list; which isn't on our list; neither "
    "of which we have; neither of which we carry; none of which we have; not on our list")  # fmt: skip


def _asides(words: Sequence[str]) -> set[int]:
    """Give the positions of "which we don't carry" inside a list."""
    return {
        at + i
        for at in range(len(words))
        for phrase in _ASIDES
        if tuple(words[at : at + len(phrase)]) == phrase
        for i in range(len(phrase))
    }


def _joined(reading: Reading, previous: Stance | None, first: int) -> bool:
    """Tell whether a product goes on with the list that the one before it was in."""
    if previous is None:
        return False
    before, here = reading.clause_of(previous.end - 1), reading.clause_of(first)
    return before == here or (
        before.end == here.start and reading.words[here.start] in ("and", "plus", "also", "then", "which")
    )


def find_cues(reading: Reading) -> list[Cue]:
    """Find every cue, longest first; a cue before and one behind may share words."""
    found: list[Cue] = []
    names = reading.names
    for table, before in ((BEFORE, True), (BEHIND, False)):
        at = 0
        while at < len(reading.words):
            size = _longest(reading.words, at, table, names)
            if size:
                stance = table[reading.words[at : at + size]]
                found.append(Cue(stance, at, at + size, before))
                at += size
            else:
                at += 1
    return found


def _longest(words: Sequence[str], at: int, table: dict[tuple[str, ...], str], names: frozenset[int]) -> int:
    for size in range(min(LONGEST, len(words) - at), 0, -1):
        if tuple(words[at : at + size]) in table and names.isdisjoint(range(at, at + size)):
            return size
    return 0


def _decide(
    reading: Reading,
    group: Sequence[Mention],
    mention: Mention,
    cues: Sequence[Cue],
    left: int,
    right: int,
    previous: Stance | None,
) -> Stance | None:
    words = reading.words
    if mention.end < len(words) and words[mention.end] in _NIL:
        return None
    if left and mention.start - left < 0:
        left = 0
    if mention.start and words[mention.start - 1] == "bring":
        return None
    if _unordered(words, group[-1].end):
        return Stance("problem", mention.start, min(group[-1].end + 3, len(words)))
    if words[mention.end : mention.end + 1] in (("thing",), ("issue",), ("situation",), ("mess",)) and {
        "sorted",
        "fixed",
        "resolved",
        "thanks",
        "handled",
    } & set(words[max(0, mention.start - 5) : mention.start]):
        return None
    if words[mention.end : mention.end + 1] == ("off",) and {"taking", "take", "took", "takes"} & set(
        words[max(0, mention.start - 4) : mention.start]
    ):
        return Stance("dropped", mention.start, mention.end + 1)
    found: list[Stance] = []
    before = _cue_before(reading, group, cues, left)
    noun = _noun_behind(reading, mention, group, cues, right)
    if noun:
        return Stance("considering", before.start if before else mention.start, noun.end)
    if before:
        found.append(_modified(reading, before, group[0].start))
    elif (refused := _plain_no(words, group[0].start)) is not None:
        found.append(Stance("declined", refused, mention.end))
    behind = [
        c
        for c in cues
        if not c.before
        and group[-1].end <= c.start < right
        and _counts(reading, group, c)
        and _reaches(reading, group, c, right)
    ]
    if behind and before and before.stance in ("considering", "uses", "likes", "wants") and _is_subject(words, mention):
        found.clear()
    for cue in behind:
        found.append(_predicate(reading, cue))
    found += _settled(reading, group, right)
    found += [_modified(reading, c, c.start) for c in _orphans(reading, group, cues, right)]
    if not mention.ids and not (before and _direct(reading, before, group)):
        found = [f for f in found if f.stance in ("likes", "dislikes") and before]
    if found:
        if any(f.stance == "problem" and f.start >= group[-1].end for f in found):
            found = [f for f in found if f.stance not in ("considering", "wants") or f.start >= group[-1].end]
        best = min(found, key=lambda s: STANCES.index(s.stance))
        if best.stance == "likes" and _counted_behind(reading, group, right):
            return Stance("ordered", best.start, best.end)
        return best if mention.ids or best.stance in ("ordered", "wants", "considering", "likes", "dislikes") else None
    return _by_default(reading, mention, group, previous)


def _cue_before(reading: Reading, group: Sequence[Mention], cues: Sequence[Cue], left: int) -> Cue | None:
    """Give the nearest cue that stands before the group, in its clause or right before it."""
    start = group[0].start
    floor = max(left, _scope_start(reading, start))
    nearest = [
        c
        for c in cues
        if c.before
        and floor <= c.start
        and c.end <= start
        and not _other_drop(reading, c)
        and _near_enough(reading, c, start)
    ]
    if not nearest:
        return None
    last = max(nearest, key=lambda c: (c.end, c.end - c.start))
    if last.stance == "ordered" and any(last.end <= c.start < start for c in reading.competitors):
        return Cue("dropped", last.start, last.end, True)
    chain = [c for c in nearest if last.start - 4 <= c.end <= last.start + 1 and c is not last]
    if last.stance == "uses" and last.end - last.start == 1:
        stronger = [c for c in chain if c.stance not in ("uses",)]
        last = stronger[-1] if stronger else last
    if (
        last.stance == "considering"
        and reading.words[last.start] in ("try", "trying", "mentioned", "offered")
        and chain
        and chain[-1].stance == "declined"
    ):
        return chain[-1]
    return last


def _other_drop(reading: Reading, cue: Cue) -> bool:
    """ "drop him two cases", "the last drop": bringing, not giving up."""
    if reading.words[cue.start] in ("stop", "stopped", "stops") and reading.words[cue.end : cue.end + 1] in (
        ("by",),
        ("in",),
        ("over",),
        ("at",),
        ("here",),
    ):
        return True
    if cue.stance != "dropped" or reading.words[cue.start] not in (
        "drop",
        "dropping",
        "drops",
        "dropped",
        "move",
        "moved",
        "moving",
        "cut",
    ):
        return False
    before = reading.words[cue.start - 1] if cue.start else ""
    follows = reading.words[cue.end] if cue.end < len(reading.words) else ""
    if any(f.start == cue.end and f.kind == "count" for f in reading.figures):
        return True
    return before in ("last", "next", "each", "every", "a", "first", "morning") or follows in (
        "him",
        "her",
        "them",
        "off",
        "of",
        "by",
        "in",
        "round",
        "over",
        "a",
        "our",
        "us",
        "to",
        "into",
    )


def _near_enough(reading: Reading, cue: Cue, start: int) -> bool:
    """Dropping and declining take their object close behind; further on they speak of something else."""
    if cue.stance not in ("dropped", "declined"):
        return True
    words = reading.words
    covered = {i for m in reading.products for i in m.span} | {
        i for f in reading.figures for i in range(f.start, f.end)
    }
    return sum(i not in covered and words[i] not in _LINKS for i in range(cue.end, start)) <= 2


def _scope_start(reading: Reading, position: int) -> int:
    """Go back over the clauses that may rule a product: its own, and those joined without a new subject."""
    clause = reading.clause_of(position)
    start = clause.start
    while start > 0:
        word = reading.words[start]
        following = reading.words[start + 1] if start + 1 < len(reading.words) else ""
        joined = word in ("and", "plus", "also", "then", "or", "but") and following not in SUBJECTS
        listed = reading.mention_at(start) is not None and reading.mention_at(start).kind == "product"  # type: ignore[union-attr]
        if not (joined or listed or word in ("which", "that", "please", "okay", "oh")):
            break
        start = reading.clause_of(start - 1).start
    return start


def _noun_behind(
    reading: Reading, mention: Mention, group: Sequence[Mention], cues: Sequence[Cue], right: int
) -> Cue | None:
    """ "sesame oil samples", "the basmati price": a product that only says of what."""
    for cue in cues:
        if (
            not cue.before
            and cue.start == mention.end
            and cue.stance == "considering"
            and reading.words[cue.start] in _SAMPLE_NOUNS
        ):
            return cue
    return None


_SAMPLE_NOUNS = wordset(
    "sample samples price prices pricing quote quotes tasting demo demonstration trial info information "
    "brochure spec specs"
)
_BACK = wordset("it it's them they they're that that's those these both all which everything one ones")


def _reaches(reading: Reading, group: Sequence[Mention], cue: Cue, right: int) -> bool:
    """Tell whether a cue behind the group speaks of it: same clause, or a next one about "it" or "they"."""
    end = group[-1].end
    clause = reading.clause_of(end - 1)
    if cue.start < clause.end:
        between = reading.words[end : cue.start]
        other = any(w in ("we're", "i'm") for w in between)
        return not other
    if cue.start - end > 16:
        return False
    for later in reading.clauses:
        if later.start < clause.end or later.start > cue.start:
            continue
        words = reading.words[later.start : min(later.end, later.start + 4)]
        owned = (
            bool(_BACK & set(words))
            or any(w in UNITS for w in words[:3])
            or (cue.stance in ("dislikes", "likes") and cue.end - cue.start > 1)
        )
        if cue.start < later.end:
            return (
                (owned or bool(_BACK & set(reading.words[cue.start : cue.end])))
                and cue.stance not in ("uses", "wants", "considering")
            ) or (
                cue.stance in ("declined", "considering", "ordered", "wants")
                and cue.end - cue.start >= 2
                and later.start - clause.end <= 0
            )
    return False


def _counts(reading: Reading, group: Sequence[Mention], cue: Cue) -> bool:
    """A bare "no" or a noun like "price" speaks of a product only right behind it."""
    words = reading.words
    if words[cue.start] in _SAMPLE_NOUNS and cue.end - cue.start == 1:
        return cue.start == group[-1].end
    if cue.end - cue.start == 1 and cue.stance in ("declined", "ordered") and words[cue.start] in ("no", "yes"):
        follows = words[cue.end] if cue.end < len(words) else ""
        return cue.start - group[-1].end <= 2 and (
            not follows
            or follows in SUBJECTS
            or follows in _AFTER_NO
            or any(f.start == cue.end for f in reading.figures)
        )
    if cue.stance == "considering" and words[cue.start] == "to":
        return all(
            any(f.start <= i < f.end for f in reading.figures) or words[i] in _LINKS
            for i in range(group[-1].end, cue.start)
        )
    return True


_AFTER_NO = wordset("and but so because thanks for he she they not maybe way or then also")


def _orphans(reading: Reading, group: Sequence[Mention], cues: Sequence[Cue], right: int) -> list[Cue]:
    """Find cues behind the group whose object is only a count or "it": "he'll take ten bags"."""
    end = group[-1].end
    counts = {f.start for f in reading.figures if f.kind == "count"}
    found: list[Cue] = []
    for cue in cues:
        if not cue.before or not end <= cue.start < right or cue.stance in ("uses",) or _other_drop(reading, cue):
            continue
        at = cue.end
        while at < len(reading.words) and reading.words[at] in (
            "about",
            "maybe",
            "another",
            "around",
            "at",
            "least",
            "up",
            "to",
            "just",
        ):
            at += 1
        if at >= len(reading.words):
            continue
        if reading.words[at + 1 : at + 2] and reading.words[at + 1] in _MENDED:
            continue
        if (
            cue.start
            and reading.words[cue.start - 1] in ("i", "i'll", "i'd", "we", "we'll", "we'd")
            and cue.stance == "ordered"
        ):
            continue
        pronoun = reading.words[at] in ("it", "them", "those", "some", "one", "that", "both", "more", "either", "any")
        if cue.stance in ("dropped", "declined") and reading.words[at] not in ("it", "them", "those", "that", "both"):
            continue
        counted = next((f for f in reading.figures if f.start == at and f.kind == "count"), None)
        if counted is not None and (
            reading.words[counted.end : counted.end + 1] == ("of",)
            or (counted.end == right and right < len(reading.words))
        ):
            continue
        bare = any(
            f.start == at
            and f.kind in ("bare", "price")
            and (any(w.start - f.end in (0, 1) for w in reading.whens) or f.end == len(reading.words))
            for f in reading.figures
        )
        if bare and cue.stance in ("wants", "ordered"):
            found.append(cue)
            continue
        if (pronoun and reading.words[at : at + 2] not in (("some", "more"),)) or at in counts:
            if at == right or (
                pronoun
                and reading.words[at] in ("some", "more", "any", "that", "those", "both", "one")
                and at + 1 == right
            ):
                continue
            found.append(cue)
    return found


_MENDED = wordset(
    "replaced fixed collected sorted refunded corrected credited swapped exchanged gone back taken "
    "picked removed changed checked delivered sent"
)


def _modified(reading: Reading, cue: Cue, until: int) -> Stance:
    """Apply condition and negation in the cue's clause to what the cue says."""
    words = reading.words
    start = _scope_start(reading, cue.start)
    lead = _after_conjunction(words[start : cue.start])
    tail = lead[-4:]
    stance = cue.stance
    negated = (
        any(w in _NEGATIONS for w in tail[-3:])
        and not any(w in ("only", "just") for w in lead[-2:])
        and words[cue.start - 1 : cue.start] != ("no",)
    )
    first = words[cue.start]
    if (
        negated
        and stance in ("ordered", "wants", "considering", "uses", "likes")
        and not (stance == "uses" and "why" in lead)
    ):
        stance = {"likes": "dislikes", "uses": "declined"}.get(stance, "declined")
        if cue.stance == "uses" and first in (
            "have",
            "has",
            "carry",
            "get",
            "getting",
            "use",
            "using",
            "uses",
            "keep",
            "running",
        ):
            stance = "uses"
    elif stance in ("ordered", "wants", "uses") and _conditional(reading, cue, lead):
        stance = "considering"
    elif (
        (stance == "ordered" and first == "double" and words[cue.start - 1 : cue.start] in (("need",), ("needs",)))
        or (stance == "ordered" and first in _SOFT and _asked(words, cue))
        or (stance == "uses" and first in ("have", "get", "use") and _asked(words, cue))
    ):
        stance = "wants"
    return Stance(stance, cue.start, max(cue.end, until))


_SOFT = wordset(
    "take ship send add order bump deliver book up start repeat sign buy bring get taking bring increase reduce change"
)
_ASKED = phrases("wants to; wants us to; wants me to; needs to; need to; want to; would like to; 'd like to; he'd "
    "like to; she'd like to; they'd like to; hoping to; asked me to; asked us to; asked if we can; asked "
    "if we could; looking to; wants you to; asked to; keen to")  # fmt: skip


def _asked(words: Sequence[str], cue: Cue) -> bool:
    return any(tuple(words[max(0, cue.start - len(p)) : cue.start]) == p for p in _ASKED) and words[cue.start] not in (
        "add",
        "order",
        "bump",
        "up",
        "increase",
        "reduce",
        "change",
    )


def _conditional(reading: Reading, cue: Cue, lead: Sequence[str]) -> bool:
    if {"if", "whether", "do", "can"} & set(reading.words[cue.start : cue.end]):
        return False
    if {"thinking", "considering", "planning", "tempted", "toying"} & set(lead[-3:]):
        return True
    if any(w in _CONDITIONS for w in lead[-4:]) or (
        any(w in _WOULD for w in lead[-2:]) and reading.words[cue.start] not in ("like", "love", "prefer", "rather")
    ):
        return True
    clause = reading.clause_of(cue.start)
    opener = reading.words[clause.start : clause.start + 1]
    if opener and opener[0] in ("if", "unless", "whether"):
        return True
    nexts = next((c for c in reading.clauses if c.start == clause.end), None)
    if nexts is None:
        return False
    if reading.words[cue.start] in _DONE_DEAL:
        return False
    after = reading.words[nexts.start : nexts.start + 3]
    return (
        (
            after[:1] == ("if",)
            and after[1:2] in (("we",), ("you",), ("it's",), ("it",), ("the",), ("there's",), ("i",), ("price",))
        )
        or after[:2] in (("but", "only"), ("provided", "we"), ("only", "if"))
        or after[:2] == ("as", "long")
    )


_DONE_DEAL = wordset("took ordered signed bought placed confirmed booked renewed agreed committed")


def _predicate(reading: Reading, cue: Cue) -> Stance:
    """Turn what is said behind a product when it is negated ("wasn't bad", "never late", "not great")."""
    lead = reading.words[max(0, cue.start - 2) : cue.start]
    stance = cue.stance
    if reading.words[reading.clause_of(cue.start).start] in ("if", "whether"):
        return Stance("uses", cue.start, cue.end, certain=False)
    if any(w in _NEGATIONS for w in lead) and stance in ("likes", "problem", "dislikes"):
        stance = {"likes": "dislikes", "problem": "uses", "dislikes": "uses"}[stance]
    return Stance(stance, cue.start, cue.end)


def _plain_no(words: Sequence[str], start: int) -> int | None:
    """ "no coffee from us", "not the salmon": a product refused by a bare no."""
    at = start - 1
    while at >= 0 and words[at] in ("the", "more", "any", "a"):
        at -= 1
    if (
        at >= 0
        and words[at] in ("no", "not", "without")
        and not (at and words[at - 1] in ("said", "oh", "there's", "problem", "if"))
    ):
        return at
    return None


def _counted_behind(reading: Reading, group: Sequence[Mention], right: int) -> bool:
    """ "the fresh ramen is going really well twenty cases for friday": praise and then a count is an order."""
    return any(
        f.kind == "count"
        and f.values
        and group[-1].end < f.start < right
        and not f.per
        and (f.end != right or right == len(reading.words))
        for f in reading.figures
    )


def _after_conjunction(lead: Sequence[str]) -> Sequence[str]:
    """What stands before "but" or "and" changes nothing behind it."""
    for at in range(len(lead) - 1, -1, -1):
        if lead[at] in ("but", "and", "so", "then", "because"):
            return lead[at + 1 :]
    return lead


_COPULA = wordset(
    "is are was were isn't aren't wasn't weren't came come comes went goes has have been keeps arrived "
    "looked tasted smelled smelt isn't sells sell"
)


def _is_subject(words: Sequence[str], mention: Mention) -> bool:
    return words[mention.end : mention.end + 1] != () and words[mention.end] in _COPULA


def _direct(reading: Reading, cue: Cue, group: Sequence[Mention]) -> bool:
    """Tell whether nothing but small words and listed goods stand between a cue and a group."""
    covered = {i for m in reading.products for i in m.span} | {
        i for f in reading.figures for i in range(f.start, f.end)
    }
    covered |= _asides(reading.words)
    kind = ("decent", "good", "proper", "nice", "better", "different", "cheaper", "bigger", "our", "any")
    return all(
        i in covered or reading.words[i] in _LINKS or reading.words[i] in kind for i in range(cue.end, group[0].start)
    )


def _unordered(words: Sequence[str], end: int) -> bool:
    """ "two cases of lemons she didn't order"."""
    at = end + 1 if words[end : end + 1] in (("that",), ("which",)) else end
    return (
        tuple(words[at + 1 : at + 3])
        in (("didn't", "order"), ("never", "ordered"), ("hadn't", "ordered"), ("didn't", "want"))
        and words[at] in SUBJECTS
    )


_SETTLED = {
    "ordered": phrases(
        "change the standing order; update the standing order; changed the standing order; make it a "
        "standing order; that's a standing order; a standing order now; standing order now; that's an order; "
        "it's an order; said deal; it's a deal; "
        "we have a deal; we've a deal; shook on it; shook hands on it; done deal; he's in; she's in; they're "
        "in; said yes; said go ahead; go ahead; signed today; signed it; signed the; signed off; i said yes; "
        "approved it; gave the go ahead; gave the green light; put it through; put the order in; "
        "works for him; works for her; works for them; cut it to; cut them to; up it to; bring it down to; "
        "bump it to; make it a standing; wrote it up; put it in; went for it; going for it; he'll take it; "
        "she'll take it; they'll take it; i'll take it; he took it; she took it; they took it; he bought it; "
        "she bought it"
    ),
    "declined": phrases(
        "it's off; that's off; forget it; he said no; she said no; they said no; said absolutely not; a flat "
        "no; turned it down; turned them down; turned that down; passed on it; passed on that; passed on "
        "them; shook her head; shook his head; isn't interested; not interested; wasn't interested; weren't "
        "interested; wasn't having it; "
        "no thanks; no thank you; said no thanks; didn't bite; didn't go for it; won't have it; wouldn't "
        "have it; doesn't want it; doesn't want them; didn't want it; didn't want them; don't want it; don't "
        "want them; no use for it; no use for them; not for him; not for her; not for them"
    ),
    "dropped": phrases(
        "take it off; take them off; take that off; took it off; takes it off; taking it off; take those "
        "off; off the standing order; off his standing order; off her standing order; off their standing "
        "order; not renewing it; won't be renewing"
    ),
    "considering": phrases(
        "he'll think about it; she'll think about it; they'll think about it; think about it; thinking about "
        "it; think it over; thinking it over; mull it over; sleep on it; get back to me; get back to us; let "
        "me know; let us know; he'll see; she'll see; they'll see; undecided; on the fence; "
        "not decided; hasn't decided; haven't decided; wants to think; needs to think; run it past; run it "
        "by; talk it over; discuss it; has to ask; have to ask; needs to ask; check with his; check with "
        "her; check with their; maybe next; not sure about it; isn't sure; aren't sure; not sure yet; isn't "
        "sold"
    ),
}  # fmt: skip


def _settled(reading: Reading, group: Sequence[Mention], right: int) -> list[Stance]:
    """What closes a matter in the next sentences: "that's an order", "he said no", "she'll think about it"."""
    words, end = reading.words, group[-1].end
    limit = min(right, end + 22, len(words))
    found = [(*cue, stance) for stance, options in _SETTLED.items() if (cue := find_phrase(words, end, limit, options))]
    if found:
        start, stop, stance = min(found)
        return [Stance(stance, start, stop)]
    return []


def _by_default(reading: Reading, mention: Mention, group: Sequence[Mention], previous: Stance | None) -> Stance | None:
    """Without any cue: a counted product is an order, others go with the list before them or are just used."""
    first, last = group[0].start, group[-1].end
    if not mention.ids:
        return None
    counted = [
        f
        for f in reading.figures
        if (f.kind == "count" or (f.per and f.start == mention.end)) and first - 6 <= f.start <= last + 5
    ]
    if counted:
        joined = _joined(reading, previous, first)
        listed = joined and (
            previous
            and previous.stance in ("wants", "considering", "ordered", "uses")
            and reading.clause_of(previous.end - 1).end >= first - 1
        )
        if listed and previous and reading.clause_of(previous.end - 1).start <= first and previous.stance != "uses":
            return Stance(previous.stance, mention.start, mention.end)
        if any(reading.words[f.start - 1 : f.start] in (("maybe",), ("perhaps",)) for f in counted):
            return Stance("considering", mention.start, mention.end, certain=False)
        return Stance("ordered", mention.start, mention.end, certain=False)
    return Stance("uses", mention.start, mention.end, certain=False)

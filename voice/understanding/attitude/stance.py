"""The customer's stance towards each product named, from the cues around it and their scope.

Products said in one list form a group and share cues.  A cue before a group rules it until another cue comes; a cue
behind a group counts inside the group's clause and the next ones that speak of it ("it", "them").  "If", "might" and
negation change what a cue means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.attitude.cue_scope import (
    Cue,
    counts_here,
    cue_before,
    find_cues,
    noun_behind,
    objectless_cues,
    reaches_group,
    scope_start,
)
from voice.understanding.attitude.cues import STANCES
from voice.understanding.attitude.settled_words import SETTLED
from voice.understanding.attitude.stance_context import (
    asked_politely,
    asks_for_papers,
    ends_a_contract,
    is_trouble,
    liked_less,
    not_before,
    not_ours,
    only_tried,
    speaks_of_all,
)
from voice.understanding.language.mentions import Mention
from voice.understanding.language.phrasing import find_phrase
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.products.product_lists import is_direct, is_subject, product_groups, was_unordered

_NEGATIONS = wordset(
    "not n't don't doesn't didn't won't isn't aren't wasn't weren't never no nobody can't cannot "
    "wouldn't couldn't without hasn't haven't neither nor hardly"
)


_CONDITIONS = wordset("if might may maybe perhaps possibly unless probably could")


_WOULD = wordset("would he'd she'd they'd i'd we'd wouldn't")


_NIL = wordset("nil none zero")


@dataclass(frozen=True, slots=True)
class Stance:
    """What was decided for one product mention; the words start..end that show it.

    `firm` is what the sentence's build says rather than a cue: learned weights do not overrule it.
    """

    stance: str
    start: int
    end: int
    certain: bool = True
    firm: bool = False


def rule_stances(reading: Reading) -> tuple[Stance | None, ...]:
    """Decide the stance of each product mention by the cues around it, in order; None where it is no item."""
    products = reading.products
    if not products:
        return ()
    groups = product_groups(reading)
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


def _joined(reading: Reading, previous: Stance | None, first: int) -> bool:
    """Tell whether a product goes on with the list that the one before it was in."""
    if previous is None:
        return False
    before, here = reading.clause_of(previous.end - 1), reading.clause_of(first)
    return before == here or (
        before.end == here.start and reading.words[here.start] in ("and", "plus", "also", "then", "which")
    )


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
    if was_unordered(words, group[-1].end):
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
    before = cue_before(reading, group, cues, left)
    noun = noun_behind(reading, mention, group, cues, right)
    lead = words[max(0, mention.start - 6) : mention.start]
    if lead[-1:] == ("if",) or "unless" in lead:
        return Stance("considering", mention.start - 1, mention.end)
    judged = before is not None and before.stance in ("likes", "dislikes") and before.end == mention.start
    if is_trouble(words, mention):
        return Stance("problem", mention.start, mention.end + 1, firm=True)
    objectless = [_modified(reading, c, c.start) for c in objectless_cues(reading, group, cues, right)]
    if noun and not judged:
        taken = next((f for f in objectless if f.stance == "ordered"), None)
        return taken or Stance("considering", before.start if before else mention.start, noun.end)
    praised = before is not None and before.stance in ("likes", "dislikes") and mention.start - before.end <= 1
    if praised and (less := liked_less(words, mention.end)) is not None:
        return Stance("dislikes", mention.start, less[1], firm=True)
    if before:
        found.append(_modified(reading, before, group[0].start))
        if found[0].stance == "declined" and ends_a_contract(words, mention.start, mention.end):
            return Stance("dropped", found[0].start, mention.end + 2, firm=True)
        if found[0].stance in ("wants", "ordered") and asks_for_papers(reading, before.start, group[0].start):
            found = [Stance("considering", found[0].start, found[0].end, firm=True)]
    elif (refused := _plain_no(words, group[0].start)) is not None:
        found.append(Stance("declined", refused, mention.end))
    behind = [
        c
        for c in cues
        if not c.before
        and group[-1].end <= c.start < right
        and counts_here(reading, group, c)
        and reaches_group(reading, group, c, right)
    ]
    if len(group) > 1 and mention is not group[-1] and _counted_apart(reading, group, mention):
        behind = [
            c
            for c in behind
            if c.stance not in ("dislikes", "likes", "problem", "dropped", "declined")
            or speaks_of_all(words, group[-1].end, c.end)
        ]
    of_all = ("considering", "uses", "likes", "wants")
    wrong = any(c.stance == "problem" for c in behind)
    if behind and before and (before.stance in of_all or wrong) and is_subject(words, mention):
        found.clear()
    for cue in behind:
        found.append(_predicate(reading, cue))
    found += _settled(reading, group, right)
    found += objectless
    if (asked := asked_politely(reading, mention.end, right)) is not None:
        found.append(Stance("ordered", *asked, firm=True))
    if not mention.ids and not_ours(words, mention.end) and not any(f.stance == "declined" for f in found):
        return Stance("wants", mention.start, mention.end)
    if not mention.ids and not (before and is_direct(reading, before, group)):
        found = [f for f in found if f.stance in ("likes", "dislikes") and before]
    if found:
        if any(f.stance == "problem" and f.start >= group[-1].end for f in found):
            found = [f for f in found if f.stance not in ("considering", "wants") or f.start >= group[-1].end]
        best = min(found, key=lambda s: STANCES.index(s.stance))
        if best.stance in ("wants", "ordered", "uses") and (tried := only_tried(reading, group[-1].end, right)):
            best = Stance("considering", best.start, max(best.end, tried[1]), firm=True)
        if best.stance == "likes" and _counted_behind(reading, group, right):
            return Stance("ordered", best.start, best.end)
        return best if mention.ids or best.stance in ("ordered", "wants", "considering", "likes", "dislikes") else None
    if not mention.ids and not_ours(words, mention.end):
        return Stance("wants", mention.start, mention.end)
    if mention.ids and (tried := only_tried(reading, group[-1].end, right)):
        return Stance("considering", mention.start, tried[1], firm=True)
    return _by_default(reading, mention, group, previous)


def _counted_apart(reading: Reading, group: Sequence[Mention], mention: Mention) -> bool:
    """Tell whether goods of a list have a count or price of their own behind them."""
    behind = group[group.index(mention) + 1].start
    return any(mention.end <= f.start < behind for f in reading.figures)


def _modified(reading: Reading, cue: Cue, until: int) -> Stance:
    """Apply condition and negation in the cue's clause to what the cue says."""
    words = reading.words
    start = scope_start(reading, cue.start)
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
    if (
        any(w in _CONDITIONS for w in lead[-4:])
        or not_before(reading, lead)
        or (
            any(w in _WOULD for w in lead[-2:]) and reading.words[cue.start] not in ("like", "love", "prefer", "rather")
        )
    ):
        return True
    clause = reading.clause_of(cue.start)
    opener = reading.words[clause.start : clause.start + 1]
    if opener and opener[0] in ("if", "unless", "whether"):
        return True
    if _said_under_if(reading, clause.start, cue.start):
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


def _said_under_if(reading: Reading, start: int, cue_start: int) -> bool:
    """ "if the price is right | he'd have feta": the breath before holds the condition."""
    before = next((c for c in reading.clauses if c.end == start), None)
    if before is None or reading.words[before.start] not in ("if", "unless"):
        return False
    return bool(_WOULD & set(reading.words[start : cue_start + 1])) or "will" in reading.words[start : cue_start + 1]


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


def _settled(reading: Reading, group: Sequence[Mention], right: int) -> list[Stance]:
    """What closes a matter in the next sentences: "that's an order", "he said no", "she'll think about it"."""
    words, end = reading.words, group[-1].end
    limit = min(right, end + 22, len(words))
    found = [(*cue, stance) for stance, options in SETTLED.items() if (cue := find_phrase(words, end, limit, options))]
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

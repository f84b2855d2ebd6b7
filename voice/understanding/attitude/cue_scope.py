"""Which cue speaks of which product: how far a cue reaches before and behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.attitude.cues import BEFORE, BEHIND, LONGEST
from voice.understanding.attitude.stance_context import is_off_another
from voice.understanding.language.clauses import SUBJECTS
from voice.understanding.language.mentions import Mention
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.units import UNITS

LINKS = wordset(
    "and or of the a an some with plus then also too as well more extra about another their his her for "
    "to at each even of "
    "maybe both our dollars cents bucks case couple dozen half per week month day those on plain new additional that's "
    "hundred oh few several fresh other probably perhaps possibly"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at live words start..end (end excluded)."""

    stance: str
    start: int
    end: int
    before: bool


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


def cue_before(reading: Reading, group: Sequence[Mention], cues: Sequence[Cue], left: int) -> Cue | None:
    """Give the nearest cue that stands before the group, in its clause or right before it."""
    start = group[0].start
    floor = max(left, scope_start(reading, start))
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
    return sum(i not in covered and words[i] not in LINKS for i in range(cue.end, start)) <= 2


def scope_start(reading: Reading, position: int) -> int:
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


def noun_behind(
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


def reaches_group(reading: Reading, group: Sequence[Mention], cue: Cue, right: int) -> bool:
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


def counts_here(reading: Reading, group: Sequence[Mention], cue: Cue) -> bool:
    """A bare "no" or a noun like "price" speaks of a product only right behind it."""
    words = reading.words
    if is_off_another(reading, cue.start):
        return False
    if words[cue.end - 1] == "more" and words[cue.end : cue.end + 1] == ("than",):
        return False
    if cue.end - cue.start == 2 and words[cue.start : cue.end] == ("leave", "it"):
        return words[cue.end : cue.end + 1] not in (("with",), ("at",), ("in",), ("by",), ("on",), ("to",), ("round",))
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
            any(f.start <= i < f.end for f in reading.figures) or words[i] in LINKS
            for i in range(group[-1].end, cue.start)
        )
    return True


_AFTER_NO = wordset("and but so because thanks for he she they not maybe way or then also")


def objectless_cues(reading: Reading, group: Sequence[Mention], cues: Sequence[Cue], right: int) -> list[Cue]:
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
    "off up replaced fixed collected sorted refunded corrected credited swapped exchanged gone back taken "
    "picked removed changed checked delivered sent noted recorded logged known looked mentioned understood renewed"
)

"""Needs: a lack or problem the customer wants solved that no product line already says."""

from __future__ import annotations

from voice.understanding.language.clauses import Clause
from voice.understanding.language.phrasing import find_phrase, phrase_of
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.types import Action, Need, Preference, ProductLine

_CUES = phrases(
    "needs; need; needed; wants; want; wanted; would like; would love; he'd like; she'd like; they'd "
    "like; he'd love; she'd love; they'd love; is looking for; are looking for; looking for; on the "
    "lookout for; in the market for; could use; could do with; asking for; asked for; asks for; asked "
    "about; asking about; asked if we have; asked if we had; asked if we carry; asked if there's; asked "
    "if there is; asked if there are; asks if there is; asked whether there is; asked whether we have; "
    "asked whether we carry; asked whether we do; asked about getting; asking if we have; asking if "
    "there's; "
    "is after; he's after; she's after; they're after; wishes we'd do; wishes we'd carry; wishes we'd "
    "make; wishes we did; wishes we carried; wishes we sold; wishes we offered; wish we did; wish we "
    "carried; wishes there were; wishes we had; wishes there was; wish we had; wish there was; hoping "
    "for; desperate for; struggling to; struggling with; struggles with; struggle with; having trouble "
    "with; have trouble with; has trouble with; trouble finding; having trouble finding; can't find; "
    "can't get; hard time finding; no room for; short of; short on; running out of; lacks; lacking; "
    "is missing; searching for; trying to find; trying to; wondered if we had; wondered about; "
    "interested in; curious about; ideas for; needs help with; need help with; help with; needs help; "
    "problem with his own; worried about; crying out for; really needs; ran out of; running out; in need "
    "of; they'll need; he'll need; she'll need; would need; a way to; somewhere to; doesn't have; don't "
    "have; no good; hunting for; seeking; keen on finding; keen to find; complains he can't; gap in; gap "
    "on; hoping we know; hopes we know; struggles to find; struggling to find; struggle to find; "
    "wishes there was a; wishes "
    "there was; wishes for; could use help; what they're missing is; what he's missing is; what she's missing is; what "
    "they need is; what he needs is; what she needs is; asked can we; whether we can give; "
    "whether we could give; if we "
    "have such; if we know anybody; if we know somebody; if we know someone; knows of any; demanding; "
    "are demanding; begging "
    "for; dying for; nowhere to; no place to; wants somebody; wants someone; needs somebody; needs someone; "
    "needs a hand; a "
    "hand with; wanting something; is wanting something; needs something"
)
_WOULD_HELP = phrases(
    "would help; would be great; would be good; would be nice; would be handy; would be ideal; would save; would work"
)
_VAGUE = wordset(
    "something anything some more options option alternatives alternative somebody someone help ideas "
    "way solution better cheaper softer smaller bigger healthier storage space training advice recipe "
    "recipes variety range choice selection support staff opening faster ways suggestions"
)
_NOT_NEEDS = wordset(
    "to know see talk think speak call check it them that him her us me one five two three four six ten "
    "less off time until from him a-week at on in with for before after"
)
_STOP = wordset("and but so because he she they i we i'll i'd we'll said says told which if nothing that's it's we're")
_PAPERS = wordset(
    "sample samples quote quotes invoice invoices price prices pricing list sheet sheets info "
    "information call credit discount refund replacement apology receipt statement catalog brochure "
    "percent dollars order delivery deliveries terms answer meeting"
)
_LONGEST = 9


def rule_needs(
    reading: Reading,
    products: tuple[ProductLine, ...],
    actions: tuple[Action, ...],
    preferences: tuple[Preference, ...],
) -> tuple[Need, ...]:
    """Read needs from clauses that no wanted product, action or preference already explains."""
    taken: set[int] = set()
    for line in products:
        if line.stance in ("wants", "considering", "ordered", "declined", "dropped", "problem", "likes"):
            taken |= set(range(line.evidence.start_word, line.evidence.end_word + 1))
    for evidence in (*(a.evidence for a in actions), *(p.evidence for p in preferences)):
        taken |= set(range(evidence.start_word, evidence.end_word + 1))
    found: list[Need] = []
    for clause in reading.clauses:
        span = _in_clause(reading, clause)
        if span is None:
            continue
        evidence = reading.evidence(*span)
        words = set(range(evidence.start_word, evidence.end_word + 1))
        if len(words & taken) * 2 > len(words) or any(
            n.evidence.start_word <= evidence.start_word <= n.evidence.end_word for n in found
        ):
            continue
        found.append(Need(phrase_of(reading, *span), evidence))
    return tuple(found)


def _in_clause(reading: Reading, clause: Clause) -> tuple[int, int] | None:
    words = reading.words
    at = clause.start
    if words[at : at + 2] in (("and", "something"), ("and", "anything")) and clause.end - at >= 4:
        return at + 1, min(clause.end, at + 1 + _LONGEST)
    hope = find_phrase(words, at, clause.end, _WOULD_HELP)
    if (
        hope is not None
        and words[hope[0] - 1 : hope[0]]
        and (
            start := next(
                (i for i in range(at, hope[0]) if words[i] in ("something", "anything", "some", "more")), None
            )
        )
        is not None
    ):
        return start, hope[0]
    if words[at : at + 2] in (("and", "someone"), ("and", "somebody")) and words[at + 2 : at + 3] in (
        ("to",),
        ("who",),
    ):
        return at + 1, min(clause.end, at + 1 + _LONGEST + 3)
    while cue := find_phrase(words, at, clause.end, _CUES):
        at = cue[1]
        if words[cue[0] - 1 : cue[0]] in (
            ("don't",),
            ("doesn't",),
            ("didn't",),
            ("no",),
            ("i",),
            ("not",),
            ("we",),
            ("won't",),
        ) or words[clause.start : clause.start + 1] == ("if",):
            continue
        span = _object(reading, clause, cue)
        if span is not None and not any(c.start in clause for c in reading.competitors):
            return span
    return None


def _object(reading: Reading, clause: Clause, cue: tuple[int, int]) -> tuple[int, int] | None:
    """Give the words of what is needed, or None when it is a product, a paper or a doing."""
    words = reading.words
    start = cue[1]
    struggle = words[cue[0]] in (
        "struggling",
        "struggles",
        "struggle",
        "having",
        "have",
        "has",
        "trouble",
        "can't",
        "hard",
        "worried",
        "lacks",
        "lacking",
        "no",
        "short",
        "trying",
        "problem",
        "gap",
        "doesn't",
        "don't",
    )
    while (
        start < clause.end
        and words[start]
        in ("a", "an", "some", "the", "us", "to", "find", "get", "have", "of", "also", "just", "for", "about", "really")
        and not (words[start] == "to" and words[start + 1 : start + 2] not in (("find",), ("get",), ("have",)))
    ):
        start += 1
    if any(w.start <= start < w.end for w in reading.whens):
        return None
    end = start
    limit = reading.clause_of(start).end if start < len(words) else start
    while end < min(max(clause.end, limit), start + _LONGEST) and (
        words[end] not in _STOP or (words[end] == "and" and end - start < 2)
    ):
        if any(w.start == end for w in reading.whens):
            break
        end += 1
    while end > start and words[end - 1] in (
        "and",
        "but",
        "for",
        "the",
        "a",
        "of",
        "by",
        "on",
        "in",
        "to",
        "with",
        "please",
    ):
        end -= 1
    if end - start < 1 or (words[start] in _NOT_NEEDS and not struggle):
        return None
    said = set(words[start:end])
    if said <= {"cheaper", "better", "more", "less", "it", "some", "them"}:
        return None
    if "to" in words[start + 1 : end] and words[start] not in (
        "somebody",
        "someone",
        "something",
        "help",
        "a",
        "anything",
        "ways",
        "way",
        "somewhere",
        "training",
    ):
        return None
    if said & _PAPERS and not said & {"recipe", "help", "ideas", "way", "storage"}:
        return None
    if any(start <= m.start < start + 3 for m in (*reading.people, *reading.competitors)):
        return None
    products = [m for m in reading.products if start <= m.start < end]
    somebody = words[start] in ("somebody", "someone", "help")
    vague = bool(said & _VAGUE) or struggle
    if products and not (
        somebody
        or struggle
        or words[start]
        in (
            "smaller",
            "bigger",
            "softer",
            "thicker",
            "thinner",
            "larger",
            "better",
            "half",
            "recipe",
            "ideas",
            "training",
            "something",
            "storage",
            "a",
        )
    ):
        return None
    if (
        any(f.kind in ("count", "percent", "price") and start <= f.start < end for f in reading.figures)
        and not somebody
    ):
        return None
    if not vague and (
        len(said) < 2
        or (
            words[cue[0]] in ("wants", "want", "need", "needed", "asked", "interested", "curious", "wanted")
            and not _solid(said)
        )
    ):
        return None
    if words[cue[0] : cue[1]] in (("trying", "to"),) and not vague:
        return None
    return start, end


def _solid(said: set[str]) -> bool:
    """A noun of help, space, menu or diet makes a wish without "something" a need."""
    return bool(
        said
        & wordset(
            "menu diet diets residents kids patio vegan vegetarian gluten sodium sugar-free allergen nut halal "
            "kosher soft plant based storage fridge freezer training staff system rack racks shelf display "
            "equipment machine grinder supplier source low-sodium low high protein sustainable local organic "
            "seasonal smaller recipe ideas dietary softer foods food free dairy-free diabetic"
        )
    )

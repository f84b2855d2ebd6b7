"""Competitors with the part they play at the customer."""

from __future__ import annotations

from voice.understanding.language.mentions import Mention
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.types import CompetitorMention

_LEFT_BEFORE = phrases(
    "left; leaving; stopped with; stop with; dropped; dropping; drop; fired; done with; used to buy from; "
    "used to get; used to be with; used to use; finished with; got rid of; switched from; switching from; "
    "switch from; moved from; moved away from; cancelled; canceled; ditched; ditching; broke up with; "
    "quit; away from; out with; fell out with; parted with; parted ways with; ended with; walked away "
    "from; renew with; renewing with; no longer with; no longer use; no longer uses; no longer buys from; "
    "no longer buying from; stopped using; stopped buying from; had enough of; fed up with; kicked out; "
    "sacked; binned; gave up on; threw out; came over from; came from; isn't with; not with; contract "
    "ended with; bye to; over from"
)  # fmt: skip
_LEFT_BEHIND = phrases(
    "dropped them; dropped him; dropped her; let them down; went bust; went under; closed; shut down; "
    "stopped delivering; pulled out; stopped serving; is out; is gone; are out; are gone; got fired; got "
    "the boot; won't deliver; no longer; stopped coming; quit on them; folded"
)
_SWITCH_BEFORE = phrases(
    "going to; going over to; goes to; switching to; switch to; switched to; switches to; moving to; "
    "moved to; move to; gone to; went to; gone with; going with; go with; went with; signed with; signing "
    "with; taking it to; taking his business to; taking her business to; taking their business to; "
    "jumping to; over to; shifting to; defecting to; buying it from; giving it to; gave it to; changed "
    "to; changing to; moving over to; from now on; buy it from; handing it to; awarded it to; to"
)
_QUOTE = wordset(
    "offering offered offers offer quoted quoting quote quotes bid bidding pitched pitching approached "
    "undercut undercutting promised promising sniffing courting dangling proposal proposed sample "
    "samples trial poaching tempting"
)
_QUOTE_BEHIND = phrases(
    "came by; came in; came round; came around; was in; were in; stopped by; dropped by; dropped in; "
    "dropped off; popped in; rep was; rep came; rep stopped; rep dropped; dropped a; dropped some; rep "
    "has been; rep is; has been in; have been in; has been round; has been around; been calling; keeps "
    "calling; called on; called in; called her; called him; called them; swung by; showed up; turned up; "
    "knocking; guy was; guy came; salesman; sales guy; visited; left a; left their; left price; is "
    "chasing; are chasing; chasing; wants their; would do; could do; can do; will do; said they'd; says "
    "they'll; has been after; is after; rang; phoned; emailed; reached out; has been by; been by; were "
    "by; was by; been sniffing; guy's been; gave him a price; gave her a price; gave them a price; came "
    "knocking"
)
_CURRENT_BEFORE = phrases(
    "buying off; buys off; gets off; getting off; "
    "from; with; pays; pay; paying; uses; use; using; at; contract with; through; by; buys from; gets "
    "from; getting it from; tied to; loyal to; locked in with; match; beat; than; on; has; have; supplied "
    "by; via; stays with; staying with; sticking with; stick with; happy with; married to; under contract "
    "with; off"
)
_CURRENT_BEHIND = phrases(
    "supplies; supply; delivers; deliver; brings; does; do; has; have; for their; for his; for her; for "
    "most; for all; for the; is their; is his; is her; contract; charges; charge; is charging; are "
    "charging; gives; handles; covers; sells them; sells him; sells her; been supplying; looks after; "
    "runs; own the; still has; have the; provides"
)
_UNSURE = wordset(
    "might may if maybe perhaps could would threatening threatens threatened considering thinking unless "
    "probably says-she'll or"
)
_HEARSAY = wordset("heard rumor rumour rumours rumors cousin neighbor neighbour brother sister gossip supposedly")
_CAN_GET = phrases(
    "can get; could get; is getting at; getting at; come in at; came in at; comes in at; would give; will "
    "give; knows a guy; has a guy; would match; under ours; under us; beats our; beating our"
)  # fmt: skip
_RANK = {"switching_to": 0, "left": 1, "quoting": 2, "current_supplier": 3, "mentioned": 4}


def read_competitors(reading: Reading) -> tuple[CompetitorMention, ...]:
    """Read each competitor once, with the foremost context said of it."""
    found: dict[str, CompetitorMention] = {}
    for mention in reading.competitors:
        context = _context(reading, mention)
        earlier = found.get(mention.name)
        if earlier is None or _RANK[context] < _RANK[earlier.context]:
            clause = reading.clause_of(mention.start)
            start = max(clause.start, mention.start - 4) if context != "mentioned" else mention.start
            found[mention.name] = CompetitorMention(mention.name, context, reading.evidence(start, mention.end))
    return tuple(found.values())


def _context(reading: Reading, mention: Mention) -> str:
    words = reading.words
    clause = reading.clause_of(mention.start)
    lead = words[max(clause.start, mention.start - 8) : mention.start]
    tail = words[mention.end : min(len(words), max(clause.end, mention.end + 4), mention.end + 9)]
    if lead[-1:] == ("the",):
        lead = lead[:-1]
    before = _ending(lead, _LEFT_BEFORE)
    if before or _within(tail[:4], _LEFT_BEHIND):
        return "left"
    if (
        _within(tail[:5], _QUOTE_BEHIND)
        or _QUOTE & set(tail[:5])
        or (_QUOTE & set(lead[-5:]) and not _ending(lead, (("than",),)))
    ):
        return "quoting"
    wider = words[max(0, mention.start - 14) : mention.end + 14]
    if _HEARSAY & set(wider):
        return "mentioned"
    if {"pay", "pays", "paying", "paid", "spends", "spending"} & set(lead) and lead[-1:] in (
        ("to",),
        ("at",),
        ("with",),
        ("from",),
        ("off",),
    ):
        return "current_supplier"
    if lead[-1:] in (("for",), ("to",)) and {"leaving", "leaves", "off", "moving", "defecting"} & set(lead[-3:]):
        return "switching_to"
    if lead[-1:] in (("trying",), ("testing",), ("trialling",), ("trialing",)) or lead[-2:] == ("trying", "out"):
        return "quoting"
    if _within((*lead, *tail), _CAN_GET) or "undercut" in words[mention.end : mention.end + 14]:
        return "quoting"
    unsure = bool(_UNSURE & set(words[clause.start : mention.start])) or bool({"if", "unless"} & set(tail))
    switch = _ending(lead, _SWITCH_BEFORE[:-1]) or (
        lead[-1:] == ("to",)
        and {
            "moved",
            "switching",
            "switched",
            "moving",
            "going",
            "taking",
            "took",
            "lost",
            "losing",
            "gone",
            "went",
            "shifted",
        }
        & set(lead)
    )
    if switch:
        future = {"she'll", "he'll", "they'll", "we'll", "will", "would", "going-to"} & set(lead)
        return "mentioned" if unsure or (future and "if" in words[mention.end : mention.end + 3]) else "switching_to"
    if unsure and not {"match", "beat"} & set(lead):
        return "mentioned"
    if (
        {"match", "beat"} & set(lead[-2:])
        or _ending(lead, _CURRENT_BEFORE)
        or _within(tail[:3], _CURRENT_BEHIND)
        or {"cheaper", "charging", "contract"} & set(tail[:5])
    ):
        return "current_supplier"
    return "mentioned"


def _ending(words: tuple[str, ...], options: tuple[tuple[str, ...], ...]) -> bool:
    return any(words[-len(p) :] == p for p in options)


def _within(words: tuple[str, ...], options: tuple[tuple[str, ...], ...]) -> bool:
    return any(words[i : i + len(p)] == p for p in options for i in range(len(words)))

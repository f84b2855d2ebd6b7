"""Cut the stream of words into clauses where a speaker would pause: at conjunctions, subjects and orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.language.wordset import wordset

SUBJECTS = wordset(
    "i i'll i'm i've i'd he he's he'd he'll she she's she'd she'll they they're they'd they'll they've "
    "we we'll we're we've "
    "we'd you you'll it it's it'll that's there's there somebody someone nobody everyone everybody"
)
CONJUNCTIONS = wordset(
    "but so because then also plus though although however anyway otherwise unless if when while since "
    "which who whose where "
    "cause cuz cos except whereas kindly how reckons meanwhile besides okay alright lastly finally "
    "secondly basically overall apparently"
)
SPEECH = wordset(
    "says said say saying thinks thought told reckons mentioned claims feels hopes knows guess think tells swears"
)
_SUBORDINATE = wordset(
    "if when because that what how why where who which unless until since as while than before after "
    "once so and but or whether like did does do is are can could will would should"
)
ORDERS = wordset(
    "call send check follow bring email text talk pick get ask tell drop replace order remind take chase "
    "book set find quote "
    "ship deliver put add make confirm schedule ring look forward look give fix swap collect phone sort arrange "
    "update cancel change double-check escalate invoice credit leave raise print mail speak meet keep "
    "pass revisit contact "
    "reach ping remember see include sign prepare write push change come credit message try start stop visit use"
)
_AUX = wordset(
    "to will shall would can could couldn't  should must may might i i'll i'd we we'll you you'll they they'll "
    "he he'll she she'll don't not "
    "please let's let did didn't does doesn't who never always just gonna cannot can't couldn't could've "
    "won't shouldn't have has had us them "
    "him her me and the a an of his their my our your that it's we'd they'd he'd she'd be is was are all "
    "any every first last no"
    " all are phone in on by for with at from we're new old this next one big small good"
)
_VERBS = wordset(
    "wants want wanted needs need needed asked asks took takes take ordered orders likes loved loves "
    "hates prefers uses pays "
    "said says told is was has had will would might can't doesn't didn't won't isn't tried bought signed "
    "dropped dropping "
    "cancelled canceled upped keeps keep goes going thinks mentioned complained send call bring follow "
    "check add put let "
    "get gets gave give asking looking thinking wondering left changed switched wouldn't hasn't refuses "
    "refused declined "
    "decided agreed promised ships ship runs buys"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Live words start..end (end excluded)."""

    start: int
    end: int

    def __contains__(self, position: object) -> bool:
        return isinstance(position, int) and self.start <= position < self.end


def find_clauses(
    words: Sequence[str],
    names: frozenset[int],
    inside: frozenset[int],
    breaks: frozenset[int] = frozenset(),
    after_days: frozenset[int] = frozenset(),
) -> tuple[Clause, ...]:
    """Cut at every boundary; `names` are where a person's name begins, `inside` positions never begin a clause.

    `breaks` are further boundaries, such as long pauses; behind a day (`after_days`) a verb begins a clause.
    """
    starts = [0]
    for at in range(1, len(words)):
        if at in inside:
            continue
        if at in breaks or _begins(words, at, names) or (at in after_days and _may_begin(words, at)):
            if at - starts[-1] == 1 and words[at - 1] in CONJUNCTIONS | {"and", "yeah", "well"}:
                continue
            starts.append(at)
    return tuple(Clause(s, e) for s, e in zip(starts, [*starts[1:], len(words)], strict=True) if e > s)


_SO_HOW = wordset("much far many good happy nice long helpful kind busy bad lovely glad angry upset")


def _may_begin(words: Sequence[str], at: int) -> bool:
    return words[at] in ORDERS or words[at] in (
        "can",
        "could",
        "please",
        "kindly",
        "something",
        "anything",
        "nothing",
        "no",
        "new",
        "wants",
        "needs",
    )


def clause_at(clauses: Sequence[Clause], position: int) -> Clause:
    """Give the clause that holds a live position."""
    return next((c for c in clauses if position in c), clauses[-1])


def _begins(words: Sequence[str], at: int, names: frozenset[int]) -> bool:
    word, before = words[at], words[at - 1]
    behind = words[at + 1] if at + 1 < len(words) else ""
    if word == "forward" and before in ("brought", "bring", "moved", "move", "pulled", "pull", "look", "looking"):
        return False
    if word in ("and", "or"):
        return (
            behind in SUBJECTS
            or behind in _VERBS
            or (at + 1 in names and _verb_follows(words, at + 1))
            or behind in CONJUNCTIONS
            or behind
            in (
                "please",
                "maybe",
                "our",
                "my",
                "no",
                "never",
                "always",
                "only",
                "don't",
                "not",
                "kindly",
                "something",
                "anything",
                "how",
                "what",
                "could",
                "can",
                "somebody",
                "someone",
                "if",
            )
        )
    if word in ("also", "then", "though", "apparently", "basically", "finally") and before in SUBJECTS:
        return False
    if word in CONJUNCTIONS:
        return not (word == "so" and behind in _SO_HOW) and before not in ("and", "but", "or")
    if word in ("just", "please", "kindly") and behind in ORDERS:
        return True
    if _service_begins(words, at):
        return True
    if word in ("somebody", "someone") and behind == "else":
        return False
    if (
        word in SUBJECTS
        and at > 1
        and before in ("him", "her", "them", "me", "us")
        and words[at - 2] in ("told", "promised", "tell", "assured")
    ):
        return False
    if word in SUBJECTS:
        return (
            before not in _SUBORDINATE
            and before not in SPEECH
            and not (
                word in ("it", "you", "there")
                and before not in ("and",)
                and behind not in ("is", "was", "isn't", "wasn't", "has", "keeps", "came")
            )
        )
    if at in names and _verb_follows(words, at):
        return (
            before not in _SUBORDINATE
            and before not in SPEECH
            and before not in ("with", "for", "to", "met", "from", "and", "chef", "the")
        )
    if word in _NOUN_TOO and before not in _AUX:
        return behind in _DAYS or (behind in _PLAIN_OBJECTS and at - 1 not in names)
    if word in ORDERS and before not in _AUX:
        return behind in _OBJECTS or behind in ("back", "up", "in", "on", "out", *_DAYS) or at + 1 in names
    return False


_DAYS = wordset("monday tuesday wednesday thursday friday saturday sunday tomorrow today")
SERVICE_NOUNS = wordset(
    "delivery deliveries driver drivers invoice invoices order orders truck shipment statement bill website portal "
    "packaging machine quality"
)
_DETERMINERS = wordset("the our your their his her last this first second yesterday's today's")
_FINITE = wordset("was were is are isn't wasn't came comes keeps kept arrived showed has had hasn't got went turned")
_NO_SUBJECT_AFTER = wordset(
    "about with of for that if when because said says on to from than by at into and but or so in is was were are no "
    "each per unless while how like after before told think thinks reckons me us him them you whether why where which "
    "who once since until as place placing take add send check see want wants need needs make get change"
)
_ENDS = wordset(
    "week month day quarter year weekly monthly daily today yesterday tomorrow morning afternoon evening "
    "monday tuesday wednesday thursday friday saturday sunday apiece each "
    "fifty sixty seventy eighty ninety forty thirty twenty ten cents"
)
_SERVICE_REACH = 4  # "delivery on tuesday was", "the invoice from march is"


def _service_begins(words: Sequence[str], at: int) -> bool:
    """Tell whether a clause about our service begins: "... every week | the last delivery on tuesday was late".

    Without an article only behind words that end a clause: in "fish sauce delivery was short" none begins.
    """
    noun = at
    while noun < len(words) and noun - at < 3 and words[noun] in _DETERMINERS:
        noun += 1
    if noun >= len(words) or words[noun] not in SERVICE_NOUNS or words[at - 1] in _NO_SUBJECT_AFTER | _DETERMINERS:
        return False
    if noun == at and (words[at - 1] not in _ENDS or words[noun].startswith("order")):
        return False
    for word in words[noun + 1 : noun + 1 + _SERVICE_REACH]:
        if word in ("and", "but", "or", "that", "which"):
            return False
        if word in _FINITE:
            return True
    return False


_NOUN_TOO = wordset(
    "schedule quote sample order call text email visit price credit invoice note change start stop use "
    "look show help ring message phone contact mail"
)
_PLAIN_OBJECTS = wordset("him her them me us it the a an this that these his their back")
_OBJECTS = wordset(
    "him her them me us it the a an his their my that this those these dana some more over about to for with into"
)


def _verb_follows(words: Sequence[str], at: int) -> bool:
    return any(w in _VERBS for w in words[at + 1 : at + 3])

"""The customer's mood as far as words say it; never the rep's, never the tone of voice."""

from __future__ import annotations

from voice.understanding.attitude.cues import BEHIND
from voice.understanding.language.clauses import Clause
from voice.understanding.language.phrasing import find_phrase
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases
from voice.understanding.types import Complaint, ProductLine

_POSITIVE = phrases(
    "a saint; a gem; a star; a legend; a godsend; so kind; really kind; very kind; kind of us; kind of "
    "you; nice of us; sweet of us; good mood; great mood; really pleased; best she's; best he's; best "
    "they've; best thing; best in town; happy with; happy about; very happy; really happy; so happy; "
    "super happy; pretty happy; quite happy; is happy; are happy; was happy; were happy; she's happy; "
    "he's happy; they're happy; happy as; thrilled; delighted; over the moon; chuffed; well chuffed; "
    "pleased; very pleased; impressed; loves; loved; love it; love the; love our; love them; likes; "
    "liked; raving; raved; raves; "
    "amazing; fantastic; excellent; wonderful; brilliant; superb; perfect; beautiful; the best; is "
    "great; was great; are great; were great; been great; doing great; going great; so good; really "
    "good; very good; awesome; outstanding; top notch; first class; spot on; helpful; so helpful; very "
    "helpful; sends her thanks; sends his thanks; send their thanks; sends thanks; thanked; thanks to; "
    "thank you to; grateful; appreciates; appreciated; really appreciates; compliments; complimented; "
    "praised; praise; praises; "
    "selling like crazy; sells like; flying off; flying out; a hit; big hit; huge hit; hit with; went "
    "down well; went down a treat; going down well; goes down well; excited; excited about; "
    "enthusiastic; can't wait; glad; couldn't be happier; best supplier; favorite; favourite; good "
    "feedback; great feedback; great job; good job; nice things; kudos; shout out; fan of; enjoys; "
    "enjoyed; enjoying; satisfied; delicious; lovely; tickled; stoked; on time every; always on time; "
    "never been better; much better; big improvement; made her day; made his day; in love with; swears "
    "by; adores; adored; top marks; ecstatic; buzzing; good experience; smooth; went really well; "
    "selling well; sells well; gorgeous; tasty; popular"
)
_NEGATIVE = phrases(
    "had a go at me; put his foot down; put her foot down; not impressed; isn't impressed; an earful; "
    "out of patience; running out of patience; or we're done; we're done; tore into me; laid into me; "
    "calling the city; angry; furious; livid; upset; mad; annoyed; frustrated; disappointed; unhappy; "
    "not happy; isn't happy; wasn't happy; aren't happy; not pleased; isn't pleased; wasn't pleased; fed "
    "up; sick of; cross; irritated; had enough; last straw; final straw; last chance; threatening; "
    "threatened; threatens; will leave; going to leave; leave us; walk away; putting it out to bid; put "
    "it out to bid; go elsewhere; going elsewhere; look elsewhere; looking elsewhere; looking for "
    "another supplier; looking around; shopping around; take his business; take her business; take their "
    "business; taking his business; taking her business; taking their business; if it happens again; "
    "happens again; one more time; unacceptable; terrible; awful; a joke; ridiculous; disaster; "
    "nightmare; pissed; ticked off; fuming; hopping mad; steaming; not impressed with us; let down; lost "
    "trust; lost faith; lost confidence; screaming; yelling; moaned; moaning; complained; complains; "
    "complaining; done with us; switch if; switching if; grumpy; grumbling; losing patience; lost "
    "patience; gutted; unimpressed; disgusted; thinking about leaving; thinking of leaving; might leave; "
    "or he'll walk; or she'll walk; or they'll walk; or he walks; or she walks; or they walk"
)
_SOFT = phrases(
    "not unhappy; isn't unhappy; not upset; isn't upset; wasn't upset; not mad; wasn't mad; isn't mad; "
    "not angry; wasn't angry; isn't angry; otherwise happy; otherwise fine; otherwise good; otherwise "
    "pleased; apart from that; other than that; no hard feelings; laughed; not bothered; wasn't "
    "bothered; isn't bothered; still happy; still loves; still likes; happy overall; overall happy; "
    "happy otherwise; not making a fuss; was nice about it; was cool about it; was good about it; was "
    "fine about it; took it well; was understanding; very understanding; understanding about it; not too "
    "upset; wasn't too upset; weren't too upset; isn't too upset; not too bothered; wasn't too bothered; "
    "laughed it off; didn't mind; no drama; fine with it; okay with it; not annoyed; wasn't annoyed; "
    "they're not unhappy; she's not unhappy; he's not unhappy; is fine with; doesn't blame; don't blame; "
    "all good; calm about it; relaxed about it; was gracious; wasn't fussed; not fussed"
)
_NOT_THEIRS = phrases(
    "i'm; i was; i am; i'd love; i'd like; i love; i loved; i like; my favorite; bellwether's; i'm glad; "
    "i'm happy; i think"
)
_WISH = phrases(
    "would love; he'd love; she'd love; they'd love; i'd love; would be happy; he'd be happy; she'd be "
    "happy; they'd be happy; be happy to; happy to; glad to; likes to be; likes to; likes deliveries; "
    "likes his; likes her; likes the idea; like to; likes us to; if; when; doesn't love; won't be happy; "
    "more than happy to; pleased to meet; popular with"
)
_NEGATORS = frozenset(
    [
        "not",
        "isn't",
        "wasn't",
        "aren't",
        "weren't",
        "never",
        "no",
        "don't",
        "doesn't",
        "didn't",
        "hardly",
        "nobody",
        "less",
        "won't",
        "neither",
    ]
)


_PRAISE = (*_POSITIVE, *(p for p, stance in BEHIND.items() if stance == "likes" and len(p) > 1))


def read_sentiment(
    reading: Reading,
    products: tuple[ProductLine, ...],
    complaints: tuple[Complaint, ...],
    *,
    empty: bool,
    felt: frozenset[str] = frozenset(),
) -> str | None:
    """Decide positive, neutral or negative; None for an entry without content.

    `felt` says what the learned weights hear in some clause: "praise", "anger", both or neither.
    """
    if empty:
        return None
    praised = _praise(reading) or "praise" in felt or any(line.stance == "likes" for line in products)
    softened = find_phrase(reading.words, 0, len(reading.words), _SOFT) is not None
    angry = (_anger(reading) or "anger" in felt) and not softened
    bad = angry or (bool(complaints) and not softened)
    if praised and bad:
        return "neutral" if not (angry and complaints) or _praise(reading) else "negative"
    if bad:
        return "negative"
    return "positive" if praised else "neutral"


def is_content(reading: Reading, clause: Clause) -> bool:
    """Tell whether a clause says that they are content, and nothing to the contrary."""
    return _said_in(reading, clause, _PRAISE, positive=True) and not _said_in(
        reading, clause, _NEGATIVE, positive=False
    )


def _praise(reading: Reading) -> bool:
    return _said(reading, _PRAISE, positive=True)


def _anger(reading: Reading) -> bool:
    return _said(reading, _NEGATIVE, positive=False)


def _said(reading: Reading, options: tuple[tuple[str, ...], ...], *, positive: bool) -> bool:
    return any(_said_in(reading, clause, options, positive=positive) for clause in reading.clauses)


def _said_in(reading: Reading, clause: Clause, options: tuple[tuple[str, ...], ...], *, positive: bool) -> bool:
    words = reading.words
    at = clause.start
    while cue := find_phrase(words, at, clause.end, options):
        at = cue[1]
        if not reading.names.isdisjoint(range(*cue)):
            continue
        lead = words[max(clause.start, cue[0] - 3) : cue[0]]
        if set(lead) & _NEGATORS and words[cue[0]] not in ("not", "isn't", "wasn't", "aren't"):
            continue
        if positive and {"he'd", "she'd", "they'd", "would", "i'd"} & set(lead):
            continue
        if find_phrase(words, clause.start, cue[1], _NOT_THEIRS):
            continue
        competitor = any(c.start in clause for c in reading.competitors) and not {"our", "us", "ours", "we"} & set(
            words[clause.start : clause.end]
        )
        if competitor and (
            positive
            or words[cue[0]]
            not in ("threatening", "threatened", "threatens", "switch", "leaving", "going", "look", "looking")
        ):
            continue
        if positive and (_wished(reading, clause.start, cue) or _one_products_judgement(words, cue)):
            continue
        if (
            not positive
            and words[cue[0]] in ("mad", "cross", "complained", "upset", "disappointed")
            and words[cue[1] : cue[1] + 2] in (("about", "the"),)
            and find_phrase(words, cue[1], min(cue[1] + 5, len(words)), _OWN_WORRIES)
        ):
            continue
        return True
    return False


_OWN_WORRIES = phrases("weather; staff; landlord; cubs; sox; bears; game; rent; traffic; taxes; city")


def _wished(reading: Reading, start: int, cue: tuple[int, int]) -> bool:
    """ "would love", "if ... happy" is a wish, no praise."""
    return any(
        tuple(reading.words[i : i + len(p)]) == p
        for p in _WISH
        for i in range(max(start, cue[0] - 4), cue[1])
        if len(p) > 1 or i < cue[0]
    )


def _one_products_judgement(words: tuple[str, ...], cue: tuple[int, int]) -> bool:
    return (
        words[cue[0] : cue[1]] == ("likes",)
        and words[cue[1] : cue[1] + 1] in (("to",), ("his",), ("her",), ("their",), ("deliveries",), ("us",), ("it",))
        and words[cue[1]] != "it"
    )

"""What stands around a cue and changes what it says of a product: papers about it, trials, conditions, "please"."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.language.mentions import Mention
from voice.understanding.language.phrasing import find_phrase
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrase_at, phrases, wordset

_PAPERS = wordset(
    "quote quotes quotation quotations sheet sheets spec specs certificate certificates price prices pricing details "
    "info information sample samples brochure leaflet list photos pictures tasting taste demo trial data analysis "
    "samplers estimate proposal figures leaflets brochures"
)
_ONLY_TRIED = phrases(
    "for tasting; to taste; for a tasting; for a taste; to try; to try out; to try first; for a try; for a trial; on "
    "trial; as a trial; on approval; on sale or return; for sampling; to sample; as a sample; as samples; as a test; "
    "to test; for testing; for a test; to trial; provisionally; tentatively; pencilled in; in pencil; subject to; "
    "not confirmed; to be confirmed; nothing signed; not signed; nothing confirmed; not firm; nothing firm"
)
_TRIED_REACH = 6  # words between goods and "to try" that may hold their count and price
_NOT_YET = wordset("before until till unless")
_TROUBLE = wordset("problem problems trouble issue issues fault disaster fiasco")
_GONE = phrases("goes; went; are; is; was; were; have; has")


def asks_for_papers(reading: Reading, start: int, end: int) -> bool:
    """Tell whether what is asked for within live words start..end is a paper or a taste: "wants a spec sheet on"."""
    papers = [at for at in range(start, end) if reading.words[at] in _PAPERS]
    return bool(papers) and not any(f.kind == "count" and papers[-1] < f.start < end for f in reading.figures)


def only_tried(reading: Reading, end: int, right: int) -> tuple[int, int] | None:
    """Give the words behind goods ending at `end` that make them a trial or a tentative order, within `right`."""
    cue = find_phrase(reading.words, end, min(right, len(reading.words)), _ONLY_TRIED)
    if cue is None:
        return None
    counted = {i for f in reading.figures for i in range(f.start, f.end)}
    gap = [i for i in range(end, cue[0]) if i not in counted and reading.words[i] not in ("at", "of", "just", "only")]
    follows = reading.words[cue[1] : cue[1] + 1]
    told_on = reading.words[cue[1] - 1] in ("try", "taste", "test", "sample") and follows in (("and",), ("the",))
    return None if len(gap) > _TRIED_REACH or told_on else cue


def not_before(reading: Reading, lead: Sequence[str]) -> bool:
    """Tell whether an order only comes after something else: "before she'll order", "until we take"."""
    return bool(_NOT_YET & set(lead[-4:]))


def is_trouble(words: Sequence[str], mention: Mention) -> bool:
    """ "a fryer oil problem": goods that went wrong, in one noun."""
    behind = words[mention.end : mention.end + 1]
    return behind != () and behind[0] in _TROUBLE and words[mention.end + 1 : mention.end + 2] != (("solved"),)


def asked_politely(reading: Reading, start: int, right: int) -> tuple[int, int] | None:
    """ "five cases a week at sixty six please": a count of goods and "please" behind it is an order."""
    words = reading.words
    for at in range(start, min(right, len(words))):
        if words[at] != "please" or (at + 1 < min(right, len(words)) and words[at + 1] in _ASKED_OF_US):
            continue
        figures = [f for f in reading.figures if f.kind in ("count", "price", "bare") and start <= f.start < at]
        counts = [f for f in figures if f.kind == "count"]
        if counts and at - figures[-1].end <= 1 and not {"quote", "price", "sample", "samples"} & set(words[start:at]):
            return counts[-1].start, at + 1
    return None


_ASKED_OF_US = wordset("send call check ask tell ring bring make get let confirm do can could sort fix replace")
_COMPARED = phrases(
    "less than she used to; less than he used to; less than they used to; less than before; less than it was; not as "
    "much as; less and less; less these days; less now; less than the old"
)
_OWN = wordset("his her their our the those these a this that")


def liked_less(words: Sequence[str], end: int) -> tuple[int, int] | None:
    """ "likes the dark harbor less than she used to"."""
    size = phrase_at(words, end, _COMPARED)
    return (end, end + size) if size else None


def ends_a_contract(words: Sequence[str], start: int, end: int) -> bool:
    """ "doesn't want the fryer oil contract renewed" gives up what they had."""
    return bool({"renewed", "extended", "continued"} & set(words[end : end + 4])) and bool(
        {"want", "wanting", "need", "not", "n't", "have"} & set(words[max(0, start - 5) : start])
    )


def speaks_of_all(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether what is said behind a list is said of all of it: "... are too salty", "both came late"."""
    return bool(
        {"are", "were", "both", "all", "have", "they", "they're", "them", "these", "those"} & set(words[start:end])
    )


def is_off_another(reading: Reading, at: int) -> bool:
    """ "his sriracha off metro plate", "off the menu next door": "off" that means from."""
    words = reading.words
    behind = words[at + 1] if at + 1 < len(words) else ""
    named = any(m.start == at + 1 for m in (*reading.competitors, *reading.people))
    return words[at] == "off" and (named or behind in ("somebody", "someone", "another", "us", "him", "her"))


_NOT_OURS = phrases(
    "we don't have; we don't do; we don't carry; we don't stock; we don't list; we don't sell; we do not have; we do "
    "not "
    "carry; we do not stock; we do not do; we haven't got; we are not having; we're not having; is not with us; not "
    "with "
    "us; isn't with us; which we don't; which we do not; which we are not having; also not; neither; he can't get "
    "anywhere; "
    "she can't get anywhere; they can't get anywhere; not on our list; isn't on our list; not in our book; not in our "
    "range; that we don't; we've none; we have none; nothing in our book"
)


def not_ours(words: Sequence[str], end: int) -> bool:
    """ "tahini we don't have": goods that we do not list are asked for where we say that we cannot."""
    return any(phrase_at(words, at, _NOT_OURS) for at in (end, end + 1))

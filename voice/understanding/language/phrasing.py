"""Short phrases in the note's own words, and looking for phrases in a stretch of words."""

from __future__ import annotations

from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import find_phrase, phrases, wordset

_LEAD = phrases(
    "complain that; complain; complains; and; but; so; because; then; also; plus; that; he says; she says; they say; "
    "he said; she said; they "
    "said; says; said; "
    "told me; told me that; says that; said that; mentioned; mentioned that; complained that; complains "
    "that; complained; "
    "apparently; well; anyway; okay; he; she; they; he's; she's; they're; i think; thinks; reckons; the; "
    "you know; like; just; "
    "please; which; complaining that; he told me; she told me; they told me; basically; which is; who; "
    "a; cause; otherwise; while; although; though; oh; oh and; kind of; actually; honestly"
)
_TAIL = wordset(
    "and but so because then also the a of to for with on at by or that which who if he she they i it's "
    "in from is was please though too says"
)
_LONGEST = 9


def trimmed(reading: Reading, start: int, end: int, longest: int = _LONGEST) -> tuple[int, int]:
    """Take empty words off both ends of start..end (end excluded) and keep at most `longest` words."""
    words = reading.words
    moved = True
    while moved and start < end - 1:
        moved = False
        for phrase in _LEAD:
            if words[start : start + len(phrase)] == phrase and start + len(phrase) < end:
                start, moved = start + len(phrase), True
                break
    end = min(end, start + longest)
    while end > start + 1 and words[end - 1] in _TAIL:
        end -= 1
    return start, end


def phrase_of(reading: Reading, start: int, end: int) -> str:
    """Say live words start..end, with names of products and contacts as the company writes them, markers left out."""
    said: list[str] = []
    at = start
    while at < end:
        mention = reading.mention_at(at)
        if mention is not None and mention.score < 1 and mention.ids:
            said.append(mention.name.lower())
            at = mention.end
            continue
        if not reading.words[at].startswith("["):
            said.append(reading.words[at])
        at += 1
    return " ".join(said)


__all__ = ["find_phrase", "phrase_of", "trimmed"]

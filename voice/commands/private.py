""" "private ... end private": what lies between is never kept, neither words nor sound.

An adjective ("a private clinic", "in private") is told from the command by the word before it and by what follows: a
command stands alone, and behind it a sentence begins. One that is not closed reaches to the end of the note: a pause
to think must not uncover the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from voice.commands.words import SENTENCE_STARTS, Pauses, Span, is_pause, is_phrase, word

PRIVATE = "private"
_CLOSERS = ("end private", "end of private", "and private")  # the last is how recognisers hear the first
_DESCRIBES = frozenset(
    "a an the is was are were be been being it's that's he's she's they're in into of on for to at by with from very "
    "more most quite so too rather strictly fully completely his her their our my your its this that some any no every "
    "each another other own new old big small local few two three stay stays keep keeps kept go goes going went stayed "
    "remain remains become became and or as than all these those first second end".split()
)


def find_private(words: Sequence[str], pauses: Pauses | None = None) -> tuple[Span, ...]:
    """Return the stretches of a note that are private, with the commands themselves, in order.

    `words` are the words as recognised, `pauses` the seconds of silence before them where known.
    """
    silence = pauses or {}
    found: list[Span] = []
    at = 0
    while at < len(words):
        if not _opens(words, at, silence):
            at += 1
            continue
        end = _end_of(words, at + 1, silence)
        found.append((at, end))
        at = end
    return tuple(found)


def cut_private(words: Sequence[str], spans: Sequence[Span]) -> list[str]:
    """Replace each private word by a mark, one for one, so that the places of the others stay right."""
    cut = list(words)
    for start, end in spans:
        cut[start:end] = [f"[{PRIVATE}]"] * (end - start)
    return cut


def hold_private(words: Sequence[str], mark: str) -> list[str]:
    """Hold back what may be private while it is not known how the sentence goes on: from any such opening on."""
    shown: list[str] = []
    at = 0
    while at < len(words):
        if words[at] == PRIVATE and word(words, at - 1) not in _DESCRIBES:
            at = _end_of(words, at + 1, {})
            shown.append(mark)
        else:
            shown.append(words[at])
            at += 1
    return shown


def _opens(words: Sequence[str], at: int, pauses: Pauses) -> bool:
    if words[at] != PRIVATE:
        return False
    stands_alone = is_pause(pauses, at) and is_pause(pauses, at + 1)
    if stands_alone:
        return True
    if at and word(words, at - 1) in _DESCRIBES and not is_pause(pauses, at):
        return False
    after = word(words, at + 1)
    if after in SENTENCE_STARTS and after not in ("and", "but", "so"):
        return True
    return is_pause(pauses, at + 1) or (_closer_behind(words, at + 1) is not None and after not in ("", "and", "or"))


def _closer_behind(words: Sequence[str], start: int) -> int | None:
    """Find a closing that can be nothing else, so that the opening before it needs less to be believed."""
    return next((at for at in range(start, len(words)) if is_phrase(words, at, "end private")), None)


def _end_of(words: Sequence[str], start: int, pauses: Pauses) -> int:
    for at in range(start, len(words)):
        for closer in _CLOSERS:
            end = at + len(closer.split())
            if is_phrase(words, at, closer) and (closer != "and private" or _closes(words, end, pauses)):
                return end
    return len(words)


def _closes(words: Sequence[str], end: int, pauses: Pauses) -> bool:
    """Take "and private" for "end private" only where no noun can follow."""
    return end == len(words) or word(words, end) in SENTENCE_STARTS or is_pause(pauses, end)

"""Numbers by which a state knows a person: passport, driving licence, national insurance, tax and identity cards."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.language.stream import FILLERS
from voice.understanding.language.wordset import phrase_at, phrases, wordset
from voice.understanding.numbers.digits import digit_runs
from voice.understanding.numbers.numbers import digit_string
from voice.understanding.secrets.spoken_runs import spoken_runs

_CUES = phrases(
    "aadhaar; aadhar; adhar; adhaar; aadhaar card; pan card; pan number; pan is; p a n; passport; passport number; "
    "driving licence; driving license; driver's licence; driver's license; drivers license; drivers licence; "
    "driver license; driver licence; his license number; her license number; his licence number; her licence number; "
    "d l number; national insurance; n i number; national insurance number; social insurance; insurance number; "
    "tax id; tax i d; tax file; tax file number; taxpayer number; taxpayer id; i t i n; itin; medicare; medicaid; "
    "state id; state i d; id number; i d number; identity number; identity card; id card; i d card; green card; "
    "voter id; voter i d; p p s; p p s number; pps number; nhs number; n h s number; resident card; visa number; "
    "alien number; personal number; birth number; work permit; residence permit; curp; pesel; social number"
)
_LINKS = wordset("number numbers is it's was reads as for the no card that's with of his her it says here") | FILLERS
_BEHIND_LINKS = wordset("is that's was his her their the my it's for")
_LEAST_DIGITS = 4
_LEAST_SIGNS = 6


def identity_numbers(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Find the spans (end excluded) of such numbers, with their letters; their kind is "ssn"."""
    found: list[tuple[str, int, int]] = []
    for at in range(len(words)):
        length = phrase_at(words, at, _CUES)
        if not length:
            continue
        start = at + length
        while start < min(len(words), at + length + 5) and words[start] in _LINKS:
            start += 1
        span = _number(words, start) or _in_front(words, at)
        if span:
            found.append(("ssn", *span))
    return found


def _number(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """Read letters and digits from `start`, breaths and slips between the digits included."""
    letters, digits, at = 0, 0, start
    wholes = {run.whole.start: run.whole for run in spoken_runs(words)}
    while at < len(words):
        if at in wholes:
            digits, at = digits + len(wholes[at].digits), wholes[at].end
        elif read := digit_string(words, at):
            digits, at = digits + len(read[0]), read[1]
        elif len(words[at]) == 1 and words[at].isalpha():
            letters, at = letters + 1, at + 1
        elif words[at] in FILLERS and at > start:
            at += 1
        else:
            break
    while at > start and (words[at - 1] in ("a", "i") or words[at - 1] in FILLERS) and at < len(words):
        at -= 1
    return (start, at) if digits >= _LEAST_DIGITS and digits + letters >= _LEAST_SIGNS else None


def _in_front(words: Sequence[str], cue: int) -> tuple[int, int] | None:
    """Read "four four one ... is her passport number"."""
    end = cue
    while end > max(0, cue - 4) and words[end - 1] in _BEHIND_LINKS:
        end -= 1
    if end == cue:
        return None
    run = next((r for r in digit_runs(words[:end]) if r.end == end), None)
    return (run.start, run.end) if run and len(run.digits) >= _LEAST_SIGNS else None

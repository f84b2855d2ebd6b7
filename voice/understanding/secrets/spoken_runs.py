"""Join digits of one secret that were said with a breath or a slip between ("five one hold on two", "six no seven")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.language.stream import FILLERS
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.digits import DigitRun, digit_runs

_SLIPS = wordset("no sorry mean scratch actually correction wrong rather")
_BREATHS = wordset("wait hold hang see okay ok what then yeah think again")
_WITH_THEM = wordset("i that on let me was it is and so one sec second a moment make not right") | FILLERS
_LONGEST_GAP = 5  # words between two pieces of one number
_MEASURES = wordset(
    "case cases bag bags tub tubs gallon gallons jug jugs pound pounds dollar dollars percent box boxes bottle bottles "
    "tin tins pail pails quart quarts of each people covers o'clock a.m p.m hundred thousand"
)


@dataclass(frozen=True, slots=True)
class SpokenRun:
    """Digits of one number in its pieces; `slipped` where some of them were taken back."""

    whole: DigitRun
    pieces: tuple[DigitRun, ...]
    slipped: bool


def spoken_runs(words: Sequence[str]) -> list[SpokenRun]:
    """Find runs of digits, those that go on behind a breath or a slip joined into one."""
    joined: list[SpokenRun] = []
    for run in digit_runs(words):
        last = joined[-1] if joined else None
        gap = words[last.whole.end : run.start] if last else ()
        if last and _goes_on(words, last, gap, run):
            joined[-1] = SpokenRun(
                _together(last.whole, run), (*last.pieces, run), last.slipped or bool(_SLIPS & set(gap))
            )
        else:
            joined.append(SpokenRun(run, (run,), slipped=False))
    return joined


def _goes_on(words: Sequence[str], last: SpokenRun, gap: Sequence[str], run: DigitRun) -> bool:
    core = _SLIPS | _BREATHS
    if not 0 < len(gap) <= _LONGEST_GAP or not set(gap) <= core | _WITH_THEM or not core & set(gap):
        return False
    if len(last.whole.digits) < 2 or set(words[run.end : run.end + 1]) & _MEASURES:
        return False
    return not _is_slow_end(last, gap)


def _is_slow_end(last: SpokenRun, gap: Sequence[str]) -> bool:
    """Behind a whole card number "okay" and "then" begin something new."""
    return len(last.whole.digits) >= 15 and not _SLIPS & set(gap)


def _together(first: DigitRun, second: DigitRun) -> DigitRun:
    shift = len(first.digits)
    ends = (*first.ends, *((end, digits + shift) for end, digits in second.ends))
    return DigitRun(first.start, second.end, first.digits + second.digits, first.signs + second.signs, ends)

"""What is expected by a day without a verb of duty: "decision expected end of april", "payment promised for friday"."""

from __future__ import annotations

from voice.understanding.language.phrasing import find_phrase
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.tasks.task import Task

_THEIRS = {
    "decide": phrases(
        "decision expected; decision due; decision by; decision to come; decision will be; decision comes; "
        "final decision; expects to decide; expect to decide; decision in; expecting a decision; verdict; deciding by; "
        "deciding on; give his decision; give her decision; make up his mind; make up her mind; make up their mind"
    ),
    "pay": phrases(
        "payment promised; promised payment; payment expected; payment due; payment date; "
        "check promised; cheque promised; "
        "promises to pay; promised to pay; says he'll pay; says she'll pay; payment by; payment on"
    ),
}
_OURS = {
    "call": phrases("would like to hear; 'd like to hear; she'd like to hear; he'd like to hear; they'd like to hear; "
                    "wants to hear; want to hear; expects to hear; waiting to hear; leave it with me; leave that "
                    "with me; "
                    "wants to be called; wants calling; needs calling; expects to hear from us; "
                    "expects to hear from me; "
                    "wants to hear from us; wants to hear from me; asked to be called; wants ringing; to be rung; "
                    "i'm calling her; i'm calling him; i'm calling them; i am calling her; i am calling him; "
                    "i'm ringing her; i'm ringing him; i am ringing her; i am ringing him; i'm phoning him; "
                    "i'm phoning her"),
    "replace": phrases("wants replacing; needs replacing; must be replaced; to be replaced; has to be replaced; "
                       "have to be replaced; needs to be replaced"),
    "change": phrases("must be changed; has to be changed; needs changing; wants changing; to be changed"),
    "fix": phrases("needs fixing; wants fixing; must be fixed; has to be fixed; needs to be fixed; to be fixed"),
    "pick up": phrases("to be picked up; be picked up; needs picking up; need picking up; "
                       "be collected; to be collected; "
                       "needs collecting; need collecting"),
}  # fmt: skip
_NOT = wordset("no not won't never if")
_REACH = 4


def expected_days(reading: Reading) -> list[Task]:
    """Find what somebody is to decide, pay, call or collect by a day said right behind."""
    words = reading.words
    found: list[Task] = []
    for when in reading.whens:
        if when.on is None:
            continue
        start = max(0, when.start - 9)
        for owner, kinds in (("customer", _THEIRS), ("me", _OURS)):
            for verb, cues in kinds.items():
                cue = find_phrase(words, start, when.start, cues)
                if cue is None or when.start - cue[1] > _REACH or _NOT & set(words[max(0, cue[0] - 2) : cue[0]]):
                    continue
                if any(f.start in range(cue[1], when.start) for f in reading.figures):
                    continue
                found.append(Task(cue[0], cue[0], cue[1], owner, what=_what(reading, verb, cue[0])))
    return found[:2]


def _what(reading: Reading, verb: str, at: int) -> str:
    """Name the goods that are to be collected or decided on, if any were named just before."""
    near = [m for m in reading.products if m.end <= at and at - m.end <= 12]
    goods = [m for m in reading.products if m.end <= at]
    if verb in ("replace", "change", "fix"):
        return f"{verb} the {goods[-1].name.lower()}" if goods else f"{verb} it"
    if verb in ("decide", "pick up") and near:
        said = {"decide": "give decision on"}.get(verb, verb)
        return f"{said} the {near[-1].name.lower()}"
    return {"decide": "give decision", "pay": "pay the invoice", "call": "call back", "pick up": "pick up"}.get(
        verb, verb
    )

"""Codes that open doors and switch off alarms, by the words around the digits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.digits import DigitRun

_ACCESS = [
    "door",
    "alarm",
    "gate",
    "safe",
    "lock",
    "lockbox",
    "keypad",
    "key",
    "entry",
    "access",
    "back",
    "garage",
    "elevator",
    "walk",
    "cooler",
    "freezer",
    "building",
    "combination",
    "combo",
    "padlock",
    "loading",
    "dock",
    "security",
    "shutter",
    "storage",
    "fridge",
    "wifi",
    "wi-fi",
    "locker",
    "cellar",
    "store",
    "gates",
    "staff",
    "box",
    "office",
    "login",
    "portal",
    "entrance",
    "stairwell",
    "yard",
    "basement",
    "kitchen",
]


_CODE_WORDS = wordset("code codes combination combo pin passcode passcodes keycode")


_OTHER_CODES = wordset("zip area post postal dress promo discount coupon voucher product item bar qr order")


_DOORS = wordset("door alarm gate safe lock lockbox keypad garage elevator freezer cooler shutter padlock")


_LOCKS = wordset("alarm padlock lockbox keypad keysafe safe")


_PASSWORD = wordset("password passphrase passcode")


def about_access(words: Sequence[str], run: DigitRun, before: Sequence[str], after: str) -> bool:
    """Tell whether a run of digits opens a door or stills an alarm; `before` and `after` are the words around it."""
    tail = before[-9:]
    if tail[-1:] in (["at"], ["since"], ["until"], ["till"], ["around"]) and "in" not in tail[-2:-1]:
        return False
    if _of_a_place(words, run, tail):
        return True
    if _opened_with(before) and len(run.digits) >= 3:
        return _no_measure(words, run.end)
    if len(run.digits) + run.signs < 3 and not run.signs:
        return _is_short_code(words, run, tail)
    for i, word in enumerate(tail):
        boxed = word == "box" and i > 0 and tail[i - 1] == "lock"
        if word not in _CODE_WORDS and word not in _PASSWORD and word not in _LOCKS and not boxed:
            continue
        if i and tail[i - 1] in _OTHER_CODES:
            continue
        if word == "pin" and {"bank", "banking", "card", "login"} & set(words[max(0, run.start - 15) : run.start]):
            continue
        context = set(words[max(0, run.start - 25) : run.start]) | set(after.split())
        if boxed or word in _LOCKS or word in ("combination", "combo", "passcode", "keycode") or context & set(_ACCESS):
            return _no_measure(words, run.end)
        if len(tail) - i <= 4 and len(run.digits) >= 4:
            return _no_measure(words, run.end)
    said_after = re.match(
        r"(that's |is |was |it's )?(the |for the |gets you in |opens )?((\w+ ){0,2})"
        r"(code|alarm|combination|door|gate|safe|lock|keypad|lockbox)\b",
        after,
    )
    said_after = said_after or _GETS_IN.match(after)
    opener = {"punch", "keypad", "dial"} & set(before[-6:])
    return (bool(said_after) or bool(opener)) and len(run.digits) >= 3 and _no_measure(words, run.end)


_WAYS_IN = (
    _DOORS
    | _LOCKS
    | wordset(
        "gates entrance shutters cellar dock cage barrier fence shed basement lobby lift turnstile hatch vault "
        "building yard stairwell locker storeroom garage disarm"
    )
)
_LEADS = wordset(
    "is it's code codes with in to type press punch enter dial takes number use now be pin opens unless changed are "
    "combination combo hit tap key need needs numbers digits says after box"
)
_NOT_CODES = wordset(
    "order invoice room zip ticket lot phone cell mobile text call reach fax extension ext suite unit apartment aisle "
    "page item account card delivery deliveries between and o"
)
_MEASURES = wordset(
    "feet foot inches inch percent dollars bucks pounds cases case bags bag west east north south street avenue a am "
    "pm o'clock each per minutes hours days people seats doors"
)
_CLOCK = ("15", "30", "45", "00")


def _of_a_place(words: Sequence[str], run: DigitRun, tail: Sequence[str]) -> bool:
    """Read "the gate is five one one two", "you get in with four four one on the side door"."""
    if len(run.digits) < 3 or not tail or tail[-1] not in _LEADS | _WAYS_IN or _NOT_CODES & set(tail[-4:]):
        return False
    behind = words[run.end : run.end + 7]
    if not _WAYS_IN & (set(tail[-7:]) | set(behind)) or _MEASURES & set(behind[:1]):
        return False
    return not (len(run.digits) <= 4 and len(run.ends) == 2 and run.digits.endswith(_CLOCK) and "code" not in tail)


_NEW_ONE = wordset("now it's is changed to then new one and was before so they the since today")


def opens_now(words: Sequence[str], run: DigitRun, found: Sequence[tuple[str, int, int]]) -> bool:
    """Read the second code in "used to be four four one one now it's nine three two seven"."""
    earlier = [end for kind, _, end in found if kind == "access" and 0 < run.start - end <= 6]
    if not earlier or len(run.digits) < 3 or not _no_measure(words, run.end):
        return False
    gap = words[max(earlier) : run.start]
    return set(gap) <= _NEW_ONE and bool({"now", "changed", "new"} & set(gap))


_GETS_IN = re.compile(
    r"((gets|lets|got|let) (you|us|me|them|him|her) in|(to )?(get|gets|getting) in\b|opens (it|up|them)\b"
    r"|(is|was|that's|it's) (the|their|his|her|our) (new |old )?(pin|passcode|pass code|key ?code)\b)"
)


_OPENS = wordset(
    "opens open opened unlocks unlock unlocked disarms disarm disarmed off in enter punch type key press pops dial"
    " dials"
)


def _opened_with(before: Sequence[str]) -> bool:
    """Tell whether "the door opens with", "turn the alarm off with", "type in" stands right before."""
    last = [w for w in before if w not in ("the", "code", "it's", "is", "just", "a")][-3:]
    led = bool(last) and last[-1] in ("with", "using", "by", "enter", "punch", "type", "press", "dial", "in")
    return led and bool(_OPENS & set(last)) and bool((_DOORS | _LOCKS | _PLACES) & set(before))


_PLACES = wordset("gate gates entrance dock cellar shutter shutters building yard stairwell office locker bay")


def _is_short_code(words: Sequence[str], run: DigitRun, tail: Sequence[str]) -> bool:
    """Two digits spoken one by one behind "the code for the door" are a code as well."""
    is_named = bool(set(tail) & _CODE_WORDS) and not set(tail) & _OTHER_CODES
    one_by_one = len(run.digits) == 2 and run.end - run.start == 2
    return is_named and one_by_one and bool(set(tail) & _DOORS) and _no_measure(words, run.end)


def _no_measure(words: Sequence[str], end: int) -> bool:
    """A number with a unit behind it counts goods, it opens nothing."""
    return not (set(words[end : end + 1]) & wordset("cases case bags bag tubs gallons dollars percent pounds"))

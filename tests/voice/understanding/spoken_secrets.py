"""Say secrets, and what only looks like one, in hundreds of forms: the words between angle brackets are the secret."""

from __future__ import annotations

import random
from collections.abc import Iterator

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_DAYS = (
    "first", "second", "third", "fourth", "fifth", "eleventh", "fourteenth", "nineteenth", "twenty second",
    "twenty ninth", "thirtieth",
)  # fmt: skip
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_YEARS = ("nineteen sixty eight", "nineteen eighty one", "two thousand and one", "in seventy four", "ninety two", "")

CARDS = """
he wants to pay by card it's {n}
put it on her visa {n} please
card number {n}
the mastercard is {n} and she needs a receipt
use the amex {n}
his credit card ending changed the new one is {n}
she read me the debit card {n} over the counter
charge it to {n} that's his visa
"""
CARD_CODES = """
her visa is on file and the security code is {n}
new visa for the account the cvv is {n}
for the amex the three digits on the back are {n}
the card's c v c is {n}
"""
SOCIALS = """
her social security number is {n}
his social is {n} for the credit form
s s n {n}
social security {n} she said out loud
the tax form has his social on it {n}
"""
NATIONAL_NUMBERS = """
his aadhaar is {n}
the aadhar number is {n} he said
her passport number is {n}
passport {n} for the customs paper
driving licence {n}
her driver's license number is {n}
his license number {n} for the liquor form
national insurance number {n}
her tax id is {n}
his tax file number is {n}
medicare number {n}
his green card number is {n}
the state id is {n}
her social insurance number is {n}
"""
BANKS = """
account number {n}
her bank account is {n} for the refund
the routing number is {n}
routing {n} and that's chase
sort code {n}
checking account {n} at first midwest
wire it to account {n} at chase
direct debit from {n} that's the account number
their acct number is {n}
bank details are {n}
transfer it to savings account {n}
"""
CODES = """
the alarm code is {n}
door code {n}
code for the back door is {n}
the gate is {n}
gate code changed to {n}
punch in {n} at the loading dock
the keypad by the freezer takes {n}
you get in with {n} on the side door
lockbox {n} key is inside
alarm goes off unless you type {n}
safe combination is {n}
the door opens with {n}
press {n} and the gate opens
entry code for the building {n}
the pin for the alarm is {n}
side door is {n}
pin number {n} for the walk in
code to disarm it is {n}
the padlock on the cage is {n}
use {n} for the garage
access code for the cooler {n}
door code used to be <one one two two> now it's {n}
"""
PASSWORDS = """
wifi password is <{w}>
the wifi is <{w}> if you need it
password for the portal is <{w}>
the password <{w}> for the wifi
login for the ordering site is dana and the password is <{w}>
her portal password is <{w}>
the passcode is <{w}>
<{w}> is the wifi password
wi-fi password <{w}>
guest network password is <{w}>
"""
_WORDS = (
    "blue heron seven", "maple leaf seven seven", "coffee lover one two three", "pancake twenty twenty six",
    "sunshine capital s four four", "summer nineteen eighty", "oregano six oh six",
)  # fmt: skip
BIRTHDAYS = """
her birthday is <{d}>
his birthday's <{d}> don't forget
date of birth <{d}>
d o b <{d}>
born <{d}>
he was born on <{d}>
she turns fifty on <{d}>
<{d}> is her birthday
chef's bday is <{d}> so a card
her birthday falls on <{d}>
it's maria's birthday on <{d}>
"""
HARMLESS = """
call her on {phone}
new cell is {phone}
his number is {phone} now
her phone changed it's {phone}
reach him at {phone} after three
the office line is {phone} extension two
fax it to {phone}
text {phone} when you are outside
order number {order} never came
invoice {order} is wrong
invoice number {order} was paid twice
p o {order} for the school
purchase order number {order}
ticket {order} is still open
item number {order} isn't on the list
lot number {order} is on the box
customer number {order}
zip code is six oh six one four
room {room} on the second floor
they're at {room} west randolph
he wants {count} cases of lemons
{count} bags of flour and {count2} of sugar
{count} pounds of chicken thighs
we agreed {price} a case
the price went from {price} to {price2}
they owe us {count} dollars
the budget is {count} thousand
about {count} covers on a saturday
the delivery comes at {clock} in the morning
meet her at {clock} on tuesday
open from six to two thirty
our account is doing great this year up {count} percent
he keeps the card in his wallet
the gate is too narrow for the truck
her birthday is coming up soon
the code for the discount is spring twenty
dress code is casual
the alarm went off at {clock}
the door is stuck
two doors down from {room}
the safe side is twenty cases
the bank holiday is monday
back door between six and seven thirty
"""


def spoken_secrets(seed: int = 5) -> Iterator[tuple[str, str]]:
    """Give (kind, sentence); deterministic for a seed."""
    chance = random.Random(seed)
    for kind, lines, lengths in (
        ("card", CARDS, (16, 15)),
        ("card", CARD_CODES, (3, 4)),
        ("ssn", SOCIALS, (9,)),
        ("ssn", NATIONAL_NUMBERS, (12, 9)),
        ("bank", BANKS, (8, 9, 10)),
        ("access", CODES, (4, 5, 6)),
    ):
        for line in lines.strip().splitlines():
            for way in WAYS:
                said = way(_digits(chance, chance.choice(lengths)), chance)
                yield kind, line.replace("{n}", f"<{said}>")
    for line in PASSWORDS.strip().splitlines():
        yield from (("access", line.replace("{w}", words)) for words in _WORDS)
    for line in BIRTHDAYS.strip().splitlines():
        yield from (("birthday", line.replace("{d}", day)) for day in _some_days(chance))


def harmless(seed: int = 5) -> Iterator[str]:
    """Give sentences with numbers that are no secret."""
    chance = random.Random(seed)
    for line in HARMLESS.strip().splitlines():
        for way in (_singly, _with_doubles, _in_tens):
            yield line.format(
                phone=way("773555" + _digits(chance, 4), chance),
                order=way(_digits(chance, 6), chance),
                room=way(_digits(chance, 3), chance),
                count=_pair(chance.randint(11, 99)),
                count2=_pair(chance.randint(11, 99)),
                price=f"{_pair(chance.randint(20, 99))} {_pair(chance.randint(20, 99))}",
                price2=f"{_pair(chance.randint(20, 99))} {_pair(chance.randint(20, 99))}",
                clock=chance.choice(("seven thirty", "nine", "quarter past eight", "ten forty five")),
            )


def _digits(chance: random.Random, count: int) -> str:
    return str(chance.randint(1, 9)) + "".join(str(chance.randint(0, 9)) for _ in range(count - 1))


def _singly(digits: str, chance: random.Random) -> str:
    zero = chance.choice(("oh", "zero"))
    return " ".join(zero if d == "0" else _ONES[int(d)] for d in digits)


def _with_doubles(digits: str, chance: random.Random) -> str:
    said, at = [], 0
    while at < len(digits):
        same = 1
        while at + same < len(digits) and digits[at + same] == digits[at] and same < 3:
            same += 1
        said.append(("", "double ", "triple ")[same - 1] + _singly(digits[at], chance))
        at += same
    return " ".join(said)


def _in_tens(digits: str, chance: random.Random) -> str:
    pairs = [digits[i : i + 2] for i in range(0, len(digits), 2)]
    return " ".join(_pair(int(p)) if len(p) == 2 and p[0] != "0" else _singly(p, chance) for p in pairs)


def _pair(value: int) -> str:
    if value < 10:
        return _ONES[value]
    if value < 20:
        return _TEENS[value - 10]
    return _TENS[value // 10] + (f" {_ONES[value % 10]}" if value % 10 else "")


def _grouped(digits: str, chance: random.Random) -> str:
    size = 4 if len(digits) >= 12 else 3
    groups = [_singly(digits[i : i + size], chance) for i in range(0, len(digits), size)]
    return chance.choice((" dash ", " then ", " uh ", " space ", " um ")).join(groups)


def _interrupted(digits: str, chance: random.Random) -> str:
    half = max(2, len(digits) // 2)
    between = chance.choice((" hold on ", " let me see ", " what was it ", " wait ", " and then ", " okay "))
    return _singly(digits[:half], chance) + between + _singly(digits[half:], chance)


def _corrected(digits: str, chance: random.Random) -> str:
    half = max(2, len(digits) // 2)
    wrong = _digits(chance, 1)
    between = chance.choice((" no ", " sorry ", " no wait ", " no sorry ", " i mean ", " scratch that "))
    return f"{_singly(digits[:half] + wrong, chance)}{between}{_singly(digits[half:], chance)}"


WAYS = (_singly, _with_doubles, _in_tens, _grouped, _interrupted, _corrected)


def _some_days(chance: random.Random) -> Iterator[str]:
    for day, month in zip(_DAYS, chance.sample(_MONTHS, len(_DAYS)), strict=True):
        year = chance.choice(_YEARS)
        form = chance.choice((f"the {day} of {month}", f"{month} {day}", f"{month} the {day}", f"{day} of {month}"))
        yield f"{form} {year}".strip()

from datetime import date

import pytest

from voice.understanding.days.clock import find_whens

WEDNESDAY = date(2026, 3, 11)
EXACT = """
end of the week = 2026-03-13
end of this week = 2026-03-13
by the end of the week = 2026-03-13
before the week is out = 2026-03-13
by week's end = 2026-03-13
a week on tuesday = 2026-03-24
tuesday week = 2026-03-24
a week tuesday = 2026-03-24
tuesday next = 2026-03-17
tuesday next week = 2026-03-17
tuesday of next week = 2026-03-17
next week tuesday = 2026-03-17
next week on tuesday = 2026-03-17
on tuesday of the coming week = 2026-03-17
tuesday after next = 2026-03-24
the tuesday after next = 2026-03-24
first thing monday = 2026-03-16
first thing on monday = 2026-03-16
monday first thing = 2026-03-16
monday morning first thing = 2026-03-16
within the fortnight = 2026-03-25
within a fortnight = 2026-03-25
inside a fortnight = 2026-03-25
within a week = 2026-03-18
in a week = 2026-03-18
in a week's time = 2026-03-18
in two weeks = 2026-03-25
in two weeks time = 2026-03-25
in a fortnight's time = 2026-03-25
in a fortnight = 2026-03-25
a fortnight on monday = 2026-03-30
a fortnight today = 2026-03-25
a fortnight tomorrow = 2026-03-26
a fortnight from today = 2026-03-25
monday fortnight = 2026-03-30
by close of play = 2026-03-11
by close of play friday = 2026-03-13
close of business on friday = 2026-03-13
c o b friday = 2026-03-13
end of day friday = 2026-03-13
end of day tomorrow = 2026-03-12
end of business tomorrow = 2026-03-12
by the end of play on thursday = 2026-03-12
the day after tomorrow = 2026-03-13
day after tomorrow = 2026-03-13
in three days = 2026-03-14
in three days time = 2026-03-14
in three days' time = 2026-03-14
three days from now = 2026-03-14
three days from today = 2026-03-14
within three days = 2026-03-14
inside of three days = 2026-03-14
inside three days = 2026-03-14
within the next three days = 2026-03-14
in the next three days = 2026-03-14
in a couple of days = 2026-03-13
in a couple days = 2026-03-13
in ten days = 2026-03-21
ten days from now = 2026-03-21
quarter past two on the nineteenth = 2026-03-19T14:15
on the nineteenth at quarter past two = 2026-03-19T14:15
the nineteenth quarter past two = 2026-03-19T14:15
at a quarter past two on thursday = 2026-03-12T14:15
half past two thursday = 2026-03-12T14:30
half two on thursday = 2026-03-12T14:30
thursday half two = 2026-03-12T14:30
ten to three on friday = 2026-03-13T14:50
twenty to four on friday = 2026-03-13T15:40
five past ten on monday = 2026-03-16T10:05
monday at ten sharp = 2026-03-16T10:00
monday ten o'clock = 2026-03-16T10:00
monday ten a m = 2026-03-16T10:00
monday two p m = 2026-03-16T14:00
two p m monday = 2026-03-16T14:00
monday at fourteen hundred = 2026-03-16T14:00
monday at fifteen thirty = 2026-03-16T15:30
monday at nine oh five = 2026-03-16T09:05
monday at nine fifteen = 2026-03-16T09:15
monday at midday = 2026-03-16T12:00
noon on monday = 2026-03-16T12:00
monday noon = 2026-03-16T12:00
noon tomorrow = 2026-03-12T12:00
tomorrow noon = 2026-03-12T12:00
tomorrow at noon = 2026-03-12T12:00
by four today = 2026-03-11T16:00
today by four = 2026-03-11T16:00
four o'clock today = 2026-03-11T16:00
by four this afternoon = 2026-03-11T16:00
monday elevenish = 2026-03-16
month end = 2026-03-31
by month end = 2026-03-31
by the end of the month = 2026-03-31
end of month = 2026-03-31
last day of the month = 2026-03-31
the last of the month = 2026-03-31
before the month is out = 2026-03-31
by the end of march = 2026-03-31
end march = 2026-03-31
end of april = 2026-04-30
at the end of april = 2026-04-30
the first of next month = 2026-04-01
the fifth of next month = 2026-04-05
the first of the month = 2026-04-01
next friday = 2026-03-20
this friday = 2026-03-13
this coming friday = 2026-03-13
coming friday = 2026-03-13
the coming friday = 2026-03-13
friday coming = 2026-03-13
friday this week = 2026-03-13
friday the thirteenth = 2026-03-13
friday march thirteenth = 2026-03-13
friday thirteenth march = 2026-03-13
friday the thirteenth of march = 2026-03-13
the thirteenth = 2026-03-13
on thirteenth = 2026-03-13
by thirteenth = 2026-03-13
before thirteenth = 2026-03-13
till thirteenth = 2026-03-13
upto thirteenth = 2026-03-13
not later than the thirteenth = 2026-03-13
no later than the thirteenth = 2026-03-13
the thirteenth at the latest = 2026-03-13
latest by the thirteenth = 2026-03-13
on or before the thirteenth = 2026-03-13
march thirteen = 2026-03-13
march the thirteenth = 2026-03-13
thirteenth march = 2026-03-13
thirteenth of march = 2026-03-13
thirteenth of this month = 2026-03-13
the tenth = 2026-04-10
april fifth = 2026-04-05
fifth april = 2026-04-05
on five april = 2026-04-05
may first = 2026-05-01
may the first = 2026-05-01
first of may = 2026-05-01
first may = 2026-05-01
the twenty first = 2026-03-21
twenty first of march = 2026-03-21
the thirty first = 2026-03-31
the thirtieth = 2026-03-30
today week = 2026-03-18
a week today = 2026-03-18
one week from today = 2026-03-18
a week from now = 2026-03-18
this time next week = 2026-03-18
same day next week = 2026-03-18
same time next week = 2026-03-18
tomorrow week = 2026-03-19
a week tomorrow = 2026-03-19
a week from tomorrow = 2026-03-19
two weeks on friday = 2026-03-27
two weeks from friday = 2026-03-27
two weeks friday = 2026-03-27
friday in two weeks = 2026-03-27
in two weeks on friday = 2026-03-27
three weeks from monday = 2026-04-06
three weeks today = 2026-04-01
next week = 2026-03-20
end of next week = 2026-03-20
by the end of next week = 2026-03-20
the week after next = 2026-03-27
week after next = 2026-03-27
tonight = 2026-03-11
this evening = 2026-03-11
later today = 2026-03-11
by tonight = 2026-03-11
by today evening = 2026-03-11
by tomorrow evening = 2026-03-12
tomorrow morning = 2026-03-12
tomorrow first thing = 2026-03-12
first thing tomorrow = 2026-03-12
last thing friday = 2026-03-13
friday last thing = 2026-03-13
friday at the very latest = 2026-03-13
friday latest = 2026-03-13
in six weeks = 2026-04-22
six weeks from now = 2026-04-22
a week come friday = 2026-03-20
come friday = 2026-03-13
come monday = 2026-03-16
the first monday in april = 2026-04-06
the first monday of april = 2026-04-06
last friday of the month = 2026-03-27
the last friday in march = 2026-03-27
second tuesday of april = 2026-04-14
the second of april at nine = 2026-04-02T09:00
by noon on the second of april = 2026-04-02T12:00
wednesday = 2026-03-18
wednesday next = 2026-03-18
next wednesday = 2026-03-18
this wednesday = 2026-03-18
end of june = 2026-06-30
before the end of june = 2026-06-30
june the second = 2026-06-02
two days from friday = 2026-03-15
thursday evening at six = 2026-03-12T18:00
thursday evening six = 2026-03-12T18:00
thursday afternoon at three = 2026-03-12T15:00
thursday afternoon three o'clock = 2026-03-12T15:00
thursday three thirty = 2026-03-12T15:30
three thirty thursday = 2026-03-12T15:30
three thirty on thursday = 2026-03-12T15:30
at three thursday = 2026-03-12T15:00
at three on thursday afternoon = 2026-03-12T15:00
thursday before ten = 2026-03-12T10:00
before ten on thursday = 2026-03-12T10:00
before ten thursday = 2026-03-12T10:00
by ten thursday morning = 2026-03-12T10:00
thursday by ten = 2026-03-12T10:00
thursday no later than ten = 2026-03-12T10:00
thursday after two = 2026-03-12T14:00
a week next tuesday = 2026-03-24
two days after friday = 2026-03-15
the day before the nineteenth = 2026-03-18
by fifth may = 2026-05-05
the day after the fifteenth of april = 2026-04-16
"""
VAGUE = """
a week before friday
after easter
any day now
at the weekend
back end of the month
before christmas
before the holidays
before we close for christmas
beginning of april
by june
by the middle of june
by the weekend
early april
early next week
end of the quarter
friday gone
friday just gone
good friday
in a day or two
in a month
in a month's time
in june
in the next day or two
in the next few days
last friday
late april
mid april
middle of next week
midweek
monday or tuesday
next month
one of these days
over the weekend
some time in april
some time next week
some time soon
start of april
the back end of march
the beginning of next week
the week of the sixteenth
this weekend
towards the end of march
"""
BEFORE_AND_BEHIND = (("i will send it to her", ""), ("call him", "and then that is all"))


def days(said: str) -> list[str]:
    whens = find_whens(tuple(said.split()), frozenset(), WEDNESDAY)
    return [w.on.isoformat() + (w.at.strftime("T%H:%M") if w.at else "") for w in whens if w.on]


@pytest.mark.parametrize(("before", "behind"), BEFORE_AND_BEHIND)
def test_every_way_to_say_a_day_gives_that_day(before: str, behind: str) -> None:
    forms = [line.split(" = ") for line in EXACT.strip().splitlines()]
    wrong = [(said, day) for said, day in forms if days(f"{before} {said} {behind}") != [day]]
    assert len(forms) > 190
    assert wrong == []


@pytest.mark.parametrize(("before", "behind"), BEFORE_AND_BEHIND)
def test_no_way_to_be_vague_gives_a_day(before: str, behind: str) -> None:
    assert [said for said in VAGUE.strip().splitlines() if days(f"{before} {said} {behind}")] == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "the gala is on the ninth bring it the day before so the eighth before noon",
            ["2026-04-09", "2026-04-08T12:00"],
        ),
        ("she needs it on the friday so the thirteenth", ["2026-03-13"]),
        ("it begins on the nineteenth and she asks for a sample by then", ["2026-03-19", "2026-03-19"]),
    ],
)
def test_a_day_told_twice_or_pointed_at_is_that_day(said: str, told: list[str]) -> None:
    assert days(said) == told

"""Hundreds of spoken numbers, prices, sums, days and times, put into sentences whose truth is known."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from voice.lexicon import Lexicon
from voice.understanding import Note, understand

TABLES = Path(__file__).parents[3] / "server" / "demo" / "tables"
TOLD_AT = datetime(2026, 3, 10, 10, tzinfo=ZoneInfo("America/Chicago"))  # a tuesday
ONE = ("a", "one", "half a", "one single", "just the one", "a single", "a half")


def table(text: str) -> dict[str, str]:
    """Read "twenty odd = 20; a few = -" into forms and their values; "-" stands for no value."""
    pairs = (" ".join(part.split()).partition(" = ") for part in text.split(";"))
    return {form: value for form, _, value in pairs}


COUNTS = table("""
    ten = 10; a = 1; one = 1; half a = 0.5; a couple of = 2; a dozen = 12; half a dozen = 6; two dozen = 24; a dozen
    and a half = 18; a gross of = 144; twenty odd = 20; about twenty = 20; roughly thirty = 30; a good forty = 40;
    ten or twelve = 10; ten to twelve = 10; between ten and fifteen = 10; a hundred = 100; one fifty = 150; a
    hundred and fifty = 150; hundred and fifty = 150; one hundred fifty = 150; two hundred = 200; two point five =
    2.5; one and a half = 1.5; two and a half = 2.5; three and a quarter = 3.25; six or so = 6; at least eight = 8;
    up to nine = 9; maybe fifteen = 15; around eighty = 80; another six = 6; a further five = 5; six more = 6; an
    extra four = 4; seven extra = 7; no less than five = 5; twenty five = 25; twelve hundred = 1200; ten no twelve =
    12; ten make that twelve = 12; ten sorry twelve = 12; fifteen i mean fifty = 50; a pair of = 2; one single = 1;
    just the one = 1; just the two = 2; a single = 1; a total of nine = 9; close to forty = 40; nearly forty = 40;
    just under fifty = 50; just over fifty = 50; a couple = 2; a couple more = 2; three quarters of a = 0.75; a
    quarter of a = 0.25; one dozen = 12; three dozen = 36; two or three = 2; five six = 5; quarter of a = 0.25; half
    dozen = 6; a half dozen = 6; a half = 0.5; ten that's ten = 10; ten yes ten = 10; one oh five = 105; one hundred
    and five = 105; three fifty = 350; twelve not ten = 12; thirteen one three = 13; fifty five oh = 50; fifteen one
    five = 15; sixteen i tell a lie fourteen = 14; ten or maybe eleven = 10; ten if not twelve = 10; a round hundred
    = 100; an even dozen = 12; say fifteen = 15; like fifteen = 15; fifteen ish = 15; fifteen plus = 15; fifteen
    full = 15; minimum ten = 10; max ten = 10; ten max = 10; two times ten = 20
""")

PRICES = table("""
    thirty one fifty = 31.5; thirty one = 31; thirty one even = 31; thirty one flat = 31; thirty one dollars = 31;
    thirty one dollars and fifty cents = 31.5; thirty one dollars fifty = 31.5; thirty one bucks = 31; thirty one
    and a half = 31.5; thirty one and a quarter = 31.25; thirty and a half = 30.5; thirty one oh five = 31.05;
    thirty one ninety nine = 31.99; thirty one point five = 31.5; thirty one point five oh = 31.5; thirty one point
    seven five = 31.75; twenty nine ninety five = 29.95; thirty no thirty two = 32; thirty i mean thirty one = 31;
    just under thirty = 30; about thirty = 30; thirty a case = 30; thirty per case = 30; thirty each = 30; thirty
    apiece = 30; thirty a pop = 30; thirty the case = 30; thirty for a case = 30; thirty fifty a case = 30.5; thirty
    dollars a case = 30; thirty one quid = 31; thirty fifty each = 30.5; thirty one dollars and a half = 31.5;
    thirty bucks fifty = 30.5; thirty one and fifty cents = 31.5; thirty one seventy five per = 31.75; twenty nine
    fifty no twenty nine = 29; thirty one straight = 31; thirty one net = 31
""")

SUMS = table("""
    four thousand = 4000; four grand = 4000; four k = 4000; forty five hundred = 4500; four and a half thousand =
    4500; four point five thousand = 4500; four point five k = 4500; a grand = 1000; a grand and a half = 1500; one
    and a half grand = 1500; a couple of thousand = 2000; a couple of grand = 2000; half a grand = 500; half a
    million = 500000; a quarter million = 250000; a million and a half = 1500000; one point two million = 1200000;
    two lakh = 200000; one and a half lakh = 150000; one lakh = 100000; a thousand = 1000; eleven hundred and forty
    = 1140; twelve fifty = 1250; three twenty = 320; twenty five thousand = 25000; eighty five thousand = 85000; a
    hundred thousand = 100000; a hundred and twenty thousand = 120000; two hundred fifty thousand = 250000; four
    thousand two hundred = 4200; four thousand two hundred and fifty = 4250; eighteen hundred = 1800; around six
    grand = 6000; nearly ten thousand = 10000; eight eight and a half thousand = 8500; ten to twelve thousand =
    10000; between five and six thousand = 5000; five or six thousand = 5000; one thousand one hundred and twelve =
    1112; nine hundred ninety nine = 999; seven hundred and thirty five fifty = 735.5; four thousand no five
    thousand = 5000; three and a half k = 3500; fifteen k = 15000; a thousand five hundred = 1500; a few thousand =
    -; several hundred = -; a couple hundred = 200; a couple of hundred = 200; two thousand and fifty = 2050; half a
    thousand = 500; quarter of a million = 250000; thirty thousand odd = 30000; ten thousand plus = 10000; two and a
    half grand = 2500
""")

DAYS = table("""
    today = 2026-03-10; tonight = 2026-03-10; tomorrow = 2026-03-11; tomorrow morning = 2026-03-11; first thing
    tomorrow = 2026-03-11; day after tomorrow = 2026-03-12; the day after tomorrow = 2026-03-12; in two days =
    2026-03-12; in a couple of days = 2026-03-12; in three weeks = 2026-03-31; three weeks from now = 2026-03-31; in
    a fortnight = 2026-03-24; a fortnight from today = 2026-03-24; a week today = 2026-03-17; a week from today =
    2026-03-17; today week = 2026-03-17; a week tomorrow = 2026-03-18; tomorrow week = 2026-03-18; in a week =
    2026-03-17; in a week's time = 2026-03-17; in two weeks time = 2026-03-24; in two weeks' time = 2026-03-24; two
    weeks today = 2026-03-24; two weeks from today = 2026-03-24; two weeks from friday = 2026-03-27; two weeks on
    friday = 2026-03-27; friday = 2026-03-13; this friday = 2026-03-13; this coming friday = 2026-03-13; coming
    friday = 2026-03-13; on friday = 2026-03-13; tuesday = 2026-03-17; monday = 2026-03-16; first thing monday =
    2026-03-16; first thing on monday = 2026-03-16; monday first thing = 2026-03-16; monday morning = 2026-03-16;
    next friday = 2026-03-20; next monday = 2026-03-16; friday next week = 2026-03-20; next week friday =
    2026-03-20; friday of next week = 2026-03-20; next week on friday = 2026-03-20; the next week on friday =
    2026-03-20; friday week = 2026-03-20; a week on friday = 2026-03-20; week on friday = 2026-03-20; a week from
    friday = 2026-03-20; friday fortnight = 2026-03-27; a fortnight on friday = 2026-03-27; the fifteenth =
    2026-03-15; the ninth = 2026-04-09; the tenth = 2026-04-10; the twenty second = 2026-03-22; on the thirty first
    = 2026-03-31; march twentieth = 2026-03-20; march the twentieth = 2026-03-20; the twentieth of march =
    2026-03-20; twentieth of march = 2026-03-20; twentieth march = 2026-03-20; march twenty = 2026-03-20; april
    second = 2026-04-02; april three = 2026-04-03; the first of april = 2026-04-01; april first = 2026-04-01; may
    fifth = 2026-05-05; the fifth of may = 2026-05-05; may the fifth = 2026-05-05; thursday the nineteenth =
    2026-03-19; thursday nineteenth = 2026-03-19; thursday march nineteenth = 2026-03-19; thursday the nineteenth of
    march = 2026-03-19; friday april third = 2026-04-03; friday the third of april = 2026-04-03; this week =
    2026-03-13; end of the week = 2026-03-13; the end of the week = 2026-03-13; end of this week = 2026-03-13; end
    of week = 2026-03-13; next week = 2026-03-20; end of next week = 2026-03-20; the end of next week = 2026-03-20;
    later next week = -; the week after next = 2026-03-27; week after next = 2026-03-27; end of the month =
    2026-03-31; the end of the month = 2026-03-31; month end = 2026-03-31; end of month = 2026-03-31; end of march =
    2026-03-31; end of april = 2026-04-30; the end of april = 2026-04-30; end of next month = 2026-04-30; next month
    = -; in april = -; some time in april = -; early next week = -; mid april = -; soon = -; after easter = -; in a
    few days = -; in a few weeks = -; in a month or so = -; end of day = 2026-03-10; end of the day = 2026-03-10;
    the end of the day = 2026-03-10; close of business = 2026-03-10; cob = 2026-03-10; close of play = 2026-03-10;
    this afternoon = 2026-03-10; this evening = 2026-03-10; later today = 2026-03-10; end of day tomorrow =
    2026-03-11; close of business friday = 2026-03-13; close of business on friday = 2026-03-13; end of play
    thursday = 2026-03-12; the close of business thursday = 2026-03-12; in ten days = 2026-03-20; ten days from now
    = 2026-03-20; in five days time = 2026-03-15; six weeks from now = 2026-04-21; in six weeks = 2026-04-21; in a
    day or two = -; in a week or two = -; a week from tomorrow = 2026-03-18; a week wednesday = 2026-03-18;
    wednesday of next week = 2026-03-18; the seventeenth of this month = 2026-03-17; the fifth of next month =
    2026-04-05; the fifth next month = 2026-04-05; next month on the fifth = 2026-04-05; the first of the month =
    2026-04-01; the second of april = 2026-04-02; sunday = 2026-03-15; saturday = 2026-03-14; the coming monday =
    2026-03-16; monday coming = 2026-03-16; thursday of this week = 2026-03-12; this week thursday = 2026-03-12;
    thursday this week = 2026-03-12; wednesday at the latest = 2026-03-11; latest wednesday = 2026-03-11; no later
    than wednesday = 2026-03-11; not later than wednesday = 2026-03-11; within two weeks = 2026-03-24; within a week
    = 2026-03-17; within ten days = 2026-03-20; fifteen days from now = 2026-03-25; after fifteen days = 2026-03-25;
    after two weeks = 2026-03-24; tomorrow itself = 2026-03-11; by monday only = 2026-03-16
""")

TIMES = table("""
    at ten = 10:00; at ten a m = 10:00; at ten o'clock = 10:00; at three = 15:00; at seven = 07:00; at six = 18:00;
    at half ten = 10:30; half ten = 10:30; half past two = 14:30; at quarter past nine = 09:15; at a quarter past
    nine = 09:15; quarter to five = 16:45; at ten to four = 15:50; at twenty past eleven = 11:20; at five past one =
    13:05; at noon = 12:00; at twelve = 12:00; nine thirty = 09:30; at nine forty five = 09:45; at ten fifteen =
    10:15; at eleven oh five = 11:05; four p m = 16:00; at eight in the morning = 08:00; at two in the afternoon =
    14:00; around four = 16:00; say half two = 14:30; ten sharp = 10:00; at fourteen thirty = 14:30; at sixteen
    hundred = 16:00; fourteen hundred hours = 14:00; at sixteen = 16:00; at sixteen o'clock = 16:00; three ish =
    15:00; twelve thirty = 12:30; at midday = 12:00; at half one = 13:30; quarter of three = 14:45; at seven thirty
    a m = 07:30; at seven p m = 19:00; at six in the evening = 18:00; ten thirty = 10:30; at ten or so = 10:00; at
    about ten = 10:00; at twenty to three = 14:40; at nine fifteen sharp = 09:15; oh nine hundred = 09:00; in the
    morning = ; in the afternoon = ; morning = ; after lunch = ; at lunch time = ; around lunch = ; bright and early
    = ; sometime =
""")


@pytest.fixture(scope="module")
def halyard() -> Lexicon:
    return Lexicon.from_csv(TABLES)


def read(halyard: Lexicon, text: str) -> dict[str, Any]:
    note = Note("n", text, TOLD_AT, "C020")
    return understand(note, halyard).to_json()


def number(value: str) -> float | None:
    return None if value == "-" else float(value)


def test_counts_are_read_in_every_form(halyard: Lexicon) -> None:
    wrong = {}
    for said, value in COUNTS.items():
        unit = "case" if said in ONE or said.endswith(" of a") else "cases"
        lines = read(halyard, f"blue hen erin ordered {said} {unit} of oat milk")["products"]
        if [line["quantity"] for line in lines] != [number(value)]:
            wrong[said] = lines
    assert wrong == {}


def test_prices_are_read_in_every_form_and_leave_the_count_alone(halyard: Lexicon) -> None:
    wrong = {}
    for said, value in PRICES.items():
        for sentence in ("blue hen erin ordered ten cases of oat milk at {}", "erin ten cases oat milk {}"):
            lines = read(halyard, sentence.format(said))["products"]
            if [(line["quantity"], line["unit_price"]) for line in lines] != [(10, float(value))]:
                wrong[said] = lines
    assert wrong == {}


def test_sums_are_read_in_every_form(halyard: Lexicon) -> None:
    wrong = {}
    for said, value in SUMS.items():
        for sentence in ("blue hen the budget is {} a month", "they spend about {} a month on coffee"):
            amounts = read(halyard, sentence.format(said))["amounts"]
            expected = [] if value == "-" else [(float(value), "budget")]
            if [(amount["value"], amount["kind"]) for amount in amounts] != expected:
                wrong[said] = amounts
    assert wrong == {}


def test_days_are_read_in_every_form_and_vague_ones_give_none(halyard: Lexicon) -> None:
    wrong = {}
    for said, day in DAYS.items():
        actions = read(halyard, f"blue hen erin i promised to send her the price list {said}")["actions"]
        if [action["due"] for action in actions] != [None if day == "-" else day]:
            wrong[said] = actions
    assert wrong == {}


def test_times_are_read_in_every_form_beside_a_day(halyard: Lexicon) -> None:
    wrong = {}
    for said, time in TIMES.items():
        meeting = read(halyard, f"blue hen next meeting is thursday {said}")["appointment"]
        expected = "2026-03-12" + ("" if time in ("", "-") else f"T{time}-05:00")
        if meeting is None or meeting["start"] != expected:
            wrong[said] = meeting
    assert wrong == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "erin ordered ten cases of oat milk she wants them {} please",
        "erin ordered ten cases of oat milk has to be there {}",
        "erin ordered ten cases of oat milk and she wants the lot {}",
        "erin ordered ten cases of oat milk ship it {}",
        "erin ordered ten cases of oat milk she is expecting it {}",
        "erin ordered ten cases of oat milk she'd like it before the weekend so {}",
        "erin begged for ten cases of oat milk i said {}",
        "erin ordered ten cases of oat milk no later than {}",
        "erin wants ten cases of oat milk and four of almond milk she needs them by {}",
    ],
)
def test_goods_wanted_by_a_day_are_a_delivery(halyard: Lexicon, sentence: str) -> None:
    for said, day in (("thursday", "2026-03-12"), ("next friday", "2026-03-20"), ("the nineteenth", "2026-03-19")):
        actions = read(halyard, sentence.format(said))["actions"]
        assert [(action["what"].split()[0], action["due"]) for action in actions] == [("deliver", day)], actions


@pytest.mark.parametrize(
    "sentence",
    [
        "blue hen erin i'm seeing erin {}",
        "blue hen erin booked me in for {}",
        "blue hen i'll call round {}",
        "blue hen i'll duck in again {}",
        "blue hen erin meeting brought forward to {}",
        "blue hen erin meeting preponed to {}",
        "blue hen erin and i are having lunch {}",
        "blue hen i'm going there {}",
    ],
)
def test_going_there_on_a_day_is_the_appointment_and_no_task(halyard: Lexicon, sentence: str) -> None:
    for said, day in (("thursday", "2026-03-12"), ("next friday", "2026-03-20"), ("the nineteenth", "2026-03-19")):
        entry = read(halyard, sentence.format(said))
        assert entry["appointment"]["start"] == day
        assert entry["actions"] == []


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("blue hen erin needs a quote and i have to get that to her thursday", "me", "2026-03-12"),
        ("blue hen erin decision expected end of april", "customer", "2026-04-30"),
        ("blue hen erin payment promised for the twentieth", "customer", "2026-03-20"),
        ("blue hen farah will have to say by friday", "Farah Siddiqui", "2026-03-13"),
        ("blue hen action gordon to call her by monday", "Gordon Pruitt", "2026-03-16"),
        ("blue hen erin wants to be called tomorrow", "me", "2026-03-11"),
        ("blue hen the damaged oat milk has to be picked up friday", "me", "2026-03-13"),
    ],
)
def test_what_is_expected_by_a_day_is_one_action(halyard: Lexicon, text: str, owner: str, due: str) -> None:
    assert [(a["owner"], a["due"]) for a in read(halyard, text)["actions"]] == [(owner, due)]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("erin has three point five cases of napkins left she orders eight new cases", 8),
        ("oat milk replaces almond milk thirty six cases a month", 36),
        ("erin ordered clamshells a dozen cases i tell a lie two dozen cases at seventy two", 24),
        ("erin ordered olive oil forty tins at forty five my mistake that's four tins at forty five", 4),
        ("cream cheese ten cases at thirty eight actually she only wants eight", 8),
        ("erin takes shrimp seven cases no wait shrimp six", 6),
        ("cream goes from ten quarts a delivery to sixteen", 16),
        ("the pails of soy sauce were bad two of them leaked", 2),
        ("twelve ounce cups thirty cases please", 30),
        ("erin ordered forty fifty pound bags of onions", 40),
        ("erin three of the ten cases of oat milk leaked", 3),
        ("erin oat milk quantity ten price thirty one", 10),
    ],
)
def test_a_count_goes_to_the_goods_it_is_said_of(halyard: Lexicon, text: str, quantity: float) -> None:
    assert read(halyard, text)["products"][0]["quantity"] == quantity


def test_each_and_the_same_count_every_product_of_a_list(halyard: Lexicon) -> None:
    for text in (
        "erin ordered ten cases each of oat milk and almond milk",
        "erin ordered oat milk and almond milk ten cases apiece",
        "erin ordered ten cases of oat milk and the same of almond milk",
    ):
        assert [line["quantity"] for line in read(halyard, text)["products"]] == [10, 10], text


def test_the_price_said_last_is_the_one_agreed(halyard: Lexicon) -> None:
    said = "erin asked for thirty one on oat milk we're at thirty one eighty i gave her thirty one forty"
    assert read(halyard, said)["products"][0]["unit_price"] == 31.4
    assert read(halyard, "chicken thighs for erin at a buck fifty five a pound")["products"][0]["unit_price"] == 1.55
    assert read(halyard, "erin olive oil is forty five a tin")["spoken_customer"] is None

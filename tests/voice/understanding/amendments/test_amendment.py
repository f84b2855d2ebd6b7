"""Short notes that only put an earlier one right are known as such; notes that merely hold the words never are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from voice.lexicon import Contact, Customer, Lexicon, Product
from voice.understanding import Note
from voice.understanding.amendments.amendment import Amendment, Said, read_amendment

LEXICON = Lexicon(
    customers=(Customer("C1", "The Blue Hen Cafe"), Customer("C2", "Bellavista Bistro")),
    products=(
        Product("P1", "Barista Oat Milk", ("oat milk",), "case", 32.0),
        Product("P2", "Extra Virgin Olive Oil", ("olive oil",), "case", 40.0),
    ),
    contacts=(Contact("K", "C2", "Maria Lopez", "chef"),),
)
ZONE = ZoneInfo("America/Chicago")
# What is said, the value that holds, the one that does not; spoken on Tuesday 10 March 2026.
CORRECTIONS = (
    ("make that fifty", "50", None),
    ("make it fifty please", "50", None),
    ("sorry make that fifty cases", "50", None),
    ("no make that fifty", "50", None),
    ("the order for blue hen was fifty not fifteen", "50", "15"),
    ("actually it's friday", "03-13", None),
    ("actually make it friday", "03-13", None),
    ("sorry i meant fifty", "50", None),
    ("i meant fifty not fifteen", "50", "15"),
    ("it was fifty not fifteen", "50", "15"),
    ("it's friday not thursday", "03-13", "03-12"),
    ("that should be fifty", "50", None),
    ("that should have been fifty cases not fifteen", "50", "15"),
    ("the oat milk was fifty not fifteen", "50", "15"),
    ("oat milk should be fifty cases", "50", None),
    ("change that to fifty", "50", None),
    ("change the oat milk to fifty", "50", None),
    ("correction fifty cases", "50", None),
    ("correction to my last note it's fifty", "50", None),
    ("quick correction make that twenty four cases", "24", None),
    ("oops fifty not fifteen", "50", "15"),
    ("not fifteen but fifty", "50", "15"),
    ("not thursday make it friday", "03-13", "03-12"),
    ("i said fifteen but i meant fifty", "50", "15"),
    ("the meeting is friday not thursday", "03-13", "03-12"),
    ("the delivery should be friday instead of thursday", "03-13", "03-12"),
    ("scratch that it's thirty cases", "30", None),
    ("the price was thirty two dollars not thirty", "32", "30"),
    ("make the price thirty two dollars", "32", None),
    ("for blue hen make that fifty", "50", None),
    ("make that fifty for blue hen", "50", None),
    ("no sorry that was friday not thursday", "03-13", "03-12"),
    ("on that last note it should be twelve cases of olive oil", "12", None),
    ("um sorry the olive oil it was twenty not twelve", "20", "12"),
    ("fifty cases of oat milk not fifteen", "50", "15"),
    ("the appointment is at three thirty not two thirty", "15:30", "14:30"),
    ("actually at three o'clock", "15:00", None),
    ("set the olive oil to twenty", "20", None),
    ("my mistake it's the twentieth not the twelfth", "03-20", "03-12"),
    ("hey it's thirty not thirteen on the oat milk", "30", "13"),
    ("sorry that was meant to be nineteen", "19", None),
    ("that order should have been sixty not sixteen", "60", "16"),
    ("correction on the last one make it seventeen", "17", None),
    ("make the olive oil ninety not nineteen", "90", "19"),
    ("sorry the oat milk is fourteen cases not forty", "14", "40"),
    ("wait no make it monday", "03-16", None),
    ("i should have said wednesday not tuesday", "03-11", "03-17"),
    ("change the meeting to thursday please", "03-12", None),
    ("the date is the fifth not the ninth", "04-05", "04-09"),
    ("the delivery date should be monday", "03-16", None),
    ("no the quantity was thirteen not thirty", "13", "30"),
    ("apologies it's eighteen", "18", None),
    ("put that down as forty", "40", None),
    ("my bad make that six", "6", None),
    ("sorry eighty cases", "80", None),
    ("at bellavista bistro it's twelve cases not twenty", "12", "20"),
    ("i got that wrong it was nine not five", "9", "5"),
    ("the appointment should be at four o'clock", "16:00", None),
    ("make those forty", "40", None),
    ("change it from fifteen to fifty", "50", "15"),
    ("sorry change that from fifteen cases to fifty cases please", "50", "15"),
    ("change the oat milk from fifteen to fifty", "50", "15"),
    ("could you please change the oat milk order from fifteen to fifty", "50", "15"),
    ("move the meeting from thursday to friday", "03-13", "03-12"),
    ("correct the price from thirty dollars to thirty two dollars", "32", "30"),
    ("for blue hen change that from twelve to twenty", "20", "12"),
    ("move the appointment from three o'clock to four o'clock", "16:00", "15:00"),
    ("update the quantity from thirty to thirteen", "13", "30"),
    ("sorry i said it wrong it's twelve", "12", None),
    ("actually that's twenty two dollars", "22", None),
)
# The same words in notes that tell something of their own.
OTHERS = (
    "make that call on friday",
    "they want to change the delivery from thursday to friday",
    "the price went from thirty to thirty two dollars",
    "change from fifteen to fifty was too much for them",
    "they moved from fifteen seats to fifty",
    "open from nine to five",
    "she wants it from monday to friday",
    "put them in from three to four",
    "he would take it from twelve to twenty if the price is right",
    "maria said to make that fifty if the price is right",
    "they want fifty cases not fifteen",
    "it was fifty degrees in there not fifteen",
    "actually it's friday tomorrow so i will call them",
    "actually it's going well here",
    "sorry i was late again met maria",
    "the order was fifty cases last time",
    "it's friday",
    "fifty cases of oat milk",
    "they wanted fifteen but i talked them into fifty",
    "make it a good one",
    "he makes that dish with oat milk",
    "the delivery was late not early",
    "i meant to ask about olive oil",
    "maria is in on friday not thursday",
    "they close at three not four on sundays",
    "the last order was wrong",
    "the price should be better",
    "change the oil in the fryer",
    "change the delivery to mornings",
    "should be fine",
    "correction fluid is all they buy from norwell",
    "she says it should be fifty but i am not sure",
    "not fifteen people but fifty came to the tasting",
    "i said fifty and she laughed",
    "i said friday and she said thursday",
    "actually they love the oat milk",
    "sorry to hear about paolo leaving",
    "make that two thousand people at the festival",
    "put them down for fifty cases of oat milk",
    "let's make it friday with maria for the tasting",
    "could you make that fifty",
    "would it be fifty or fifteen",
    "if it's friday not thursday we need a van",
    "wait for maria until friday",
    "no delivery on friday",
    "no it's not friday",
    "the meeting with maria was on friday not a great one",
    "make that fifty and also send maria the price list on monday",
    "sorry for the noise it's friday night here",
    "it's twenty years since they opened",
    "the oven is at fifty not fifteen",
    "they are open on monday not sunday",
    "maria is fifty not forty",
    "make it quick they want twelve cases",
    "the number is five five five one two one two",
    "we should be there at ten not nine",
    "they need fifty not later than friday",
    "nothing today it's friday afternoon",
    "no orders it was quiet",
    "make that a priority please",
    "put friday in the diary for maria",
    "the order should be with them on friday",
    "i said i would call on friday",
    "not friday but maybe some day next week",
    "so it should be ready on monday i guess",
    "change of plan they close on monday",
    "set the meeting up with maria for friday",
    "it was number one on the menu not number two",
    "price should be around thirty they think",
    "oat milk fifty cases and olive oil twelve",
    "twelve cases",
    "friday",
    "the price is thirty two dollars",
    "the meeting was on monday",
)


def read(text: str) -> Amendment | None:
    note = Note(id="", text=text, recorded_at=datetime(2026, 3, 10, 16, tzinfo=UTC), customer_id="C2")
    return read_amendment(note, LEXICON, ZONE)


def written(said: Said | None) -> str | None:
    if said is None:
        return None
    if said.number is not None:
        return f"{said.number:g}"
    return f"{said.on:%m-%d}" if said.on else f"{said.at:%H:%M}"


@pytest.mark.parametrize(("text", "new", "old"), CORRECTIONS)
def test_a_note_that_only_corrects_is_read_with_both_values(text: str, new: str, old: str | None) -> None:
    amendment = read(text)
    assert amendment is not None
    assert (written(amendment.value), written(amendment.instead_of)) == (new, old)


@pytest.mark.parametrize("text", OTHERS)
def test_a_note_that_merely_holds_the_words_is_no_correction(text: str) -> None:
    assert read(text) is None


def test_what_it_is_of_and_at_whom_is_read_as_well() -> None:
    amendment = read("for blue hen the oat milk should be fifty cases not fifteen")
    assert amendment is not None
    assert (amendment.product_ids, amendment.customer_ids) == (("P1",), ("C1",))
    assert (amendment.value.unit, amendment.is_price) == ("case", False)


def test_a_price_is_known_by_its_words() -> None:
    for text in ("make the price thirty two", "sorry it's thirty two dollars not thirty"):
        amendment = read(text)
        assert amendment is not None and amendment.is_price, text


def test_none_of_the_written_notes_is_taken_for_a_correction() -> None:
    voices = Path(__file__).parent.parent / "notes" / "voices"
    told = [
        line[2:].strip()
        for path in voices.rglob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("t:")
    ]
    assert len(told) > 500
    assert [text for text in told if read(text) is not None] == []

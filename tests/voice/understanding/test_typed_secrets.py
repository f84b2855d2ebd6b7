"""What people type is cut as what they say: accounts, dates of birth, passwords; numbers of everyday work stay."""

from __future__ import annotations

import pytest

from voice.understanding.secrets.typed import cut_typed


def cut(text: str) -> str:
    return " ".join(cut_typed(text.split()))


@pytest.mark.parametrize(
    ("typed", "gone"),
    [
        ("please pay to DE89 3704 0044 0532 0130 00 by Friday", "DE89 3704 0044 0532 0130 00"),
        ("IBAN: DE89370400440532013000.", "DE89370400440532013000"),
        ("IBAN:DE89370400440532013000", "DE89370400440532013000"),
        ("my account GB29 NWBK 6016 1331 9268 19 thanks", "GB29 NWBK 6016 1331 9268 19"),
        ("iban fr14 2004 1010 0505 0001 3m02 606", "fr14 2004 1010 0505 0001 3m02 606"),
        ("our IBAN is DE00 1234 5678 9012 3456 78", "DE00 1234 5678 9012 3456 78"),
        ("NO93 8601 1117 947 is the account", "NO93 8601 1117 947"),
        ("she was born 12/03/1980 in Chicago", "12/03/1980"),
        ("born on 12.03.1980", "12.03.1980"),
        ("Date of birth: 1980-03-12", "1980-03-12"),
        ("DOB:03/12/80", "03/12/80"),
        ("date of birth of Mrs Mary Smith: 3-12-1980", "3-12-1980"),
        ("geb. 12.3.1980", "12.3.1980"),
        ("born 12 March 1980", "12 March 1980"),
        ("her birthday is March 12, 1980", "March 12, 1980"),
        ("his birthday is the 12th of March", "12th of March"),
        ("03/12/1980 is her birthday", "03/12/1980"),
        ("SSN 123-45-6789", "123-45-6789"),
        ("it is 123-45-6789", "123-45-6789"),
        ("Kontonummer: 12345678 bei der Sparkasse", "12345678"),
        ("wifi password: Blue7Heron!", "Blue7Heron!"),
        ("pin=4711", "4711"),
        ("card 4111 1111 1111 1111 exp 12/27", "4111 1111 1111 1111"),
        ("the alarm code is 4411", "4411"),
    ],
)
def test_what_is_secret_goes(typed: str, gone: str) -> None:
    left = cut(typed).split()
    assert len(left) == len(typed.split())
    assert not set(left) & set(gone.split())
    assert any(word.startswith("[") for word in left)


@pytest.mark.parametrize(
    "harmless",
    [
        "order 4500123456 leaves on 12/03/2026",
        "order number 123-45-6789 is late",
        "call me at (312) 555-0197 or +1 312 555 0197",
        "telephone +49 30 1234567",
        "delivery on 12.03.2026 between 9 and 11",
        "the birthday cake for 12/03/2026 needs 40 candles",
        "birthday party on March 12 for 30 people",
        "she was born in Chicago. We deliver on 12/03/2026",
        "article AB12 3456 in 12 boxes of 24",
        "invoice DE12 3456 7890 is paid",
        "VAT number DE123456789",
        "room 12 on floor 3, 14:30",
        "12 cases at 32.50 each, 390.00 in all",
        "tracking 00340434161094042557",
        "please change the password on Monday",
    ],
)
def test_what_is_harmless_stays(harmless: str) -> None:
    assert cut(harmless) == harmless


def test_a_secret_makes_none_of_the_numbers_around_it() -> None:
    kept = cut("Her IBAN is DE89 3704 0044 0532 0130 00, born 12/03/1980, order 4500123456 by 12/05/2026")
    assert kept == "Her IBAN is " + "[bank] " * 6 + "born [birthday] order 4500123456 by 12/05/2026"


def test_words_around_a_secret_stay() -> None:
    assert cut("please pay to DE89 3704 0044 0532 0130 00 by Friday").startswith("please pay to [bank]")
    assert cut("please pay to DE89 3704 0044 0532 0130 00 by Friday").endswith("[bank] by Friday")

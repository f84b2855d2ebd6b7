"""Spoken forms of secrets: the words between angle brackets, and no others, must be found."""

import pytest

from voice.understanding.secrets.secrets import find_secrets

SPOKEN = """
the keypad is now <star two two nine five and then hash> okay
her amex <three seven eight two eight two two four six three one oh oh oh five> valid through <march twenty seven>
put it on card <four one one one one one one one one one one one one one one one> c v v <eight two three>
mastercard ending <four four one two> he said
expiry <eleven twenty nine> and the three digits on the back are <six six one> for the visa
card number <forty four twelve ninety nine eighty seven sixty five forty three twenty one ten> exp <oh one thirty>
his social is <four one two dash five five dash six seven eight nine> for the credit form
s s n <one two three four five six seven eight nine>
the last four of her social are <six seven eight nine>
date of birth <june fourth nineteen eighty two> for the application
d o b <six four eighty two>
he turns fifty on <the ninth of may> so send a card
<may the ninth> is his birthday
her birthday's <next friday> so flowers
it's chef's birthday on <the twelfth>
birthday is <october thirty first>
alarm is <one nine eight four> then press enter
the code is <five five three eight> for the gate
lock box <two four six eight> by the side
safe combination is <thirty two left eleven right nineteen>
the gate code changed to <four oh four hash>
to get in punch <nine nine one two> on the keypad
password for the ordering portal is <bluehen twenty six>
wifi password is <coffee lover one two three> all lower case
pin for the bank login is <four four two nine>
their online banking login is <dana underscore w> and the pin is <eight eight one two>
account number <one two three four five six seven eight> sort code <twenty forty sixty>
iban <g b two nine n w b k six oh one six one three three one nine two six eight one nine>
routing number <oh two one triple zero oh two one> account ending <five five six six>
door code <eight eight one four two> and alarm <four four one one>
the freezer padlock is <two two one seven>
the garage opener code is <six one four>
the building code is <one four six nine pound>
account <four four one oh nine eight seven six five> at first midwest bank
my father's birthday party is june sixth for eighty people
her number's seven seven three five five five oh one four four
we agreed one four six nine dollars in total
zip code is six oh six one four
she wants ten four pound tubs
invoice number four four one two nine is wrong
order number seven seven one two three four never came
p o number is one two three four
dress code is casual
promo code is spring twenty six
"""


@pytest.mark.parametrize("line", SPOKEN.strip().splitlines())
def test_exactly_the_bracketed_words_are_secret(line: str) -> None:
    words: list[str] = []
    secret: set[int] = set()
    inside = False
    for word in line.split():
        inside = inside or word.startswith("<")
        if inside:
            secret.add(len(words))
        words.append(word.strip("<>"))
        inside = inside and not word.endswith(">")
    found = {i for s in find_secrets(words) for i in range(s.evidence.start_word, s.evidence.end_word + 1)}
    assert found == secret

import pytest

from voice.understanding.secrets.secrets import cut_secrets, find_secrets


def secrets_in(text: str) -> list[tuple[str, str]]:
    words = text.split()
    return [(s.kind, " ".join(words[s.evidence.start_word : s.evidence.end_word + 1])) for s in find_secrets(words)]


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("the card number is four four one two nine nine eight seven six five four three two one one "
            "zero thanks", "card",
         "four four one two nine nine eight seven six five four three two one one zero"),
        ("his visa expires oh nine twenty eight", "card", "oh nine twenty eight"),
        ("on the mastercard the security code is three three nine", "card", "three three nine"),
        ("the amex expires september twenty eight", "card", "september twenty eight"),
        ("social security number three two one five four nine eight seven six got it", "ssn",
         "three two one five four nine eight seven six"),
        ("her birthday is the fourth of june so remember", "birthday", "the fourth of june"),
        ("june fourth is her birthday", "birthday", "june fourth"),
        ("born on the second of february nineteen sixty eight", "birthday",
         "the second of february nineteen sixty eight"),
        ("their bank details routing oh seven one nine two five six six one", "bank",
         "oh seven one nine two five six six one"),
        ("direct debit so routing number is zero seven one zero zero zero zero one three", "bank",
         "zero seven one zero zero zero zero one three"),
        ("the alarm code is double oh one nine", "access", "double oh one nine"),
        ("door code for the walk in it's eight eight one four two drop off", "access", "eight eight one four two"),
        ("the back gate combination is nineteen fifty four hash", "access", "nineteen fifty four hash"),
        ("wifi password is maple leaf seven seven", "access", "maple leaf seven seven"),
    ],
)  # fmt: skip
def test_a_secret_is_found_with_exactly_its_words(text: str, kind: str, secret: str) -> None:
    assert (kind, secret) in secrets_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "ten cases of cod at ninety five delivered friday",
        "her new number is seven seven three five five five oh one six eight",
        "the order was eleven hundred and forty dollars",
        "a birthday party for two hundred on june sixth",
        "her birthday is coming up",
        "the zip code is six oh six one four",
        "she owes four hundred and sixty dollars since january",
    ],
)
def test_prices_phones_parties_and_counts_are_no_secrets(text: str) -> None:
    assert secrets_in(text) == []


def test_cutting_replaces_word_by_word_and_the_markers_tell_the_same() -> None:
    words = "alarm code four four one two and ten cases of cod".split()
    found = find_secrets(words)
    cut = cut_secrets(words, found)
    assert cut == ("alarm", "code", "[access]", "[access]", "[access]", "[access]", "and", "ten", "cases", "of", "cod")
    assert find_secrets(cut) == found


def test_a_card_number_with_a_pause_filler_inside_is_one_secret() -> None:
    said = "card four four one two uh nine nine eight seven six five four three two one one zero"
    assert [kind for kind, _ in secrets_in(said)] == ["card"]

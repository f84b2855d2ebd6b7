import pytest

from voice.lexicon import Lexicon
from voice.understanding.language.corrections import apply_corrections
from voice.understanding.language.stream import open_stream


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ten no make that twelve cases of feta", "twelve cases of feta"),
        ("ten cases of chickpeas make that twelve", "twelve cases of chickpeas"),
        ("a case of chickpeas make that two cases of chickpeas", "two cases of chickpeas"),
        ("fifteen cases i think no sixteen sixteen cases", "sixteen cases"),
        ("ten cases at thirty one no at thirty two fifty", "ten cases at thirty two fifty"),
        ("come thursday at ten no friday at eleven", "come friday at eleven"),
        ("come thursday no friday at ten", "come friday at ten"),
        ("by april second no the third", "by april third"),
        ("met dana sorry erin", "met erin"),
        ("six cases of salmon sorry shrimp", "six cases of shrimp"),
        ("wants six bags of flour scratch that wants two", "wants two"),
        ("butter at thirty and half a case of feta no skip the feta", "butter at thirty"),
        ("go from four to six cases a week", "go six cases a week"),
    ],
)
def test_only_the_last_version_is_left(lexicon: Lexicon, said: str, meant: str) -> None:
    assert " ".join(apply_corrections(open_stream(said.split()), lexicon).words).endswith(meant)


@pytest.mark.parametrize(
    "said", ["he said no ten cases is too much", "i'm sorry the order was late", "no coffee from us"]
)
def test_words_that_only_sound_like_corrections_change_nothing(lexicon: Lexicon, said: str) -> None:
    assert " ".join(apply_corrections(open_stream(said.split()), lexicon).words) == said


def test_moved_words_keep_their_places_in_the_note(lexicon: Lexicon) -> None:
    stream = apply_corrections(open_stream("ten cases of feta make that um twelve".split()), lexicon)
    assert stream.words == ("twelve", "cases", "of", "feta")
    assert stream.at == (7, 1, 2, 3)

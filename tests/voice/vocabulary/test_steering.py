"""Names of the place are put where they were misheard, and nowhere else."""

from __future__ import annotations

import pytest

from voice.lexicon import Colleague, Competitor, Contact, Customer, Lexicon, Product
from voice.types import Word
from voice.vocabulary import Vocabulary, steer, vocabulary_of

LEXICON = Lexicon(
    customers=(
        Customer("C1", "Nnamdi's Jollof Kitchen", lat=41.88, lon=-87.65),
        Customer("C2", "Saigon Lotus", lat=41.95, lon=-87.70),
    ),
    contacts=(
        Contact("K1", "C1", "Nnamdi Okafor"),
        Contact("K2", "C1", "Araceli Zamora"),
        Contact("K3", "C2", "Bao Vu"),
    ),
    products=(Product("P1", "Vanilla Syrup"),),
    competitors=(Competitor("X1", "Norwell Foods"),),
    colleagues=(Colleague("R1", "Marcus Oyelaran"),),
)
HERE = vocabulary_of(LEXICON, "C1")


def spoken(text: str, confidence: float = 0.5) -> list[Word]:
    return [Word(word, at * 0.4, at * 0.4 + 0.3, confidence) for at, word in enumerate(text.split())]


def text_of(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


def test_a_name_that_the_model_does_not_know_is_put_where_it_was_heard_as_other_words() -> None:
    steered = steer(spoken("met with a race ellie about the syrup"), HERE)
    assert text_of(steered) == "met with araceli about the syrup"
    assert [word.heard for word in steered] == [None, None, "a race ellie", None, None, None]


def test_a_repaired_name_lies_in_the_time_of_the_words_it_replaces() -> None:
    words = spoken("met with nnamdi oak afford today")
    steered = steer(words, HERE)
    repaired = [word for word in steered if word.heard is not None]
    assert text_of(tuple(repaired)) in ("okafor", "nnamdi okafor")
    assert repaired[-1].end_s == pytest.approx(words[4 - 0].end_s if len(repaired) > 2 else words[4].end_s)
    times = [word.start_s for word in steered]
    assert times == sorted(times)


@pytest.mark.parametrize(
    "said",
    [
        "met with nnamdi okafor about the vanilla syrup",
        "they were busy with lunch so we only talked for five minutes",
        "the delivery came late again and two cases were broken",
    ],
)
def test_words_that_were_heard_with_certainty_stay(said: str) -> None:
    assert text_of(steer(spoken(said, 0.97), HERE)) == said


def test_without_the_place_its_people_are_not_put_in() -> None:
    words = spoken("met with a race ellie about the syrup")
    assert text_of(steer(words, vocabulary_of(LEXICON, "C2"))) == text_of(tuple(words))


def test_the_rest_of_a_name_is_set_right_beside_the_part_that_was_heard() -> None:
    assert text_of(steer(spoken("please copy marcus oil around", 0.8), HERE)) == "please copy marcus oyelaran"


def test_an_everyday_word_that_was_surely_heard_is_not_swallowed_by_a_name() -> None:
    words = [*spoken("please copy marcus", 0.8), *spoken("oil", 0.99), *spoken("around", 0.5)]
    assert "oil" in text_of(steer(words, HERE)).split()


def test_a_part_of_a_name_is_not_said_twice() -> None:
    said = "met with nnamdi okay okafor today"
    assert text_of(steer(spoken(said, 0.5), HERE)).count("okafor") == 1


@pytest.mark.parametrize("said", ["nine nothing fifteenth feel think about it", "the fifteenth you're kinda late"])
def test_an_amount_or_a_day_that_was_heard_does_not_become_a_name(said: str) -> None:
    street = Lexicon(customers=(Customer("C1", "57th Street Coffee", lat=41.88, lon=-87.65),))
    assert text_of(steer(spoken(said, 0.45), vocabulary_of(street, "C1"))) == said


def test_tomorrow_does_not_become_moreau_however_unsure_the_ear_was() -> None:
    hotel = Lexicon(
        customers=(Customer("C1", "Oak Brook Grand Hotel", lat=41.88, lon=-87.65),),
        contacts=(Contact("K1", "C1", "Genevieve Moreau"),),
    )
    words = [*spoken("he'll be at the cash and carry", 0.6), *spoken("tomorrow", 0.29), *spoken("around four", 0.6)]
    assert text_of(steer(words, vocabulary_of(hotel, "C1"))) == "he'll be at the cash and carry tomorrow around four"


def test_a_name_with_a_number_is_still_put_in_where_its_number_was_heard() -> None:
    street = Lexicon(customers=(Customer("C1", "57th Street Coffee", lat=41.88, lon=-87.65),))
    steered = steer(spoken("at fifty seven tree coffee they want more", 0.5), vocabulary_of(street, "C1"))
    assert text_of(steered) == "at fifty seventh street coffee they want more"


def test_a_name_that_was_heard_in_two_words_stays_as_the_reader_knows_it() -> None:
    rival = Lexicon(competitors=(Competitor("X1", "MetroPlate"),))
    said = "they buy from metro plate now"
    assert text_of(steer(spoken(said, 0.5), vocabulary_of(rival, None))) == said


def test_marks_of_secrets_stay_where_they_are() -> None:
    words = spoken("araceli [card] [card] zamora")
    assert text_of(steer(words, HERE)) == "araceli [card] [card] zamora"


def test_a_vocabulary_that_was_kept_as_text_sets_the_same_words_right() -> None:
    words = spoken("send a race ellie a sample and copy mark as well")
    learnt = vocabulary_of(LEXICON, "C1", {("contact", "K1"): ["mark as"]})
    kept = Vocabulary.from_strings(learnt.to_strings())
    assert kept == learnt
    assert steer(words, kept) == steer(words, learnt)


def test_a_learnt_alias_of_a_contact_counts_at_its_customer_only() -> None:
    aliases = {("contact", "K1"): ["name the"]}
    words = spoken("saw name the yesterday", 0.9)
    assert "nnamdi" in text_of(steer(words, vocabulary_of(LEXICON, "C1", aliases)))
    assert text_of(steer(words, vocabulary_of(LEXICON, "C2", aliases))) == "saw name the yesterday"


def test_a_learnt_alias_of_everyday_words_that_were_surely_heard_does_not_fire() -> None:
    aliases = {("contact", "K1"): ["name"]}
    assert text_of(steer(spoken("he said his name again", 1.0), vocabulary_of(LEXICON, "C1", aliases))).endswith(
        "name again"
    )


def test_learnt_aliases_of_products_and_competitors_count_everywhere() -> None:
    aliases = {("product", "P1"): ["vanessa rup"], ("competitor", "X1"): ["nor welfare"]}
    vocabulary = vocabulary_of(LEXICON, None, aliases)
    steered = steer(spoken("they buy vanessa rup from nor welfare", 0.9), vocabulary)
    assert text_of(steered) == "they buy vanilla syrup from norwell foods"


def test_nothing_is_changed_without_a_vocabulary() -> None:
    words = spoken("met with a race ellie")
    assert steer(words, Vocabulary()) == tuple(words)

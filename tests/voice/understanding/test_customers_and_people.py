from voice.understanding.types import Entry


def people(entry: Entry) -> set[tuple[str | None, str | None]]:
    return {(p.contact_id, p.role) for p in entry.people}


def test_a_spoken_customer_wins_over_the_place(speak) -> None:  # type: ignore[no-untyped-def]
    assert speak("just left the blue heron", customer_id="C1").spoken_customer.customer_id == "C2"


def test_a_short_name_is_the_customer_of_the_place(speak) -> None:  # type: ignore[no-untyped-def]
    assert speak("blue hen all good", customer_id="C3").spoken_customer.customer_id == "C3"


def test_two_customers_that_fit_alike_are_asked_not_guessed(speak) -> None:  # type: ignore[no-untyped-def]
    named = speak("was at blue hen today", customer_id=None).spoken_customer
    assert named.customer_id is None
    assert set(named.candidates) == {"C1", "C3"}


def test_a_misheard_customer_is_repaired_by_place_and_sound(speak) -> None:  # type: ignore[no-untyped-def]
    assert speak("i was at christoph's pierogi", customer_id="C4").spoken_customer.customer_id == "C4"


def test_a_landmark_is_no_customer(speak) -> None:  # type: ignore[no-untyped-def]
    assert speak("parked next door to hotel marchetti dana was out").spoken_customer is None


def test_contacts_are_those_of_the_customer(speak) -> None:  # type: ignore[no-untyped-def]
    assert people(speak("saw dana at blue hen")) == {("K1", None)}
    assert people(speak("the blue heron dana says hello", customer_id="C2")) == {("K3", None)}


def test_a_misheard_contact_is_repaired_by_sound(speak) -> None:  # type: ignore[no-untyped-def]
    assert people(speak("casha said they're fine", customer_id="C4")) == {("K4", None)}


def test_a_role_tells_two_marias_apart(speak) -> None:  # type: ignore[no-untyped-def]
    assert people(speak("met maria the executive chef", customer_id="C5")) == {("K6", "executive chef")}


def test_two_marias_without_a_role_are_candidates(speak) -> None:  # type: ignore[no-untyped-def]
    (maria,) = speak("met maria at hotel marchetti", customer_id="C5").people
    assert maria.contact_id is None
    assert set(maria.candidates) == {"K5", "K6"}


def test_everyday_words_are_names_only_where_names_stand(speak) -> None:  # type: ignore[no-untyped-def]
    assert people(speak("the price will go up next month", customer_id="C5")) == set()
    assert people(speak("met with will price", customer_id="C5")) == {("K7", None)}


def test_colleagues_and_our_drivers_are_not_the_customers_people(speak) -> None:  # type: ignore[no-untyped-def]
    assert people(speak("gordon should know that our driver luis is great")) == set()


def test_a_new_person_is_kept_as_spoken(speak) -> None:  # type: ignore[no-untyped-def]
    (new,) = speak("the new chef is priscilla vaughn").people
    assert (new.name, new.contact_id, new.role) == ("priscilla vaughn", None, "chef")

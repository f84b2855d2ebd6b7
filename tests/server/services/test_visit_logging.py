"""Positions become visits, the same ones however the positions come."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from models.base import now
from models.customer import Customer, Site
from models.database import Database
from models.device import Device
from models.event import Event
from models.fix import Fix
from models.recording import CustomerSource, Recording, RecordingState
from models.staff import Role
from models.visit import Decision, Visit
from server.current import Identity
from server.services.company_map import CompanyMap
from server.services.note_linking import relink_notes, visit_for_note
from server.services.position_intake import Reading, Saved
from server.services.visit_decision import decide_visit
from server.services.visit_logging import reconsider, record_fixes
from tests.support.makers import make_customer, make_phone, make_staff
from tests.support.rounds_on_the_road import (
    BELLAVISTA,
    DEPOT,
    MARCHETTI,
    TUESDAY_9_AM,
    in_batches,
    morning,
    moved_in_time,
)

TWO_STAYS = morning((BELLAVISTA, 30), (MARCHETTI, 25))


@dataclass
class Rep:
    """A rep with a phone, two customers to see, and the one door."""

    database: Database
    by: Identity
    company_map: CompanyMap
    bellavista: str
    marchetti: str

    def send(
        self, readings: Sequence[Reading], received_at: datetime | None = None, by: Identity | None = None
    ) -> Saved:
        with self.database.session() as session:
            received_at = received_at or readings[-1].at + timedelta(seconds=2)
            saved = record_fixes(session, self.company_map, by or self.by, readings, received_at)
            session.commit()
            return saved

    def send_live(self, readings: Sequence[Reading]) -> None:
        for batch in in_batches(readings):
            self.send(batch)

    def visits(self) -> list[Visit]:
        with self.database.reading() as session:
            query = select(Visit).where(Visit.withdrawn_at.is_(None)).order_by(Visit.arrived_at)
            return list(session.scalars(query))

    def seen(self) -> list[tuple[object, ...]]:
        """What the visits say, without their ids."""
        return [
            (v.customer_id, v.arrived_at, v.left_at, v.is_open, v.probability, v.reasons, v.is_question)
            for v in self.visits()
        ]

    def customers_seen(self) -> list[str | None]:
        return [visit.customer_id for visit in self.visits()]

    def events(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(Event.kind).where(Event.kind.like("visit.%")).order_by(Event.id)))

    def count(self, what: type) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(what)) or 0

    def decide(self, visit_id: str, decision: Decision, customer_id: str | None = None) -> None:
        with self.database.session() as session:
            decide_visit(session, visit_id, self.by, decision, customer_id)
            session.commit()

    def note(self, ended_at: datetime, **more: object) -> str:
        with self.database.session() as session:
            staff = self.by.staff_id
            note = Recording(
                staff_id=staff,
                mime_type="audio/webm",
                state=RecordingState.READY,
                started_at=ended_at - timedelta(seconds=30),
                ended_at=ended_at,
                **more,
            )
            session.add(note)
            session.commit()
            return note.id

    def note_now(self, note_id: str) -> Recording:
        with self.database.reading() as session:
            return session.get_one(Recording, note_id)


@pytest.fixture
def rep(database: Database) -> Rep:
    with database.session() as session:
        ana = make_staff(session)
        device, _ = make_phone(session, ana)
        bellavista = make_customer(session, "Bellavista Bistro", lat=BELLAVISTA[0], lon=BELLAVISTA[1], owner_id=ana.id)
        marchetti = make_customer(session, "Hotel Marchetti", lat=MARCHETTI[0], lon=MARCHETTI[1], owner_id=ana.id)
        session.commit()
        by = Identity(ana.id, ana.name, Role.REP, device.id)
    return Rep(database, by, CompanyMap(database, "America/Chicago", check_every_s=0.0), bellavista.id, marchetti.id)


def test_a_morning_with_two_customers_is_two_visits(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]
    first, second = rep.visits()
    assert not first.is_open and not second.is_open
    assert timedelta(minutes=25) < first.left_at - first.arrived_at < timedelta(minutes=35)
    assert first.reasons and first.alternatives[0]["customer_id"] == rep.bellavista


def test_a_visit_opens_grows_and_closes_under_one_id(rep: Rep) -> None:
    inside = [reading for reading in TWO_STAYS.readings if reading.at < TUESDAY_9_AM + timedelta(minutes=22)]
    rep.send(inside)
    (early,) = rep.visits()
    assert early.is_open
    rep.send_live(TWO_STAYS.readings[len(inside) :])
    late = rep.visits()[0]
    assert (late.id, late.is_open) == (early.id, False)
    assert late.left_at > early.left_at + timedelta(minutes=5)


def test_live_batch_shuffled_and_doubled_give_the_same_visits(rep: Rep, database: Database) -> None:
    rep.send_live(TWO_STAYS.readings)
    live = rep.seen()
    with database.session() as session:
        for table in (Event, Visit, Fix):
            session.execute(table.__table__.delete())
        session.commit()
    batches = [(batch, batch[-1].at + timedelta(seconds=2)) for batch in in_batches(TWO_STAYS.readings)]
    batches += [(batch, at + timedelta(minutes=50)) for batch, at in batches[::2]]
    random.Random(7).shuffle(batches)
    for batch, received_at in batches:
        rep.send(batch, received_at)
    rep.send(TWO_STAYS.readings[:3], TWO_STAYS.end + timedelta(hours=1))
    assert rep.seen() == live
    assert rep.count(Fix) == len(TWO_STAYS.readings)


def test_sending_again_answers_the_same_and_changes_nothing(rep: Rep) -> None:
    first = rep.send(TWO_STAYS.readings)
    before = (rep.seen(), rep.events())
    assert rep.send(TWO_STAYS.readings, now()).kept == first.kept == len(TWO_STAYS.readings)
    assert (rep.seen(), rep.events()) == before


def test_each_change_leaves_one_event_and_growing_leaves_none(rep: Rep) -> None:
    rep.send_live(morning((BELLAVISTA, 40)).readings)
    told = rep.events()
    assert told.count("visit.opened") == 1
    assert told[-1] == "visit.closed"
    assert len(told) <= 6  # some sixteen batches came while the visit grew


def test_events_and_the_log_hold_no_coordinates(rep: Rep, caplog: pytest.LogCaptureFixture) -> None:
    rep.send_live(TWO_STAYS.readings)
    with rep.database.reading() as session:
        assert all(found.details == {} for found in session.scalars(select(Event)))
    assert "41.8" not in caplog.text


def test_an_engine_that_fails_loses_no_fix_and_tells_no_position(
    rep: Rep, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_asked: object) -> None:
        raise ValueError("no sense in 41.8781, -87.6298")

    monkeypatch.setattr("server.services.visit_logging.detect", fail)
    rep.send_live(TWO_STAYS.readings)
    assert rep.count(Fix) == len(TWO_STAYS.readings)
    assert "ValueError" in caplog.text and "41.8" not in caplog.text


def test_impossible_positions_are_kept_with_their_flaw_and_make_no_visit(rep: Rep) -> None:
    at = TUESDAY_9_AM
    strange = [
        Reading(at + timedelta(days=2), *BELLAVISTA, 9.0, "web"),
        Reading(at, 0.0, 0.0, 9.0, "web"),
        Reading(at, 200.0, 10.0, 9.0, "web"),
        Reading(at, *BELLAVISTA, 1e9, "web"),
        Reading(at - timedelta(days=9000), *BELLAVISTA, 9.0, "web"),
        Reading(at, 1e308, -1e308, -5.0, "web"),
    ]
    saved = rep.send(strange, at + timedelta(seconds=2))
    assert (saved.kept, saved.flagged) == (0, len(strange))
    with rep.database.reading() as session:
        flaws = session.scalars(select(Fix.flaw)).all()
    assert len(flaws) == len(strange) and all(flaws)
    assert any("future" in str(flaw) for flaw in flaws)
    assert rep.visits() == []


def test_strange_positions_among_good_ones_do_not_change_the_visits(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    before = rep.seen()
    at = TWO_STAYS.readings[40].at
    rep.send([Reading(at, 0.0, 0.0, 9.0, "owntracks"), Reading(at, 95.0, 0.0, 9.0, "owntracks")], TWO_STAYS.end)
    assert rep.seen() == before


@pytest.mark.parametrize("decision", [Decision.CONFIRMED, Decision.CHANGED, Decision.DELETED])
def test_what_a_person_decided_outlives_every_later_run(rep: Rep, decision: Decision) -> None:
    rep.send(morning((BELLAVISTA, 30)).readings)
    (visit,) = rep.visits()
    rep.decide(visit.id, decision, rep.marchetti if decision == Decision.CHANGED else None)
    decided = rep.seen()
    extra = [Reading(r.at + timedelta(seconds=7), r.lat, r.lon, 12.0, "owntracks") for r in TWO_STAYS.readings[20:80]]
    rep.send(extra, TWO_STAYS.end)
    assert rep.seen()[:1] == decided
    assert rep.count(Visit) == 1


def test_a_visit_confirmed_while_open_still_ends_when_the_rep_leaves(rep: Rep) -> None:
    whole = morning((BELLAVISTA, 40))
    rep.send(whole.until(TUESDAY_9_AM + timedelta(minutes=22)))
    (visit,) = rep.visits()
    rep.decide(visit.id, Decision.CONFIRMED)
    rep.send_live(whole.readings)
    (closed,) = rep.visits()
    assert closed.id == visit.id and closed.arrived_at == visit.arrived_at
    assert not closed.is_open and closed.left_at > visit.left_at + timedelta(minutes=10)


def test_a_stop_that_turns_out_to_be_none_is_withdrawn_but_its_row_stays(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    with rep.database.session() as session:
        session.execute(Site.__table__.update().values(lat=10.0, lon=10.0))
        session.commit()
    rep.send([Reading(TWO_STAYS.end + timedelta(seconds=30), *DEPOT, 9.0, "owntracks")])
    assert rep.visits() == []
    assert rep.count(Visit) == 2
    assert rep.events()[-2:] == ["visit.withdrawn", "visit.withdrawn"]


def test_a_withdrawn_visit_that_is_seen_again_is_the_same_visit(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    ids = [visit.id for visit in rep.visits()]
    with rep.database.session() as session:
        session.execute(Visit.__table__.update().values(withdrawn_at=now()))
        session.commit()
    rep.send([Reading(TWO_STAYS.end + timedelta(seconds=30), *DEPOT, 9.0, "owntracks")])
    assert [visit.id for visit in rep.visits()] == ids


def test_two_phones_of_one_rep_make_one_visit(rep: Rep) -> None:
    with rep.database.session() as session:
        second = Device(staff_id=rep.by.staff_id, name="Tablet", token_sha256="2")
        session.add(second)
        session.commit()
        tablet = Identity(rep.by.staff_id, rep.by.name, Role.REP, second.id)
    rep.send(TWO_STAYS.readings)
    rep.send(moved_in_time(TWO_STAYS.readings, timedelta(seconds=5)), by=tablet)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]


def test_a_phone_paired_anew_with_another_rep_leaves_the_first_rep_s_visits_alone(rep: Rep) -> None:
    rep.send(morning((BELLAVISTA, 30)).readings)
    first = rep.seen()
    with rep.database.session() as session:
        ben = make_staff(session, "Ben Okafor")
        device, _ = make_phone(session, ben)
        session.commit()
        other = Identity(ben.id, ben.name, Role.REP, device.id)
    rep.send(morning((MARCHETTI, 30)).readings, by=other)
    found = {visit.staff_id: visit.customer_id for visit in rep.visits()}
    assert found == {rep.by.staff_id: rep.bellavista, ben.id: rep.marchetti}
    assert [row for row in rep.seen() if row[0] == rep.bellavista] == first


def test_a_customer_without_a_position_is_never_visited_and_breaks_nothing(rep: Rep) -> None:
    with rep.database.session() as session:
        session.add(Customer(name="Nowhere Cafe", sites=[Site(street="unknown")]))
        session.add(Customer(name="No Site At All"))
        session.commit()
    rep.send(TWO_STAYS.readings)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]


def test_a_site_that_moved_counts_at_its_new_place(rep: Rep) -> None:
    rep.send(morning((BELLAVISTA, 30)).readings)
    with rep.database.session() as session:
        moved = session.scalars(select(Site).where(Site.customer_id == rep.marchetti)).one()
        moved.lat, moved.lon = 41.8700, -87.6300
        session.commit()
    day_after = morning(((41.8700, -87.6300), 30), start=TUESDAY_9_AM + timedelta(days=1))
    rep.send(day_after.readings)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]


def test_a_phone_that_falls_silent_in_a_visit_has_left_by_the_next_day(rep: Rep) -> None:
    rep.send(morning((BELLAVISTA, 30)).until(TUESDAY_9_AM + timedelta(minutes=25)))
    assert rep.visits()[0].is_open
    rep.send(morning((MARCHETTI, 30), start=TUESDAY_9_AM + timedelta(days=1)).readings)
    assert [visit.is_open for visit in rep.visits()] == [False, False]


def test_a_day_that_comes_a_week_late_finds_its_place_in_the_past(rep: Rep) -> None:
    today = morning((MARCHETTI, 30), start=TUESDAY_9_AM + timedelta(days=7))
    rep.send(today.readings)
    rep.send(morning((BELLAVISTA, 30)).readings, today.end)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]
    assert not any(visit.is_open for visit in rep.visits())


def test_a_phone_that_never_sleeps_keeps_its_earlier_visits(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    before = rep.seen()
    at = TWO_STAYS.end
    while at < TWO_STAYS.end + timedelta(hours=60):
        at += timedelta(hours=2)
        rep.send([Reading(at, *DEPOT, 20.0, "owntracks")])
    assert rep.seen() == before


def test_requests_of_one_rep_at_the_same_time_make_no_double_visits(rep: Rep) -> None:
    batches = in_batches(TWO_STAYS.readings, 40)
    failures: list[Exception] = []

    def send(batch: Sequence[Reading]) -> None:
        try:
            rep.send(batch, TWO_STAYS.end)
        except Exception as failure:  # noqa: BLE001  told after the threads have ended
            failures.append(failure)

    threads = [threading.Thread(target=send, args=(batch,)) for batch in (*batches, *batches)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]


def test_the_number_of_queries_does_not_grow_with_the_days_behind(rep: Rep) -> None:
    def queries_of(day: int) -> int:
        batch = morning((BELLAVISTA, 20), start=TUESDAY_9_AM + timedelta(days=day)).readings
        rep.send(batch[:40])
        seen: list[str] = []
        listen = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(rep.database.engine, "before_cursor_execute", listen)
        rep.send(batch[40:45])
        event.remove(rep.database.engine, "before_cursor_execute", listen)
        return len(seen)

    first = queries_of(0)
    for day in range(1, 6):
        rep.send_live(morning((BELLAVISTA, 20), start=TUESDAY_9_AM + timedelta(days=day)).readings)
    assert queries_of(6) <= first


def test_a_note_spoken_inside_a_visit_belongs_to_it(rep: Rep) -> None:
    note_id = rep.note(TUESDAY_9_AM + timedelta(minutes=30))
    rep.send(TWO_STAYS.readings)
    note = rep.note_now(note_id)
    assert (note.visit_id, note.customer_id) == (rep.visits()[0].id, rep.bellavista)
    assert note.customer_source == CustomerSource.VISIT


def test_a_note_spoken_on_the_way_to_the_next_customer_belongs_to_the_one_before(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    first, second = rep.visits()
    with rep.database.reading() as session:
        started_at = first.left_at + timedelta(seconds=60)
        found = visit_for_note(session, rep.by.staff_id, started_at, started_at + timedelta(seconds=30), None)
        at_the_second = visit_for_note(session, rep.by.staff_id, second.arrived_at, second.arrived_at, None)
        much_later = second.left_at + timedelta(minutes=45)
        nothing = visit_for_note(session, rep.by.staff_id, much_later, much_later, None)
    assert found is not None and found.id == first.id
    assert at_the_second is not None and at_the_second.id == second.id
    assert nothing is None


def test_a_spoken_customer_stays_when_the_visit_says_another(rep: Rep) -> None:
    note_id = rep.note(
        TUESDAY_9_AM + timedelta(minutes=30), customer_id=rep.marchetti, customer_source=CustomerSource.PERSON
    )
    rep.send(morning((BELLAVISTA, 30)).readings)
    assert rep.note_now(note_id).customer_id == rep.marchetti


def test_notes_follow_the_visit_to_the_customer_that_a_person_chose(rep: Rep) -> None:
    note_id = rep.note(TUESDAY_9_AM + timedelta(minutes=30))
    rep.send(morning((BELLAVISTA, 30)).readings)
    rep.decide(rep.visits()[0].id, Decision.CHANGED, rep.marchetti)
    assert rep.note_now(note_id).customer_id == rep.marchetti
    rep.decide(rep.visits()[0].id, Decision.DELETED)
    assert (rep.note_now(note_id).visit_id, rep.note_now(note_id).customer_id) == (None, None)


def test_a_note_spoken_in_the_evening_for_a_chosen_visit_stays_there(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    first = rep.visits()[0]
    note_id = rep.note(TWO_STAYS.end + timedelta(hours=3), visit_id=first.id)
    with rep.database.session() as session:
        assert relink_notes(session, rep.by.staff_id, TUESDAY_9_AM, TWO_STAYS.end + timedelta(days=1))
        session.commit()
    assert rep.note_now(note_id).visit_id == first.id
    assert rep.note_now(note_id).customer_id == rep.bellavista


def test_looking_again_after_a_note_keeps_visits_and_links_the_note(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    ids = [visit.id for visit in rep.visits()]
    note_id = rep.note(TUESDAY_9_AM + timedelta(minutes=30))
    with rep.database.session() as session:
        reconsider(session, rep.company_map, rep.by.staff_id, TUESDAY_9_AM + timedelta(minutes=30), now())
        session.commit()
    assert [visit.id for visit in rep.visits()] == ids
    assert rep.note_now(note_id).visit_id == ids[0]


def test_the_history_of_a_day_does_not_hold_the_day_itself(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    assert rep.company_map.current(TWO_STAYS.end).history == ()
    (row, _) = sorted(rep.company_map.current(TWO_STAYS.end + timedelta(days=1)).history, key=lambda h: h.customer_id)
    assert (row.rep, row.visits_90d) == (rep.by.staff_id, 1)

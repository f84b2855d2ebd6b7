"""The desk says whose an e-mail of an unknown address is."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.letter import Letter
from models.recording import Recording
from server.services.letters.letter_reading import read_letter
from server.services.letters.letter_taking import take_letter
from tests.server.pages.desk_makers import make_contact, make_customer
from tests.server.services.letters.test_letters import mail


def test_a_stranger_becomes_a_person_and_the_thread_is_shown(app: Flask, desk: FlaskClient, db: Session) -> None:
    customer = make_customer(db)
    make_contact(db, customer)
    db.commit()
    for number, earlier in (("1", ""), ("2", "<1@x>")):
        raw = mail(From="Paolo <paolo@b.example>", Message_ID=f"<{number}@x>", In_Reply_To=earlier, To="desk@h.example")
        take_letter(app.extensions["rounds"], read_letter(raw))
    page = desk.get("/letters").text
    assert page.count("Whose is it?") == 2 and "paolo@b.example" in page
    letter_id = db.scalars(select(Letter.id)).first()
    db.commit()
    assert "Bellavista Bistro" in desk.get(f"/letters/{letter_id}?q=bella").text
    assert "Nobody here is called so" in desk.get(f"/letters/{letter_id}?q=zzz").text
    given = desk.post(f"/letters/{letter_id}/customer", data={"customer_id": customer.id}, follow_redirects=True).text
    assert "2 e-mails stand in the timeline" in given and "None waits" in given
    note_id = db.scalars(select(Recording.id)).first()
    db.commit()
    note = desk.get(f"/notes/{note_id}").text
    assert "E-mails of this thread" in note and "from Paolo" in note and "E-mail</span>" in note
    assert desk.post(f"/letters/{letter_id}/leaving").status_code == 404

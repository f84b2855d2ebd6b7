"""A mail with recordings becomes notes of its sender; what is nobody's is kept and named."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlalchemy import select

from models.intake_batch import IntakeBatch
from models.recording import Recording, StartedFrom
from server.current import Identity, Installation
from server.services.intake.mail_message import read_letter, take_mail
from tests.server.services.intake.conftest import hear_all
from tests.support.made_mail import made_mail
from tests.support.makers import TUESDAY_MORNING
from tests.support.recordings import MP4_INDEX_BEHIND, SAMPLES, WAV, Sample

WEBM = SAMPLES["webm-opus-24k"]


def recordings(installation: Installation) -> list[Recording]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Recording).order_by(Recording.source_name)))


def batches(installation: Installation) -> list[IntakeBatch]:
    with installation.database.reading() as session:
        return list(session.scalars(select(IntakeBatch)))


def test_a_mailed_recording_is_a_note_of_its_sender(installation: Installation, ana: Identity) -> None:
    taken = take_mail(installation, made_mail(("Voice 001.webm", "audio/webm", WEBM.data)))
    assert hear_all(installation) == 1
    (recording,) = recordings(installation)
    assert taken.recording_ids == (recording.id,) and taken.troubles == ()
    assert (recording.staff_id, recording.source, recording.state) == (ana.staff_id, "mail", "ready")
    assert (recording.started_at, recording.started_from) == (TUESDAY_MORNING, StartedFrom.MAIL)


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
def test_every_format_arrives_as_it_was_sent(installation: Installation, ana: Identity, sample: Sample) -> None:
    take_mail(installation, made_mail(("sound", "application/octet-stream", sample.data)))
    (recording,) = recordings(installation)
    chunks = installation.recordings.chunks(recording.id, recording.chunk_count or 0)
    assert b"".join(chunks) == sample.data


def test_several_recordings_and_a_forwarded_mail_are_all_taken(installation: Installation, ana: Identity) -> None:
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    inner = made_mail(("c.mp4", "video/mp4", MP4_INDEX_BEHIND.data), sender="friend@elsewhere.example")
    outer = message_from_bytes(
        made_mail(("a.wav", "audio/wav", WAV.data), ("b.webm", "audio/webm", WEBM.data)), policy=policy.default
    )
    assert isinstance(outer, EmailMessage)
    outer.add_attachment(message_from_bytes(inner, policy=policy.default))
    assert len(take_mail(installation, outer.as_bytes()).recording_ids) == 3
    assert [recording.source_name for recording in recordings(installation)] == ["a.wav", "b.webm", "c.mp4"]


def test_the_same_mail_twice_is_taken_once(installation: Installation, ana: Identity) -> None:
    mail = made_mail(("a.wav", "audio/wav", WAV.data))
    assert take_mail(installation, mail).recording_ids == take_mail(installation, mail).recording_ids
    assert len(recordings(installation)) == 1
    (batch,) = batches(installation)
    assert (batch.taken, batch.known, batch.refused) == (1, 1, 0)


@pytest.mark.parametrize(
    "mail",
    [
        made_mail(("a.wav", "audio/wav", WAV.data), sender="stranger@elsewhere.example"),
        made_mail(("a.wav", "audio/wav", WAV.data), sender=""),
        made_mail(("menu.pdf", "application/pdf", b"%PDF-1.4")),
        made_mail(),
    ],
    ids=["stranger", "no sender", "no sound", "no attachment"],
)
def test_what_is_nobodys_or_no_recording_is_kept_and_named_once(
    installation: Installation, ana: Identity, mail: bytes
) -> None:
    for _ in range(2):
        (trouble,) = take_mail(installation, mail).troubles
    assert Path(trouble.kept or "").read_bytes() == mail
    (batch,) = batches(installation)
    assert (batch.refused, len(batch.problems)) == (1, 1)
    assert recordings(installation) == []


def test_a_sender_that_the_mail_server_does_not_confirm_is_said(installation: Installation, ana: Identity) -> None:
    results = "mx.halyard.example; spf=fail smtp.mailfrom=evil.example; dmarc=fail header.from=halyard.example"
    take_mail(installation, made_mail(("a.wav", "audio/wav", WAV.data), Authentication_Results=results))
    (recording,) = recordings(installation)
    assert "could not confirm" in (recording.problem or "")


def test_damage_anywhere_in_a_mail_never_stops_us(installation: Installation) -> None:
    chance = random.Random(11)
    good = made_mail(("a.wav", "audio/wav", WAV.data[:4000]), ("b.webm", "audio/webm", WEBM.data[:4000]))
    for _ in range(400):
        broken = bytearray(good)
        for _ in range(chance.randint(1, 60)):
            at = chance.randrange(min(len(broken), 1500)) if chance.random() < 0.7 else chance.randrange(len(broken))
            broken[at] = chance.randrange(256)
        letter = read_letter(bytes(broken[: chance.randint(0, len(broken))]))
        assert isinstance(letter.sender, str)

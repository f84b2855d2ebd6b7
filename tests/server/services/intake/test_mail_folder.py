"""A mailbox is read mail by mail: each once, whoever dies or breaks off in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from models.recording import Recording
from server.current import Identity, Installation
from server.services.intake.mail_folder import MailPlace, MailUnreachable, take_from_mailbox
from server.settings import Settings
from tests.support.imap_server import ImapServer
from tests.support.made_mail import made_mail
from tests.support.recordings import SAMPLES, WAV

SOUNDS = [WAV.data, SAMPLES["note-07.ogg"].data, SAMPLES["note-09.webm"].data]


@pytest.fixture
def mailbox() -> Iterator[ImapServer]:
    mails = {uid: made_mail((f"{uid}", "audio/wav", sound)) for uid, sound in enumerate(SOUNDS, start=11)}
    with ImapServer(mails) as server:
        yield server


@pytest.fixture
def installation(settings: Settings, mailbox: ImapServer) -> Iterator[Installation]:
    told = {"mail_server": mailbox.address, "mail_user": "notes", "mail_password": "secret", "mail_security": "none"}
    opened = Installation.open(replace(settings, **told))  # type: ignore[arg-type]
    yield opened
    opened.database.close()


def count(installation: Installation) -> int:
    with installation.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Recording)) or 0


def take(installation: Installation, place: MailPlace | None = None) -> MailPlace:
    return take_from_mailbox(installation, place or MailPlace(), lambda reached: None)


def test_all_mails_are_taken_and_only_new_ones_later(
    installation: Installation, mailbox: ImapServer, ana: Identity
) -> None:
    place = take(installation)
    assert (place, count(installation)) == (MailPlace(7, 13), 3)
    mailbox.asked.clear()
    assert take(installation, place) == place
    assert not any("BODY" in asked for asked in mailbox.asked)
    mailbox.mails[14] = made_mail(("new", "audio/wav", SAMPLES["note-16.ogg"].data))
    assert (take(installation, place).last_uid, count(installation)) == (14, 4)


def test_mails_stay_unread_for_people(installation: Installation, mailbox: ImapServer, ana: Identity) -> None:
    take(installation)
    assert any(asked.startswith("EXAMINE") for asked in mailbox.asked)
    fetched = [asked for asked in mailbox.asked if "BODY" in asked]
    assert fetched and all("BODY.PEEK" in asked for asked in fetched)


def test_a_worker_that_dies_after_taking_and_before_remembering_takes_nothing_twice(
    installation: Installation, ana: Identity
) -> None:
    class Killed(BaseException):
        pass

    def die(_place: MailPlace) -> None:
        raise Killed

    with pytest.raises(Killed):
        take_from_mailbox(installation, MailPlace(), die)
    assert count(installation) == 1
    take(installation)
    assert count(installation) == 3


def test_a_connection_that_breaks_off_is_taken_up_where_it_was(
    installation: Installation, mailbox: ImapServer, ana: Identity
) -> None:
    mailbox.drops_before = 12
    reached: list[MailPlace] = []
    with pytest.raises(MailUnreachable):
        take_from_mailbox(installation, MailPlace(), reached.append)
    assert reached == [MailPlace(7, 11)]
    take(installation, reached[-1])
    assert count(installation) == 3


def test_a_mailbox_that_was_numbered_anew_is_read_anew_and_gives_nothing_twice(
    installation: Installation, mailbox: ImapServer, ana: Identity
) -> None:
    place = take(installation)
    mailbox.validity = 8
    assert take(installation, place) == MailPlace(8, 13)
    assert count(installation) == 3


def test_a_wrong_password_and_a_missing_folder_are_said(installation: Installation, mailbox: ImapServer) -> None:
    mailbox.password = "another"
    with pytest.raises(MailUnreachable, match="wrong password"):
        take(installation)
    mailbox.password = "secret"
    elsewhere = replace(installation, settings=replace(installation.settings, mail_folder="Rounds"))
    with pytest.raises(MailUnreachable, match="MAIL_FOLDER"):
        take(elsewhere)


def test_a_server_that_is_away_is_said(installation: Installation) -> None:
    away = replace(installation, settings=replace(installation.settings, mail_server="127.0.0.1:1"))
    with pytest.raises(MailUnreachable, match=r"127\.0\.0\.1:1"):
        take(away)

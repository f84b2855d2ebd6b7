"""A house with one rep's day, and that rep's phone paired with it: what most browser tests of the phone begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from models.database import Database, open_database
from models.schema import migrate
from server.services.phones.pairing import make_pairing_code
from tests.support.phone_browser import PhoneBrowser, spoken_wav
from tests.support.rep_day import make_rep_day
from tests.support.server_process import ServerProcess

SAMPLE = "webm-opus-24k"


class RepHouse(NamedTuple):
    """A running server, its database, and the code with which the rep's phone is paired."""

    server: ServerProcess
    database: Database
    code: str


@contextmanager
def rep_house(start_server: Callable[..., ServerProcess], folder: Path) -> Iterator[RepHouse]:
    """Start a server on a database that holds one rep's day."""
    database = open_database(f"sqlite:///{folder / 'var' / 'rounds.sqlite3'}")
    migrate(database)
    with database.session() as session:
        rep_id = make_rep_day(session).rep.id
        code = make_pairing_code(session, staff_id=rep_id, made_by_id=rep_id, valid_for=timedelta(minutes=30))
        session.commit()
    try:
        yield RepHouse(start_server(var_dir=folder / "var"), database, code)
    finally:
        database.close()


@contextmanager
def paired_phone(house: RepHouse, chromium_path: str, folder: Path, *granted: str, url: str = "") -> Iterator[Page]:
    """Pair the rep's phone, with a sound for its microphone and more permissions; its worker serves the page.

    `url` is another way to the server than its own address.
    """
    url = url or house.server.url
    says, _seconds = spoken_wav(SAMPLE, folder)
    with sync_playwright() as playwright:
        browser = PhoneBrowser(playwright, chromium_path, folder / "profile", url)
        with browser.open(says, None) as (context, page):
            if granted:
                context.grant_permissions(["microphone", *granted], origin=url)
            page.goto("about:blank")  # a code in the address is read at the start
            page.goto(f"{url}/app/#pair={house.code}")
            page.get_by_role("button", name="Pair this phone").click()
            page.get_by_role("button", name="Go to today").click()
            page.wait_for_function("navigator.serviceWorker.controller?.state === 'activated'")
            yield page

"""Rounds works with no setting at all; a wrong one is named, with what it should be."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from server.settings import Settings, SettingsError, load_settings


def test_no_setting_is_needed() -> None:
    settings = load_settings({})
    assert settings.database == f"sqlite:///{settings.var_dir / 'rounds.sqlite3'}"
    assert settings.recordings_dir.parent == settings.var_dir


def test_an_empty_value_means_the_default() -> None:
    assert load_settings({"WEB_PORT": "  "}).web_port == Settings().web_port


def test_values_are_read_as_what_they_are(tmp_path: Path) -> None:
    settings = load_settings({"VAR_DIR": str(tmp_path), "WEB_PORT": "9000", "TIME_ZONE": "Europe/Berlin"})
    assert (settings.var_dir, settings.web_port, settings.time_zone) == (tmp_path, 9000, "Europe/Berlin")


def test_a_plain_postgresql_address_gets_its_driver() -> None:
    assert load_settings({"DATABASE_URL": "postgresql://u@h/n"}).database == "postgresql+psycopg://u@h/n"


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("WEB_PORT", "eighty", "a whole number from 1 to 65535"),
        ("WEB_PORT", "0", "a whole number from 1 to 65535"),
        ("TIME_ZONE", "Mars/Olympus", "a time zone such as"),
        ("MAP_TILES_URL", "https://tiles.example/{z}/{x}.png", "an https address with {z}, {x} and {y}"),
        ("MAP_TILES_URL", "https://tiles.example; script-src *//{z}/{x}/{y}.png", "an https address"),
        ("MAP_TILES_URL", "https://{s}.tiles.example/{z}/{x}/{y}.png", "an https address"),
        ("DATABASE_URL", "mysql://x", "sqlite:///PATH or postgresql://"),
        ("PUBLIC_URL", "rounds.example.com", "the address that phones and desks open"),
        ("RECORDING_LIMIT_S", "-5", "a whole number"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_should_be(name: str, value: str, wanted: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is '{re.escape(value)}' but should be {wanted}"):
        load_settings({name: value})


def test_every_setting_says_what_it_means() -> None:
    for setting in fields(Settings):
        assert re.fullmatch(r"[A-Z].+\.", setting.metadata["meaning"]), setting.name

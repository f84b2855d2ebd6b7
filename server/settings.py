"""All settings: name, type, default, one line of help. Rounds works with none set."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from models.working_hours import WorkingHours, hours_from_text

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message names it and says what it should be."""


def _text(raw: str) -> str:
    return raw


def _path(raw: str) -> Path:
    return Path(raw).expanduser().resolve()


def _zone(raw: str) -> str:
    try:
        ZoneInfo(raw)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("a time zone such as Europe/Berlin or America/Chicago") from error
    return raw


def _hours(raw: str) -> str:
    hours_from_text(raw)
    return raw


def _whole(minimum: int, maximum: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        wanted = f"a whole number from {minimum} to {maximum}"
        try:
            number = int(raw)
        except ValueError as error:
            raise ValueError(wanted) from error
        if not minimum <= number <= maximum:
            raise ValueError(wanted)
        return number

    return read


def _yes_or_no(raw: str) -> bool:
    if raw.lower() not in ("yes", "no"):
        raise ValueError("yes or no")
    return raw.lower() == "yes"


def _database_url(raw: str) -> str:
    if raw.startswith("postgresql://"):
        return raw.replace("postgresql://", "postgresql+psycopg://", 1)
    if raw.startswith(("sqlite:///", "postgresql+psycopg://")):
        return raw
    raise ValueError("sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME")


def _public_url(raw: str) -> str:
    if not raw.startswith(("http://", "https://")):
        raise ValueError("the address that phones and desks open, such as https://rounds.example.com")
    return raw.rstrip("/")


def _country(raw: str) -> str:
    if len(raw) != 2 or not raw.isascii() or not raw.isalpha():
        raise ValueError("a country's two letters, such as US or DE")
    return raw.upper()


def _tiles(raw: str) -> str:
    is_whole = all(part in raw for part in ("{z}", "{x}", "{y}"))
    host = raw.removeprefix("https://").split("/")[0]
    if not raw.startswith("https://") or not host or not is_whole or "{" in host or set(raw) & set(" ;,'\""):
        raise ValueError(
            "an https address with {z}, {x} and {y} in its path, such as https://tiles.example/{z}/{x}/{y}.png"
        )
    return raw


def _mail_server(raw: str) -> str:
    host, _, port = raw.partition(":")
    if not host or "/" in raw or (port and not port.isdigit()):
        raise ValueError("the IMAP server's name, such as imap.example.com or imap.example.com:993")
    return raw


def _smtp_server(raw: str) -> str:
    host, _, port = raw.partition(":")
    if not host or "/" in raw or (port and not port.isdigit()):
        raise ValueError("the SMTP server's name, such as smtp.example.com or smtp.example.com:587")
    return raw


def _address(raw: str) -> str:
    name, _, host = raw.rpartition("@")
    if not name or not host or any(letter.isspace() or letter in "<>," for letter in raw):
        raise ValueError("a mail address such as rounds@example.com")
    return raw


def _mail_security(raw: str) -> str:
    if raw not in ("tls", "starttls", "none"):
        raise ValueError("tls, starttls or none")
    return raw


def _networks(raw: str) -> str:
    try:
        return " ".join(str(ip_network(one)) for one in raw.replace(",", " ").split())
    except ValueError as error:
        raise ValueError("networks or addresses such as 10.0.0.0/8, 192.168.1.20") from error


def _folder(raw: str) -> str:
    return str(_path(raw))


def _setting(default: object, read: Callable[[str], object], meaning: str) -> Any:
    return field(default=default, metadata={"read": read, "meaning": meaning})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of an installation; the environment variable is the field's name in capitals."""

    var_dir: Path = _setting(PROJECT_ROOT / "var", _path, "Folder for the database, recordings and speech models.")
    database_url: str = _setting(
        "", _database_url, "Database; empty means SQLite in VAR_DIR. postgresql://... for PostgreSQL."
    )
    company_name: str = _setting("My company", _text, "Name shown on phones and desks.")
    time_zone: str = _setting("America/Chicago", _zone, "Zone in which days and spoken dates are read.")
    phone_country: str = _setting("US", _country, "Country whose telephone numbers are written without a country code.")
    public_url: str = _setting("", _public_url, "Address that phones open; empty means the address of the request.")
    web_host: str = _setting("127.0.0.1", _text, "Address to listen on; 0.0.0.0 for all.")
    web_port: int = _setting(8080, _whole(1, 65535), "Port to listen on.")
    trusted_proxies: int = _setting(0, _whole(0, 5), "Reverse proxies in front whose X-Forwarded headers are believed.")
    web_threads: int = _setting(64, _whole(4, 1024), "Threads of the web process; each open desk page holds one.")
    workers: int = _setting(1, _whole(0, 64), "Worker processes that hear recordings.")
    listeners: int = _setting(
        0, _whole(0, 48), "Recordings that one worker process hears at the same time; 0 for twelve to a core."
    )
    speech_model: str = _setting(
        "", _text, "Folder or name of the speech model; empty means the installed one, else the trial model."
    )
    speech_models_in_memory: int = _setting(
        2, _whole(1, 32), "Speech models that one worker keeps in memory, where people speak several languages."
    )
    pairing_code_minutes: int = _setting(10, _whole(1, 1440), "Minutes for which a phone's pairing code is valid.")
    device_token_days: int = _setting(180, _whole(1, 3650), "Days for which a paired phone stays paired unused.")
    visit_interval_days: int = _setting(
        30, _whole(0, 3650), "Days after which a rep's own customer is due, where its table says none; 0 for never."
    )
    push_contact: str = _setting(
        "rounds@example.com", _text, "Mail address that push services may write to when something is wrong."
    )
    push_to_loopback: bool = _setting(
        False, _yes_or_no, "Whether a push service on this very machine is accepted too (yes or no); for tests only."
    )
    map_tiles_url: str = _setting(
        "", _tiles, "Address of map tiles with {z}, {x}, {y}; empty means maps without streets that ask nobody."
    )
    map_tiles_credit: str = _setting("", _text, "Whose map tiles they are, shown on the map.")
    recording_limit_s: int = _setting(3600, _whole(10, 14400), "Longest recording that is heard, in seconds.")
    ear_memory_mb: int = _setting(
        1024, _whole(256, 65536), "Memory that hearing one recording may take beside the speech model, in megabytes."
    )
    recording_limit_mb: int = _setting(700, _whole(1, 2000), "Largest recording that is accepted, in megabytes.")
    disk_reserve_mb: int = _setting(
        500, _whole(0, 1_000_000), "Space on the disk that sound leaves free for everything else, in megabytes."
    )

    watch_dir: str = _setting("", _folder, "Folder whose sound files become notes; empty means that none is watched.")
    watch_staff: str = _setting(
        "", _text, "E-mail of the person whose notes those files are that lie in no sub-folder of WATCH_DIR."
    )
    mail_server: str = _setting(
        "", _mail_server, "IMAP server whose mailbox is looked at every minute; empty means that none is."
    )
    mail_user: str = _setting("", _text, "User name at MAIL_SERVER.")
    mail_password: str = _setting("", _text, "Password at MAIL_SERVER.")
    mail_folder: str = _setting("INBOX", _text, "Folder of the mailbox that is looked at.")
    mail_security: str = _setting("tls", _mail_security, "How MAIL_SERVER is spoken to: tls, starttls or none.")

    smtp_server: str = _setting(
        "", _smtp_server, "SMTP server by which e-mails with notices go out; empty means that none do."
    )
    smtp_user: str = _setting("", _text, "User name at SMTP_SERVER; empty where it asks for none.")
    smtp_password: str = _setting("", _text, "Password at SMTP_SERVER.")
    smtp_security: str = _setting("starttls", _mail_security, "How SMTP_SERVER is spoken to: tls, starttls or none.")
    smtp_from: str = _setting("rounds@example.com", _address, "Mail address from which e-mails with notices come.")

    webhook_networks: str = _setting(
        "", _networks, "Private networks that webhooks may reach, such as 10.0.0.0/8; empty means the internet alone."
    )

    working_hours: str = _setting(
        "mon-sat 06:00-20:00", _hours, "Hours in which positions are accepted, in TIME_ZONE; always means at any time."
    )
    positions_kept_h: int = _setting(
        12, _whole(1, 168), "Hours for which positions stay after the last one came, then they are thrown away."
    )
    trail_days: int = _setting(30, _whole(1, 365), "Days for which people who chose so keep their own trail.")

    @property
    def company_hours(self) -> WorkingHours:
        """The company's working hours."""
        return hours_from_text(self.working_hours)

    @property
    def database(self) -> str:
        """The database address in use."""
        return self.database_url or f"sqlite:///{self.var_dir / 'rounds.sqlite3'}"

    @property
    def recordings_dir(self) -> Path:
        return self.var_dir / "recordings"

    @property
    def models_dir(self) -> Path:
        return self.var_dir / "models"

    @property
    def unclaimed_mail_dir(self) -> Path:
        return self.var_dir / "unclaimed_mail"

    @property
    def phone_model_dir(self) -> Path:
        return self.var_dir / "phone_model"

    @property
    def phone_app_dir(self) -> Path:
        return PROJECT_ROOT / "mobile_web" / "dist"


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the environment; raises SettingsError that names the wrong one."""
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        raw = environ.get(setting.name.upper(), "").strip()
        if not raw:
            continue
        try:
            values[setting.name] = setting.metadata["read"](raw)
        except ValueError as error:
            raise SettingsError(f"{setting.name.upper()} is {raw!r} but should be {error}.") from error
    return Settings(**values)

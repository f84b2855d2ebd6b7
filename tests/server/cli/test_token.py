"""The command line makes, lists and revokes tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.database import open_database
from server.cli.main import main
from server.services.people.api_token import use_token
from tests.support.makers import make_staff


def test_a_token_is_made_listed_and_revoked(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    database = open_database(sqlite_url)
    with database.session() as session:
        make_staff(session, email="ana@halyard.example")
        session.commit()
    assert main(["token", "make", "--staff", "Ana@halyard.example", "--name", "Telephone system"]) == 0
    token = capsys.readouterr().out.split()[0]
    with database.session() as session:
        token_id = use_token(session, token).id
        session.commit()
    main(["token", "list"])
    assert token_id in (listed := capsys.readouterr().out) and "Telephone system" in listed
    assert main(["token", "revoke", token_id]) == 0
    main(["token", "list"])
    assert "revoked" in capsys.readouterr().out.rpartition(token_id)[2]
    assert main(["token", "make", "--staff", "nobody@halyard.example", "--name", "x"]) == 2
    database.close()

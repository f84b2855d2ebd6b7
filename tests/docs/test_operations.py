"""What docs/operations.md promises is there."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from server.api.notes import FIELDS_BYTES
from server.cli.main import COMMANDS
from server.settings import PROJECT_ROOT, Settings

TEXT = (PROJECT_ROOT / "docs" / "operations.md").read_text()


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_every_setting_is_documented_with_its_default(setting: object) -> None:
    name, default = setting.name.upper(), setting.default  # type: ignore[attr-defined]
    shown = "empty" if default == "" else f"`{'var' if isinstance(default, Path) else default}`"
    assert f"| `{name}` | {shown} | {setting.metadata['meaning']} |" in TEXT  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}" in TEXT.partition("## Commands")[2].partition("## Speech")[0]


def test_the_proxies_of_the_examples_let_a_whole_recording_through() -> None:
    most_mb = Settings().recording_limit_mb + FIELDS_BYTES // 1024**2
    caddy = re.search(r"request_body @recordings {\s*max_size (\d+)MB", TEXT)
    nginx = re.search(r"location = /api/notes {\s*client_max_body_size (\d+)m;", TEXT)
    assert caddy and nginx
    assert int(caddy[1]) >= most_mb and int(nginx[1]) >= most_mb

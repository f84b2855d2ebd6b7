"""What docs/operations.md promises is there."""

from dataclasses import fields
from pathlib import Path

import pytest

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

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
TABLES = ROOT / "server" / "demo" / "tables"
NOTE = {
    "id": "n1",
    "text": "blue hen dana took ten cases of oat milk",
    "recorded_at": "2026-03-11T14:00:00-05:00",
    "customer_id": "C020",
}


def run(lines: list[str], *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "voice.understanding", "--crm", str(TABLES), *options]
    return subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, cwd=ROOT, check=False)


def test_each_note_gives_a_line_with_its_entry() -> None:
    done = run([json.dumps(NOTE), json.dumps({**NOTE, "id": "n2", "gold": "ignored", "tags": ["asr"]})])
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [p["id"] for p in printed] == ["n1", "n2"]
    assert printed[0]["entry"] == printed[1]["entry"]
    assert printed[0]["entry"]["products"][0]["quantity"] == 10


def test_a_broken_line_is_told_with_its_number_and_the_rest_goes_on() -> None:
    done = run(["{not json", json.dumps({"id": "x", "text": "hi"}), json.dumps(NOTE)])
    assert done.returncode == 1
    assert "line 1 skipped" in done.stderr
    assert "line 2 skipped: recorded_at" in done.stderr
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["n1"]


def test_a_wrong_zone_or_folder_is_named() -> None:
    assert "no IANA zone name" in run([], "--zone", "Mars/Olympus").stderr
    bad = subprocess.run(
        [sys.executable, "-m", "voice.understanding", "--crm", "nowhere"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert bad.returncode == 2
    assert "nowhere is no folder" in bad.stderr

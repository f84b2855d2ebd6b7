"""The notes written by hand are read into notes with gold entries that the scorer understands."""

from pathlib import Path

import pytest

from bench.written_notes import WrittenWrong, read_notes

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "server" / "demo" / "tables"
VOICES = ROOT / "tests" / "voice" / "understanding" / "notes" / "voices"


def written(folder: Path, text: str) -> Path:
    path = folder / "voice.txt"
    path.write_text(text)
    return path


def test_every_written_note_is_read() -> None:
    files = sorted(VOICES.rglob("*.txt"))
    notes = [note for file in files for note in read_notes(file, TABLES)]
    assert len(notes) > 390
    assert len({note["id"] for note in notes}) == len(notes)


def test_days_are_counted_from_the_day_of_the_note(tmp_path: Path) -> None:
    file = written(tmp_path, "= C020 mar10\nt: call dana by friday noon\ndo call dana | me | fri@12:00 | call dana")
    [note] = read_notes(file, TABLES)
    assert note["gold"]["actions"][0]["due"] == "2026-03-13T12:00-05:00"


def test_words_that_are_not_in_the_note_are_named(tmp_path: Path) -> None:
    file = written(tmp_path, "= C020 mar10\nt: call dana\ndo call dana | me | - | call erin")
    with pytest.raises(WrittenWrong, match="call erin"):
        read_notes(file, TABLES)

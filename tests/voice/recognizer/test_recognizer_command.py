from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.recordings import FOLDER
from voice.recognizer.__main__ import main
from voice.speech_models import TRIAL_MODEL_PATH

MODEL = ["--model", str(TRIAL_MODEL_PATH)]


def test_each_file_gives_a_line_with_its_words_and_times(capsys):
    files = [str(FOLDER / "note-08.wav"), str(FOLDER / "note-04.mp4")]
    assert main([*MODEL, *files]) == 0
    wav, mp4 = map(json.loads, capsys.readouterr().out.splitlines())
    assert [wav["file"], mp4["file"]] == files
    assert wav["text"] == " ".join(word["word"] for word in wav["words"])
    assert set(wav["words"][0]) == {"word", "start_s", "end_s", "confidence", "heard"}
    assert wav["seconds"] == pytest.approx(8.32, abs=0.01)


def test_a_broken_file_gives_a_line_with_the_fault_and_the_others_are_heard(capsys, tmp_path):
    broken = tmp_path / "broken.webm"
    broken.write_bytes(b"no sound at all")
    files = [str(broken), str(tmp_path / "gone.ogg"), str(tmp_path / "letter.doc"), str(FOLDER / "note-08.wav")]
    assert main([*MODEL, *files]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [sorted(line) for line in lines[:3]] == [["error", "file"]] * 3
    assert "cannot be read" in lines[1]["error"]
    assert lines[3]["text"]


def test_without_a_model_it_says_what_to_do(capsys, tmp_path):
    assert main(["--model", str(tmp_path / "none"), str(FOLDER / "note-08.wav")]) == 2
    assert "no speech model is there" in capsys.readouterr().err


def test_the_program_prints_nothing_but_its_lines():
    command = [sys.executable, "-W", "error", "-m", "voice.recognizer", *MODEL, str(FOLDER / "note-08.wav")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""

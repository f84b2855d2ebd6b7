"""The speech model at the first start."""

from dataclasses import replace
from pathlib import Path

import pytest

from server.cli.download_progress import DownloadProgress
from server.cli.speech_setup import NOT_FETCHED, ensure_speech_model
from server.settings import Settings
from tests.support.server_process import free_port
from voice.recognizer.model import SpeechModelMissing
from voice.speech_models import TRIAL_MODEL_PATH


@pytest.fixture
def installation(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path)


def nowhere() -> str:
    return f"http://127.0.0.1:{free_port()}/list.json"


def test_where_it_cannot_be_fetched_the_start_goes_on_and_says_so_calmly(
    installation: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = ensure_speech_model(installation, nowhere())
    assert len(notes) == 1
    assert notes[0].startswith("Speech: the trial model hears for now")
    assert "goes on with the trial model" in capsys.readouterr().out


def test_later_starts_do_not_try_again(installation: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    ensure_speech_model(installation, nowhere())
    capsys.readouterr()
    assert ensure_speech_model(installation, nowhere()) != []
    assert capsys.readouterr().out == ""
    assert "model install" in (installation.models_dir / NOT_FETCHED).read_text()


def test_a_model_that_is_set_is_taken_without_asking_anybody(installation: Settings) -> None:
    assert ensure_speech_model(replace(installation, speech_model=TRIAL_MODEL_PATH.name), nowhere()) == []
    assert not installation.models_dir.exists()


def test_a_set_model_that_is_not_there_stops_the_start(installation: Settings) -> None:
    with pytest.raises(SpeechModelMissing, match="SPEECH_MODEL is 'nowhere'"):
        ensure_speech_model(replace(installation, speech_model="nowhere"), nowhere())


def test_a_log_shows_each_tenth_of_a_download_once(capsys: pytest.CaptureFixture[str]) -> None:
    with DownloadProgress() as progress:
        for done in range(0, 41_000_000, 1_000_000):
            progress(done, 40_000_000)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "  10 % of 40 MB"
    assert len(lines) == 10

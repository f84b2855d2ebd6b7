from __future__ import annotations

import shutil

import pytest

from voice.recognizer import SpeechModelMissing
from voice.speech_models import OFFICIAL_MODEL, TRIAL_MODEL_PATH, choose_model, list_installed, use


@pytest.fixture
def models_dir(tmp_path):
    return tmp_path / "models"


def put(models_dir, name):
    """Install a copy of the carried model under another name, without its mark."""
    shutil.copytree(TRIAL_MODEL_PATH, models_dir / name)
    (models_dir / name / "README").unlink()
    return models_dir / name


def test_with_nothing_installed_the_carried_trial_model_serves(models_dir):
    assert choose_model(None, models_dir) == TRIAL_MODEL_PATH
    assert choose_model("", models_dir) == TRIAL_MODEL_PATH


def test_the_official_small_model_serves_once_it_is_installed(models_dir):
    put(models_dir, "another")
    official = put(models_dir, OFFICIAL_MODEL)
    assert choose_model(None, models_dir) == official


def test_the_chosen_model_goes_before_the_official_one(models_dir):
    put(models_dir, OFFICIAL_MODEL)
    another = put(models_dir, "another")
    assert use("another", models_dir) == another
    assert choose_model(None, models_dir) == another


def test_the_trial_model_can_be_chosen_again(models_dir):
    put(models_dir, OFFICIAL_MODEL)
    use(TRIAL_MODEL_PATH.name, models_dir)
    assert choose_model(None, models_dir) == TRIAL_MODEL_PATH


def test_a_chosen_model_that_was_removed_gives_way_to_the_next(models_dir):
    use(put(models_dir, "another").name, models_dir)
    shutil.rmtree(models_dir / "another")
    assert choose_model(None, models_dir) == TRIAL_MODEL_PATH


@pytest.mark.parametrize("by", ["name", "path"])
def test_the_setting_goes_before_everything(models_dir, by):
    use(put(models_dir, "another").name, models_dir)
    set_one = put(models_dir, "set")
    assert choose_model("set" if by == "name" else str(set_one), models_dir) == set_one


def test_a_setting_that_names_nothing_is_refused_in_words(models_dir):
    with pytest.raises(SpeechModelMissing, match="SPEECH_MODEL is 'no-such-model'"):
        choose_model("no-such-model", models_dir)


def test_what_is_not_installed_cannot_be_chosen(models_dir):
    put(models_dir, "another")
    with pytest.raises(SpeechModelMissing, match="use another, vosk-model-tiny-en"):
        use("no-such-model", models_dir)


def test_the_list_tells_name_size_mark_and_which_one_is_used(models_dir):
    put(models_dir, "another")
    (models_dir / "not-a-model").mkdir()
    use("another", models_dir)
    another, trial = list_installed(models_dir)
    assert (another.name, another.is_current, another.is_trial) == ("another", True, False)
    assert (trial.name, trial.is_current, trial.is_trial) == ("vosk-model-tiny-en", False, True)
    assert trial.size_bytes > 14_000_000

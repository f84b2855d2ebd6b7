from __future__ import annotations

import shutil
import threading

import pytest

from voice.recognizer import SpeechModelMissing, load_model
from voice.speech_models import TRIAL_MODEL_PATH


def test_a_model_is_loaded_once_for_all_threads():
    loaded = []
    threads = [threading.Thread(target=lambda: loaded.append(load_model(TRIAL_MODEL_PATH))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded) == 4
    assert len({id(model.engine) for model in loaded}) == 1


def test_the_carried_model_says_that_it_is_for_trial():
    model = load_model(TRIAL_MODEL_PATH)
    assert model.is_trial
    assert model.name == "vosk-model-tiny-en"


def test_a_model_without_the_mark_is_not_for_trial(tmp_path):
    copy = shutil.copytree(TRIAL_MODEL_PATH, tmp_path / "vosk-model-of-ours")
    (copy / "README").write_text("a model for everybody\n")
    assert not load_model(copy).is_trial


@pytest.mark.parametrize("content", [None, "a folder with a file"])
def test_a_folder_without_a_model_is_named_in_words(tmp_path, content):
    folder = tmp_path / "nothing"
    if content:
        folder.mkdir()
        (folder / "README").write_text(content)
    with pytest.raises(SpeechModelMissing, match=r"no speech model in .*nothing"):
        load_model(folder)


def test_a_damaged_model_is_refused_in_words(tmp_path):
    copy = shutil.copytree(TRIAL_MODEL_PATH, tmp_path / "damaged")
    (copy / "am" / "final.mdl").write_bytes(b"not a model")
    with pytest.raises(SpeechModelMissing, match="install it anew"):
        load_model(copy)


def test_loading_leaves_the_model_folder_as_it_is():
    before = (TRIAL_MODEL_PATH / "conf" / "mfcc.conf").read_bytes()
    load_model(TRIAL_MODEL_PATH)
    assert (TRIAL_MODEL_PATH / "conf" / "mfcc.conf").read_bytes() == before

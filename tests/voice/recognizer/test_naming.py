"""A model's name and files tell its language and version."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from voice.recognizer.naming import language_of, same_language, tidy_tag, version_of
from voice.speech_models import TRIAL_MODEL_PATH


@pytest.mark.parametrize(
    ("name", "language", "version"),
    [
        ("vosk-model-small-de-0.15", "de", "0.15"),
        ("vosk-model-small-en-us-0.15", "en-us", "0.15"),
        ("vosk-model-en-us-0.22-lgraph", "en-us", "0.22-lgraph"),
        ("vosk-model-en-us-daanzu-20200905", "en-us", "20200905"),
        ("vosk-model-small-en-in-0.4", "en-in", "0.4"),
        ("vosk-model-small-cn-0.22", "zh", "0.22"),
        ("vosk-model-small-vn-0.4", "vi", "0.4"),
        ("vosk-model-el-gr-0.7", "el-gr", "0.7"),
        ("vosk-model-small-pt-0.3", "pt", "0.3"),
        ("vosk-model-pt-fb-v0.1.1-20220516_2113", "pt", "v0.1.1-20220516_2113"),
        ("vosk-model-small-fr-pguyot-0.3", "fr", "0.3"),
        ("vosk-model-de-tuda-0.6-900k", "de", "0.6-900k"),
    ],
)
def test_a_name_of_the_official_list_tells_language_and_version(
    tmp_path: Path, name: str, language: str, version: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    assert (language_of(folder), version_of(folder)) == (language, version)


def test_the_readme_counts_before_the_name(tmp_path: Path) -> None:
    folder = tmp_path / "our-own-en-0.1"
    folder.mkdir()
    (folder / "README").write_text("A model of our own\nLanguage: DE-CH\n")
    assert language_of(folder) == "de-ch"


def test_where_nothing_tells_the_language_it_is_not_guessed(tmp_path: Path) -> None:
    assert language_of(tmp_path / "vosk-model-spk-0.4") == ""


def test_a_model_without_a_version_has_one_of_its_files(tmp_path: Path) -> None:
    copied = tmp_path / "copy"
    shutil.copytree(TRIAL_MODEL_PATH, copied)
    assert language_of(TRIAL_MODEL_PATH) == "en"
    version = version_of(TRIAL_MODEL_PATH)
    assert len(version) == 12 and version_of(copied) == version
    changed = tmp_path / "changed"
    shutil.copytree(TRIAL_MODEL_PATH, changed)
    (changed / "am" / "final.mdl").write_bytes(b"trained anew")
    assert version_of(changed) != version


@pytest.mark.parametrize(("written", "kept"), [(" en_US ", "en-us"), ("de", "de"), ("", None), ("english!", None)])
def test_a_tag_is_tidied_or_refused(written: str, kept: str | None) -> None:
    assert tidy_tag(written) == kept


def test_regions_of_one_language_are_one_language() -> None:
    assert same_language("en-us", "en") and not same_language("en", "de")

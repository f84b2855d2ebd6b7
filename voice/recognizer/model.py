"""A Vosk model: what is known of it without loading it, and loaded once, shared by every listener of the process."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voice.recognizer.naming import language_of, version_of

if TYPE_CHECKING:
    import vosk

# The first line of the carried model's README says so; any other model that is not meant for customers may too.
_TRIAL_MARK = "TRIAL ONLY"


class SpeechModelMissing(Exception):
    """There is no usable speech model where one was named; `str()` of it says what to do."""


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A speech model; `is_trial` tells that its words must not be relied on with real customers.

    `language` is a BCP 47 tag in lower case or "" where nothing tells it, `version` the name's or of its files.
    """

    name: str
    path: Path
    is_trial: bool
    language: str = ""
    version: str = ""

    @property
    def engine(self) -> vosk.Model:
        """Vosk's own object, loaded at the first use; safe from several threads. Raises SpeechModelMissing."""
        with _loading:
            if self.path not in _loaded:
                _loaded[self.path] = _load(self.path)
            return _loaded[self.path]


_loaded: dict[Path, vosk.Model] = {}
_loading = threading.Lock()


def describe_model(path: Path | str) -> SpeechModel:
    """Return what a folder's speech model is, without loading it. Raises SpeechModelMissing when there is none."""
    folder = Path(path).resolve()
    if not is_model_folder(folder):
        raise _no_model_in(folder)
    return SpeechModel(folder.name, folder, is_trial_model(folder), language_of(folder), version_of(folder))


def load_model(path: Path | str) -> SpeechModel:
    """Return the speech model of a folder, loading it at the first call; safe from several threads.

    Raises SpeechModelMissing when the folder holds no model or Vosk refuses it.
    """
    model = describe_model(path)
    assert model.engine is not None
    return model


def is_model_folder(folder: Path) -> bool:
    """Tell whether a folder has the files of a Vosk model, in the old flat layout or with am/ and graph/."""
    acoustic = (folder / "am" / "final.mdl").is_file() or (folder / "final.mdl").is_file()
    graphs = (folder / "graph", folder)
    whole = any((graph / "HCLG.fst").is_file() for graph in graphs)
    in_two = any((graph / "HCLr.fst").is_file() and (graph / "Gr.fst").is_file() for graph in graphs)
    return acoustic and (whole or in_two)


def is_trial_model(folder: Path) -> bool:
    """Tell whether a model's README calls it a trial model in its first line."""
    readme = folder / "README"
    if not readme.is_file():
        return False
    with readme.open(encoding="utf-8", errors="replace") as lines:
        return _TRIAL_MARK in lines.readline()


def _load(folder: Path) -> vosk.Model:
    import vosk

    vosk.SetLogLevel(-1)
    with _without_dither(folder) as steady:
        try:
            return vosk.Model(str(steady))
        except Exception as cause:  # Vosk raises the bare class
            raise SpeechModelMissing(f"Vosk cannot load the speech model in {folder}: install it anew.") from cause


def _no_model_in(folder: Path) -> SpeechModelMissing:
    return SpeechModelMissing(
        f"There is no speech model in {folder}: name a folder with an unpacked Vosk model, or install one."
    )


@contextmanager
def _without_dither(folder: Path) -> Iterator[Path]:
    """Show Vosk the model with Kaldi's random dither off; the folder itself stays as it is.

    Kaldi draws its dither from a generator shared by the process, so the same recording gave other words in 5 of 43
    files when heard again (bench/speech.py, docs/hearing.md). The listener adds noise of its own instead, always the
    same. Vosk reads every file while loading, so the view may go afterwards.
    """
    settings = next((place for place in ("conf/mfcc.conf", "mfcc.conf") if (folder / place).is_file()), None)
    if settings is None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="speech-model-") as made:
        view = Path(made)
        _link_all(folder, view)
        if settings.startswith("conf/"):
            (view / "conf").unlink()
            (view / "conf").mkdir()
            _link_all(folder / "conf", view / "conf")
        (view / settings).unlink()
        shutil.copyfile(folder / settings, view / settings)
        with (view / settings).open("a", encoding="utf-8") as lines:
            lines.write("\n--dither=0.0\n")
        yield view


def _link_all(folder: Path, view: Path) -> None:
    for entry in folder.iterdir():
        (view / entry.name).symlink_to(entry)

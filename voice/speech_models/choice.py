"""Which speech model is used: the one set, the one chosen, the official small one, or the carried trial model."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from voice.recognizer.model import SpeechModelMissing, is_model_folder, is_trial_model
from voice.recognizer.naming import language_of, same_language, version_of

OFFICIAL_MODEL = "vosk-model-small-en-us-0.15"
TRIAL_MODEL_PATH = Path(__file__).resolve().parents[1] / "trial_model" / "vosk-model-tiny-en"
# The official small models are 30 to 50 MB; unpacked in a phone's memory they take about five times that.
LARGEST_ON_PHONE_BYTES = 120_000_000
_CURRENT_FILE = "current"


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A speech model that can be used: in the models folder, or carried (`is_trial`)."""

    name: str
    path: Path
    is_trial: bool
    is_current: bool
    size_bytes: int
    language: str = ""
    version: str = ""


def choose_model(setting: str | None, models_dir: Path) -> Path:
    """Return the folder of the speech model to use.

    1. `setting`, a folder or the name of an installed model; it must be there (SpeechModelMissing).
    2. The one chosen by `use`, while it is there.
    3. The official small English one, when installed.
    4. The trial model that the project carries.
    """
    if setting:
        return _set_model(setting, models_dir)
    for name in (_current_name(models_dir), OFFICIAL_MODEL):
        if name is not None and (found := _find(name, models_dir)) is not None:
            return found
    return TRIAL_MODEL_PATH


def choose_for_language(chosen: Path, models_dir: Path, language: str | None) -> Path | None:
    """Return the model that hears a language: `chosen` where it does or none is asked for, else the best installed.

    Of several the same region counts first, then the one that is no trial model, then the larger. None when no
    installed model is of that language.
    """
    if not language or language == language_of(chosen):
        return chosen
    fitting = [model for model in list_installed(models_dir) if same_language(model.language, language)]
    if not any(model.language == language for model in fitting) and same_language(language_of(chosen), language):
        return chosen
    ranked = max(
        fitting, key=lambda model: (model.language == language, not model.is_trial, model.size_bytes), default=None
    )
    return ranked.path if ranked else None


def choose_for_phone(chosen: Path, models_dir: Path, language: str | None) -> Path | None:
    """Return the model that phones hear with: `chosen` where it fits a phone, else the best small one.

    With a language it must be of that language, otherwise of the chosen one's; None when there is none.
    """
    wanted = language or language_of(chosen)
    models = [model for model in list_installed(models_dir) if model.size_bytes <= LARGEST_ON_PHONE_BYTES]
    if _size_bytes(chosen) <= LARGEST_ON_PHONE_BYTES and same_language(language_of(chosen), wanted):
        return chosen
    fitting = [model for model in models if same_language(model.language, wanted)]
    best = max(
        fitting, key=lambda model: (model.language == wanted, not model.is_trial, model.size_bytes), default=None
    )
    return best.path if best else None


def find_model(name: str, models_dir: Path) -> Path | None:
    """Return the folder of an installed model, or of the carried trial model, by its name."""
    return _find(name, models_dir)


def list_installed(models_dir: Path) -> tuple[InstalledModel, ...]:
    """Return the models of the models folder by name, and last the carried trial model."""
    chosen = choose_model(None, models_dir)
    folders = sorted(path for path in _folders(models_dir) if is_model_folder(path))
    return tuple(
        InstalledModel(
            path.name,
            path,
            is_trial_model(path),
            path == chosen,
            _size_bytes(path),
            language_of(path),
            version_of(path),
        )
        for path in [*folders, TRIAL_MODEL_PATH]
    )


def use(name: str, models_dir: Path) -> Path:
    """Choose an installed model (or the trial one by its name) for every later start; return its folder.

    Raises SpeechModelMissing for a name that is not installed.
    """
    found = _find(name, models_dir)
    if found is None:
        known = ", ".join(model.name for model in list_installed(models_dir))
        raise SpeechModelMissing(f"No speech model named {name!r} is installed: install it first, or use {known}.")
    models_dir.mkdir(parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(dir=models_dir, prefix=".current-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(name + "\n")
    Path(written).replace(models_dir / _CURRENT_FILE)
    return found


def _set_model(setting: str, models_dir: Path) -> Path:
    folder = Path(setting).expanduser()
    found = folder if is_model_folder(folder) else _find(setting, models_dir)
    if found is None:
        raise SpeechModelMissing(
            f"SPEECH_MODEL is {setting!r}, but no speech model is there: "
            "set it to a folder with an unpacked Vosk model or to the name of an installed one, or leave it unset."
        )
    return found


def _find(name: str, models_dir: Path) -> Path | None:
    if name == TRIAL_MODEL_PATH.name:
        return TRIAL_MODEL_PATH
    return next((path for path in _folders(models_dir) if path.name == name and is_model_folder(path)), None)


def _folders(models_dir: Path) -> list[Path]:
    if not models_dir.is_dir():
        return []
    return [path for path in models_dir.iterdir() if path.is_dir() and not path.name.startswith(".")]


def _current_name(models_dir: Path) -> str | None:
    pointer = models_dir / _CURRENT_FILE
    return pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else None


def _size_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())

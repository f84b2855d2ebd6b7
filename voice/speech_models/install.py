"""Put a speech model into the models folder: all of it and found fit, or nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from voice.recognizer.model import is_model_folder
from voice.speech_models.choice import TRIAL_MODEL_PATH
from voice.speech_models.download import CATALOGUE_URL, Offer, Progress, fetch, offer_named
from voice.speech_models.faults import ModelNotInstalled
from voice.speech_models.unpack import unpack

_ROOT = Path(__file__).resolve().parents[2]
_INCOMING = ".incoming-"
_STALE_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class InstallLimits:
    """Say how much a model may cost: the largest official ones are 2 to 3 GB packed, 6 GB unpacked."""

    download_bytes: int = 4 << 30
    download_s: float = 3 * 3600.0
    unpacked_bytes: int = 12 << 30
    files: int = 5_000
    load_s: float = 600.0


def install(
    source: str,
    models_dir: Path,
    progress: Progress = lambda done_bytes, total_bytes: None,
    limits: InstallLimits | None = None,
    catalogue_url: str = CATALOGUE_URL,
) -> Path:
    """Install a speech model and return its folder.

    `source` is a name of the official list, a path of a zip, or a zip's http(s) address. The model is fetched beside
    its place, unpacked, loaded once in a process of its own, and only then moved to `models_dir`. One that is
    already installed is left as it is. Raises ModelNotInstalled, leaving nothing behind.
    """
    limits = limits or InstallLimits()
    if (present := _present(source, models_dir)) is not None:
        return present
    models_dir.mkdir(parents=True, exist_ok=True)
    _clear_stale(models_dir)
    with tempfile.TemporaryDirectory(prefix=_INCOMING, dir=models_dir) as made:
        incoming = Path(made)
        try:
            archive = _archive(source, incoming, limits, progress, catalogue_url)
            folder = unpack(archive, incoming / "unpacked", limits.files, limits.unpacked_bytes)
            _check_fit(folder, limits.load_s)
            return _put_in_place(folder, models_dir)
        except OSError as cause:
            raise ModelNotInstalled(f"The speech model could not be stored: {cause}. Is the disk full?") from cause


def _present(source: str, models_dir: Path) -> Path | None:
    if source == TRIAL_MODEL_PATH.name:
        return TRIAL_MODEL_PATH
    is_name = "/" not in source and not source.endswith(".zip")
    return models_dir / source if is_name and is_model_folder(models_dir / source) else None


def _clear_stale(models_dir: Path) -> None:
    """Remove what an install that was killed has left."""
    for folder in models_dir.glob(f"{_INCOMING}*"):
        if time.time() - folder.stat().st_mtime > _STALE_S:
            shutil.rmtree(folder, ignore_errors=True)


def _archive(source: str, incoming: Path, limits: InstallLimits, progress: Progress, catalogue_url: str) -> Path:
    if "://" in source:
        offer = Offer(source)
    elif source.endswith(".zip") or "/" in source:
        return _local(Path(source).expanduser())
    else:
        offer = offer_named(source, catalogue_url)
    archive = incoming / "model.zip"
    fetch(offer, archive, limits.download_bytes, limits.download_s, progress)
    return archive


def _local(path: Path) -> Path:
    if not path.is_file():
        raise ModelNotInstalled(f"There is no file {path}: give the path of a Vosk model's zip.")
    return path


def _check_fit(folder: Path, within_s: float) -> None:
    """Load the model and let it hear a second, in a process of its own: a bad model file can crash the library."""
    if not is_model_folder(folder):
        raise ModelNotInstalled(f"The zip's folder {folder.name} is not a Vosk model: its files are missing.")
    command = [sys.executable, "-m", "voice.speech_models.trial_run", str(folder)]
    try:
        done = subprocess.run(command, cwd=_ROOT, timeout=within_s, capture_output=True, check=False)
    except subprocess.TimeoutExpired as cause:
        raise ModelNotInstalled(f"Vosk did not finish loading {folder.name} in {within_s:.0f} seconds.") from cause
    if done.returncode != 0:
        raise ModelNotInstalled(f"Vosk cannot load {folder.name}: its files are damaged, or it is of another kind.")


def _put_in_place(folder: Path, models_dir: Path) -> Path:
    target = models_dir / folder.name
    if is_model_folder(target):
        return target
    if target.exists():
        raise ModelNotInstalled(f"{target} is in the way and is no speech model: move it away and install again.")
    return folder.rename(target)

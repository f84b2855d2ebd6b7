"""The speech model at the first start: the official one is fetched once; the trial model serves where it cannot be."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from server.cli.download_progress import DownloadProgress
from server.settings import Settings
from voice.recognizer.model import is_trial_model
from voice.speech_models import (
    CATALOGUE_URL,
    OFFICIAL_MODEL,
    InstallLimits,
    ModelNotInstalled,
    choose_model,
    install,
    list_installed,
)

LONGEST_WAIT_S = 120.0  # a start must not hang on a slow line: `model install` may take its time
NOT_FETCHED = "official-model-not-fetched.txt"


def ensure_speech_model(settings: Settings, catalogue_url: str = CATALOGUE_URL) -> list[str]:
    """Have a speech model; return what to tell the person who starts the server. Raises SpeechModelMissing.

    1. A setting, a choice made by `model use` or an installed model: nothing to do.
    2. The first start: fetch the official model, within two minutes.
    3. It cannot be had: note so, that no later start waits for it again, and go on with the trial model.
    """
    chosen = choose_model(settings.speech_model, settings.models_dir)
    if settings.speech_model or not is_trial_model(chosen):
        return []
    if _may_fetch(settings.models_dir) and _fetch(settings.models_dir, catalogue_url):
        return []
    return [
        "Speech: the trial model hears for now; it mishears many words, and every screen with a transcript says so.\n"
        f"  The full one:   .venv/bin/python -m server model install {OFFICIAL_MODEL}"
    ]


def forget_failure(models_dir: Path) -> None:
    (models_dir / NOT_FETCHED).unlink(missing_ok=True)


def _may_fetch(models_dir: Path) -> bool:
    has_own = any(not model.is_trial for model in list_installed(models_dir))
    return not has_own and not (models_dir / "current").exists() and not (models_dir / NOT_FETCHED).exists()


def _fetch(models_dir: Path, catalogue_url: str) -> bool:
    print(
        f"Fetching the speech model {OFFICIAL_MODEL}, once, at most {LONGEST_WAIT_S / 60:.0f} minutes ...", flush=True
    )
    try:
        with DownloadProgress() as progress:
            install(OFFICIAL_MODEL, models_dir, progress, InstallLimits(download_s=LONGEST_WAIT_S), catalogue_url)
    except ModelNotInstalled as error:
        print("The speech model cannot be had from here; Rounds goes on with the trial model.", flush=True)
        models_dir.mkdir(parents=True, exist_ok=True)
        (models_dir / NOT_FETCHED).write_text(
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC: {error}\n"
            f"Starts do not try again. To try again: .venv/bin/python -m server model install {OFFICIAL_MODEL}\n"
        )
        return False
    return True

"""Commands are heard in sound, spoken in two voices (more of it: bench/spoken_commands.py)."""

from __future__ import annotations

import pytest

from tests.support.spoken import as_webm, speak
from voice.commands import find_private, find_reminders, find_struck, pauses_of
from voice.recognizer import load_model, transcribe
from voice.speech_models import TRIAL_MODEL_PATH


@pytest.mark.parametrize("voice", ["en-us+f4", "en-gb-scotland+m7"])
def test_commands_fire_in_what_was_spoken(voice: str) -> None:
    model = load_model(TRIAL_MODEL_PATH)
    said = {
        "good visit, private, his wife has left him, end private": find_private,
        "they want twelve cases of milk, strike that, they want a call": find_struck,
        "good visit, remind me on friday to call the chef": find_reminders,
    }
    for text, find in said.items():
        heard = transcribe([as_webm(speak(text, voice))], "audio/webm", model)
        assert find([word.text for word in heard.words], pauses_of(heard.words)), text

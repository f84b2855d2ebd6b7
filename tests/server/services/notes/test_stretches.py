"""Stretches of sound are cut a few at a time; who comes when all are busy is told so, and may come again."""

from __future__ import annotations

import io
import wave

import pytest

from server.errors import Problem
from server.services.notes import stretches
from server.services.notes.stretches import AT_A_TIME, cut_stretch
from tests.support.recordings import SAMPLES

NOTE = SAMPLES["webm-opus-24k"]


def test_a_stretch_is_as_long_as_was_asked() -> None:
    with wave.open(io.BytesIO(cut_stretch(NOTE.chunks, NOTE.mime_type, 2.0, 3.5))) as wav:
        assert wav.getnframes() / wav.getframerate() == pytest.approx(1.5, abs=0.01)


def test_what_cannot_be_played_frees_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "PATIENCE_S", 0.01)
    for _time in range(AT_A_TIME + 1):
        with pytest.raises(Problem) as refused:
            cut_stretch([b"no sound"], NOTE.mime_type, 0.0, 1.0)
        assert refused.value.code == "cannot-play"


def test_who_comes_when_all_are_busy_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "PATIENCE_S", 0.01)
    for _time in range(AT_A_TIME):
        assert stretches._cutters.acquire(timeout=1)
    try:
        with pytest.raises(Problem) as refused:
            cut_stretch(NOTE.chunks, NOTE.mime_type, 0.0, 1.0)
    finally:
        for _time in range(AT_A_TIME):
            stretches._cutters.release()
    assert (refused.value.status, refused.value.code) == (503, "busy")

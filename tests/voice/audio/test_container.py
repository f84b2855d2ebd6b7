from __future__ import annotations

from pathlib import Path

import pytest

from voice.audio import UnsupportedAudio, container_for, mime_type_for_file


@pytest.mark.parametrize(
    ("mime_type", "container"),
    [
        ("audio/webm", "matroska"),
        ("audio/webm;codecs=opus", "matroska"),
        ("Audio/WebM; codecs=opus", "matroska"),
        ("video/webm", "matroska"),
        ("audio/mp4", "mp4"),
        ("audio/mp4;codecs=mp4a.40.2", "mp4"),
        ("audio/x-m4a", "mp4"),
        ("audio/aac", "aac"),
        ("audio/ogg;codecs=opus", "ogg"),
        ("audio/wav", "wav"),
        ("audio/x-wav", "wav"),
        ("audio/mpeg", "mp3"),
        ("audio/AMR", "amr"),
        ("audio/flac", "flac"),
    ],
)
def test_a_declared_type_names_its_container(mime_type, container):
    assert container_for(mime_type) == container


@pytest.mark.parametrize(
    "mime_type",
    [
        "",
        "webm",
        "audio/",
        "audio/midi",
        "text/plain",
        "image/mp4",
        "application/x-mpegurl",
        "x" * 5000,
        "audio/mp4a/b",
    ],
)
def test_any_other_type_is_refused_with_what_to_send(mime_type):
    with pytest.raises(UnsupportedAudio, match="send webm, mp4") as refused:
        container_for(mime_type)
    assert len(str(refused.value)) < 250


def test_a_file_is_typed_by_its_ending():
    assert mime_type_for_file(Path("Note 3.M4A")) == "audio/mp4"
    with pytest.raises(UnsupportedAudio, match=r"use one of .*\.webm"):
        mime_type_for_file(Path("note.doc"))

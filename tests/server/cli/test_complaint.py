"""Errors from outside, in words."""

import errno
from pathlib import Path

import pytest

from server.cli.complaint import sentence_about
from server.settings import Settings

SETTINGS = Settings(var_dir=Path("/srv/rounds"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.EACCES, "x", "/srv/rounds/tls"), "/srv/rounds/tls cannot be written to"),
        (OSError(errno.EROFS, "x"), "/srv/rounds cannot be written to"),
        (OSError(errno.ENOSPC, "x"), "The disk of /srv/rounds is full"),
    ],
)
def test_trouble_with_the_disk_names_the_place_and_what_to_do(error: OSError, said: str) -> None:
    sentence = sentence_about(error, SETTINGS)
    assert sentence is not None
    assert sentence.startswith(said)


def test_a_mistake_of_ours_is_not_hidden_behind_a_sentence() -> None:
    assert sentence_about(KeyError("name"), SETTINGS) is None
    assert sentence_about(OSError(errno.EBADF, "x"), SETTINGS) is None

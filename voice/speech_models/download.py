"""Fetch a speech model's zip, by the name it has in the official list or by its address."""

from __future__ import annotations

import hashlib
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from voice.speech_models.faults import ModelNotInstalled

# The list that the makers of Vosk keep: name, url, size and md5 of each of their models.
CATALOGUE_URL = "https://alphacephei.com/vosk/models/model-list.json"

# Called with the bytes that are there and, where known, the bytes that there will be.
Progress = Callable[[int, int | None], None]

_NO_ANSWER_S = 20.0
_PIECE_BYTES = 1 << 18
_MOST_CATALOGUE_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Offer:
    """A zip to be fetched: its address and, where known, its md5 and its size in bytes."""

    url: str
    md5: str | None = None
    size_bytes: int | None = None


def offer_named(name: str, catalogue_url: str) -> Offer:
    """Return where the model of that name is to be had.

    A server that answers without a usable list is asked for `name.zip` beside it, with no checksum. Raises
    ModelNotInstalled when it cannot be reached or does not list the name.
    """
    try:
        with _opened(catalogue_url) as answer:
            listed = json.loads(answer.read(_MOST_CATALOGUE_BYTES))
        offers = {row["name"]: Offer(row["url"], row.get("md5"), row.get("size")) for row in listed}
    except (ValueError, TypeError, KeyError, urllib.error.HTTPError):
        return Offer(urljoin(catalogue_url, f"{name}.zip"))
    except (OSError, http.client.HTTPException) as cause:
        raise ModelNotInstalled(_unreachable(catalogue_url, cause)) from cause
    if name not in offers:
        raise ModelNotInstalled(
            f"No speech model is called {name!r} in the list at {catalogue_url}: see the names there."
        )
    return offers[name]


def fetch(offer: Offer, to: Path, most_bytes: int, within_s: float, progress: Progress) -> None:
    """Write the offered zip to a file, reporting `progress`. Raises ModelNotInstalled when something else comes."""
    try:
        with _opened(offer.url) as answer, to.open("wb") as file:
            length = answer.headers.get("Content-Length")
            announced = int(length) if length and length.isdigit() else offer.size_bytes
            md5 = hashlib.md5(usedforsecurity=False)
            until, got = time.monotonic() + within_s, 0
            while piece := answer.read(_PIECE_BYTES):
                got += len(piece)
                if got > most_bytes or time.monotonic() > until:
                    raise ModelNotInstalled(
                        f"{offer.url} is too large or too slow: fetch it by hand and install the file."
                    )
                file.write(piece)
                md5.update(piece)
                progress(got, announced)
    except (OSError, ValueError, http.client.HTTPException) as cause:
        raise ModelNotInstalled(_unreachable(offer.url, cause)) from cause
    if announced is not None and got != announced:
        raise ModelNotInstalled(f"The download ended after {got} of {announced} bytes: try again.")
    if offer.md5 and md5.hexdigest() != offer.md5.lower():
        raise ModelNotInstalled(f"What came from {offer.url} has another checksum than the list says: try again.")


def _opened(url: str) -> http.client.HTTPResponse:
    if urlsplit(url).scheme not in ("http", "https"):
        raise ModelNotInstalled(f"{url!r} is no address of a speech model: it must begin with http:// or https://.")
    answer: http.client.HTTPResponse = urllib.request.urlopen(url, timeout=_NO_ANSWER_S)
    return answer


def _unreachable(url: str, cause: Exception) -> str:
    reason = getattr(cause, "reason", cause)
    return f"{url} could not be fetched ({reason}): check the network, or fetch the zip by hand and install the file."

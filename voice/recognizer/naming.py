"""What a model's name and files tell of it: its language and its version."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

# Where the makers of Vosk write another code than BCP 47 (https://alphacephei.com/vosk/models).
_OWN_CODES = {"cn": "zh", "vn": "vi", "kz": "kk"}
_LANGUAGES = frozenset(
    "ar br bg ca cs da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk ko ky lt lv mk mn ms nb"
    " nl no pl pt ro ru sk sl sq sr sv ta te tg th tl tr uk ur uz vi zh".split()
)
_REGIONS = frozenset("us gb uk in au ca gr ph br mx ch at tw hk".split())
_VERSION = re.compile(r"-(v?\d[\w.]*(?:-[\w.]+)*)$")
_SAID = re.compile(r"^\s*language\s*:\s*([a-z]{2}(?:-[a-z]{2})?)\s*$", re.IGNORECASE | re.MULTILINE)
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_README_BYTES = 16_384
_END_BYTES = 1 << 20


def language_of(folder: Path) -> str:
    """Return the BCP 47 tag of a model in lower case, such as "de" or "en-us"; "" where nothing tells it.

    A line "Language: de" in the README counts before the name; in `vosk-model-small-de-0.15` it is the first part
    that is a language.
    """
    readme = folder / "README"
    if readme.is_file():
        with readme.open(encoding="utf-8", errors="replace") as lines:
            if said := _SAID.search(lines.read(_README_BYTES)):
                return said.group(1).lower()
    parts = folder.name.lower().split("-")
    for number, part in enumerate(parts):
        tag = _OWN_CODES.get(part, part)
        if tag in _LANGUAGES:
            after = parts[number + 1] if number + 1 < len(parts) else ""
            return f"{tag}-{after}" if after in _REGIONS else tag
    return ""


def version_of(folder: Path) -> str:
    """Return the version that a model's name ends with, else a fingerprint of its files: "0.15" or "9f2c41d07b3e"."""
    if found := _VERSION.search(folder.name):
        return found.group(1)[:64]
    return fingerprint(folder)


def fingerprint(folder: Path) -> str:
    """Return the beginning of a SHA-256 over the names, sizes, first and last megabytes of a folder's files.

    Training anew changes it, copying does not. Computed once for each folder and process.
    """
    return _fingerprint(folder.resolve())


def tidy_tag(written: str) -> str | None:
    """Return a language as it is kept, "de" or "en-us", from what a person or program wrote; None when it is none."""
    tag = written.strip().lower().replace("_", "-")
    return tag if _TAG.fullmatch(tag) and len(tag) <= 20 else None


def same_language(one: str, other: str) -> bool:
    """Tell whether two tags are of one language, whatever the region."""
    return one.split("-")[0] == other.split("-")[0]


@lru_cache(maxsize=32)
def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = file.stat().st_size
        digest.update(f"{file.relative_to(folder).as_posix()}\0{size}\0".encode())
        with file.open("rb") as content:
            digest.update(content.read(_END_BYTES))
            if size > _END_BYTES:
                content.seek(max(_END_BYTES, size - _END_BYTES))
                digest.update(content.read(_END_BYTES))
    return digest.hexdigest()[:12]

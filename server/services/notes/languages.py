"""Languages that are spoken in notes: their names, and those that are understood."""

from __future__ import annotations

from server.errors import Problem
from voice.recognizer.naming import same_language, tidy_tag

UNDERSTOOD = ("en",)
NAMES = {
    "ar": "Arabic", "br": "Breton", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean",
    "ky": "Kyrgyz", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sv": "Swedish", "te": "Telugu", "tg": "Tajik", "tl": "Filipino", "tr": "Turkish",
    "uk": "Ukrainian", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def is_understood(*tags: str | None) -> bool:
    """Tell whether facts may be read: every language that is known must be one with rules, and English rules are
    never laid on other words. Where none is known the company's is meant.
    """
    return all(any(same_language(tag, understood) for understood in UNDERSTOOD) for tag in tags if tag)


def language_name(tag: str) -> str:
    """Return "German (de)" for people."""
    name = NAMES.get(tag.split("-")[0])
    return f"{name} ({tag})" if name else tag


def spoken_language(written: str) -> str | None:
    """Return the language that a person wrote as it is kept; None for nothing. Raises Problem for what is none."""
    if not written.strip():
        return None
    tag = tidy_tag(written)
    if tag is None or tag.split("-")[0] not in NAMES:
        raise Problem("Give the language as a tag such as de, en-us or fr.", status=422, code="language-unknown")
    return tag

"""What somebody wrote in an e-mail themselves: without quoted history, signatures and markup."""

from __future__ import annotations

import re
from email.message import EmailMessage
from html.parser import HTMLParser

LONGEST_CHARACTERS = 4_500  # a written note holds 5,000, and the subject stands in front
CUT_OFF = " […]"
_REPLY = re.compile(r"^(?:(?:re|aw|sv|antw|fwd?|wg|tr|rv)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
# "On Tue, 10 Mar 2026 at 10:40, Maria <maria@x> wrote:", in the languages of the usual programs; may take two lines.
_WROTE = re.compile(
    r"^[ \t]*(?:On|Am|Le|El|Il|Op|Den)\b[^\n]{4,200}(?:\n[^\n]{0,120})?"
    r"\b(?:wrote|schrieb[^\n]{0,80}|a écrit|escribió|ha scritto|schreef|skrev)[ \t]?:[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"^[ \t]*(?:-{2,}[ ]*(?:Original Message|Original-Nachricht|Ursprüngliche Nachricht|Forwarded message"
    r"|Message d'origine)[ ]*-{2,}|_{20,})[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_HEADERS = re.compile(
    r"^[ \t>*]*(?:From|Von|De):[^\n]+\n(?:[^\n]*\n){0,2}?[ \t>*]*(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado)[ ]?:",
    re.MULTILINE | re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_MACHINE = re.compile(
    r"^[ \t]*(?:Sent from my |Von meinem |Gesendet von |Envoyé de mon |Get Outlook for )[^\n]{0,80}$",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


def own_words(message: EmailMessage) -> str:
    """Return what the sender wrote, however broken the message is; empty where nothing can be read."""
    text = _text(message).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    for ending in (_ORIGINAL, _HEADERS, _SIGNATURE):
        if (found := ending.search(text)) and text[: found.start()].strip():
            text = text[: found.start()]
    text = _MACHINE.sub("", _QUOTED.sub("", _WROTE.sub("", text)))
    return _shortened(" ".join(text.split()))


def own_subject(subject: str) -> str:
    """Return a subject without "Re:" and "Fwd:"."""
    return _REPLY.sub("", " ".join(subject.split())).strip()[:200]


def _text(message: EmailMessage) -> str:
    try:
        body = message.get_body(preferencelist=("plain", "html"))
        content = body.get_content() if body is not None else ""
        is_html = body is not None and body.get_content_type() == "text/html"
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):  # the library trips over some messages
        return ""
    if not isinstance(content, str):
        return ""
    return _without_markup(content) if is_html else content


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_CHARACTERS:
        return text
    return text[:LONGEST_CHARACTERS].rpartition(" ")[0] + CUT_OFF


def _without_markup(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces)


class _Reader(HTMLParser):
    """Collects text; leaves out what programs mark as quoted, and what is no text."""

    LEFT_OUT = ("script", "style", "head", "title", "blockquote")
    BREAKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "td")
    QUOTES = ("gmail_quote", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "divRplyFwdMsg", "appendonsend")
    EMPTY = ("br", "hr", "img", "meta", "link", "input", "col", "wbr")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BREAKS:
            self.pieces.append("\n")
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        is_quote = tag in self.LEFT_OUT or any(quote in marks for quote in self.QUOTES)
        if tag not in self.EMPTY and (self._left_out or is_quote):
            self._left_out.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._left_out:
            while self._left_out and self._left_out.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self.pieces.append(data)

"""Of an e-mail counts what its sender wrote: no quoted history, no signature, no markup."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from server.services.letters.own_words import LONGEST_CHARACTERS, own_subject, own_words

OWN = "The cooler is broken again. Can somebody come on Monday?"


def read(text: str, kind: str = "plain") -> str:
    mail = EmailMessage()
    mail.set_content(text, subtype=kind)
    return own_words(message_from_bytes(mail.as_bytes(), policy=policy.default))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "quoted",
    [
        "\n\nOn Tue, Mar 10, 2026 at 10:40 AM Tom Becker <tom@halyard.example> wrote:\n> We sent it\n> on Friday.",
        "\n\nOn Tue, 10 Mar 2026 at 10:40, Tom Becker\n<tom@halyard.example> wrote:\n\n> We sent it",
        "\n\nAm 10.03.2026 um 10:40 schrieb Tom Becker:\n> Wir haben es geschickt",
        "\n\nLe mar. 10 mars 2026 à 10:40, Tom Becker a écrit :\n> Bonjour",
        "\n\n-----Original Message-----\nFrom: Tom\nSubject: x\n\nWe sent it on Friday.",
        "\n\n________________________________\nFrom: Tom Becker\nSent: Tuesday\nTo: Maria\n\nWe sent it.",
        "\n\nFrom: Tom Becker <tom@halyard.example>\nSent: Tuesday, March 10\nTo: Maria\n\nWe sent it.",
        "\n\nVon: Tom Becker\nGesendet: Dienstag\nAn: Maria\n\nWir haben es geschickt.",
        "\n\n-- \nMaria Lopez\nChef, Bellavista\n(312) 555-0197",
        "\n\nSent from my iPhone",
        "",
    ],
)
def test_what_is_quoted_or_signed_is_left_out(quoted: str) -> None:
    assert read(f"The cooler is broken again.\r\nCan somebody come on Monday?{quoted}") == OWN


def test_answers_between_quoted_lines_stay() -> None:
    assert read("On Tue, 10 Mar 2026, Tom wrote:\n> When?\nOn Monday.\n> How many?\nTwelve.") == "On Monday. Twelve."


def test_a_mail_that_is_all_history_keeps_it() -> None:
    forwarded = "-----Original Message-----\nFrom: Tom\n\nWe sent it on Friday."
    assert "We sent it on Friday." in read(forwarded)


def test_markup_goes_and_so_does_what_programs_mark_as_quoted() -> None:
    html = (
        "<html><head><style>p{color:red}</style></head><body><p>The cooler is broken again.</p>"
        "<p>Can somebody come&nbsp;on Monday?<br></p><script>alert(1)</script>"
        '<div class="gmail_quote"><div>On Tuesday</div><blockquote>We sent it</blockquote></div></body></html>'
    )
    assert read(html, "html") == OWN


def test_a_very_long_mail_is_cut_at_a_word_and_says_so() -> None:
    kept = read("word " * 5000)
    assert len(kept) <= LONGEST_CHARACTERS + 4 and kept.endswith("word […]")


@pytest.mark.parametrize(
    "subject", ["Re: Cooler", "AW: WG: Cooler", "RE: Fwd: re: Cooler", " Cooler ", "Re[2]: Cooler"]
)
def test_a_subject_is_told_without_its_prefixes(subject: str) -> None:
    assert own_subject(subject) == "Cooler"

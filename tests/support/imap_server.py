"""A small IMAP server on a real socket: one mailbox, as much of RFC 3501 as reading it takes."""

from __future__ import annotations

import socketserver
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass
class ImapServer:
    """Serves `mails` by their UIDs until it is left; `asked` is what was asked of it."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    password: str = "secret"
    drops_before: int | None = None  # the UID at whose fetching the connection breaks off
    tls: ssl.SSLContext | None = None
    is_plain_first: bool = False  # speaks TLS only after STARTTLS
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        outer = self

        class Talk(socketserver.StreamRequestHandler):
            def setup(self) -> None:
                if outer.tls and not outer.is_plain_first:
                    self.request = outer.tls.wrap_socket(self.request, server_side=True, do_handshake_on_connect=False)
                super().setup()

            def finish(self) -> None:
                with suppress(OSError):
                    super().finish()
                self.request.close()

            def handle(self) -> None:
                with suppress(OSError):  # whoever does not trust the certificate goes away
                    if isinstance(self.request, ssl.SSLSocket):
                        self.request.do_handshake()
                    self._talk()

            def _talk(self) -> None:
                self.wfile.write(b"* OK ready\r\n")
                while line := self.rfile.readline().decode().strip():
                    tag, _, rest = line.partition(" ")
                    outer.asked.append(rest)
                    answer = outer.answer(rest)
                    if answer is None:
                        return
                    before, _, result = answer.rpartition(b"TAG ")
                    self.wfile.write(before + tag.encode() + b" " + result)
                    if outer.tls and rest.upper() == "STARTTLS":
                        self.request = outer.tls.wrap_socket(self.request, server_side=True)
                        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
                    if rest.upper().startswith("LOGOUT"):
                        return

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def answer(self, asked: str) -> bytes | None:
        """Return what is answered to one command; None breaks off."""
        words = asked.split()
        command = " ".join(words[:2]).upper() if words[0].upper() == "UID" else words[0].upper()
        if command == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1%s\r\nTAG OK done\r\n" % (b" STARTTLS" if self.is_plain_first else b"")
        if command == "STARTTLS":
            return b"TAG OK begin\r\n"
        if command == "LOGIN":
            return b"TAG OK done\r\n" if self.password in asked else b"TAG NO wrong password\r\n"
        if command == "EXAMINE":
            if '"INBOX"' not in asked and words[1] != "INBOX":
                return b"TAG NO no such folder\r\n"
            return b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] ok\r\nTAG OK [READ-ONLY] done\r\n" % (
                len(self.mails),
                self.validity,
            )
        if command == "UID SEARCH":
            first = int(words[3].split(":")[0])
            newest = max(self.mails, default=0)
            found = [uid for uid in sorted(self.mails) if uid >= first or uid == newest]
            return b"* SEARCH " + b" ".join(b"%d" % uid for uid in found) + b"\r\nTAG OK done\r\n"
        if command == "UID FETCH":
            return self._fetch(int(words[2]), "BODY" in asked)
        return b"* BYE\r\nTAG OK done\r\n" if command == "LOGOUT" else b"TAG BAD unknown\r\n"

    def _fetch(self, uid: int, is_whole: bool) -> bytes | None:
        if is_whole and uid == self.drops_before:
            self.drops_before = None
            return None
        mail = self.mails[uid]
        if not is_whole:
            return b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\nTAG OK done\r\n" % (uid, len(mail))
        return b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (uid, len(mail)) + mail + b")\r\nTAG OK done\r\n"

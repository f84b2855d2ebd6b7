"""A small SMTP server on a real socket: as much of RFC 5321 as handing over one message takes."""

from __future__ import annotations

import socketserver
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from types import TracebackType
from typing import Self


@dataclass
class SmtpServer:
    """Takes `mails` until it is left; `refusals` are answers to RCPT, `breaks_off` ends the talk after the words."""

    mails: list[bytes] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    breaks_off: bool = False

    def __enter__(self) -> Self:
        outer = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    outer._talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _what: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def read(self) -> list[Message]:
        return [message_from_bytes(mail) for mail in self.mails]

    def _talk(self, talk: socketserver.StreamRequestHandler) -> None:
        talk.wfile.write(b"220 ready\r\n")
        while line := talk.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "RCPT" and self.refusals:
                talk.wfile.write(f"{self.refusals.pop(0)}\r\n".encode())
            elif verb == "DATA":
                talk.wfile.write(b"354 go on\r\n")
                self.mails.append(self._words(talk))
                if self.breaks_off:
                    return
                talk.wfile.write(b"250 taken\r\n")
            elif verb == "QUIT":
                talk.wfile.write(b"221 bye\r\n")
                return
            else:
                talk.wfile.write(b"250 fine\r\n")

    @staticmethod
    def _words(talk: socketserver.StreamRequestHandler) -> bytes:
        lines = []
        while (line := talk.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

"""The bytes that phones put on the wire, through the real server: lengths, chunks, packing, and no answer too early."""

from __future__ import annotations

import gzip
import socket
from pathlib import Path

import pytest
from sqlalchemy import select

from models.database import open_database
from models.fix import Fix
from models.position_source import PositionApp
from server.services.positions.position_source import make_source
from tests.server.ingest.conftest import basic
from tests.support.makers import make_phone, make_staff
from tests.support.server_process import ServerProcess

OWNTRACKS = (
    b'{"_type":"location","acc":13,"lat":41.8812345,"lon":-87.6512345,"t":"p","tid":"an","tst":1773151200,"vel":34}'
)
OVERLAND = (
    b'{"locations":[{"type":"Feature","geometry":{"type":"Point","coordinates":[-87.65,41.88]},'
    b'"properties":{"timestamp":"2026-03-10T14:01:00Z","horizontal_accuracy":10,"speed":3}}]}'
)
GPSLOGGER = b"lat=41.88&lon=-87.65&time=2026-03-10T14%3A03%3A00.000Z&acc=9&prov=gps&desc="


def chunked(body: bytes) -> bytes:
    pieces = [body[start : start + 50] for start in range(0, len(body), 50)]
    return b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"


def exchange(server: ServerProcess, head: str, body: bytes = b"") -> tuple[int, bytes]:
    """Send a request as it stands and return status and body of the answer."""
    written = head.strip().replace("\n", "\r\n") + "\r\nHost: rounds\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(written.encode() + body)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    top, _, content = answer.partition(b"\r\n\r\n")
    return int(top.split()[1]), content


@pytest.mark.slow
def test_every_app_is_heard_over_the_wire(server_process: ServerProcess, tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{server_process.var_dir / 'rounds.sqlite3'}")
    with database.session() as session:
        device, _headers = make_phone(session, make_staff(session))
        token = {one: make_source(session, device.id, one) for one in PositionApp}
        session.commit()
    owntracks = exchange(
        server_process,
        f"POST /ingest/owntracks HTTP/1.1\nAuthorization: {basic(token[PositionApp.OWNTRACKS])}\n"
        f"Content-Type: application/json; charset=utf-8\nX-Limit-U: ana\nX-Limit-D: pixel\n"
        f"Content-Length: {len(OWNTRACKS)}\nUser-Agent: Owntracks-Android/gp/420503000",
        OWNTRACKS,
    )
    packed = gzip.compress(OVERLAND)
    overland = exchange(
        server_process,
        f"POST /ingest/overland HTTP/1.1\nAuthorization: Bearer {token[PositionApp.OVERLAND]}\n"
        "Content-Type: application/json\nContent-Encoding: gzip\nTransfer-Encoding: chunked",
        chunked(packed),
    )
    query = f"id={token[PositionApp.TRACCAR]}&timestamp=1773151320&lat=41.88&lon=-87.65&speed=18.4&accuracy=9"
    traccar = exchange(server_process, f"POST /ingest/traccar?{query} HTTP/1.1\nContent-Length: 0")
    gpslogger = exchange(
        server_process,
        f"POST /ingest/gpslogger HTTP/1.1\nAuthorization: {basic(token[PositionApp.GPSLOGGER], 'rounds')}\n"
        f"Content-Type: application/x-www-form-urlencoded\nContent-Length: {len(GPSLOGGER)}",
        GPSLOGGER,
    )
    automation = exchange(server_process, f"GET /ingest/automation/{token[PositionApp.AUTOMATION]}/arrived HTTP/1.1")
    with database.reading() as session:
        stored = list(session.scalars(select(Fix.source).order_by(Fix.at)))
    database.close()
    assert (owntracks, overland) == ((200, b"[]\n"), (200, b'{"result":"ok"}\n'))
    assert (traccar, gpslogger) == ((200, b""), (200, b"ok"))
    assert automation[0] == 200 and automation[1].startswith(b"Kept: arrived, ")
    assert stored == ["owntracks", "overland", "traccar", "gpslogger"]
    assert not any(one in server_process.log for one in token.values())

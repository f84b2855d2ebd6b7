"""The listening socket and what may be wrong with it."""

import socket
from dataclasses import replace

import pytest

from server.cli.complaint import Complaint
from server.cli.listening import listen
from server.settings import Settings

ANY_PORT = replace(Settings(), web_port=0)


def test_it_listens_where_the_settings_say() -> None:
    with listen(ANY_PORT) as listener:
        host, port = listener.getsockname()
        with socket.create_connection((host, port)) as caller:
            assert caller.getpeername() == ("127.0.0.1", port)


def test_a_taken_port_is_named_with_another_one() -> None:
    with listen(ANY_PORT) as first:
        port = first.getsockname()[1]
        with pytest.raises(Complaint, match=rf"Port {port} on 127.0.0.1 is taken.*--port \d+"):
            listen(replace(ANY_PORT, web_port=port))


@pytest.mark.parametrize(("host", "said"), [("no such host", "no address"), ("203.0.113.9", "not an address of this")])
def test_a_wrong_host_is_named(host: str, said: str) -> None:
    with pytest.raises(Complaint, match=said):
        listen(replace(ANY_PORT, web_host=host))

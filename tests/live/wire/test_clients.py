"""Real clients: socket.io-client as in a browser, and gunicorn as the server."""

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import simple_websocket

from . import ORIGIN
from .client import Client
from .conftest import ROOT, Served, until

CLIENT = ROOT / "node_modules" / "socket.io-client" / "build" / "esm" / "index.js"


@pytest.mark.skipif(not (CLIENT.exists() and shutil.which("node")), reason="needs node and `npm ci`")
def test_socket_io_client_gets_every_event_in_order_and_its_acknowledgement(server: Served) -> None:
    script = Path(__file__).with_name("browser.mjs")
    told = subprocess.run(
        ["node", str(script), CLIENT.as_uri(), str(server.port), ORIGIN],
        capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    heard = json.loads(told.stdout)
    assert heard["numbers"] == list(range(30))
    assert heard["answer"] == "ñandú" * 1000
    assert heard["refused"] == "Not now."
    assert heard["ended"] == "io client disconnect"


def test_a_client_on_simple_websocket_is_greeted(server: Served) -> None:
    address = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    client = simple_websocket.Client.connect(address, headers={"Origin": ORIGIN})
    assert str(client.receive(timeout=10)).startswith("0{")
    client.send("40")
    assert str(client.receive(timeout=10)).startswith("40{")
    client.close()


@pytest.fixture
def under_gunicorn(tmp_path: Path) -> Any:
    """The port of the same application under gunicorn's gevent worker."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-k", "gevent", "-w", "1", "-b", f"127.0.0.1:{port}"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen([*command, "tests.live.wire.served:application()"], cwd=ROOT, stdout=log, stderr=log)
        until(lambda: _answers(port))
        yield port
        process.terminate()
        process.wait()
    assert "Traceback" not in (tmp_path / "log").read_text()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_it_works_the_same_under_gunicorn(under_gunicorn: int) -> None:
    first, second = Client.seated(under_gunicorn), Client.seated(under_gunicorn)
    for client in (first, second):
        client.text('421["mixed",20]')
        assert [client.event()[1] for _ in range(20)] == list(range(20))
        assert client.next_packet() == "431[]"
    first.text("1")
    assert first.closing() == 1000
    second.text('422["echo",1]')
    assert second.next_packet() == "432[1]"

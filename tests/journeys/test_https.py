"""The same over https, where cookies are Secure, the socket is wss and drafts are encrypted."""

import asyncio
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, expect

from facilitator.config import Config
from tests.cast import Cast
from tests.certificates import Certificate
from tests.journeys.people import ConsoleWindow, PhoneWindow
from tests.servers import free_port, running


@contextmanager
def tls_front(port: int, behind: Callable[[], int], files: Certificate) -> Iterator[None]:
    """A front that ends TLS on `port` and passes bytes on to the port behind, as a proxy does."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    loop = asyncio.new_event_loop()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", behind())
        await asyncio.gather(_pipe(reader, inner_writer), _pipe(inner_reader, writer), return_exceptions=True)

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listening = asyncio.start_server(pass_on, "127.0.0.1", port, ssl=context)
    listener = asyncio.run_coroutine_threadsafe(listening, loop).result(5)
    yield
    asyncio.run_coroutine_threadsafe(_hang_up(listener), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)


async def _hang_up(listener: asyncio.Server) -> None:
    """Take no more connections, end every one that is still open, and see it ended."""
    listener.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while said := await reader.read(65536):
            writer.write(said)
            await writer.drain()
    finally:
        writer.close()


def test_a_strategy_goes_from_a_phone_to_the_wall_over_https(
    browser: Browser, app: Flask, cast: Cast, config: Config, tmp_path: Path
) -> None:
    port = free_port()
    address = f"https://127.0.0.1:{port}"
    with (
        running(config, public_url=address) as server,
        tls_front(port, lambda: server.port, Certificate.made_in(tmp_path)),
    ):
        console = ConsoleWindow(browser, address)
        console.sign_in()
        code = console.start("Tuesday Circle", "Spot it and handle it")
        phones = [PhoneWindow(browser, address) for _ in range(4)]
        for phone in phones:
            phone.join(code)
        while (label := console.large.inner_text()) != "Open writing":
            console.next(label)
        console.next("Open writing")
        phones[0].box.fill("half a thought")
        phones[0].page.reload()
        expect(phones[0].box).to_have_value("half a thought")
        kept = phones[0].page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
        assert "half a thought" not in kept
        for number, phone in enumerate(phones):
            phone.send(f"words number {number}")
        console.next("Close writing")
        for _ in phones:
            console.show_card()
        console.next(re.compile("Show 4 to group"))
        for number, phone in enumerate(phones):
            phone.sees(f"words number {number}")
        assert {cookie["secure"] for cookie in phones[0].context.cookies()} == {True}
        assert [window.wrong for window in (console, *phones)] == [[]] * 5

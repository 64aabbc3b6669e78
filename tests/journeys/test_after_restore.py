"""A backup is put back while the group meets: what a phone had sent in the open step is there again, by itself."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from facilitator import db
from facilitator.config import Config
from facilitator.rehearsal import PretendPhone
from facilitator.setup.backup import save
from facilitator.setup.restore import restore
from facilitator.strategies.models import Envelope
from tests.cast import Cast, Room
from tests.journeys.people import PhoneWindow
from tests.servers import Server, until

TEXTS = ["I call a friend.", "I go for a walk.", "I wait ten minutes."]


@pytest.mark.proves("R9")
def test_an_open_page_and_one_that_was_reloaded_send_again_what_a_restore_lost(
    browser: Browser, server: Server, app: Flask, cast: Cast, config: Config, tmp_path: Path
) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    open_one, reloaded = (PhoneWindow(browser, server.address) for _ in range(2))
    for phone in (open_one, reloaded):
        phone.join(room.code)
    room.open_writing(step)
    save(config, tmp_path / "a.backup")
    open_one.send("Cold water.")
    reloaded.send("I sing.")
    others_write(server, room)

    server.stop()
    room.close_writing(step)
    db.database().close()
    assert restore(config, tmp_path / "a.backup", replace=True).without_keys == 1
    db.connect(config.database_url)
    server.start()
    reloaded.page.reload()
    until(lambda: sealed() == 2)
    for phone in (open_one, reloaded):
        expect(phone.page.get_by_text("Saved.", exact=True)).to_be_visible()
    others_write(server, room)
    room.close_writing(step)
    assert room.texts() == sorted([*TEXTS, "Cold water.", "I sing."]), "each of them once"
    assert open_one.wrong + reloaded.wrong == []


def others_write(server: Server, room: Room) -> None:
    """Further phones, each new, send one text each."""
    for text in TEXTS:
        phone = PretendPhone(server.address)
        phone.join(room.code)
        phone.share(str(room.steps("collect")[0]), text)


def sealed() -> int:
    with db.reading() as tx:
        return tx.query(Envelope).count()

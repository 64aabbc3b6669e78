"""`facilitator demo`: a throw-away installation with made-up people, to try everything in a minute.

Nothing here is kept: the data folder is temporary and goes when the demo stops. It cannot be pointed at a real
database.
"""

import secrets
import shutil
import socket
import tempfile
from argparse import Namespace
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from random import Random  # noqa: TID251 - pretend people, so that a rehearsal can be repeated
from uuid import UUID

import gevent
import gevent.event
import segno
from gevent.pywsgi import WSGIServer
from sqlalchemy import select
from sqlalchemy.orm import Session

from . import accounts, db
from .accounts.models import Program
from .config import Config, ConfigError
from .db_migrations import upgrade
from .demo_phones import OpenRoom, Person, part_of
from .demo_program import furnish_program
from .demo_words import LIBRARY
from .privacy.coarsen import week_of
from .serve import server_of
from .sessions import Group, GroupSession, groups
from .sessions.models import CLOSED, OPEN, REVEALED, WRITING
from .strategies import Strategy, StrategyTag

PROGRAM = "Made-Up Recovery Center (demo)"
GROUPS = ("Tuesday Circle (demo)", "Evening Group (demo)")
NAME, REVIEWER = "Ana Demo", "Otto Demo"
BEGUN = (WRITING, CLOSED, REVEALED)
LIMITS = "Over plain http a phone cannot keep its screen awake, or a draft through a reload. Real ones use https."


@dataclass(frozen=True)
class Addresses:
    """Where the demo is reached: by this machine, and by phones on the same network."""

    here: str
    phones: str

    @classmethod
    def at(cls, host: str, port: int) -> "Addresses":
        here = f"http://127.0.0.1:{port}"
        return cls(here, f"http://{_network_address()}:{port}" if host == "0.0.0.0" else here)  # noqa: S104


def run(arguments: Namespace) -> int:
    """Serve the demo until Ctrl-C."""
    folder = Path(tempfile.mkdtemp(prefix="facilitator-demo-"))
    try:
        _run(arguments, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _run(arguments: Namespace, folder: Path) -> None:
    addresses = Addresses.at(arguments.host, arguments.port)
    config = Config(
        secret_key=secrets.token_urlsafe(48),
        data_folder=folder,
        public_url=addresses.phones,
        demo=True,
        hold_days=0,
        also_at=(addresses.here, f"http://localhost:{arguments.port}"),
    )
    upgrade(config.database_url)
    server = server_of(config, arguments.host, arguments.port)
    password = furnish()
    try:
        server.start()
    except OSError:
        raise ConfigError(f"Port {arguments.port} is taken. Choose another with --port.") from None
    _welcome(addresses, password, arguments.phones)
    for number in range(arguments.phones):
        chance = Random(arguments.seed * 1000 + number)  # noqa: S311
        gevent.spawn(Person(addresses.here, chance, part_of(number, arguments.phones)).live, open_room)
    _until_stopped(server)


def _until_stopped(server: WSGIServer) -> None:
    stop = gevent.event.Event()
    for signal in (2, 15):
        gevent.signal_handler(signal, stop.set)
    stop.wait()
    server.stop(timeout=1)


def furnish() -> str:
    """Put the made-up program into the empty database; return the password of its facilitator and its reviewer."""
    program = Program(id=db.new_id(), name=PROGRAM, resource_pack="us", timezone="America/Denver")
    program_id = program.id
    db.write(lambda tx: tx.add(program))
    password = accounts.one_time_password()
    account = accounts.create_account(program_id, NAME, password, ["admin", "facilitator"], must_change=False)
    for name in GROUPS:
        group_id = groups.create(name, account)
        groups.set_supervisor(group_id, "Lee Made-Up, 555 0100", account, waived=False)
        db.write(partial(_fill_library, group_id=group_id))
    accounts.create_account(program_id, REVIEWER, password, ["reviewer"], must_change=False)
    db.write(partial(furnish_program, program_id=program_id))
    return password


def open_room() -> OpenRoom | None:
    """An open room, if there is one: what a pretend phone would read off the wall."""
    with db.reading() as tx:
        group_session = tx.scalar(select(GroupSession).where(GroupSession.state == OPEN).limit(1))
        if group_session is None or group_session.code is None:
            return None
        return OpenRoom(group_session.code, any(step.state in BEGUN for step in group_session.steps))


def _fill_library(tx: Session, group_id: UUID) -> None:
    if tx.get(Group, group_id) is None:
        return
    for text, tags in LIBRARY:
        strategy = Strategy(
            id=db.new_id(), group_id=group_id, text=text, week=week_of(date.today()), language="en", shown=True
        )
        strategy.tags = [StrategyTag(tag=tag) for tag in tags]
        tx.add(strategy)


def _welcome(addresses: Addresses, password: str, phones: int) -> None:
    print(f"\n  {PROGRAM}: everything here is made up, and goes when you stop.\n")
    print(f"  Facilitator   {addresses.here}/sign-in")
    print(f"  Name          {NAME}")
    print(f"  Password      {password}   (for this demo only)")
    print(f"  Reviewer      {REVIEWER}   (for the program, with the same password)")
    print(f"  Phones        {addresses.phones}\n")
    segno.make(addresses.phones, error="l").terminal(compact=True)
    if phones:
        print(f"  {phones} pretend phones join when you open a room.")
    if part_of(0, phones):
        print("  Among them: a text that worries, a late joiner, a phone that falls asleep, somebody to be found.")
    print(f"  {LIMITS}\n  Stop with Ctrl-C.\n", flush=True)


def _network_address() -> str:
    """This machine's address on its network. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"

"""Servers that are broken on purpose, each in one way: the controls, which show that a fault would be noticed.

And one that is whole, and tells how many greenlets it has.
"""

from tests.servers import SERVE


def that(how: str) -> str:
    """The script of a server that does this before it serves."""
    return SERVE.replace("serve(", f"{how}\nserve(", 1)


# Says "saved" first, and commits a moment later.
TOO_EARLY = that("""
import gevent
from types import SimpleNamespace
from facilitator import db
from facilitator.strategies import sharing
sharing.db = SimpleNamespace(write=lambda work: gevent.spawn_later(0.1, db.write, work))
""")

# Says "saved" whatever the database said.
SAVED_ANYWAY = that("""
from contextlib import suppress
from types import SimpleNamespace
from facilitator import db
from facilitator.strategies import sharing
def write(work):
    with suppress(Exception):
        db.write(work)
sharing.db = SimpleNamespace(write=write)
""")

# Takes what is sent again for something new.
FORGETS_RECEIPTS = that("""
import secrets
from facilitator.privacy import receipts
receipts.seen_mark = lambda receipt: secrets.token_bytes(32)
""")

# Waits for hints of the other processes, and never looks at the database.
NEVER_LOOKS = that("""
from facilitator.live.broadcasts import Broadcasts
Broadcasts.catch_up = lambda self: None
""")

# Takes the session's number as it read it a moment ago, and counts on from there, without a lock.
COUNTS_ITSELF = that("""
import gevent
from sqlalchemy import select
from facilitator.sessions import service
from facilitator.sessions.models import GroupSession
def led(tx, session_id, by):
    found = tx.scalars(select(GroupSession).where(GroupSession.id == session_id)).one()
    gevent.sleep(0.02)
    return found
service.led = led
""")

# Keeps something of every phone that ever came.
KEEPS_ALL = """
from facilitator.live.presence import Presence
leave, kept = Presence.leave, []
def keep(self, sid):
    kept.append((sid, "x" * 200_000, open("/dev/null")))
    return leave(self, sid)
Presence.leave = keep
"""

# On SIGUSR1, writes the number of its greenlets into its data folder. Nothing is wrong with it.
COUNTED = """
import gc, os, signal
from pathlib import Path
import gevent
from greenlet import greenlet
def count():
    gc.collect()
    number = sum(isinstance(one, greenlet) and not one.dead for one in gc.get_objects())
    place = Path(os.environ["FACILITATOR_DATA"], "greenlets")
    place.with_suffix(".new").write_text(str(number))
    place.with_suffix(".new").rename(place)
gevent.signal_handler(signal.SIGUSR1, count)
"""

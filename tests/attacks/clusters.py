"""A PostgreSQL of a test's own, on a free port, with its files open to the attacker."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import free_port

UNPRIVILEGED = ("postgres", "nobody")  # the server refuses to run as root
SHIPPED = Path(__file__).parents[2] / "deploy" / "postgresql.conf"
QUICK = ("fsync=off", "wal_keep_size=4GB", "max_wal_size=4GB", "checkpoint_timeout=1h", "shared_buffers=64MB")


@dataclass(frozen=True)
class Cluster:
    """A running server; `data` holds its tables and `pg_wal`, `log` everything it said."""

    data: Path
    log: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -h 127.0.0.1"
        _run("pg_ctl", "-D", str(self.data), "-l", str(self.log), "-o", options, "-w", "start")

    def stop(self) -> None:
        """At once, as if the power were cut."""
        _run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, or None where PostgreSQL is not installed."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A new server with the settings that deploy/ ships, gone afterwards with all it wrote."""
    folder = Path(tempfile.mkdtemp(prefix="facilitator-attack-"))
    made = Cluster(folder / "data", folder / "log", free_port())
    try:
        _own(folder)
        _run("initdb", "-D", str(made.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with (made.data / "postgresql.conf").open("a") as settings:
            settings.write("\n".join([SHIPPED.read_text(), *QUICK, f"unix_socket_directories='{folder}'", ""]))
        made.start()
        yield made
    finally:
        if (made.data / "postmaster.pid").exists():
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *arguments: str) -> None:
    folder = programs()
    assert folder is not None
    command = [*_as_nobody(), str(folder / program), *arguments]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _as_nobody() -> list[str]:
    if os.geteuid() != 0:
        return []
    user = _user()
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        os.chown(folder, _user().pw_uid, _user().pw_gid)


def _user() -> pwd.struct_passwd:
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next(known[name] for name in UNPRIVILEGED if name in known)

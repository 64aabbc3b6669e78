"""nginx with the settings that deploy/ ships: paths, ports and name of this machine put in, nothing else changed."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.certificates import Certificate
from tests.servers import free_port, until

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NAME = "groups.example.org"
CERTIFICATES = f"/etc/letsencrypt/live/{NAME}"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Front:
    """A running front, on its ports of this machine."""

    folder: Path
    port: int
    plain_port: int

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"


def adapted(files: Certificate, folder: Path, ports: tuple[int, int], behind: Sequence[int]) -> str:
    """The shipped file for this machine. `ports`: of https and of http; `behind`: of the processes."""
    changes = {
        f"{CERTIFICATES}/fullchain.pem": str(files.certificate),
        f"{CERTIFICATES}/privkey.pem": str(files.key),
        "/var/www/acme": str(folder),
        "listen 443 ssl;": f"listen {ports[0]} ssl;",
        "listen [::]:443 ssl;": f"listen [::]:{ports[0]} ssl;" if _has_ipv6() else "",
        "listen 80;": f"listen {ports[1]};",
        "listen [::]:80;": f"listen [::]:{ports[1]};" if _has_ipv6() else "",
        "127.0.0.1:8000 ": f"127.0.0.1:{behind[0]} ",
        "127.0.0.1:8001 ": f"127.0.0.1:{behind[1]} ",
    }
    text = SHIPPED.read_text()
    for shipped, here in changes.items():
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    return text.replace(NAME, "127.0.0.1")


@contextmanager
def front(program: str, folder: Path, files: Certificate, behind: Sequence[int]) -> Iterator[Front]:
    """nginx before these ports, until the test is over. Fails with what nginx says of the settings."""
    made = Front(folder, free_port(), free_port())
    (folder / "facilitator.conf").write_text(adapted(files, folder, (made.port, made.plain_port), behind))
    temporary = [f"{name}_temp_path {folder}/{name};" for name in TEMPORARY]
    http = "\n".join(["http {", *temporary, f"include {folder}/facilitator.conf;", "}"])
    main = f"pid {folder}/pid;\ndaemon off;\nworker_processes 1;\nerror_log stderr;\nevents {{}}\n{http}\n"
    (folder / "nginx.conf").write_text(main)
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        until(lambda: _reached(made))
        yield made
    finally:
        process.terminate()
        process.wait(10)


def _reached(made: Front) -> bool:
    try:
        urlopen(made.address, timeout=2).close()  # noqa: S310 - our own
    except HTTPError:
        return True
    except OSError:
        return False
    return True


def _has_ipv6() -> bool:
    return Path("/proc/net/if_inet6").exists() and bool(Path("/proc/net/if_inet6").read_text())

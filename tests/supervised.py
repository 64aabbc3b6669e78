"""`facilitator serve --workers 2` for a test: the supervisor in a process of its own, and its two workers."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.servers import Server, until

WORKER = """
from gevent import monkey; monkey.patch_all()
import os
from dataclasses import replace
from pathlib import Path
from facilitator.config import Config
from facilitator.serve import serve
from facilitator.workers import Post
if Path(os.environ["FACILITATOR_DATA"], "no-more").exists():
    raise SystemExit(3)
attend = Post.attend
def told(self, end):
    Path(os.environ["FACILITATOR_DATA"], f"ready-{os.getpid()}").touch()
    attend(self, end)
Post.attend = told
serve(replace(Config.from_env(), second_factor_waived=True), post=Post.from_env())
"""
SUPERVISOR = """
from gevent import monkey; monkey.patch_all()
import sys
from facilitator import workers
from facilitator.logs import settle_logs
from facilitator.serve import listening
settle_logs()
workers.FIRST_PAUSE = float(sys.argv[3])
sys.exit(workers.Workers(listening("127.0.0.1", int(sys.argv[1])), 2, [sys.executable, "-c", sys.argv[2]]).run())
"""


@dataclass
class Supervised(Server):
    """A supervisor with two workers."""

    worker: str = WORKER

    def start(self) -> None:
        environ = os.environ | {
            "SECRET_KEY": self.config.secret_key,
            "FACILITATOR_DATA": str(self.config.data_folder),
            "DATABASE_URL": self.config.database_url,
            "REDIS_URL": self.redis_url or "",
            "PUBLIC_URL": self.address,
        }
        command = [sys.executable, "-c", SUPERVISOR, str(self.port), self.worker, "0.01"]
        self.process = subprocess.Popen(command, env=environ)

    def workers(self) -> list[int]:
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def settle(self) -> None:
        """Wait until two workers take requests."""
        until(self.both_serve, 60)

    def both_serve(self) -> bool:
        """Whether two workers take requests, and there is no third that leaves or comes."""
        ready = [pid for pid in self.workers() if (self.config.data_folder / f"ready-{pid}").exists()]
        return len(ready) == len(self.workers()) == 2 and self.answers_well()

    def answers_well(self) -> bool:
        try:
            with urlopen(self.address + "/", timeout=5) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

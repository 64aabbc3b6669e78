"""Settings from the environment: typed, frozen, checked once at start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .errors import DomainError

LEAST_SECRET = 32
LEAST_TOKEN = 32
LEAST_FLOOR = 3
LONGEST_REVIEW = 72  # hours
MOST_MONTHS = 12


class ConfigError(DomainError):
    """A setting is missing or wrong. The message names the variable."""


@dataclass(frozen=True)
class Config:
    """How one installation runs.

    `floor` is the least number of phones whose writing may be opened together, never under 3. `also_at` are
    further origins the demo is reached at. `second_factor_waived` lets reviewers and admins in without one: for
    made-up people, so no variable of the environment sets it. `review_hours` until what was not shown is erased,
    `kept_months` for sessions and what was shown. `hold_days` before what a group offers can go on to its program; None
    is 14 to 45 at random, and no variable of the environment makes it less. `metrics_token` opens `/metrics` from afar.
    """

    secret_key: str
    data_folder: Path
    public_url: str = "http://127.0.0.1:8000"
    database_url: str = ""
    redis_url: str | None = None
    floor: int = 4
    review_hours: int = 24
    kept_months: int = 12
    demo: bool = False
    also_at: tuple[str, ...] = ()
    second_factor_waived: bool = False
    trusted_proxies: int = 0
    hold_days: int | None = None
    metrics_token: str = ""

    def __post_init__(self) -> None:
        if len(self.secret_key) < LEAST_SECRET:
            raise ConfigError(f"SECRET_KEY must have {LEAST_SECRET} characters or more. Run 'facilitator init'.")
        if self.metrics_token and len(self.metrics_token) < LEAST_TOKEN:
            raise ConfigError(f"METRICS_TOKEN must have {LEAST_TOKEN} characters or more.")
        if self.floor < LEAST_FLOOR:
            raise ConfigError(f"FLOOR must be {LEAST_FLOOR} or more: fewer voices cannot hide each other.")
        if not 1 <= self.review_hours <= LONGEST_REVIEW:
            raise ConfigError(f"REVIEW_HOURS must be from 1 to {LONGEST_REVIEW}.")
        if not 1 <= self.kept_months <= MOST_MONTHS:
            raise ConfigError(f"KEPT_MONTHS must be from 1 to {MOST_MONTHS}.")
        if urlsplit(self.public_url).scheme not in ("http", "https") or not self.host:
            raise ConfigError("PUBLIC_URL must be the address people type, such as https://groups.example.org")
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data_folder / 'facilitator.db'}")

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).netloc

    @property
    def origin(self) -> str:
        return f"{urlsplit(self.public_url).scheme}://{self.host}"

    @property
    def origins(self) -> tuple[str, ...]:
        """Where our pages may come from: what a socket's Origin is held against."""
        return (self.origin, *self.also_at)

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def key_folder(self) -> Path:
        """Where the keys of sealed writing live: never in a backup, shared by all processes of a host."""
        return self.data_folder / "keys"

    @property
    def unfinished(self) -> Path:
        """A file that is there while a backup is being put back, and after that was cut short."""
        return self.data_folder / "restoring"

    def expect_whole(self) -> None:
        """Raises ConfigError when a restore was begun here and not finished."""
        if self.unfinished.exists():
            raise ConfigError("A restore did not finish here. Run 'facilitator restore FILE --replace' again.")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Config":
        """Read the environment.

        SECRET_KEY (or the file `secret` in the data folder), FACILITATOR_DATA, PUBLIC_URL, DATABASE_URL,
        REDIS_URL, FLOOR, REVIEW_HOURS, KEPT_MONTHS, TRUSTED_PROXIES, METRICS_TOKEN. Raises ConfigError with one clear
        sentence.
        """
        env = os.environ if environ is None else environ
        data_folder = Path(env.get("FACILITATOR_DATA", "data")).resolve()
        return cls(
            secret_key=env.get("SECRET_KEY") or _secret_in(data_folder),
            data_folder=data_folder,
            public_url=env.get("PUBLIC_URL", cls.public_url).rstrip("/"),
            database_url=_with_driver(env.get("DATABASE_URL", "")),
            redis_url=env.get("REDIS_URL") or None,
            floor=_whole(env, "FLOOR", cls.floor),
            review_hours=_whole(env, "REVIEW_HOURS", cls.review_hours),
            kept_months=_whole(env, "KEPT_MONTHS", cls.kept_months),
            trusted_proxies=_whole(env, "TRUSTED_PROXIES", cls.trusted_proxies),
            metrics_token=env.get("METRICS_TOKEN", ""),
        )


def _secret_in(data_folder: Path) -> str:
    try:
        return (data_folder / "secret").read_text().strip()
    except FileNotFoundError:
        raise ConfigError(
            f"There is no secret key. Run 'facilitator init --data {data_folder}' first, or set SECRET_KEY."
        ) from None
    except PermissionError:
        raise ConfigError(f"The secret in {data_folder} cannot be read by this user.") from None


def _with_driver(url: str) -> str:
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(env.get(name, default))
    except ValueError:
        raise ConfigError(f"{name} must be a whole number, not '{env[name]}'.") from None

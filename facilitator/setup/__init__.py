"""Setting up, adding people, and wiping: what whoever runs the machine does from a terminal."""

from .backup import run_backup
from .init import run_init
from .lockdown import run_drill, run_held, run_lockdown
from .people import run_account_add, run_second_factor_off
from .purge import run_purge
from .restore import run_restore
from .wipe import run_wipe

__all__ = [
    "run_account_add",
    "run_backup",
    "run_drill",
    "run_held",
    "run_init",
    "run_lockdown",
    "run_purge",
    "run_restore",
    "run_second_factor_off",
    "run_wipe",
]

"""`facilitator doctor`: looks at everything an installation stands on, and says what to do.

It changes nothing, shows nothing that anybody wrote, and prints no password and no address of a person.
"""

import json
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict

from ..config import Config, ConfigError
from ..setup import folder
from .database import database
from .finding import BROKEN, OK, Check, Finding
from .front import front
from .machine import disk, limits, versions
from .memory import memory
from .places import data_folder, key_folder
from .settings import settings

CHECKS: dict[str, Check] = {
    "settings": settings,
    "data folder": data_folder,
    "key folder": key_folder,
    "disk": disk,
    "database": database,
    "redis": memory,
    "front": front,
    "versions": versions,
    "limits": limits,
}


def run(arguments: Namespace) -> int:
    """Print what was found; 1 when something is broken."""
    place = folder.folder_of(arguments)
    try:
        findings = list(examined(folder.config_of(place)))
    except ConfigError as wrong:
        findings = [Finding("settings", BROKEN, wrong.message)]
    print(json.dumps([asdict(one) for one in findings], indent=2) if arguments.json else in_lines(findings))
    return int(any(one.state == BROKEN for one in findings))


def examined(config: Config) -> Iterator[Finding]:
    """Everything that was found. A check that fails itself is a finding too, told by the class of its failure."""
    for name, check in CHECKS.items():
        try:
            yield from check(config)
        except Exception as failure:
            yield Finding(name, BROKEN, f"This could not be looked at: {type(failure).__name__}.")


def in_lines(findings: list[Finding]) -> str:
    """One line each, and below it what to do; at the end, the worst of it."""
    lines = []
    for one in findings:
        lines.append(f"{one.state:<13} {one.check:<12} {one.said}")
        if one.do:
            lines.append(f"{'':<26} → {one.do}")
    worse = [one for one in findings if one.state != OK]
    broken = sum(one.state == BROKEN for one in worse)
    lines.append(f"\n{broken} broken, {len(worse) - broken} to look at, {len(findings) - len(worse)} ok.")
    return "\n".join(lines)

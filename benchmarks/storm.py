"""Everybody at once: a thousand phones join within five seconds, lose their signal together, and come back.

A phone has joined when it has had the page, given the code, had the room's page, opened its socket and been sent the
first full picture. Bare python-socketio and Node have no pages and send no picture: there a phone only opens a socket.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from .sides import Figures, Rounds, medians, node_version, ratios, side, surroundings, told

PHONES, GROUPS = 1_000, 65
SECONDS = 5.0
PICTURE = '{"name": "stage", "html": ""}'


def run(rounds: int, tell: Callable[[str], None]) -> Figures:
    """`ratio_to_bare` compares coming back: the processor's time for one phone."""
    found: dict[str, Rounds] = {"join": {}, "return": {}}
    with TemporaryDirectory() as folder:
        payload = Path(folder) / "payload.json"
        payload.write_text(PICTURE)
        for number in range(1, rounds + 1):
            for name in ("bare", "application", *(["node"] if node_version() else [])):
                first = [] if name == "application" else [str(payload)]
                with side(name, *first, str(GROUPS), str(PHONES), kinds=["joiners"]) as (load,):
                    for what, rounds_of in found.items():
                        figures = load.told(f"{what} {SECONDS}")
                        rounds_of.setdefault(name, []).append(figures)
                        tell(_line(number, name, what, figures))
    back = found["return"]
    return {
        "benchmark": "storm",
        **told("ratio_to_bare", ratios(back, "server_us_a_phone")),
        **told("ratio_to_node", ratios(back, "server_us_a_phone", theirs="node")),
        "rounds": rounds,
        "phones": PHONES,
        "groups": GROUPS,
        "seconds": SECONDS,
        **{f"{name}_{what}": medians(one) for what, sides in found.items() for name, one in sides.items()},
        **surroundings(),
    }


def _line(number: int, name: str, what: str, figures: Figures) -> str:
    return (
        f"round {number}  {name:<12}{what:<7}{figures['failures']:>5} failed{figures['p50_ms']:9.1f} ms p50"
        f"{figures['p99_ms']:9.1f} ms p99{figures['server_us_a_phone']:8.0f} us a phone"
    )

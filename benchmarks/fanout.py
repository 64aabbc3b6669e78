"""One announcement to every phone of a room: the application beside bare python-socketio, Node, and the wire alone.

Rounds are interleaved (bare, application, wire, node, bare, ...). All send the same HTML; the application also reads
and renders it each time. The processor's time is told beside the clock's: other work on the machine spoils it less.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .sides import Figures, Load, Rounds, medians, node_version, ratios, rounded, side, surroundings, told

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Shape:
    """Phones spread over rooms. A round is `seconds` of each loop; `rate` announcements a second in the open one."""

    name: str
    rooms: int
    phones: int
    rate: float
    seconds: float = 2.0
    open_seconds: float = 2.0


GROUPS = Shape("fanout", rooms=100, phones=1_500, rate=100.0)
ONE_ROOM = Shape("room", rooms=1, phones=1_000, rate=5.0, open_seconds=6.0)


def run(rounds: int, tell: Tell) -> Figures:
    """A hundred rooms of 15, for so many rounds; `tell` gets a line as each part ends."""
    return measured(GROUPS, rounds, tell)


def run_room(rounds: int, tell: Tell) -> Figures:
    """One room of a thousand."""
    return measured(ONE_ROOM, rounds, tell)


def measured(shape: Shape, rounds: int, tell: Tell) -> Figures:
    """Every side in turn, round after round."""
    with sides_of(shape.rooms, shape.phones) as (sides, sample):
        found: Rounds = {name: [] for name in sides}
        for number in range(1, rounds + 1):
            for name, load in sides.items():
                found[name].append(one_round(load, shape))
                tell(_line(number, name, found[name][-1]))
    return _summary(shape, found, payload_bytes=len(sample.encode()))


def one_round(load: Load, shape: Shape) -> Figures:
    """The closed loop, then the open one."""
    closed, opened = f"saturate {shape.seconds}", f"pace {shape.open_seconds} {shape.rate}"
    return {**load.told(closed), **load.told(opened), "kb_a_phone": load.first["kb_a_phone"]}


@contextmanager
def sides_of(rooms: int, phones: int, *names: str) -> Iterator[tuple[dict[str, Load], str]]:
    """Every side with its phones connected, and the JSON that a phone gets; without `names`, all there are."""
    size = (str(rooms), str(phones))
    with ExitStack() as all_of_it:
        (application,) = all_of_it.enter_context(side("application", *size))
        payload = Path(all_of_it.enter_context(tempfile.TemporaryDirectory())) / "payload.json"
        payload.write_text(application.first["sample"])
        others = names or ("bare", "wire", *(["node"] if node_version() else []))
        loads = {name: all_of_it.enter_context(side(name, str(payload), *size))[0] for name in others}
        yield {"application": application, **loads}, application.first["sample"]


def _summary(shape: Shape, found: Rounds, payload_bytes: int) -> Figures:
    return {
        "benchmark": shape.name,
        **told("ratio_to_bare", ratios(found, "deliveries_per_s")),
        **told("ratio_to_node", ratios(found, "deliveries_per_s", theirs="node")),
        **told("latency_ratio_to_bare", ratios(found, "p50_ms")),
        **told("latency_ratio_to_node", ratios(found, "p50_ms", theirs="node")),
        "rounds": len(found["bare"]),
        "ratio_by_processor_time": rounded(1 / median(ratios(found, "server_us_a_delivery"))),
        "memory_ratio_to_bare": rounded(median(ratios(found, "kb_a_phone"))),
        "wire_ratio_to_bare": rounded(median(ratios(found, "deliveries_per_s", "wire"))),
        "wire_ratio_by_processor_time": rounded(1 / median(ratios(found, "server_us_a_delivery", "wire"))),
        "rooms": shape.rooms,
        "phones": shape.phones,
        "payload_bytes": payload_bytes,
        "announcements_per_s_for_latency": shape.rate,
        **{name: medians(rounds) for name, rounds in found.items()},
        **surroundings(),
    }


def _line(number: int, name: str, figures: Figures) -> str:
    return (
        f"round {number}  {name:<12}{figures['deliveries_per_s']:>9,.0f} deliveries/s"
        f"{figures['server_us_a_delivery']:7.1f} us each{figures['p50_ms']:7.2f} ms to the last"
        f"  (the load could take {figures['load_ceiling_per_s']:,.0f}/s)"
    )

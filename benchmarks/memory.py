"""An idle phone: what a server's resident memory grows by for each that is connected, in kB.

Every round starts each server anew, because memory is not given back.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from .sides import Figures, Rounds, medians, node_version, ratios, side, surroundings, told

ROOMS, PHONES = 100, 1_500


def run(rounds: int, tell: Callable[[str], None]) -> Figures:
    """`ratio_to_bare` is in resident memory: less is better."""
    names = ["application", "bare", *(["node"] if node_version() else [])]
    found: Rounds = {name: [] for name in names}
    with TemporaryDirectory() as folder:
        payload = Path(folder) / "payload.json"
        for number in range(1, rounds + 1):
            for name in names:
                first = [] if name == "application" else [str(payload)]
                with side(name, *first, str(ROOMS), str(PHONES)) as (load,):
                    payload.write_text(load.first.pop("sample"))
                    found[name].append(load.first)
                tell(f"round {number}  {name:<12}{found[name][-1]['kb_a_phone']:7.1f} kB a phone")
    return {
        "benchmark": "memory",
        **told("ratio_to_bare", ratios(found, "kb_a_phone")),
        **told("ratio_to_node", ratios(found, "kb_a_phone", theirs="node")),
        "rounds": rounds,
        "phones": PHONES,
        **{name: medians(one) for name, one in found.items()},
        **surroundings(),
    }

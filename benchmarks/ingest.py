"""Submissions: each is committed, then acknowledged. Beside the same work without a database, and a commit for each.

Four servers in turn, round after round: the application on SQLite (FULL), the same keeping nothing, the application on
PostgreSQL, the same committing every piece by itself. Then the phones of a hundred groups get announcements while
submissions come in, and while none do.
"""

from collections.abc import Callable
from contextlib import ExitStack

from facilitator.development.services import postgresql

from .released import _postgresql as a_database
from .sides import Figures, Load, Rounds, medians, ratios, rounded, side, surroundings, told

Tell = Callable[[str], None]

ROOMS, PHONES = 100, 1_500
SECONDS, SENDERS = 2.0, 200
SINGLES = 300
FANOUT_SECONDS, ANNOUNCEMENTS, SUBMISSIONS = 5.0, 100, 600  # a second


def run(rounds: int, tell: Tell) -> Figures:
    """`ratio_to_bare` is the first of the ratios: on SQLite, to the same route with no database behind it."""
    found, mixed = _submitted(rounds, tell), _mixed(rounds, tell)
    return {
        "benchmark": "ingest",
        **told("ratio_to_bare", ratios(found, "acknowledged_per_s", "sqlite", "nothing")),
        "ratio_to_node": None,
        **told("postgresql_ratio_to_commit_each", ratios(found, "acknowledged_per_s", "postgresql", "each")),
        **told("postgresql_ratio_to_nothing", ratios(found, "acknowledged_per_s", "postgresql", "nothing")),
        **told("fanout_p99_while_submitting_ratio", ratios(mixed, "p99_ms", "while_submitting", "without")),
        "rounds": rounds,
        "senders": SENDERS,
        "submissions_per_s_while_announcing": SUBMISSIONS,
        **{name: medians(figures) for name, figures in (found | mixed).items()},
        **surroundings(),
    }


def _submitted(rounds: int, tell: Tell) -> Rounds:
    with ExitStack() as all_of_it:
        sides = {"sqlite": _server(all_of_it), "nothing": _server(all_of_it, "--keep", "nothing")}
        if postgresql():
            for name, keep in (("postgresql", "all"), ("each", "each")):
                database = all_of_it.enter_context(a_database())
                sides[name] = _server(all_of_it, "--database", database, "--keep", keep)
        found: Rounds = {name: [] for name in sides}
        for number in range(1, rounds + 1):
            for name, load in sides.items():
                found[name].append(_one_round(load))
                tell(_line(number, name, found[name][-1]))
    return found


def _server(all_of_it: ExitStack, *options: str) -> Load:
    (load,) = all_of_it.enter_context(side("application", str(ROOMS), str(PHONES), *options, kinds=["senders"]))
    return load


def _one_round(load: Load) -> Figures:
    """Many at once, and one at a time before and after."""
    before = load.told(f"single {SINGLES}")
    busy = load.told(f"submit {SECONDS} {SENDERS}")
    after = load.told(f"single {SINGLES}")
    if after["refused"]:
        raise SystemExit(f"{after['refused']} submissions were refused.")
    idle = {f"single_{name}_{when}": one[name] for when, one in _both(before, after) for name in ("p50_ms", "p99_ms")}
    return busy | idle


def _both(before: Figures, after: Figures) -> list[tuple[str, Figures]]:
    return [("before", before), ("after", after)]


def _mixed(rounds: int, tell: Tell) -> Rounds:
    """Fan-out with and without submissions, on SQLite."""
    found: Rounds = {"without": [], "while_submitting": []}
    with side("application", str(ROOMS), str(PHONES), kinds=["load", "senders"]) as (phones, senders):
        for number in range(1, rounds + 1):
            for name in found:
                if name == "while_submitting":
                    senders.ask(f"rate {FANOUT_SECONDS + 0.5} {SUBMISSIONS}")
                found[name].append(phones.told(f"pace {FANOUT_SECONDS} {ANNOUNCEMENTS}"))
                if name == "while_submitting":
                    found[name][-1] |= {f"submission_{figure}": value for figure, value in senders.answer().items()}
                tell(f"round {number}  fan-out {name:<17}{found[name][-1]['p99_ms']:7.2f} ms p99 to the last")
    return found


def _line(number: int, name: str, figures: Figures) -> str:
    return (
        f"round {number}  {name:<12}{rounded(figures['acknowledged_per_s']):>7,.0f} acknowledged/s"
        f"{figures['server_us_a_submission']:7.0f} us each{figures['single_p99_ms_before']:7.2f} ms p99 of one alone"
    )

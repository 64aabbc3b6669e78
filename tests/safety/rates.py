"""How often the word lists hit and miss on made-up lines: `python3 -m tests.safety.rates`.

`hit` is the share of a signal's own lines that its list finds; `false` the share of all other lines it finds, too.
The lines of `en` and `es` were used to tune the lists; those of `en_unseen` and `es_unseen` were written when the
lists were finished and never used for that. `--misses` prints the lines that went wrong.
"""

import argparse
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from facilitator import content
from facilitator.privacy.screen import screened

LINES = Path(__file__).parent / "lines"
SETS = ("en", "en_unseen", "es", "es_unseen")
ORDINARY = "ordinary"


@dataclass(frozen=True)
class Line:
    """A made-up line and the signals it is about; none for ordinary talk."""

    text: str
    about: frozenset[str]


@dataclass(frozen=True)
class Rate:
    """Of one signal on one set of lines: how many of its own it found, and of the others."""

    hits: int
    own: int
    false: int
    others: int

    @property
    def hit(self) -> float:
        return self.hits / self.own

    @property
    def false_alarm(self) -> float:
        return self.false / self.others


def lines_of(name: str) -> list[Line]:
    """The lines of one file."""
    told = tomllib.loads((LINES / f"{name}.toml").read_text(encoding="utf-8"))
    return [Line(text, frozenset(labels.split("+")) - {ORDINARY}) for labels, texts in told.items() for text in texts]


def rates_of(lines: list[Line]) -> dict[str, Rate]:
    """The rates of every signal that the lines speak of."""
    found = [(line, screened(line.text)) for line in lines]
    return {
        signal: Rate(
            hits=sum(signal in hits for line, hits in found if signal in line.about),
            own=sum(signal in line.about for line in lines),
            false=sum(signal in hits for line, hits in found if signal not in line.about),
            others=sum(signal not in line.about for line in lines),
        )
        for signal in content.signals("en")
    }


def quiet_share(lines: list[Line]) -> float:
    """The share of ordinary lines that no list finds."""
    ordinary = [line for line in lines if not line.about]
    return sum(not screened(line.text) for line in ordinary) / len(ordinary)


def alert_rate(lines: list[Line]) -> float:
    """The share of ordinary lines that would alert a facilitator for nothing."""
    alerting = {signal.id for signal in content.signals("en").values() if signal.alerts}
    ordinary = [line for line in lines if not line.about]
    return sum(bool(screened(line.text) & alerting) for line in ordinary) / len(ordinary)


def table() -> Iterator[str]:
    """The rates as a table in Markdown, as it stands in docs/safety.md."""
    measured = {name: lines_of(name) for name in SETS}
    rates = {name: rates_of(lines) for name, lines in measured.items()}
    yield f"| Signal | {' | '.join(f'{name} hit | {name} false' for name in SETS)} |"
    yield f"|---|{'---|' * 2 * len(SETS)}"
    for signal in content.signals("en"):
        cells = [f"{rates[name][signal].hit:.0%} | {rates[name][signal].false_alarm:.1%}" for name in SETS]
        yield f"| {signal} | {' | '.join(cells)} |"
    yield f"| ordinary talk left alone | {' | '.join(f'{quiet_share(measured[name]):.0%} |' for name in SETS)} |"
    yield f"| ordinary talk that alerts | {' | '.join(f'{alert_rate(measured[name]):.0%} |' for name in SETS)} |"
    yield f"| lines | {' | '.join(f'{len(measured[name])} |' for name in SETS)} |"


def misses(name: str) -> Iterator[str]:
    """The lines of one set that went wrong, and how."""
    for line in lines_of(name):
        hits = screened(line.text)
        missed, false = line.about - hits, hits - line.about
        if missed or false:
            yield f"{name}: {line.text!r} missed {sorted(missed)}, false {sorted(false)}"


def main() -> None:
    parser = argparse.ArgumentParser(description="How often the word lists hit and miss on made-up lines.")
    parser.add_argument("--misses", choices=SETS, help="print the lines of one set that went wrong")
    chosen = parser.parse_args()
    print("\n".join(misses(chosen.misses) if chosen.misses else table()))


if __name__ == "__main__":
    main()

"""The numbers in Prometheus' text format. Labels name a process, a kind of answer or an event of the code: no group."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from ..version import __version__

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Told(NamedTuple):
    """One number: how it is explained, whether it only ever grows, and what else tells its parts apart."""

    help: str
    grows: bool = False
    label: str = ""


NUMBERS: dict[str, Told] = {
    "start_time_seconds": Told("When the process started, in seconds since 1970."),
    "resident_bytes": Told("Memory in use, in whole MiB."),
    "cpu_seconds": Told("Processor time used, in whole seconds.", grows=True),
    "hub_delay_seconds": Told("The longest wait of the event loop in the last ten seconds."),
    "ready": Told("1 when /readyz says ready."),
    "write_seconds": Told("How long an empty write took at the last look, commit included."),
    "disk_free_ratio": Told("How much of the disk with the data folder is free, from 0 to 1."),
    "redis_in_touch": Told("1 when Redis answered last, or there is none."),
    "screens": Told("Sockets, in whole tens."),
    "answers": Told("Requests answered, in whole hundreds.", grows=True, label="status"),
    "sockets_turned_away": Told("Sockets that found no room, never spoke or were too slow, in tens.", True, "why"),
    "catch_ups": Told("Sessions whose change was found in the database and not told by a hint.", grows=True),
    "errors": Told("What was logged as wrong.", grows=True, label="event"),
}


def page(standing: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The numbers of all processes, by process."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers(standing))
    return generate_latest(registry)


class _Numbers(Collector):
    def __init__(self, standing: Mapping[str, Mapping[str, Any]]) -> None:
        self._standing = standing

    def collect(self) -> Iterable[Metric]:
        yield InfoMetricFamily("facilitator_build", "The version that runs.", {"version": __version__})
        for name, told in NUMBERS.items():
            family = _family(name, told)
            for process, numbers in sorted(self._standing.items()):
                parts = numbers.get(name, 0)
                for part, value in (parts if told.label else {"": parts}).items():
                    family.add_metric([process, part] if told.label else [process], value)
            yield family


def _family(name: str, told: Told) -> GaugeMetricFamily | CounterMetricFamily:
    labels = ["process", told.label] if told.label else ["process"]
    kind = CounterMetricFamily if told.grows else GaugeMetricFamily
    return kind(f"facilitator_{name}", told.help, labels=labels)

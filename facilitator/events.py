"""Facts, told after they are committed. A listener that fails is logged by class and survived."""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

log = logging.getLogger(__name__)

Fact = object
Listener = Callable[[Any], None]
L = TypeVar("L", bound=Listener)

_listeners: dict[type[Fact], list[Listener]] = defaultdict(list)


def listens_to(*kinds: type[Fact]) -> Callable[[L], L]:
    """Register the decorated function for each kind of fact."""

    def register(listener: L) -> L:
        for kind in kinds:
            _listeners[kind].append(listener)
        return listener

    return register


def publish(fact: Fact) -> None:
    """Tell every listener. Only the class of a failure is logged: its text might be a member's."""
    for listener in _listeners[type(fact)]:
        try:
            listener(fact)
        except Exception as failure:
            log.error("listener_failed", extra={"fact": type(fact).__name__, "failure": type(failure).__name__})

"""How many people are behind what a program is told, at least. Sessions are never added up: the same people return."""

from collections.abc import Iterable
from uuid import UUID

LEAST_SESSIONS = 3


def pooled(sizes: Iterable[tuple[UUID, int]], *, apart: bool) -> int:
    """The pooled size of sessions, each given by its group and its own estimate (P26).

    A group is as large as its largest session. Groups are added up only where the program attests that nobody is in
    two of them (`apart`); else the largest group stands for all.
    """
    largest: dict[UUID, int] = {}
    for group_id, k_est in sizes:
        largest[group_id] = max(k_est, largest.get(group_id, 0))
    return sum(largest.values()) if apart else max(largest.values(), default=0)

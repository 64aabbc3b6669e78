"""Fragments rendered once for an audience and a language, and the frames that carry them."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import Flask, current_app, render_template
from flask_babel import force_locale

from .. import db
from ..config import Config
from ..moments import now_ms
from .bus import Bus
from .folded import render_in_one_language
from .pictures import Stage
from .presence import CONSOLE, MEMBER, MISSED, SCREEN, Presence
from .showing import desk_of, stage_of, stage_row
from .translating import in_language

Frame = dict[str, Any]
NAMES = {MEMBER: ("stage",), SCREEN: ("wall",), CONSOLE: ("now", "agenda", "queue", "room", "signals")}
KEPT = 2000  # renderings kept, each of one session, audience, language and revision
Key = tuple[UUID, str, str]


class Fragments:
    """What is on the screens of one application."""

    def __init__(self, app: Flask, config: Config, presence: Presence, bus: Bus) -> None:
        self._app = app
        self._public_url = config.public_url
        self._presence = presence
        self._bus = bus
        self._kept: OrderedDict[Key, tuple[tuple[int, bool], list[tuple[str, str]]]] = OrderedDict()

    def frames(self, session_id: UUID, audience: str, language: str) -> list[Frame]:
        """Every fragment of an audience now: the same bytes for a push and for a GET. Raises NotFound."""
        if audience == CONSOLE:
            revision, rendered = self._desk(session_id, language)
        else:
            revision, rendered = self._stage(session_id, audience, language)
        now = now_ms()
        return [{"name": name, "revision": revision, "html": html, "now": now} for name, html in rendered]

    def _stage(self, session_id: UUID, audience: str, language: str) -> tuple[int, list[tuple[str, str]]]:
        key = (session_id, audience, language)
        missed = self._is_missed(session_id)
        with db.glance() as connection:
            row = stage_row(connection, session_id)
        kept = self._kept.get(key)
        if kept is not None and kept[0] == (row.revision, missed):
            return kept[0][0], kept[1]
        with db.reading() as tx:
            stage = stage_of(tx, session_id, row, self._public_url, missed=missed)
        if audience == MEMBER:
            stage = in_language(stage, language)
        rendered = self._render_stage(NAMES[audience], language, stage)
        self._keep(key, (row.revision, missed), rendered)
        return row.revision, rendered

    def _is_missed(self, session_id: UUID) -> bool:
        """Whether no console is there, at this process or another; the others are asked only where it matters."""
        if self._presence.unattended_for(session_id) <= MISSED:
            return False
        return not self._bus.attended_elsewhere(session_id, self._presence.attended_here(session_id))

    def _desk(self, session_id: UUID, language: str) -> tuple[int, list[tuple[str, str]]]:
        """Never kept: its counts move on a tick, without a revision."""
        with db.reading() as tx:
            revision, desk = desk_of(tx, session_id, self._public_url, self._presence.counts(session_id), language)
        return revision, self._render(NAMES[CONSOLE], language, desk=desk)

    def _render_stage(self, names: Sequence[str], language: str, stage: Stage) -> list[tuple[str, str]]:
        render = partial(render_in_one_language, self._app, language, stage=stage)
        return [(name, render(f"live/_{name}.html")) for name in names]

    def _render(self, names: Sequence[str], language: str, **context: object) -> list[tuple[str, str]]:
        with self._app.app_context(), force_locale(language):
            return [(name, render_template(f"live/_{name}.html", **context)) for name in names]

    def _keep(self, key: Key, state: tuple[int, bool], rendered: list[tuple[str, str]]) -> None:
        self._kept[key] = state, rendered
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def frames_of(session_id: UUID, audience: str, language: str) -> list[Frame]:
    """The frames of the application that answers this request."""
    fragments: Fragments = current_app.extensions["fragments"]
    return fragments.frames(session_id, audience, language)

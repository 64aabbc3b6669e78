"""A library that changed under the wire is noticed at start, in one sentence."""

import engineio
import pytest
import socketio

from facilitator.live.wire import LibraryChanged
from facilitator.live.wire.footing import check


def test_the_libraries_installed_are_the_ones_it_was_built_on() -> None:
    check()


def test_every_change_is_named_in_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engineio.Server, "_handle_connect", lambda self, environ: None)
    monkeypatch.setattr(socketio.Manager, "basic_disconnect", lambda self, sid: None)
    with pytest.raises(LibraryChanged) as noticed:
        check()
    assert str(noticed.value).count("takes other arguments") == 2

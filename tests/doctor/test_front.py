"""The doctor asks by the address that people type, and finds what a front gets wrong."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.doctor.finding import BROKEN, LOOK, OK
from facilitator.doctor.front import front as look
from tests.cast import Cast
from tests.certificates import Certificate
from tests.deploy import fronts
from tests.servers import free_port, running, until

Public = Callable[[], AbstractContextManager[Config]]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    made = Certificate.made_in(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    monkeypatch.setenv("TRUSTED_PROXIES", "1")
    return made


@pytest.fixture
def public(
    needs_nginx: str,
    tmp_path: Path,
    files: Certificate,
    config: Config,
    app: Flask,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> Public:
    """Starts a server behind nginx; gives its configuration, as the doctor knows it."""

    @contextmanager
    def started() -> Iterator[Config]:
        ports = [free_port(), free_port()]
        address = f"https://127.0.0.1:{ports[0]}"
        with running(config, public_url=address) as server, monkeypatch.context() as known:
            known.setattr(fronts, "free_port", iter(ports).__next__)
            with fronts.front(needs_nginx, tmp_path, files, (server.port, server.port)):
                yield replace(config, public_url=address, trusted_proxies=1)

    return started


def test_behind_the_front_that_is_shipped_all_is_well(public: Public) -> None:
    with public() as config:
        found = list(look(config))
        assert [one for one in found if one.state == BROKEN] == []
        assert [(one.check, one.state) for one in found] == [("certificate", LOOK), ("front", OK), ("front", OK)]
        wrong = list(look(replace(config, trusted_proxies=0)))
        assert any("TRUSTED_PROXIES is 0" in one.said for one in wrong if one.state == BROKEN)
        other = replace(config, secret_key="t" * 40)
        until(lambda: any("not this installation" in one.said for one in look(other)))  # nginx may rest for a second


@pytest.mark.parametrize(
    ("shipped", "instead", "said"),
    [
        ("X-Forwarded-For $remote_addr", "X-Forwarded-For $proxy_add_x_forwarded_for", "that a client claims"),
        ("proxy_set_header Upgrade $http_upgrade;", "", "WebSockets do not get through"),
        ("proxy_set_header Host $host", "proxy_set_header Host elsewhere", "another host name"),
        ("X-Forwarded-Proto $scheme", 'X-Forwarded-Proto ""', "by https"),
    ],
)
def test_a_front_that_was_changed_for_the_worse_is_found_out(
    public: Public, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: str, instead: str, said: str
) -> None:
    text = fronts.SHIPPED.read_text()
    assert shipped in text
    changed = tmp_path / "changed.conf"
    changed.write_text(text.replace(shipped, instead))
    monkeypatch.setattr(fronts, "SHIPPED", changed)
    with public() as config:
        assert any(said in one.said and one.do for one in look(config) if one.state == BROKEN)


def test_without_a_front_on_this_machine_alone_all_is_well(config: Config, app: Flask, cast: Cast) -> None:
    with running(config) as server:
        found = list(look(replace(config, public_url=server.address)))
        assert [one.state for one in found] == [OK, OK]
    (gone,) = look(replace(config, public_url=server.address))
    assert gone.state == LOOK
    assert "Nothing answers" in gone.said

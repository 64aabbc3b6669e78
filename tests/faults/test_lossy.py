"""Over a link that drops, doubles and cuts off three requests in ten, every text arrives, and arrives once."""

from flask import Flask

from facilitator.config import Config
from tests.cast import Cast
from tests.servers import SERVE

from .broken import FORGETS_RECEIPTS
from .lossy import attack, lossy_link
from .worlds import Goals, missed, standing


def lossy(config: Config, cast: Cast, script: str = SERVE) -> Goals:
    with lossy_link() as link, standing(config, cast, front=link.address, script=script) as world:
        link.to = world.servers[0].port
        return attack(world, link, 160, 5)


def test_every_text_arrives_once_and_screens_are_level_when_the_link_is_well(
    app: Flask, cast: Cast, config: Config
) -> None:
    goals = lossy(config, cast)
    assert missed(goals) == {}


def test_a_server_that_forgets_receipts_is_found_out(app: Flask, cast: Cast, config: Config) -> None:
    """The control: it takes what is sent again for something new."""
    doubled, _ = lossy(config, cast, FORGETS_RECEIPTS)["doubled"]
    assert isinstance(doubled, int)
    assert doubled > 0

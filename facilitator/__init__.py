"""Facilitator: live relapse-prevention groups, with members' words kept apart from the members.

Imports of third-party packages stand inside `create_app`, so that `python3 -m facilitator` can start on a bare
Python and set itself up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from .config import Config

__all__ = ["create_app"]


def create_app(config: Config) -> Flask:
    """The application for one configuration. Its Socket.IO server is `app.extensions["socketio"]`.

    Nothing runs by itself yet: a server starts `facilitator.live.clock` when it begins to serve.
    """
    from flask import Flask

    from . import accounts, db, health, library, live, models, prompts, sessions, static_files, strategies, web  # noqa: F401
    from .accounts import login
    from .assets import assets
    from .logs import settle_logs
    from .privacy import keys, lives, throttle
    from .retention import proof
    from .review import days
    from .safety.calling import use as use_calls
    from .strategies import gone

    config.expect_whole()
    settle_logs()
    app = Flask(__name__, template_folder=str(assets() / "templates"), static_folder=str(assets() / "static"))
    app.config.update(PUBLIC_URL=config.public_url, FLOOR=config.floor, REDIS_URL=config.redis_url)
    db.connect(config.database_url)
    keys.use(config.key_folder)
    lives.use(lives.Lives(config.review_hours, config.kept_months))
    proof.use(config.data_folder)
    gone.use(config.data_folder)
    days.use(config.hold_days)
    use_calls(config.redis_url)
    throttle.use(config.redis_url)
    web.set_manners(app, config)
    static_files.compress(app)
    login.install(app, second_factor_waived=config.demo or config.second_factor_waived)
    _add_pages(app)
    live.go_live(app, config)
    health.install(app, config)
    return app


def _add_pages(app: Flask) -> None:
    """The pages of the features; those of a live session come with `live`."""
    from .accounts import link_views, people_views
    from .accounts import views as account_views
    from .library import views as library_views
    from .plan import views as plan_views
    from .prompts import views as prompt_views
    from .retention import views as retention_views
    from .review import (
        api_views,
        choosing_views,
        collection_views,
        desk_views,
        export_views,
        offer_views,
        settings_views,
        token_views,
        version_views,
        view_views,
    )  # fmt: skip
    from .safety import views as safety_views
    from .sessions import group_views
    from .sessions import views as session_views
    from .setup import wizard_views
    from .strategies import views as strategy_views

    for views in (
        wizard_views, account_views, link_views, people_views, group_views, session_views, safety_views, prompt_views,
        library_views, strategy_views, plan_views, retention_views, token_views,
        api_views, export_views, collection_views, version_views, choosing_views,
        desk_views, offer_views, settings_views, view_views,
    ):  # fmt: skip
        app.register_blueprint(views.bp)

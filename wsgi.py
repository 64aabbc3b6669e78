"""The application for gunicorn's gevent worker: `gunicorn -k gevent -w 1 wsgi:app`, one worker a port."""

import os

from facilitator import create_app, health, strategies
from facilitator.config import Config
from facilitator.live import clock
from facilitator.setup.wizard_views import offer

config = Config.from_env()
app = create_app(config)
strategies.sweep_keys()
clock.start(app)
health.start(app, str(os.getpid()))
if (code := offer(app, config.secret_key)) is not None:
    print(f"Nothing is set up here yet. Open {config.public_url}/set-up and give this code: {code}", flush=True)

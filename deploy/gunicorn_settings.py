"""Gunicorn for one port: `gunicorn --config deploy/gunicorn_settings.py --bind 127.0.0.1:8000 wsgi:app`.

One worker a port: the sockets of a session may be spread over processes, but a process has one hub. Start one for each
core, on ports of their own. TLS ends in front of it, never here: sockets are taken over as they are on the wire.
"""

bind = "127.0.0.1:8000"
worker_class = "gevent"
workers = 1
worker_connections = 2000
timeout = 60
graceful_timeout = 10
keepalive = 30
backlog = 1024

# Bounds of what a client may send before anything of ours reads it.
limit_request_line = 2048
limit_request_fields = 50
limit_request_field_size = 4096

# No access log. What gunicorn itself says goes to standard error, in the application's own plain form.
accesslog = None
disable_redirect_access_to_syslog = True
errorlog = "-"
loglevel = "critical"
capture_output = False
statsd_host = None

# Set by the front, of this host alone; the application reads them itself (TRUSTED_PROXIES).
forwarded_allow_ips = "127.0.0.1"
proxy_protocol = False
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a heartbeat alone, in memory

"""The settings that deploy/ ships, held to line by line; and a checker that finds what a default writes down."""

import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from facilitator.bootstrap import ROOT

DEPLOY = ROOT / "deploy"
CHECK = DEPLOY / "check.py"
UNITS = ["facilitator@.service", "facilitator-backup.service"]
SHIPPED = ["nginx.conf", "Caddyfile", *UNITS, "gunicorn_settings.py", "postgresql.conf", "redis.conf"]

# Each shipped line of these, and what it turns into for the control.
LINES = {
    "nginx.conf": {
        "access_log off;": "access_log /var/log/nginx/access.log combined;",
        "error_log /dev/null crit;": "error_log /var/log/nginx/error.log warn;",
        "X-Forwarded-For $remote_addr;": "X-Forwarded-For $proxy_add_x_forwarded_for;",
        "proxy_set_header X-Forwarded-Proto $scheme;": "",
        "ssl_protocols TLSv1.2 TLSv1.3;": "ssl_protocols TLSv1 TLSv1.2;",
        "proxy_max_temp_file_size 0;": "",
        "proxy_cache off;": "proxy_cache rooms;",
    },
    "Caddyfile": {
        "log default {\n\t\toutput discard": "log default {\n\t\toutput stderr",
        "\tlog {\n\t\toutput discard\n\t}\n": "\tlog\n",
        "header_up X-Forwarded-For {remote_host}": "",
    },
    **{
        unit: {
            "LimitCORE=0": "LimitCORE=infinity",
            "MemorySwapMax=0": "",
            "UMask=0077": "UMask=0022",
            "EnvironmentFile=/etc/facilitator/environment": "Environment=SECRET_KEY=abc",
            "ProtectSystem=strict": "",
        }
        for unit in UNITS
    },
    "gunicorn_settings.py": {"accesslog = None": 'accesslog = "-"', "workers = 1": "workers = 4"},
    "postgresql.conf": {
        "log_statement = 'none'": "log_statement = 'all'",
        "log_min_error_statement = 'panic'": "",
        "log_min_messages = 'fatal'": "log_min_messages = 'warning'",
        "log_min_duration_statement = -1": "log_min_duration_statement = 0",
        "log_parameter_max_length = 0": "log_parameter_max_length = -1",
        "log_parameter_max_length_on_error = 0": "",
    },
    "redis.conf": {
        'save ""': "save 3600 1",
        "appendonly no": "appendonly yes",
        "slowlog-log-slower-than -1": "",
        "user default off": "",
    },
}
BROKEN = [(name, line, other) for name, lines in LINES.items() for line, other in lines.items()]
DEFAULTS = {
    "nginx without a word on logs": """
        http { server { listen 80; location / { proxy_pass http://127.0.0.1:8000; } } }
    """,
    "nginx with its usual format": """
        http {
            log_format main '$remote_addr - [$time_local] "$request" "$http_user_agent"';
            access_log /var/log/nginx/access.log main;
            server { listen 443 ssl; location / { proxy_pass http://127.0.0.1:8000; } }
        }
    """,
    "Caddy without a word on logs": "groups.example.org {\n\treverse_proxy 127.0.0.1:8000\n}\n",
    "Caddy with its usual log": "groups.example.org {\n\tlog\n\treverse_proxy 127.0.0.1:8000\n}\n",
    "something else": "hello",
}


def findings(text: str) -> list[str]:
    found: list[str] = runpy.run_path(str(CHECK))["findings"](text)
    return found


@pytest.mark.proves("P13")
@pytest.mark.parametrize("name", SHIPPED)
def test_the_checker_finds_nothing_in_what_is_shipped(name: str) -> None:
    assert findings((DEPLOY / name).read_text()) == []


@pytest.mark.proves("P13")
@pytest.mark.parametrize(("name", "line", "other"), BROKEN, ids=lambda value: str(value)[:30])
def test_the_checker_finds_each_line_that_is_otherwise(name: str, line: str, other: str) -> None:
    text = (DEPLOY / name).read_text()
    assert text.count(line) == 1, f"{line} is not a line of {name}"
    assert findings(text.replace(line, other))


@pytest.mark.proves("P13")
@pytest.mark.parametrize("name", DEFAULTS)
def test_the_checker_fails_on_defaults(name: str) -> None:
    assert findings(DEFAULTS[name])


def test_the_checker_runs_alone_and_its_exit_code_tells(tmp_path: Path) -> None:
    bad = tmp_path / "Caddyfile"
    bad.write_text(DEFAULTS["Caddy with its usual log"])
    python = [sys.executable, "-I", str(CHECK)]
    assert subprocess.run([*python, *(str(DEPLOY / name) for name in SHIPPED)], check=False).returncode == 0
    failed = subprocess.run([*python, str(bad)], capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert "Caddyfile: " in failed.stdout


def test_nginx_takes_every_forwarded_header_for_itself_and_keeps_no_body() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    for header in ("X-Forwarded-Host", "X-Forwarded-Port", "X-Real-IP", "Forwarded"):
        assert f'proxy_set_header {header} "";' in text
    assert "client_max_body_size 16k;" in text
    assert "$args" not in text
    assert "$request_uri" not in text, "nothing of an address is handed on or kept"
    assert text.count("{") == text.count("}")


def test_caddy_spreads_over_processes_and_hides_what_is_for_the_host() -> None:
    text = (DEPLOY / "Caddyfile").read_text()
    assert "reverse_proxy {$FACILITATOR_PROCESSES:127.0.0.1:8000} {" in text
    assert "lb_policy least_conn" in text
    assert "header_up -Sec-WebSocket-Extensions" in text
    assert "@inside path /metrics /readyz\n\trespond @inside 404\n" in text


def test_nginx_spreads_over_processes_and_agrees_on_no_compressed_frame() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    assert text.count("    server 127.0.0.1:8000 ") == text.count("    server 127.0.0.1:8001 ") == 2
    assert "least_conn;" in text
    assert "hash $facilitator_way consistent;" in text, "a room is on one process"
    assert "ip_hash" not in text, "a whole clinic would be on one process"
    assert 'proxy_set_header Sec-WebSocket-Extensions "";' in text
    assert "proxy_next_upstream error timeout;" in text
    assert "non_idempotent" not in text, "what may have arrived is not sent twice"
    assert "location ~ ^/(metrics|readyz)$ { return 404; }" in text


def test_the_units_are_ones_that_systemd_understands(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze here")
    for path in [*DEPLOY.glob("*.service"), *DEPLOY.glob("*.target"), *DEPLOY.glob("*.timer")]:
        text = re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", path.read_text())
        (tmp_path / path.name.replace("@", "@8000")).write_text(text)
    units = sorted(str(path) for path in tmp_path.iterdir())
    assert len(units) == 4
    done = subprocess.run([program, "verify", *units], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line] == [], done.stderr


def test_each_process_has_its_port_and_the_target_holds_them_together() -> None:
    unit = (DEPLOY / "facilitator@.service").read_text()
    assert "serve --data /var/lib/facilitator --port %i\n" in unit
    assert "PartOf=facilitator.target\n" in unit
    assert "WantedBy=facilitator.target\n" in unit
    assert "StartLimitIntervalSec=0\n" in unit, "it never gives up coming back"


@pytest.mark.proves("P30")
def test_a_backup_is_made_every_night_and_none_lives_longer_than_thirty_days() -> None:
    timer, unit = ((DEPLOY / f"facilitator-backup.{kind}").read_text() for kind in ("timer", "service"))
    assert "OnCalendar=*-*-* 03:30:00\n" in timer
    assert "Persistent=true\n" in timer
    days = re.findall(r"backup --data /var/lib/facilitator --days (\d+) /var/lib/facilitator-backups\n", unit)
    assert [int(one) <= 30 for one in days] == [True]
    assert "StateDirectory=facilitator facilitator-backups\n" in unit
    assert (DEPLOY / "compose.yaml").read_text().count("--days 14 /backups") == 1


def test_the_compose_file_runs_two_processes_on_postgresql_and_redis_behind_the_front() -> None:
    services = compose()["services"]
    assert set(services) == {"one", "two", "front", "database", "redis", "backup"}
    assert services["front"]["environment"]["FACILITATOR_PROCESSES"] == "one:8000 two:8000"
    assert services["one"] == services["two"], "the same code by the same settings"
    settings = services["one"]["environment"]
    assert settings["DATABASE_URL"].startswith("postgresql://")
    assert settings["REDIS_URL"].startswith("redis://facilitator:")
    assert [name for name, service in services.items() if "ports" in service] == ["front"]
    assert compose()["networks"]["inside"]["internal"]
    for name in ("postgresql.conf", "redis.conf", "redis-user.conf", "Caddyfile"):
        assert f"./{name}:" in (DEPLOY / "compose.yaml").read_text()


@pytest.mark.proves("P13", "P33")
def test_no_service_of_the_compose_file_writes_memory_to_a_disk_or_may_do_more_than_it_needs() -> None:
    for name, service in compose()["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["ulimits"] == {"core": 0}, name
        assert service["memswap_limit"] == service["mem_limit"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["logging"]["driver"] in ("local", "none"), name
        assert all(value.startswith("${") for key, value in service.get("environment", {}).items() if "PASS" in key)
    assert "USER facilitator\n" in (DEPLOY / "Dockerfile").read_text()
    assert "--require-hashes" in (DEPLOY / "Dockerfile").read_text()


def compose() -> dict[str, Any]:
    """The compose file, as Docker reads it."""
    yaml: Any = pytest.importorskip("yaml")
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return read


def test_gunicorn_reads_its_settings(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gunicorn", "--config", str(DEPLOY / "gunicorn_settings.py"), "--print-config"]
    done = subprocess.run([*command, "wsgi:app"], capture_output=True, text=True, check=False, cwd=tmp_path)
    told = dict(line.split("=", 1) for line in done.stdout.replace(" ", "").splitlines() if "=" in line)
    assert told.get("accesslog") == "None", done.stderr
    assert told["workers"] == "1"


def test_the_page_names_every_file() -> None:
    page = (DEPLOY / "README.md").read_text()
    for path in DEPLOY.iterdir():
        assert path.name in page or path.name in ("README.md", "__pycache__"), path.name

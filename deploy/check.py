"""Checks settings of a deployment for what would write down who asked for what: `python3 deploy/check.py FILE...`.

It knows nginx, Caddy, systemd, gunicorn, PostgreSQL and Redis by the files' contents. Standard library alone. It prints
what is wrong, a line each, and gives 1; silence and 0 mean that nothing was found.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

POSTGRESQL = {
    "log_statement": "none",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_connections": "off",
    "log_disconnections": "off",
    "archive_mode": "off",
    "synchronous_commit": "on",
}
REDIS = {"save": '""', "appendonly": "no", "slowlog-log-slower-than": "-1", "acllog-max-len": "0"}
SYSTEMD = {
    "LimitCORE": "0",
    "MemorySwapMax": "0",
    "NoNewPrivileges": "yes",
    "PrivateTmp": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "UMask": "0077",
    "StateDirectoryMode": "0700",
}
GUNICORN = {"accesslog": "None", "workers": "1", "worker_class": '"gevent"', "capture_output": "False"}
NGINX = {
    r"X-Forwarded-For \$remote_addr": "X-Forwarded-For must be set to $remote_addr",
    r"X-Forwarded-Proto \$scheme": "X-Forwarded-Proto must be set to $scheme",
    r"client_max_body_size ": "client_max_body_size is not set",
    r"proxy_max_temp_file_size 0;": "proxy_max_temp_file_size must be 0: answers would be written to a disk",
    r"listen [^;]*\bssl\b": "no server listens with ssl",
}
OLD_TLS = r"ssl_protocols[^;]*\b(SSLv\d|TLSv1(\.1)?)\b(?!\.)"


def findings(text: str) -> list[str]:
    """What is wrong with one file of settings. A file of no known kind is a finding itself."""
    bare = _without_comments(text)
    for signs, check in KINDS.items():
        if re.search(signs, bare, re.MULTILINE):
            return list(check(bare))
    return ["this is no file of settings that the checker knows"]


def nginx(text: str) -> Iterator[str]:
    """Logs that are on, headers that are appended, and bodies on disks."""
    yield from _nginx_logs(text)
    for wanted, what in NGINX.items():
        if not re.search(wanted, text):
            yield what
    if "$proxy_add_x_forwarded_for" in text:
        yield "X-Forwarded-For is appended: whatever a client claims gets through"
    if re.search(OLD_TLS, text):
        yield "ssl_protocols names a version older than TLSv1.2"
    if re.search(r"proxy_cache (?!off)|proxy_store on", text):
        yield "answers are kept in a cache"


def _nginx_logs(text: str) -> Iterator[str]:
    """Without a directive nginx logs every request, and every error with the request that caused it."""
    outside = re.sub(r"\{.*\}", "", text, flags=re.DOTALL)
    for directive, wanted in (("access_log", "off"), ("error_log", "/dev/null crit")):
        values = re.findall(rf"\b{directive}\s+([^;]+);", text)
        if not values or not re.search(rf"\b{directive}\s", outside + text.split("server {", 1)[0]):
            yield f"{directive} is not set for all servers, and the default tells addresses: set {directive} {wanted};"
        for value in values:
            if " ".join(value.split()) != wanted:
                yield f"{directive} {value}: set {directive} {wanted};"


def caddy(text: str) -> Iterator[str]:
    """Caddy logs errors with address, path and headers by default, and every request where `log` stands in a site."""
    for number, (name, body) in enumerate(_caddy_blocks(text)):
        logs = re.findall(r"^\s*log\b[^\n{]*(\{[^{}]*\})?", body, re.MULTILINE)
        where = name or "the global options"
        if not logs:
            yield f"{where}: no `log {{ output discard }}`, so that the default log stands"
        elif not all(re.search(r"output\s+discard", log) for log in logs):
            yield f"{where}: a log goes elsewhere than to `output discard`"
        if number == 0 and name:
            yield "the global options: no `log default { output discard }`, so that errors are logged with addresses"
        if "reverse_proxy" in body and not re.search(r"header_up\s+X-Forwarded-For\s+\{remote_host\}", body):
            yield f"{where}: X-Forwarded-For must be set to {{remote_host}}"


def _caddy_blocks(text: str) -> Iterator[tuple[str, str]]:
    """The outermost blocks: the name before each, and what stands in it."""
    depth, begun, name_from = 0, 0, 0
    for place, sign in enumerate(text):
        if sign == "{":
            depth += 1
            if depth == 1:
                begun = place
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield text[name_from:begun].strip(), text[begun + 1 : place]
                name_from = place + 1


def postgresql(text: str) -> Iterator[str]:
    """Statements and their values in a log."""
    yield from _settings(text, POSTGRESQL, r"^\s*{}(?:\s*=\s*|\s+)'?([^'\n]*?)'?\s*$")


def redis(text: str) -> Iterator[str]:
    """Anything of Redis on a disk, and anybody who may reach it."""
    yield from _settings(text, REDIS, r"^\s*{}\s+(.*?)\s*$")
    if not re.search(r"^\s*(user default off|requirepass \S+)", text, re.MULTILINE):
        yield "user default off: anybody on this host may read"


def systemd(text: str) -> Iterator[str]:
    """Memory that gets to a disk, and a process that may do more than it needs."""
    yield from _settings(text, SYSTEMD, r"^{}=(.*?)\s*$")
    if re.search(r"^Environment=.*(SECRET|PASSWORD|_URL)", text, re.MULTILINE):
        yield "a secret stands in the unit, which everybody may read: use EnvironmentFile with mode 0600"
    if not re.search(r"^EnvironmentFile=[^-]", text, re.MULTILINE):
        yield "EnvironmentFile is not set"


def gunicorn(text: str) -> Iterator[str]:
    """An access log, and more than one worker a port."""
    yield from _settings(text, GUNICORN, r"^{}\s*=\s*(.*?)\s*$")
    if re.search(r"^(certfile|keyfile)\s*=", text, re.MULTILINE):
        yield "TLS must end in front of this server, not in it"


def _settings(text: str, wanted: dict[str, str], pattern: str) -> Iterator[str]:
    """Settings that are missing or otherwise; where one stands twice, the last one holds."""
    for name, value in wanted.items():
        found = re.findall(pattern.replace("{}", re.escape(name)), text, re.MULTILINE)
        if not found:
            yield f"{name} is not set: set it to {value}"
        elif found[-1] != value:
            yield f"{name} is {found[-1]}: set it to {value}"


def _without_comments(text: str) -> str:
    return re.sub(r"(?m)(^|\s)#.*$", "", text)


KINDS: dict[str, Callable[[str], Iterator[str]]] = {
    r"^\[Service\]": systemd,
    r"^\s*reverse_proxy\b": caddy,
    r"\bproxy_pass\b|^\s*(http|server)\s*\{": nginx,
    r"^(worker_class|workers|bind)\s*=": gunicorn,
    r"^\s*(appendonly|maxmemory|save|protected-mode)\s": redis,
    r"^\s*(log_\w+|shared_buffers|max_connections|listen_addresses)\s*=": postgresql,
}


def main(paths: list[str]) -> int:
    """Print what is wrong with each file."""
    wrong = [f"{path}: {what}" for path in paths for what in findings(Path(path).read_text(encoding="utf-8"))]
    print("\n".join(wrong) if wrong else "Nothing found that would tell who asked for what.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

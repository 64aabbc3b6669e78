"""The phone's own modules (receipt, memory, answers, outbox), run in Node against a real HTTP server."""

import subprocess

from facilitator import bootstrap


def test_what_a_phone_keeps_and_sends_does_what_its_tests_say() -> None:
    tests = sorted(str(path) for path in (bootstrap.ROOT / "tests" / "js").glob("*.test.js"))
    command = [*bootstrap.node(), "--test", *tests]
    done = subprocess.run(command, cwd=bootstrap.ROOT, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout[-4000:]

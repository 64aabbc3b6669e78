"""Scripts on their way: smaller than they were written, and the same programs."""

import gzip
import json
import re
import subprocess

from flask.testing import FlaskClient

from facilitator import bootstrap

SCRIPTS = sorted(path for path in (bootstrap.ROOT / "static" / "js").rglob("*.js"))
NARROWER = 0.75  # of their bytes, compressed, without comments and indents


def sent(client: FlaskClient, name: str) -> bytes:
    body: bytes = client.get(f"/static/js/{name}", headers={"Accept-Encoding": "gzip"}).data
    return body


def same_programs(pairs: list[tuple[str, str]]) -> list[bool]:
    done = subprocess.run(
        [*bootstrap.node(), str(bootstrap.ROOT / "tests" / "js" / "same_program.mjs")],
        input=json.dumps(pairs), capture_output=True, text=True, cwd=bootstrap.ROOT, check=True,
    )  # fmt: skip
    told: list[bool] = json.loads(done.stdout)
    return told


def test_scripts_travel_without_comments_and_are_the_same_programs(client: FlaskClient) -> None:
    written = [path.read_text() for path in SCRIPTS]
    travelled = [sent(client, path.name) for path in SCRIPTS]
    pairs = [(one, gzip.decompress(other).decode()) for one, other in zip(written, travelled, strict=True)]
    assert all(same_programs(pairs))
    assert sum(map(len, travelled)) < NARROWER * sum(len(gzip.compress(one.encode())) for one in written)


def test_a_way_of_shortening_that_breaks_programs_is_found_out() -> None:
    script = 'const gap = "two  blanks"; // where\ngap;\n'
    broken = re.sub(r"  +", " ", script)
    assert same_programs([(script, script.replace(" // where", "")), (script, broken)]) == [True, False]

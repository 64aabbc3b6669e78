# Short names for the commands of `python3 -m facilitator`; only `make lock` does something of its own.

PYTHON ?= python3
UV = UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=1 .venv/bin/uv
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

.PHONY: demo serve test check bench build lock upgrade clean

demo serve test check bench build:
	$(PYTHON) -m facilitator $@

# Writes the locks again from pyproject.toml and package.json; keeps every version that still fits.
lock:
	$(COMPILE) $(UPGRADE) pyproject.toml --output-file lock/run.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --group development --constraints lock/run.txt --output-file lock/development.txt
	$(COMPILE) $(UPGRADE) --group uv --output-file lock/uv.txt
	$(COMPILE) $(UPGRADE) --group node --output-file lock/node.txt
	npm install --package-lock-only --ignore-scripts

# The same, with the newest version of everything.
upgrade:
	$(MAKE) lock UPGRADE=--upgrade

clean:
	rm -rf .venv node_modules static/vendor dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The commands of the house. `make run` and `make test` need nothing but Python 3.11 or newer.
# Stamps (files named .done-…) remember what was done, so that nothing is done twice.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm
PORT ?= 8000
HOST ?= 127.0.0.1
SOURCES := $(shell find src -name '*.py' -path '*/migrations/*' -o -name '*.po' -o -path '*/static/*' -type f 2>/dev/null)

.PHONY: run test check bench setup lock clean help
.DELETE_ON_ERROR:

help:
	@echo "make run    set everything up, build the demo city if nothing is loaded, serve it"
	@echo "make test   the whole suite: SQLite, PostgreSQL if found, browser if a Chromium is found"
	@echo "make check  style, types, walls and rules of the house, cards of the plan"
	@echo "make bench  measurements (ARGS=… for its options)"
	@echo "make setup  what run needs, without serving        make clean  take it all away again"
	@echo "make lock   choose new versions of what we depend on"

run: setup
	@$(BIN)/metropoli load demo --if-empty
	@exec $(BIN)/metropoli serve --host $(HOST) --port $(PORT)

setup: var/.done-setup

test: $(VENV)/.done-dev var/.done-setup
	@$(BIN)/python tests/run.py $(ARGS)

check: $(VENV)/.done-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/house tests/plan -q

bench: $(VENV)/.done-dev var/.done-setup
	@$(BIN)/python -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV) node_modules build var/static var/.done-setup
	find src -name '*.mo' -delete
	@echo "var/ keeps the database and the loaded city: remove it by hand to start afresh"

var/.done-setup: $(VENV)/.done-run node_modules/.done $(SOURCES)
	@mkdir -p var
	@$(BIN)/metropoli setup
	@touch $@

$(VENV)/.done-run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "· Python packages (the first time: a minute or two)"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/run.txt
	@$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.done-dev: requirements/dev.txt $(VENV)/.done-run
	@echo "· Python packages for tests"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

node_modules/.done: package.json package-lock.json | $(VENV)/.done-run
	@echo "· browser libraries"
	@$(NPM) ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Metropoli needs Python 3.11 or newer; this machine offers $$(python3 --version 2>&1 || echo none)."; \
		echo "Install one, or say where it is: make run PYTHON=/path/to/python3.11"; exit 1; fi
	@echo "· Python environment in $(VENV) ($(PYTHON))"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python cannot make an environment: on Debian and Ubuntu install the package python3-venv."; exit 1; }

lock:
	@$(PYTHON) -m venv build/lock && build/lock/bin/pip install -q uv
	build/lock/bin/uv pip compile -q --universal --upgrade --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header requirements/dev.in -o requirements/dev.txt
	build/lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header -c requirements/dev.txt requirements/run.in -o requirements/run.txt
	$(NPM) install --package-lock-only --ignore-scripts

# Two commands: `make run` shows the site over the samples, `make test` runs every check.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test cluster coverage lint peers clean

help:
	@echo 'make run    install, index samples/ once, serve http://$(HOST):$(PORT)'
	@echo 'make test   install what the tests need and run them all'
	@echo 'make cluster  the site over three OpenSearch nodes on this machine'

run: .venv/installed
	@$(BIN)/timtin stats >/dev/null 2>&1 || $(BIN)/python reindex.py samples/ --full
	@$(BIN)/timtin serve --host $(HOST) --port $(PORT)

test: lint peers
	$(BIN)/python -m pytest

# Three OpenSearch nodes (a JDK of 21 or newer and Maven are needed), the samples in them, the site over them.
cluster: .venv/installed-dev
	@$(BIN)/timtin dev-cluster -- sh -c '$(BIN)/python reindex.py samples/ --index cluster --full && exec $(BIN)/timtin serve --index cluster --host $(HOST) --port $(PORT)'

# Tracing makes the parity suite two and a half times as slow, so that it is not part of every run.
coverage: lint peers
	$(BIN)/python -m pytest --cov --cov-report=term

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Debian's own Chromium and PostgreSQL for the tests that need them; elsewhere those say what is missing and skip.
peers:
	@{ command -v chromium && ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || { command -v apt-get >/dev/null \
	  && [ "$$(id -u)" = 0 ] && apt-get update -qq \
	  && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core postgresql >/dev/null; } || true

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/installed-dev: .venv/bin/python requirements-dev.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@ .venv/installed

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

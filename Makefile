# Muster. Needs make, Python 3.11 or later with venv and pip; nothing else. `make help` lists what it can do.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:

# compiled modules halve the time to start
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input -q
STAMP  := $(VENV)/.installed
LOCKS  := requirements/build.txt requirements/dev.txt pyproject.toml
PYTEST ?= -n 2
CODE   := muster registry scheduling exercises seeds graphql/api tests benchmarks

.PHONY: help setup run serve seed test lint types layers contract check sdl lock bench peers audit clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(STAMP): $(LOCKS)
	@echo "Installing the locked environment into $(VENV) (about a minute, once)"
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(PIP) install --no-compile --require-hashes -r requirements/build.txt -r requirements/dev.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	touch $(STAMP)

setup: $(STAMP)  ## make .venv from the hashed lock (only when the lock changed)

run: $(STAMP)  ## migrate, seed, plan the year, issue it, serve on 127.0.0.1:8000
	@exec $(BIN)/muster run

serve: $(STAMP)  ## serve what is there, and nothing else
	@exec $(BIN)/muster serve

seed: $(STAMP)  ## load the synthetic city (twice changes nothing)
	@$(BIN)/muster migrate && $(BIN)/muster seed

test: $(STAMP)  ## the whole suite, on SQLite and on a real PostgreSQL
	@$(BIN)/python -m pytest $(PYTEST)

lint: $(STAMP)  ## formatting and lint rules
	@$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)

types: $(STAMP)  ## mypy strict and pyright strict, side by side
	@$(BIN)/mypy & mypy=$$!
	$(BIN)/pyright || { wait $$mypy; exit 1; }
	wait $$mypy

layers: $(STAMP)  ## imports run downwards
	@$(BIN)/lint-imports

contract: $(STAMP)  ## the committed SDL is the schema's
	@$(BIN)/muster sdl --check

check: lint types layers contract test  ## everything a change must pass

sdl: $(STAMP)  ## write graphql/schema.graphql
	@$(BIN)/muster sdl --write

bench: $(STAMP)  ## the planner beside a spreadsheet, plain CP-SAT and, if installed, Timefold
	@$(BIN)/python -m benchmarks.planner

peers:  ## what `bench` measures beside, into an environment of its own (Timefold needs Java 17)
	test -x .venv-bench/bin/python || "$(PYTHON)" -m venv .venv-bench
	.venv-bench/bin/python -m pip --disable-pip-version-check --no-input -q install --require-hashes -r benchmarks/requirements.txt

audit: $(STAMP)  ## known vulnerabilities in the locked packages
	@$(BIN)/pip-audit --require-hashes -r requirements/run.txt

lock: $(STAMP)  ## resolve requirements/*.txt again (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv on the path"; exit 1; }
	uv pip compile -q --generate-hashes --no-header --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements/run.txt
	uv pip compile -q --generate-hashes --no-header --no-emit-index-url --python-version 3.11 --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	echo "Locked. Look at the difference before committing it."

clean:  ## remove the environment, caches and local data (asks first)
	@read -r -p "Remove .venv, caches and var/ (your data)? [y/N] " answer
	test "$$answer" = y && rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis || echo "Kept."

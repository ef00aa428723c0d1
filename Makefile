# Everything a developer or an evaluator does. A machine with make and Python 3.11 or newer is enough.
# Settings: PORT=8000 (demo), SERVE=0 (demo without serving), PYTHON=python3.12, WORKERS=2 (test).

SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.ONESHELL:
.DEFAULT_GOAL := help

PORT ?= 8000
SERVE ?= 1
WORKERS ?= 2
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11 python
OLD_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

BIN := .venv/bin
INSTALLED := .venv/installed
# What the environment is made from; a change makes it anew.
SOURCES := requirements-dev.lock pyproject.toml build_messages.py

export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1
export UV_NO_PROGRESS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test check bench messages lock clean

help:
	@echo "make demo      the demonstration region on http://localhost:$(PORT) (PORT=, SERVE=0 to only load it)"
	@echo "make test      the suite on SQLite, then on PostgreSQL"
	@echo "make check     format, lint, types, floors and walls"
	@echo "make bench     measure"
	@echo "make messages  compile the translations"
	@echo "make lock      resolve the versions anew"
	@echo "make clean     remove what was made (not var/, where the data is)"

# The first Python that is new enough. What is missing is said by make itself, before a recipe runs: in one line.
FOUND = $(shell for each in $(or $(PYTHON),$(CANDIDATES)); do \
	if $$each -c '$(OLD_ENOUGH)' 2>/dev/null; then echo $$each; break; fi; done)
NO_PYTHON := Samsyn needs Python 3.11 or newer, and none was found: install one, or name it with PYTHON=/path/to/python
NO_VENV := Python's venv is missing: install it (Debian and Ubuntu: apt-get install python3-venv)

# The environment: uv first, with pip and by the hash in the lock; then all the rest with uv.
$(INSTALLED): $(SOURCES)
	@python="$(or $(FOUND),$(error $(NO_PYTHON)))"
	$(if $(shell $(FOUND) -c 'import ensurepip, venv' 2>/dev/null && echo yes),,$(error $(NO_VENV)))
	[ -x $(BIN)/python ] || { echo "Making the environment with $$($$python --version) ..." >&2; $$python -m venv .venv; }
	awk '/^uv==/ {take=1; print; next} /^[^ ]/ {take=0} take' requirements-dev.lock > .venv/uv.lock
	$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: --no-deps -r .venv/uv.lock
	echo "Installing the locked versions ..." >&2
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --only-binary :all: requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

messages: $(INSTALLED)
	@$(BIN)/python build_messages.py

demo: messages
	@exec $(BIN)/samsyn demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

# The journeys run once, on SQLite; the rest of the suite on both.
test: messages
	@sh tests/browser.sh
	fast=0; slow=0
	echo "== the suite on SQLite" >&2
	env -u DATABASE_URL $(BIN)/pytest -n $(WORKERS) -q || fast=$$?
	echo "== the suite on PostgreSQL" >&2
	$(BIN)/python -m tests.postgres pytest -n $(WORKERS) -q -m "not journey" || slow=$$?
	exit $$(( fast > slow ? fast : slow ))

check: messages
	@$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	SAMSYN_MODE=test $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/house -q

# What the benchmarks stand beside, in an environment of its own; measured without where it cannot be installed.
PEERS := .venv/peers

$(PEERS)/installed: requirements-bench.lock $(INSTALLED)
	@echo "Installing what the benchmarks stand beside ..." >&2
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(PEERS)
	$(BIN)/uv pip sync --quiet --python $(PEERS)/bin/python --require-hashes $< || {
	  rm -rf $(PEERS)
	  exit 0
	}
	touch $@

# One thread for products of small matrices, ours and theirs: on a busy machine threads wait far longer than they work.
bench: messages $(PEERS)/installed
	@peers=$$(ls $(CURDIR)/$(PEERS)/bin/python 2>/dev/null || true)
	BENCH_PYTHON=$$peers OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks

LOCK := $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-annotate --no-header --quiet

lock: $(INSTALLED)
	@$(LOCK) -o requirements.lock
	$(LOCK) --group dev -o requirements-dev.lock

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find src tests -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

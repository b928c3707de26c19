# Everything a newcomer needs is `make demo` and `make test`; both set up first.
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m
# Many tests wait: for retries, for a browser, for processes. Five processes keep two cores busy.
WORKERS ?= 5
SOAK_WORKERS ?= 4
# A file of tests stays in one process, which makes the homes and browsers of its tests once. The order is that of
# tests/conftest.py: what takes long comes first.
BY_FILE := --dist loadfile --no-loadscope-reorder
# One thread of arithmetic for each process: there are more processes than cores.
PYTEST := OPENBLAS_NUM_THREADS=1 $(RUN) pytest
# What `make test` and `make soak` run, where it is not to be all.
TESTS ?=
# Where the project is published, for `make release`.
REPOSITORY ?=
# The parts of the long trials that `make soak` runs, where it is not to be all.
PART ?=
VENDORED := src/linernotes/web/static/vendor/htmx.min.js

# Whatever the environment says: the tests start hundreds of processes, and each would compile all modules anew.
export PYTHONDONTWRITEBYTECODE :=
export UV_COMPILE_BYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help setup vendor browser demo test test-recorded test-spark check format rows benchmark soak screenshots looks docs release clean

help: ## list these commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.ready vendor ## make .venv with everything the lock files pin

.venv/.ready: pyproject.toml uv.lock
	@tools/set-up $(PYTHON)
	@touch $@

vendor: $(VENDORED) ## copy the pages' libraries from their npm packages
$(VENDORED): package-lock.json tools/vendor.py | .venv/.ready
	@$(BIN)/python tools/vendor.py
	@touch $@

demo: setup ## sync the demo catalogue from a local Discogs and print what was found
	$(BIN)/linernotes demo

# Best effort: where there is none the tests that need it skip, and with CI=true they fail.
browser: .venv/.browser ## see to a browser and fonts for the tests
.venv/.browser: tests/browser/get-chromium
	@mkdir -p .venv
	@if tests/browser/get-chromium; then touch $@; fi

test: setup browser ## run every test
	$(PYTEST) -n $(WORKERS) $(BY_FILE) -m "not soak and not recorded and not spark" $(TESTS)

test-recorded: setup browser ## run the tests on the recorded documents in ../shared
	$(PYTEST) -n $(WORKERS) $(BY_FILE) -m "recorded and not soak" $(TESTS)

test-spark: setup .venv/.spark ## run the SELECTs on Apache Spark, beside DuckDB; fetches Java and half a gigabyte
	$(PYTEST) -m spark tests/catalogue/spark

.venv/.spark: pyproject.toml uv.lock tests/catalogue/spark/get-java | .venv/.ready
	@tests/catalogue/spark/get-java
	@UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen --quiet --inexact --extra spark
	@touch $@

# What installs and publishes packages, for `make soak` and `make release`.
.venv/.release: pyproject.toml uv.lock | .venv/.ready
	@UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen --quiet --inexact --group release
	@touch $@

# What makes root folders of Debian's packages, for the trial of the container.
.venv/.debootstrap: tests/program/install/get-debootstrap | .venv/.ready
	@tests/program/install/get-debootstrap
	@touch $@

check: setup ## format, lint, types, import contracts, the rules of the house
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python tools/house.py

format: setup ## let ruff write the layout
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

rows: setup ## write the classes of the tables' rows anew, after a change of the DDL
	$(BIN)/python tools/row_classes.py
	$(RUN) ruff format src/linernotes/storage/duckdb/rows

screenshots: setup browser ## make the pictures in docs/images anew, from the demo
	$(RUN) tests.browser.screenshots

looks: setup browser ## make the sheets in docs/images/looks anew: each drawing at three sizes of a shelf
	$(RUN) tests.browser.looks

docs: setup ## write docs/tables.md, docs/commands.md, docs/licences.md and the glossary in CONTRIBUTING.md anew
	$(BIN)/python -c "from pathlib import Path; from linernotes.storage.export.data_dictionary import write_data_dictionary as write; write(Path('docs/tables.md'))"
	$(RUN) tests.cli.commands
	$(BIN)/python tools/glossary.py
	$(BIN)/python tools/licences.py

benchmark: setup ## print the tables that the README's claims rest on
	$(RUN) benchmarks

soak: setup browser .venv/.spark .venv/.release .venv/.debootstrap ## long trials, hundreds of kills and of examples: all, or PART=harms
	@if [ -n "$(TESTS)" ]; then $(RUN) pytest -n $(SOAK_WORKERS) --dist worksteal -m soak $(TESTS); \
	else $(BIN)/python tools/soak.py --workers $(SOAK_WORKERS) $(PART); fi

release: setup .venv/.release ## build and check what is to be published: REPOSITORY=https://... is where it will be
	@$(BIN)/python tools/release.py --repository "$(REPOSITORY)"

clean: ## remove what make made
	rm -rf .venv dist node_modules src/linernotes/web/static/vendor

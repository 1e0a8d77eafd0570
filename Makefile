# `make` lists what there is. The virtual environment in .venv serves demo, tests and CI alike.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench score lock clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(STAMP) ## The sample issue, from articles to finished email, in out/
	@NEWSLETTER_PROGRAM="$(abspath $(BIN))/newsletter" $(BIN)/newsletter demo --out out

test: $(STAMP) ## All tests, with lint and types
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n 3

lint: $(STAMP) ## Style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(STAMP) ## The figures, measured side by side
	@for script in tests/bench/bench_*.py; do $(BIN)/python $$script || exit 1; done

score: $(STAMP) ## How well related stories, the same story and titles are found; NEWSLETTER_DATA names a folder of real texts
	@for script in tests/bench/score_*.py; do $(BIN)/python $$script || exit 1; done

lock: $(STAMP) ## Pin anew what the project installs
	@$(BIN)/python -m pip install --quiet pip-tools
	@$(BIN)/python -m piptools compile --quiet --upgrade --strip-extras --all-extras --all-build-deps --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.lock pyproject.toml

clean: ## Remove what was made
	@rm -rf $(VENV) out dist .pytest_cache .mypy_cache .ruff_cache .hypothesis $(addprefix tests/bench/peers/,.venv built node_modules)

$(STAMP): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (once; a minute or two) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

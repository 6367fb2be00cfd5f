# The commands of the studio. Every one sets up what it needs and does nothing twice.
PYTHON ?= python3
BIN := .venv/bin
QUIET := not browser and not kill and not live_openai
export REFLEX_TELEMETRY_ENABLED := false

.DEFAULT_GOAL := help
.PHONY: help run dev sandbox worker test unit check fix migration migrate bench soak screenshots illustrations clean

help:  ## List the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 22

run: $(BIN)/.studio  ## Set up everything and serve the studio on http://localhost:3000
	@$(BIN)/python -m babydance run

dev: $(BIN)/.studio  ## Serve with hot reload, for designers
	@$(BIN)/python -m babydance dev

worker: $(BIN)/.studio  ## Draw in a process beside the web process
	@$(BIN)/python -m babydance.worker

sandbox: $(BIN)/.studio  ## Serve only the sandbox, for other programs
	@$(BIN)/python -m babydance.sandbox

test: $(BIN)/.tests  ## Run every test, browser journeys included
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m babydance build
	@$(BIN)/python -m pytest -n auto -m '$(QUIET)'
	@$(BIN)/python -m pytest -m 'not live_openai and not ($(QUIET))'

unit: $(BIN)/.tests  ## Run the tests that need no browser and kill nothing
	@$(BIN)/python -m pytest -n auto -m '$(QUIET)'

check: $(BIN)/.tests  ## Check format, lint, types, layers and spelling
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/pyright
	@PYTHONPATH=. $(BIN)/lint-imports --no-cache | tail -n 4
	@$(BIN)/codespell

fix: $(BIN)/.tests  ## Mend what the checks can mend by themselves
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

migrate: $(BIN)/.studio  ## Bring the database up to date
	@$(BIN)/python -m babydance migrate

migration: $(BIN)/.studio  ## Write a migration from the tables: make migration m="what changes"
	@$(BIN)/python -m babydance migrate
	@$(BIN)/python -m alembic revision --autogenerate -m "$(m)"

bench: $(BIN)/.tests  ## Print the figures of docs/figures.md, as ratios in one run
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m babydance build
	@for file in benchmarks/*.py; do echo; echo "== $$file"; PYTHONPATH=. $(BIN)/python $$file || exit 1; done

soak: $(BIN)/.tests  ## Kill web and worker processes hundreds of times and count the pictures and credits
	@BABYDANCE_SOAK_KILLS=300 $(BIN)/python -m pytest -m kill --timeout 7200

screenshots: $(BIN)/.tests  ## Take the pictures of the README from the running studio
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m babydance build
	@PYTHONPATH=. $(BIN)/python docs/take_screenshots.py

illustrations: $(BIN)/.studio  ## Draw the pictures of the style presets anew
	@PYTHONPATH=. $(BIN)/python docs/draw_illustrations.py

clean:  ## Forget everything that was built (keeps data/)
	@rm -rf .web .venv .states .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv .venv

$(BIN)/.studio: requirements.txt | $(BIN)/python
	@echo "Installing what the studio runs on."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(BIN)/.tests: requirements-dev.txt $(BIN)/.studio
	@echo "Installing what the tests need."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

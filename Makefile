# Every command of the project. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

# What is compiled is kept, also in a container that says otherwise: the tests start hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=

BROWSERS := chromium chromium-headless-shell fonts-liberation
AS_ROOT := [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null
APT := apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq >/dev/null

PRETTIER := PATH="$$PATH:$(CURDIR)/$(BIN)" node node_modules/prettier/bin/prettier.cjs --log-level warn
SHAPED := "templates/**/*.html" "static/js/**/*.js" "static/css/**/*.css"

.DEFAULT_GOAL := help

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: $(VENV)/ready ## Start the whole product in practice mode (Ctrl-C stops it)
	@RUN_WORKER=1 exec $(BIN)/gunicorn app:app

scale: $(VENV)/ready-dev ## Start it spread out: two web processes, a worker, PostgreSQL, Redis and nginx (Ctrl-C stops it)
	@exec $(BIN)/python -m tests.measures.scale

test: $(VENV)/ready-dev ## Run every test, real browser included
	@$(BIN)/python -m pytest

quick: $(VENV)/ready-dev ## Run what needs neither a browser, nor a server of its own, nor whole days, in under a minute
	@$(BIN)/python -m pytest -m "not browser and not server and not days"

rehearse: $(VENV)/ready-dev ## Live through one meeting on three networks without a browser, with the server killed three times
	@$(BIN)/python -m board_qa.rehearsal

postgres: $(VENV)/ready-dev ## Run on PostgreSQL what the gate runs on SQLite: services, browser journeys, real servers
	@$(BIN)/python -m pytest -m "not days" --on-postgres tests/storage tests/services tests/journeys tests/live

kills: $(VENV)/ready-dev ## Kill each part of what make scale starts in the middle of a meeting watched in a browser
	@$(BIN)/python -m tests.measures.kills

soak: $(VENV)/ready-dev ## Ten minutes of 50 questions a second with a kill every 20 seconds (SOAK="--minutes 1 --postgres")
	@$(BIN)/python -m tests.measures.soak $(SOAK)

hostile: $(VENV)/ready-dev ## Put 10,000 hostile inputs into every field, header, file and socket of a real server
	@$(BIN)/python -m tests.measures.hostile

flood: $(VENV)/ready-dev ## Send 5,000 questions from one address and 1,000 from a room, while a moderator works
	@$(BIN)/python -m tests.measures.flood

audit: $(VENV)/ready-dev ## Look for packages with a known fault, and for keys in the repository
	@$(BIN)/python -m tests.measures.audit

measure: $(VENV)/ready-dev ## Measure what the flags find in the sets of questions and names
	@$(BIN)/python -m tests.measures.measure_flags
	@$(BIN)/python -m tests.measures.measure_names

listening: $(VENV)/ready-dev ## Time the listening report of 10,000 posts by 5,000 people, and its pictures
	@$(BIN)/python -m tests.measures.listening

bench: $(VENV)/ready-dev ## Measure speed beside yardsticks, and how well similar questions are found; about ten minutes
	@PATH="$$PATH:$(CURDIR)/$(BIN)" $(BIN)/python -m tests.measures.bench

lint: $(VENV)/ready-dev ## Check style and types, and how the code reads, in figures
	@$(BIN)/ruff format --check .
	@$(PRETTIER) --check $(SHAPED)
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m tests.measures.house

format: $(VENV)/ready-dev ## Give every file the shape that `make lint` checks
	@$(BIN)/ruff format .
	@$(PRETTIER) --write $(SHAPED)

pictures: $(VENV)/ready-dev ## Take the README's pictures anew
	@$(BIN)/python -m tests.measures.pictures

# Without guesses: a new sentence stays empty, and a test fails, until somebody has translated it.
translations: $(VENV)/ready ## Collect the sentences of the public pages into the Welsh catalogue, and compile it
	@$(BIN)/pybabel -q extract -F babel.cfg -k gettext_noop -k forms:1,2 -c Translators: --add-location=file \
		--sort-by-file --no-wrap --omit-header -o $(VENV)/messages.pot .
	@$(BIN)/pybabel -q update -i $(VENV)/messages.pot -d board_qa/translations -l cy --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date --no-wrap
	@$(BIN)/python -m board_qa.catalogue

doctor: $(VENV)/ready ## Say what is on, what is off and why
	@$(BIN)/flask --app app doctor

lock: $(VENV)/ready-dev ## Resolve, pin and hash every package again
	$(UV_COMPILE) pyproject.toml --output-file requirements.txt
	$(UV_COMPILE) pyproject.toml --extra dev --output-file requirements-dev.txt
	$(UV_COMPILE) requirements-node.in --output-file requirements-node.txt
	npm install --package-lock-only --ignore-scripts

clean: ## Remove what was installed and built (not the data)
	rm -rf $(VENV) node_modules static/vendor

# A virtual environment; on Debian, `venv` is a package of its own.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); $(AS_ROOT) && $(APT) python3-venv && $(PYTHON) -m venv $(VENV); }

$(VENV)/ready: $(BIN)/python requirements.txt package-lock.json board_qa/assets.py
	@echo "Setting up (once, about a minute) ..."
	@$(PIP) -r requirements.txt
	@command -v npm >/dev/null || $(PIP) -r requirements-node.txt
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent --ignore-scripts --no-audit --no-fund
	@$(BIN)/python -m board_qa.assets
	@$(BIN)/python -m board_qa.catalogue
	@touch $@

# The browser of the browser tests is Debian's; where it cannot be installed they are skipped, and say so.
$(VENV)/ready-dev: $(VENV)/ready requirements-dev.txt
	@$(PIP) -r requirements-dev.txt
	@{ command -v chromium && command -v chromium-headless-shell; } >/dev/null || { $(AS_ROOT) && $(APT) $(BROWSERS); } \
		|| echo "No browser here: the tests that need one will be skipped."
	@touch $@

.PHONY: help run scale test quick measure rehearse kills soak hostile flood audit postgres listening bench lint pictures translations doctor lock clean

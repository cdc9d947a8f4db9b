# The two commands a newcomer needs: `make demo` and `make test`. Everything else is for those who build it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup system-packages demo demo-notion demo-sheets test lint types layers accuracy bench docs clean soak soak-nights mutants

setup: $(READY)

$(READY): pyproject.toml scripts/make-environment
	scripts/make-environment $(PYTHON) $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

demo: setup
	$(BIN)/okrsync demo

# The same on a Notion workspace, with a local server in Notion's place.
demo-notion: setup
	$(BIN)/python scripts/demo_notion.py

# The same on a Google Sheet, with a local server in Google’s place.
demo-sheets: setup
	$(BIN)/python scripts/demo_sheets.py

lint: setup
	$(BIN)/ruff check okrsync tests scripts
	$(BIN)/ruff format --check okrsync tests scripts

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

# Programs that tests open written files with. Installed where we may (Debian, root); elsewhere their tests skip by name.
system-packages:
	@command -v soffice >/dev/null && command -v chromium >/dev/null && command -v systemd-analyze >/dev/null && ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || tests/install-system-packages

# Without ../shared some branches of reading and writing are not walked, so the floor holds where that folder is.
COVERAGE_FLOOR := $(if $(wildcard ../shared/sheets),95,90)

test: setup system-packages lint types layers
	$(BIN)/pytest -n auto --cov --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE_FLOOR)

# Pages of the rules, written from the rule files; a test fails where they are not up to date.
docs: setup
	$(BIN)/python -m okrsync.report.rule_pages docs/rules

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

# How fast okrsync is, beside textlint (npm) and proselint (PyPI), on the same sentences in the same run.
bench: setup
	$(BIN)/python -m pip install --quiet proselint
	$(BIN)/python tests/bench/run.py
	$(BIN)/python tests/bench/sheets.py
	$(BIN)/python tests/bench/notion.py

# How right the rules are on labelled sentences: our own set, and the corpus beside the checkout where there is one.
accuracy: setup
	$(BIN)/python tests/accuracy/accuracy_report.py --confusions

# A million schedules of people, faults and crashes against keeping two sources in step. A seed that fails is printed.
SCHEDULES ?= 1000000
soak: setup
	$(BIN)/python tests/sync/soak.py --schedules $(SCHEDULES)
	OKRSYNC_SOAK=1 $(BIN)/pytest -q -n auto tests/sync/test_sync_killed.py tests/sources/test_replacing_killed.py

# Two hundred nights of one team on a simulated clock, with edits by day and faults by night.
NIGHTS ?= 200
soak-nights: setup
	PYTHONPATH=.:tests/sources $(BIN)/python tests/agent/soak_nights.py --nights $(NIGHTS)
	OKRSYNC_SOAK=1 $(BIN)/pytest -q -n auto tests/agent/test_killed.py

# Small faults put into the merging and writing code, one at a time: each has to be noticed by a test.
mutants: setup
	$(BIN)/python tests/sync/mutants.py

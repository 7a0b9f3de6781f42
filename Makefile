# Accueil. `make help` lists what can be made.

PYTHON ?= python3
RUN := PATH="$(CURDIR)/.venv/bin:$$PATH"
PYTHON_CODE := $(foreach name,domain server kiosk web rehearsal demo tools,$(if $(wildcard $(name)/__init__.py),-p $(name)))
JS_TESTS = $(shell find tests/js -name '*.test.js' | sort)
PO_FILES := $(wildcard translations/*/*.po)

# Each folder that the set-up makes holds the stamp that says what it was made from.
RUN_VENV := .venv/.installed-requirements.lock
DEV_VENV := .venv/.installed-requirements-dev.lock
VENDOR := static/vendor/.fetched
DEV_MODULES := node_modules/.fetched-dev
TEXTS := static/i18n/.compiled

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev demo check test test-js bench lock clean

help:  ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(RUN_VENV) $(VENDOR) $(TEXTS)  ## Install what the server needs: system libraries, Python and npm packages, texts

setup-dev: .setup/system-dev $(DEV_VENV) $(DEV_MODULES) $(TEXTS)  ## Install what tests and checks need too

demo: setup  ## Start the server with a demo edition and print where to look
	@.venv/bin/python -m demo $(ARGS)

check: setup-dev  ## Style, types, import rules, texts, sizes
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy $(PYTHON_CODE)
	.venv/bin/lint-imports --config pyproject.toml --no-logo
	$(RUN) node_modules/.bin/tsc --project .
	$(RUN) node_modules/.bin/tsc --project tests/js
	.venv/bin/python -m tools.check_js_imports
	.venv/bin/python -m tools.check_texts
	.venv/bin/python -m tools.check_shape

test: check test-js  ## Everything that must pass: checks, JavaScript tests, Python tests
	$(RUN) .venv/bin/python -m pytest -n 3 --dist loadfile $(ARGS)

test-js: setup-dev  ## JavaScript tests in Node
	@mkdir -p .setup
	@$(RUN) node --test --test-reporter=spec $(JS_TESTS) > .setup/test-js.log || { cat .setup/test-js.log; exit 1; }
	@tail -n 8 .setup/test-js.log

bench: setup-dev  ## Measure and print ratios; results are kept in docs/performance.md
	$(RUN) .venv/bin/python -m bench $(ARGS)

lock: setup-dev  ## Write the lock files anew (needs uv and npm); ARGS=--upgrade for later versions
	.venv/bin/python -m tools.write_locks $(ARGS)

clean:  ## Remove everything that the set-up made; keeps instance/, the data
	rm -rf .venv .setup node_modules static/vendor static/i18n translations/*/LC_MESSAGES
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Without the rights to install, these say what is missing on every call.
.setup/system:
	@$(PYTHON) tools/system_packages.py $@

.setup/system-dev:
	@$(PYTHON) tools/system_packages.py $@ --dev

$(RUN_VENV): requirements.lock | .setup/system
	@$(PYTHON) tools/virtual_environment.py requirements.lock
	@touch $@

$(DEV_VENV): requirements-dev.lock $(RUN_VENV)
	@$(PYTHON) tools/virtual_environment.py requirements-dev.lock
	@touch $@

$(VENDOR): package-lock.json tools/vendor_files.py $(RUN_VENV)
	@.venv/bin/python -m tools.fetch_vendor
	@touch $@

$(DEV_MODULES): package-lock.json tools/vendor_files.py $(DEV_VENV)
	@.venv/bin/python -m tools.fetch_vendor --dev
	@touch $@ $(VENDOR)

$(TEXTS): $(PO_FILES) tools/catalogues.py tools/compile_translations.py $(RUN_VENV)
	@.venv/bin/python -m tools.compile_translations
	@touch $@

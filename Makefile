# `make` alone lists the targets. Needs Python 3.11 or newer and make; everything else goes into .venv.
#
# Two stamps inside .venv remember what is installed: .run holds what the product needs, .dev also what
# its developers need. A stamp is renewed when pyproject.toml or uv.lock is newer. Nothing installed is
# ever removed (--inexact), so the targets work in any order.

PYTHON ?=
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
UV := UV_PROJECT_ENVIRONMENT=$(VENV) UV_PYTHON_DOWNLOADS=never $(BIN)/python -m uv
# The machine's own certificates, where it keeps them: a firm's proxy may sign with its own authority.
CERTS := $(if $(wildcard /etc/ssl/certs/*),--system-certs)
SYNC := $(UV) sync $(CERTS) --quiet --frozen --inexact --python $(BIN)/python
USABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test check format bench profile lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/.dev ## install Mangrove and its development tools into .venv
	@echo "Ready: $(BIN)/mangrove --help"

demo: $(VENV)/.run ## Shenzhen: record, audit, 2009 to 2017, report.html in out/demo
	@$(BIN)/mangrove demo --out out/demo

test: $(VENV)/.dev ## run the tests (ARGS="-k name" chooses some)
	@$(BIN)/python -m pytest -n auto $(ARGS)

check: $(VENV)/.dev ## lint, format and types, changing nothing
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m pyright

format: $(VENV)/.dev ## put the code in order: safe lint fixes and format
	@$(BIN)/python -m ruff check --fix .
	@$(BIN)/python -m ruff format .

bench: $(VENV)/.dev ## time the named cases (ARGS="import help" chooses some)
	@$(BIN)/python benchmarks/run.py $(ARGS)

profile: $(VENV)/.dev ## where a year's time and memory go, into docs/profile.md
	@$(BIN)/python benchmarks/profile_year.py

lock: $(VENV)/.uv ## renew uv.lock after a change of dependencies
	@$(UV) lock $(CERTS) --python $(BIN)/python

clean: ## remove .venv, caches and out
	@rm -rf $(VENV) out dist .pytest_cache .ruff_cache .hypothesis
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.uv:
	@for python in "$(PYTHON)" python3.13 python3.12 python3.11 python3; do \
	  if [ -n "$$python" ] && "$$python" -c '$(USABLE)' >/dev/null 2>&1; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Mangrove needs Python 3.11 or newer with its venv module, and found none." >&2; \
	  echo "Install one (Debian, Ubuntu: apt install python3 python3-venv) or name one: make setup PYTHON=/path/to/python3" >&2; \
	  exit 2; \
	fi; \
	echo "Setting up .venv with $$("$$found" --version); the first time takes a minute or so"; \
	"$$found" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<1'
	@touch $@

$(VENV)/.run: $(VENV)/.uv pyproject.toml uv.lock
	@$(SYNC) --no-dev
	@touch $@

$(VENV)/.dev: $(VENV)/.uv pyproject.toml uv.lock
	@$(SYNC)
	@touch $@ $(VENV)/.run

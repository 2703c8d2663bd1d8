# Everything from nothing but Python 3.11 or later and make: each target does its own set-up.
PYTHONS = python3.11 python3.12 python3.13 python3.14 python3
PROBE = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

.PHONY: setup demo test lint bench serve

setup: .venv/.installed

.venv/.installed: pyproject.toml constraints.txt
	@for each in $(PYTHONS); do \
	  if $$each -c '$(PROBE)' >/dev/null 2>&1; then exec $$each -m venv .venv; fi; \
	done; \
	echo "maillage needs Python 3.11 or later with its venv module: on Debian, run 'apt-get install python3 python3-venv', then make again." >&2; \
	exit 2
	.venv/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	.venv/bin/python -m pip install --quiet -c constraints.txt -e . --group dev
	@touch $@

demo: setup
	.venv/bin/maillage demo

serve: setup
	.venv/bin/maillage --demo serve

test: setup
	tests/install.sh
	.venv/bin/pytest

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

bench: setup
	tests/install.sh
	.venv/bin/python -m pip install --quiet -c constraints.txt --group bench
	.venv/bin/python -m tests.bench

# make run     set up .venv on first use, calculate the sample studies, write their documents to out/
# make test    set up .venv on first use, run everything that CI runs
# make setup   set up .venv only
# make bench   time the calculation beside the plain Brightway way
# make clean   back to a fresh checkout: .venv, out/ and every cache go
# Without make (Windows): py packaging\bootstrap.py run

PYTHON ?= python3

.PHONY: run test setup bench clean

run test setup:
	@$(PYTHON) packaging/bootstrap.py $@

bench: setup
	@.venv/bin/python tests/bench/run.py

clean:
	rm -rf .venv .venv.lock out build dist *.egg-info
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# make app   run the app in a browser
# make test  run every test, the browser journeys too
# make check run the tests and the linters, as CI does
PYTHON ?= python3
BIN := .venv/bin

.PHONY: app test check lint

app: .venv/app.stamp
	$(BIN)/streamlit run app.py

test: .venv/test.stamp
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict nnkit ui

check: test lint

# A stamp older than the requirements means that they changed: install again.
.venv/app.stamp: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	@touch $@

.venv/test.stamp: tests/requirements.txt .venv/app.stamp
	$(BIN)/python -m pip install --quiet --requirement tests/requirements.txt
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "nnkit needs Python 3.11 or newer; try: make PYTHON=python3.12 app"; exit 1; }
	$(PYTHON) -m venv .venv
	@echo "Installing the packages once; this takes a few minutes (PyTorch is large)."

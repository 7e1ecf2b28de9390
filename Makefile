# The two commands of README, and what CI runs. All of it happens in .venv; the machine's Python is left as it is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RECIPES := .venv-recipes
# What is installed as torch: the newest one, or a build of your choice, such as one for the CPU alone.
TORCH ?= torch

.PHONY: dataset test recipes check clean

dataset: $(VENV)/installed  ## Build the dataset into dataset/ and say how to load it.
	@$(BIN)/kavychki build --out dataset

test: $(VENV)/installed-dev  ## Run the tests, a file of them on each processor.
	@$(BIN)/python -m pytest -n auto

recipes: $(RECIPES)/installed  ## Run the recipes of docs/recipes that need heavy libraries, with tiny random models.
	@$(RECIPES)/bin/python -m pytest -m recipes

check: $(VENV)/installed-dev  ## Everything else that guards the project.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python scripts/calibrate_extraction.py --check
	$(BIN)/python scripts/refresh_phenomena.py --check
	$(BIN)/python scripts/refresh_docs.py --check
	$(BIN)/kavychki validate
	$(BIN)/kavychki fmt --check
	$(BIN)/python scripts/check_build.py
	$(BIN)/python scripts/release.py --allow-dirty

clean:  ## Remove what the other targets made.
	rm -rf $(VENV) $(RECIPES) dataset

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kavychki needs Python 3.11 or later: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/installed

$(RECIPES)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(RECIPES)
	$(RECIPES)/bin/python -m pip install --quiet --disable-pip-version-check '$(TORCH)'
	$(RECIPES)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,recipes]'
	@touch $@

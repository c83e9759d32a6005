# One command each. `python3` may be any Python: muse/launch/venv.py looks for one that is new enough.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run dev test lint format manage openapi bench rehearse

help:
	@echo "make run     Muse at http://127.0.0.1:8000, as in production (PORT=8080 changes the port)"
	@echo "make dev     the same with DEBUG and reloading"
	@echo "make test    all tests (make test ARGS='accounts -k login' for some)"
	@echo "make lint    style, types, floors, migrations, deployment checks"
	@echo "make format  put the style right"
	@echo "make openapi writes docs/openapi.yaml, the document of the REST API, anew"
	@echo "make bench   Muse's reads beside its peers' (make bench ARGS='warm_reads --quick' for a look at one part)"
	@echo "make rehearse Muse's operations under a real Prometheus, with outages, in some minutes (Debian: prometheus)"
	@echo "make manage ARGS='createsuperuser'   Django's commands on the Muse that runs"

# The programs are started without a shell between, so that they see it when make is killed.
run:
	@$(PYTHON) muse/launch/venv.py requirements.txt
	@$(BIN)/python -m muse.launch run --exit-with-parent

dev:
	@$(PYTHON) muse/launch/venv.py requirements.txt
	@$(BIN)/python -m muse.launch dev --exit-with-parent

manage:
	@$(BIN)/python -m muse.launch manage $(ARGS)

test:
	@$(PYTHON) muse/launch/venv.py requirements-dev.txt
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

lint:
	@$(PYTHON) muse/launch/venv.py requirements-dev.txt
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m muse.testing $(BIN)/mypy .
	$(BIN)/python -m muse.testing $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m muse.testing --deployed $(BIN)/python manage.py check --deploy --fail-level WARNING

format:
	@$(PYTHON) muse/launch/venv.py requirements-dev.txt
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

openapi:
	@$(PYTHON) muse/launch/venv.py requirements-dev.txt
	@$(BIN)/python -m muse.testing $(BIN)/python manage.py spectacular --fail-on-warn --file docs/openapi.yaml

bench:
	@$(PYTHON) muse/launch/venv.py requirements-bench.txt
	@$(BIN)/python -m benchmarks $(ARGS)

rehearse:
	@$(PYTHON) muse/launch/venv.py requirements.txt
	@$(BIN)/python -m operations.rehearsal $(ARGS)

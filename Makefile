PORT ?= 8000
WORKERS ?= 2
PYTHON = .venv/bin/python
PIP_INSTALL = $(PYTHON) -m pip install --quiet --quiet --disable-pip-version-check
PYTEST = $(PYTHON) -m pytest --numprocesses $(WORKERS) --dist worksteal
RANDOM_KEY = $$($(PYTHON) -c "import secrets; print(secrets.token_urlsafe(64))")
LIKE_PRODUCTION = DEBUG=false SECRET_KEY="$(RANDOM_KEY)" SITE_URL=https://plan.example.org \
	DATABASE_URL=sqlite://:memory: SECURE_SSL_REDIRECT=true

.NOTPARALLEL:
.PHONY: help run test lint checks port-is-free python-is-new

help:
	@echo "make run              serve the portal on http://127.0.0.1:8000 with the starter plans, an example plan and demonstration accounts"
	@echo "make run PORT=8001    the same on another port"
	@echo "make test             every check, then the whole suite on SQLite and on PostgreSQL"
	@echo "make lint             ruff, djlint and the floors between the apps"

run: export DEBUG = true
run: export SITE_URL ?= http://127.0.0.1:$(PORT)
run: port-is-free .venv/requirements.stamp
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py load_starter_content
	@$(PYTHON) manage.py make_demonstration_accounts
	@$(PYTHON) manage.py load_example_plan
	@$(PYTHON) manage.py runserver --noreload 127.0.0.1:$(PORT)

# Every process would compile the suite anew where the environment forbids to keep what was compiled.
test: export PYTHONDONTWRITEBYTECODE =
test: python-is-new .venv/requirements-dev.stamp lint checks
	DATABASE_URL= $(PYTEST)
	$(PYTHON) tests/run_on_postgresql.py --numprocesses $(WORKERS) --dist worksteal -m "not browser and not once"

lint: .venv/requirements-dev.stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint templates --lint --quiet --allow-empty-input
	.venv/bin/lint-imports --no-logo

checks: .venv/requirements-dev.stamp
	DEBUG=true DATABASE_URL=sqlite://:memory: $(PYTHON) manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy, with settings as in production"
	@$(LIKE_PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

python-is-new:
	@python3 -c 'import sys; sys.version_info >= (3, 11) or sys.exit("The portal needs Python 3.11 or newer.")'

port-is-free: python-is-new
	@python3 -m kirklees_portal.port "$(PORT)"

$(PYTHON):
	python3 -m venv .venv || { rm -rf .venv; echo "Python could not make .venv: install python3-venv and try again."; exit 1; }

.venv/requirements.stamp: requirements.txt | $(PYTHON)
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/requirements-dev.stamp: requirements.txt requirements-dev.txt | $(PYTHON)
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

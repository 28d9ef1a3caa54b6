# make demo    crawl the sample newspapers and look at them on http://127.0.0.1:8001
# make test    the test suite; make proofs: what takes longer (kill -9 at any moment, sixty days, all newspapers at once)
# make replayers: pywb, py-wacz and ReplayWeb.page, with which the proofs replay what we hand on
# make corpora: how well pages are read that nobody tuned the reader to, ours beside other readers
# make pins: accept what the reader and the archive make of our own pages now; make mutants: what the tests pin
# make sample, check, lock, clean: see below

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8001
FUZZ_SECONDS ?= 300
FUZZ_SEED ?= 110
SEED ?= 1
COUNT ?= 60
BIN := $(VENV)/bin
# Else, where it is set, each of the many processes of a run compiles every module anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo port sample test proofs replayers fuzz corpora check next lock clean

demo: port sample  ## crawl the sample newspapers, serve the site until Ctrl-C
	@echo "Báo tỉnh: http://127.0.0.1:$(PORT)/   (Ctrl-C ends it)"
	@$(BIN)/datasette serve archive.db --port $(PORT)

port:
	@$(PYTHON) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
	{ echo "port $(PORT) cannot be had, another program may have it; choose another: make demo PORT=8002" >&2; exit 1; }

sample: $(VENV)/.run  ## crawl the sample newspapers over loopback into archive.db
	@$(BIN)/scrapy sample

test: $(VENV)/.dev  ## the suite
	$(BIN)/pytest -n 2 -m "not slow"

proofs: $(VENV)/.dev $(VENV)/.replayers  ## what takes longer
	$(BIN)/pytest -n 2 -m slow

replayers: $(VENV)/.replayers  ## pywb, py-wacz and ReplayWeb.page, for the proofs

fuzz: $(VENV)/.dev  ## every fuzzer for FUZZ_SECONDS (five minutes each); FUZZ_SEED= for another run, FUZZ=walks for one of them
	FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ_SEED=$(FUZZ_SEED) $(BIN)/pytest -n 2 -m fuzz -k "$(FUZZ)"

.PHONY: pins mutants
pins: $(VENV)/.dev  ## write the pinned results anew; the diff of the tables is to be read before it is committed
	PINS=accept $(BIN)/pytest -q -n 2 tests/pipelines/test_pins.py tests/archive/test_pins.py
	@git --no-pager diff --stat -- tests/pipelines/pins tests/archive/pins

mutants: $(VENV)/.dev  ## COUNT single changes of pipelines and archive at random, each caught by the tests or not; SEED= for others
	@$(BIN)/python benchmarks/mutants.py --seed $(SEED) --count $(COUNT)

corpora: $(VENV)/.peers  ## ours beside others on ../shared, and what got better or worse; CORPORA="--ours --worst 5" and so on
	@$(BIN)/python benchmarks/corpora.py $(CORPORA)

check: $(VENV)/.dev  ## lint, types, and which room may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

next: $(VENV)/.dev  ## the site's tests on Datasette's newest alpha, in an environment of its own: what fails is what 1.0 will need
	$(PYTHON) -m venv $(VENV)-next
	grep -v '^datasette==' requirements-dev.lock > $(VENV)-next/requirements.txt
	$(VENV)-next/bin/pip install -q --disable-pip-version-check -r $(VENV)-next/requirements.txt
	$(VENV)-next/bin/pip install -q --disable-pip-version-check --pre --upgrade datasette
	$(VENV)-next/bin/pip install -q --disable-pip-version-check --no-deps -e .
	-$(VENV)-next/bin/pytest -n 2 -q -m "not slow and not fuzz" --tb=line tests/publish

lock: $(VENV)/.dev  ## the exact versions of pyproject.toml's ranges, for every Python and platform
	$(BIN)/uv pip compile -q --universal --no-annotate --no-header --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --no-annotate --no-header --no-emit-index-url --no-emit-find-links --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean:  ## the sample's archive and captures, and the environment
	rm -rf $(VENV) archive.db archive.db-wal archive.db-shm captures public

$(VENV)/.run: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later, please (PYTHON=python3.11 make ...)" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.lock
	@touch $@

# programs of others that replay and check web archives; apart, as they want other versions of what we use
$(VENV)/.replayers: $(VENV)/.dev
	$(PYTHON) -m venv $(VENV)/replayers
	$(VENV)/replayers/bin/pip install -q --disable-pip-version-check "pywb>=2.10,<3" "wacz>=0.6,<0.7" "setuptools<81" || echo "pywb and wacz are left out"
	cd $(VENV)/replayers && (npm pack --silent replaywebpage@2.5.3 && tar -xzf replaywebpage-2.5.3.tgz || echo "no npm: ReplayWeb.page is left out")
	@touch $@

$(VENV)/.peers: $(VENV)/.dev pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check -c requirements-dev.lock -e '.[peers]'
	@touch $@

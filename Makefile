# The plain pip commands beside these targets, for Windows and macOS, are in CONTRIBUTING.md.
PYTHON ?= python3
BIN := .venv/bin
# With LOCKED=1 the tests use the exact versions, by hash, that the packages contain.
READY := .venv/.ready
TOOLS := build/tools-env/.ready
ISSUER := tests/issuer/node_modules
PACKAGE = $(firstword $(wildcard build/ccwatch_*.deb))
NEWER_PACKAGE = $(firstword $(wildcard build/newer/build/ccwatch_*.deb))
# The upgrade is the last: after it the newer package is installed.
PACKAGED_TESTS := $(patsubst %,tests/end_to_end/test_%.py,desktop hidden_start doctor watch_command \
	upgrade)
TRANSLATIONS := $(wildcard resources/translations/*.ts)
COMPILE = build/tools-env/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate

.PHONY: demo test test-alone check soak lint format translations images screens reliability estimates bench mutants package package-test reproducible lock audit workflows bill clean system \
	system-for-packages windows windows-test windows-smoke windows-shell windows-measures windows-reproducible
.NOTPARALLEL:

demo: $(READY)
ifneq ($(DISPLAY)$(WAYLAND_DISPLAY),)
	$(BIN)/ccwatch --demo
else
	@echo "No screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): the demo runs for a minute"
	@echo "on a virtual one and leaves its pictures in build/demo/."
	$(BIN)/python packaging/screenshots.py --demo
endif

test: $(READY) $(ISSUER)
	$(BIN)/python -m pytest

# Each file in a process of its own; a part: make test-alone FILES=tests/disk
test-alone: $(READY)
	$(BIN)/python -m tests.alone $(FILES)

check: lint test

soak: $(READY)
	$(BIN)/python -m pytest tests/test_soak.py --soak-seeds 1-200

lint: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 ccwatch
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin ccwatch
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

translations: $(READY)
	$(BIN)/pyside6-lupdate -tr-function-alias QT_TR_NOOP+=mark -extensions py \
		-locations none -no-obsolete ccwatch -ts $(TRANSLATIONS)
	$(BIN)/pyside6-lrelease -nounfinished $(TRANSLATIONS)

images: $(READY)
	$(BIN)/python packaging/screenshots.py

screens: $(READY)
	$(BIN)/python -m pytest tests/ui/test_screens.py --write-screens

reliability: $(READY)
	$(BIN)/python -m tests.fault_matrix docs/reliability.md

estimates: $(READY)
	$(BIN)/python benchmarks/estimates.py docs/estimates.md

bench: $(READY)
	$(BIN)/python benchmarks/performance.py docs/performance.md $(if $(QUICK),--quick)

# Takes hours; mutmut resumes where it was stopped. A part: make mutants ONLY='ccwatch.core.budget*'
mutants: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutants]'
	nice $(BIN)/mutmut run $(if $(ONLY),'$(ONLY)')
	$(BIN)/mutmut results

package: system-for-packages
	rm -f build/ccwatch_*.deb
	$(PYTHON) packaging/freeze.py
	$(PYTHON) packaging/build_deb.py
	desktop-file-validate build/deb/usr/share/applications/*.desktop
	appstreamcli validate --no-net build/deb/usr/share/metainfo/*.xml

# The newer package is made of changed source, in the environment that made the other.
package-test: package $(READY)
	$(PYTHON) packaging/newer_source.py build/newer
	mkdir build/newer/build && ln -s ../../package-env build/newer/build/package-env
	$(PYTHON) build/newer/packaging/freeze.py
	$(PYTHON) build/newer/packaging/build_deb.py
	sh packaging/bare_debian.sh $(PACKAGE) $(NEWER_PACKAGE) build/bare-debian \
		$(BIN)/python -m pytest $(PACKAGED_TESTS)

windows: ## tests, setup, upgrade and measures on a Windows under wine, as root
windows-test: ## the tests there
windows-smoke: ## the least that has to work there
windows-measures: ## start time and idle cost there
windows-reproducible: ## build the Windows setup again and compare it
windows-shell: ## a shell there
# One at a time: they share the Windows in build/windows.
windows windows-test windows-smoke windows-measures windows-reproducible windows-shell:
	@mkdir -p build/windows
	@flock --nonblock --conflict-exit-code 75 build/windows/lock \
		$(MAKE) --no-print-directory --keep-going --file packaging/windows_on_linux/Makefile $@ || { \
		code=$$?; [ $$code != 75 ] || echo "Another make windows is at work in build/windows." >&2; exit $$code; }

reproducible: system-for-packages
	$(PYTHON) packaging/reproducible.py

lock: $(TOOLS)
	$(COMPILE) pyproject.toml packaging/requirements.in --output-file packaging/requirements.lock
	$(COMPILE) pyproject.toml packaging/requirements.in packaging/test.in --extra test \
		--constraint packaging/requirements.lock --output-file packaging/test.lock
	$(COMPILE) packaging/tools.in --constraint packaging/test.lock --output-file packaging/tools.lock
	build/tools-env/bin/uv pip compile --quiet --python-version 3.11 --python-platform windows \
		--only-binary :all: pyproject.toml packaging/requirements.in packaging/test.in --extra test \
		--output-file build/wheels-for-windows.txt

# All pins of all systems, so the environment markers are stripped.
audit: $(TOOLS)
	sed -n 's/^\([a-z0-9.-]*==[^ ]*\).*/\1/p' packaging/*.lock | sort -u >build/pins.txt
	build/tools-env/bin/pip-audit --strict --disable-pip --no-deps --requirement build/pins.txt

bill: $(TOOLS)
	build/tools-env/bin/python packaging/validate_bill.py build/ccwatch.cdx.json

workflows: $(TOOLS)
	build/tools-env/bin/zizmor --offline --persona pedantic .github

$(READY): pyproject.toml packaging/test.lock | system
	$(PYTHON) -m venv .venv
ifdef LOCKED
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement packaging/test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--no-build-isolation --editable .
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
endif
	touch $@

$(TOOLS): packaging/tools.lock
	$(PYTHON) -m venv --clear build/tools-env
	build/tools-env/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		--only-binary :all: --requirement packaging/tools.lock
	touch $@

$(ISSUER): tests/issuer/package-lock.json | system
	@npm ci --prefix tests/issuer --ignore-scripts --no-audit --no-fund --silent && touch $@ || \
		echo "Without Node and npm the tests that sign in for real are skipped." >&2

system:
	@PYTHON="$(PYTHON)" sh packaging/system_libraries.sh

system-for-packages:
	@PYTHON="$(PYTHON)" sh packaging/system_libraries.sh package

clean:
	rm -rf .venv $(ISSUER) build dist mutants .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

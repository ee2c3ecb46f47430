# The plain pip commands beside these targets, for Windows and macOS, are in CONTRIBUTING.md.
PYTHON ?= python3
BIN := .venv/bin
# With LOCKED=1 the tests use the exact versions, by hash, that the packages contain.
READY := .venv/.ready
TOOLS := build/tools-env/.ready
ISSUER := tests/issuer/node_modules
ALL_TESTS := -m pytest --numprocesses auto --dist loadfile
# The shell finds them: make would not see files that were created after it first looked.
PACKAGE := build/ccwatch_*.deb
NEWER_PACKAGE := build/newer/build/ccwatch_*.deb
# The upgrade is the last: after it the newer package is installed.
PACKAGED_TESTS := $(patsubst %,tests/end_to_end/test_%.py,desktop hidden_start doctor watch_command \
	upgrade)
TRANSLATIONS := $(wildcard resources/translations/*.ts)
COMPILE = build/tools-env/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate

LOWEST := build/lowest-env/.ready
TARGETS = $(shell sed -n 's/^\([a-z-]*\):.*\#\#.*/\1/p' Makefile)

.DEFAULT_GOAL := help
.PHONY: $(TARGETS) system system-for-demo system-for-tests system-for-packages
.NOTPARALLEL:

demo: system-for-demo $(READY) ## the program on sample jobs: no account, no network
ifneq ($(DISPLAY)$(WAYLAND_DISPLAY),)
	$(BIN)/ccwatch --demo
else
	@echo "No screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): the demo runs for a minute"
	@echo "on a virtual one and leaves its pictures in build/demo/."
	$(BIN)/python packaging/screenshots.py --demo
endif

test: system-for-tests $(READY) $(ISSUER) ## all tests, some at a time
	$(BIN)/python $(ALL_TESTS)

# A part: make test-alone FILES=tests/disk
test-alone: system-for-tests $(READY) $(ISSUER) ## each test file in a process of its own
	$(BIN)/python -m tests.alone $(FILES)

check: lint test ## what a commit has to pass: lint and test

lowest: system-for-tests $(LOWEST) $(ISSUER) ## the tests with the lowest versions that pyproject.toml allows
	build/lowest-env/bin/python packaging/lowest_versions.py
	build/lowest-env/bin/python $(ALL_TESTS) $(TESTS)

soak: $(READY) ## thirty days of a thousand jobs, from 200 seeds
	$(BIN)/python -m pytest tests/test_soak.py --soak-seeds 1-200

lint: $(READY) ## format, ruff, strict types for three systems, import contracts
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 ccwatch
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin ccwatch
	$(BIN)/lint-imports

format: $(READY) ## put the source into its form
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

translations: $(READY) ## take up new texts, and compile the translations
	$(BIN)/pyside6-lupdate -tr-function-alias QT_TR_NOOP+=mark -extensions py \
		-locations none -no-obsolete ccwatch -ts $(TRANSLATIONS)
	$(BIN)/pyside6-lrelease -nounfinished $(TRANSLATIONS)

images: system-for-tests $(READY) ## render the pictures of the README
	$(BIN)/python packaging/screenshots.py

screens: $(READY) ## take every screen as it is now as right
	$(BIN)/python -m pytest tests/ui/test_screens.py --write-screens

# Some of them: make desktops DESKTOPS='xfce gnome'. Root has them in a separate Debian.
desktops: $(READY) ## try the program on ten desktops, invisibly, and write the table of docs/desktops.md
	rm -rf $(if $(DESKTOPS),$(DESKTOPS:%=build/desktops/%),build/desktops)
	mkdir -p build
ifeq ($(shell id -u),0)
	-sh tests/desktops/debian.sh build/desktops-debian build/desktops \
		"$$($(PYTHON) -m tests.desktops.packages $(DESKTOPS))" \
		$(abspath $(BIN))/python -m tests.desktops build/desktops $(DESKTOPS)
else
	-$(BIN)/python -m tests.desktops build/desktops $(DESKTOPS)
endif
	$(BIN)/python -m tests.desktops.table build/desktops docs/desktops.md

reliability: $(READY) ## write docs/reliability.md: what happens when something fails
	$(BIN)/python -m tests.fault_matrix docs/reliability.md

estimates: $(READY) ## write docs/estimates.md: how good the estimates are
	$(BIN)/python benchmarks/estimates.py docs/estimates.md

bench: system-for-tests $(READY) ## write docs/performance.md; half an hour, with QUICK=1 ten minutes
	$(BIN)/python benchmarks/performance.py docs/performance.md $(if $(QUICK),--quick)

# mutmut resumes where it was stopped. A part: make mutants ONLY='ccwatch.core.budget*'
mutants: $(READY) ## change the source, and see whether the tests notice; hours
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutants]'
	nice $(BIN)/mutmut run $(if $(ONLY),'$(ONLY)')
	$(BIN)/mutmut results

package: system-for-packages ## the package for Debian and Ubuntu
	rm -f build/ccwatch_*.deb
	$(PYTHON) packaging/freeze.py
	$(PYTHON) packaging/build_deb.py
	desktop-file-validate build/deb/usr/share/applications/*.desktop
	appstreamcli validate --no-net build/deb/usr/share/metainfo/*.xml
	lintian --profile debian --fail-on error $(PACKAGE)

# The newer package is made of changed source, in the environment that made the other.
package-test: package system-for-tests $(READY) ## install, upgrade and test the package in a bare Debian, as root
	$(PYTHON) packaging/newer_source.py build/newer
	mkdir build/newer/build && ln -s ../../package-env build/newer/build/package-env
	$(PYTHON) build/newer/packaging/freeze.py
	$(PYTHON) build/newer/packaging/build_deb.py
	sh packaging/bare_debian.sh $(PACKAGE) $(NEWER_PACKAGE) build/bare-$(or $(DEBIAN_RELEASE),bookworm) \
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

reproducible: system-for-packages ## build everything twice and compare it
	$(PYTHON) packaging/reproducible.py

lock: $(TOOLS) ## renew the lock files
	$(COMPILE) pyproject.toml packaging/requirements.in --output-file packaging/requirements.lock
	$(COMPILE) pyproject.toml packaging/requirements.in packaging/test.in --extra test \
		--constraint packaging/requirements.lock --output-file packaging/test.lock
	$(COMPILE) packaging/tools.in --constraint packaging/test.lock --output-file packaging/tools.lock
	build/tools-env/bin/uv pip compile --quiet --python-version 3.11 --python-platform windows \
		--only-binary :all: pyproject.toml packaging/requirements.in packaging/test.in --extra test \
		--output-file build/wheels-for-windows.txt

# All pins of all systems, so the environment markers are stripped.
audit: $(TOOLS) ## ask for advisories on the locked versions
	sed -n 's/^\([a-z0-9.-]*==[^ ]*\).*/\1/p' packaging/*.lock | sort -u >build/pins.txt
	build/tools-env/bin/pip-audit --strict --disable-pip --no-deps --requirement build/pins.txt

bill: $(TOOLS) ## hold the bill of materials against its schema
	build/tools-env/bin/python packaging/validate_bill.py build/ccwatch.cdx.json

workflows: $(TOOLS) ## judge the workflows
	build/tools-env/bin/zizmor --offline --persona pedantic .github

$(READY): pyproject.toml packaging/test.lock | system
	@echo "Setting up .venv, with what ccwatch and its tests need; that takes a minute or two."
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

$(LOWEST): pyproject.toml $(TOOLS) | system
	build/tools-env/bin/uv venv --quiet --clear --seed --python "$(PYTHON)" build/lowest-env
	build/tools-env/bin/uv pip install --quiet --python build/lowest-env --resolution lowest-direct \
		--editable '.[test]'
	touch $@

$(ISSUER): tests/issuer/package-lock.json
	@npm ci --prefix tests/issuer --ignore-scripts --no-audit --no-fund --silent && touch $@ || \
		echo "Without Node and npm the tests that sign in for real are skipped." >&2

system:
	@PYTHON="$(PYTHON)" sh packaging/system_libraries.sh program

system-for-demo:
	@PYTHON="$(PYTHON)" sh packaging/system_libraries.sh demo

system-for-tests:
	@PYTHON="$(PYTHON)" sh packaging/system_libraries.sh test

system-for-packages:
	@PYTHON="$(PYTHON)" sh packaging/system_libraries.sh package

clean: ## remove all that git ignores
	@while read -r name; do find . -name .git -prune -o -name "$${name%/}" -prune -exec rm -rf {} +; done <.gitignore

help: ## this list
	@echo "make TARGET; the interpreter is PYTHON=$(PYTHON):"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | sort | awk -F'|' '{ printf "  %-20s %s\n", $$1, $$2 }'

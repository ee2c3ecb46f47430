#!/bin/sh
# In the Windows: the basics, in a few minutes.
set -eu

python() { sh /source/packaging/windows_on_linux/python.sh "$@"; }
expect() {
    if [ "$2" != "$3" ]; then
        echo "Expected $1: '$2'; it is '$3'." >&2
        exit 1
    fi
    echo "ok: $1"
}
said() { CCWATCH_HOME="C:\\smoke" python -m ccwatch "$@" | tr -d "\r"; }

version=$(python3 /source/packaging/source_version.py)
rm -rf /build/prefix/drive_c/smoke
python -c "import PySide6.QtWidgets, ccwatch.desktop, ccwatch.cli"
expect "the version" "ccwatch $version" "$(said --version)"
expect "a list without jobs" "[]" "$(said list --json)"
python -m pytest -p no:cacheprovider -m "not end_to_end" -q tests/core

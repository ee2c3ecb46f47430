#!/bin/sh
# The DLLs and compiled modules of CPython 3.13 for Windows, into build/windows/dlls.
set -eu

here=$(dirname "$0")
cd build/windows
rm -rf dlls
mkdir dlls
pip/bin/python -m pip download --no-deps --require-hashes --only-binary :all: --platform win_amd64 \
    --python-version 3.13 --implementation cp --dest dlls --requirement "$OLDPWD/$here/dlls.txt"
python3 -m zipfile -e dlls/panda3d-*.whl dlls/wheel
mv dlls/wheel/deploy_libs/* dlls/
rm -r dlls/wheel dlls/*.whl

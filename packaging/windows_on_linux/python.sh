#!/bin/sh
# In the Windows: the Python of C:\venv, in C:\ccwatch.
#   sh python.sh ARGUMENTS…
set -eu

cd /build/prefix/drive_c/ccwatch
# With CI set, a test fails instead of being skipped when one of its requirements is missing.
export CI=true
exec wine "C:\\venv\\Scripts\\python.exe" "$@"

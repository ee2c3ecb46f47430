#!/bin/sh
# In the Windows: Python with the locked wheels and the checkout, in C:\ccwatch.
#   sh python.sh ARGUMENTS…
set -eu

cd /work/prefix/drive_c/ccwatch
# Where CI is set, a test that finds a part missing fails instead of being skipped.
export CI=true
exec wine "C:\\venv\\Scripts\\python.exe" "$@"

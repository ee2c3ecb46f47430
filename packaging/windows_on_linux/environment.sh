#!/bin/sh
# In the Windows: a virtual environment C:\venv with the locked wheels and the checkout, C:\ccwatch.
set -eu

cd /build/prefix/drive_c
rm -rf venv
wine "C:\\Python313\\python.exe" -m venv "C:\\venv"
cp -r /build/packages/. venv/Lib/site-packages/
venv() { wine "C:\\venv\\Scripts\\python.exe" "$@"; }
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INDEX=1 PIP_NO_DEPS=1
venv -m pip install --no-build-isolation --editable "C:\\ccwatch"

# Qt requires Windows' ICU, which wine lacks: a stub with the functions that Qt imports, which all
# return null. Qt then converts only the encodings that it knows itself.
cd /build/compiled
x86_64-w64-mingw32-objdump -p /build/prefix/drive_c/venv/Lib/site-packages/PySide6/Qt6Core.dll |
    awk '!NF { wanted = 0 } /DLL Name: icuuc.dll/ { wanted = 1 } wanted && $1 ~ /^[0-9a-f]+$/ { print $NF }' |
    sort -u >icuuc.txt
test "$(wc -l <icuuc.txt)" -gt 5
sed 's/.*/__declspec(dllexport) void *&(void) { return 0; }/' icuuc.txt >icuuc.c
x86_64-w64-mingw32-gcc -O2 -shared icuuc.c -o /build/prefix/drive_c/windows/system32/icuuc.dll
venv -c "import PySide6.QtWidgets, ccwatch; print(PySide6.__version__)"

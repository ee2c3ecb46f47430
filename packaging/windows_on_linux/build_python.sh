#!/bin/sh
# In the Debian: a Windows Python in /build/python, from the DLLs of dlls.sh and the library of
# library.sh. Only the programs that start it are compiled here, and python3.dll, which is missing.
set -eu

dlls=/build/dlls cpython=/build/cpython python=/build/python
cc="x86_64-w64-mingw32-gcc -O2"
rm -rf "$python" /build/compiled
mkdir -p "$python/DLLs" /build/compiled
cp -r "$cpython/Lib" "$python/"
cp "$dlls/python313.dll" "$dlls"/VCRUNTIME140*.dll "$python/"
for file in "$dlls"/*.pyd "$dlls"/libffi-8.dll "$dlls"/libcrypto-3.dll "$dlls"/libssl-3.dll "$dlls"/sqlite3.dll; do
    case $file in
        *cp313t*) ;; # of the free-threaded build
        *) cp "$file" "$python/DLLs/" ;;
    esac
done

cd /build/compiled
# The stable ABI: forwards each name to python313.dll.
{
    printf "LIBRARY python3.dll\nEXPORTS\n"
    sed -nE "s/^EXPORT_FUNC\((\w+)\)/\1 = python313.\1/p; s/^EXPORT_DATA\((\w+)\)/\1 = python313.\1 DATA/p" \
        "$cpython/PC/python3dll.c"
} >python3.def
test "$(wc -l <python3.def)" -gt 800
echo "int DllMainCRTStartup(void *a, unsigned b, void *c) { return 1; }" >nothing.c
$cc -shared -nostdlib -e DllMainCRTStartup nothing.c python3.def -o "$python/python3.dll"

printf "LIBRARY python313.dll\nEXPORTS\nPy_Main\n" >python313.def
x86_64-w64-mingw32-dlltool -d python313.def -l libpython313.a
printf '1 24 "%s"\n1 ICON "%s"\n' "$cpython/PC/python.manifest" "$cpython/PC/icons/python.ico" >python.rc
x86_64-w64-mingw32-windres python.rc python-rc.o
cat >console.c <<END
#include <wchar.h>
int Py_Main(int, wchar_t **);
int wmain(int count, wchar_t **words) { return Py_Main(count, words); }
END
cat >windowed.c <<END
#include <windows.h>
int Py_Main(int, wchar_t **);
int WINAPI wWinMain(HINSTANCE own, HINSTANCE none, LPWSTR line, int show) { return Py_Main(__argc, __wargv); }
END
$cc -municode console.c python-rc.o libpython313.a -o "$python/python.exe"
$cc -municode -mwindows windowed.c python-rc.o libpython313.a -o "$python/pythonw.exe"

launcher="-Wno-incompatible-pointer-types -DUNICODE -D_UNICODE -I$cpython/Include $cpython/PC/venvlauncher.c python-rc.o"
scripts=$python/Lib/venv/scripts/nt
mkdir -p "$scripts"
# shellcheck disable=SC2086 # several words
$cc -municode -D_CONSOLE $launcher -lpathcch -lshlwapi -o "$scripts/venvlauncher.exe"
# shellcheck disable=SC2086 # several words
$cc -municode -mwindows -D_WINDOWS -DEXENAME='L"pythonw.exe"' $launcher -lpathcch -lshlwapi -o "$scripts/venvwlauncher.exe"

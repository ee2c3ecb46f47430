#!/bin/sh
# In the Debian: a new Windows in /build/prefix, with Python in C:\Python313.
set -eu

rm -rf /build/prefix
mkdir /build/prefix
bash /source/packaging/windows_on_linux/session.sh sh -euc '
    wine wineboot --init
    # A crash ends the program without a window.
    wine reg add "HKCU\\Software\\Wine\\WineDbg" /v ShowCrashDialog /t REG_DWORD /d 0 /f
    # For the tests, which have no screen: about as wide as the font of Windows, which is not free, and
    # with the symbols that the program uses.
    fonts=/usr/share/fonts/truetype/dejavu
    cp "$fonts"/DejaVuSansCondensed*.ttf "$fonts"/DejaVuSansMono*.ttf /build/prefix/drive_c/windows/Fonts/
    cp -r /build/python /build/prefix/drive_c/Python313
    wine "C:\\Python313\\python.exe" -c "import asyncio, ctypes, hashlib, sqlite3, ssl, sys; print(sys.version)"'

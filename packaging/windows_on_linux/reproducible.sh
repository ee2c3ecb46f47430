#!/bin/bash
# In the Windows: builds the frozen program and its installer a second time, in another folder, another
# time zone and a new environment, and compares them with those of setups.sh, byte by byte.
set -euo pipefail

first="/build/prefix/drive_c/my work/ccwatch" second=/build/prefix/drive_c/second
version=$(cat /build/setups/version)
SOURCE_DATE_EPOCH=$(cat /build/moment)
export SOURCE_DATE_EPOCH PIP_NO_COMPILE=1 PIP_NO_INDEX=1 PIP_FIND_LINKS="Z:\\build\\wheels" TZ=Asia/Tokyo

rm -rf "$second"
mkdir "$second"
trap 'rm -rf "$second"' EXIT
tar -C "$first" --exclude ./build -cf - . | tar -C "$second" -xf -
cd "$second"
wine "C:\\Python313\\python.exe" packaging/freeze.py
wine "C:\\inno\\ISCC.exe" /Qp "/DVersion=$version" installer.iss

digests() {
    cd "$1/build"
    find frozen/ccwatch ccwatch.cdx.json THIRD-PARTY-NOTICES.txt -type f -print0 | sort -z | xargs -0 sha256sum
    cd "$2"
    sha256sum "ccwatch-setup-$version.exe"
}
digests "$first" /build/setups >/build/first.txt
digests "$second" "$second/build" >/build/second.txt
diff /build/first.txt /build/second.txt
echo "$(wc -l </build/first.txt) files are the same in both builds."

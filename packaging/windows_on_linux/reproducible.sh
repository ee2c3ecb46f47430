#!/bin/bash
# In the Windows: builds the frozen program and its installer a second time, in another folder, another
# time zone and a new environment, and compares them with those of setups.sh, byte by byte.
set -euo pipefail

first="/work/prefix/drive_c/my work/ccwatch" second=/work/prefix/drive_c/second
version=$(cat /work/setups/version)
SOURCE_DATE_EPOCH=$(cat /work/moment)
export SOURCE_DATE_EPOCH PIP_NO_COMPILE=1 PIP_NO_INDEX=1 PIP_FIND_LINKS="Z:\\work\\wheels" TZ=Asia/Tokyo

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
digests "$first" /work/setups >/work/first.txt
digests "$second" "$second/build" >/work/second.txt
diff /work/first.txt /work/second.txt
echo "$(wc -l </work/first.txt) files are the same in both builds."

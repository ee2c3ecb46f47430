#!/bin/bash
# In the Windows: freezes the program and compiles its installer, twice: as it is, and as the version
# that follows, to upgrade to. Leaves both in /work/setups, and what they weigh in /work/sizes.txt.
set -euo pipefail

cd "/work/prefix/drive_c/my work/ccwatch"
SOURCE_DATE_EPOCH=$(cat /work/moment)
export SOURCE_DATE_EPOCH PIP_NO_COMPILE=1 PIP_NO_INDEX=1 PIP_FIND_LINKS="Z:\\work\\wheels"
version=$(python3 packaging/source_version.py)
next=$(python3 -c 'import re, sys
print(re.sub(r"\d+$", lambda last: str(int(last[0]) + 1), sys.argv[1]))' "$version")

megabytes() { find "$1" -type f -printf "%s\n" | awk '{ all += $1 } END { printf "%.1f", all / 1e6 }'; }

rm -rf /work/setups
mkdir /work/setups
for each in "$next" "$version"; do
    sed -i "s/^__version__ = .*/__version__ = \"$each\"/" ccwatch/__init__.py
    wine "C:\\Python313\\python.exe" packaging/freeze.py
    wine "build\\frozen\\ccwatch\\ccwatch.exe" --version
    wine "C:\\inno\\ISCC.exe" /Qp "/DVersion=$each" installer.iss
    mv "build/ccwatch-setup-$each.exe" /work/setups/
done
echo "$version" >/work/setups/version
echo "$next" >/work/setups/next
{
    echo "| | MB |"
    echo "|---|---|"
    echo "| frozen for Windows | $(megabytes build/frozen/ccwatch) |"
    echo "| installer | $(megabytes "/work/setups/ccwatch-setup-$version.exe") |"
} | tee /work/sizes.txt

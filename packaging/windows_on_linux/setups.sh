#!/bin/bash
# In the Windows: freezes the program and compiles its installer, once as it is and once from newer
# source, to upgrade to; freezes the bare program of benchmarks/ for comparison. Leaves the setups and
# their versions in /build/setups, and the sizes in /build/sizes.txt.
set -euo pipefail

source="/build/prefix/drive_c/my work/ccwatch"
newer=$source/build/newer
SOURCE_DATE_EPOCH=$(cat /build/moment)
export SOURCE_DATE_EPOCH PIP_NO_COMPILE=1 PIP_NO_INDEX=1 PIP_FIND_LINKS="Z:\\build\\wheels"

python() { wine "C:\\Python313\\python.exe" "$@"; }
megabytes() { find "$@" -type f -printf "%s\n" | awk '{ all += $1 } END { printf "%.1f", all / 1e6 }'; }

# Runs in the source to build, with the name that its setup gets.
build_setup() {
    local version
    version=$(python3 packaging/source_version.py)
    python packaging/freeze.py
    wine "build\\frozen\\ccwatch\\ccwatch.exe" --version
    wine "C:\\inno\\ISCC.exe" /Qp "/DVersion=$version" installer.iss
    mv "build/ccwatch-setup-$version.exe" /build/setups/
    echo "$version" >"/build/setups/$1"
}

rm -rf /build/setups
mkdir /build/setups
cd "$source"
build_setup version
python -c "
import sys
sys.path.insert(0, 'packaging')
from freeze import BUILD, FROZEN, ROOT, freeze, locked_environment
freeze(locked_environment(BUILD / 'package-env'), ROOT / 'benchmarks/bare_tray.spec', FROZEN)"
python3 packaging/newer_source.py "$newer"
mkdir "$newer/build"
ln -s ../../package-env "$newer/build/package-env"
cd "$newer"
build_setup newer
{
    echo "| | MB |"
    echo "|---|---|"
    echo "| frozen for Windows | $(megabytes "$source/build/frozen/ccwatch") |"
    echo "| installer | $(megabytes "/build/setups/ccwatch-setup-$(cat /build/setups/version).exe") |"
} | tee /build/sizes.txt

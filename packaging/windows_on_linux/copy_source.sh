#!/bin/sh
# Copies the files of the checkout that git tracks or could track, as they are now, to C:\ccwatch and
# to C:\my work\ccwatch, where the packages are built: a folder with a space, as some people have. Keeps
# what was built in either. build/windows/source.txt changes only with what is packaged.
set -eu

work=$PWD/build/windows
list=$(mktemp)
trap 'rm -f "$list"' EXIT
# The checkout may not belong to root.
git() { command git -c "safe.directory=*" "$@"; }
# shellcheck disable=SC2016 # the inner shell expands it
git ls-files -z --cached --others --exclude-standard |
    xargs -0 sh -c 'for file; do [ ! -e "$file" ] || printf "%s\0" "$file"; done' sh >"$list"

for folder in "ccwatch" "my work/ccwatch"; do
    target=$work/prefix/drive_c/$folder
    mkdir -p "$target"
    find "$target" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
    tar --null --files-from "$list" -cf - | tar -C "$target" --no-same-owner -xf -
done

# For the tests, which look for the vendor's definitions there and are skipped without them.
definitions=${VENDOR_OPENAPI:-../shared/openapi}
rm -rf "$work/prefix/drive_c/shared"
if [ -n "${VENDOR_OPENAPI-}" ] || [ -d "$definitions" ]; then
    mkdir "$work/prefix/drive_c/shared"
    cp -RL "$definitions" "$work/prefix/drive_c/shared/openapi"
    chmod -R u+w "$work/prefix/drive_c/shared"
fi

{ git log -1 --format=%ct 2>/dev/null || echo 1767225600; } >"$work/moment"
grep -zE "^(ccwatch|resources|packaging)/|^(LICENSE|README.md|installer.iss|pyproject.toml)$" "$list" |
    grep -zv "^packaging/windows_on_linux/" | sort -z | xargs -0 sha256sum >"$list.sums"
if cmp -s "$list.sums" "$work/source.txt"; then
    rm "$list.sums"
else
    mv "$list.sums" "$work/source.txt"
fi

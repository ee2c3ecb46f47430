#!/bin/sh
# Installs what is missing on this machine; everything else goes into the Debian of build/windows.
set -eu

if [ "$(id -u)" != 0 ] || [ "$(uname -m)" != x86_64 ]; then
    echo "Windows under wine needs root, for its namespaces, and a machine with x86_64 processors." >&2
    exit 1
fi
free=$(df --output=avail -BG build | tail -n 1 | tr -dc 0-9)
if [ "$free" -lt 8 ]; then
    echo "Windows under wine needs 8 GB in build/windows; there are $free GB." >&2
    exit 1
fi
missing=
for pair in debootstrap:debootstrap git:git npm:npm; do
    command -v "${pair%:*}" >/dev/null || missing="$missing ${pair#*:}"
done
python3 -c "import ensurepip, venv" 2>/dev/null || missing="$missing python3-venv"
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing="$missing debian-archive-keyring"
# debian.sh reads from its lists which mirror this machine uses.
apt-get update
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 # one word per package
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
fi

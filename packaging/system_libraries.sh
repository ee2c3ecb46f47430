#!/bin/sh
# Finds the Debian packages that ccwatch, its tests and its demo need; installs what is missing
# if root or a passwordless sudo allows it, and otherwise prints the command. With the argument
# "package" also those for building and testing a package.
set -eu

python=${PYTHON:-python3}
needed=$(cat packaging/linux/libraries.txt)
virtual_desktop="xvfb xauth openbox trayer dbus dunst xdotool fonts-inter fonts-dejavu-core"
signing_in="chromium chromium-driver gnome-keyring"
# Node may come from another source than Debian, which then includes npm.
command -v node >/dev/null || signing_in="$signing_in nodejs"
command -v npm >/dev/null || signing_in="$signing_in npm"

if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: see CONTRIBUTING.md for the libraries that Qt needs here."
    exit 0
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    needed="$needed $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi
if [ "${1:-}" = package ]; then
    needed="$needed dpkg desktop-file-utils appstream debootstrap"
    # Debian has the library that PyInstaller needs in a separate package.
    needed="$needed $("$python" -c 'import sys
print("libpython%d.%d" % sys.version_info[:2] if sys.base_prefix == "/usr" else "")')"
fi

# Prints the arguments that are neither installed nor provided by an installed package.
missing() {
    dpkg-query --show --showformat '${db:Status-Status} ${Package}, ${Provides}\n' |
        awk -v wanted="$*" '
            $1 == "installed" {
                gsub(/\([^)]*\)|,/, " ")
                for (i = 2; i <= NF; i++) here[$i] = 1
            }
            END {
                n = split(wanted, names)
                for (i = 1; i <= n; i++) if (!(names[i] in here)) printf "%s ", names[i]
            }'
}

# Installs its arguments as root, non-interactively.
install() {
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return 1
        as_root="sudo -n"
    fi
    echo "Installing the Debian packages that are missing: $*"
    $as_root apt-get update -qq || true
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# shellcheck disable=SC2086 # lists of names, split on purpose
lacking=$(missing $needed $virtual_desktop $signing_in)
[ -n "$lacking" ] || exit 0
# shellcheck disable=SC2086
install $lacking || echo "Missing, install by hand:  sudo apt-get install $lacking" >&2
# shellcheck disable=SC2086
[ -z "$(missing $needed)" ] || exit 1

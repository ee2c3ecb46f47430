#!/bin/sh
# Finds the Debian packages that are missing for a purpose, and installs them if root or a
# passwordless sudo allows it; otherwise prints the exact command that does.
#   sh packaging/system_libraries.sh program|demo|test|package
# Required packages come first and must succeed; the rest is installed separately.
set -eu
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

purpose=$1
python=${PYTHON:-python3}
needed=$(cat packaging/linux/libraries.txt)
virtual_desktop="xvfb xauth openbox dbus dunst xdotool fonts-inter fonts-dejavu-core"
trays="trayer stalonetray" # one of them: newer releases have only the second
rest="" tray=""

if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: README.md and CONTRIBUTING.md name the libraries that Qt needs here."
    exit 0
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    needed="$needed $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi
case $purpose in
demo) [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || rest="$virtual_desktop" ;;
test)
    rest="$virtual_desktop chromium chromium-driver gnome-keyring sway waybar mako-notifier grim"
    # Node may come from another source than Debian, which then includes npm.
    command -v node >/dev/null || rest="$rest nodejs"
    command -v npm >/dev/null || rest="$rest npm"
    ;;
package)
    needed="$needed dpkg desktop-file-utils appstream lintian"
    # Debian has the library that PyInstaller needs in a separate package.
    needed="$needed $("$python" -c 'import sys
print("libpython%d.%d" % sys.version_info[:2] if sys.base_prefix == "/usr" else "")')"
    rest="debootstrap"
    ;;
esac

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

# Prints those of its arguments that this release offers.
offered() {
    for name in "$@"; do
        if apt-cache policy "$name" | grep -q 'Candidate: [^(]'; then printf '%s ' "$name"; fi
    done
}

# Runs a command as root; fails if that takes a password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n --preserve-env=DEBIAN_FRONTEND "$@"; fi
}

# Installs those of its further arguments that are missing; the first says what needs them.
install() {
    user=$1
    shift
    lacking=$(missing "$@")
    [ -n "$lacking" ] || return 0
    command="apt-get install --yes --no-install-recommends $lacking"
    # Each line is a URL, a file, its size and its checksum.
    # shellcheck disable=SC2086 # lists of names, split on purpose, here and below
    size=$($command --print-uris -qq 2>/dev/null | awk '
        { bytes += $3 } END { printf "%d packages, %.0f MB to download", NR, bytes / 1e6 }')
    if as_root true 2>/dev/null; then
        echo "Installing what $user needs ($size): $command"
        # shellcheck disable=SC2086
        as_root $command -qq >/dev/null && return 0
    fi
    echo "Missing for $user ($size). Install it yourself:  sudo $command" >&2
    return 1
}

# shellcheck disable=SC2086
case $rest in *openbox*) if [ "$(missing $trays)" = "$trays " ]; then tray=$trays; fi ;; esac
# shellcheck disable=SC2086
[ -n "$(missing $needed $rest $tray)" ] || exit 0
as_root apt-get update -qq 2>/dev/null || true
# shellcheck disable=SC2086
install "the program" $needed || exit 1
# shellcheck disable=SC2086
wanted=$(missing $rest)
# shellcheck disable=SC2086
found="$(offered $wanted)$(offered $tray | cut -d' ' -f1)"
# shellcheck disable=SC2086
lost=$(for name in $wanted; do case " $found " in *" $name "*) ;; *) printf '%s ' "$name" ;; esac done)
[ -z "$lost" ] || echo "This release does not have: $lost" >&2
# shellcheck disable=SC2086
install "make $purpose" $found || true

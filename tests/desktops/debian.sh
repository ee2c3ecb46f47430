#!/bin/sh
# Runs a command as an ordinary user in a separate Debian, where desktops are installed. All that
# the command starts ends with it; neither its files in /tmp nor its processes are those outside.
#   sh tests/desktops/debian.sh ROOT RESULTS "PACKAGE…" PYTHON ARGUMENT…
# ROOT is created at the first run, and missing packages are installed. The project is at its own
# path in there, to be read only; RESULTS is a folder that the command may write to.
# Needs root and debootstrap; the mounts are in a separate namespace and end with the command.
set -eu

root=$1 results=$2 packages=$3 python=$4
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
command -v debootstrap >/dev/null || apt-get install --yes -qq debootstrap >/dev/null

if [ ! -e "$root/made" ]; then
    rm -rf "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase "$release" "$root" >/dev/null
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # packages start no services
    chmod 755 "$root/usr/sbin/policy-rc.d"
    touch "$root/made"
fi
root=$(cd "$root" && pwd) results=$(mkdir -p "$results" && cd "$results" && pwd)
# This machine may use another mirror or certificate than a new Debian.
rm -rf "$root"/etc/apt/sources.list*
cp -r /etc/apt/. "$root/etc/apt/"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root/etc/ssl" && cp -rL /etc/ssl/certs "$root/etc/ssl/" 2>/dev/null || true
chroot "$root" id desktop >/dev/null 2>&1 || chroot "$root" useradd --create-home desktop
chmod 755 "$root/root" # the interpreter may be below it
chown "$(chroot "$root" id -u desktop)" "$results"

project=$(pwd)
base=$("$python" -c 'import sys; print(sys.base_prefix)')
environment=$("$python" -c 'import sys; print(sys.prefix)')
shift 3
export root results packages project base environment
exec unshare --mount --pid --fork --kill-child sh -eu -c '
    shown() {
        case $1 in /usr) return ;; esac
        mkdir -p "$root$1"
        mount --bind "$1" "$root$1"
    }
    mount --make-rprivate /
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs -o mode=755 tmpfs "$root/run"
    mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
    mkdir -m 1777 "$root/tmp/.X11-unix" "$root/tmp/.ICE-unix"
    chroot "$root" sh -eu -c "
        lacking=\$(for name in $packages; do
            dpkg-query --show --showformat \"\\\${db:Status-Status}\" \"\$name\" 2>/dev/null |
                grep -qx installed || echo \"\$name\"
        done)
        [ -z \"\$lacking\" ] || {
            apt-get update -qq
            apt-get install --yes --no-install-recommends -qq \$lacking >/var/log/installed 2>&1
            apt-get clean
        }"
    for folder in "$project" "$environment" "$base" "$results"; do shown "$folder"; done
    mount -o remount,bind,ro "$root$project"
    mount --bind "$results" "$root$results"
    mkdir -p "$root/run/user" && chmod 1777 "$root/run/user"
    exec chroot --userspec=desktop:desktop "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin \
        LANG=C.UTF-8 HOME=/home/desktop PYTHONDONTWRITEBYTECODE=1 sh -c "cd \"\$0\" && exec \"\$@\"" \
        "$project" "$@"
' sh "$@"

#!/bin/sh
# Runs a command as root in the Debian of build/windows. Each call has its own namespaces for mounts,
# processes and network: nothing is mounted on the machine, no process survives the command or its
# caller, however they end, and no port is shared.
#   sh enter.sh [--network] COMMAND…
# The command sees the checkout as /source, read-only, and build/windows as /build. It reaches the
# machine's network only with --network.
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd)
network=--net
if [ "$1" = --network ]; then
    network=
    cp -L /etc/resolv.conf /etc/hosts "$source/build/windows/debian/etc/"
    shift
fi
# shellcheck disable=SC2016,SC2086 # the inner shell expands it; an empty $network is no word
exec setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child $network sh -euc '
    source=$1 debian=$1/build/windows/debian
    shift
    mkdir -p "$debian/source" "$debian/build"
    mount --rbind /dev "$debian/dev"
    mount -t proc proc "$debian/proc"
    mount -t tmpfs -o mode=1777 tmp "$debian/tmp"
    mount --bind "$source" "$debian/source"
    mount -o remount,bind,ro "$debian/source"
    mount --bind "$source/build/windows" "$debian/build"
    for name in http_proxy https_proxy no_proxy WINEDEBUG; do
        eval "value=\${$name-}"
        [ -z "$value" ] || set -- "$name=$value" "$@"
    done
    exec chroot "$debian" env -i HOME=/root USER=root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"
' enter "$source" "$@"

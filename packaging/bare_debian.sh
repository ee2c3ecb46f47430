#!/bin/sh
# Creates a bare Debian with only the package and its dependencies: no Python, no source.
# Then runs a command with TESTED_PROGRAM set to a script that starts the packaged program in there,
# and TESTED_UPGRADE to one that installs the newer package over it.
#   sh packaging/bare_debian.sh build/ccwatch_0.1.0_amd64.deb NEWER.deb build/bare-debian COMMAND…
# DEBIAN_RELEASE=trixie uses another release than bookworm; each needs a separate folder.
# Needs root and debootstrap; the mounts are in a separate namespace and end with the command.
set -eu

package=$1 newer=$2 root=$3
shift 3
release=${DEBIAN_RELEASE:-bookworm}

if [ ! -e "$root/made" ]; then
    rm -rf "$root"
    debootstrap --variant=minbase "$release" "$root" >/dev/null
    touch "$root/made"
fi
root=$(cd "$root" && pwd)
# This machine may use another mirror, certificate or proxy than a new Debian.
rm -rf "$root"/etc/apt/sources.list*
cp -r /etc/apt/. "$root/etc/apt/"
host=$(. /etc/os-release && echo "$VERSION_CODENAME")
find "$root/etc/apt" \( -name "*.sources" -o -name "*.list" \) -exec sed -i "s/\\b$host\\b/$release/g" {} +
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root/etc/ssl" && cp -rL /etc/ssl/certs "$root/etc/ssl/" 2>/dev/null || true
cp "$package" "$root/ccwatch.deb"
cp "$newer" "$root/newer.deb"

work=$(mktemp -d /tmp/bare-XXXXXX)
trap 'rm -rf "$work"' EXIT
cat >"$work/ccwatch" <<END
#!/bin/sh
exec chroot "$root" /usr/bin/env PATH=/usr/bin:/bin ccwatch "\$@"
END
cat >"$work/upgrade" <<END
#!/bin/sh
exec chroot "$root" /usr/bin/env PATH=/usr/sbin:/usr/bin:/sbin:/bin dpkg --install /newer.deb
END
chmod 755 "$work/ccwatch" "$work/upgrade"
mkdir -p "$root$work" "$root/tmp/.X11-unix"

export root work
unshare --mount sh -eu -c '
    mount --bind /proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --bind "$work" "$root$work"
    mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix" 2>/dev/null || true
    chroot "$root" sh -eu -c "
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq || true
        apt-get install -y -qq --no-install-recommends --reinstall --allow-downgrades /ccwatch.deb >/dev/null
        if command -v python3; then echo \"There is a Python in here.\" >&2; exit 1; fi
    "
    # GTK may be missing: its plugin then stays unused.
    lacking=$(chroot "$root" sh -c "
        export LD_LIBRARY_PATH=/usr/lib/ccwatch/_internal
        for file in \$(find /usr/lib/ccwatch -name \"*.so*\" ! -name libqgtk3.so); do
            ldd \$file 2>/dev/null | grep \"not found\"
        done" | sort -u)
    if [ -n "$lacking" ]; then echo "Not among what the package depends on:$lacking" >&2; exit 1; fi
    TESTED_PROGRAM="$work/ccwatch" TESTED_UPGRADE="$work/upgrade" TMPDIR="$work" "$@"
' sh "$@"

#!/bin/sh
# Creates the Debian in which wine runs, build/windows/debian.
set -eu

release=trixie
debian=build/windows/debian
here=$(dirname "$0")

# The mirror that this machine uses; on other systems than Debian, the default of debootstrap.
mirror=$(apt-get indextargets --format "\$(REPO_URI)" "Created-By: Packages" "Origin: Debian" "Label: Debian" | head -n 1)
rm -rf "$debian"
mkdir -p "$debian"
# In a mount namespace, so that no mount remains.
unshare --mount --pid --fork --kill-child \
    debootstrap --variant=minbase --include=ca-certificates,xz-utils "$release" "$debian" ${mirror:+"$mirror"}

mirror=$(awk '$1 == "deb" { print $2; exit }' "$debian/etc/apt/sources.list")
printf "%s $mirror $release main\n" deb deb-src >"$debian/etc/apt/sources.list"
# This machine's proxies and certificates apply there too.
apt-config dump | grep -E "^Acquire::https?::" >"$debian/etc/apt/apt.conf.d/10machine" || true
cat >"$debian/etc/apt/apt.conf.d/90small" <<END
APT::Install-Recommends "false";
Acquire::Languages "none";
DPkg::Options { "--force-unsafe-io"; };
END
cp -L /etc/ssl/certs/ca-certificates.crt "$debian/etc/ssl/certs/" 2>/dev/null || true
# Starts no services.
printf "#!/bin/sh\nexit 101\n" >"$debian/usr/sbin/policy-rc.d"
chmod 755 "$debian/usr/sbin/policy-rc.d"

# wine32 is for Inno Setup and its installers, which are 32-bit programs.
sh "$here/enter.sh" --network sh -eu -c "
    export DEBIAN_FRONTEND=noninteractive
    dpkg --add-architecture i386
    apt-get update
    apt-get install -y wine wine64 wine32:i386 gcc-mingw-w64-x86-64 python3 \
        xvfb openbox trayer xdotool imagemagick iproute2 fonts-wine fonts-dejavu-extra
    apt-get clean
    wine --version"

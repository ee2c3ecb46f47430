#!/bin/sh
# In the Debian: the library of CPython 3.13 and the source of its programs, from Debian's source
# package, into /build/cpython.
set -eu

rm -rf /build/cpython
mkdir -p /build/cpython
cd /build/cpython
apt-get source --download-only python3.13
tar --strip-components 1 --wildcards -xJf python3.13_*.orig.tar.xz "*/Lib" "*/PC" "*/Include"
rm -rf python3.13_* Lib/test Lib/idlelib Lib/lib2to3

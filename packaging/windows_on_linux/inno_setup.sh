#!/bin/sh
# Inno Setup's compiler, from a package of npm, into C:\inno.
set -eu

package=innosetup-compiler-6.3.1.tgz
sha256=dddd8f1f4ee10c65f88b41cef5f9dd88454e5b23795126264b1b529e2305f0bc

cd build/windows
rm -rf inno prefix/drive_c/inno
mkdir inno
cd inno
npm pack innosetup-compiler@6.3.1
echo "$sha256  $package" | sha256sum --check
tar -xzf "$package"
mv package/bin ../prefix/drive_c/inno
test -e ../prefix/drive_c/inno/ISCC.exe
cd ..
rm -r inno

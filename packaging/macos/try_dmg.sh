#!/bin/sh
# Installs the app from build/ccwatch-*.dmg and inspects it; the results go into build/looked. Image
# and app must be signed and notarised unless --unsigned is given.
set -eu
cd "$(dirname "$0")/../.."
image=$(echo build/ccwatch-*.dmg)
app=/Applications/ccwatch.app

hdiutil attach -quiet -noautoopen "$image"
cp -R /Volumes/ccwatch/ccwatch.app /Applications/
hdiutil detach -quiet /Volumes/ccwatch
if [ "${1:-}" != --unsigned ]; then
    xcrun stapler validate "$image"
    codesign --verify --deep --strict --test-requirement="=anchor apple generic" "$app"
    spctl --assess --type execute --verbose "$app"
fi
python3 packaging/look_at_package.py "$app/Contents/MacOS/ccwatch" build/looked

#!/bin/sh
# Installs the app from build/ccwatch-*.dmg, inspects it, clicks its ring, and removes it; the results
# go into build/looked. Image and app must be signed and notarised unless --unsigned is given.
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

# As a person opens it, and with the folders of a person.
open -n "$app" --args --demo
osascript packaging/macos/click_ring.applescript
screencapture -x build/looked/menu.png
"$app/Contents/MacOS/ccwatch" --demo quit
tries=0
while pgrep -f "$app/" >/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 30 ]; then echo "The program does not end." >&2; exit 1; fi
    sleep 1
done

# Removing it leaves the folders that docs/packaging.md names, and nothing else.
rm -rf "$app"
left=$(find "$HOME/Library" -iname "*ccwatch*" -prune -print 2>/dev/null | grep -v \
    -e "^$HOME/Library/Application Support/ccwatch-demo$" -e "^$HOME/Library/Logs/ccwatch-demo$" || true)
if [ -n "$left" ]; then echo "Left behind: $left" >&2; exit 1; fi

#!/bin/sh
# Signs build/frozen/ccwatch.app, puts it into a disk image, has Apple notarise that.
#   CCWATCH_SIGNING_IDENTITY   "Developer ID Application: …"; without one only signed ad hoc
#   CCWATCH_NOTARY_PROFILE     a profile of `xcrun notarytool store-credentials`; without one skipped
# https://developer.apple.com/documentation/security/notarizing-macos-software-before-distribution
set -eu
cd "$(dirname "$0")/../.."

app=build/frozen/ccwatch.app
version=$(python3 packaging/source_version.py)
image=build/ccwatch-$version-$(uname -m).dmg
identity=${CCWATCH_SIGNING_IDENTITY:-}

if [ -n "$identity" ]; then
    codesign --force --deep --timestamp --options runtime \
        --entitlements packaging/macos/entitlements.plist --sign "$identity" "$app"
else
    echo "No CCWATCH_SIGNING_IDENTITY: signed ad hoc, for this computer."
    codesign --force --deep --sign - "$app"
fi
codesign --verify --deep --strict "$app"

folder=build/dmg
rm -rf "$folder" "$image"
mkdir -p "$folder/.background"
cp -R "$app" "$folder/"
ln -s /Applications "$folder/Applications"
cp build/dmg-background.png "$folder/.background/background.png"
hdiutil create -quiet -volname ccwatch -srcfolder "$folder" -fs HFS+ -format UDRW build/ccwatch-rw.dmg
# The Finder lays out the window; where no one is signed in to a screen the image stays plain.
hdiutil attach -quiet -noautoopen build/ccwatch-rw.dmg
osascript packaging/macos/window.applescript || echo "The window of the image keeps its plain look."
hdiutil detach -quiet /Volumes/ccwatch
hdiutil convert -quiet build/ccwatch-rw.dmg -format UDZO -o "$image"
rm build/ccwatch-rw.dmg

if [ -n "$identity" ]; then
    codesign --timestamp --sign "$identity" "$image"
fi
if [ -n "${CCWATCH_NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$CCWATCH_NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
else
    echo "No CCWATCH_NOTARY_PROFILE: not notarised."
fi
echo "$image"

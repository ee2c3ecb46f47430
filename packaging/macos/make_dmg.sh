#!/bin/sh
# Signs build/frozen/ccwatch.app, puts it into a disk image, and has Apple notarise the image.
#   CCWATCH_SIGNING_IDENTITY   "Developer ID Application: …"
#   CCWATCH_NOTARY_PROFILE     a profile of `xcrun notarytool store-credentials`
# Both are required. With --unsigned the app is only signed ad hoc, for this computer.
# https://developer.apple.com/documentation/security/notarizing-macos-software-before-distribution
set -eu
cd "$(dirname "$0")/../.."

app=build/frozen/ccwatch.app
version=$(python3 packaging/source_version.py)
image=build/ccwatch-$version-$(uname -m).dmg
if [ "${1:-}" = --unsigned ]; then
    identity=
else
    identity=${CCWATCH_SIGNING_IDENTITY:?is not set; docs/releasing.md says where. Without: --unsigned}
    profile=${CCWATCH_NOTARY_PROFILE:?is not set; docs/releasing.md says where. Without: --unsigned}
fi

if [ -n "$identity" ]; then
    # From the inside out: all binaries get our signature, so that the hardened runtime, which loads
    # only code signed by the same team, needs no exception for libraries.
    find "$app/Contents" -type f ! -path "$app/Contents/MacOS/*" | while read -r file; do
        if file -b "$file" | grep -q Mach-O; then
            codesign --force --timestamp --options runtime --sign "$identity" "$file"
        fi
    done
    codesign --force --timestamp --options runtime \
        --entitlements packaging/macos/entitlements.plist --sign "$identity" "$app"
else
    echo "--unsigned: signed ad hoc, for this computer."
    codesign --force --deep --sign - "$app"
fi
codesign --verify --deep --strict "$app"
python3 packaging/sbom.py --refresh build/ccwatch.cdx.json "$app"

folder=build/dmg
rm -rf "$folder" "$image"
mkdir -p "$folder/.background"
cp -R "$app" "$folder/"
ln -s /Applications "$folder/Applications"
cp build/dmg-background.png "$folder/.background/background.png"
hdiutil create -quiet -volname ccwatch -srcfolder "$folder" -fs HFS+ -format UDRW build/ccwatch-rw.dmg
# The Finder lays out the window; without a user session the image keeps the default layout.
hdiutil attach -quiet -noautoopen build/ccwatch-rw.dmg
osascript packaging/macos/window.applescript || echo "The window of the image keeps its plain look."
hdiutil detach -quiet /Volumes/ccwatch
hdiutil convert -quiet build/ccwatch-rw.dmg -format UDZO -o "$image"
rm build/ccwatch-rw.dmg

if [ -n "$identity" ]; then
    codesign --timestamp --sign "$identity" "$image"
    xcrun notarytool submit "$image" --keychain-profile "$profile" \
        ${CCWATCH_NOTARY_KEYCHAIN:+--keychain "$CCWATCH_NOTARY_KEYCHAIN"} --wait
    xcrun stapler staple "$image"
fi
echo "$image"

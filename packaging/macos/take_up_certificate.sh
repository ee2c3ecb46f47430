#!/bin/sh
# Puts a certificate (CERTIFICATE, base64; PASSWORD) into a keychain of its own on a build machine,
# and the access to notarisation (APPLE_ID, TEAM, NOTARY_PASSWORD); names both for later steps.
set -eu
keychain=$RUNNER_TEMP/ccwatch.keychain
secret=$(uuidgen)
printf '%s' "$CERTIFICATE" | base64 --decode >"$RUNNER_TEMP/sign.p12"
security create-keychain -p "$secret" "$keychain"
security set-keychain-settings -lut 7200 "$keychain"
security unlock-keychain -p "$secret" "$keychain"
security import "$RUNNER_TEMP/sign.p12" -k "$keychain" -P "$PASSWORD" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -s -k "$secret" "$keychain" >/dev/null
security list-keychains -d user -s "$keychain" login.keychain
rm "$RUNNER_TEMP/sign.p12"
echo "CCWATCH_SIGNING_IDENTITY=$IDENTITY" >>"$GITHUB_ENV"
if [ -n "${APPLE_ID:-}" ]; then
    xcrun notarytool store-credentials ccwatch \
        --apple-id "$APPLE_ID" --team-id "$TEAM" --password "$NOTARY_PASSWORD"
    echo "CCWATCH_NOTARY_PROFILE=ccwatch" >>"$GITHUB_ENV"
fi

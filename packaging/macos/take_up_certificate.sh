#!/bin/sh
# Imports a certificate (CERTIFICATE, base64; PASSWORD; IDENTITY) and the notarisation credentials
# (APPLE_ID, TEAM, NOTARY_PASSWORD) into a separate keychain on a build machine; names both for later
# steps. The certificate file is deleted when this ends, even on failure; the step after the signing
# deletes the keychain.
set -eu
: "${CERTIFICATE:?is not set: docs/releasing.md}" "${PASSWORD:?is not set: docs/releasing.md}"
: "${IDENTITY:?is not set: docs/releasing.md}" "${APPLE_ID:?is not set: docs/releasing.md}"
: "${TEAM:?is not set: docs/releasing.md}" "${NOTARY_PASSWORD:?is not set: docs/releasing.md}"
umask 077
keychain=$RUNNER_TEMP/ccwatch.keychain
file=$RUNNER_TEMP/sign.p12
trap 'rm -f "$file"' EXIT
secret=$(uuidgen)
security create-keychain -p "$secret" "$keychain"
security set-keychain-settings -lut 7200 "$keychain"
security unlock-keychain -p "$secret" "$keychain"
printf '%s' "$CERTIFICATE" | base64 --decode >"$file"
security import "$file" -k "$keychain" -P "$PASSWORD" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -s -k "$secret" "$keychain" >/dev/null
security list-keychains -d user -s "$keychain" login.keychain
xcrun notarytool store-credentials ccwatch --keychain "$keychain" \
    --apple-id "$APPLE_ID" --team-id "$TEAM" --password "$NOTARY_PASSWORD"
{
    echo "CCWATCH_SIGNING_IDENTITY=$IDENTITY"
    echo "CCWATCH_NOTARY_PROFILE=ccwatch"
    echo "CCWATCH_NOTARY_KEYCHAIN=$keychain"
} >>"$GITHUB_ENV"

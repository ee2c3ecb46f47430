# Signs the programs in build\frozen\ccwatch, builds build\ccwatch-setup-X.Y.Z.exe, and signs it.
#   CERTIFICATE, PASSWORD   a code signing certificate as .pfx in base64, and its password
#   INNO_SETUP              the folder of Inno Setup; by default its standard location
#   -Unsigned               signs nothing; without it a certificate is required
# The certificate is never written to a file. While signtool and Inno Setup run it is in the user's
# store, and its password in no environment; it is removed when this script ends, even on failure.
param([switch]$Unsigned)
$ErrorActionPreference = "Stop"
$version = python packaging/source_version.py
$inno = if ($env:INNO_SETUP) { $env:INNO_SETUP } else { "${env:ProgramFiles(x86)}\Inno Setup 6" }
$options = @("/Qp", "/DVersion=$version")

function Build($options) {
    & "$inno\ISCC.exe" @options installer.iss
    if ($LASTEXITCODE) { throw "ISCC failed" }
}

if ($Unsigned) {
    Write-Output "-Unsigned: nothing is signed."
    Build $options
    return
}
if (-not $env:CERTIFICATE -or -not $env:PASSWORD) {
    throw "CERTIFICATE or PASSWORD is not set: docs/releasing.md says where. To build without: -Unsigned."
}

$kit = "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe"
$signtool = Get-ChildItem $kit | Sort-Object FullName | Select-Object -Last 1 -ExpandProperty FullName
$programs = (Get-ChildItem build\frozen\ccwatch\*.exe).FullName
$flags = [Security.Cryptography.X509Certificates.X509KeyStorageFlags]"UserKeySet, PersistKeySet"
$bytes = [Convert]::FromBase64String($env:CERTIFICATE)
$certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($bytes, $env:PASSWORD, $flags)
Remove-Item Env:CERTIFICATE, Env:PASSWORD
$store = [Security.Cryptography.X509Certificates.X509Store]::new("My", "CurrentUser")
$store.Open("ReadWrite")
try {
    $store.Add($certificate)
    $sign = "sign", "/sha1", $certificate.Thumbprint, "/fd", "sha256", "/td", "sha256", "/tr", "http://timestamp.digicert.com"
    & $signtool @sign @programs
    if ($LASTEXITCODE) { throw "signtool failed" }
    $options += "/Ssign=`$q$signtool`$q $($sign -join ' ') `$f", "/DSignToolName=sign"
    Build $options
} finally {
    $store.Close()
    Remove-Item "Cert:\CurrentUser\My\$($certificate.Thumbprint)" -DeleteKey
}
python packaging/sbom.py --refresh build/ccwatch.cdx.json build/frozen/ccwatch
if ($LASTEXITCODE) { throw "The bill of materials does not agree with the programs." }

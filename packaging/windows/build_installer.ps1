# Builds build\ccwatch-setup-X.Y.Z.exe of build\frozen\ccwatch; signs where there is a certificate,
# in sign.pfx below RUNNER_TEMP with its password in PASSWORD.
$ErrorActionPreference = "Stop"
$version = python packaging/source_version.py
$iscc = "${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe"
$options = @("/Qp", "/DVersion=$version")
$certificate = Join-Path "$env:RUNNER_TEMP" "sign.pfx"
if (Test-Path $certificate) {
    $kit = "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe"
    $signtool = Get-ChildItem $kit | Sort-Object FullName | Select-Object -Last 1 -ExpandProperty FullName
    $sign = "sign /f `"$certificate`" /p `"$env:PASSWORD`" /fd sha256 /td sha256 /tr http://timestamp.digicert.com"
    foreach ($program in Get-ChildItem build\frozen\ccwatch\*.exe) {
        Invoke-Expression "& `"$signtool`" $sign `"$program`""
        if ($LASTEXITCODE) { throw "signtool failed for $program" }
    }
    $options += "/Ssign=`"$signtool`" $sign `$f", "/DSignToolName=sign"
} else {
    Write-Output "No certificate: nothing is signed."
}
& $iscc @options installer.iss
if ($LASTEXITCODE) { throw "ISCC failed" }

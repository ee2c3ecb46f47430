# Downloads a fixed version of Inno Setup, verifies its checksum, installs it below RUNNER_TEMP, and
# sets INNO_SETUP to its folder for later steps.
$ErrorActionPreference = "Stop"
$version = "6.3.3"
$sha256 = "0bcb2a409dea17e305a27a6b09555cabe600e984f88570ab72575cd7e93c95e6"

$tag = "is-" + $version.Replace(".", "_")
$address = "https://github.com/jrsoftware/issrc/releases/download/$tag/innosetup-$version.exe"
$setup = Join-Path $env:RUNNER_TEMP "innosetup-$version.exe"
$folder = Join-Path $env:RUNNER_TEMP "inno-setup"
Invoke-WebRequest $address -OutFile $setup
$found = (Get-FileHash $setup -Algorithm SHA256).Hash
if ($found -ne $sha256) { throw "The checksum of $address is $found, not $sha256." }
$done = Start-Process $setup "/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART", "/CURRENTUSER", "/DIR=`"$folder`"" -Wait -PassThru
if ($done.ExitCode) { throw "Inno Setup's own installer ended with $($done.ExitCode)." }
"INNO_SETUP=$folder" | Out-File $env:GITHUB_ENV -Append -Encoding utf8

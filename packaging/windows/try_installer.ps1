# Installs the package silently, inspects it, installs it again while it runs, and uninstalls it: for
# this user alone, then for all. Each step checks its result. Installer, programs and uninstaller
# must be signed unless -Unsigned is given. Build machines are elevated from the start; neither
# installer nor uninstaller then runs a program from a user's folder.
param([switch]$Unsigned)
$ErrorActionPreference = "Stop"
$setup = (Get-Item build\ccwatch-setup-*.exe).FullName
$run = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Run"
$quiet = "/VERYSILENT", "/SUPPRESSMSGBOXES"
$presets = "/CLIENTID=native-1", "/APIURL=https://qa-api.bentley.com"

function Expect($what, $holds) {
    if (-not $holds) { throw "Expected: $what" }
    Write-Output "ok: $what"
}
function ExpectSigned($file) {
    if (-not $Unsigned) { Expect "$file is signed" ((Get-AuthenticodeSignature $file).Status -eq "Valid") }
}
function Install($words) {
    $done = Start-Process $setup ($quiet + $words) -Wait -PassThru
    Expect "the installer ends with 0" ($done.ExitCode -eq 0)
}
function Uninstall($folder) {
    Start-Process "$folder\unins000.exe" $quiet -Wait
    for ($try = 0; $try -lt 30 -and (Test-Path "$folder\ccwatch.exe"); $try++) { Start-Sleep 1 }
}
function WaitUntilItRuns($program) {
    for ($try = 0; $try -lt 60; $try++) { Start-Sleep 1; if ((& $program status) -match "is running") { break } }
}

ExpectSigned $setup
$refused = Start-Process $setup ($quiet + @("/ALLUSERS", "/DIR=$env:TEMP\ccwatch")) -Wait -PassThru
Expect "for all users it goes below Program Files only" ($refused.ExitCode -ne 0 -and -not (Test-Path "$env:TEMP\ccwatch\ccwatch.exe"))
$refused = Start-Process $setup ($quiet + @("/ALLUSERS", "/TASKS=startup")) -Wait -PassThru
Expect "for all users nothing is started at sign-in" ($refused.ExitCode -ne 0 -and -not (Test-Path "$env:ProgramFiles\ccwatch\ccwatch.exe"))

$folder = "$env:LOCALAPPDATA\Programs\ccwatch"
$program = "$folder\ccwatch.exe"
Install (@("/CURRENTUSER", "/TASKS=startup") + $presets)
Expect "both programs are there" ((Test-Path $program) -and (Test-Path "$folder\ccwatch-tray.exe"))
$program, "$folder\ccwatch-tray.exe", "$folder\unins000.exe" | ForEach-Object { ExpectSigned $_ }
Expect "links of ccwatch: start it" ((Get-ItemProperty "HKCU:\Software\Classes\ccwatch\shell\open\command").'(default)' -like '*ccwatch-tray.exe" "%1"')
Expect "it starts at sign-in" ((Get-ItemProperty $run).ccwatch -like '*ccwatch-tray.exe* --hidden')
Expect "the presets are there" ((Get-Content "$folder\presets.json" | ConvertFrom-Json).client_id -eq "native-1")
build\package-env\Scripts\python.exe packaging\look_at_package.py $program build\looked
Expect "the demo works" ($LASTEXITCODE -eq 0)
Uninstall $folder
Expect "the programs are gone" (-not (Test-Path $program))
Expect "it no longer starts at sign-in" (-not ((Get-ItemProperty $run).PSObject.Properties.Name -contains "ccwatch"))
Expect "links of ccwatch: are unknown again" (-not (Test-Path "HKCU:\Software\Classes\ccwatch"))

$folder = "$env:ProgramFiles\ccwatch"
$program = "$folder\ccwatch.exe"
Install (@("/ALLUSERS") + $presets)
Start-Process "$folder\ccwatch-tray.exe" "--hidden"
WaitUntilItRuns $program
& $program add kept-job-1 | Out-Null
Install (@("/ALLUSERS") + $presets)
WaitUntilItRuns $program
Expect "it runs again after the upgrade" ((& $program status) -match "is running")
Expect "its jobs are kept" ((& $program list) -match "kept-job-1")
Expect "the presets became the settings" ((Get-Content "$env:LOCALAPPDATA\ccwatch\settings.json" | ConvertFrom-Json).client_id -eq "native-1")
Uninstall $folder
Expect "it is not uninstalled while it runs" (Test-Path $program)
& $program quit | Out-Null
Uninstall $folder
Expect "the programs are gone" (-not (Test-Path $program))
Expect "the data stay, since nobody was asked" (Test-Path "$env:LOCALAPPDATA\ccwatch\settings.json")

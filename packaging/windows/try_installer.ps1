# Installs the package silently for this user, looks at it, installs once more while it runs, and
# uninstalls it: each step says what it expects.
$ErrorActionPreference = "Stop"
$setup = (Get-Item build\ccwatch-setup-*.exe).FullName
$folder = "$env:LOCALAPPDATA\Programs\ccwatch"
$program = "$folder\ccwatch.exe"
$run = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Run"

function Expect($what, $holds) {
    if (-not $holds) { throw "Expected: $what" }
    Write-Output "ok: $what"
}
function Install {
    $words = "/VERYSILENT", "/SUPPRESSMSGBOXES", "/CURRENTUSER", "/TASKS=startup", "/CLIENTID=native-1", "/APIURL=https://qa-api.bentley.com"
    $done = Start-Process $setup $words -Wait -PassThru
    Expect "the installer ends with 0" ($done.ExitCode -eq 0)
}

Install
Expect "both programs are there" ((Test-Path $program) -and (Test-Path "$folder\ccwatch-tray.exe"))
Expect "links of ccwatch: start it" ((Get-ItemProperty "HKCU:\Software\Classes\ccwatch\shell\open\command").'(default)' -like '*ccwatch-tray.exe" "%1"')
Expect "it starts at sign-in" ((Get-ItemProperty $run).ccwatch -like '*ccwatch-tray.exe* --hidden')
Expect "the presets are there" ((Get-Content "$folder\presets.json" | ConvertFrom-Json).client_id -eq "native-1")

build\package-env\Scripts\python.exe packaging\look_at_package.py $program build\looked
Expect "the demo works" ($LASTEXITCODE -eq 0)

Start-Process "$folder\ccwatch-tray.exe" "--hidden"
for ($try = 0; $try -lt 60; $try++) { Start-Sleep 1; & $program status | Out-Null; if ((& $program status) -match "is running") { break } }
& $program add kept-job-1 | Out-Null
Install
for ($try = 0; $try -lt 60; $try++) { Start-Sleep 1; if ((& $program status) -match "is running") { break } }
Expect "it runs again after the upgrade" ((& $program status) -match "is running")
Expect "its jobs are kept" ((& $program list) -match "kept-job-1")
Expect "the presets became the settings" ((Get-Content "$env:LOCALAPPDATA\ccwatch\settings.json" | ConvertFrom-Json).client_id -eq "native-1")

Start-Process "$folder\unins000.exe" "/VERYSILENT", "/SUPPRESSMSGBOXES" -Wait
for ($try = 0; $try -lt 30 -and (Test-Path $program); $try++) { Start-Sleep 1 }
Expect "the programs are gone" (-not (Test-Path $program))
Expect "it starts at sign-in no more" (-not ((Get-ItemProperty $run).PSObject.Properties.Name -contains "ccwatch"))
Expect "links of ccwatch: are unknown again" (-not (Test-Path "HKCU:\Software\Classes\ccwatch"))
Expect "the data stay, since nobody was asked" (Test-Path "$env:LOCALAPPDATA\ccwatch\settings.json")

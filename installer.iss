; The installer for Windows, by Inno Setup 6.3 or later:  iscc /DVersion=1.2.3 installer.iss
; after packaging\freeze.py. For this user alone without administrator rights, for all by choice.
; Silent, with presets for each user's first start:
;   ccwatch-setup-1.2.3.exe /VERYSILENT /CLIENTID=… /APIURL=https://… /AUTHORITY=https://… /TASKS=startup
; Signed when a tool is named: iscc "/Ssign=signtool sign … $f" /DSignToolName=sign …
#ifndef Version
  #error Name the version: /DVersion=1.2.3
#endif
#ifndef Frozen
  #define Frozen "build\frozen\ccwatch"
#endif
; The same as APP_USER_MODEL_ID in ccwatch\identity.py.
#define AppUserModelID "ccwatch"

[Setup]
AppId={{6B1E8C54-2D0F-4C37-9A55-7C0B3F4E9D21}
AppName=ccwatch
AppVersion={#Version}
AppPublisher=ccwatch contributors
VersionInfoVersion={#Version}
DefaultDirName={autopf}\ccwatch
DisableProgramGroupPage=yes
LicenseFile=LICENSE
OutputDir=build
OutputBaseFilename=ccwatch-setup-{#Version}
SetupIconFile=build\ccwatch.ico
UninstallDisplayIcon={app}\ccwatch-tray.exe
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
WizardStyle=modern
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
; The program is asked to quit by its own command, below; what holds its files else is closed.
CloseApplications=yes
RestartApplications=no
#ifdef SignToolName
SignTool={#SignToolName}
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"
Name: "ja"; MessagesFile: "compiler:Languages\Japanese.isl"
Name: "it"; MessagesFile: "compiler:Languages\Italian.isl"
Name: "nl"; MessagesFile: "compiler:Languages\Dutch.isl"
Name: "pl"; MessagesFile: "compiler:Languages\Polish.isl"
Name: "pt"; MessagesFile: "compiler:Languages\BrazilianPortuguese.isl"
Name: "cs"; MessagesFile: "compiler:Languages\Czech.isl"

[CustomMessages]
en.StartAtSignIn=Start ccwatch when I sign in to Windows
de.StartAtSignIn=ccwatch bei der Anmeldung an Windows starten
es.StartAtSignIn=Iniciar ccwatch al iniciar sesión en Windows
fr.StartAtSignIn=Démarrer ccwatch à l’ouverture de la session Windows
ja.StartAtSignIn=Windows へのサインイン時に ccwatch を起動する
it.StartAtSignIn=Avvia ccwatch all’accesso a Windows
nl.StartAtSignIn=ccwatch starten bij aanmelding bij Windows
pl.StartAtSignIn=Uruchamiaj ccwatch po zalogowaniu do systemu Windows
pt.StartAtSignIn=Iniciar o ccwatch ao entrar no Windows
cs.StartAtSignIn=Spouštět ccwatch po přihlášení k Windows
en.RemoveData=Remove your jobs, their history, the settings and the sign-in as well?
de.RemoveData=Auch Ihre Aufträge, deren Verlauf, die Einstellungen und die Anmeldung entfernen?
es.RemoveData=¿Eliminar también sus trabajos, su historial, los ajustes y el inicio de sesión?
fr.RemoveData=Supprimer aussi vos travaux, leur historique, les réglages et la connexion ?
ja.RemoveData=ジョブ、履歴、設定、サインイン情報も削除しますか?
it.RemoveData=Rimuovere anche i lavori, la cronologia, le impostazioni e l’accesso?
nl.RemoveData=Ook uw taken, hun verloop, de instellingen en de aanmelding verwijderen?
pl.RemoveData=Usunąć także zadania, ich historię, ustawienia i dane logowania?
pt.RemoveData=Remover também os trabalhos, o histórico, as configurações e o login?
cs.RemoveData=Odstranit také úlohy, jejich historii, nastavení a přihlášení?
en.BadPreset=/%1 must be made of letters, digits and : / . _ - only.
de.BadPreset=/%1 darf nur aus Buchstaben, Ziffern und : / . _ - bestehen.
es.BadPreset=/%1 solo puede contener letras, cifras y : / . _ -
fr.BadPreset=/%1 ne peut contenir que des lettres, des chiffres et : / . _ -
ja.BadPreset=/%1 に使えるのは英数字と : / . _ - だけです。
it.BadPreset=/%1 può contenere solo lettere, cifre e : / . _ -
nl.BadPreset=/%1 mag alleen letters, cijfers en : / . _ - bevatten.
pl.BadPreset=/%1 może zawierać tylko litery, cyfry i : / . _ -
pt.BadPreset=/%1 só pode conter letras, algarismos e : / . _ -
cs.BadPreset=/%1 smí obsahovat jen písmena, číslice a : / . _ -

[Tasks]
Name: "startup"; Description: "{cm:StartAtSignIn}"; Check: not IsAdminInstallMode
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Frozen}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
Source: "LICENSE"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{autoprograms}\ccwatch"; Filename: "{app}\ccwatch-tray.exe"; AppUserModelID: "{#AppUserModelID}"
Name: "{autodesktop}\ccwatch"; Filename: "{app}\ccwatch-tray.exe"; AppUserModelID: "{#AppUserModelID}"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\ccwatch"; ValueType: string; ValueData: "URL:ccwatch"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\ccwatch"; ValueName: "URL Protocol"; ValueType: string; ValueData: ""
Root: HKA; Subkey: "Software\Classes\ccwatch\DefaultIcon"; ValueType: string; ValueData: "{app}\ccwatch-tray.exe,0"
Root: HKA; Subkey: "Software\Classes\ccwatch\shell\open\command"; ValueType: string; ValueData: """{app}\ccwatch-tray.exe"" ""%1"""
Root: HKA; Subkey: "Software\Microsoft\Windows\CurrentVersion\App Paths\ccwatch.exe"; ValueType: string; ValueData: "{app}\ccwatch.exe"; Flags: uninsdeletekey
; The very value that the program's own switch writes, so that the one shows what the other did.
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueName: "ccwatch"; ValueType: string; ValueData: "{code:LoginCommand}"; Tasks: startup
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"; ValueName: "ccwatch"; ValueType: none; Flags: deletevalue; Tasks: startup

[Run]
Filename: "{app}\ccwatch-tray.exe"; Description: "{cm:LaunchProgram,ccwatch}"; Flags: nowait postinstall skipifsilent; Check: not WasRunning
Filename: "{app}\ccwatch-tray.exe"; Parameters: "--hidden"; Flags: nowait runasoriginaluser; Check: WasRunning

[UninstallDelete]
Type: files; Name: "{app}\presets.json"

[Code]
const
  RunKey = 'Software\Microsoft\Windows\CurrentVersion\Run';
  ApprovedKey = 'Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run';
  NotificationsKey = 'Software\Classes\AppUserModelId\{#AppUserModelID}';

var
  Running, RemovesData: Boolean;

{ Runs a command of the installed program without a window; returns whether it succeeded. }
function Told(Command: String): Boolean;
var
  Code: Integer;
begin
  Result := Exec(ExpandConstant('{app}\ccwatch.exe'), Command, '', SW_HIDE, ewWaitUntilTerminated, Code)
    and (Code = 0);
end;

function WasRunning: Boolean;
begin
  Result := Running;
end;

{ Quotes as Python's subprocess.list2cmdline does: only what has a space in it. }
function LoginCommand(Param: String): String;
begin
  Result := ExpandConstant('{app}\ccwatch-tray.exe');
  if Pos(' ', Result) > 0 then
    Result := '"' + Result + '"';
  Result := Result + ' --hidden';
end;

function IsPlain(Text: String): Boolean;
var
  I: Integer;
begin
  Result := True;
  for I := 1 to Length(Text) do
    if Pos(Lowercase(Text[I]), 'abcdefghijklmnopqrstuvwxyz0123456789:/._-') = 0 then
      Result := False;
end;

function Preset(Name, Setting, Before: String): String;
var
  Value: String;
begin
  Result := Before;
  Value := ExpandConstant('{param:' + Name + '|}');
  if Value = '' then
    exit;
  if Before <> '' then
    Result := Result + ', ';
  Result := Result + '"' + Setting + '": "' + Value + '"';
end;

procedure WritePresets;
var
  Values: String;
begin
  Values := Preset('CLIENTID', 'client_id', '');
  Values := Preset('APIURL', 'api_url', Values);
  Values := Preset('AUTHORITY', 'authority', Values);
  if Values <> '' then
    SaveStringToFile(ExpandConstant('{app}\presets.json'), '{' + Values + '}', False);
end;

function Refused(Name: String): Boolean;
begin
  Result := not IsPlain(ExpandConstant('{param:' + Name + '|}'));
  if Result then
    SuppressibleMsgBox(FmtMessage(CustomMessage('BadPreset'), [Name]), mbError, MB_OK, IDOK);
end;

function InitializeSetup: Boolean;
begin
  Result := not (Refused('CLIENTID') or Refused('APIURL') or Refused('AUTHORITY'));
end;

function PrepareToInstall(var NeedsRestart: Boolean): String;
begin
  Running := FileExists(ExpandConstant('{app}\ccwatch.exe')) and Told('quit');
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if CurStep = ssPostInstall then
    WritePresets;
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if CurUninstallStep = usUninstall then begin
    Told('quit');
    RemovesData := SuppressibleMsgBox(CustomMessage('RemoveData'), mbConfirmation, MB_YESNO or MB_DEFBUTTON2, IDNO) = IDYES;
    if RemovesData then
      Told('sign-out');
  end;
  if CurUninstallStep = usPostUninstall then begin
    RegDeleteValue(HKEY_CURRENT_USER, RunKey, 'ccwatch');
    RegDeleteValue(HKEY_CURRENT_USER, ApprovedKey, 'ccwatch');
    RegDeleteKeyIncludingSubkeys(HKEY_CURRENT_USER, NotificationsKey);
    if RemovesData then
      DelTree(ExpandConstant('{localappdata}\ccwatch'), True, True, True);
  end;
end;

; The installer for Windows, by Inno Setup 6.3 or later:  iscc /DVersion=1.2.3 installer.iss
; after packaging\freeze.py. Installs for this user without administrator rights, optionally for all.
; Silent, with presets for each user's first start:
;   ccwatch-setup-1.2.3.exe /VERYSILENT /CLIENTID=… /APIURL=https://… /AUTHORITY=https://…
; For this user only, also with /TASKS=startup, which is refused with /ALLUSERS.
; Signed with a signing tool: iscc "/Ssign=signtool sign … $f" /DSignToolName=sign …
#ifndef Version
  #error Name the version: /DVersion=1.2.3
#endif
#ifndef Frozen
  #define Frozen "build\frozen\ccwatch"
#endif
; The same as APP_USER_MODEL_ID in ccwatch\system\identity.py.
#define AppUserModelID "ccwatch"
; Inno Setup ships Simplified Chinese from 6.5 on.
#if FileExists(AddBackslash(CompilerPath) + "Languages\ChineseSimplified.isl")
  #define ChineseMessages
#endif

[Setup]
AppId={{6B1E8C54-2D0F-4C37-9A55-7C0B3F4E9D21}
AppName=ccwatch
AppVersion={#Version}
AppPublisher=ccwatch contributors
VersionInfoVersion={#Version}
; Installations for all users must be below Program Files; PrepareToInstall checks that.
DefaultDirName={autopf}\ccwatch
DisableProgramGroupPage=yes
LicenseFile=LICENSE
OutputDir=build
OutputBaseFilename=ccwatch-setup-{#Version}
SetupIconFile=build\ccwatch.ico
WizardImageFile=build\wizard-164.bmp,build\wizard-192.bmp,build\wizard-246.bmp,build\wizard-273.bmp,build\wizard-328.bmp,build\wizard-355.bmp,build\wizard-410.bmp
WizardSmallImageFile=build\wizard-small-55.bmp,build\wizard-small-64.bmp,build\wizard-small-83.bmp,build\wizard-small-92.bmp,build\wizard-small-110.bmp,build\wizard-small-119.bmp,build\wizard-small-138.bmp
UninstallDisplayIcon={app}\ccwatch-tray.exe
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
WizardStyle=modern
Compression=lzma2/ultra64
SolidCompression=yes
LZMAUseSeparateProcess=yes
; The stored times, which freeze.py set, do not depend on the zone of the machine that builds.
TimeStampsInUTC=yes
ChangesAssociations=yes
; The program is told to quit by its own command, below; other programs using its files are closed.
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
#ifdef ChineseMessages
Name: "zh_CN"; MessagesFile: "compiler:Languages\ChineseSimplified.isl"
#endif

[CustomMessages]
en.StartAtSignIn=Start ccwatch when I sign in to Windows
de.StartAtSignIn=ccwatch starten, wenn ich mich bei Windows anmelde
es.StartAtSignIn=Iniciar ccwatch cuando inicie sesión en Windows
fr.StartAtSignIn=Démarrer ccwatch quand j’ouvre ma session Windows
ja.StartAtSignIn=Windows へのサインイン時に ccwatch を起動する
en.RemoveData=Remove your jobs, their history, the settings and the saved sign-in as well?
de.RemoveData=Auch Ihre Aufträge, deren Verlauf, die Einstellungen und die gespeicherte Anmeldung entfernen?
es.RemoveData=¿Eliminar también sus trabajos, su historial, los ajustes y la sesión guardada?
fr.RemoveData=Supprimer aussi vos tâches, leur historique, les paramètres et la session enregistrée ?
ja.RemoveData=ジョブ、履歴、設定、保存されたサインイン情報も削除しますか?
en.BadPreset=/%1 may contain only letters, digits and : / . _ -
de.BadPreset=/%1 darf nur Buchstaben, Ziffern und : / . _ - enthalten.
es.BadPreset=/%1 solo puede contener letras, cifras y : / . _ -
fr.BadPreset=/%1 ne peut contenir que des lettres, des chiffres et : / . _ -
ja.BadPreset=/%1 に使えるのは英数字と : / . _ - だけです。
en.ProgramFilesOnly=For all users, ccwatch can be installed only in a folder below %1, where only administrators can write.
de.ProgramFilesOnly=Für alle Benutzer kann ccwatch nur in einem Ordner unter %1 installiert werden, in den nur Administratoren schreiben können.
es.ProgramFilesOnly=Para todos los usuarios, ccwatch solo se puede instalar en una carpeta de %1, donde solo pueden escribir los administradores.
fr.ProgramFilesOnly=Pour tous les utilisateurs, ccwatch ne peut être installé que dans un dossier de %1, où seuls les administrateurs peuvent écrire.
ja.ProgramFilesOnly=すべてのユーザー用の ccwatch は、管理者だけが書き込める %1 の下にのみインストールできます。
en.QuitFirst=ccwatch is running. Quit it, for every user who is signed in, and try again.
de.QuitFirst=ccwatch läuft. Beenden Sie es bei allen angemeldeten Benutzern und versuchen Sie es erneut.
es.QuitFirst=ccwatch se está ejecutando. Ciérrelo para todos los usuarios que hayan iniciado sesión y vuelva a intentarlo.
fr.QuitFirst=ccwatch est en cours d’exécution. Quittez-le pour tous les utilisateurs connectés, puis réessayez.
ja.QuitFirst=ccwatch が実行中です。サインインしているすべてのユーザーで終了してから、もう一度お試しください。
en.StartupForOneOnly=With /ALLUSERS ccwatch cannot know whose sign-in should start it. Leave out the task “startup”; each user can turn it on in the settings of ccwatch.
de.StartupForOneOnly=Mit /ALLUSERS ist nicht bekannt, für wen ccwatch bei der Anmeldung starten soll. Lassen Sie die Aufgabe „startup“ weg: Jeder Benutzer schaltet es in den Einstellungen von ccwatch ein.
es.StartupForOneOnly=Con /ALLUSERS no se sabe para quién debe iniciarse ccwatch al iniciar sesión. Omita la tarea «startup»: cada usuario lo activa en los ajustes de ccwatch.
fr.StartupForOneOnly=Avec /ALLUSERS, on ne sait pas pour qui ccwatch doit démarrer à l’ouverture de session. Omettez la tâche « startup » : chaque utilisateur l’active dans les paramètres de ccwatch.
ja.StartupForOneOnly=/ALLUSERS では、サインイン時に ccwatch を起動するユーザーを特定できません。タスク「startup」を指定しないでください。各ユーザーが ccwatch の設定で有効にします。
#ifdef ChineseMessages
zh_CN.StartAtSignIn=登录 Windows 时启动 ccwatch
zh_CN.RemoveData=是否同时删除您的任务、任务历史记录、设置和保存的登录信息？
zh_CN.BadPreset=/%1 只能包含字母、数字和 : / . _ -
zh_CN.ProgramFilesOnly=为所有用户安装时，ccwatch 只能安装在 %1 下的文件夹中，只有管理员才能写入该位置。
zh_CN.QuitFirst=ccwatch 正在运行。请为所有已登录的用户退出 ccwatch，然后重试。
zh_CN.StartupForOneOnly=使用 /ALLUSERS 时无法确定应在哪个用户登录时启动 ccwatch。请去掉任务“startup”，由每个用户在 ccwatch 的设置中自行启用。
#endif

[Tasks]
Name: "startup"; Description: "{cm:StartAtSignIn}"; Check: not IsAdminInstallMode
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Frozen}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
Source: "{#Frozen}\_internal\LICENSE"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{autoprograms}\ccwatch"; Filename: "{app}\ccwatch-tray.exe"; AppUserModelID: "{#AppUserModelID}"
Name: "{autodesktop}\ccwatch"; Filename: "{app}\ccwatch-tray.exe"; AppUserModelID: "{#AppUserModelID}"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\ccwatch"; ValueType: string; ValueData: "URL:ccwatch"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\ccwatch"; ValueName: "URL Protocol"; ValueType: string; ValueData: ""
Root: HKA; Subkey: "Software\Classes\ccwatch\DefaultIcon"; ValueType: string; ValueData: "{app}\ccwatch-tray.exe,0"
Root: HKA; Subkey: "Software\Classes\ccwatch\shell\open\command"; ValueType: string; ValueData: """{app}\ccwatch-tray.exe"" ""%1"""
Root: HKA; Subkey: "Software\Microsoft\Windows\CurrentVersion\App Paths\ccwatch.exe"; ValueType: string; ValueData: "{app}\ccwatch.exe"; Flags: uninsdeletekey
; The same value as the program's own setting writes, so that the setting shows this choice.
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueName: "ccwatch"; ValueType: string; ValueData: "{code:LoginCommand}"; Tasks: startup
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"; ValueName: "ccwatch"; ValueType: none; Flags: deletevalue; Tasks: startup

[Run]
Filename: "{app}\ccwatch-tray.exe"; Description: "{cm:LaunchProgram,ccwatch}"; Flags: nowait postinstall skipifsilent runasoriginaluser; Check: MayRun and not WasRunning
Filename: "{app}\ccwatch-tray.exe"; Parameters: "--hidden"; Flags: nowait runasoriginaluser; Check: MayRun and WasRunning

[UninstallDelete]
Type: files; Name: "{app}\presets.json"

[Code]
const
  RunKey = 'Software\Microsoft\Windows\CurrentVersion\Run';
  ApprovedKey = 'Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run';
  NotificationsKey = 'Software\Classes\AppUserModelId\{#AppUserModelID}';

var
  Running, RemovesData: Boolean;

{ Whether a folder is below Program Files, where only administrators may write. }
function IsBelowProgramFiles(Folder: String): Boolean;
var
  Top: String;
begin
  Top := AddBackslash(Lowercase(ExpandConstant('{commonpf}')));
  Result := Pos(Top, AddBackslash(Lowercase(ExpandFileName(Folder)))) = 1;
end;

{ Whether the installed program may be run from here: never elevated from a folder that a user may
  write to. Rights elevated by a prompt are dropped again, see Told and [Run]; rights that the user
  had from the start cannot be. An uninstaller cannot drop them either. }
function MayRun: Boolean;
begin
  Result := not IsAdmin;
  if not Result and not IsUninstaller then
    Result := IsBelowProgramFiles(ExpandConstant('{app}'));
end;

{ Runs a command of the installed program without a window; returns whether it succeeded. }
function Told(Command: String): Boolean;
var
  FileName: String;
  Code: Integer;
begin
  FileName := ExpandConstant('{app}\ccwatch.exe');
  Code := 1;
  Result := MayRun;
  if Result and IsUninstaller then
    Result := Exec(FileName, Command, '', SW_HIDE, ewWaitUntilTerminated, Code)
  else if Result then
    Result := ExecAsOriginalUser(FileName, Command, '', SW_HIDE, ewWaitUntilTerminated, Code);
  Result := Result and (Code = 0);
end;

{ Tells the program and its demonstration to quit; returns whether the program was running. }
function HasQuit: Boolean;
begin
  Result := Told('quit');
  Told('--demo quit');
end;

{ Whether a program is running: Windows then denies writing to its file. }
function IsInUse(FileName: String): Boolean;
var
  Stream: TFileStream;
begin
  Result := False;
  if FileExists(FileName) then
    try
      Stream := TFileStream.Create(FileName, fmOpenReadWrite);
      Stream.Free;
    except
      Result := True;
    end;
end;

{ Whether a program in this folder is running, for instance another user's or with another home. }
function IsAnyInUse: Boolean;
begin
  Result := IsInUse(ExpandConstant('{app}\ccwatch-tray.exe')) or IsInUse(ExpandConstant('{app}\ccwatch.exe'));
end;

function WasRunning: Boolean;
begin
  Result := Running;
end;

{ Quotes like Python's subprocess.list2cmdline: only a path with a space in it. }
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

{ Whether the command line chooses the task of starting at sign-in. }
function IsStartupChosen(Name: String): Boolean;
var
  Tasks: String;
begin
  Tasks := Lowercase(ExpandConstant('{param:' + Name + '|}'));
  StringChangeEx(Tasks, ' ', '', True);
  StringChangeEx(Tasks, '*', '', True);
  Result := Pos(',startup,', ',' + Tasks + ',') > 0;
end;

{ The setup knows the registry of the administrator alone, not of those who will sign in. }
function IsStartupRefused: Boolean;
begin
  Result := IsAdminInstallMode and (IsStartupChosen('TASKS') or IsStartupChosen('MERGETASKS'));
  if Result then
    SuppressibleMsgBox(CustomMessage('StartupForOneOnly'), mbError, MB_OK, IDOK);
end;

function InitializeSetup: Boolean;
begin
  Result := not (Refused('CLIENTID') or Refused('APIURL') or Refused('AUTHORITY') or IsStartupRefused);
end;

function PrepareToInstall(var NeedsRestart: Boolean): String;
begin
  if IsAdminInstallMode and not IsBelowProgramFiles(ExpandConstant('{app}')) then
    Result := FmtMessage(CustomMessage('ProgramFilesOnly'), [ExpandConstant('{commonpf}')])
  else
    Running := FileExists(ExpandConstant('{app}\ccwatch.exe')) and HasQuit;
end;

{ Whether no program in the folder is running any more; the user can quit it and retry. }
function AllHasQuit: Boolean;
begin
  Result := True;
  while Result and IsAnyInUse do
    Result := SuppressibleMsgBox(CustomMessage('QuitFirst'), mbError, MB_RETRYCANCEL, IDCANCEL) = IDRETRY;
end;

{ An elevated uninstaller does not tell the program to quit; the user has to do it. }
function InitializeUninstall: Boolean;
begin
  Result := not IsAdmin or AllHasQuit;
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if CurStep = ssPostInstall then
    WritePresets;
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if CurUninstallStep = usUninstall then begin
    HasQuit;
    if not AllHasQuit then
      Abort;
    { Never elevated: the user could replace a folder by something else, which would be removed. }
    RemovesData := not IsAdmin and (SuppressibleMsgBox(CustomMessage('RemoveData'), mbConfirmation, MB_YESNO or MB_DEFBUTTON2, IDNO) = IDYES);
    if RemovesData then
      Told('sign-out');
  end;
  if CurUninstallStep = usPostUninstall then begin
    RegDeleteValue(HKEY_CURRENT_USER, RunKey, 'ccwatch');
    RegDeleteValue(HKEY_CURRENT_USER, ApprovedKey, 'ccwatch');
    RegDeleteKeyIncludingSubkeys(HKEY_CURRENT_USER, NotificationsKey);
    if RemovesData then begin
      DelTree(ExpandConstant('{localappdata}\ccwatch'), True, True, True);
      DelTree(ExpandConstant('{localappdata}\ccwatch-demo'), True, True, True);
    end;
  end;
end;

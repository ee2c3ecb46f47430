; The installer for Windows, by Inno Setup 6.3 or later:  iscc /DVersion=1.2.3 installer.iss
; after packaging\freeze.py. For this user alone without administrator rights, for all by choice.
; Silent, with presets for each user's first start:
;   ccwatch-setup-1.2.3.exe /VERYSILENT /CLIENTID=… /APIURL=https://… /AUTHORITY=https://…
; For this user alone also with /TASKS=startup, which is refused with /ALLUSERS.
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
; For all users below Program Files only, which PrepareToInstall sees to.
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
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
; The program is asked to quit by its own command, below; whatever else holds its files is closed.
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
en.ProgramFilesOnly=For all users ccwatch can only be installed below %1, where only administrators may write.
de.ProgramFilesOnly=Für alle Benutzer kann ccwatch nur unterhalb von %1 installiert werden, wo nur Administratoren schreiben dürfen.
es.ProgramFilesOnly=Para todos los usuarios, ccwatch solo puede instalarse dentro de %1, donde solo los administradores pueden escribir.
fr.ProgramFilesOnly=Pour tous les utilisateurs, ccwatch ne peut être installé que sous %1, où seuls les administrateurs peuvent écrire.
ja.ProgramFilesOnly=すべてのユーザー用の ccwatch は、管理者だけが書き込める %1 の下にのみインストールできます。
it.ProgramFilesOnly=Per tutti gli utenti ccwatch può essere installato solo in %1, dove solo gli amministratori possono scrivere.
nl.ProgramFilesOnly=Voor alle gebruikers kan ccwatch alleen onder %1 worden geïnstalleerd, waar alleen beheerders mogen schrijven.
pl.ProgramFilesOnly=Dla wszystkich użytkowników ccwatch można zainstalować tylko w %1, gdzie zapisywać mogą jedynie administratorzy.
pt.ProgramFilesOnly=Para todos os usuários, o ccwatch só pode ser instalado em %1, onde apenas administradores podem gravar.
cs.ProgramFilesOnly=Pro všechny uživatele lze ccwatch nainstalovat pouze do %1, kam mohou zapisovat jen správci.
en.QuitFirst=ccwatch is running. Quit it, for every user who is signed in, and try again.
de.QuitFirst=ccwatch läuft. Beenden Sie es bei allen angemeldeten Benutzern und versuchen Sie es erneut.
es.QuitFirst=ccwatch se está ejecutando. Ciérrelo para todos los usuarios que hayan iniciado sesión e inténtelo de nuevo.
fr.QuitFirst=ccwatch est en cours d’exécution. Quittez-le pour tous les utilisateurs connectés, puis réessayez.
ja.QuitFirst=ccwatch が実行中です。サインインしているすべてのユーザーで終了してから、もう一度お試しください。
it.QuitFirst=ccwatch è in esecuzione. Chiudilo per tutti gli utenti connessi e riprova.
nl.QuitFirst=ccwatch is actief. Sluit het af voor alle aangemelde gebruikers en probeer het opnieuw.
pl.QuitFirst=ccwatch jest uruchomiony. Zamknij go u wszystkich zalogowanych użytkowników i spróbuj ponownie.
pt.QuitFirst=O ccwatch está em execução. Encerre-o para todos os usuários conectados e tente novamente.
cs.QuitFirst=ccwatch je spuštěn. Ukončete jej u všech přihlášených uživatelů a zkuste to znovu.
en.StartupForOneOnly=With /ALLUSERS nobody is known for whom ccwatch could start at sign-in. Leave out the task “startup”: each user switches it on in the settings of ccwatch.
de.StartupForOneOnly=Mit /ALLUSERS ist nicht bekannt, für wen ccwatch bei der Anmeldung starten soll. Lassen Sie die Aufgabe „startup“ weg: Jeder Benutzer schaltet es in den Einstellungen von ccwatch ein.
es.StartupForOneOnly=Con /ALLUSERS no se sabe para quién debe iniciarse ccwatch al iniciar sesión. Omita la tarea «startup»: cada usuario lo activa en los ajustes de ccwatch.
fr.StartupForOneOnly=Avec /ALLUSERS, on ne sait pas pour qui ccwatch doit démarrer à l’ouverture de session. Omettez la tâche « startup » : chaque utilisateur l’active dans les réglages de ccwatch.
ja.StartupForOneOnly=/ALLUSERS では、サインイン時に ccwatch を起動するユーザーを特定できません。タスク「startup」を指定しないでください。各ユーザーが ccwatch の設定で有効にします。
it.StartupForOneOnly=Con /ALLUSERS non si sa per chi ccwatch debba avviarsi all’accesso. Ometti l’attività “startup”: ogni utente la attiva nelle impostazioni di ccwatch.
nl.StartupForOneOnly=Met /ALLUSERS is niet bekend voor wie ccwatch bij aanmelding moet starten. Laat de taak ‘startup’ weg: elke gebruiker schakelt dit in de instellingen van ccwatch in.
pl.StartupForOneOnly=Z opcją /ALLUSERS nie wiadomo, dla kogo ccwatch ma się uruchamiać po zalogowaniu. Pomiń zadanie „startup”: każdy użytkownik włącza to w ustawieniach ccwatch.
pt.StartupForOneOnly=Com /ALLUSERS não se sabe para quem o ccwatch deve iniciar ao entrar. Omita a tarefa “startup”: cada usuário a ativa nas configurações do ccwatch.
cs.StartupForOneOnly=S volbou /ALLUSERS není známo, pro koho se má ccwatch po přihlášení spouštět. Úlohu „startup“ vynechejte: každý uživatel si to zapne v nastavení ccwatch.

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

{ Whether the installed program may be run from here: never with raised rights out of a folder that
  a user may write to. Who was raised by a question gives them up again, see Told and [Run]; who had
  them from the start cannot. An uninstaller cannot either. }
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

{ Has the program and its demonstration quit; returns whether the program ran. }
function HasQuit: Boolean;
begin
  Result := Told('quit');
  Told('--demo quit');
end;

{ Whether a program is running: Windows refuses writing to its file then. }
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

{ Whether a program of this folder runs, for instance that of another user or another home. }
function IsAnyInUse: Boolean;
begin
  Result := IsInUse(ExpandConstant('{app}\ccwatch-tray.exe')) or IsInUse(ExpandConstant('{app}\ccwatch.exe'));
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

{ Whether nothing of the folder runs any more; the user may quit it, and have it tried again. }
function AllHasQuit: Boolean;
begin
  Result := True;
  while Result and IsAnyInUse do
    Result := SuppressibleMsgBox(CustomMessage('QuitFirst'), mbError, MB_RETRYCANCEL, IDCANCEL) = IDRETRY;
end;

{ With raised rights the program is not asked to quit, and the user has to do it. }
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
    { Never with raised rights: what the user may put in the place of a folder would be removed. }
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

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name></name>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Details are in {file}.</source>
        <translation>Details stehen in {file}.</translation>
    </message>
    <message>
        <source>ccwatch had to stop.</source>
        <translation>ccwatch musste beendet werden.</translation>
    </message>
    <message>
        <source>{title}: {message} ccwatch keeps watching, but will remember nothing after you quit.</source>
        <translation>{title}: {message} ccwatch beobachtet weiter, merkt sich nach dem Beenden aber nichts.</translation>
    </message>
    <message>
        <source>The sign-in comes from CCWATCH_ACCESS_TOKEN. Change or remove that variable.</source>
        <translation>Die Anmeldung stammt aus CCWATCH_ACCESS_TOKEN. Ändern oder entfernen Sie diese Variable.</translation>
    </message>
    <message>
        <source>The service does not accept CCWATCH_ACCESS_TOKEN.</source>
        <translation>Der Dienst akzeptiert CCWATCH_ACCESS_TOKEN nicht.</translation>
    </message>
    <message>
        <source>Set it to a valid value, or remove it and sign in.</source>
        <translation>Setzen Sie einen gültigen Wert, oder entfernen Sie die Variable und melden Sie sich an.</translation>
    </message>
    <message>
        <source>No sign-in set up</source>
        <translation>Keine Anmeldung eingerichtet</translation>
    </message>
    <message>
        <source>Enter a client ID in the settings (or with CCWATCH_CLIENT_ID or “ccwatch config set client_id …”), then sign in.</source>
        <translation>Geben Sie in den Einstellungen (oder mit CCWATCH_CLIENT_ID oder „ccwatch config set client_id …“) eine Client-ID ein, und melden Sie sich dann an.</translation>
    </message>
    <message>
        <source>You were not signed in.</source>
        <translation>Sie waren nicht angemeldet.</translation>
    </message>
    <message>
        <source>The sign-in could not be ended at the sign-in service, so it may remain valid there.</source>
        <translation>Die Anmeldung konnte beim Anmeldedienst nicht beendet werden und ist dort möglicherweise noch gültig.</translation>
    </message>
    <message>
        <source>No sign-in is set up.</source>
        <translation>Es ist keine Anmeldung eingerichtet.</translation>
    </message>
    <message>
        <source>A different user was signed in before. Some jobs may not be visible to you.</source>
        <translation>Zuvor war ein anderer Benutzer angemeldet. Manche Aufträge sind für Sie möglicherweise nicht sichtbar.</translation>
    </message>
    <message>
        <source>This sign-in cannot be renewed. You will need to sign in again in a few hours.</source>
        <translation>Diese Anmeldung lässt sich nicht erneuern. Sie müssen sich in einigen Stunden erneut anmelden.</translation>
    </message>
    <message>
        <source>Sign-in service not reachable</source>
        <translation>Anmeldedienst nicht erreichbar</translation>
    </message>
    <message>
        <source>Check the network, then try again.</source>
        <translation>Prüfen Sie das Netzwerk, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Consent was refused. Sign in again and accept, or ask your administrator.</source>
        <translation>Die Zustimmung wurde verweigert. Melden Sie sich erneut an und stimmen Sie zu, oder fragen Sie Ihren Administrator.</translation>
    </message>
    <message>
        <source>The application is not registered for this scope. Check the settings.</source>
        <translation>Die Anwendung ist nicht für diesen Scope registriert. Prüfen Sie die Einstellungen.</translation>
    </message>
    <message>
        <source>The client ID is unknown. Check it in the settings.</source>
        <translation>Die Client-ID ist unbekannt. Prüfen Sie sie in den Einstellungen.</translation>
    </message>
    <message>
        <source>The application must be registered with the type “Native”.</source>
        <translation>Die Anwendung muss mit dem Typ „Native“ registriert sein.</translation>
    </message>
    <message>
        <source>Check that the application is registered with the redirect URI http://localhost:PORT/signin-callback for each of the sign-in ports in the settings.</source>
        <translation>Prüfen Sie, ob die Anwendung für jeden der Ports für die Anmeldung in den Einstellungen mit der Umleitungs-URI http://localhost:PORT/signin-callback registriert ist.</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>Melden Sie sich erneut an.</translation>
    </message>
    <message>
        <source>The sign-in URL must begin with https.</source>
        <translation>Die Anmelde-URL muss mit https beginnen.</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Nicht angemeldet</translation>
    </message>
    <message>
        <source>Signed in as {name}</source>
        <translation>Angemeldet als {name}</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Angemeldet</translation>
    </message>
    <message>
        <source>The sign-in service reported an error.</source>
        <translation>Der Anmeldedienst hat einen Fehler gemeldet.</translation>
    </message>
    <message>
        <source>The sign-in has expired.</source>
        <translation>Die Anmeldung ist abgelaufen.</translation>
    </message>
    <message>
        <source>The reply is for another user.</source>
        <translation>Die Antwort ist für einen anderen Benutzer bestimmt.</translation>
    </message>
    <message>
        <source>The reply belongs to another sign-in.</source>
        <translation>Die Antwort gehört zu einer anderen Anmeldung.</translation>
    </message>
    <message>
        <source>The sign-in could not be renewed.</source>
        <translation>Die Anmeldung konnte nicht erneuert werden.</translation>
    </message>
    <message>
        <source>The sign-in URL gave no usable reply.</source>
        <translation>Die Anmelde-URL lieferte keine brauchbare Antwort.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Service URL</source>
        <translation>Dienst-URL</translation>
    </message>
    <message>
        <source>The job list continues at another service.</source>
        <translation>Die Auftragsliste geht bei einem anderen Dienst weiter.</translation>
    </message>
    <message>
        <source>The link to the rest of the job list is too long.</source>
        <translation>Der Link zum Rest der Auftragsliste ist zu lang.</translation>
    </message>
    <message>
        <source>The job list continues on another host; ccwatch did not follow it.</source>
        <translation>Die Auftragsliste wird auf einem anderen Host fortgesetzt; ccwatch hat sie dort nicht abgerufen.</translation>
    </message>
    <message>
        <source>The reply is too long.</source>
        <translation>Die Antwort ist zu lang.</translation>
    </message>
    <message>
        <source>The reply was cut off.</source>
        <translation>Die Antwort brach vorzeitig ab.</translation>
    </message>
    <message>
        <source>The credential store does not answer.</source>
        <translation>Der Schlüsselspeicher antwortet nicht.</translation>
    </message>
    <message>
        <source>Sign in for now. ccwatch will try again when it next starts.</source>
        <translation>Melden Sie sich vorerst an. ccwatch versucht es beim nächsten Start erneut.</translation>
    </message>
    <message>
        <source>The credential store failed ({error}).</source>
        <translation>Der Schlüsselspeicher meldet einen Fehler ({error}).</translation>
    </message>
    <message>
        <source>The credential store is locked.</source>
        <translation>Der Schlüsselspeicher ist gesperrt.</translation>
    </message>
    <message>
        <source>Unlock it (by signing in to the desktop, or in its own program), then sign in again.</source>
        <translation>Entsperren Sie ihn (durch Anmelden am Desktop oder in seinem eigenen Programm), und melden Sie sich dann erneut an.</translation>
    </message>
    <message>
        <source>The configured credential store ({name}) does not protect keys.</source>
        <translation>Der konfigurierte Schlüsselspeicher ({name}) schützt keine Schlüssel.</translation>
    </message>
    <message>
        <source>The configured credential store cannot be loaded ({name}).</source>
        <translation>Der konfigurierte Schlüsselspeicher lässt sich nicht laden ({name}).</translation>
    </message>
    <message>
        <source>Remove it from keyring’s configuration, or change “Stay signed in”.</source>
        <translation>Entfernen Sie ihn aus der Konfiguration von keyring, oder ändern Sie „Angemeldet bleiben“.</translation>
    </message>
    <message>
        <source>No credential store (such as a keychain or a Secret Service) was found. You stay signed in until ccwatch quits.</source>
        <translation>Es wurde kein Schlüsselspeicher (etwa ein Schlüsselbund oder ein Secret Service) gefunden. Sie bleiben angemeldet, bis ccwatch beendet wird.</translation>
    </message>
    <message>
        <source>Install one, or set “Stay signed in” to “File” in the settings.</source>
        <translation>Installieren Sie einen, oder stellen Sie in den Einstellungen „Angemeldet bleiben“ auf „Datei“.</translation>
    </message>
    <message>
        <source>The reply did not come from a sign-in service. A network’s sign-in page may be in the way.</source>
        <translation>Die Antwort stammt nicht von einem Anmeldedienst. Möglicherweise ist die Anmeldeseite eines Netzwerks dazwischengeschaltet.</translation>
    </message>
    <message>
        <source>Sign-in service</source>
        <translation>Anmeldedienst</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>The reply did not come from the service.</source>
        <translation>Die Antwort stammt nicht vom Dienst.</translation>
    </message>
    <message>
        <source>Not needed on this computer.</source>
        <translation>Auf diesem Computer nicht nötig.</translation>
    </message>
    <message>
        <source>Skipped.</source>
        <translation>Übersprungen.</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} und {other}</translation>
    </message>
    <message>
        <source>{hosts}: found.</source>
        <translation>{hosts}: gefunden.</translation>
    </message>
    <message>
        <source>{hosts}: trusted.</source>
        <translation>{hosts}: vertrauenswürdig.</translation>
    </message>
    <message>
        <source>None is used.</source>
        <comment>a proxy</comment>
        <translation>Es wird keiner verwendet.</translation>
    </message>
    <message>
        <source>Resolved by the proxy.</source>
        <translation>Vom Proxy aufgelöst.</translation>
    </message>
    <message>
        <source>none</source>
        <comment>a proxy</comment>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Not used on this computer: {names}.</source>
        <translation>Auf diesem Computer nicht verwendet: {names}.</translation>
    </message>
    <message>
        <source>{host} answers.</source>
        <translation>{host} antwortet.</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Accepted.</source>
        <translation>Akzeptiert.</translation>
    </message>
    <message>
        <source>Request limit</source>
        <translation>Anfragelimit</translation>
    </message>
    <message>
        <source>The hourly request limit is used up.</source>
        <translation>Das stündliche Anfragelimit ist ausgeschöpft.</translation>
    </message>
    <message>
        <source>Try again in {seconds} s.</source>
        <translation>Versuchen Sie es in {seconds} s erneut.</translation>
    </message>
    <message>
        <source>Within the limit.</source>
        <translation>Innerhalb des Limits.</translation>
    </message>
    <message>
        <source>Unknown.</source>
        <translation>Unbekannt.</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>dieser Computer</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Sie wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Sign-in was not completed in time.</source>
        <translation>Die Anmeldung wurde nicht rechtzeitig abgeschlossen.</translation>
    </message>
    <message>
        <source>If the browser shows an error, check the client ID, and that this redirect URI is registered: {address}</source>
        <translation>Wenn der Browser einen Fehler anzeigt, prüfen Sie die Client-ID, und ob diese Umleitungs-URI registriert ist: {address}</translation>
    </message>
    <message>
        <source>This sign-in page has expired</source>
        <translation>Diese Anmeldeseite ist abgelaufen</translation>
    </message>
    <message>
        <source>Start signing in again from ccwatch.</source>
        <translation>Starten Sie die Anmeldung in ccwatch erneut.</translation>
    </message>
    <message>
        <source>ccwatch cannot listen on any of the ports ({reasons}).</source>
        <translation>ccwatch kann auf keinem der Ports lauschen ({reasons}).</translation>
    </message>
    <message>
        <source>Register another port, and add it in the settings.</source>
        <translation>Registrieren Sie einen anderen Port, und fügen Sie ihn in den Einstellungen hinzu.</translation>
    </message>
    <message>
        <source>{reason} You can close this tab.</source>
        <translation>{reason} Sie können diesen Tab schließen.</translation>
    </message>
    <message>
        <source>Sign-in failed</source>
        <translation>Anmeldung fehlgeschlagen</translation>
    </message>
    <message>
        <source>You are signed in</source>
        <translation>Sie sind angemeldet</translation>
    </message>
    <message>
        <source>You can close this tab and return to ccwatch.</source>
        <translation>Sie können diesen Tab schließen und zu ccwatch zurückkehren.</translation>
    </message>
    <message>
        <source>The ports {ports} are all in use by other programs.</source>
        <translation>Die Ports {ports} werden alle von anderen Programmen benutzt.</translation>
    </message>
    <message>
        <source>Close one of them, or register another port.</source>
        <translation>Schließen Sie eines davon, oder registrieren Sie einen anderen Port.</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Hier ist nichts</translation>
    </message>
    <message>
        <source>This page is for signing in only.</source>
        <translation>Diese Seite dient nur der Anmeldung.</translation>
    </message>
    <message>
        <source>en</source>
        <comment>the code of this language in HTML: en, de, zh-CN</comment>
        <translation>de</translation>
    </message>
    <message>
        <source>Check HTTPS_PROXY, or the proxy in the settings.</source>
        <translation>Prüfen Sie HTTPS_PROXY oder den Proxy in den Einstellungen.</translation>
    </message>
    <message>
        <source>The reply does not have the encoding that it declares.</source>
        <translation>Die Antwort hat nicht die Kodierung, die sie angibt.</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>unbekannter Grund</translation>
    </message>
    <message>
        <source>The certificate is not trusted: {reason}.</source>
        <translation>Das Zertifikat ist nicht vertrauenswürdig: {reason}.</translation>
    </message>
    <message>
        <source>{variable} sets the trusted certificates: the issuer of the service’s or the proxy’s certificate must be in {path}.</source>
        <translation>{variable} legt die vertrauenswürdigen Zertifikate fest: Der Aussteller des Zertifikats des Dienstes oder des Proxys muss in {path} enthalten sein.</translation>
    </message>
    <message>
        <source>If your network inspects traffic, its certificate must be in the system’s certificate store.</source>
        <translation>Wenn Ihr Netzwerk den Datenverkehr überprüft, muss sein Zertifikat im Zertifikatspeicher des Systems enthalten sein.</translation>
    </message>
    <message>
        <source>No secure connection (TLS) could be made.</source>
        <translation>Es konnte keine sichere Verbindung (TLS) aufgebaut werden.</translation>
    </message>
    <message>
        <source>Sign in again, or copy CCWATCH_ACCESS_TOKEN again, in one piece.</source>
        <translation>Melden Sie sich erneut an, oder kopieren Sie CCWATCH_ACCESS_TOKEN noch einmal am Stück.</translation>
    </message>
    <message>
        <source>The sign-in has characters that cannot be sent.</source>
        <translation>Die Anmeldung enthält Zeichen, die nicht gesendet werden können.</translation>
    </message>
    <message>
        <source>The proxy requires a user name and password in HTTPS_PROXY, or rejects those given there.</source>
        <translation>Der Proxy verlangt einen Benutzernamen und ein Kennwort in HTTPS_PROXY oder lehnt die dort angegebenen ab.</translation>
    </message>
    <message>
        <source>Use the form http://name:password@proxy.example.org:8080, with special characters percent-encoded.</source>
        <translation>Verwenden Sie die Form http://name:password@proxy.example.org:8080 mit prozentkodierten Sonderzeichen.</translation>
    </message>
    <message>
        <source>The proxy could not connect.</source>
        <translation>Der Proxy konnte keine Verbindung herstellen.</translation>
    </message>
    <message>
        <source>The service’s host name could not be found.</source>
        <translation>Der Hostname des Dienstes wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>The service did not answer in time.</source>
        <translation>Der Dienst hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The service refused the connection.</source>
        <translation>Der Dienst hat die Verbindung abgelehnt.</translation>
    </message>
    <message>
        <source>The connection was lost.</source>
        <translation>Die Verbindung wurde unterbrochen.</translation>
    </message>
    <message>
        <source>The saved sign-in is damaged.</source>
        <translation>Die gespeicherte Anmeldung ist beschädigt.</translation>
    </message>
    <message>
        <source>The sign-in was saved by another version of ccwatch.</source>
        <translation>Die Anmeldung wurde von einer anderen Version von ccwatch gespeichert.</translation>
    </message>
    <message>
        <source>The saved sign-in does not match the setting “Stay signed in”.</source>
        <translation>Die gespeicherte Anmeldung passt nicht zur Einstellung „Angemeldet bleiben“.</translation>
    </message>
    <message>
        <source>The key of the saved sign-in is no longer in the credential store.</source>
        <translation>Der Schlüssel der gespeicherten Anmeldung ist nicht mehr im Schlüsselspeicher.</translation>
    </message>
    <message>
        <source>The saved sign-in was changed, or the credential store now has another key.</source>
        <translation>Die gespeicherte Anmeldung wurde geändert, oder der Schlüsselspeicher enthält jetzt einen anderen Schlüssel.</translation>
    </message>
    <message>
        <source>Sign-in not removed</source>
        <translation>Anmeldung nicht entfernt</translation>
    </message>
    <message>
        <source>Delete this file.</source>
        <translation>Löschen Sie diese Datei.</translation>
    </message>
    <message>
        <source>Sign-in not restored</source>
        <translation>Anmeldung nicht wiederhergestellt</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>Test (QA)</source>
        <translation>Test (QA)</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>{title}: {message}</source>
        <translation>{title}: {message}</translation>
    </message>
    <message>
        <source>Not a job</source>
        <translation>Kein Auftrag</translation>
    </message>
    <message>
        <source>Enter an ID (up to 128 letters, digits, - and _) or a link that contains one.</source>
        <translation>Geben Sie eine ID (Buchstaben, Ziffern, - und _, höchstens 128 Zeichen) oder einen Link ein, der eine enthält.</translation>
    </message>
    <message>
        <source>Invalid setting</source>
        <translation>Ungültige Einstellung</translation>
    </message>
    <message>
        <source>Page could not be opened</source>
        <translation>Seite konnte nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Data folder cannot be used</source>
        <translation>Datenordner kann nicht verwendet werden</translation>
    </message>
    <message>
        <source>Check that the folder exists, is writable and has space left.</source>
        <translation>Prüfen Sie, ob der Ordner existiert, beschreibbar ist und noch Speicherplatz bietet.</translation>
    </message>
    <message>
        <source>The running program</source>
        <translation>Das laufende Programm</translation>
    </message>
    <message>
        <source>Try again in a moment. If that does not help, end its process, then start it again.</source>
        <translation>Versuchen Sie es gleich noch einmal. Hilft das nicht, beenden Sie den Prozess des Programms, und starten Sie es dann erneut.</translation>
    </message>
    <message>
        <source>ccwatch is running, but does not answer.</source>
        <translation>ccwatch läuft, antwortet aber nicht.</translation>
    </message>
    <message>
        <source>Restart ccwatch: quit it in its menu or with “ccwatch quit”, then start it.</source>
        <translation>Starten Sie ccwatch neu: Beenden Sie es in seinem Menü oder mit „ccwatch quit“ und starten Sie es dann.</translation>
    </message>
    <message>
        <source>Another version of ccwatch is running.</source>
        <translation>Eine andere Version von ccwatch läuft.</translation>
    </message>
    <message>
        <source>Restart needed</source>
        <translation>Neustart nötig</translation>
    </message>
    <message>
        <source>A newer version was installed.</source>
        <translation>Eine neuere Version wurde installiert.</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>Choose another folder, or close the file where it is open.</source>
        <translation>Wählen Sie einen anderen Ordner, oder schließen Sie die Datei dort, wo sie geöffnet ist.</translation>
    </message>
    <message>
        <source>Sign-in needed</source>
        <translation>Anmeldung nötig</translation>
    </message>
    <message>
        <source>Sign in, or set CCWATCH_ACCESS_TOKEN.</source>
        <translation>Melden Sie sich an, oder setzen Sie CCWATCH_ACCESS_TOKEN.</translation>
    </message>
    <message>
        <source>Sign-in not saved</source>
        <translation>Anmeldung nicht gespeichert</translation>
    </message>
    <message>
        <source>The service did not answer as expected</source>
        <translation>Der Dienst hat unerwartet geantwortet</translation>
    </message>
    <message>
        <source>Name resolution</source>
        <translation>Namensauflösung</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>Sichere Verbindung</translation>
    </message>
    <message>
        <source>Service reply</source>
        <translation>Antwort des Dienstes</translation>
    </message>
    <message>
        <source>Service not reachable</source>
        <translation>Dienst nicht erreichbar</translation>
    </message>
    <message>
        <source>Check the network; ccwatch keeps trying.</source>
        <translation>Prüfen Sie das Netzwerk; ccwatch versucht es weiter.</translation>
    </message>
    <message>
        <source>The sign-in service did not answer as expected</source>
        <translation>Der Anmeldedienst hat unerwartet geantwortet</translation>
    </message>
    <message>
        <source>Check the client ID and the sign-in URL in the settings.</source>
        <translation>Prüfen Sie die Client-ID und die Anmelde-URL in den Einstellungen.</translation>
    </message>
    <message>
        <source>Service error</source>
        <translation>Fehler des Dienstes</translation>
    </message>
    <message>
        <source>Check the job’s ID, and that your account has access to the job.</source>
        <translation>Prüfen Sie die ID des Auftrags und ob Ihr Konto Zugriff auf den Auftrag hat.</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>Ergebnis unbekannt</translation>
    </message>
    <message>
        <source>The next check of the job shows whether it was carried out.</source>
        <translation>Die nächste Prüfung des Auftrags zeigt, ob es ausgeführt wurde.</translation>
    </message>
    <message>
        <source>ccwatch keeps trying.</source>
        <translation>ccwatch versucht es weiter.</translation>
    </message>
    <message>
        <source>Unexpected reply</source>
        <translation>Unerwartete Antwort</translation>
    </message>
    <message>
        <source>A proxy or a network’s sign-in page may be in the way.</source>
        <translation>Möglicherweise ist ein Proxy oder die Anmeldeseite eines Netzwerks dazwischengeschaltet.</translation>
    </message>
    <message>
        <source>Request limit reached</source>
        <translation>Anfragelimit erreicht</translation>
    </message>
    <message>
        <source>ccwatch waits as long as the service asks.</source>
        <translation>ccwatch wartet so lange, wie der Dienst es verlangt.</translation>
    </message>
    <message>
        <source>Sign-in not accepted</source>
        <translation>Anmeldung nicht akzeptiert</translation>
    </message>
    <message>
        <source>Job not available</source>
        <translation>Auftrag nicht verfügbar</translation>
    </message>
    <message>
        <source>Wrong service URL</source>
        <translation>Falsche Dienst-URL</translation>
    </message>
    <message>
        <source>Check the service URL in the settings (CCWATCH_API_URL).</source>
        <translation>Prüfen Sie die Dienst-URL in den Einstellungen (CCWATCH_API_URL).</translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation>Anfrage abgelehnt</translation>
    </message>
    <message>
        <source>“{text}” contains no job ID.</source>
        <translation>„{text}“ enthält keine Auftrags-ID.</translation>
    </message>
    <message>
        <source>Only the first {number} were used.</source>
        <translation>Nur die ersten {number} wurden verwendet.</translation>
    </message>
    <message>
        <source>“{text}” does not look like a job ID.</source>
        <translation>„{text}“ sieht nicht wie eine Auftrags-ID aus.</translation>
    </message>
    <message numerus="yes">
        <source>While you were away: {n} change|While you were away: {n} changes</source>
        <translation>
            <numerusform>Während Ihrer Abwesenheit: {n} Änderung</numerusform>
            <numerusform>Während Ihrer Abwesenheit: {n} Änderungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} change|{n} changes</source>
        <translation>
            <numerusform>{n} Änderung</numerusform>
            <numerusform>{n} Änderungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and {n} more|and {n} more</source>
        <translation>
            <numerusform>und {n} weitere</numerusform>
            <numerusform>und {n} weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>It was not reachable for {time}.</source>
        <translation>Er war {time} lang nicht erreichbar.</translation>
    </message>
    <message>
        <source>The service is reachable again</source>
        <translation>Der Dienst ist wieder erreichbar</translation>
    </message>
    <message>
        <source>New job</source>
        <translation>Neuer Auftrag</translation>
    </message>
    <message>
        <source>Usually {time}.</source>
        <extracomment>{time} is a range: &quot;5 – 20 min&quot;</extracomment>
        <translation>Üblich: {time}.</translation>
    </message>
    <message>
        <source>{work} finished {time} ago, and no job that continues it is known.</source>
        <translation>{work} ist seit {time} fertig, und kein Auftrag, der daran anschließt, ist bekannt.</translation>
    </message>
    <message>
        <source>The service no longer has this job. Jobs are kept for 30 days.</source>
        <translation>Der Dienst hat diesen Auftrag nicht mehr. Aufträge werden 30 Tage lang aufbewahrt.</translation>
    </message>
    <message>
        <source>{work} finished</source>
        <translation>{work} fertig</translation>
    </message>
    <message>
        <source>It took {time}.</source>
        <translation>Dauer: {time}.</translation>
    </message>
    <message>
        <source>Outputs: {outputs}</source>
        <translation>Ergebnisse: {outputs}</translation>
    </message>
    <message>
        <source>The service gave no reason.</source>
        <translation>Der Dienst hat keinen Grund genannt.</translation>
    </message>
    <message numerus="yes">
        <source>{n} more error.|{n} more errors.</source>
        <translation>
            <numerusform>{n} weiterer Fehler.</numerusform>
            <numerusform>{n} weitere Fehler.</numerusform>
        </translation>
    </message>
    <message>
        <source>The reply contains no progress.</source>
        <translation>Die Antwort enthält keinen Fortschritt.</translation>
    </message>
    <message>
        <source>The reply ({status}) did not come from the service.</source>
        <translation>Die Antwort ({status}) stammt nicht vom Dienst.</translation>
    </message>
    <message>
        <source>The reply contains no job.</source>
        <translation>Die Antwort enthält keinen Auftrag.</translation>
    </message>
    <message>
        <source>The reply contains no job list.</source>
        <translation>Die Antwort enthält keine Auftragsliste.</translation>
    </message>
    <message>
        <source>The service did not accept the sign-in.</source>
        <translation>Der Dienst hat die Anmeldung nicht akzeptiert.</translation>
    </message>
    <message>
        <source>The service does not know this URL.</source>
        <translation>Der Dienst kennt diese URL nicht.</translation>
    </message>
    <message>
        <source>Requested job is not available.</source>
        <translation>Der angefragte Auftrag ist nicht verfügbar.</translation>
    </message>
    <message>
        <source>The service asked ccwatch to wait.</source>
        <translation>Der Dienst hat ccwatch gebeten, zu warten.</translation>
    </message>
    <message>
        <source>The service answered with a redirect ({status}).</source>
        <translation>Der Dienst hat mit einer Umleitung geantwortet ({status}).</translation>
    </message>
    <message>
        <source>The service answered {status}.</source>
        <translation>Der Dienst hat mit {status} geantwortet.</translation>
    </message>
    <message>
        <source>The reply does not have the expected form.</source>
        <translation>Die Antwort hat nicht die erwartete Form.</translation>
    </message>
    <message>
        <source>The reply is not JSON.</source>
        <translation>Die Antwort ist kein JSON.</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation>Ausführlich</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Geschützt</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Takes effect after restarting ccwatch.</source>
        <translation>Wird nach einem Neustart von ccwatch wirksam.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>For light panels</source>
        <translation>Für helle Leisten</translation>
    </message>
    <message>
        <source>For dark panels</source>
        <translation>Für dunkle Leisten</translation>
    </message>
    <message>
        <source>Monochrome</source>
        <translation>Einfarbig</translation>
    </message>
    <message>
        <source>Tray icon</source>
        <translation>Tray-Symbol</translation>
    </message>
    <message>
        <source>“Automatic” is visible on every panel. macOS chooses the colour itself.</source>
        <translation>„Automatisch“ ist auf jeder Leiste zu sehen. macOS wählt die Farbe selbst.</translation>
    </message>
    <message>
        <source>Show progress on the taskbar button</source>
        <translation>Fortschritt auf der Taskleistenschaltfläche anzeigen</translation>
    </message>
    <message>
        <source>On the taskbar, Dock or launcher, where supported.</source>
        <translation>In der Taskleiste, im Dock oder im Starter, sofern unterstützt.</translation>
    </message>
    <message>
        <source>Follow my jobs</source>
        <translation>Meinen Aufträgen folgen</translation>
    </message>
    <message>
        <source>Watch each job that I submit, with any program, in all services.</source>
        <translation>Jeden Auftrag beobachten, den ich mit einem beliebigen Programm einreiche, in allen Diensten.</translation>
    </message>
    <message>
        <source>Offer to watch jobs whose link I copy</source>
        <translation>Anbieten, Aufträge zu beobachten, deren Link ich kopiere</translation>
    </message>
    <message>
        <source>Asked once, when you next open the window.</source>
        <translation>Einmalige Frage, wenn Sie das Fenster das nächste Mal öffnen.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>“Detailed” also logs every request. Tokens and e-mail addresses are never logged.</source>
        <translation>„Ausführlich“ protokolliert auch jede Anfrage. Tokens und E-Mail-Adressen werden nie protokolliert.</translation>
    </message>
    <message>
        <source>Check for updates</source>
        <translation>Nach Updates suchen</translation>
    </message>
    <message>
        <source>Once a day, at the URL below. Nothing is installed automatically.</source>
        <translation>Einmal täglich unter der URL unten. Nichts wird automatisch installiert.</translation>
    </message>
    <message>
        <source>Update feed URL</source>
        <translation>URL des Update-Feeds</translation>
    </message>
    <message>
        <source>Provided by whoever distributes your copy.</source>
        <translation>Wird vom Anbieter Ihres Pakets angegeben.</translation>
    </message>
    <message>
        <source>Show in the Dock</source>
        <translation>Im Dock anzeigen</translation>
    </message>
    <message>
        <source>A job of mine appears</source>
        <translation>Ein Auftrag von mir erscheint</translation>
    </message>
    <message>
        <source>If ccwatch follows my jobs.</source>
        <translation>Falls ccwatch meinen Aufträgen folgt.</translation>
    </message>
    <message>
        <source>A job starts</source>
        <translation>Ein Auftrag startet</translation>
    </message>
    <message>
        <source>A job starts a new step</source>
        <translation>Ein Auftrag beginnt einen neuen Schritt</translation>
    </message>
    <message>
        <source>A job finishes</source>
        <translation>Ein Auftrag wird fertig</translation>
    </message>
    <message>
        <source>A job fails</source>
        <translation>Ein Auftrag schlägt fehl</translation>
    </message>
    <message>
        <source>A job is cancelled</source>
        <translation>Ein Auftrag wird abgebrochen</translation>
    </message>
    <message>
        <source>A job stalls</source>
        <translation>Ein Auftrag steht still</translation>
    </message>
    <message>
        <source>No progress for much longer than is usual for the job.</source>
        <translation>Viel länger kein Fortschritt, als bei diesem Auftrag üblich ist.</translation>
    </message>
    <message>
        <source>A job waits unusually long</source>
        <translation>Ein Auftrag wartet ungewöhnlich lange</translation>
    </message>
    <message>
        <source>A job is no longer available</source>
        <translation>Ein Auftrag ist nicht mehr verfügbar</translation>
    </message>
    <message>
        <source>A sign-in is needed</source>
        <translation>Eine Anmeldung ist nötig</translation>
    </message>
    <message>
        <source>The service is unreachable, or reachable again</source>
        <translation>Der Dienst ist nicht erreichbar oder wieder erreichbar</translation>
    </message>
    <message>
        <source>Progress, every … percent</source>
        <translation>Fortschritt, alle … Prozent</translation>
    </message>
    <message>
        <source>0 turns this off.</source>
        <translation>0 schaltet dies aus.</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Ruhezeiten</translation>
    </message>
    <message>
        <source>Only failures and sign-in requests are shown then.</source>
        <translation>Während der Ruhezeiten werden nur Fehlschläge und Anmeldeaufforderungen angezeigt.</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Ruhezeit ab</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>Ruhezeit bis</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>Client-ID</translation>
    </message>
    <message>
        <source>The ID of the native application that your organisation registered.</source>
        <translation>ID der nativen Anwendung, die Ihre Organisation registriert hat.</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>Scopes</translation>
    </message>
    <message>
        <source>Older applications: contextcapture:read.</source>
        <translation>Ältere Anwendungen: contextcapture:read.</translation>
    </message>
    <message>
        <source>Sign-in ports</source>
        <translation>Ports für die Anmeldung</translation>
    </message>
    <message>
        <source>Must match the registered redirect URIs; the first free one is used.</source>
        <translation>Müssen den registrierten Umleitungs-URIs entsprechen; der erste freie wird verwendet.</translation>
    </message>
    <message>
        <source>Sign-in URL</source>
        <translation>Anmelde-URL</translation>
    </message>
    <message>
        <source>Stay signed in</source>
        <translation>Angemeldet bleiben</translation>
    </message>
    <message>
        <source>Protected: encrypted, with its key in the system’s credential store. Session: until ccwatch quits. File: unencrypted; anyone who can read your files can use it.</source>
        <translation>Geschützt: verschlüsselt, mit dem Schlüssel im Schlüsselspeicher des Systems. Sitzung: bis ccwatch beendet wird. Datei: unverschlüsselt; wer Ihre Dateien lesen kann, kann die Anmeldung verwenden.</translation>
    </message>
    <message>
        <source>http://host:port. Leave empty to use the system proxy.</source>
        <translation>http://host:port. Leer lassen, um den Proxy des Systems zu verwenden.</translation>
    </message>
    <message>
        <source>Job page URL</source>
        <translation>URL der Auftragsseite</translation>
    </message>
    <message>
        <source>A URL that contains {job}, for “Open in browser”.</source>
        <translation>Eine URL, die {job} enthält, für „Im Browser öffnen“.</translation>
    </message>
    <message>
        <source>Allow cancelling jobs</source>
        <translation>Abbrechen von Aufträgen erlauben</translation>
    </message>
    <message>
        <source>Adds “Cancel job…” to the menu of a job. ccwatch asks before it cancels.</source>
        <translation>Ergänzt „Auftrag abbrechen&#xa0;…“ im Menü eines Auftrags. Vor dem Abbrechen fragt ccwatch nach.</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>Anfragen pro Minute</translation>
    </message>
    <message>
        <source>The limit of your organisation’s subscription.</source>
        <translation>Das Limit des Abonnements Ihrer Organisation.</translation>
    </message>
    <message>
        <source>Requests per hour</source>
        <translation>Anfragen pro Stunde</translation>
    </message>
    <message>
        <source>There is no setting “{name}”.</source>
        <translation>Es gibt keine Einstellung „{name}“.</translation>
    </message>
    <message>
        <source>“{label}” must be true or false.</source>
        <translation>„{label}“ muss true oder false sein.</translation>
    </message>
    <message>
        <source>“{label}” must be a whole number.</source>
        <translation>„{label}“ muss eine ganze Zahl sein.</translation>
    </message>
    <message>
        <source>“{label}” must be between {low} and {high}.</source>
        <translation>„{label}“ muss zwischen {low} und {high} liegen.</translation>
    </message>
    <message>
        <source>“{label}” must be one line of text.</source>
        <translation>„{label}“ muss eine Zeile Text sein.</translation>
    </message>
    <message>
        <source>“{label}” must be one of {choices}.</source>
        <translation>„{label}“ muss eines von {choices} sein.</translation>
    </message>
    <message>
        <source>“{label}” must have the form {example}.</source>
        <translation>„{label}“ muss die Form {example} haben.</translation>
    </message>
    <message>
        <source>“{label}” must not contain a user name or password.</source>
        <translation>„{label}“ darf weder Benutzernamen noch Kennwort enthalten.</translation>
    </message>
    <message>
        <source>“{label}” must not contain “?” or “#”.</source>
        <translation>„{label}“ darf weder „?“ noch „#“ enthalten.</translation>
    </message>
    <message>
        <source>“{label}” must have a port from 1 to {highest}.</source>
        <translation>Der Port in „{label}“ muss zwischen 1 und {highest} liegen.</translation>
    </message>
    <message>
        <source>“{label}” must be an https URL, such as {example}.</source>
        <translation>„{label}“ muss eine https-URL sein, etwa {example}.</translation>
    </message>
    <message>
        <source>“{label}”: plain http is allowed on this computer only. Use https.</source>
        <translation>„{label}“: Unverschlüsseltes http ist nur auf diesem Computer zulässig. Verwenden Sie https.</translation>
    </message>
    <message>
        <source>No jobs</source>
        <translation>Keine Aufträge</translation>
    </message>
    <message numerus="yes">
        <source>{n} job|{n} jobs</source>
        <translation>
            <numerusform>{n} Auftrag</numerusform>
            <numerusform>{n} Aufträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} active|{n} active</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>{n} aktiv</numerusform>
            <numerusform>{n} aktiv</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} needs attention|{n} need attention</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>{n} erfordert Aufmerksamkeit</numerusform>
            <numerusform>{n} erfordern Aufmerksamkeit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign-in needed · {n} job waiting|Sign-in needed · {n} jobs waiting</source>
        <translation>
            <numerusform>Anmeldung nötig · {n} Auftrag wartet</numerusform>
            <numerusform>Anmeldung nötig · {n} Aufträge warten</numerusform>
        </translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>Stillstand</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>checked {time} ago</source>
        <translation>vor {time} geprüft</translation>
    </message>
    <message>
        <source>No service has a job with this ID.</source>
        <translation>Kein Dienst hat einen Auftrag mit dieser ID.</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Stalled</source>
        <translation>Stillstand</translation>
    </message>
    <message>
        <source>Ending</source>
        <translation>Endet</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abbruch</translation>
    </message>
    <message>
        <source>No longer available</source>
        <translation>Nicht mehr verfügbar</translation>
    </message>
    <message>
        <source>Ended, outcome unknown</source>
        <translation>Beendet, Ausgang unbekannt</translation>
    </message>
    <message>
        <source>{percentage}&#x202f;%</source>
        <translation>{percentage}&#x202f;%</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen&#xa0;…</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}&#xa0;s</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes}&#xa0;min {seconds}&#xa0;s</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes}&#xa0;min</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours}&#xa0;h {minutes}&#xa0;min</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days}&#xa0;d {hours}&#xa0;h</translation>
    </message>
    <message>
        <source>{time} over</source>
        <extracomment>{time} is by how much a job is late</extracomment>
        <translation>{time} überfällig</translation>
    </message>
    <message>
        <source>under 1 min</source>
        <translation>unter 1&#xa0;min</translation>
    </message>
    <message numerus="yes">
        <source>about {n} day|about {n} days</source>
        <translation>
            <numerusform>etwa {n} Tag</numerusform>
            <numerusform>etwa {n} Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{low} – {n} day|{low} – {n} days</source>
        <translation>
            <numerusform>{low} – {n} Tag</numerusform>
            <numerusform>{low} – {n} Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>etwa {time}</translation>
    </message>
    <message>
        <source>up to {time}</source>
        <translation>bis zu {time}</translation>
    </message>
    <message>
        <source>{low} – {high} min</source>
        <translation>{low} – {high}&#xa0;min</translation>
    </message>
    <message>
        <source>{low} – {high}</source>
        <translation>{low} – {high}</translation>
    </message>
    <message numerus="yes">
        <source>{n} job is waiting.|{n} jobs are waiting.</source>
        <translation>
            <numerusform>{n} Auftrag wartet.</numerusform>
            <numerusform>{n} Aufträge warten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours}&#xa0;h</translation>
    </message>
    <message>
        <source>{hours} h {minutes}</source>
        <translation>{hours}&#xa0;h&#xa0;{minutes}</translation>
    </message>
    <message>
        <source>{title}: {message} ccwatch keeps watching. {advice}</source>
        <translation>{title}: {message} ccwatch beobachtet weiter. {advice}</translation>
    </message>
    <message>
        <source>The job list was written by a later version of ccwatch.</source>
        <translation>Die Auftragsliste wurde von einer neueren Version von ccwatch geschrieben.</translation>
    </message>
    <message>
        <source>The job list was damaged.</source>
        <translation>Die Auftragsliste war beschädigt.</translation>
    </message>
    <message>
        <source>{file} was written by a later version of ccwatch.</source>
        <translation>{file} wurde von einer neueren Version von ccwatch geschrieben.</translation>
    </message>
    <message>
        <source>Install that version again, or move the file away.</source>
        <translation>Installieren Sie diese Version wieder, oder verschieben Sie die Datei.</translation>
    </message>
    <message numerus="yes">
        <source>The file was renamed to {file}; {n} job could be recovered from it.|The file was renamed to {file}; {n} jobs could be recovered from it.</source>
        <translation>
            <numerusform>Die Datei wurde in {file} umbenannt; {n} Auftrag konnte daraus wiederhergestellt werden.</numerusform>
            <numerusform>Die Datei wurde in {file} umbenannt; {n} Aufträge konnten daraus wiederhergestellt werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>{folder} is not writable.</source>
        <translation>{folder} ist nicht beschreibbar.</translation>
    </message>
    <message>
        <source>CCWATCH_HOME is {folder}, which cannot be found.</source>
        <translation>CCWATCH_HOME ist {folder}, aber dieser Ordner ist nicht zu finden.</translation>
    </message>
    <message>
        <source>There is no home folder: HOME is missing or is not a full path.</source>
        <translation>Es gibt keinen Benutzerordner: HOME fehlt oder ist kein vollständiger Pfad.</translation>
    </message>
    <message>
        <source>{path} belongs to another user.</source>
        <translation>{path} gehört einem anderen Benutzer.</translation>
    </message>
    <message>
        <source>{path} can be changed by {others}.</source>
        <translation>{path} kann von {others} geändert werden.</translation>
    </message>
    <message>
        <source>To fix this, run: {command}</source>
        <translation>Führen Sie zur Behebung Folgendes aus: {command}</translation>
    </message>
    <message>
        <source>Set CCWATCH_HOME to a folder that belongs to you.</source>
        <translation>Setzen Sie CCWATCH_HOME auf einen Ordner, der Ihnen gehört.</translation>
    </message>
    <message>
        <source>{name} in {file}: {reason} The default is used instead.</source>
        <translation>{name} in {file}: {reason} Stattdessen wird der Standardwert verwendet.</translation>
    </message>
    <message>
        <source>{name} is in {file} more than once; the last one counts.</source>
        <translation>{name} steht mehrmals in {file}; der letzte Eintrag zählt.</translation>
    </message>
    <message>
        <source>The settings could not be read; the file was left as it is: {reason}.</source>
        <translation>Die Einstellungen konnten nicht gelesen werden; die Datei wurde nicht verändert: {reason}.</translation>
    </message>
    <message>
        <source>The settings could not be read. The file was renamed to {file}.</source>
        <translation>Die Einstellungen konnten nicht gelesen werden. Die Datei wurde in {file} umbenannt.</translation>
    </message>
    <message>
        <source>Signed out of ccwatch. Your browser may still be signed in.</source>
        <translation>Von ccwatch abgemeldet. Ihr Browser ist möglicherweise noch angemeldet.</translation>
    </message>
    <message>
        <source>You are not signed in.</source>
        <translation>Sie sind nicht angemeldet.</translation>
    </message>
    <message>
        <source>You signed out.</source>
        <translation>Sie haben sich abgemeldet.</translation>
    </message>
    <message>
        <source>Your subscription does not include this list. Add jobs by their IDs.</source>
        <translation>Ihr Abonnement enthält diese Liste nicht. Fügen Sie Aufträge über ihre IDs hinzu.</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>The demo contacts only this computer.</source>
        <translation>Die Demo greift nur auf diesen Computer zu.</translation>
    </message>
    <message>
        <source>Already watched: {name}</source>
        <translation>Wird schon beobachtet: {name}</translation>
    </message>
    <message>
        <source>No job ID found.</source>
        <translation>Keine Auftrags-ID gefunden.</translation>
    </message>
    <message>
        <source>A link asks ccwatch to watch {name}. Watch it?</source>
        <translation>Ein Link fordert ccwatch auf, {name} zu beobachten. Beobachten?</translation>
    </message>
    <message numerus="yes">
        <source>A link asks ccwatch to watch {n} job. Watch it?|A link asks ccwatch to watch {n} jobs. Watch them?</source>
        <translation>
            <numerusform>Ein Link fordert ccwatch auf, {n} Auftrag zu beobachten. Beobachten?</numerusform>
            <numerusform>Ein Link fordert ccwatch auf, {n} Aufträge zu beobachten. Beobachten?</numerusform>
        </translation>
    </message>
    <message>
        <source>No longer watching {name}.</source>
        <translation>{name} wird nicht mehr beobachtet.</translation>
    </message>
    <message numerus="yes">
        <source>No longer watching {n} job.|No longer watching {n} jobs.</source>
        <translation>
            <numerusform>{n} Auftrag wird nicht mehr beobachtet.</numerusform>
            <numerusform>{n} Aufträge werden nicht mehr beobachtet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Watch job {job} from the clipboard?</source>
        <translation>Auftrag {job} aus der Zwischenablage beobachten?</translation>
    </message>
    <message>
        <source>Watch</source>
        <comment>a button</comment>
        <translation>Beobachten</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>Die Benachrichtigungen funktionieren.</translation>
    </message>
    <message>
        <source>Test notification</source>
        <translation>Testbenachrichtigung</translation>
    </message>
    <message>
        <source>Not shown: {reason}.</source>
        <translation>Nicht angezeigt: {reason}.</translation>
    </message>
    <message>
        <source>Sent through {name}.</source>
        <extracomment>{name} is what took a notification</extracomment>
        <translation>Gesendet über: {name}.</translation>
    </message>
    <message>
        <source>ccwatch closed unexpectedly last time.</source>
        <translation>ccwatch wurde beim letzten Mal unerwartet beendet.</translation>
    </message>
    <message>
        <source>Something went wrong ({error}). ccwatch keeps running.</source>
        <translation>Etwas ist schiefgegangen ({error}). ccwatch läuft weiter.</translation>
    </message>
    <message>
        <source>tray balloon</source>
        <translation>Sprechblase im Infobereich</translation>
    </message>
    <message>
        <source>the tray icon cannot show one</source>
        <translation>das Tray-Symbol kann keine anzeigen</translation>
    </message>
    <message>
        <source>desktop notifications</source>
        <translation>Desktop-Benachrichtigungen</translation>
    </message>
    <message>
        <source>the system did not accept it</source>
        <translation>das System hat sie nicht akzeptiert</translation>
    </message>
    <message>
        <source>the system did not answer in time</source>
        <translation>das System hat nicht rechtzeitig geantwortet</translation>
    </message>
    <message>
        <source>this system has no notifications</source>
        <translation>dieses System hat keine Benachrichtigungen</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>a button</comment>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Mute this job</source>
        <translation>Auftrag stummschalten</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Nicht stören</translation>
    </message>
    <message>
        <source>no notification daemon answers</source>
        <translation>kein Benachrichtigungsdienst antwortet</translation>
    </message>
    <message>
        <source>notifications cannot be shown here</source>
        <translation>Benachrichtigungen können hier nicht angezeigt werden</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Nicht mehr stummschalten</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>Copy ID</source>
        <translation>ID kopieren</translation>
    </message>
    <message>
        <source>Copy IDs</source>
        <translation>IDs kopieren</translation>
    </message>
    <message>
        <source>Copy errors and warnings</source>
        <translation>Fehler und Warnungen kopieren</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Export history…</source>
        <translation>Verlauf exportieren&#xa0;…</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Paste job IDs or links</source>
        <translation>Auftrags-IDs oder Links einfügen</translation>
    </message>
    <message>
        <source>Job IDs or links to watch</source>
        <translation>Zu beobachtende Auftrags-IDs oder Links</translation>
    </message>
    <message>
        <source>IDs or links, several at once. Enter adds them.</source>
        <translation>IDs oder Links, auch mehrere auf einmal. Die Eingabetaste fügt sie hinzu.</translation>
    </message>
    <message>
        <source>{trouble} since {time}. {reason}</source>
        <extracomment>{time}: 14:05, Mon 14:05, 24/11/2026 14:05</extracomment>
        <translation>{trouble} seit {time}. {reason}</translation>
    </message>
    <message>
        <source>The service asked ccwatch to wait. Checks resume in {time}.</source>
        <translation>Der Dienst hat ccwatch gebeten, zu warten. In {time} wird wieder geprüft.</translation>
    </message>
    <message>
        <source>Too many jobs for the request limit: ccwatch checks them less often.</source>
        <translation>Zu viele Aufträge für das Anfragelimit: ccwatch prüft sie seltener.</translation>
    </message>
    <message>
        <source>Demo with sample jobs. Time runs {number} times faster; it is {time} in the demo.</source>
        <translation>Demo mit Beispielaufträgen. Die Zeit läuft {number}-mal schneller; in der Demo ist es {time}.</translation>
    </message>
    <message>
        <source>Progress: {percentage}</source>
        <translation>Fortschritt: {percentage}</translation>
    </message>
    <message>
        <source>Save chart as picture…</source>
        <translation>Diagramm als Bild speichern&#xa0;…</translation>
    </message>
    <message>
        <source>No data from {since} to {until}</source>
        <translation>Keine Daten von {since} bis {until}</translation>
    </message>
    <message>
        <source>No progress yet</source>
        <translation>Noch kein Fortschritt</translation>
    </message>
    <message>
        <source>About ccwatch</source>
        <translation>Über ccwatch</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the folder: {folder}</source>
        <translation>Ordner öffnen: {folder}</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Angaben kopieren</translation>
    </message>
    <message>
        <source>Watches reconstruction jobs and shows their progress.</source>
        <translation>Beobachtet Rekonstruktionsaufträge und zeigt ihren Fortschritt an.</translation>
    </message>
    <message>
        <source>Free software under the MIT licence. Not a product of Bentley Systems.</source>
        <translation>Freie Software unter der MIT-Lizenz. Kein Produkt von Bentley Systems.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Cancel job</source>
        <translation>Auftrag abbrechen</translation>
    </message>
    <message>
        <source>Cancel “{name}”?</source>
        <translation>„{name}“ abbrechen?</translation>
    </message>
    <message>
        <source>The service will end it. What it has produced is lost, and this cannot be undone.</source>
        <translation>Der Dienst beendet ihn. Was er erzeugt hat, geht verloren, und das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Keep job</source>
        <translation>Auftrag behalten</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>{layer}: works</source>
        <translation>{layer}: funktioniert</translation>
    </message>
    <message>
        <source>{layer}: fails</source>
        <translation>{layer}: gestört</translation>
    </message>
    <message>
        <source>{layer}: not tested</source>
        <translation>{layer}: nicht geprüft</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Wird getestet&#xa0;…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation>Kopieren: {what}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Eingereicht</translation>
    </message>
    <message>
        <source>Queue time</source>
        <translation>Wartezeit</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>Engines</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Schätzung</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Copy the job’s ID</source>
        <translation>ID des Auftrags kopieren</translation>
    </message>
    <message>
        <source>Open the job’s page in the browser</source>
        <translation>Seite des Auftrags im Browser öffnen</translation>
    </message>
    <message>
        <source>Diagnostics…</source>
        <translation>Diagnose&#xa0;…</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Errors ({number})</source>
        <translation>Fehler ({number})</translation>
    </message>
    <message>
        <source>Copy the errors</source>
        <translation>Fehler kopieren</translation>
    </message>
    <message>
        <source>Warnings ({number})</source>
        <translation>Warnungen ({number})</translation>
    </message>
    <message>
        <source>Copy the warnings</source>
        <translation>Warnungen kopieren</translation>
    </message>
    <message>
        <source>Outputs ({number})</source>
        <translation>Ergebnisse ({number})</translation>
    </message>
    <message>
        <source>Copy the outputs</source>
        <translation>Ergebnisse kopieren</translation>
    </message>
    <message>
        <source>More actions for this job</source>
        <translation>Weitere Aktionen für diesen Auftrag</translation>
    </message>
    <message>
        <source>{number} units</source>
        <translation>{number} Einheiten</translation>
    </message>
    <message>
        <source>{left} left, done by {time}</source>
        <translation>Noch {left}, fertig bis {time}</translation>
    </message>
    <message>
        <source>{left} left, done around {time}</source>
        <translation>Noch {left}, fertig gegen {time}</translation>
    </message>
    <message>
        <source>Finished at {percentage}</source>
        <translation>Fertig bei {percentage}</translation>
    </message>
    <message>
        <source>Failed at {percentage}</source>
        <translation>Fehlgeschlagen bei {percentage}</translation>
    </message>
    <message>
        <source>Cancelled at {percentage}</source>
        <translation>Abgebrochen bei {percentage}</translation>
    </message>
    <message>
        <source>No longer available at {percentage}</source>
        <translation>Nicht mehr verfügbar bei {percentage}</translation>
    </message>
    <message>
        <source>Started watching</source>
        <translation>Beobachtung gestartet</translation>
    </message>
    <message>
        <source>Found in the list of your jobs</source>
        <translation>In der Liste Ihrer Aufträge gefunden</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Active again</source>
        <translation>Wieder aktiv</translation>
    </message>
    <message>
        <source>{step} started</source>
        <translation>{step} gestartet</translation>
    </message>
    <message>
        <source>State changed to {state}</source>
        <translation>Status geändert in {state}</translation>
    </message>
    <message>
        <source>{percentage} when first checked</source>
        <translation>{percentage} bei der ersten Prüfung</translation>
    </message>
    <message>
        <source>Cancellation requested</source>
        <translation>Abbruch angefordert</translation>
    </message>
    <message>
        <source>Stalled for {time}</source>
        <translation>Steht seit {time}</translation>
    </message>
    <message>
        <source>Queued for {time}</source>
        <translation>Wartet seit {time}</translation>
    </message>
    <message>
        <source>The next job was not submitted</source>
        <translation>Der nächste Auftrag wurde nicht eingereicht</translation>
    </message>
    <message>
        <source>Found in {service}</source>
        <translation>In {service} gefunden</translation>
    </message>
    <message>
        <source>Found in {service}, but also in {others}, where it is not watched</source>
        <translation>In {service} gefunden, aber auch in {others}; dort wird er nicht beobachtet</translation>
    </message>
    <message>
        <source>{end}. {reason}</source>
        <translation>{end}. {reason}</translation>
    </message>
    <message>
        <source>Service reachable again</source>
        <translation>Dienst wieder erreichbar</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>Noch keine Aufträge</translation>
    </message>
    <message>
        <source>Paste a job’s ID or link above, or drop it here.</source>
        <translation>Fügen Sie oben die ID oder den Link eines Auftrags ein, oder ziehen Sie ihn hierher.</translation>
    </message>
    <message>
        <source>Paste from the clipboard</source>
        <translation>Aus der Zwischenablage einfügen</translation>
    </message>
    <message>
        <source>No matching jobs</source>
        <translation>Keine passenden Aufträge</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>ccwatch – demo</source>
        <translation>ccwatch – Demo</translation>
    </message>
    <message>
        <source>Pause notifications for a while</source>
        <translation>Benachrichtigungen eine Weile aussetzen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Snoozed until {time}</source>
        <translation>Pause bis {time}</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Alle Zustände</translation>
    </message>
    <message>
        <source>All types</source>
        <translation>Alle Arten</translation>
    </message>
    <message>
        <source>All iTwins</source>
        <translation>Alle iTwins</translation>
    </message>
    <message>
        <source>Filter by state</source>
        <translation>Nach Zustand filtern</translation>
    </message>
    <message>
        <source>Filter by type</source>
        <translation>Nach Art filtern</translation>
    </message>
    <message>
        <source>Filter by iTwin</source>
        <translation>Nach iTwin filtern</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Filter jobs</source>
        <translation>Aufträge filtern</translation>
    </message>
    <message>
        <source>My jobs…</source>
        <translation>Meine Aufträge&#xa0;…</translation>
    </message>
    <message>
        <source>Send a test notification</source>
        <translation>Testbenachrichtigung senden</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen&#xa0;…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Job type</source>
        <translation>Auftragstyp</translation>
    </message>
    <message>
        <source>Progress line</source>
        <translation>Fortschrittslinie</translation>
    </message>
    <message>
        <source>Next check</source>
        <translation>Nächste Prüfung</translation>
    </message>
    <message>
        <source>Reverse order</source>
        <translation>Umgekehrte Reihenfolge</translation>
    </message>
    <message>
        <source>Show in rows</source>
        <translation>In Zeilen anzeigen</translation>
    </message>
    <message>
        <source>Sorted by {column}</source>
        <translation>Sortiert nach {column}</translation>
    </message>
    <message>
        <source>Sorted by {column}, reversed</source>
        <translation>Umgekehrt sortiert nach {column}</translation>
    </message>
    <message>
        <source>My jobs</source>
        <translation>Meine Aufträge</translation>
    </message>
    <message>
        <source>Filter my jobs</source>
        <translation>Meine Aufträge filtern</translation>
    </message>
    <message>
        <source>Asking the service…</source>
        <translation>Der Dienst wird abgefragt&#xa0;…</translation>
    </message>
    <message>
        <source>This list may not be complete: {reason}</source>
        <translation>Diese Liste ist möglicherweise nicht vollständig: {reason}</translation>
    </message>
    <message>
        <source>The service lists no jobs for your account.</source>
        <translation>Der Dienst führt keine Aufträge für Ihr Konto auf.</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>Beobachtet</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Job name</source>
        <translation>Auftragsname</translation>
    </message>
    <message>
        <source>Waiting for an engine</source>
        <translation>Wartet auf Engine</translation>
    </message>
    <message>
        <source>Not submitted</source>
        <translation>Nicht eingereicht</translation>
    </message>
    <message>
        <source>Stalled {time}</source>
        <extracomment>{time} is how long</extracomment>
        <translation>Steht {time}</translation>
    </message>
    <message>
        <source>ended {time}</source>
        <extracomment>{time}: 14:05, yesterday, Mon, 24/11</extracomment>
        <translation>Ende: {time}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>check in {time}</source>
        <translation>Prüfung in {time}</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>Schritt {number} von {count}</translation>
    </message>
    <message>
        <source>Waiting for the next job</source>
        <translation>Wartet auf den nächsten Auftrag</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>after {time}</source>
        <translation>nach {time}</translation>
    </message>
    <message>
        <source>took {time}</source>
        <translation>Dauer: {time}</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Setting groups</source>
        <translation>Einstellungsgruppen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>No matching settings</source>
        <translation>Keine passenden Einstellungen</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Set by {variable}.</source>
        <translation>Durch {variable} festgelegt.</translation>
    </message>
    <message>
        <source>Reset to default</source>
        <translation>Auf Standard zurücksetzen</translation>
    </message>
    <message>
        <source>Reset “{setting}” to default</source>
        <translation>„{setting}“ auf Standard zurücksetzen</translation>
    </message>
    <message>
        <source>Your browser should have opened. Sign in there; ccwatch is waiting.

If it did not open, or to use another browser or profile, open this URL there. If it shows an error, check the client ID and the registered redirect URIs.</source>
        <translation>Ihr Browser sollte sich geöffnet haben. Melden Sie sich dort an; ccwatch wartet.

Hat er sich nicht geöffnet, oder möchten Sie einen anderen Browser oder ein anderes Profil verwenden, öffnen Sie dort diese URL. Wird ein Fehler angezeigt, prüfen Sie die Client-ID und die registrierten Umleitungs-URIs.</translation>
    </message>
    <message>
        <source>Asking the sign-in service where to sign in…</source>
        <translation>Die Anmeldeseite wird ermittelt&#xa0;…</translation>
    </message>
    <message>
        <source>sign-in URL</source>
        <translation>Anmelde-URL</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Erneut öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 Minuten</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>Until tomorrow</source>
        <translation>Bis morgen</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Jetzt aufheben</translation>
    </message>
    <message numerus="yes">
        <source>History ({n} unread)|History ({n} unread)</source>
        <translation>
            <numerusform>Verlauf ({n} ungelesen)</numerusform>
            <numerusform>Verlauf ({n} ungelesen)</numerusform>
        </translation>
    </message>
    <message>
        <source>Open ccwatch</source>
        <translation>ccwatch öffnen</translation>
    </message>
    <message>
        <source>Add from clipboard</source>
        <translation>Aus der Zwischenablage hinzufügen</translation>
    </message>
    <message>
        <source>ccwatch watches your reconstruction jobs from the tray. It signs in through an application that your organisation registers once. If you already have its client ID, skip to step 2.</source>
        <translation>ccwatch beobachtet Ihre Rekonstruktionsaufträge aus dem Infobereich. Es meldet sich über eine Anwendung an, die Ihre Organisation einmal registriert. Wenn Sie deren Client-ID bereits haben, fahren Sie mit Schritt 2 fort.</translation>
    </message>
    <message>
        <source>On the vendor’s developer portal, register a new application of the type “Native” (also called “Desktop / Mobile”) with this scope and all of these redirect URIs, exactly as shown:</source>
        <translation>Registrieren Sie im Entwicklerportal des Anbieters eine neue Anwendung vom Typ „Native“ (auch „Desktop / Mobile“ genannt) mit diesem Scope und allen diesen Umleitungs-URIs, genau wie angezeigt:</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>Von Ihrem Administrator festgelegt.</translation>
    </message>
    <message>
        <source>scope {scope}</source>
        <translation>Scope {scope}</translation>
    </message>
    <message>
        <source>redirect URI {address}</source>
        <translation>Umleitungs-URI {address}</translation>
    </message>
    <message>
        <source>Welcome to ccwatch</source>
        <translation>Willkommen bei ccwatch</translation>
    </message>
    <message>
        <source>Open the developer portal</source>
        <translation>Entwicklerportal öffnen</translation>
    </message>
    <message>
        <source>1  Register an application</source>
        <translation>1  Anwendung registrieren</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Scope</translation>
    </message>
    <message>
        <source>Redirect URIs</source>
        <translation>Umleitungs-URIs</translation>
    </message>
    <message>
        <source>2  Sign in</source>
        <translation>2  Anmelden</translation>
    </message>
    <message>
        <source>Client ID of that application</source>
        <translation>Client-ID dieser Anwendung</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Demo ausprobieren</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Custom: {address}</source>
        <translation>Benutzerdefiniert: {address}</translation>
    </message>
    <message>
        <source>The client ID is missing. The developer portal shows it after registering.</source>
        <translation>Die Client-ID fehlt. Das Entwicklerportal zeigt sie nach dem Registrieren an.</translation>
    </message>
    <message>
        <source>Signed out by the service.</source>
        <translation>Vom Dienst abgemeldet.</translation>
    </message>
    <message>
        <source>Start at sign-in not changed</source>
        <translation>Start bei der Anmeldung konnte nicht geändert werden</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}.</translation>
    </message>
    <message>
        <source>a command on Windows can have at most {longest} characters</source>
        <translation>ein Befehl darf unter Windows höchstens {longest} Zeichen lang sein</translation>
    </message>
    <message>
        <source>Move ccwatch to a folder with a shorter name.</source>
        <translation>Verschieben Sie ccwatch in einen Ordner mit kürzerem Namen.</translation>
    </message>
    <message>
        <source>Your organisation may not allow it.</source>
        <translation>Möglicherweise erlaubt Ihre Organisation es nicht.</translation>
    </message>
    <message>
        <source>This ccwatch has no setting “{name}”.</source>
        <translation>Dieses ccwatch hat keine Einstellung „{name}“.</translation>
    </message>
    <message>
        <source>“{label}” is set by {variable}.</source>
        <translation>„{label}“ ist durch {variable} festgelegt.</translation>
    </message>
    <message numerus="yes">
        <source>{n} setting imported.|{n} settings imported.</source>
        <translation>
            <numerusform>{n} Einstellung importiert.</numerusform>
            <numerusform>{n} Einstellungen importiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>on</source>
        <comment>a setting</comment>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <comment>a setting</comment>
        <translation>aus</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>Not imported:</source>
        <translation>Nicht akzeptiert:</translation>
    </message>
    <message>
        <source>“{label}”: importing a file cannot reduce the protection.</source>
        <translation>„{label}“: Der Import einer Datei kann den Schutz nicht verringern.</translation>
    </message>
    <message numerus="yes">
        <source>And {n} more.|And {n} more.</source>
        <translation>
            <numerusform>Und {n} weitere.</numerusform>
            <numerusform>Und {n} weitere.</numerusform>
        </translation>
    </message>
    <message>
        <source>{path} contains no settings.</source>
        <translation>{path} enthält keine Einstellungen.</translation>
    </message>
    <message>
        <source>File cannot be used</source>
        <translation>Datei kann nicht verwendet werden</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Not available in the demo.</source>
        <translation>In der Demo nicht verfügbar.</translation>
    </message>
    <message>
        <source>In the tray, without a window.</source>
        <translation>Im Infobereich, ohne Fenster.</translation>
    </message>
    <message>
        <source>Another copy of ccwatch is set to start. To start this one, turn this off and on again.</source>
        <translation>Derzeit wird eine andere Kopie von ccwatch gestartet. Schalten Sie diese Option aus und wieder ein, damit diese Kopie startet.</translation>
    </message>
    <message>
        <source>The settings are in {file}.</source>
        <translation>Die Einstellungen sind in {file}.</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Zurück zur Liste</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>Alle Aufträge</translation>
    </message>
    <message>
        <source>Start ccwatch when I sign in to this computer</source>
        <translation>ccwatch starten, wenn ich mich an diesem Computer anmelde</translation>
    </message>
    <message>
        <source>Autostart</source>
        <translation>Autostart</translation>
    </message>
    <message>
        <source>Export settings…</source>
        <translation>Einstellungen exportieren&#xa0;…</translation>
    </message>
    <message>
        <source>Import settings…</source>
        <translation>Einstellungen importieren&#xa0;…</translation>
    </message>
    <message>
        <source>All settings in one file, for use on another computer. Your sign-in is not included.</source>
        <translation>Alle Einstellungen in einer Datei, zur Verwendung auf einem anderen Computer. Ihre Anmeldung ist nicht enthalten.</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>Einstellungen exportieren</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Einstellungen importieren</translation>
    </message>
    <message numerus="yes">
        <source>{file} changes {n} setting:|{file} changes {n} settings:</source>
        <translation>
            <numerusform>{file} ändert {n} Einstellung:</numerusform>
            <numerusform>{file} ändert {n} Einstellungen:</numerusform>
        </translation>
    </message>
    <message>
        <source>The settings in bold decide where ccwatch signs in and checks your jobs. Import them only from someone you trust.</source>
        <translation>Die fett hervorgehobenen Einstellungen bestimmen, wo sich ccwatch anmeldet und Ihre Aufträge prüft. Importieren Sie sie nur von jemandem, dem Sie vertrauen.</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Aktuell</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>Einstellungen (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Anywhere in the window</source>
        <translation>Überall im Fenster</translation>
    </message>
    <message>
        <source>In the list</source>
        <translation>In der Liste</translation>
    </message>
    <message>
        <source>Selected jobs</source>
        <translation>Ausgewählte Aufträge</translation>
    </message>
    <message>
        <source>In the details</source>
        <translation>In den Details</translation>
    </message>
    <message>
        <source>In the chart</source>
        <translation>Im Diagramm</translation>
    </message>
    <message>
        <source>In the history</source>
        <translation>Im Verlauf</translation>
    </message>
    <message>
        <source>In the field for new jobs</source>
        <translation>Im Feld für neue Aufträge</translation>
    </message>
    <message>
        <source>In the filter</source>
        <translation>Im Filter</translation>
    </message>
    <message>
        <source>Go to the field for new jobs</source>
        <translation>Zum Feld für neue Aufträge</translation>
    </message>
    <message>
        <source>Go to the filter</source>
        <translation>Zum Filter</translation>
    </message>
    <message>
        <source>Open the history</source>
        <translation>Verlauf öffnen</translation>
    </message>
    <message>
        <source>Watch the jobs on the clipboard</source>
        <translation>Aufträge aus der Zwischenablage beobachten</translation>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation>Vorschlag annehmen</translation>
    </message>
    <message>
        <source>Wall screen</source>
        <translation>Wandbildschirm</translation>
    </message>
    <message>
        <source>Cancel job…</source>
        <translation>Auftrag abbrechen&#xa0;…</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Open the menu at the top right</source>
        <translation>Menü oben rechts öffnen</translation>
    </message>
    <message>
        <source>Show this page</source>
        <translation>Diese Seite anzeigen</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Quit ccwatch</source>
        <translation>ccwatch beenden</translation>
    </message>
    <message>
        <source>Go to the details</source>
        <translation>Zu den Details</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Show the jobs of a survey</source>
        <translation>Die Aufträge einer Vermessung anzeigen</translation>
    </message>
    <message>
        <source>Hide the jobs of a survey</source>
        <translation>Die Aufträge einer Vermessung ausblenden</translation>
    </message>
    <message>
        <source>Open the menu of the selected jobs</source>
        <translation>Menü der ausgewählten Aufträge öffnen</translation>
    </message>
    <message>
        <source>Select all jobs</source>
        <translation>Alle Aufträge auswählen</translation>
    </message>
    <message>
        <source>Select more jobs</source>
        <translation>Weitere Aufträge auswählen</translation>
    </message>
    <message>
        <source>Move along the chart</source>
        <translation>Im Diagramm bewegen</translation>
    </message>
    <message>
        <source>Go to the start or end of the chart</source>
        <translation>Zum Anfang oder Ende des Diagramms</translation>
    </message>
    <message>
        <source>Open the job of a notification</source>
        <translation>Auftrag einer Benachrichtigung öffnen</translation>
    </message>
    <message>
        <source>Copy the notification</source>
        <translation>Benachrichtigung kopieren</translation>
    </message>
    <message>
        <source>Clear the filter, or go back to the list</source>
        <translation>Filter leeren oder zurück zur Liste</translation>
    </message>
    <message>
        <source>Watch the jobs</source>
        <translation>Aufträge beobachten</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Neue Zeile</translation>
    </message>
    <message>
        <source>Clear the field</source>
        <translation>Feld leeren</translation>
    </message>
    <message>
        <source>Clear the filter, and go to the list</source>
        <translation>Filter leeren und zur Liste</translation>
    </message>
    <message>
        <source>Go to the list</source>
        <translation>Zur Liste</translation>
    </message>
    <message>
        <source>{job} – history</source>
        <translation>{job} – Verlauf</translation>
    </message>
    <message>
        <source>Export history</source>
        <translation>Verlauf exportieren</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>{job} – progress</source>
        <translation>{job} – Fortschritt</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>Diagramm speichern</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>Gespeichert als {file}.</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner anzeigen</translation>
    </message>
    <message>
        <source>This job is no longer watched.</source>
        <translation>Dieser Auftrag wird nicht mehr beobachtet.</translation>
    </message>
    <message>
        <source>Watch it again</source>
        <translation>Wieder beobachten</translation>
    </message>
    <message>
        <source>Percentage done</source>
        <translation>Fortschritt in Prozent</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Keine Daten</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Expected end</source>
        <translation>Erwartetes Ende</translation>
    </message>
    <message>
        <source>Diagnostics of {job}</source>
        <translation>Diagnose: {job}</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message numerus="yes">
        <source>History, {n} unread|History, {n} unread</source>
        <translation>
            <numerusform>Verlauf, {n} ungelesen</numerusform>
            <numerusform>Verlauf, {n} ungelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} ({key})</source>
        <extracomment>what a button is called, and the key for it: History (Ctrl+H)</extracomment>
        <translation>{name} ({key})</translation>
    </message>
    <message>
        <source>All notifications</source>
        <translation>Alle Benachrichtigungen</translation>
    </message>
    <message>
        <source>Failed jobs</source>
        <translation>Fehlgeschlagene Aufträge</translation>
    </message>
    <message>
        <source>Ended jobs</source>
        <translation>Beendete Aufträge</translation>
    </message>
    <message>
        <source>Jobs in progress</source>
        <translation>Laufende Aufträge</translation>
    </message>
    <message>
        <source>Account and service</source>
        <translation>Konto und Dienst</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Mark all as read</source>
        <translation>Alle als gelesen markieren</translation>
    </message>
    <message>
        <source>Show older</source>
        <translation>Ältere anzeigen</translation>
    </message>
    <message numerus="yes">
        <source>{n} unread|{n} unread</source>
        <translation>
            <numerusform>{n} ungelesen</numerusform>
            <numerusform>{n} ungelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>All read</source>
        <translation>Alle gelesen</translation>
    </message>
    <message>
        <source>The newest {number} of {total} notifications</source>
        <translation>Die neuesten {number} von {total} Benachrichtigungen</translation>
    </message>
    <message numerus="yes">
        <source>{n} notification|{n} notifications</source>
        <translation>
            <numerusform>{n} Benachrichtigung</numerusform>
            <numerusform>{n} Benachrichtigungen</numerusform>
        </translation>
    </message>
    <message>
        <source>The history cannot be read</source>
        <translation>Der Verlauf kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Filter notifications</source>
        <translation>Benachrichtigungen filtern</translation>
    </message>
    <message>
        <source>Showing: {kind}</source>
        <translation>Angezeigt: {kind}</translation>
    </message>
    <message>
        <source>No notifications yet</source>
        <translation>Noch keine Benachrichtigungen</translation>
    </message>
    <message>
        <source>Every notification is kept here, even if the system did not show it.</source>
        <translation>Hier wird jede Benachrichtigung aufbewahrt, auch wenn das System sie nicht angezeigt hat.</translation>
    </message>
    <message>
        <source>Older notifications are available.</source>
        <translation>Ältere Benachrichtigungen sind verfügbar.</translation>
    </message>
    <message>
        <source>No matching notifications</source>
        <translation>Keine passenden Benachrichtigungen</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>not shown yet</source>
        <translation>noch nicht angezeigt</translation>
    </message>
    <message>
        <source>not shown by the system</source>
        <translation>vom System nicht angezeigt</translation>
    </message>
    <message>
        <source>step of a survey</source>
        <translation>Schritt einer Vermessung</translation>
    </message>
    <message>
        <source>held back until {time}</source>
        <translation>zurückgehalten bis {time}</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze hold it back.</source>
        <translation>Ruhezeiten oder „Nicht stören“ halten sie zurück.</translation>
    </message>
    <message>
        <source>It is about to be shown.</source>
        <translation>Sie wird gleich angezeigt.</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze held it back until {time}; the system did not show it then.</source>
        <translation>Ruhezeiten oder „Nicht stören“ hielten sie bis {time} zurück; das System zeigte sie dann nicht an.</translation>
    </message>
    <message>
        <source>The system did not show it. You can send a test notification in the settings.</source>
        <translation>Das System hat sie nicht angezeigt. Sie können in den Einstellungen eine Testbenachrichtigung senden.</translation>
    </message>
    <message>
        <source>Only the end of a survey is shown; this is one of its steps.</source>
        <translation>Nur das Ende einer Vermessung wird angezeigt; dies ist einer ihrer Schritte.</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze held it back until {time}.</source>
        <translation>Ruhezeiten oder „Nicht stören“ hielten sie bis {time} zurück.</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Ungelesen</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <extracomment>{day}: Mon, 24/11/2026; {time}: 14:05</extracomment>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>ends around {time}</source>
        <extracomment>{time}: 14:05, Mon 14:05</extracomment>
        <translation>Ende gegen {time}</translation>
    </message>
    <message>
        <source>ends {first} – {last}</source>
        <extracomment>{first} and {last}: 14:05, Mon 14:05</extracomment>
        <translation>Ende {first} – {last}</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons, so ccwatch stays in this window. Closing it quits ccwatch. A panel with a system tray would show the icon.</source>
        <translation>Dieser Desktop zeigt keine Symbole im Infobereich an, daher läuft ccwatch nur in diesem Fenster. Wenn Sie es schließen, wird ccwatch beendet. Eine Leiste mit Infobereich würde das Symbol anzeigen.</translation>
    </message>
    <message>
        <source>GNOME shows tray icons only with the extension “AppIndicator and KStatusNotifierItem Support”. Without it ccwatch stays in this window. Closing it quits ccwatch.</source>
        <translation>GNOME zeigt Symbole im Infobereich nur mit der Erweiterung „AppIndicator and KStatusNotifierItem Support“ an. Ohne sie läuft ccwatch nur in diesem Fenster. Wenn Sie es schließen, wird ccwatch beendet.</translation>
    </message>
    <message>
        <source>The reply contains no version.</source>
        <translation>Die Antwort enthält keine Version.</translation>
    </message>
    <message>
        <source>Page of the new version</source>
        <translation>Seite der neuen Version</translation>
    </message>
    <message>
        <source>ccwatch {version} is available (you have {running}).</source>
        <translation>ccwatch {version} ist verfügbar (Sie haben {running}).</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>The proxy in the settings</source>
        <translation>Der Proxy in den Einstellungen</translation>
    </message>
    <message>
        <source>The system’s proxy</source>
        <translation>Der Proxy des Systems</translation>
    </message>
    <message>
        <source>{source} cannot be used: {reason}</source>
        <translation>{source} kann nicht verwendet werden: {reason}</translation>
    </message>
    <message>
        <source>Nothing was sent. The proxy’s URL must have the form {example}.</source>
        <translation>Es wurde nichts gesendet. Die Proxy-URL muss die Form {example} haben.</translation>
    </message>
    <message>
        <source>SOCKS proxies are not supported.</source>
        <translation>SOCKS-Proxys werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>The proxy’s URL must begin with http:// or https://.</source>
        <translation>Die URL muss mit http:// oder https:// beginnen.</translation>
    </message>
    <message>
        <source>Special characters in its name and password must be percent-encoded: # as %23, @ as %40, / as %2F.</source>
        <translation>Sonderzeichen in Benutzername und Kennwort müssen prozentkodiert sein: # als %23, @ als %40, / als %2F.</translation>
    </message>
    <message>
        <source>The proxy’s URL must end after the host and port.</source>
        <translation>Die URL muss nach Host und Port enden.</translation>
    </message>
    <message>
        <source>Its host is missing or not a valid name; an IPv6 address needs [ ] around it.</source>
        <translation>Der Host fehlt oder ist kein gültiger Name; eine IPv6-Adresse muss in [ ] stehen.</translation>
    </message>
    <message>
        <source>Its port must be from 1 to {highest}.</source>
        <translation>Der Port muss zwischen 1 und {highest} liegen.</translation>
    </message>
    <message>
        <source>it contains no certificates in PEM form</source>
        <translation>darin sind keine Zertifikate im PEM-Format</translation>
    </message>
    <message>
        <source>{variable} names {path}: {reason}.</source>
        <translation>{variable} verweist auf {path}: {reason}.</translation>
    </message>
    <message>
        <source>Set it to a file of certificates in PEM form, or remove it to trust what the system trusts.</source>
        <translation>Setzen Sie die Variable auf eine Datei mit Zertifikaten im PEM-Format, oder entfernen Sie sie, um dem zu vertrauen, dem das System vertraut.</translation>
    </message>
    <message>
        <source>it is a folder, but not one of hashed certificates</source>
        <translation>das ist ein Ordner, aber keiner mit nach ihrem Hash benannten Zertifikaten</translation>
    </message>
    <message>
        <source>The outcome could not be read: {reason}</source>
        <translation>Der Ausgang konnte nicht ermittelt werden: {reason}</translation>
    </message>
    <message>
        <source>The sign-in page was not opened. {reason}</source>
        <translation>Die Anmeldeseite wurde nicht geöffnet. {reason}</translation>
    </message>
    <message>
        <source>The sign-in service answered for another application.</source>
        <translation>Der Anmeldedienst hat für eine andere Anwendung geantwortet.</translation>
    </message>
    <message>
        <source>The reply names another sign-in service.</source>
        <translation>Die Antwort nennt einen anderen Anmeldedienst.</translation>
    </message>
    <message>
        <source>Too many requests to the sign-in service.</source>
        <translation>Zu viele Anfragen an den Anmeldedienst.</translation>
    </message>
    <message>
        <source>Not available for your account: {services}.</source>
        <translation>Für Ihr Konto nicht verfügbar: {services}.</translation>
    </message>
    <message>
        <source>The job list repeats itself.</source>
        <translation>Die Auftragsliste wiederholt sich.</translation>
    </message>
    <message>
        <source>{service}: {reason}</source>
        <translation>{service}: {reason}</translation>
    </message>
    <message>
        <source>The URL contains invalid characters.</source>
        <translation>Die URL enthält ungültige Zeichen.</translation>
    </message>
    <message>
        <source>The URL is not valid.</source>
        <translation>Die URL ist ungültig.</translation>
    </message>
    <message>
        <source>The URL does not begin with https.</source>
        <translation>Die URL beginnt nicht mit https.</translation>
    </message>
    <message>
        <source>The URL has no host.</source>
        <translation>Die URL enthält keinen Host.</translation>
    </message>
    <message>
        <source>The URL contains a user name or a password.</source>
        <translation>Die URL enthält einen Benutzernamen oder ein Kennwort.</translation>
    </message>
    <message>
        <source>“{label}” may have letters, digits, dots, - and _, and no spaces.</source>
        <translation>„{label}“ darf Buchstaben, Ziffern, Punkte, - und _ enthalten, aber keine Leerzeichen.</translation>
    </message>
    <message>
        <source>“{label}” must be numbers from 1 to {highest}, such as {example}.</source>
        <translation>„{label}“ muss aus Zahlen zwischen 1 und {highest} bestehen, etwa {example}.</translation>
    </message>
    <message>
        <source>“{label}” must not contain a user name or password. Put those into HTTPS_PROXY.</source>
        <translation>„{label}“ darf weder Benutzernamen noch Kennwort enthalten. Geben Sie diese in HTTPS_PROXY an.</translation>
    </message>
    <message>
        <source>The errors could not be read: {reason}</source>
        <translation>Die Fehler konnten nicht gelesen werden: {reason}</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>allen</translation>
    </message>
    <message>
        <source>its group</source>
        <translation>der zugehörigen Gruppe</translation>
    </message>
    <message>
        <source>those on its access list</source>
        <translation>den Benutzern auf der Zugriffsliste</translation>
    </message>
    <message>
        <source>other users</source>
        <translation>anderen Benutzern</translation>
    </message>
    <message>
        <source>The job does not say how it ended.</source>
        <translation>Der Auftrag gibt nicht an, wie er geendet hat.</translation>
    </message>
    <message>
        <source>Commands and links cannot reach this program</source>
        <translation>Befehle und Links erreichen dieses Programm nicht</translation>
    </message>
    <message>
        <source>Remove what is at that path, or set a shorter CCWATCH_HOME; then restart.</source>
        <translation>Entfernen Sie, was unter diesem Pfad liegt, oder setzen Sie ein kürzeres CCWATCH_HOME; starten Sie dann neu.</translation>
    </message>
    <message>
        <source>The newer version does not start. Quit ccwatch, then start it again.</source>
        <translation>Die neuere Version startet nicht. Beenden Sie ccwatch, und starten Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>Jetzt neu starten</translation>
    </message>
    <message>
        <source>{used} of {limit} requests this hour</source>
        <translation>{used} von {limit} Anfragen in dieser Stunde</translation>
    </message>
    <message>
        <source>too early to estimate</source>
        <translation>für eine Schätzung zu früh</translation>
    </message>
    <message>
        <source>pace too uneven to estimate</source>
        <translation>Tempo für eine Schätzung zu ungleichmäßig</translation>
    </message>
    <message>
        <source>starts in {time}</source>
        <translation>beginnt in {time}</translation>
    </message>
    <message>
        <source>{time}, usually {usual}</source>
        <extracomment>{time} is how long a job has been queued, {usual} a range: &quot;3 h 02 min, usually 5 – 20 min&quot;</extracomment>
        <translation>{time}, üblich: {usual}</translation>
    </message>
    <message>
        <source>Queued for {time}, usually {usual}</source>
        <extracomment>&quot;Queued for 3 h 02 min, usually 5 – 20 min&quot;</extracomment>
        <translation>Wartet seit {time}, üblich: {usual}</translation>
    </message>
    <message>
        <source>Of the last {ranges} estimates, {held} were right.</source>
        <extracomment>{held} and {ranges}: estimates of the time left of finished jobs</extracomment>
        <translation>Von den letzten {ranges} Schätzungen trafen {held} zu.</translation>
    </message>
    <message>
        <source>Much faster than usual: check its result.</source>
        <translation>Viel schneller als üblich: Ergebnis prüfen.</translation>
    </message>
    <message>
        <source>Much slower than usual.</source>
        <translation>Viel langsamer als üblich.</translation>
    </message>
    <message>
        <source>{variable} has no value.</source>
        <translation>{variable} hat keinen Wert.</translation>
    </message>
    <message>
        <source>{variable} has spaces, line breaks or other characters that cannot be sent. Copy it again, in one piece.</source>
        <translation>{variable} enthält Leerzeichen, Zeilenumbrüche oder andere Zeichen, die nicht gesendet werden können. Kopieren Sie den Wert noch einmal am Stück.</translation>
    </message>
    <message numerus="yes">
        <source>{n} job.|{n} jobs.</source>
        <translation>
            <numerusform>{n} Auftrag.</numerusform>
            <numerusform>{n} Aufträge.</numerusform>
        </translation>
    </message>
    <message>
        <source>Survey finished</source>
        <translation>Vermessung fertig</translation>
    </message>
    <message>
        <source>{name} was not cancelled: {reason}</source>
        <translation>{name} wurde nicht abgebrochen: {reason}</translation>
    </message>
    <message>
        <source>Cancelling {name}…</source>
        <translation>{name} wird abgebrochen&#xa0;…</translation>
    </message>
    <message>
        <source>It is not known whether {name} will be cancelled.</source>
        <translation>Es ist nicht bekannt, ob {name} abgebrochen wird.</translation>
    </message>
    <message>
        <source>The service is cancelling {name}.</source>
        <translation>Der Dienst bricht {name} ab.</translation>
    </message>
    <message>
        <source>ccwatch can watch every job that you submit, with any program.</source>
        <translation>ccwatch kann jeden Auftrag beobachten, den Sie mit einem beliebigen Programm einreichen.</translation>
    </message>
    <message>
        <source>Add the jobs of these services by their IDs.</source>
        <translation>Fügen Sie die Aufträge dieser Dienste über ihre ID hinzu.</translation>
    </message>
    <message>
        <source>“Do not disturb” is on: your desktop does not show notifications.</source>
        <translation>„Nicht stören“ ist an: Ihr Desktop zeigt keine Benachrichtigungen.</translation>
    </message>
    <message>
        <source>Notifications do not arrive: {reason}. The history lists them.</source>
        <extracomment>{reason} begins with a small letter</extracomment>
        <translation>Benachrichtigungen kommen nicht an: {reason}. Im Verlauf sind sie aufgeführt.</translation>
    </message>
    <message>
        <source>The history lists them.</source>
        <translation>Im Verlauf sind sie aufgeführt.</translation>
    </message>
    <message numerus="yes">
        <source>survey of {n} job|survey of {n} jobs</source>
        <translation>
            <numerusform>Vermessung aus {n} Auftrag</numerusform>
            <numerusform>Vermessung aus {n} Aufträgen</numerusform>
        </translation>
    </message>
    <message>
        <source>expanded</source>
        <translation>aufgeklappt</translation>
    </message>
    <message>
        <source>collapsed</source>
        <translation>zugeklappt</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Divider</source>
        <translation>Trennlinie</translation>
    </message>
    <message>
        <source>ccwatch – wall screen</source>
        <translation>ccwatch – Wandbildschirm</translation>
    </message>
</context>
</TS>

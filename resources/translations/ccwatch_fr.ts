<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
    <name></name>
    <message>
        <source>Try again in a moment.</source>
        <translation>Réessayez dans un instant.</translation>
    </message>
    <message>
        <source>Details are in {file}.</source>
        <translation>Les détails figurent dans {file}.</translation>
    </message>
    <message>
        <source>ccwatch had to stop.</source>
        <translation>ccwatch a dû s’arrêter.</translation>
    </message>
    <message>
        <source>{title}: {message} ccwatch keeps watching, but will remember nothing after you quit.</source>
        <translation>{title}&#xa0;: {message} ccwatch continue le suivi, mais n’en gardera rien après la fermeture.</translation>
    </message>
    <message>
        <source>The sign-in comes from CCWATCH_ACCESS_TOKEN. Change or remove that variable.</source>
        <translation>La connexion provient de CCWATCH_ACCESS_TOKEN. Modifiez ou supprimez cette variable.</translation>
    </message>
    <message>
        <source>The service does not accept CCWATCH_ACCESS_TOKEN.</source>
        <translation>Le service n’accepte pas CCWATCH_ACCESS_TOKEN.</translation>
    </message>
    <message>
        <source>Set it to a valid value, or remove it and sign in.</source>
        <translation>Donnez-lui une valeur valide, ou supprimez-la et connectez-vous.</translation>
    </message>
    <message>
        <source>No sign-in set up</source>
        <translation>Connexion non configurée</translation>
    </message>
    <message>
        <source>Enter a client ID in the settings (or with CCWATCH_CLIENT_ID or “ccwatch config set client_id …”), then sign in.</source>
        <translation>Saisissez un identifiant client dans les paramètres (ou avec CCWATCH_CLIENT_ID ou «&#xa0;ccwatch config set client_id …&#xa0;»), puis connectez-vous.</translation>
    </message>
    <message>
        <source>You were not signed in.</source>
        <translation>Vous n’étiez pas connecté.</translation>
    </message>
    <message>
        <source>The sign-in could not be ended at the sign-in service, so it may remain valid there.</source>
        <translation>La session n’a pas pu être fermée auprès du service de connexion&#x202f;; elle y reste peut-être valable.</translation>
    </message>
    <message>
        <source>No sign-in is set up.</source>
        <translation>Aucune connexion n’est configurée.</translation>
    </message>
    <message>
        <source>A different user was signed in before. Some jobs may not be visible to you.</source>
        <translation>Un autre utilisateur était connecté auparavant. Il se peut que certaines tâches ne vous soient pas visibles.</translation>
    </message>
    <message>
        <source>This sign-in cannot be renewed. You will need to sign in again in a few hours.</source>
        <translation>Cette session ne peut pas être renouvelée. Vous devrez vous reconnecter dans quelques heures.</translation>
    </message>
    <message>
        <source>Sign-in service not reachable</source>
        <translation>Service de connexion inaccessible</translation>
    </message>
    <message>
        <source>Check the network, then try again.</source>
        <translation>Vérifiez le réseau, puis réessayez.</translation>
    </message>
    <message>
        <source>Consent was refused. Sign in again and accept, or ask your administrator.</source>
        <translation>Le consentement a été refusé. Reconnectez-vous et acceptez, ou demandez à votre administrateur.</translation>
    </message>
    <message>
        <source>The application is not registered for this scope. Check the settings.</source>
        <translation>L’application n’est pas enregistrée pour cette étendue. Vérifiez les paramètres.</translation>
    </message>
    <message>
        <source>The client ID is unknown. Check it in the settings.</source>
        <translation>L’identifiant client est inconnu. Vérifiez-le dans les paramètres.</translation>
    </message>
    <message>
        <source>The application must be registered with the type “Native”.</source>
        <translation>L’application doit être enregistrée avec le type «&#xa0;Native&#xa0;».</translation>
    </message>
    <message>
        <source>Check that the application is registered with the redirect URI http://localhost:PORT/signin-callback for each of the sign-in ports in the settings.</source>
        <translation>Vérifiez que l’application est enregistrée avec l’URI de redirection http://localhost:PORT/signin-callback pour chacun des ports de connexion des paramètres.</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>Reconnectez-vous.</translation>
    </message>
    <message>
        <source>The sign-in URL must begin with https.</source>
        <translation>L’URL de connexion doit commencer par https.</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Non connecté</translation>
    </message>
    <message>
        <source>Signed in as {name}</source>
        <translation>Connecté en tant que {name}</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Connecté</translation>
    </message>
    <message>
        <source>The sign-in service reported an error.</source>
        <translation>Le service de connexion a signalé une erreur.</translation>
    </message>
    <message>
        <source>The sign-in has expired.</source>
        <translation>La session a expiré.</translation>
    </message>
    <message>
        <source>The reply is for another user.</source>
        <translation>La réponse est destinée à un autre utilisateur.</translation>
    </message>
    <message>
        <source>The reply belongs to another sign-in.</source>
        <translation>La réponse correspond à une autre connexion.</translation>
    </message>
    <message>
        <source>The sign-in could not be renewed.</source>
        <translation>La session n’a pas pu être renouvelée.</translation>
    </message>
    <message>
        <source>The sign-in URL gave no usable reply.</source>
        <translation>L’URL de connexion n’a pas renvoyé de réponse exploitable.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Réessayez.</translation>
    </message>
    <message>
        <source>Service URL</source>
        <translation>URL du service</translation>
    </message>
    <message>
        <source>The job list continues at another service.</source>
        <translation>La liste des tâches continue dans un autre service.</translation>
    </message>
    <message>
        <source>The link to the rest of the job list is too long.</source>
        <translation>Le lien vers la suite de la liste des tâches est trop long.</translation>
    </message>
    <message>
        <source>The job list continues on another host; ccwatch did not follow it.</source>
        <translation>La liste des tâches se poursuit sur un autre hôte&#x202f;; ccwatch n’y a pas accédé.</translation>
    </message>
    <message>
        <source>The reply is too long.</source>
        <translation>La réponse est trop longue.</translation>
    </message>
    <message>
        <source>The reply was cut off.</source>
        <translation>La réponse a été tronquée.</translation>
    </message>
    <message>
        <source>The credential store does not answer.</source>
        <translation>Le magasin d’identifiants ne répond pas.</translation>
    </message>
    <message>
        <source>Sign in for now. ccwatch will try again when it next starts.</source>
        <translation>Connectez-vous pour l’instant. ccwatch réessaiera à son prochain démarrage.</translation>
    </message>
    <message>
        <source>The credential store failed ({error}).</source>
        <translation>Le magasin d’identifiants a signalé une erreur ({error}).</translation>
    </message>
    <message>
        <source>The credential store is locked.</source>
        <translation>Le magasin d’identifiants est verrouillé.</translation>
    </message>
    <message>
        <source>Unlock it (by signing in to the desktop, or in its own program), then sign in again.</source>
        <translation>Déverrouillez-le (en ouvrant une session de bureau ou dans son propre programme), puis reconnectez-vous.</translation>
    </message>
    <message>
        <source>The configured credential store ({name}) does not protect keys.</source>
        <translation>Le magasin d’identifiants configuré ({name}) ne protège pas les clés.</translation>
    </message>
    <message>
        <source>The configured credential store cannot be loaded ({name}).</source>
        <translation>Le magasin d’identifiants configuré ne peut pas être chargé ({name}).</translation>
    </message>
    <message>
        <source>Remove it from keyring’s configuration, or change “Stay signed in”.</source>
        <translation>Retirez-le de la configuration de keyring ou modifiez «&#xa0;Rester connecté&#xa0;».</translation>
    </message>
    <message>
        <source>No credential store (such as a keychain or a Secret Service) was found. You stay signed in until ccwatch quits.</source>
        <translation>Aucun magasin d’identifiants (comme un trousseau ou un Secret Service) n’a été trouvé. Vous restez connecté jusqu’à la fermeture de ccwatch.</translation>
    </message>
    <message>
        <source>Install one, or set “Stay signed in” to “File” in the settings.</source>
        <translation>Installez-en un, ou choisissez «&#xa0;Fichier&#xa0;» pour «&#xa0;Rester connecté&#xa0;» dans les paramètres.</translation>
    </message>
    <message>
        <source>The reply did not come from a sign-in service. A network’s sign-in page may be in the way.</source>
        <translation>La réponse ne provient pas d’un service de connexion. La page de connexion d’un réseau s’interpose peut-être.</translation>
    </message>
    <message>
        <source>Sign-in service</source>
        <translation>Service de connexion</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>The reply did not come from the service.</source>
        <translation>La réponse ne provient pas du service.</translation>
    </message>
    <message>
        <source>Not needed on this computer.</source>
        <translation>Pas nécessaire sur cet ordinateur.</translation>
    </message>
    <message>
        <source>Skipped.</source>
        <translation>Ignoré.</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} et {other}</translation>
    </message>
    <message>
        <source>{hosts}: found.</source>
        <translation>{hosts}&#xa0;: trouvé.</translation>
    </message>
    <message>
        <source>{hosts}: trusted.</source>
        <translation>{hosts}&#xa0;: approuvé.</translation>
    </message>
    <message>
        <source>None is used.</source>
        <comment>a proxy</comment>
        <translation>Aucun n’est utilisé.</translation>
    </message>
    <message>
        <source>Resolved by the proxy.</source>
        <translation>Effectuée par le proxy.</translation>
    </message>
    <message>
        <source>none</source>
        <comment>a proxy</comment>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Not used on this computer: {names}.</source>
        <translation>Non utilisée sur cet ordinateur pour&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>{host} answers.</source>
        <translation>{host} répond.</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>Accepted.</source>
        <translation>Acceptée.</translation>
    </message>
    <message>
        <source>Request limit</source>
        <translation>Limite de requêtes</translation>
    </message>
    <message>
        <source>The hourly request limit is used up.</source>
        <translation>La limite de requêtes par heure est épuisée.</translation>
    </message>
    <message>
        <source>Try again in {seconds} s.</source>
        <translation>Réessayez dans {seconds} s.</translation>
    </message>
    <message>
        <source>Within the limit.</source>
        <translation>Dans la limite.</translation>
    </message>
    <message>
        <source>Unknown.</source>
        <translation>Inconnu.</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>cet ordinateur</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Elle a été annulée.</translation>
    </message>
    <message>
        <source>Sign-in was not completed in time.</source>
        <translation>La connexion n’a pas abouti à temps.</translation>
    </message>
    <message>
        <source>If the browser shows an error, check the client ID, and that this redirect URI is registered: {address}</source>
        <translation>Si le navigateur affiche une erreur, vérifiez l’identifiant client et que cet URI de redirection est enregistré&#xa0;: {address}</translation>
    </message>
    <message>
        <source>This sign-in page has expired</source>
        <translation>Cette page de connexion a expiré</translation>
    </message>
    <message>
        <source>Start signing in again from ccwatch.</source>
        <translation>Relancez la connexion depuis ccwatch.</translation>
    </message>
    <message>
        <source>ccwatch cannot listen on any of the ports ({reasons}).</source>
        <translation>ccwatch ne peut écouter sur aucun des ports ({reasons}).</translation>
    </message>
    <message>
        <source>Register another port, and add it in the settings.</source>
        <translation>Enregistrez un autre port et ajoutez-le dans les paramètres.</translation>
    </message>
    <message>
        <source>{reason} You can close this tab.</source>
        <translation>{reason} Vous pouvez fermer cet onglet.</translation>
    </message>
    <message>
        <source>Sign-in failed</source>
        <translation>Échec de la connexion</translation>
    </message>
    <message>
        <source>You are signed in</source>
        <translation>Vous êtes connecté</translation>
    </message>
    <message>
        <source>You can close this tab and return to ccwatch.</source>
        <translation>Vous pouvez fermer cet onglet et revenir à ccwatch.</translation>
    </message>
    <message>
        <source>The ports {ports} are all in use by other programs.</source>
        <translation>Les ports {ports} sont tous utilisés par d’autres programmes.</translation>
    </message>
    <message>
        <source>Close one of them, or register another port.</source>
        <translation>Fermez l’un d’eux, ou enregistrez un autre port.</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Rien ici</translation>
    </message>
    <message>
        <source>This page is for signing in only.</source>
        <translation>Cette page ne sert qu’à la connexion.</translation>
    </message>
    <message>
        <source>en</source>
        <comment>the code of this language in HTML: en, de, zh-CN</comment>
        <translation>fr</translation>
    </message>
    <message>
        <source>Check HTTPS_PROXY, or the proxy in the settings.</source>
        <translation>Vérifiez HTTPS_PROXY ou le proxy dans les paramètres.</translation>
    </message>
    <message>
        <source>The reply does not have the encoding that it declares.</source>
        <translation>La réponse n’a pas l’encodage qu’elle déclare.</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>raison inconnue</translation>
    </message>
    <message>
        <source>The certificate is not trusted: {reason}.</source>
        <translation>Le certificat n’est pas approuvé&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>{variable} sets the trusted certificates: the issuer of the service’s or the proxy’s certificate must be in {path}.</source>
        <translation>{variable} définit les certificats approuvés&#xa0;: l’émetteur du certificat du service ou du proxy doit figurer dans {path}.</translation>
    </message>
    <message>
        <source>If your network inspects traffic, its certificate must be in the system’s certificate store.</source>
        <translation>Si votre réseau inspecte le trafic, son certificat doit figurer dans le magasin de certificats du système.</translation>
    </message>
    <message>
        <source>No secure connection (TLS) could be made.</source>
        <translation>Aucune connexion sécurisée (TLS) n’a pu être établie.</translation>
    </message>
    <message>
        <source>Sign in again, or copy CCWATCH_ACCESS_TOKEN again, in one piece.</source>
        <translation>Reconnectez-vous, ou copiez à nouveau CCWATCH_ACCESS_TOKEN, d’un seul tenant.</translation>
    </message>
    <message>
        <source>The sign-in has characters that cannot be sent.</source>
        <translation>La connexion contient des caractères qui ne peuvent pas être envoyés.</translation>
    </message>
    <message>
        <source>The proxy requires a user name and password in HTTPS_PROXY, or rejects those given there.</source>
        <translation>Le proxy exige un nom d’utilisateur et un mot de passe dans HTTPS_PROXY, ou refuse ceux qui y sont indiqués.</translation>
    </message>
    <message>
        <source>Use the form http://name:password@proxy.example.org:8080, with special characters percent-encoded.</source>
        <translation>Utilisez la forme http://name:password@proxy.example.org:8080, avec les caractères spéciaux encodés en pourcent.</translation>
    </message>
    <message>
        <source>The proxy could not connect.</source>
        <translation>Le proxy n’a pas pu établir la connexion.</translation>
    </message>
    <message>
        <source>The service’s host name could not be found.</source>
        <translation>Le nom d’hôte du service est introuvable.</translation>
    </message>
    <message>
        <source>The service did not answer in time.</source>
        <translation>Le service n’a pas répondu à temps.</translation>
    </message>
    <message>
        <source>The service refused the connection.</source>
        <translation>Le service a refusé la connexion.</translation>
    </message>
    <message>
        <source>The connection was lost.</source>
        <translation>La connexion a été perdue.</translation>
    </message>
    <message>
        <source>The saved sign-in is damaged.</source>
        <translation>La session enregistrée est endommagée.</translation>
    </message>
    <message>
        <source>The sign-in was saved by another version of ccwatch.</source>
        <translation>La session a été enregistrée par une autre version de ccwatch.</translation>
    </message>
    <message>
        <source>The saved sign-in does not match the setting “Stay signed in”.</source>
        <translation>La session enregistrée ne correspond pas au paramètre «&#xa0;Rester connecté&#xa0;».</translation>
    </message>
    <message>
        <source>The key of the saved sign-in is no longer in the credential store.</source>
        <translation>La clé de la session enregistrée n’est plus dans le magasin d’identifiants.</translation>
    </message>
    <message>
        <source>The saved sign-in was changed, or the credential store now has another key.</source>
        <translation>La session enregistrée a été modifiée, ou le magasin d’identifiants contient maintenant une autre clé.</translation>
    </message>
    <message>
        <source>Sign-in not removed</source>
        <translation>Session non supprimée</translation>
    </message>
    <message>
        <source>Delete this file.</source>
        <translation>Supprimez ce fichier.</translation>
    </message>
    <message>
        <source>Sign-in not restored</source>
        <translation>Session non restaurée</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Production</translation>
    </message>
    <message>
        <source>Test (QA)</source>
        <translation>Test (QA)</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Un problème est survenu</translation>
    </message>
    <message>
        <source>{title}: {message}</source>
        <translation>{title}&#xa0;: {message}</translation>
    </message>
    <message>
        <source>Not a job</source>
        <translation>Ce n’est pas une tâche</translation>
    </message>
    <message>
        <source>Enter an ID (up to 128 letters, digits, - and _) or a link that contains one.</source>
        <translation>Saisissez un identifiant (lettres, chiffres, - et _, 128 caractères au plus) ou un lien qui en contient un.</translation>
    </message>
    <message>
        <source>Invalid setting</source>
        <translation>Paramètre non valide</translation>
    </message>
    <message>
        <source>Page could not be opened</source>
        <translation>Impossible d’ouvrir la page</translation>
    </message>
    <message>
        <source>Data folder cannot be used</source>
        <translation>Dossier de données inutilisable</translation>
    </message>
    <message>
        <source>Check that the folder exists, is writable and has space left.</source>
        <translation>Vérifiez que le dossier existe, qu’il est accessible en écriture et qu’il reste de l’espace.</translation>
    </message>
    <message>
        <source>The running program</source>
        <translation>Le programme en cours d’exécution</translation>
    </message>
    <message>
        <source>Try again in a moment. If that does not help, end its process, then start it again.</source>
        <translation>Réessayez dans un instant. Si cela ne suffit pas, arrêtez son processus, puis relancez-le.</translation>
    </message>
    <message>
        <source>ccwatch is running, but does not answer.</source>
        <translation>ccwatch est en cours d’exécution, mais ne répond pas.</translation>
    </message>
    <message>
        <source>Restart ccwatch: quit it in its menu or with “ccwatch quit”, then start it.</source>
        <translation>Redémarrez ccwatch&#xa0;: quittez-le par son menu ou avec «&#xa0;ccwatch quit&#xa0;», puis relancez-le.</translation>
    </message>
    <message>
        <source>Another version of ccwatch is running.</source>
        <translation>Une autre version de ccwatch est en cours d’exécution.</translation>
    </message>
    <message>
        <source>Restart needed</source>
        <translation>Redémarrage nécessaire</translation>
    </message>
    <message>
        <source>A newer version was installed.</source>
        <translation>Une version plus récente a été installée.</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Non enregistré</translation>
    </message>
    <message>
        <source>Choose another folder, or close the file where it is open.</source>
        <translation>Choisissez un autre dossier ou fermez le fichier là où il est ouvert.</translation>
    </message>
    <message>
        <source>Sign-in needed</source>
        <translation>Connexion requise</translation>
    </message>
    <message>
        <source>Sign in, or set CCWATCH_ACCESS_TOKEN.</source>
        <translation>Connectez-vous, ou définissez CCWATCH_ACCESS_TOKEN.</translation>
    </message>
    <message>
        <source>Sign-in not saved</source>
        <translation>Session non enregistrée</translation>
    </message>
    <message>
        <source>The service did not answer as expected</source>
        <translation>Le service n’a pas répondu comme prévu</translation>
    </message>
    <message>
        <source>Name resolution</source>
        <translation>Résolution de nom</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>Connexion sécurisée</translation>
    </message>
    <message>
        <source>Service reply</source>
        <translation>Réponse du service</translation>
    </message>
    <message>
        <source>Service not reachable</source>
        <translation>Service inaccessible</translation>
    </message>
    <message>
        <source>Check the network; ccwatch keeps trying.</source>
        <translation>Vérifiez le réseau&#x202f;; ccwatch continue d’essayer.</translation>
    </message>
    <message>
        <source>The sign-in service did not answer as expected</source>
        <translation>Le service de connexion n’a pas répondu comme prévu</translation>
    </message>
    <message>
        <source>Check the client ID and the sign-in URL in the settings.</source>
        <translation>Vérifiez l’identifiant client et l’URL de connexion dans les paramètres.</translation>
    </message>
    <message>
        <source>Service error</source>
        <translation>Erreur du service</translation>
    </message>
    <message>
        <source>Check the job’s ID, and that your account has access to the job.</source>
        <translation>Vérifiez l’identifiant de la tâche et que votre compte y a accès.</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>Résultat inconnu</translation>
    </message>
    <message>
        <source>The next check of the job shows whether it was carried out.</source>
        <translation>La prochaine vérification de la tâche montrera si c’est fait.</translation>
    </message>
    <message>
        <source>ccwatch keeps trying.</source>
        <translation>ccwatch continue d’essayer.</translation>
    </message>
    <message>
        <source>Unexpected reply</source>
        <translation>Réponse inattendue</translation>
    </message>
    <message>
        <source>A proxy or a network’s sign-in page may be in the way.</source>
        <translation>Un proxy ou la page de connexion d’un réseau s’interpose peut-être.</translation>
    </message>
    <message>
        <source>Request limit reached</source>
        <translation>Limite de requêtes atteinte</translation>
    </message>
    <message>
        <source>ccwatch waits as long as the service asks.</source>
        <translation>ccwatch attend aussi longtemps que le service le demande.</translation>
    </message>
    <message>
        <source>Sign-in not accepted</source>
        <translation>Connexion refusée</translation>
    </message>
    <message>
        <source>Job not available</source>
        <translation>Tâche indisponible</translation>
    </message>
    <message>
        <source>Wrong service URL</source>
        <translation>URL du service incorrecte</translation>
    </message>
    <message>
        <source>Check the service URL in the settings (CCWATCH_API_URL).</source>
        <translation>Vérifiez l’URL du service dans les paramètres (CCWATCH_API_URL).</translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation>Requête refusée</translation>
    </message>
    <message>
        <source>“{text}” contains no job ID.</source>
        <translation>«&#xa0;{text}&#xa0;» ne contient aucun identifiant de tâche.</translation>
    </message>
    <message>
        <source>Only the first {number} were used.</source>
        <translation>Seuls les {number} premiers ont été utilisés.</translation>
    </message>
    <message>
        <source>“{text}” does not look like a job ID.</source>
        <translation>«&#xa0;{text}&#xa0;» ne ressemble pas à un identifiant de tâche.</translation>
    </message>
    <message numerus="yes">
        <source>While you were away: {n} change|While you were away: {n} changes</source>
        <translation>
            <numerusform>En votre absence&#xa0;: {n} changement</numerusform>
            <numerusform>En votre absence&#xa0;: {n} changements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} change|{n} changes</source>
        <translation>
            <numerusform>{n} changement</numerusform>
            <numerusform>{n} changements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and {n} more|and {n} more</source>
        <translation>
            <numerusform>et {n} de plus</numerusform>
            <numerusform>et {n} de plus</numerusform>
        </translation>
    </message>
    <message>
        <source>It was not reachable for {time}.</source>
        <translation>Il a été inaccessible pendant {time}.</translation>
    </message>
    <message>
        <source>The service is reachable again</source>
        <translation>Le service est de nouveau accessible</translation>
    </message>
    <message>
        <source>New job</source>
        <translation>Nouvelle tâche</translation>
    </message>
    <message>
        <source>Usually {time}.</source>
        <extracomment>{time} is a range: &quot;5 – 20 min&quot;</extracomment>
        <translation>D’habitude&#xa0;: {time}.</translation>
    </message>
    <message>
        <source>{work} finished {time} ago, and no job that continues it is known.</source>
        <translation>{work} est terminée depuis {time}, et aucune tâche qui la poursuit n’est connue.</translation>
    </message>
    <message>
        <source>The service no longer has this job. Jobs are kept for 30 days.</source>
        <translation>Le service n’a plus cette tâche. Les tâches sont conservées 30 jours.</translation>
    </message>
    <message>
        <source>{work} finished</source>
        <translation>{work}&#xa0;: terminé</translation>
    </message>
    <message>
        <source>It took {time}.</source>
        <translation>Durée&#xa0;: {time}.</translation>
    </message>
    <message>
        <source>Outputs: {outputs}</source>
        <translation>Résultats&#xa0;: {outputs}</translation>
    </message>
    <message>
        <source>The service gave no reason.</source>
        <translation>Le service n’a pas donné de raison.</translation>
    </message>
    <message numerus="yes">
        <source>{n} more error.|{n} more errors.</source>
        <translation>
            <numerusform>{n} autre erreur.</numerusform>
            <numerusform>{n} autres erreurs.</numerusform>
        </translation>
    </message>
    <message>
        <source>The reply contains no progress.</source>
        <translation>La réponse ne contient pas de progression.</translation>
    </message>
    <message>
        <source>The reply ({status}) did not come from the service.</source>
        <translation>La réponse ({status}) ne provient pas du service.</translation>
    </message>
    <message>
        <source>The reply contains no job.</source>
        <translation>La réponse ne contient pas de tâche.</translation>
    </message>
    <message>
        <source>The reply contains no job list.</source>
        <translation>La réponse ne contient pas de liste de tâches.</translation>
    </message>
    <message>
        <source>The service did not accept the sign-in.</source>
        <translation>Le service n’a pas accepté la connexion.</translation>
    </message>
    <message>
        <source>The service does not know this URL.</source>
        <translation>Le service ne connaît pas cette URL.</translation>
    </message>
    <message>
        <source>Requested job is not available.</source>
        <translation>La tâche demandée n’est pas disponible.</translation>
    </message>
    <message>
        <source>The service asked ccwatch to wait.</source>
        <translation>Le service a demandé à ccwatch d’attendre.</translation>
    </message>
    <message>
        <source>The service answered with a redirect ({status}).</source>
        <translation>Le service a répondu par une redirection ({status}).</translation>
    </message>
    <message>
        <source>The service answered {status}.</source>
        <translation>Le service a répondu {status}.</translation>
    </message>
    <message>
        <source>The reply does not have the expected form.</source>
        <translation>La réponse n’a pas la forme attendue.</translation>
    </message>
    <message>
        <source>The reply is not JSON.</source>
        <translation>La réponse n’est pas du JSON.</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Compte</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Système</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Contraste élevé</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation>Détaillé</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Protégé</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Thème</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Takes effect after restarting ccwatch.</source>
        <translation>Prend effet après un redémarrage de ccwatch.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>For light panels</source>
        <translation>Pour barres claires</translation>
    </message>
    <message>
        <source>For dark panels</source>
        <translation>Pour barres sombres</translation>
    </message>
    <message>
        <source>Monochrome</source>
        <translation>Monochrome</translation>
    </message>
    <message>
        <source>Tray icon</source>
        <translation>Icône de la zone de notification</translation>
    </message>
    <message>
        <source>“Automatic” is visible on every panel. macOS chooses the colour itself.</source>
        <translation>«&#xa0;Automatique&#xa0;» est visible sur toutes les barres. macOS choisit lui-même la couleur.</translation>
    </message>
    <message>
        <source>Show progress on the taskbar button</source>
        <translation>Afficher la progression sur le bouton de la barre des tâches</translation>
    </message>
    <message>
        <source>On the taskbar, Dock or launcher, where supported.</source>
        <translation>Dans la barre des tâches, le Dock ou le lanceur, si le système le permet.</translation>
    </message>
    <message>
        <source>Follow my jobs</source>
        <translation>Suivre mes tâches</translation>
    </message>
    <message>
        <source>Watch each job that I submit, with any program, in all services.</source>
        <translation>Suivre chaque tâche que je soumets, avec n’importe quel programme, dans tous les services.</translation>
    </message>
    <message>
        <source>Offer to watch jobs whose link I copy</source>
        <translation>Proposer de suivre les tâches dont je copie le lien</translation>
    </message>
    <message>
        <source>Asked once, when you next open the window.</source>
        <translation>Demandé une seule fois, à la prochaine ouverture de la fenêtre.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>“Detailed” also logs every request. Tokens and e-mail addresses are never logged.</source>
        <translation>«&#xa0;Détaillé&#xa0;» consigne aussi chaque requête. Les jetons et les adresses e-mail ne sont jamais consignés.</translation>
    </message>
    <message>
        <source>Check for updates</source>
        <translation>Rechercher les mises à jour</translation>
    </message>
    <message>
        <source>Once a day, at the URL below. Nothing is installed automatically.</source>
        <translation>Une fois par jour, à l’URL ci-dessous. Rien n’est installé automatiquement.</translation>
    </message>
    <message>
        <source>Update feed URL</source>
        <translation>URL du flux de mises à jour</translation>
    </message>
    <message>
        <source>Provided by whoever distributes your copy.</source>
        <translation>Fournie par le distributeur de votre copie.</translation>
    </message>
    <message>
        <source>Show in the Dock</source>
        <translation>Afficher dans le Dock</translation>
    </message>
    <message>
        <source>A job of mine appears</source>
        <translation>Une de mes tâches apparaît</translation>
    </message>
    <message>
        <source>If ccwatch follows my jobs.</source>
        <translation>Si ccwatch suit mes tâches.</translation>
    </message>
    <message>
        <source>A job starts</source>
        <translation>Une tâche démarre</translation>
    </message>
    <message>
        <source>A job starts a new step</source>
        <translation>Une tâche commence une nouvelle étape</translation>
    </message>
    <message>
        <source>A job finishes</source>
        <translation>Une tâche se termine</translation>
    </message>
    <message>
        <source>A job fails</source>
        <translation>Une tâche échoue</translation>
    </message>
    <message>
        <source>A job is cancelled</source>
        <translation>Une tâche est annulée</translation>
    </message>
    <message>
        <source>A job stalls</source>
        <translation>Une tâche se bloque</translation>
    </message>
    <message>
        <source>No progress for much longer than is usual for the job.</source>
        <translation>Aucune progression depuis bien plus longtemps que d’habitude pour la tâche.</translation>
    </message>
    <message>
        <source>A job waits unusually long</source>
        <translation>Une tâche attend anormalement longtemps</translation>
    </message>
    <message>
        <source>A job is no longer available</source>
        <translation>Une tâche n’est plus disponible</translation>
    </message>
    <message>
        <source>A sign-in is needed</source>
        <translation>Une connexion est requise</translation>
    </message>
    <message>
        <source>The service is unreachable, or reachable again</source>
        <translation>Le service est inaccessible, ou de nouveau accessible</translation>
    </message>
    <message>
        <source>Progress, every … percent</source>
        <translation>Progression, tous les … pour cent</translation>
    </message>
    <message>
        <source>0 turns this off.</source>
        <translation>0 pour désactiver.</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Heures calmes</translation>
    </message>
    <message>
        <source>Only failures and sign-in requests are shown then.</source>
        <translation>Pendant les heures calmes, seuls les échecs et les demandes de connexion sont affichés.</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Heures calmes à partir de</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>Heures calmes jusqu’à</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>Identifiant client</translation>
    </message>
    <message>
        <source>The ID of the native application that your organisation registered.</source>
        <translation>L’ID de l’application native enregistrée par votre organisation.</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>Étendues</translation>
    </message>
    <message>
        <source>Older applications: contextcapture:read.</source>
        <translation>Applications plus anciennes&#xa0;: contextcapture:read.</translation>
    </message>
    <message>
        <source>Sign-in ports</source>
        <translation>Ports de connexion</translation>
    </message>
    <message>
        <source>Must match the registered redirect URIs; the first free one is used.</source>
        <translation>Doivent correspondre aux URI de redirection enregistrés&#x202f;; le premier libre est utilisé.</translation>
    </message>
    <message>
        <source>Sign-in URL</source>
        <translation>URL de connexion</translation>
    </message>
    <message>
        <source>Stay signed in</source>
        <translation>Rester connecté</translation>
    </message>
    <message>
        <source>Protected: encrypted, with its key in the system’s credential store. Session: until ccwatch quits. File: unencrypted; anyone who can read your files can use it.</source>
        <translation>Protégé&#xa0;: session chiffrée, avec sa clé dans le magasin d’identifiants du système. Session&#xa0;: jusqu’à la fermeture de ccwatch. Fichier&#xa0;: session non chiffrée&#x202f;; quiconque peut lire vos fichiers peut l’utiliser.</translation>
    </message>
    <message>
        <source>http://host:port. Leave empty to use the system proxy.</source>
        <translation>http://host:port. Laissez vide pour utiliser le proxy du système.</translation>
    </message>
    <message>
        <source>Job page URL</source>
        <translation>URL de la page d’une tâche</translation>
    </message>
    <message>
        <source>A URL that contains {job}, for “Open in browser”.</source>
        <translation>Une URL contenant {job}, pour «&#xa0;Ouvrir dans le navigateur&#xa0;».</translation>
    </message>
    <message>
        <source>Allow cancelling jobs</source>
        <translation>Autoriser l’annulation de tâches</translation>
    </message>
    <message>
        <source>Adds “Cancel job…” to the menu of a job. ccwatch asks before it cancels.</source>
        <translation>Ajoute «&#xa0;Annuler la tâche…&#xa0;» au menu d’une tâche. ccwatch demande confirmation avant d’annuler.</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>Requêtes par minute</translation>
    </message>
    <message>
        <source>The limit of your organisation’s subscription.</source>
        <translation>Limite de l’abonnement de votre organisation.</translation>
    </message>
    <message>
        <source>Requests per hour</source>
        <translation>Requêtes par heure</translation>
    </message>
    <message>
        <source>There is no setting “{name}”.</source>
        <translation>Il n’y a pas de paramètre «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>“{label}” must be true or false.</source>
        <translation>«&#xa0;{label}&#xa0;» doit valoir true ou false.</translation>
    </message>
    <message>
        <source>“{label}” must be a whole number.</source>
        <translation>«&#xa0;{label}&#xa0;» doit être un nombre entier.</translation>
    </message>
    <message>
        <source>“{label}” must be between {low} and {high}.</source>
        <translation>«&#xa0;{label}&#xa0;» doit être compris entre {low} et {high}.</translation>
    </message>
    <message>
        <source>“{label}” must be one line of text.</source>
        <translation>«&#xa0;{label}&#xa0;» doit tenir sur une ligne de texte.</translation>
    </message>
    <message>
        <source>“{label}” must be one of {choices}.</source>
        <translation>«&#xa0;{label}&#xa0;» doit être l’un de&#xa0;: {choices}.</translation>
    </message>
    <message>
        <source>“{label}” must have the form {example}.</source>
        <translation>«&#xa0;{label}&#xa0;» doit avoir la forme {example}.</translation>
    </message>
    <message>
        <source>“{label}” must not contain a user name or password.</source>
        <translation>«&#xa0;{label}&#xa0;» ne doit contenir ni nom d’utilisateur ni mot de passe.</translation>
    </message>
    <message>
        <source>“{label}” must not contain “?” or “#”.</source>
        <translation>«&#xa0;{label}&#xa0;» ne doit contenir ni «&#xa0;?&#xa0;» ni «&#xa0;#&#xa0;».</translation>
    </message>
    <message>
        <source>“{label}” must have a port from 1 to {highest}.</source>
        <translation>«&#xa0;{label}&#xa0;» doit avoir un port compris entre 1 et {highest}.</translation>
    </message>
    <message>
        <source>“{label}” must be an https URL, such as {example}.</source>
        <translation>«&#xa0;{label}&#xa0;» doit être une URL https, par exemple {example}.</translation>
    </message>
    <message>
        <source>“{label}”: plain http is allowed on this computer only. Use https.</source>
        <translation>«&#xa0;{label}&#xa0;»&#xa0;: http sans chiffrement n’est autorisé que sur cet ordinateur. Utilisez https.</translation>
    </message>
    <message>
        <source>No jobs</source>
        <translation>Aucune tâche</translation>
    </message>
    <message numerus="yes">
        <source>{n} job|{n} jobs</source>
        <translation>
            <numerusform>{n} tâche</numerusform>
            <numerusform>{n} tâches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} active|{n} active</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>{n} active</numerusform>
            <numerusform>{n} actives</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} needs attention|{n} need attention</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>{n} à examiner</numerusform>
            <numerusform>{n} à examiner</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign-in needed · {n} job waiting|Sign-in needed · {n} jobs waiting</source>
        <translation>
            <numerusform>Connexion requise · {n} tâche en attente</numerusform>
            <numerusform>Connexion requise · {n} tâches en attente</numerusform>
        </translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>bloquée</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>reste {time}</translation>
    </message>
    <message>
        <source>checked {time} ago</source>
        <translation>vérifiée il y a {time}</translation>
    </message>
    <message>
        <source>No service has a job with this ID.</source>
        <translation>Aucun service n’a de tâche avec cet ID.</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Inconnu</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>Stalled</source>
        <translation>Bloquée</translation>
    </message>
    <message>
        <source>Ending</source>
        <translation>S’achève</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Achevée</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminée</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annulée</translation>
    </message>
    <message>
        <source>No longer available</source>
        <translation>Plus disponible</translation>
    </message>
    <message>
        <source>Ended, outcome unknown</source>
        <translation>Achevée, issue inconnue</translation>
    </message>
    <message>
        <source>{percentage}&#x202f;%</source>
        <translation>{percentage}&#x202f;%</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Annulation…</translation>
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
        <translation>{days}&#xa0;j {hours}&#xa0;h</translation>
    </message>
    <message>
        <source>{time} over</source>
        <extracomment>{time} is by how much a job is late</extracomment>
        <translation>{time} de retard</translation>
    </message>
    <message>
        <source>under 1 min</source>
        <translation>moins d’1&#xa0;min</translation>
    </message>
    <message numerus="yes">
        <source>about {n} day|about {n} days</source>
        <translation>
            <numerusform>env. {n} jour</numerusform>
            <numerusform>env. {n} jours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{low} – {n} day|{low} – {n} days</source>
        <translation>
            <numerusform>{low} – {n} jour</numerusform>
            <numerusform>{low} – {n} jours</numerusform>
        </translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>env. {time}</translation>
    </message>
    <message>
        <source>up to {time}</source>
        <translation>jusqu’à {time}</translation>
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
            <numerusform>{n} tâche est en attente.</numerusform>
            <numerusform>{n} tâches sont en attente.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Introuvable</translation>
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
        <translation>{title}&#xa0;: {message} ccwatch continue le suivi. {advice}</translation>
    </message>
    <message>
        <source>The job list was written by a later version of ccwatch.</source>
        <translation>La liste des tâches a été écrite par une version plus récente de ccwatch.</translation>
    </message>
    <message>
        <source>The job list was damaged.</source>
        <translation>La liste des tâches était endommagée.</translation>
    </message>
    <message>
        <source>{file} was written by a later version of ccwatch.</source>
        <translation>{file} a été écrit par une version plus récente de ccwatch.</translation>
    </message>
    <message>
        <source>Install that version again, or move the file away.</source>
        <translation>Réinstallez cette version, ou déplacez le fichier.</translation>
    </message>
    <message numerus="yes">
        <source>The file was renamed to {file}; {n} job could be recovered from it.|The file was renamed to {file}; {n} jobs could be recovered from it.</source>
        <translation>
            <numerusform>Le fichier a été renommé en {file}&#x202f;; {n} tâche a pu en être récupérée.</numerusform>
            <numerusform>Le fichier a été renommé en {file}&#x202f;; {n} tâches ont pu en être récupérées.</numerusform>
        </translation>
    </message>
    <message>
        <source>{folder} is not writable.</source>
        <translation>{folder} n’est pas accessible en écriture.</translation>
    </message>
    <message>
        <source>CCWATCH_HOME is {folder}, which cannot be found.</source>
        <translation>CCWATCH_HOME désigne {folder}, qui est introuvable.</translation>
    </message>
    <message>
        <source>There is no home folder: HOME is missing or is not a full path.</source>
        <translation>Il n’y a pas de dossier personnel&#xa0;: HOME manque ou n’est pas un chemin complet.</translation>
    </message>
    <message>
        <source>{path} belongs to another user.</source>
        <translation>{path} appartient à un autre utilisateur.</translation>
    </message>
    <message>
        <source>{path} can be changed by {others}.</source>
        <translation>{path} peut être modifié par {others}.</translation>
    </message>
    <message>
        <source>To fix this, run: {command}</source>
        <translation>Pour corriger cela, exécutez&#xa0;: {command}</translation>
    </message>
    <message>
        <source>Set CCWATCH_HOME to a folder that belongs to you.</source>
        <translation>Donnez à CCWATCH_HOME un dossier qui vous appartient.</translation>
    </message>
    <message>
        <source>{name} in {file}: {reason} The default is used instead.</source>
        <translation>{name} dans {file}&#xa0;: {reason} La valeur par défaut est utilisée à la place.</translation>
    </message>
    <message>
        <source>{name} is in {file} more than once; the last one counts.</source>
        <translation>{name} figure plusieurs fois dans {file}&#x202f;; seule la dernière occurrence compte.</translation>
    </message>
    <message>
        <source>The settings could not be read; the file was left as it is: {reason}.</source>
        <translation>Les paramètres n’ont pas pu être lus&#x202f;; le fichier a été laissé tel quel&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The settings could not be read. The file was renamed to {file}.</source>
        <translation>Les paramètres n’ont pas pu être lus. Le fichier a été renommé en {file}.</translation>
    </message>
    <message>
        <source>Signed out of ccwatch. Your browser may still be signed in.</source>
        <translation>Déconnecté de ccwatch. Votre navigateur est peut-être encore connecté.</translation>
    </message>
    <message>
        <source>You are not signed in.</source>
        <translation>Vous n’êtes pas connecté.</translation>
    </message>
    <message>
        <source>You signed out.</source>
        <translation>Vous vous êtes déconnecté.</translation>
    </message>
    <message>
        <source>Your subscription does not include this list. Add jobs by their IDs.</source>
        <translation>Votre abonnement n’inclut pas cette liste. Ajoutez les tâches par leur identifiant.</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>Démo</translation>
    </message>
    <message>
        <source>The demo contacts only this computer.</source>
        <translation>La démo ne contacte que cet ordinateur.</translation>
    </message>
    <message>
        <source>Already watched: {name}</source>
        <translation>Déjà suivie&#xa0;: {name}</translation>
    </message>
    <message>
        <source>No job ID found.</source>
        <translation>Aucun identifiant de tâche trouvé.</translation>
    </message>
    <message>
        <source>A link asks ccwatch to watch {name}. Watch it?</source>
        <translation>Un lien demande à ccwatch de suivre {name}. Suivre cette tâche&#x202f;?</translation>
    </message>
    <message numerus="yes">
        <source>A link asks ccwatch to watch {n} job. Watch it?|A link asks ccwatch to watch {n} jobs. Watch them?</source>
        <translation>
            <numerusform>Un lien demande à ccwatch de suivre {n} tâche. La suivre&#x202f;?</numerusform>
            <numerusform>Un lien demande à ccwatch de suivre {n} tâches. Les suivre&#x202f;?</numerusform>
        </translation>
    </message>
    <message>
        <source>No longer watching {name}.</source>
        <translation>{name} n’est plus suivie.</translation>
    </message>
    <message numerus="yes">
        <source>No longer watching {n} job.|No longer watching {n} jobs.</source>
        <translation>
            <numerusform>{n} tâche n’est plus suivie.</numerusform>
            <numerusform>{n} tâches ne sont plus suivies.</numerusform>
        </translation>
    </message>
    <message>
        <source>Watch job {job} from the clipboard?</source>
        <translation>Suivre la tâche {job} du presse-papiers&#x202f;?</translation>
    </message>
    <message>
        <source>Watch</source>
        <comment>a button</comment>
        <translation>Suivre</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>Les notifications fonctionnent.</translation>
    </message>
    <message>
        <source>Test notification</source>
        <translation>Notification de test</translation>
    </message>
    <message>
        <source>Not shown: {reason}.</source>
        <translation>Non affichée&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>Sent through {name}.</source>
        <extracomment>{name} is what took a notification</extracomment>
        <translation>Envoyée par&#xa0;: {name}.</translation>
    </message>
    <message>
        <source>ccwatch closed unexpectedly last time.</source>
        <translation>La dernière fois, ccwatch s’est fermé de façon inattendue.</translation>
    </message>
    <message>
        <source>Something went wrong ({error}). ccwatch keeps running.</source>
        <translation>Un problème est survenu ({error}). ccwatch reste en cours d’exécution.</translation>
    </message>
    <message>
        <source>tray balloon</source>
        <translation>bulle de la zone de notification</translation>
    </message>
    <message>
        <source>the tray icon cannot show one</source>
        <translation>l’icône de la zone de notification ne peut pas l’afficher</translation>
    </message>
    <message>
        <source>desktop notifications</source>
        <translation>notifications du bureau</translation>
    </message>
    <message>
        <source>the system did not accept it</source>
        <translation>le système ne l’a pas acceptée</translation>
    </message>
    <message>
        <source>the system did not answer in time</source>
        <translation>le système n’a pas répondu à temps</translation>
    </message>
    <message>
        <source>this system has no notifications</source>
        <translation>ce système n’a pas de notifications</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>a button</comment>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>Mute this job</source>
        <translation>Mettre cette tâche en sourdine</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Ne pas déranger</translation>
    </message>
    <message>
        <source>no notification daemon answers</source>
        <translation>aucun service de notification ne répond</translation>
    </message>
    <message>
        <source>notifications cannot be shown here</source>
        <translation>les notifications ne peuvent pas être affichées ici</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Vérifier maintenant</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Ne plus mettre en sourdine</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Mettre en sourdine</translation>
    </message>
    <message>
        <source>Copy ID</source>
        <translation>Copier l’identifiant</translation>
    </message>
    <message>
        <source>Copy IDs</source>
        <translation>Copier les identifiants</translation>
    </message>
    <message>
        <source>Copy errors and warnings</source>
        <translation>Copier les erreurs et les avertissements</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>Ouvrir dans le navigateur</translation>
    </message>
    <message>
        <source>Export history…</source>
        <translation>Exporter l’historique…</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Ne plus suivre</translation>
    </message>
    <message>
        <source>Paste job IDs or links</source>
        <translation>Identifiants ou liens de tâches</translation>
    </message>
    <message>
        <source>Job IDs or links to watch</source>
        <translation>Identifiants ou liens des tâches à suivre</translation>
    </message>
    <message>
        <source>IDs or links, several at once. Enter adds them.</source>
        <translation>Identifiants ou liens, plusieurs à la fois. Entrée les ajoute.</translation>
    </message>
    <message>
        <source>{trouble} since {time}. {reason}</source>
        <extracomment>{time}: 14:05, Mon 14:05, 24/11/2026 14:05</extracomment>
        <translation>{trouble} (depuis&#xa0;: {time}). {reason}</translation>
    </message>
    <message>
        <source>The service asked ccwatch to wait. Checks resume in {time}.</source>
        <translation>Le service a demandé à ccwatch d’attendre. Les vérifications reprendront dans {time}.</translation>
    </message>
    <message>
        <source>Too many jobs for the request limit: ccwatch checks them less often.</source>
        <translation>Trop de tâches pour la limite de requêtes&#xa0;: ccwatch les vérifie moins souvent.</translation>
    </message>
    <message>
        <source>Demo with sample jobs. Time runs {number} times faster; it is {time} in the demo.</source>
        <translation>Démo avec des exemples de tâches. Le temps passe {number} fois plus vite&#x202f;; heure de la démo&#xa0;: {time}.</translation>
    </message>
    <message>
        <source>Progress: {percentage}</source>
        <translation>Progression&#xa0;: {percentage}</translation>
    </message>
    <message>
        <source>Save chart as picture…</source>
        <translation>Enregistrer le graphique en image…</translation>
    </message>
    <message>
        <source>No data from {since} to {until}</source>
        <translation>Aucune donnée de {since} à {until}</translation>
    </message>
    <message>
        <source>No progress yet</source>
        <translation>Pas encore de progression</translation>
    </message>
    <message>
        <source>About ccwatch</source>
        <translation>À propos de ccwatch</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliothèques</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>Open the folder: {folder}</source>
        <translation>Ouvrir le dossier&#xa0;: {folder}</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Copier les informations</translation>
    </message>
    <message>
        <source>Watches reconstruction jobs and shows their progress.</source>
        <translation>Suit les tâches de reconstruction et affiche leur progression.</translation>
    </message>
    <message>
        <source>Free software under the MIT licence. Not a product of Bentley Systems.</source>
        <translation>Logiciel libre sous licence MIT. N’est pas un produit de Bentley Systems.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Cancel job</source>
        <translation>Annuler la tâche</translation>
    </message>
    <message>
        <source>Cancel “{name}”?</source>
        <translation>Annuler «&#xa0;{name}&#xa0;»&#xa0;?</translation>
    </message>
    <message>
        <source>The service will end it. What it has produced is lost, and this cannot be undone.</source>
        <translation>Le service y mettra fin. Ce qu’elle a produit est perdu, et c’est irréversible.</translation>
    </message>
    <message>
        <source>Keep job</source>
        <translation>Garder la tâche</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Temps restant</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Ajout</translation>
    </message>
    <message>
        <source>{layer}: works</source>
        <translation>{layer}&#xa0;: fonctionne</translation>
    </message>
    <message>
        <source>{layer}: fails</source>
        <translation>{layer}&#xa0;: en échec</translation>
    </message>
    <message>
        <source>{layer}: not tested</source>
        <translation>{layer}&#xa0;: non testé</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Tester la connexion</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Test en cours…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation>Copier&#xa0;: {what}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copié</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualité</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>Résultats</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Soumise</translation>
    </message>
    <message>
        <source>Queue time</source>
        <translation>Attente</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>Exécution</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>Moteurs</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Estimation</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coût</translation>
    </message>
    <message>
        <source>Copy the job’s ID</source>
        <translation>Copier l’identifiant de la tâche</translation>
    </message>
    <message>
        <source>Open the job’s page in the browser</source>
        <translation>Ouvrir la page de la tâche dans le navigateur</translation>
    </message>
    <message>
        <source>Diagnostics…</source>
        <translation>Diagnostic…</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Chronologie</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Errors ({number})</source>
        <translation>Erreurs ({number})</translation>
    </message>
    <message>
        <source>Copy the errors</source>
        <translation>Copier les erreurs</translation>
    </message>
    <message>
        <source>Warnings ({number})</source>
        <translation>Avertissements ({number})</translation>
    </message>
    <message>
        <source>Copy the warnings</source>
        <translation>Copier les avertissements</translation>
    </message>
    <message>
        <source>Outputs ({number})</source>
        <translation>Résultats ({number})</translation>
    </message>
    <message>
        <source>Copy the outputs</source>
        <translation>Copier les résultats</translation>
    </message>
    <message>
        <source>More actions for this job</source>
        <translation>Autres actions pour cette tâche</translation>
    </message>
    <message>
        <source>{number} units</source>
        <translation>{number} unités</translation>
    </message>
    <message>
        <source>{left} left, done by {time}</source>
        <translation>Reste {left}, fin au plus tard&#xa0;: {time}</translation>
    </message>
    <message>
        <source>{left} left, done around {time}</source>
        <translation>Reste {left}, fin prévue&#xa0;: {time}</translation>
    </message>
    <message>
        <source>Finished at {percentage}</source>
        <translation>Terminée à {percentage}</translation>
    </message>
    <message>
        <source>Failed at {percentage}</source>
        <translation>Échec à {percentage}</translation>
    </message>
    <message>
        <source>Cancelled at {percentage}</source>
        <translation>Annulée à {percentage}</translation>
    </message>
    <message>
        <source>No longer available at {percentage}</source>
        <translation>Plus disponible à {percentage}</translation>
    </message>
    <message>
        <source>Started watching</source>
        <translation>Début du suivi</translation>
    </message>
    <message>
        <source>Found in the list of your jobs</source>
        <translation>Trouvée dans la liste de vos tâches</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Démarrée</translation>
    </message>
    <message>
        <source>Active again</source>
        <translation>De nouveau active</translation>
    </message>
    <message>
        <source>{step} started</source>
        <translation>Début&#xa0;: {step}</translation>
    </message>
    <message>
        <source>State changed to {state}</source>
        <translation>Nouvel état&#xa0;: {state}</translation>
    </message>
    <message>
        <source>{percentage} when first checked</source>
        <translation>{percentage} à la première vérification</translation>
    </message>
    <message>
        <source>Cancellation requested</source>
        <translation>Annulation demandée</translation>
    </message>
    <message>
        <source>Stalled for {time}</source>
        <translation>Bloquée depuis {time}</translation>
    </message>
    <message>
        <source>Queued for {time}</source>
        <translation>En attente depuis {time}</translation>
    </message>
    <message>
        <source>The next job was not submitted</source>
        <translation>La tâche suivante n’a pas été soumise</translation>
    </message>
    <message>
        <source>Found in {service}</source>
        <translation>Trouvée dans {service}</translation>
    </message>
    <message>
        <source>Found in {service}, but also in {others}, where it is not watched</source>
        <translation>Trouvée dans {service}, mais aussi dans {others}, où elle n’est pas suivie</translation>
    </message>
    <message>
        <source>{end}. {reason}</source>
        <translation>{end}. {reason}</translation>
    </message>
    <message>
        <source>Service reachable again</source>
        <translation>Service de nouveau accessible</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>Aucune tâche pour l’instant</translation>
    </message>
    <message>
        <source>Paste a job’s ID or link above, or drop it here.</source>
        <translation>Collez ci-dessus l’ID ou le lien d’une tâche, ou déposez-le ici.</translation>
    </message>
    <message>
        <source>Paste from the clipboard</source>
        <translation>Coller depuis le presse-papiers</translation>
    </message>
    <message>
        <source>No matching jobs</source>
        <translation>Aucune tâche correspondante</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Tâches</translation>
    </message>
    <message>
        <source>ccwatch – demo</source>
        <translation>ccwatch – démo</translation>
    </message>
    <message>
        <source>Pause notifications for a while</source>
        <translation>Suspendre les notifications un moment</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Plus</translation>
    </message>
    <message>
        <source>Snoozed until {time}</source>
        <translation>Pause jusqu’à {time}</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Copier le rapport</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Tous les états</translation>
    </message>
    <message>
        <source>All types</source>
        <translation>Tous les types</translation>
    </message>
    <message>
        <source>All iTwins</source>
        <translation>Tous les iTwins</translation>
    </message>
    <message>
        <source>Filter by state</source>
        <translation>Filtrer par état</translation>
    </message>
    <message>
        <source>Filter by type</source>
        <translation>Filtrer par type</translation>
    </message>
    <message>
        <source>Filter by iTwin</source>
        <translation>Filtrer par iTwin</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtrer</translation>
    </message>
    <message>
        <source>Filter jobs</source>
        <translation>Filtrer les tâches</translation>
    </message>
    <message>
        <source>My jobs…</source>
        <translation>Mes tâches…</translation>
    </message>
    <message>
        <source>Send a test notification</source>
        <translation>Envoyer une notification de test</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Se déconnecter</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Paramètres…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>Job type</source>
        <translation>Type de tâche</translation>
    </message>
    <message>
        <source>Progress line</source>
        <translation>Courbe de progression</translation>
    </message>
    <message>
        <source>Next check</source>
        <translation>Prochaine vérification</translation>
    </message>
    <message>
        <source>Reverse order</source>
        <translation>Ordre inverse</translation>
    </message>
    <message>
        <source>Show in rows</source>
        <translation>Afficher dans les lignes</translation>
    </message>
    <message>
        <source>Sorted by {column}</source>
        <translation>Trié par&#xa0;: {column}</translation>
    </message>
    <message>
        <source>Sorted by {column}, reversed</source>
        <translation>Trié par&#xa0;: {column}, inversé</translation>
    </message>
    <message>
        <source>My jobs</source>
        <translation>Mes tâches</translation>
    </message>
    <message>
        <source>Filter my jobs</source>
        <translation>Filtrer mes tâches</translation>
    </message>
    <message>
        <source>Asking the service…</source>
        <translation>Interrogation du service…</translation>
    </message>
    <message>
        <source>This list may not be complete: {reason}</source>
        <translation>Cette liste est peut-être incomplète&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>The service lists no jobs for your account.</source>
        <translation>Le service ne répertorie aucune tâche pour votre compte.</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>Suivie</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Création</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Job name</source>
        <translation>Nom de la tâche</translation>
    </message>
    <message>
        <source>Waiting for an engine</source>
        <translation>En attente d’un moteur</translation>
    </message>
    <message>
        <source>Not submitted</source>
        <translation>Non soumise</translation>
    </message>
    <message>
        <source>Stalled {time}</source>
        <extracomment>{time} is how long</extracomment>
        <translation>Bloquée {time}</translation>
    </message>
    <message>
        <source>ended {time}</source>
        <extracomment>{time}: 14:05, yesterday, Mon, 24/11</extracomment>
        <translation>fin&#xa0;: {time}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>check in {time}</source>
        <translation>vérif. dans {time}</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>Étape {number} sur {count}</translation>
    </message>
    <message>
        <source>Waiting for the next job</source>
        <translation>En attente de la tâche suivante</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>vérification</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>hier</translation>
    </message>
    <message>
        <source>after {time}</source>
        <translation>après {time}</translation>
    </message>
    <message>
        <source>took {time}</source>
        <translation>en {time}</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Données</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licences</translation>
    </message>
    <message>
        <source>Setting groups</source>
        <translation>Groupes de paramètres</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Rechercher dans les paramètres</translation>
    </message>
    <message>
        <source>No matching settings</source>
        <translation>Aucun paramètre correspondant</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>Tester la connexion</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Set by {variable}.</source>
        <translation>Défini par {variable}.</translation>
    </message>
    <message>
        <source>Reset to default</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Reset “{setting}” to default</source>
        <translation>Rétablir «&#xa0;{setting}&#xa0;»</translation>
    </message>
    <message>
        <source>Your browser should have opened. Sign in there; ccwatch is waiting.

If it did not open, or to use another browser or profile, open this URL there. If it shows an error, check the client ID and the registered redirect URIs.</source>
        <translation>Votre navigateur devrait s’être ouvert. Connectez-vous-y&#x202f;; ccwatch attend.

S’il ne s’est pas ouvert, ou pour utiliser un autre navigateur ou profil, ouvrez-y cette URL. Si une erreur s’affiche, vérifiez l’identifiant client et les URI de redirection enregistrés.</translation>
    </message>
    <message>
        <source>Asking the sign-in service where to sign in…</source>
        <translation>Recherche de la page de connexion…</translation>
    </message>
    <message>
        <source>sign-in URL</source>
        <translation>URL de connexion</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Rouvrir</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>Connexion en cours</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 minutes</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 heure</translation>
    </message>
    <message>
        <source>Until tomorrow</source>
        <translation>Jusqu’à demain</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Désactiver maintenant</translation>
    </message>
    <message numerus="yes">
        <source>History ({n} unread)|History ({n} unread)</source>
        <translation>
            <numerusform>Historique ({n} non lue)</numerusform>
            <numerusform>Historique ({n} non lues)</numerusform>
        </translation>
    </message>
    <message>
        <source>Open ccwatch</source>
        <translation>Ouvrir ccwatch</translation>
    </message>
    <message>
        <source>Add from clipboard</source>
        <translation>Ajouter depuis le presse-papiers</translation>
    </message>
    <message>
        <source>ccwatch watches your reconstruction jobs from the tray. It signs in through an application that your organisation registers once. If you already have its client ID, skip to step 2.</source>
        <translation>ccwatch suit vos tâches de reconstruction depuis la zone de notification. Il se connecte au moyen d’une application que votre organisation enregistre une seule fois. Si vous avez déjà son identifiant client, passez à l’étape 2.</translation>
    </message>
    <message>
        <source>On the vendor’s developer portal, register a new application of the type “Native” (also called “Desktop / Mobile”) with this scope and all of these redirect URIs, exactly as shown:</source>
        <translation>Sur le portail développeur du fournisseur, enregistrez une nouvelle application de type «&#xa0;Native&#xa0;» (aussi appelé «&#xa0;Desktop / Mobile&#xa0;») avec cette étendue et tous ces URI de redirection, exactement tels qu’ils sont affichés&#xa0;:</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>Défini par votre administrateur.</translation>
    </message>
    <message>
        <source>scope {scope}</source>
        <translation>étendue {scope}</translation>
    </message>
    <message>
        <source>redirect URI {address}</source>
        <translation>URI de redirection {address}</translation>
    </message>
    <message>
        <source>Welcome to ccwatch</source>
        <translation>Bienvenue dans ccwatch</translation>
    </message>
    <message>
        <source>Open the developer portal</source>
        <translation>Ouvrir le portail développeur</translation>
    </message>
    <message>
        <source>1  Register an application</source>
        <translation>1  Enregistrer une application</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Étendue</translation>
    </message>
    <message>
        <source>Redirect URIs</source>
        <translation>URI de redirection</translation>
    </message>
    <message>
        <source>2  Sign in</source>
        <translation>2  Se connecter</translation>
    </message>
    <message>
        <source>Client ID of that application</source>
        <translation>Identifiant client de cette application</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Environnement</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Essayer la démo</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Pas maintenant</translation>
    </message>
    <message>
        <source>Custom: {address}</source>
        <translation>Personnalisé&#xa0;: {address}</translation>
    </message>
    <message>
        <source>The client ID is missing. The developer portal shows it after registering.</source>
        <translation>L’identifiant client manque. Le portail développeur l’affiche après l’enregistrement.</translation>
    </message>
    <message>
        <source>Signed out by the service.</source>
        <translation>Déconnecté par le service.</translation>
    </message>
    <message>
        <source>Start at sign-in not changed</source>
        <translation>Impossible de modifier le démarrage à l’ouverture de session</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}.</translation>
    </message>
    <message>
        <source>a command on Windows can have at most {longest} characters</source>
        <translation>une commande Windows peut comporter au plus {longest} caractères</translation>
    </message>
    <message>
        <source>Move ccwatch to a folder with a shorter name.</source>
        <translation>Déplacez ccwatch dans un dossier au nom plus court.</translation>
    </message>
    <message>
        <source>Your organisation may not allow it.</source>
        <translation>Votre organisation ne l’autorise peut-être pas.</translation>
    </message>
    <message>
        <source>This ccwatch has no setting “{name}”.</source>
        <translation>Ce ccwatch n’a pas de paramètre «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>“{label}” is set by {variable}.</source>
        <translation>«&#xa0;{label}&#xa0;» est défini par {variable}.</translation>
    </message>
    <message numerus="yes">
        <source>{n} setting imported.|{n} settings imported.</source>
        <translation>
            <numerusform>{n} paramètre importé.</numerusform>
            <numerusform>{n} paramètres importés.</numerusform>
        </translation>
    </message>
    <message>
        <source>on</source>
        <comment>a setting</comment>
        <translation>activé</translation>
    </message>
    <message>
        <source>off</source>
        <comment>a setting</comment>
        <translation>désactivé</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
    <message>
        <source>Not imported:</source>
        <translation>Non acceptés&#xa0;:</translation>
    </message>
    <message>
        <source>“{label}”: importing a file cannot reduce the protection.</source>
        <translation>«&#xa0;{label}&#xa0;»&#xa0;: l’importation d’un fichier ne peut pas réduire la protection.</translation>
    </message>
    <message numerus="yes">
        <source>And {n} more.|And {n} more.</source>
        <translation>
            <numerusform>Et {n} de plus.</numerusform>
            <numerusform>Et {n} de plus.</numerusform>
        </translation>
    </message>
    <message>
        <source>{path} contains no settings.</source>
        <translation>{path} ne contient pas de paramètres.</translation>
    </message>
    <message>
        <source>File cannot be used</source>
        <translation>Fichier inutilisable</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>Not available in the demo.</source>
        <translation>Non disponible dans la démo.</translation>
    </message>
    <message>
        <source>In the tray, without a window.</source>
        <translation>Dans la zone de notification, sans fenêtre.</translation>
    </message>
    <message>
        <source>Another copy of ccwatch is set to start. To start this one, turn this off and on again.</source>
        <translation>Une autre copie de ccwatch est configurée pour démarrer. Désactivez puis réactivez cette option pour démarrer celle-ci.</translation>
    </message>
    <message>
        <source>The settings are in {file}.</source>
        <translation>Les paramètres sont dans {file}.</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Retour à la liste</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>Toutes les tâches</translation>
    </message>
    <message>
        <source>Start ccwatch when I sign in to this computer</source>
        <translation>Démarrer ccwatch quand j’ouvre ma session sur cet ordinateur</translation>
    </message>
    <message>
        <source>Autostart</source>
        <translation>Démarrage automatique</translation>
    </message>
    <message>
        <source>Export settings…</source>
        <translation>Exporter les paramètres…</translation>
    </message>
    <message>
        <source>Import settings…</source>
        <translation>Importer des paramètres…</translation>
    </message>
    <message>
        <source>All settings in one file, for use on another computer. Your sign-in is not included.</source>
        <translation>Tous les paramètres dans un fichier, à utiliser sur un autre ordinateur. Votre session n’y est pas incluse.</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>Exporter les paramètres</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Importer des paramètres</translation>
    </message>
    <message numerus="yes">
        <source>{file} changes {n} setting:|{file} changes {n} settings:</source>
        <translation>
            <numerusform>{file} modifie {n} paramètre&#xa0;:</numerusform>
            <numerusform>{file} modifie {n} paramètres&#xa0;:</numerusform>
        </translation>
    </message>
    <message>
        <source>The settings in bold decide where ccwatch signs in and checks your jobs. Import them only from someone you trust.</source>
        <translation>Les paramètres en gras déterminent où ccwatch se connecte et vérifie vos tâches. Ne les importez que s’ils viennent d’une personne de confiance.</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Modifications</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Paramètre</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Actuel</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nouveau</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>Paramètres (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Anywhere in the window</source>
        <translation>N’importe où dans la fenêtre</translation>
    </message>
    <message>
        <source>In the list</source>
        <translation>Dans la liste</translation>
    </message>
    <message>
        <source>Selected jobs</source>
        <translation>Tâches sélectionnées</translation>
    </message>
    <message>
        <source>In the details</source>
        <translation>Dans les détails</translation>
    </message>
    <message>
        <source>In the chart</source>
        <translation>Dans le graphique</translation>
    </message>
    <message>
        <source>In the history</source>
        <translation>Dans l’historique</translation>
    </message>
    <message>
        <source>In the field for new jobs</source>
        <translation>Dans le champ des nouvelles tâches</translation>
    </message>
    <message>
        <source>In the filter</source>
        <translation>Dans le filtre</translation>
    </message>
    <message>
        <source>Go to the field for new jobs</source>
        <translation>Aller au champ des nouvelles tâches</translation>
    </message>
    <message>
        <source>Go to the filter</source>
        <translation>Aller au filtre</translation>
    </message>
    <message>
        <source>Open the history</source>
        <translation>Ouvrir l’historique</translation>
    </message>
    <message>
        <source>Watch the jobs on the clipboard</source>
        <translation>Suivre les tâches du presse-papiers</translation>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation>Accepter la suggestion</translation>
    </message>
    <message>
        <source>Wall screen</source>
        <translation>Écran mural</translation>
    </message>
    <message>
        <source>Cancel job…</source>
        <translation>Annuler la tâche…</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>Ouvrir les paramètres</translation>
    </message>
    <message>
        <source>Open the menu at the top right</source>
        <translation>Ouvrir le menu en haut à droite</translation>
    </message>
    <message>
        <source>Show this page</source>
        <translation>Afficher cette page</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fermer la fenêtre</translation>
    </message>
    <message>
        <source>Quit ccwatch</source>
        <translation>Quitter ccwatch</translation>
    </message>
    <message>
        <source>Go to the details</source>
        <translation>Aller aux détails</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Show the jobs of a survey</source>
        <translation>Afficher les tâches d’un levé</translation>
    </message>
    <message>
        <source>Hide the jobs of a survey</source>
        <translation>Masquer les tâches d’un levé</translation>
    </message>
    <message>
        <source>Open the menu of the selected jobs</source>
        <translation>Ouvrir le menu des tâches sélectionnées</translation>
    </message>
    <message>
        <source>Select all jobs</source>
        <translation>Sélectionner toutes les tâches</translation>
    </message>
    <message>
        <source>Select more jobs</source>
        <translation>Sélectionner d’autres tâches</translation>
    </message>
    <message>
        <source>Move along the chart</source>
        <translation>Se déplacer dans le graphique</translation>
    </message>
    <message>
        <source>Go to the start or end of the chart</source>
        <translation>Aller au début ou à la fin du graphique</translation>
    </message>
    <message>
        <source>Open the job of a notification</source>
        <translation>Ouvrir la tâche d’une notification</translation>
    </message>
    <message>
        <source>Copy the notification</source>
        <translation>Copier la notification</translation>
    </message>
    <message>
        <source>Clear the filter, or go back to the list</source>
        <translation>Effacer le filtre ou revenir à la liste</translation>
    </message>
    <message>
        <source>Watch the jobs</source>
        <translation>Suivre les tâches</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Nouvelle ligne</translation>
    </message>
    <message>
        <source>Clear the field</source>
        <translation>Effacer le champ</translation>
    </message>
    <message>
        <source>Clear the filter, and go to the list</source>
        <translation>Effacer le filtre et aller à la liste</translation>
    </message>
    <message>
        <source>Go to the list</source>
        <translation>Aller à la liste</translation>
    </message>
    <message>
        <source>{job} – history</source>
        <translation>{job} – historique</translation>
    </message>
    <message>
        <source>Export history</source>
        <translation>Exporter l’historique</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <source>{job} – progress</source>
        <translation>{job} – progression</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>Enregistrer le graphique</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>Enregistré&#xa0;: {file}.</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Afficher le dossier</translation>
    </message>
    <message>
        <source>This job is no longer watched.</source>
        <translation>Cette tâche n’est plus suivie.</translation>
    </message>
    <message>
        <source>Watch it again</source>
        <translation>La suivre à nouveau</translation>
    </message>
    <message>
        <source>Percentage done</source>
        <translation>Pourcentage accompli</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Aucune donnée</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Étapes</translation>
    </message>
    <message>
        <source>Expected end</source>
        <translation>Fin prévue</translation>
    </message>
    <message>
        <source>Diagnostics of {job}</source>
        <translation>Diagnostic&#xa0;: {job}</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnostic</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message numerus="yes">
        <source>History, {n} unread|History, {n} unread</source>
        <translation>
            <numerusform>Historique, {n} non lue</numerusform>
            <numerusform>Historique, {n} non lues</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} ({key})</source>
        <extracomment>what a button is called, and the key for it: History (Ctrl+H)</extracomment>
        <translation>{name} ({key})</translation>
    </message>
    <message>
        <source>All notifications</source>
        <translation>Toutes les notifications</translation>
    </message>
    <message>
        <source>Failed jobs</source>
        <translation>Tâches échouées</translation>
    </message>
    <message>
        <source>Ended jobs</source>
        <translation>Tâches achevées</translation>
    </message>
    <message>
        <source>Jobs in progress</source>
        <translation>Tâches en cours</translation>
    </message>
    <message>
        <source>Account and service</source>
        <translation>Compte et service</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Mark all as read</source>
        <translation>Tout marquer comme lu</translation>
    </message>
    <message>
        <source>Show older</source>
        <translation>Afficher les précédentes</translation>
    </message>
    <message numerus="yes">
        <source>{n} unread|{n} unread</source>
        <translation>
            <numerusform>{n} non lue</numerusform>
            <numerusform>{n} non lues</numerusform>
        </translation>
    </message>
    <message>
        <source>All read</source>
        <translation>Tout est lu</translation>
    </message>
    <message>
        <source>The newest {number} of {total} notifications</source>
        <translation>Les {number} dernières sur {total} notifications</translation>
    </message>
    <message numerus="yes">
        <source>{n} notification|{n} notifications</source>
        <translation>
            <numerusform>{n} notification</numerusform>
            <numerusform>{n} notifications</numerusform>
        </translation>
    </message>
    <message>
        <source>The history cannot be read</source>
        <translation>Impossible de lire l’historique</translation>
    </message>
    <message>
        <source>Filter notifications</source>
        <translation>Filtrer les notifications</translation>
    </message>
    <message>
        <source>Showing: {kind}</source>
        <translation>Affichage&#xa0;: {kind}</translation>
    </message>
    <message>
        <source>No notifications yet</source>
        <translation>Aucune notification pour l’instant</translation>
    </message>
    <message>
        <source>Every notification is kept here, even if the system did not show it.</source>
        <translation>Chaque notification est conservée ici, même si le système ne l’a pas affichée.</translation>
    </message>
    <message>
        <source>Older notifications are available.</source>
        <translation>Des notifications plus anciennes sont disponibles.</translation>
    </message>
    <message>
        <source>No matching notifications</source>
        <translation>Aucune notification correspondante</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>retenue</translation>
    </message>
    <message>
        <source>not shown yet</source>
        <translation>pas encore affichée</translation>
    </message>
    <message>
        <source>not shown by the system</source>
        <translation>non affichée par le système</translation>
    </message>
    <message>
        <source>step of a survey</source>
        <translation>étape d’un levé</translation>
    </message>
    <message>
        <source>held back until {time}</source>
        <translation>retenue jusqu’à {time}</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze hold it back.</source>
        <translation>Les heures calmes ou le mode Ne pas déranger la retiennent.</translation>
    </message>
    <message>
        <source>It is about to be shown.</source>
        <translation>Elle va s’afficher.</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze held it back until {time}; the system did not show it then.</source>
        <translation>Les heures calmes ou le mode Ne pas déranger l’ont retenue jusqu’à {time}&#x202f;; le système ne l’a pas affichée ensuite.</translation>
    </message>
    <message>
        <source>The system did not show it. You can send a test notification in the settings.</source>
        <translation>Le système ne l’a pas affichée. Vous pouvez envoyer une notification de test dans les paramètres.</translation>
    </message>
    <message>
        <source>Only the end of a survey is shown; this is one of its steps.</source>
        <translation>Seule la fin d’un levé est affichée&#xa0;; ceci est l’une de ses étapes.</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze held it back until {time}.</source>
        <translation>Les heures calmes ou le mode Ne pas déranger l’ont retenue jusqu’à {time}.</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Non lue</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <extracomment>{day}: Mon, 24/11/2026; {time}: 14:05</extracomment>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>ends around {time}</source>
        <extracomment>{time}: 14:05, Mon 14:05</extracomment>
        <translation>fin vers {time}</translation>
    </message>
    <message>
        <source>ends {first} – {last}</source>
        <extracomment>{first} and {last}: 14:05, Mon 14:05</extracomment>
        <translation>fin {first} – {last}</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons, so ccwatch stays in this window. Closing it quits ccwatch. A panel with a system tray would show the icon.</source>
        <translation>Ce bureau n’affiche pas d’icônes de notification&#x202f;; ccwatch reste donc dans cette fenêtre. La fermer quitte ccwatch. Un tableau de bord avec zone de notification afficherait l’icône.</translation>
    </message>
    <message>
        <source>GNOME shows tray icons only with the extension “AppIndicator and KStatusNotifierItem Support”. Without it ccwatch stays in this window. Closing it quits ccwatch.</source>
        <translation>GNOME n’affiche les icônes de notification qu’avec l’extension «&#xa0;AppIndicator and KStatusNotifierItem Support&#xa0;». Sans elle, ccwatch reste dans cette fenêtre. La fermer quitte ccwatch.</translation>
    </message>
    <message>
        <source>The reply contains no version.</source>
        <translation>La réponse ne contient pas de version.</translation>
    </message>
    <message>
        <source>Page of the new version</source>
        <translation>Page de la nouvelle version</translation>
    </message>
    <message>
        <source>ccwatch {version} is available (you have {running}).</source>
        <translation>ccwatch {version} est disponible (vous avez la version {running}).</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Afficher</translation>
    </message>
    <message>
        <source>The proxy in the settings</source>
        <translation>Le proxy défini dans les paramètres</translation>
    </message>
    <message>
        <source>The system’s proxy</source>
        <translation>Le proxy du système</translation>
    </message>
    <message>
        <source>{source} cannot be used: {reason}</source>
        <translation>{source} est inutilisable&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>Nothing was sent. The proxy’s URL must have the form {example}.</source>
        <translation>Rien n’a été envoyé. L’URL du proxy doit avoir la forme {example}.</translation>
    </message>
    <message>
        <source>SOCKS proxies are not supported.</source>
        <translation>Les proxys SOCKS ne sont pas pris en charge.</translation>
    </message>
    <message>
        <source>The proxy’s URL must begin with http:// or https://.</source>
        <translation>L’URL doit commencer par http:// ou https://.</translation>
    </message>
    <message>
        <source>Special characters in its name and password must be percent-encoded: # as %23, @ as %40, / as %2F.</source>
        <translation>Les caractères spéciaux de son nom et de son mot de passe doivent être encodés en pourcent&#xa0;: # en %23, @ en %40, / en %2F.</translation>
    </message>
    <message>
        <source>The proxy’s URL must end after the host and port.</source>
        <translation>L’URL doit se terminer après l’hôte et le port.</translation>
    </message>
    <message>
        <source>Its host is missing or not a valid name; an IPv6 address needs [ ] around it.</source>
        <translation>Son hôte manque ou n’est pas un nom valide&#x202f;; une adresse IPv6 doit être entourée de [ ].</translation>
    </message>
    <message>
        <source>Its port must be from 1 to {highest}.</source>
        <translation>Son port doit être compris entre 1 et {highest}.</translation>
    </message>
    <message>
        <source>it contains no certificates in PEM form</source>
        <translation>aucun certificat au format PEM ne s’y trouve</translation>
    </message>
    <message>
        <source>{variable} names {path}: {reason}.</source>
        <translation>{variable} désigne {path}&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>Set it to a file of certificates in PEM form, or remove it to trust what the system trusts.</source>
        <translation>Donnez à cette variable un fichier de certificats au format PEM, ou retirez-la pour approuver ce que le système approuve.</translation>
    </message>
    <message>
        <source>it is a folder, but not one of hashed certificates</source>
        <translation>c’est un dossier, mais pas un dossier de certificats hachés</translation>
    </message>
    <message>
        <source>The outcome could not be read: {reason}</source>
        <translation>L’issue n’a pas pu être lue&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>The sign-in page was not opened. {reason}</source>
        <translation>La page de connexion n’a pas été ouverte. {reason}</translation>
    </message>
    <message>
        <source>The sign-in service answered for another application.</source>
        <translation>Le service de connexion a répondu pour une autre application.</translation>
    </message>
    <message>
        <source>The reply names another sign-in service.</source>
        <translation>La réponse désigne un autre service de connexion.</translation>
    </message>
    <message>
        <source>Too many requests to the sign-in service.</source>
        <translation>Trop de requêtes au service de connexion.</translation>
    </message>
    <message>
        <source>Not available for your account: {services}.</source>
        <translation>Non disponible pour votre compte&#xa0;: {services}.</translation>
    </message>
    <message>
        <source>The job list repeats itself.</source>
        <translation>La liste des tâches se répète.</translation>
    </message>
    <message>
        <source>{service}: {reason}</source>
        <translation>{service}&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>The URL contains invalid characters.</source>
        <translation>L’URL contient des caractères non valides.</translation>
    </message>
    <message>
        <source>The URL is not valid.</source>
        <translation>L’URL n’est pas valide.</translation>
    </message>
    <message>
        <source>The URL does not begin with https.</source>
        <translation>L’URL ne commence pas par https.</translation>
    </message>
    <message>
        <source>The URL has no host.</source>
        <translation>L’URL ne contient pas d’hôte.</translation>
    </message>
    <message>
        <source>The URL contains a user name or a password.</source>
        <translation>L’URL contient un nom d’utilisateur ou un mot de passe.</translation>
    </message>
    <message>
        <source>“{label}” may have letters, digits, dots, - and _, and no spaces.</source>
        <translation>«&#xa0;{label}&#xa0;» peut contenir des lettres, des chiffres, des points, - et _, mais pas d’espaces.</translation>
    </message>
    <message>
        <source>“{label}” must be numbers from 1 to {highest}, such as {example}.</source>
        <translation>«&#xa0;{label}&#xa0;» doit contenir des nombres de 1 à {highest}, par exemple {example}.</translation>
    </message>
    <message>
        <source>“{label}” must not contain a user name or password. Put those into HTTPS_PROXY.</source>
        <translation>«&#xa0;{label}&#xa0;» ne doit contenir ni nom d’utilisateur ni mot de passe. Placez-les dans HTTPS_PROXY.</translation>
    </message>
    <message>
        <source>The errors could not be read: {reason}</source>
        <translation>Les erreurs n’ont pas pu être lues&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>tout le monde</translation>
    </message>
    <message>
        <source>its group</source>
        <translation>son groupe</translation>
    </message>
    <message>
        <source>those on its access list</source>
        <translation>les utilisateurs de sa liste d’accès</translation>
    </message>
    <message>
        <source>other users</source>
        <translation>d’autres utilisateurs</translation>
    </message>
    <message>
        <source>The job does not say how it ended.</source>
        <translation>La tâche n’indique pas comment elle s’est terminée.</translation>
    </message>
    <message>
        <source>Commands and links cannot reach this program</source>
        <translation>Les commandes et les liens ne peuvent pas atteindre ce programme</translation>
    </message>
    <message>
        <source>Remove what is at that path, or set a shorter CCWATCH_HOME; then restart.</source>
        <translation>Supprimez ce qui se trouve à cet emplacement ou définissez un CCWATCH_HOME plus court, puis redémarrez.</translation>
    </message>
    <message>
        <source>The newer version does not start. Quit ccwatch, then start it again.</source>
        <translation>La version plus récente ne démarre pas. Quittez ccwatch, puis relancez-le.</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>Redémarrer maintenant</translation>
    </message>
    <message>
        <source>{used} of {limit} requests this hour</source>
        <translation>{used} requêtes sur {limit} cette heure-ci</translation>
    </message>
    <message>
        <source>too early to estimate</source>
        <translation>trop tôt pour une estimation</translation>
    </message>
    <message>
        <source>pace too uneven to estimate</source>
        <translation>rythme trop irrégulier pour une estimation</translation>
    </message>
    <message>
        <source>starts in {time}</source>
        <translation>commence dans {time}</translation>
    </message>
    <message>
        <source>{time}, usually {usual}</source>
        <extracomment>{time} is how long a job has been queued, {usual} a range: &quot;3 h 02 min, usually 5 – 20 min&quot;</extracomment>
        <translation>{time}, d’habitude&#xa0;: {usual}</translation>
    </message>
    <message>
        <source>Queued for {time}, usually {usual}</source>
        <extracomment>&quot;Queued for 3 h 02 min, usually 5 – 20 min&quot;</extracomment>
        <translation>En attente depuis {time}, d’habitude&#xa0;: {usual}</translation>
    </message>
    <message>
        <source>Of the last {ranges} estimates, {held} were right.</source>
        <extracomment>{held} and {ranges}: estimates of the time left of finished jobs</extracomment>
        <translation>Sur les {ranges} dernières estimations, {held} étaient justes.</translation>
    </message>
    <message>
        <source>Much faster than usual: check its result.</source>
        <translation>Beaucoup plus rapide que d’habitude&#xa0;: vérifiez le résultat.</translation>
    </message>
    <message>
        <source>Much slower than usual.</source>
        <translation>Beaucoup plus lent que d’habitude.</translation>
    </message>
    <message>
        <source>{variable} has no value.</source>
        <translation>{variable} n’a pas de valeur.</translation>
    </message>
    <message>
        <source>{variable} has spaces, line breaks or other characters that cannot be sent. Copy it again, in one piece.</source>
        <translation>{variable} contient des espaces, des sauts de ligne ou d’autres caractères qui ne peuvent pas être envoyés. Copiez-la à nouveau, d’un seul tenant.</translation>
    </message>
    <message numerus="yes">
        <source>{n} job.|{n} jobs.</source>
        <translation>
            <numerusform>{n} tâche.</numerusform>
            <numerusform>{n} tâches.</numerusform>
        </translation>
    </message>
    <message>
        <source>Survey finished</source>
        <translation>Levé terminé</translation>
    </message>
    <message>
        <source>{name} was not cancelled: {reason}</source>
        <translation>{name} n’a pas été annulée&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>Cancelling {name}…</source>
        <translation>Annulation de {name}…</translation>
    </message>
    <message>
        <source>It is not known whether {name} will be cancelled.</source>
        <translation>On ne sait pas si {name} sera annulée.</translation>
    </message>
    <message>
        <source>The service is cancelling {name}.</source>
        <translation>Le service annule {name}.</translation>
    </message>
    <message>
        <source>ccwatch can watch every job that you submit, with any program.</source>
        <translation>ccwatch peut suivre chaque tâche que vous soumettez, avec n’importe quel programme.</translation>
    </message>
    <message>
        <source>Add the jobs of these services by their IDs.</source>
        <translation>Ajoutez les tâches de ces services par leur ID.</translation>
    </message>
    <message>
        <source>“Do not disturb” is on: your desktop does not show notifications.</source>
        <translation>«&#xa0;Ne pas déranger&#xa0;» est activé&#xa0;: votre bureau n’affiche pas de notifications.</translation>
    </message>
    <message>
        <source>Notifications do not arrive: {reason}. The history lists them.</source>
        <extracomment>{reason} begins with a small letter</extracomment>
        <translation>Les notifications n’arrivent pas&#xa0;: {reason}. L’historique les contient.</translation>
    </message>
    <message>
        <source>The history lists them.</source>
        <translation>L’historique les contient.</translation>
    </message>
    <message numerus="yes">
        <source>survey of {n} job|survey of {n} jobs</source>
        <translation>
            <numerusform>levé de {n} tâche</numerusform>
            <numerusform>levé de {n} tâches</numerusform>
        </translation>
    </message>
    <message>
        <source>expanded</source>
        <translation>développé</translation>
    </message>
    <message>
        <source>collapsed</source>
        <translation>réduit</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Divider</source>
        <translation>Séparateur</translation>
    </message>
    <message>
        <source>ccwatch – wall screen</source>
        <translation>ccwatch – écran mural</translation>
    </message>
</context>
</TS>

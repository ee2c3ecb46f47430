<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES">
<context>
    <name></name>
    <message>
        <source>Try again in a moment.</source>
        <translation>Vuelva a intentarlo dentro de un momento.</translation>
    </message>
    <message>
        <source>Details are in {file}.</source>
        <translation>Los detalles están en {file}.</translation>
    </message>
    <message>
        <source>ccwatch had to stop.</source>
        <translation>ccwatch tuvo que cerrarse.</translation>
    </message>
    <message>
        <source>{title}: {message} ccwatch keeps watching, but will remember nothing after you quit.</source>
        <translation>{title}: {message} ccwatch continúa el seguimiento, pero no recordará nada cuando se cierre.</translation>
    </message>
    <message>
        <source>The sign-in comes from CCWATCH_ACCESS_TOKEN. Change or remove that variable.</source>
        <translation>El inicio de sesión procede de CCWATCH_ACCESS_TOKEN. Cambie o elimine esa variable.</translation>
    </message>
    <message>
        <source>The service does not accept CCWATCH_ACCESS_TOKEN.</source>
        <translation>El servicio no acepta CCWATCH_ACCESS_TOKEN.</translation>
    </message>
    <message>
        <source>Set it to a valid value, or remove it and sign in.</source>
        <translation>Asígnele un valor válido, o elimínela e inicie sesión.</translation>
    </message>
    <message>
        <source>No sign-in set up</source>
        <translation>Inicio de sesión sin configurar</translation>
    </message>
    <message>
        <source>Enter a client ID in the settings (or with CCWATCH_CLIENT_ID or “ccwatch config set client_id …”), then sign in.</source>
        <translation>Introduzca un ID de cliente en los ajustes (o con CCWATCH_CLIENT_ID o «ccwatch config set client_id …») y después inicie sesión.</translation>
    </message>
    <message>
        <source>You were not signed in.</source>
        <translation>No había iniciado sesión.</translation>
    </message>
    <message>
        <source>The sign-in could not be ended at the sign-in service, so it may remain valid there.</source>
        <translation>No se pudo cerrar la sesión en el servicio de inicio de sesión, por lo que puede que siga siendo válida allí.</translation>
    </message>
    <message>
        <source>No sign-in is set up.</source>
        <translation>No se ha configurado el inicio de sesión.</translation>
    </message>
    <message>
        <source>A different user was signed in before. Some jobs may not be visible to you.</source>
        <translation>Antes había iniciado sesión otro usuario. Es posible que no pueda ver algunos trabajos.</translation>
    </message>
    <message>
        <source>This sign-in cannot be renewed. You will need to sign in again in a few hours.</source>
        <translation>Esta sesión no se puede renovar. Tendrá que volver a iniciar sesión dentro de unas horas.</translation>
    </message>
    <message>
        <source>Sign-in service not reachable</source>
        <translation>No se puede acceder al servicio de inicio de sesión</translation>
    </message>
    <message>
        <source>Check the network, then try again.</source>
        <translation>Compruebe la red y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>Consent was refused. Sign in again and accept, or ask your administrator.</source>
        <translation>Se denegó el consentimiento. Vuelva a iniciar sesión y acepte, o consulte a su administrador.</translation>
    </message>
    <message>
        <source>The application is not registered for this scope. Check the settings.</source>
        <translation>La aplicación no está registrada para este ámbito. Compruebe los ajustes.</translation>
    </message>
    <message>
        <source>The client ID is unknown. Check it in the settings.</source>
        <translation>El ID de cliente es desconocido. Compruébelo en los ajustes.</translation>
    </message>
    <message>
        <source>The application must be registered with the type “Native”.</source>
        <translation>La aplicación debe estar registrada con el tipo «Native».</translation>
    </message>
    <message>
        <source>Check that the application is registered with the redirect URI http://localhost:PORT/signin-callback for each of the sign-in ports in the settings.</source>
        <translation>Compruebe que la aplicación esté registrada con el URI de redirección http://localhost:PORT/signin-callback para cada uno de los puertos de inicio de sesión de los ajustes.</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>Vuelva a iniciar sesión.</translation>
    </message>
    <message>
        <source>The sign-in URL must begin with https.</source>
        <translation>La URL de inicio de sesión debe empezar por https.</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Sesión no iniciada</translation>
    </message>
    <message>
        <source>Signed in as {name}</source>
        <translation>Sesión iniciada como {name}</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Sesión iniciada</translation>
    </message>
    <message>
        <source>The sign-in service reported an error.</source>
        <translation>El servicio de inicio de sesión informó de un error.</translation>
    </message>
    <message>
        <source>The sign-in has expired.</source>
        <translation>La sesión ha caducado.</translation>
    </message>
    <message>
        <source>The reply is for another user.</source>
        <translation>La respuesta es para otro usuario.</translation>
    </message>
    <message>
        <source>The reply belongs to another sign-in.</source>
        <translation>La respuesta corresponde a otro inicio de sesión.</translation>
    </message>
    <message>
        <source>The sign-in could not be renewed.</source>
        <translation>No se pudo renovar la sesión.</translation>
    </message>
    <message>
        <source>The sign-in URL gave no usable reply.</source>
        <translation>La URL de inicio de sesión no devolvió una respuesta utilizable.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>Service URL</source>
        <translation>URL del servicio</translation>
    </message>
    <message>
        <source>The job list continues at another service.</source>
        <translation>La lista de trabajos continúa en otro servicio.</translation>
    </message>
    <message>
        <source>The link to the rest of the job list is too long.</source>
        <translation>El enlace al resto de la lista de trabajos es demasiado largo.</translation>
    </message>
    <message>
        <source>The job list continues on another host; ccwatch did not follow it.</source>
        <translation>La lista de trabajos continúa en otro host; ccwatch no accedió a él.</translation>
    </message>
    <message>
        <source>The reply is too long.</source>
        <translation>La respuesta es demasiado larga.</translation>
    </message>
    <message>
        <source>The reply was cut off.</source>
        <translation>La respuesta llegó incompleta.</translation>
    </message>
    <message>
        <source>The credential store does not answer.</source>
        <translation>El almacén de credenciales no responde.</translation>
    </message>
    <message>
        <source>Sign in for now. ccwatch will try again when it next starts.</source>
        <translation>Inicie sesión por ahora. ccwatch volverá a intentarlo la próxima vez que se inicie.</translation>
    </message>
    <message>
        <source>The credential store failed ({error}).</source>
        <translation>El almacén de credenciales informó de un error ({error}).</translation>
    </message>
    <message>
        <source>The credential store is locked.</source>
        <translation>El almacén de credenciales está bloqueado.</translation>
    </message>
    <message>
        <source>Unlock it (by signing in to the desktop, or in its own program), then sign in again.</source>
        <translation>Desbloquéelo (iniciando sesión en el escritorio o en su propio programa) y vuelva a iniciar sesión.</translation>
    </message>
    <message>
        <source>The configured credential store ({name}) does not protect keys.</source>
        <translation>El almacén de credenciales configurado ({name}) no protege las claves.</translation>
    </message>
    <message>
        <source>The configured credential store cannot be loaded ({name}).</source>
        <translation>No se puede cargar el almacén de credenciales configurado ({name}).</translation>
    </message>
    <message>
        <source>Remove it from keyring’s configuration, or change “Stay signed in”.</source>
        <translation>Quítelo de la configuración de keyring o cambie «Mantener la sesión iniciada».</translation>
    </message>
    <message>
        <source>No credential store (such as a keychain or a Secret Service) was found. You stay signed in until ccwatch quits.</source>
        <translation>No se encontró ningún almacén de credenciales (como un llavero o un Secret Service). La sesión se mantendrá hasta que se cierre ccwatch.</translation>
    </message>
    <message>
        <source>Install one, or set “Stay signed in” to “File” in the settings.</source>
        <translation>Instale uno o elija «Archivo» en «Mantener la sesión iniciada» en los ajustes.</translation>
    </message>
    <message>
        <source>The reply did not come from a sign-in service. A network’s sign-in page may be in the way.</source>
        <translation>La respuesta no procede de un servicio de inicio de sesión. Puede que se interponga la página de inicio de sesión de una red.</translation>
    </message>
    <message>
        <source>Sign-in service</source>
        <translation>Servicio de inicio de sesión</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>The reply did not come from the service.</source>
        <translation>La respuesta no procede del servicio.</translation>
    </message>
    <message>
        <source>Not needed on this computer.</source>
        <translation>No hace falta en este equipo.</translation>
    </message>
    <message>
        <source>Skipped.</source>
        <translation>Omitido.</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} y {other}</translation>
    </message>
    <message>
        <source>{hosts}: found.</source>
        <translation>{hosts}: encontrado.</translation>
    </message>
    <message>
        <source>{hosts}: trusted.</source>
        <translation>{hosts}: de confianza.</translation>
    </message>
    <message>
        <source>None is used.</source>
        <comment>a proxy</comment>
        <translation>No se usa ninguno.</translation>
    </message>
    <message>
        <source>Resolved by the proxy.</source>
        <translation>La realiza el proxy.</translation>
    </message>
    <message>
        <source>none</source>
        <comment>a proxy</comment>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>Not used on this computer: {names}.</source>
        <translation>En este equipo no se usa para: {names}.</translation>
    </message>
    <message>
        <source>{host} answers.</source>
        <translation>{host} responde.</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Inicio de sesión</translation>
    </message>
    <message>
        <source>Accepted.</source>
        <translation>Aceptado.</translation>
    </message>
    <message>
        <source>Request limit</source>
        <translation>Límite de solicitudes</translation>
    </message>
    <message>
        <source>The hourly request limit is used up.</source>
        <translation>Se ha agotado el límite de solicitudes por hora.</translation>
    </message>
    <message>
        <source>Try again in {seconds} s.</source>
        <translation>Vuelva a intentarlo dentro de {seconds} s.</translation>
    </message>
    <message>
        <source>Within the limit.</source>
        <translation>Dentro del límite.</translation>
    </message>
    <message>
        <source>Unknown.</source>
        <translation>Desconocido.</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>este equipo</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Se canceló.</translation>
    </message>
    <message>
        <source>Sign-in was not completed in time.</source>
        <translation>El inicio de sesión no se completó a tiempo.</translation>
    </message>
    <message>
        <source>If the browser shows an error, check the client ID, and that this redirect URI is registered: {address}</source>
        <translation>Si el navegador muestra un error, compruebe el ID de cliente y que este URI de redirección esté registrado: {address}</translation>
    </message>
    <message>
        <source>This sign-in page has expired</source>
        <translation>Esta página de inicio de sesión ha caducado</translation>
    </message>
    <message>
        <source>Start signing in again from ccwatch.</source>
        <translation>Vuelva a iniciar sesión desde ccwatch.</translation>
    </message>
    <message>
        <source>ccwatch cannot listen on any of the ports ({reasons}).</source>
        <translation>ccwatch no puede escuchar en ninguno de los puertos ({reasons}).</translation>
    </message>
    <message>
        <source>Register another port, and add it in the settings.</source>
        <translation>Registre otro puerto y añádalo en los ajustes.</translation>
    </message>
    <message>
        <source>{reason} You can close this tab.</source>
        <translation>{reason} Puede cerrar esta pestaña.</translation>
    </message>
    <message>
        <source>Sign-in failed</source>
        <translation>No se pudo iniciar sesión</translation>
    </message>
    <message>
        <source>You are signed in</source>
        <translation>Ha iniciado sesión</translation>
    </message>
    <message>
        <source>You can close this tab and return to ccwatch.</source>
        <translation>Puede cerrar esta pestaña y volver a ccwatch.</translation>
    </message>
    <message>
        <source>The ports {ports} are all in use by other programs.</source>
        <translation>Otros programas están usando todos los puertos {ports}.</translation>
    </message>
    <message>
        <source>Close one of them, or register another port.</source>
        <translation>Cierre uno de ellos o registre otro puerto.</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Aquí no hay nada</translation>
    </message>
    <message>
        <source>This page is for signing in only.</source>
        <translation>Esta página solo sirve para iniciar sesión.</translation>
    </message>
    <message>
        <source>en</source>
        <comment>the code of this language in HTML: en, de, zh-CN</comment>
        <translation>es</translation>
    </message>
    <message>
        <source>Check HTTPS_PROXY, or the proxy in the settings.</source>
        <translation>Compruebe HTTPS_PROXY o el proxy de los ajustes.</translation>
    </message>
    <message>
        <source>The reply does not have the encoding that it declares.</source>
        <translation>La respuesta no tiene la codificación que declara.</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>motivo desconocido</translation>
    </message>
    <message>
        <source>The certificate is not trusted: {reason}.</source>
        <translation>El certificado no es de confianza: {reason}.</translation>
    </message>
    <message>
        <source>{variable} sets the trusted certificates: the issuer of the service’s or the proxy’s certificate must be in {path}.</source>
        <translation>{variable} define los certificados de confianza: el emisor del certificado del servicio o del proxy debe figurar en {path}.</translation>
    </message>
    <message>
        <source>If your network inspects traffic, its certificate must be in the system’s certificate store.</source>
        <translation>Si su red inspecciona el tráfico, su certificado debe estar en el almacén de certificados del sistema.</translation>
    </message>
    <message>
        <source>No secure connection (TLS) could be made.</source>
        <translation>No se pudo establecer una conexión segura (TLS).</translation>
    </message>
    <message>
        <source>Sign in again, or copy CCWATCH_ACCESS_TOKEN again, in one piece.</source>
        <translation>Vuelva a iniciar sesión, o copie CCWATCH_ACCESS_TOKEN de nuevo, de una sola vez.</translation>
    </message>
    <message>
        <source>The sign-in has characters that cannot be sent.</source>
        <translation>El inicio de sesión contiene caracteres que no se pueden enviar.</translation>
    </message>
    <message>
        <source>The proxy requires a user name and password in HTTPS_PROXY, or rejects those given there.</source>
        <translation>El proxy exige un nombre de usuario y una contraseña en HTTPS_PROXY, o rechaza los que figuran ahí.</translation>
    </message>
    <message>
        <source>Use the form http://name:password@proxy.example.org:8080, with special characters percent-encoded.</source>
        <translation>Use la forma http://name:password@proxy.example.org:8080, con los caracteres especiales en codificación porcentual.</translation>
    </message>
    <message>
        <source>The proxy could not connect.</source>
        <translation>El proxy no pudo establecer la conexión.</translation>
    </message>
    <message>
        <source>The service’s host name could not be found.</source>
        <translation>No se encontró el nombre de host del servicio.</translation>
    </message>
    <message>
        <source>The service did not answer in time.</source>
        <translation>El servicio no respondió a tiempo.</translation>
    </message>
    <message>
        <source>The service refused the connection.</source>
        <translation>El servicio rechazó la conexión.</translation>
    </message>
    <message>
        <source>The connection was lost.</source>
        <translation>Se perdió la conexión.</translation>
    </message>
    <message>
        <source>The saved sign-in is damaged.</source>
        <translation>La sesión guardada está dañada.</translation>
    </message>
    <message>
        <source>The sign-in was saved by another version of ccwatch.</source>
        <translation>La sesión la guardó otra versión de ccwatch.</translation>
    </message>
    <message>
        <source>The saved sign-in does not match the setting “Stay signed in”.</source>
        <translation>La sesión guardada no corresponde al ajuste «Mantener la sesión iniciada».</translation>
    </message>
    <message>
        <source>The key of the saved sign-in is no longer in the credential store.</source>
        <translation>La clave de la sesión guardada ya no está en el almacén de credenciales.</translation>
    </message>
    <message>
        <source>The saved sign-in was changed, or the credential store now has another key.</source>
        <translation>La sesión guardada se modificó o el almacén de credenciales tiene ahora otra clave.</translation>
    </message>
    <message>
        <source>Sign-in not removed</source>
        <translation>Sesión no eliminada</translation>
    </message>
    <message>
        <source>Delete this file.</source>
        <translation>Elimine este archivo.</translation>
    </message>
    <message>
        <source>Sign-in not restored</source>
        <translation>Sesión no restaurada</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Producción</translation>
    </message>
    <message>
        <source>Test (QA)</source>
        <translation>Pruebas (QA)</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Algo salió mal</translation>
    </message>
    <message>
        <source>{title}: {message}</source>
        <translation>{title}: {message}</translation>
    </message>
    <message>
        <source>Not a job</source>
        <translation>No es un trabajo</translation>
    </message>
    <message>
        <source>Enter an ID (up to 128 letters, digits, - and _) or a link that contains one.</source>
        <translation>Introduzca un ID (letras, cifras, - y _, 128 caracteres como máximo) o un enlace que lo contenga.</translation>
    </message>
    <message>
        <source>Invalid setting</source>
        <translation>Ajuste no válido</translation>
    </message>
    <message>
        <source>Page could not be opened</source>
        <translation>No se pudo abrir la página</translation>
    </message>
    <message>
        <source>Data folder cannot be used</source>
        <translation>No se puede usar la carpeta de datos</translation>
    </message>
    <message>
        <source>Check that the folder exists, is writable and has space left.</source>
        <translation>Compruebe que la carpeta exista, se pueda escribir en ella y quede espacio.</translation>
    </message>
    <message>
        <source>The running program</source>
        <translation>El programa en ejecución</translation>
    </message>
    <message>
        <source>Try again in a moment. If that does not help, end its process, then start it again.</source>
        <translation>Vuelva a intentarlo dentro de un momento. Si no sirve, finalice su proceso e inícielo de nuevo.</translation>
    </message>
    <message>
        <source>ccwatch is running, but does not answer.</source>
        <translation>ccwatch está en ejecución, pero no responde.</translation>
    </message>
    <message>
        <source>Restart ccwatch: quit it in its menu or with “ccwatch quit”, then start it.</source>
        <translation>Reinicie ccwatch: ciérrelo en su menú o con «ccwatch quit» y vuelva a iniciarlo.</translation>
    </message>
    <message>
        <source>Another version of ccwatch is running.</source>
        <translation>Se está ejecutando otra versión de ccwatch.</translation>
    </message>
    <message>
        <source>Restart needed</source>
        <translation>Es necesario reiniciar</translation>
    </message>
    <message>
        <source>A newer version was installed.</source>
        <translation>Se instaló una versión más reciente.</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>No se guardó</translation>
    </message>
    <message>
        <source>Choose another folder, or close the file where it is open.</source>
        <translation>Elija otra carpeta o cierre el archivo donde esté abierto.</translation>
    </message>
    <message>
        <source>Sign-in needed</source>
        <translation>Hay que iniciar sesión</translation>
    </message>
    <message>
        <source>Sign in, or set CCWATCH_ACCESS_TOKEN.</source>
        <translation>Inicie sesión o defina CCWATCH_ACCESS_TOKEN.</translation>
    </message>
    <message>
        <source>Sign-in not saved</source>
        <translation>Sesión no guardada</translation>
    </message>
    <message>
        <source>The service did not answer as expected</source>
        <translation>El servicio no respondió como se esperaba</translation>
    </message>
    <message>
        <source>Name resolution</source>
        <translation>Resolución de nombres</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>Conexión segura</translation>
    </message>
    <message>
        <source>Service reply</source>
        <translation>Respuesta del servicio</translation>
    </message>
    <message>
        <source>Service not reachable</source>
        <translation>No se puede acceder al servicio</translation>
    </message>
    <message>
        <source>Check the network; ccwatch keeps trying.</source>
        <translation>Compruebe la red; ccwatch seguirá intentándolo.</translation>
    </message>
    <message>
        <source>The sign-in service did not answer as expected</source>
        <translation>El servicio de inicio de sesión no respondió como se esperaba</translation>
    </message>
    <message>
        <source>Check the client ID and the sign-in URL in the settings.</source>
        <translation>Compruebe el ID de cliente y la URL de inicio de sesión en los ajustes.</translation>
    </message>
    <message>
        <source>Service error</source>
        <translation>Error del servicio</translation>
    </message>
    <message>
        <source>Check the job’s ID, and that your account has access to the job.</source>
        <translation>Compruebe el ID del trabajo y que su cuenta tenga acceso a él.</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>Resultado desconocido</translation>
    </message>
    <message>
        <source>The next check of the job shows whether it was carried out.</source>
        <translation>La próxima comprobación del trabajo mostrará si se llevó a cabo.</translation>
    </message>
    <message>
        <source>ccwatch keeps trying.</source>
        <translation>ccwatch seguirá intentándolo.</translation>
    </message>
    <message>
        <source>Unexpected reply</source>
        <translation>Respuesta inesperada</translation>
    </message>
    <message>
        <source>A proxy or a network’s sign-in page may be in the way.</source>
        <translation>Puede que se interponga un proxy o la página de inicio de sesión de una red.</translation>
    </message>
    <message>
        <source>Request limit reached</source>
        <translation>Límite de solicitudes alcanzado</translation>
    </message>
    <message>
        <source>ccwatch waits as long as the service asks.</source>
        <translation>ccwatch esperará el tiempo que pida el servicio.</translation>
    </message>
    <message>
        <source>Sign-in not accepted</source>
        <translation>Sesión no aceptada</translation>
    </message>
    <message>
        <source>Job not available</source>
        <translation>Trabajo no disponible</translation>
    </message>
    <message>
        <source>Wrong service URL</source>
        <translation>URL del servicio incorrecta</translation>
    </message>
    <message>
        <source>Check the service URL in the settings (CCWATCH_API_URL).</source>
        <translation>Compruebe la URL del servicio en los ajustes (CCWATCH_API_URL).</translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation>Solicitud rechazada</translation>
    </message>
    <message>
        <source>“{text}” contains no job ID.</source>
        <translation>«{text}» no contiene ningún ID de trabajo.</translation>
    </message>
    <message>
        <source>Only the first {number} were used.</source>
        <translation>Solo se usaron los primeros {number}.</translation>
    </message>
    <message>
        <source>“{text}” does not look like a job ID.</source>
        <translation>«{text}» no parece un ID de trabajo.</translation>
    </message>
    <message numerus="yes">
        <source>While you were away: {n} change|While you were away: {n} changes</source>
        <translation>
            <numerusform>En su ausencia: {n} cambio</numerusform>
            <numerusform>En su ausencia: {n} cambios</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} change|{n} changes</source>
        <translation>
            <numerusform>{n} cambio</numerusform>
            <numerusform>{n} cambios</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and {n} more|and {n} more</source>
        <translation>
            <numerusform>y {n} más</numerusform>
            <numerusform>y {n} más</numerusform>
        </translation>
    </message>
    <message>
        <source>It was not reachable for {time}.</source>
        <translation>No se pudo acceder a él durante {time}.</translation>
    </message>
    <message>
        <source>The service is reachable again</source>
        <translation>El servicio vuelve a estar accesible</translation>
    </message>
    <message>
        <source>New job</source>
        <translation>Trabajo nuevo</translation>
    </message>
    <message>
        <source>Usually {time}.</source>
        <extracomment>{time} is a range: &quot;5 – 20 min&quot;</extracomment>
        <translation>Lo habitual: {time}.</translation>
    </message>
    <message>
        <source>{work} finished {time} ago, and no job that continues it is known.</source>
        <translation>{work} terminó hace {time} y no se conoce ningún trabajo que lo continúe.</translation>
    </message>
    <message>
        <source>The service no longer has this job. Jobs are kept for 30 days.</source>
        <translation>El servicio ya no tiene este trabajo. Los trabajos se conservan 30 días.</translation>
    </message>
    <message>
        <source>{work} finished</source>
        <translation>{work}: terminado</translation>
    </message>
    <message>
        <source>It took {time}.</source>
        <translation>Duró {time}.</translation>
    </message>
    <message>
        <source>Outputs: {outputs}</source>
        <translation>Resultados: {outputs}</translation>
    </message>
    <message>
        <source>The service gave no reason.</source>
        <translation>El servicio no indicó el motivo.</translation>
    </message>
    <message numerus="yes">
        <source>{n} more error.|{n} more errors.</source>
        <translation>
            <numerusform>{n} error más.</numerusform>
            <numerusform>{n} errores más.</numerusform>
        </translation>
    </message>
    <message>
        <source>The reply contains no progress.</source>
        <translation>La respuesta no contiene ningún progreso.</translation>
    </message>
    <message>
        <source>The reply ({status}) did not come from the service.</source>
        <translation>La respuesta ({status}) no procede del servicio.</translation>
    </message>
    <message>
        <source>The reply contains no job.</source>
        <translation>La respuesta no contiene ningún trabajo.</translation>
    </message>
    <message>
        <source>The reply contains no job list.</source>
        <translation>La respuesta no contiene una lista de trabajos.</translation>
    </message>
    <message>
        <source>The service did not accept the sign-in.</source>
        <translation>El servicio no aceptó la sesión.</translation>
    </message>
    <message>
        <source>The service does not know this URL.</source>
        <translation>El servicio no conoce esta URL.</translation>
    </message>
    <message>
        <source>Requested job is not available.</source>
        <translation>El trabajo solicitado no está disponible.</translation>
    </message>
    <message>
        <source>The service asked ccwatch to wait.</source>
        <translation>El servicio pidió a ccwatch que esperara.</translation>
    </message>
    <message>
        <source>The service answered with a redirect ({status}).</source>
        <translation>El servicio respondió con una redirección ({status}).</translation>
    </message>
    <message>
        <source>The service answered {status}.</source>
        <translation>El servicio respondió {status}.</translation>
    </message>
    <message>
        <source>The reply does not have the expected form.</source>
        <translation>La respuesta no tiene la forma esperada.</translation>
    </message>
    <message>
        <source>The reply is not JSON.</source>
        <translation>La respuesta no es JSON.</translation>
    </message>
    <message>
        <source>General</source>
        <translation>General</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notificaciones</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Contraste alto</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation>Detallado</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Protegido</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sesión</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Takes effect after restarting ccwatch.</source>
        <translation>Se aplica después de reiniciar ccwatch.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>For light panels</source>
        <translation>Para paneles claros</translation>
    </message>
    <message>
        <source>For dark panels</source>
        <translation>Para paneles oscuros</translation>
    </message>
    <message>
        <source>Monochrome</source>
        <translation>Monocromo</translation>
    </message>
    <message>
        <source>Tray icon</source>
        <translation>Icono de la bandeja</translation>
    </message>
    <message>
        <source>“Automatic” is visible on every panel. macOS chooses the colour itself.</source>
        <translation>«Automático» se ve en cualquier panel. macOS elige el color por sí mismo.</translation>
    </message>
    <message>
        <source>Show progress on the taskbar button</source>
        <translation>Mostrar el progreso en el botón de la barra de tareas</translation>
    </message>
    <message>
        <source>On the taskbar, Dock or launcher, where supported.</source>
        <translation>En la barra de tareas, el Dock o el lanzador, si el sistema lo admite.</translation>
    </message>
    <message>
        <source>Follow my jobs</source>
        <translation>Seguir mis trabajos</translation>
    </message>
    <message>
        <source>Watch each job that I submit, with any program, in all services.</source>
        <translation>Seguir cada trabajo que envíe, con cualquier programa, en todos los servicios.</translation>
    </message>
    <message>
        <source>Offer to watch jobs whose link I copy</source>
        <translation>Ofrecer seguir los trabajos cuyo enlace copio</translation>
    </message>
    <message>
        <source>Asked once, when you next open the window.</source>
        <translation>Se pregunta una sola vez, la próxima vez que abra la ventana.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>“Detailed” also logs every request. Tokens and e-mail addresses are never logged.</source>
        <translation>«Detallado» registra también cada solicitud. Los tokens y las direcciones de correo nunca se registran.</translation>
    </message>
    <message>
        <source>Check for updates</source>
        <translation>Buscar actualizaciones</translation>
    </message>
    <message>
        <source>Once a day, at the URL below. Nothing is installed automatically.</source>
        <translation>Una vez al día, en la URL de abajo. No se instala nada automáticamente.</translation>
    </message>
    <message>
        <source>Update feed URL</source>
        <translation>URL del canal de actualizaciones</translation>
    </message>
    <message>
        <source>Provided by whoever distributes your copy.</source>
        <translation>La proporciona el distribuidor de su copia.</translation>
    </message>
    <message>
        <source>Show in the Dock</source>
        <translation>Mostrar en el Dock</translation>
    </message>
    <message>
        <source>A job of mine appears</source>
        <translation>Aparece un trabajo mío</translation>
    </message>
    <message>
        <source>If ccwatch follows my jobs.</source>
        <translation>Si ccwatch sigue mis trabajos.</translation>
    </message>
    <message>
        <source>A job starts</source>
        <translation>Un trabajo se inicia</translation>
    </message>
    <message>
        <source>A job starts a new step</source>
        <translation>Un trabajo comienza una nueva etapa</translation>
    </message>
    <message>
        <source>A job finishes</source>
        <translation>Un trabajo termina</translation>
    </message>
    <message>
        <source>A job fails</source>
        <translation>Un trabajo falla</translation>
    </message>
    <message>
        <source>A job is cancelled</source>
        <translation>Se cancela un trabajo</translation>
    </message>
    <message>
        <source>A job stalls</source>
        <translation>Un trabajo se estanca</translation>
    </message>
    <message>
        <source>No progress for much longer than is usual for the job.</source>
        <translation>Sin progreso durante mucho más tiempo del habitual para el trabajo.</translation>
    </message>
    <message>
        <source>A job waits unusually long</source>
        <translation>Un trabajo espera más de lo habitual</translation>
    </message>
    <message>
        <source>A job is no longer available</source>
        <translation>Un trabajo ya no está disponible</translation>
    </message>
    <message>
        <source>A sign-in is needed</source>
        <translation>Hay que iniciar sesión</translation>
    </message>
    <message>
        <source>The service is unreachable, or reachable again</source>
        <translation>El servicio no está accesible o vuelve a estarlo</translation>
    </message>
    <message>
        <source>Progress, every … percent</source>
        <translation>Progreso, cada … por ciento</translation>
    </message>
    <message>
        <source>0 turns this off.</source>
        <translation>0 para desactivar.</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Horas de silencio</translation>
    </message>
    <message>
        <source>Only failures and sign-in requests are shown then.</source>
        <translation>Durante las horas de silencio solo se muestran los fallos y las solicitudes de inicio de sesión.</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Silencio desde</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>Silencio hasta</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>ID de cliente</translation>
    </message>
    <message>
        <source>The ID of the native application that your organisation registered.</source>
        <translation>El ID de la aplicación nativa que registró su organización.</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>Ámbitos</translation>
    </message>
    <message>
        <source>Older applications: contextcapture:read.</source>
        <translation>Aplicaciones antiguas: contextcapture:read.</translation>
    </message>
    <message>
        <source>Sign-in ports</source>
        <translation>Puertos de inicio de sesión</translation>
    </message>
    <message>
        <source>Must match the registered redirect URIs; the first free one is used.</source>
        <translation>Deben coincidir con los URI de redirección registrados; se usa el primero libre.</translation>
    </message>
    <message>
        <source>Sign-in URL</source>
        <translation>URL de inicio de sesión</translation>
    </message>
    <message>
        <source>Stay signed in</source>
        <translation>Mantener la sesión iniciada</translation>
    </message>
    <message>
        <source>Protected: encrypted, with its key in the system’s credential store. Session: until ccwatch quits. File: unencrypted; anyone who can read your files can use it.</source>
        <translation>Protegido: cifrada, con su clave en el almacén de credenciales del sistema. Sesión: hasta que se cierre ccwatch. Archivo: sin cifrar; cualquiera que pueda leer sus archivos puede usarla.</translation>
    </message>
    <message>
        <source>http://host:port. Leave empty to use the system proxy.</source>
        <translation>http://host:port. Déjelo vacío para usar el proxy del sistema.</translation>
    </message>
    <message>
        <source>Job page URL</source>
        <translation>URL de la página del trabajo</translation>
    </message>
    <message>
        <source>A URL that contains {job}, for “Open in browser”.</source>
        <translation>Una URL que contenga {job}, para «Abrir en el navegador».</translation>
    </message>
    <message>
        <source>Allow cancelling jobs</source>
        <translation>Permitir cancelar trabajos</translation>
    </message>
    <message>
        <source>Adds “Cancel job…” to the menu of a job. ccwatch asks before it cancels.</source>
        <translation>Añade «Cancelar el trabajo…» al menú de un trabajo. ccwatch pregunta antes de cancelar.</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>Solicitudes por minuto</translation>
    </message>
    <message>
        <source>The limit of your organisation’s subscription.</source>
        <translation>El límite de la suscripción de su organización.</translation>
    </message>
    <message>
        <source>Requests per hour</source>
        <translation>Solicitudes por hora</translation>
    </message>
    <message>
        <source>There is no setting “{name}”.</source>
        <translation>No existe el ajuste «{name}».</translation>
    </message>
    <message>
        <source>“{label}” must be true or false.</source>
        <translation>«{label}» debe ser true o false.</translation>
    </message>
    <message>
        <source>“{label}” must be a whole number.</source>
        <translation>«{label}» debe ser un número entero.</translation>
    </message>
    <message>
        <source>“{label}” must be between {low} and {high}.</source>
        <translation>«{label}» debe estar entre {low} y {high}.</translation>
    </message>
    <message>
        <source>“{label}” must be one line of text.</source>
        <translation>«{label}» debe ser una sola línea de texto.</translation>
    </message>
    <message>
        <source>“{label}” must be one of {choices}.</source>
        <translation>«{label}» debe ser uno de: {choices}.</translation>
    </message>
    <message>
        <source>“{label}” must have the form {example}.</source>
        <translation>«{label}» debe tener la forma {example}.</translation>
    </message>
    <message>
        <source>“{label}” must not contain a user name or password.</source>
        <translation>«{label}» no debe contener ningún nombre de usuario ni contraseña.</translation>
    </message>
    <message>
        <source>“{label}” must not contain “?” or “#”.</source>
        <translation>«{label}» no debe contener «?» ni «#».</translation>
    </message>
    <message>
        <source>“{label}” must have a port from 1 to {highest}.</source>
        <translation>«{label}» debe tener un puerto entre 1 y {highest}.</translation>
    </message>
    <message>
        <source>“{label}” must be an https URL, such as {example}.</source>
        <translation>«{label}» debe ser una URL https, como {example}.</translation>
    </message>
    <message>
        <source>“{label}”: plain http is allowed on this computer only. Use https.</source>
        <translation>«{label}»: http sin cifrar solo se permite en este equipo. Use https.</translation>
    </message>
    <message>
        <source>No jobs</source>
        <translation>Sin trabajos</translation>
    </message>
    <message numerus="yes">
        <source>{n} job|{n} jobs</source>
        <translation>
            <numerusform>{n} trabajo</numerusform>
            <numerusform>{n} trabajos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} active|{n} active</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>{n} activo</numerusform>
            <numerusform>{n} activos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} needs attention|{n} need attention</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>{n} requiere atención</numerusform>
            <numerusform>{n} requieren atención</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign-in needed · {n} job waiting|Sign-in needed · {n} jobs waiting</source>
        <translation>
            <numerusform>Hay que iniciar sesión · {n} trabajo en espera</numerusform>
            <numerusform>Hay que iniciar sesión · {n} trabajos en espera</numerusform>
        </translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>estancado</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>quedan {time}</translation>
    </message>
    <message>
        <source>checked {time} ago</source>
        <translation>comprobado hace {time}</translation>
    </message>
    <message>
        <source>No service has a job with this ID.</source>
        <translation>Ningún servicio tiene un trabajo con este ID.</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En cola</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Activo</translation>
    </message>
    <message>
        <source>Stalled</source>
        <translation>Estancado</translation>
    </message>
    <message>
        <source>Ending</source>
        <translation>Acabando</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Finalizado</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminado</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallido</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelado</translation>
    </message>
    <message>
        <source>No longer available</source>
        <translation>Ya no disponible</translation>
    </message>
    <message>
        <source>Ended, outcome unknown</source>
        <translation>Finalizado, resultado desconocido</translation>
    </message>
    <message>
        <source>{percentage}&#x202f;%</source>
        <translation>{percentage}&#x202f;%</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Cancelando…</translation>
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
        <translation>{time} de retraso</translation>
    </message>
    <message>
        <source>under 1 min</source>
        <translation>menos de 1&#xa0;min</translation>
    </message>
    <message numerus="yes">
        <source>about {n} day|about {n} days</source>
        <translation>
            <numerusform>aprox. {n} día</numerusform>
            <numerusform>aprox. {n} días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{low} – {n} day|{low} – {n} days</source>
        <translation>
            <numerusform>{low} – {n} día</numerusform>
            <numerusform>{low} – {n} días</numerusform>
        </translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>aprox. {time}</translation>
    </message>
    <message>
        <source>up to {time}</source>
        <translation>hasta {time}</translation>
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
            <numerusform>{n} trabajo está en espera.</numerusform>
            <numerusform>{n} trabajos están en espera.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>No encontrado</translation>
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
        <translation>{title}: {message} ccwatch continúa el seguimiento. {advice}</translation>
    </message>
    <message>
        <source>The job list was written by a later version of ccwatch.</source>
        <translation>La lista de trabajos la escribió una versión posterior de ccwatch.</translation>
    </message>
    <message>
        <source>The job list was damaged.</source>
        <translation>La lista de trabajos estaba dañada.</translation>
    </message>
    <message>
        <source>{file} was written by a later version of ccwatch.</source>
        <translation>{file} fue escrito por una versión posterior de ccwatch.</translation>
    </message>
    <message>
        <source>Install that version again, or move the file away.</source>
        <translation>Vuelva a instalar esa versión o mueva el archivo a otro lugar.</translation>
    </message>
    <message numerus="yes">
        <source>The file was renamed to {file}; {n} job could be recovered from it.|The file was renamed to {file}; {n} jobs could be recovered from it.</source>
        <translation>
            <numerusform>Se cambió el nombre del archivo a {file}; se pudo recuperar {n} trabajo.</numerusform>
            <numerusform>Se cambió el nombre del archivo a {file}; se pudieron recuperar {n} trabajos.</numerusform>
        </translation>
    </message>
    <message>
        <source>{folder} is not writable.</source>
        <translation>No se puede escribir en {folder}.</translation>
    </message>
    <message>
        <source>CCWATCH_HOME is {folder}, which cannot be found.</source>
        <translation>CCWATCH_HOME indica {folder}, que no se encuentra.</translation>
    </message>
    <message>
        <source>There is no home folder: HOME is missing or is not a full path.</source>
        <translation>No hay carpeta personal: falta HOME o no es una ruta completa.</translation>
    </message>
    <message>
        <source>{path} belongs to another user.</source>
        <translation>{path} pertenece a otro usuario.</translation>
    </message>
    <message>
        <source>{path} can be changed by {others}.</source>
        <translation>{path} puede ser modificado por {others}.</translation>
    </message>
    <message>
        <source>To fix this, run: {command}</source>
        <translation>Para solucionarlo, ejecute: {command}</translation>
    </message>
    <message>
        <source>Set CCWATCH_HOME to a folder that belongs to you.</source>
        <translation>Asigne a CCWATCH_HOME una carpeta que le pertenezca.</translation>
    </message>
    <message>
        <source>{name} in {file}: {reason} The default is used instead.</source>
        <translation>{name} en {file}: {reason} En su lugar se usa el valor predeterminado.</translation>
    </message>
    <message>
        <source>{name} is in {file} more than once; the last one counts.</source>
        <translation>{name} aparece más de una vez en {file}; se aplica el último valor.</translation>
    </message>
    <message>
        <source>The settings could not be read; the file was left as it is: {reason}.</source>
        <translation>No se pudieron leer los ajustes; el archivo se dejó como estaba: {reason}.</translation>
    </message>
    <message>
        <source>The settings could not be read. The file was renamed to {file}.</source>
        <translation>No se pudieron leer los ajustes. Se cambió el nombre del archivo a {file}.</translation>
    </message>
    <message>
        <source>Signed out of ccwatch. Your browser may still be signed in.</source>
        <translation>Sesión cerrada en ccwatch. Puede que siga abierta en el navegador.</translation>
    </message>
    <message>
        <source>You are not signed in.</source>
        <translation>No ha iniciado sesión.</translation>
    </message>
    <message>
        <source>You signed out.</source>
        <translation>Ha cerrado la sesión.</translation>
    </message>
    <message>
        <source>Your subscription does not include this list. Add jobs by their IDs.</source>
        <translation>Su suscripción no incluye esta lista. Añada los trabajos por su ID.</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>The demo contacts only this computer.</source>
        <translation>La demo solo se conecta a este equipo.</translation>
    </message>
    <message>
        <source>Already watched: {name}</source>
        <translation>Ya se sigue: {name}</translation>
    </message>
    <message>
        <source>No job ID found.</source>
        <translation>No se encontró ningún ID de trabajo.</translation>
    </message>
    <message>
        <source>A link asks ccwatch to watch {name}. Watch it?</source>
        <translation>Un enlace pide a ccwatch que siga {name}. ¿Seguirlo?</translation>
    </message>
    <message numerus="yes">
        <source>A link asks ccwatch to watch {n} job. Watch it?|A link asks ccwatch to watch {n} jobs. Watch them?</source>
        <translation>
            <numerusform>Un enlace pide a ccwatch que siga {n} trabajo. ¿Seguirlo?</numerusform>
            <numerusform>Un enlace pide a ccwatch que siga {n} trabajos. ¿Seguirlos?</numerusform>
        </translation>
    </message>
    <message>
        <source>No longer watching {name}.</source>
        <translation>Ya no se sigue {name}.</translation>
    </message>
    <message numerus="yes">
        <source>No longer watching {n} job.|No longer watching {n} jobs.</source>
        <translation>
            <numerusform>Ya no se sigue {n} trabajo.</numerusform>
            <numerusform>Ya no se siguen {n} trabajos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Watch job {job} from the clipboard?</source>
        <translation>¿Seguir el trabajo {job} del portapapeles?</translation>
    </message>
    <message>
        <source>Watch</source>
        <comment>a button</comment>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>Las notificaciones funcionan.</translation>
    </message>
    <message>
        <source>Test notification</source>
        <translation>Notificación de prueba</translation>
    </message>
    <message>
        <source>Not shown: {reason}.</source>
        <translation>No se mostró: {reason}.</translation>
    </message>
    <message>
        <source>Sent through {name}.</source>
        <extracomment>{name} is what took a notification</extracomment>
        <translation>Enviada mediante: {name}.</translation>
    </message>
    <message>
        <source>ccwatch closed unexpectedly last time.</source>
        <translation>La última vez, ccwatch se cerró de forma inesperada.</translation>
    </message>
    <message>
        <source>Something went wrong ({error}). ccwatch keeps running.</source>
        <translation>Algo salió mal ({error}). ccwatch sigue en ejecución.</translation>
    </message>
    <message>
        <source>tray balloon</source>
        <translation>globo de la bandeja</translation>
    </message>
    <message>
        <source>the tray icon cannot show one</source>
        <translation>el icono de la bandeja no puede mostrarla</translation>
    </message>
    <message>
        <source>desktop notifications</source>
        <translation>notificaciones de escritorio</translation>
    </message>
    <message>
        <source>the system did not accept it</source>
        <translation>el sistema no la aceptó</translation>
    </message>
    <message>
        <source>the system did not answer in time</source>
        <translation>el sistema no respondió a tiempo</translation>
    </message>
    <message>
        <source>this system has no notifications</source>
        <translation>este sistema no tiene notificaciones</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>a button</comment>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Mute this job</source>
        <translation>Silenciar este trabajo</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>No molestar</translation>
    </message>
    <message>
        <source>no notification daemon answers</source>
        <translation>no responde ningún servicio de notificaciones</translation>
    </message>
    <message>
        <source>notifications cannot be shown here</source>
        <translation>aquí no se pueden mostrar notificaciones</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Dejar de silenciar</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Silenciar</translation>
    </message>
    <message>
        <source>Copy ID</source>
        <translation>Copiar ID</translation>
    </message>
    <message>
        <source>Copy IDs</source>
        <translation>Copiar los ID</translation>
    </message>
    <message>
        <source>Copy errors and warnings</source>
        <translation>Copiar errores y advertencias</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>Abrir en el navegador</translation>
    </message>
    <message>
        <source>Export history…</source>
        <translation>Exportar el historial…</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Dejar de seguir</translation>
    </message>
    <message>
        <source>Paste job IDs or links</source>
        <translation>Pegue ID de trabajos o enlaces</translation>
    </message>
    <message>
        <source>Job IDs or links to watch</source>
        <translation>ID de trabajos o enlaces que seguir</translation>
    </message>
    <message>
        <source>IDs or links, several at once. Enter adds them.</source>
        <translation>ID o enlaces, varios a la vez. Intro los añade.</translation>
    </message>
    <message>
        <source>{trouble} since {time}. {reason}</source>
        <extracomment>{time}: 14:05, Mon 14:05, 24/11/2026 14:05</extracomment>
        <translation>{trouble} (desde: {time}). {reason}</translation>
    </message>
    <message>
        <source>The service asked ccwatch to wait. Checks resume in {time}.</source>
        <translation>El servicio pidió a ccwatch que esperara. Las comprobaciones se reanudarán dentro de {time}.</translation>
    </message>
    <message>
        <source>Too many jobs for the request limit: ccwatch checks them less often.</source>
        <translation>Demasiados trabajos para el límite de solicitudes: ccwatch los comprueba con menos frecuencia.</translation>
    </message>
    <message>
        <source>Demo with sample jobs. Time runs {number} times faster; it is {time} in the demo.</source>
        <translation>Demo con trabajos de ejemplo. El tiempo pasa {number} veces más rápido; hora de la demo: {time}.</translation>
    </message>
    <message>
        <source>Progress: {percentage}</source>
        <translation>Progreso: {percentage}</translation>
    </message>
    <message>
        <source>Save chart as picture…</source>
        <translation>Guardar el gráfico como imagen…</translation>
    </message>
    <message>
        <source>No data from {since} to {until}</source>
        <translation>Sin datos de {since} a {until}</translation>
    </message>
    <message>
        <source>No progress yet</source>
        <translation>Aún no hay progreso</translation>
    </message>
    <message>
        <source>About ccwatch</source>
        <translation>Acerca de ccwatch</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotecas</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Open the folder: {folder}</source>
        <translation>Abrir la carpeta: {folder}</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Copiar los datos</translation>
    </message>
    <message>
        <source>Watches reconstruction jobs and shows their progress.</source>
        <translation>Sigue los trabajos de reconstrucción y muestra su progreso.</translation>
    </message>
    <message>
        <source>Free software under the MIT licence. Not a product of Bentley Systems.</source>
        <translation>Software libre con licencia MIT. No es un producto de Bentley Systems.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>Cancel job</source>
        <translation>Cancelar el trabajo</translation>
    </message>
    <message>
        <source>Cancel “{name}”?</source>
        <translation>¿Cancelar «{name}»?</translation>
    </message>
    <message>
        <source>The service will end it. What it has produced is lost, and this cannot be undone.</source>
        <translation>El servicio lo terminará. Lo que haya producido se pierde y no se puede deshacer.</translation>
    </message>
    <message>
        <source>Keep job</source>
        <translation>Conservar el trabajo</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Tiempo restante</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Añadido</translation>
    </message>
    <message>
        <source>{layer}: works</source>
        <translation>{layer}: funciona</translation>
    </message>
    <message>
        <source>{layer}: fails</source>
        <translation>{layer}: falla</translation>
    </message>
    <message>
        <source>{layer}: not tested</source>
        <translation>{layer}: sin probar</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Probar la conexión</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Probando…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation>Copiar: {what}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Calidad</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Enviado</translation>
    </message>
    <message>
        <source>Queue time</source>
        <translation>En cola</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>Ejecución</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>Motores</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Estimación</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>Copy the job’s ID</source>
        <translation>Copiar el ID del trabajo</translation>
    </message>
    <message>
        <source>Open the job’s page in the browser</source>
        <translation>Abrir la página del trabajo en el navegador</translation>
    </message>
    <message>
        <source>Diagnostics…</source>
        <translation>Diagnóstico…</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Cronología</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Errors ({number})</source>
        <translation>Errores ({number})</translation>
    </message>
    <message>
        <source>Copy the errors</source>
        <translation>Copiar los errores</translation>
    </message>
    <message>
        <source>Warnings ({number})</source>
        <translation>Advertencias ({number})</translation>
    </message>
    <message>
        <source>Copy the warnings</source>
        <translation>Copiar las advertencias</translation>
    </message>
    <message>
        <source>Outputs ({number})</source>
        <translation>Resultados ({number})</translation>
    </message>
    <message>
        <source>Copy the outputs</source>
        <translation>Copiar los resultados</translation>
    </message>
    <message>
        <source>More actions for this job</source>
        <translation>Más acciones para este trabajo</translation>
    </message>
    <message>
        <source>{number} units</source>
        <translation>{number} unidades</translation>
    </message>
    <message>
        <source>{left} left, done by {time}</source>
        <translation>Quedan {left}; fin a más tardar: {time}</translation>
    </message>
    <message>
        <source>{left} left, done around {time}</source>
        <translation>Quedan {left}; fin previsto: {time}</translation>
    </message>
    <message>
        <source>Finished at {percentage}</source>
        <translation>Terminado al {percentage}</translation>
    </message>
    <message>
        <source>Failed at {percentage}</source>
        <translation>Fallido al {percentage}</translation>
    </message>
    <message>
        <source>Cancelled at {percentage}</source>
        <translation>Cancelado al {percentage}</translation>
    </message>
    <message>
        <source>No longer available at {percentage}</source>
        <translation>Ya no disponible al {percentage}</translation>
    </message>
    <message>
        <source>Started watching</source>
        <translation>Inicio del seguimiento</translation>
    </message>
    <message>
        <source>Found in the list of your jobs</source>
        <translation>Encontrado en la lista de sus trabajos</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Iniciado</translation>
    </message>
    <message>
        <source>Active again</source>
        <translation>Activo de nuevo</translation>
    </message>
    <message>
        <source>{step} started</source>
        <translation>Inicio: {step}</translation>
    </message>
    <message>
        <source>State changed to {state}</source>
        <translation>El estado cambió a {state}</translation>
    </message>
    <message>
        <source>{percentage} when first checked</source>
        <translation>{percentage} en la primera comprobación</translation>
    </message>
    <message>
        <source>Cancellation requested</source>
        <translation>Cancelación solicitada</translation>
    </message>
    <message>
        <source>Stalled for {time}</source>
        <translation>Estancado desde hace {time}</translation>
    </message>
    <message>
        <source>Queued for {time}</source>
        <translation>En cola desde hace {time}</translation>
    </message>
    <message>
        <source>The next job was not submitted</source>
        <translation>El siguiente trabajo no se ha enviado</translation>
    </message>
    <message>
        <source>Found in {service}</source>
        <translation>Encontrado en {service}</translation>
    </message>
    <message>
        <source>Found in {service}, but also in {others}, where it is not watched</source>
        <translation>Encontrado en {service}, pero también en {others}, donde no se sigue</translation>
    </message>
    <message>
        <source>{end}. {reason}</source>
        <translation>{end}. {reason}</translation>
    </message>
    <message>
        <source>Service reachable again</source>
        <translation>Servicio accesible de nuevo</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>Aún no hay trabajos</translation>
    </message>
    <message>
        <source>Paste a job’s ID or link above, or drop it here.</source>
        <translation>Pegue arriba el ID o el enlace de un trabajo, o suéltelo aquí.</translation>
    </message>
    <message>
        <source>Paste from the clipboard</source>
        <translation>Pegar del portapapeles</translation>
    </message>
    <message>
        <source>No matching jobs</source>
        <translation>Ningún trabajo coincide</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Trabajos</translation>
    </message>
    <message>
        <source>ccwatch – demo</source>
        <translation>ccwatch – demo</translation>
    </message>
    <message>
        <source>Pause notifications for a while</source>
        <translation>Pausar las notificaciones un rato</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Snoozed until {time}</source>
        <translation>Pausa hasta {time}</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Copiar informe</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Todos los estados</translation>
    </message>
    <message>
        <source>All types</source>
        <translation>Todos los tipos</translation>
    </message>
    <message>
        <source>All iTwins</source>
        <translation>Todos los iTwins</translation>
    </message>
    <message>
        <source>Filter by state</source>
        <translation>Filtrar por estado</translation>
    </message>
    <message>
        <source>Filter by type</source>
        <translation>Filtrar por tipo</translation>
    </message>
    <message>
        <source>Filter by iTwin</source>
        <translation>Filtrar por iTwin</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtrar</translation>
    </message>
    <message>
        <source>Filter jobs</source>
        <translation>Filtrar trabajos</translation>
    </message>
    <message>
        <source>My jobs…</source>
        <translation>Mis trabajos…</translation>
    </message>
    <message>
        <source>Send a test notification</source>
        <translation>Enviar una notificación de prueba</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Cerrar sesión</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Ajustes…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Job type</source>
        <translation>Tipo de trabajo</translation>
    </message>
    <message>
        <source>Progress line</source>
        <translation>Línea de progreso</translation>
    </message>
    <message>
        <source>Next check</source>
        <translation>Próxima comprobación</translation>
    </message>
    <message>
        <source>Reverse order</source>
        <translation>Orden inverso</translation>
    </message>
    <message>
        <source>Show in rows</source>
        <translation>Mostrar en las filas</translation>
    </message>
    <message>
        <source>Sorted by {column}</source>
        <translation>Ordenado por: {column}</translation>
    </message>
    <message>
        <source>Sorted by {column}, reversed</source>
        <translation>Ordenado por: {column}, al revés</translation>
    </message>
    <message>
        <source>My jobs</source>
        <translation>Mis trabajos</translation>
    </message>
    <message>
        <source>Filter my jobs</source>
        <translation>Filtrar mis trabajos</translation>
    </message>
    <message>
        <source>Asking the service…</source>
        <translation>Consultando el servicio…</translation>
    </message>
    <message>
        <source>This list may not be complete: {reason}</source>
        <translation>Puede que esta lista no esté completa: {reason}</translation>
    </message>
    <message>
        <source>The service lists no jobs for your account.</source>
        <translation>El servicio no muestra ningún trabajo para su cuenta.</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>En seguimiento</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Job name</source>
        <translation>Nombre del trabajo</translation>
    </message>
    <message>
        <source>Waiting for an engine</source>
        <translation>En espera de un motor</translation>
    </message>
    <message>
        <source>Not submitted</source>
        <translation>Sin enviar</translation>
    </message>
    <message>
        <source>Stalled {time}</source>
        <extracomment>{time} is how long</extracomment>
        <translation>Estancado {time}</translation>
    </message>
    <message>
        <source>ended {time}</source>
        <extracomment>{time}: 14:05, yesterday, Mon, 24/11</extracomment>
        <translation>fin: {time}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en espera</translation>
    </message>
    <message>
        <source>check in {time}</source>
        <translation>control en {time}</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>Etapa {number} de {count}</translation>
    </message>
    <message>
        <source>Waiting for the next job</source>
        <translation>En espera del siguiente trabajo</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>comprobando</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>ayer</translation>
    </message>
    <message>
        <source>after {time}</source>
        <translation>tras {time}</translation>
    </message>
    <message>
        <source>took {time}</source>
        <translation>duró {time}</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Datos</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licencias</translation>
    </message>
    <message>
        <source>Setting groups</source>
        <translation>Grupos de ajustes</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Buscar en los ajustes</translation>
    </message>
    <message>
        <source>No matching settings</source>
        <translation>Ningún ajuste coincide</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>Probar la conexión</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Set by {variable}.</source>
        <translation>Definido por {variable}.</translation>
    </message>
    <message>
        <source>Reset to default</source>
        <translation>Restablecer</translation>
    </message>
    <message>
        <source>Reset “{setting}” to default</source>
        <translation>Restablecer «{setting}»</translation>
    </message>
    <message>
        <source>Your browser should have opened. Sign in there; ccwatch is waiting.

If it did not open, or to use another browser or profile, open this URL there. If it shows an error, check the client ID and the registered redirect URIs.</source>
        <translation>Debería haberse abierto su navegador. Inicie sesión en él; ccwatch está esperando.

Si no se abrió, o para usar otro navegador o perfil, abra allí esta URL. Si se muestra un error, compruebe el ID de cliente y los URI de redirección registrados.</translation>
    </message>
    <message>
        <source>Asking the sign-in service where to sign in…</source>
        <translation>Buscando la página de inicio de sesión…</translation>
    </message>
    <message>
        <source>sign-in URL</source>
        <translation>URL de inicio de sesión</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Abrir de nuevo</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Volver a intentarlo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>Iniciando sesión</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 minutos</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 hora</translation>
    </message>
    <message>
        <source>Until tomorrow</source>
        <translation>Hasta mañana</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Desactivar ahora</translation>
    </message>
    <message numerus="yes">
        <source>History ({n} unread)|History ({n} unread)</source>
        <translation>
            <numerusform>Historial ({n} sin leer)</numerusform>
            <numerusform>Historial ({n} sin leer)</numerusform>
        </translation>
    </message>
    <message>
        <source>Open ccwatch</source>
        <translation>Abrir ccwatch</translation>
    </message>
    <message>
        <source>Add from clipboard</source>
        <translation>Añadir desde el portapapeles</translation>
    </message>
    <message>
        <source>ccwatch watches your reconstruction jobs from the tray. It signs in through an application that your organisation registers once. If you already have its client ID, skip to step 2.</source>
        <translation>ccwatch sigue sus trabajos de reconstrucción desde la bandeja del sistema. Inicia sesión mediante una aplicación que su organización registra una sola vez. Si ya tiene su ID de cliente, vaya al paso 2.</translation>
    </message>
    <message>
        <source>On the vendor’s developer portal, register a new application of the type “Native” (also called “Desktop / Mobile”) with this scope and all of these redirect URIs, exactly as shown:</source>
        <translation>En el portal para desarrolladores del proveedor, registre una aplicación nueva del tipo «Native» (también llamado «Desktop / Mobile») con este ámbito y todos estos URI de redirección, exactamente como se muestran:</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>Definido por su administrador.</translation>
    </message>
    <message>
        <source>scope {scope}</source>
        <translation>ámbito {scope}</translation>
    </message>
    <message>
        <source>redirect URI {address}</source>
        <translation>URI de redirección {address}</translation>
    </message>
    <message>
        <source>Welcome to ccwatch</source>
        <translation>Bienvenido a ccwatch</translation>
    </message>
    <message>
        <source>Open the developer portal</source>
        <translation>Abrir el portal para desarrolladores</translation>
    </message>
    <message>
        <source>1  Register an application</source>
        <translation>1  Registrar una aplicación</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Ámbito</translation>
    </message>
    <message>
        <source>Redirect URIs</source>
        <translation>URI de redirección</translation>
    </message>
    <message>
        <source>2  Sign in</source>
        <translation>2  Iniciar sesión</translation>
    </message>
    <message>
        <source>Client ID of that application</source>
        <translation>ID de cliente de esa aplicación</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Entorno</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Probar la demo</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
    <message>
        <source>Custom: {address}</source>
        <translation>Personalizado: {address}</translation>
    </message>
    <message>
        <source>The client ID is missing. The developer portal shows it after registering.</source>
        <translation>Falta el ID de cliente. El portal para desarrolladores lo muestra tras el registro.</translation>
    </message>
    <message>
        <source>Signed out by the service.</source>
        <translation>El servicio cerró la sesión.</translation>
    </message>
    <message>
        <source>Start at sign-in not changed</source>
        <translation>No se pudo cambiar el inicio automático al iniciar sesión</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}.</translation>
    </message>
    <message>
        <source>a command on Windows can have at most {longest} characters</source>
        <translation>en Windows, un comando puede tener {longest} caracteres como máximo</translation>
    </message>
    <message>
        <source>Move ccwatch to a folder with a shorter name.</source>
        <translation>Mueva ccwatch a una carpeta con un nombre más corto.</translation>
    </message>
    <message>
        <source>Your organisation may not allow it.</source>
        <translation>Puede que su organización no lo permita.</translation>
    </message>
    <message>
        <source>This ccwatch has no setting “{name}”.</source>
        <translation>Este ccwatch no tiene el ajuste «{name}».</translation>
    </message>
    <message>
        <source>“{label}” is set by {variable}.</source>
        <translation>«{label}» está definido por {variable}.</translation>
    </message>
    <message numerus="yes">
        <source>{n} setting imported.|{n} settings imported.</source>
        <translation>
            <numerusform>{n} ajuste importado.</numerusform>
            <numerusform>{n} ajustes importados.</numerusform>
        </translation>
    </message>
    <message>
        <source>on</source>
        <comment>a setting</comment>
        <translation>activado</translation>
    </message>
    <message>
        <source>off</source>
        <comment>a setting</comment>
        <translation>desactivado</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vacío</translation>
    </message>
    <message>
        <source>Not imported:</source>
        <translation>No aceptados:</translation>
    </message>
    <message>
        <source>“{label}”: importing a file cannot reduce the protection.</source>
        <translation>«{label}»: la importación de un archivo no puede reducir la protección.</translation>
    </message>
    <message numerus="yes">
        <source>And {n} more.|And {n} more.</source>
        <translation>
            <numerusform>Y {n} más.</numerusform>
            <numerusform>Y {n} más.</numerusform>
        </translation>
    </message>
    <message>
        <source>{path} contains no settings.</source>
        <translation>{path} no contiene ajustes.</translation>
    </message>
    <message>
        <source>File cannot be used</source>
        <translation>No se puede usar el archivo</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Elija otro archivo.</translation>
    </message>
    <message>
        <source>Not available in the demo.</source>
        <translation>No disponible en la demo.</translation>
    </message>
    <message>
        <source>In the tray, without a window.</source>
        <translation>En la bandeja, sin ventana.</translation>
    </message>
    <message>
        <source>Another copy of ccwatch is set to start. To start this one, turn this off and on again.</source>
        <translation>Está configurado el inicio de otra copia de ccwatch. Desactive y vuelva a activar esta opción para que se inicie esta.</translation>
    </message>
    <message>
        <source>The settings are in {file}.</source>
        <translation>Los ajustes están en {file}.</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Volver a la lista</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>Todos los trabajos</translation>
    </message>
    <message>
        <source>Start ccwatch when I sign in to this computer</source>
        <translation>Iniciar ccwatch cuando inicie sesión en este equipo</translation>
    </message>
    <message>
        <source>Autostart</source>
        <translation>Inicio automático</translation>
    </message>
    <message>
        <source>Export settings…</source>
        <translation>Exportar los ajustes…</translation>
    </message>
    <message>
        <source>Import settings…</source>
        <translation>Importar los ajustes…</translation>
    </message>
    <message>
        <source>All settings in one file, for use on another computer. Your sign-in is not included.</source>
        <translation>Todos los ajustes en un archivo, para usarlos en otro equipo. No incluye su sesión.</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>Exportar los ajustes</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Importar los ajustes</translation>
    </message>
    <message numerus="yes">
        <source>{file} changes {n} setting:|{file} changes {n} settings:</source>
        <translation>
            <numerusform>{file} cambia {n} ajuste:</numerusform>
            <numerusform>{file} cambia {n} ajustes:</numerusform>
        </translation>
    </message>
    <message>
        <source>The settings in bold decide where ccwatch signs in and checks your jobs. Import them only from someone you trust.</source>
        <translation>Los ajustes en negrita determinan dónde inicia sesión ccwatch y dónde comprueba sus trabajos. Impórtelos solo si proceden de alguien de confianza.</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Cambios</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Ajuste</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Actual</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nuevo</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>Ajustes (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Anywhere in the window</source>
        <translation>En cualquier parte de la ventana</translation>
    </message>
    <message>
        <source>In the list</source>
        <translation>En la lista</translation>
    </message>
    <message>
        <source>Selected jobs</source>
        <translation>Trabajos seleccionados</translation>
    </message>
    <message>
        <source>In the details</source>
        <translation>En los detalles</translation>
    </message>
    <message>
        <source>In the chart</source>
        <translation>En el gráfico</translation>
    </message>
    <message>
        <source>In the history</source>
        <translation>En el historial</translation>
    </message>
    <message>
        <source>In the field for new jobs</source>
        <translation>En el campo de trabajos nuevos</translation>
    </message>
    <message>
        <source>In the filter</source>
        <translation>En el filtro</translation>
    </message>
    <message>
        <source>Go to the field for new jobs</source>
        <translation>Ir al campo de trabajos nuevos</translation>
    </message>
    <message>
        <source>Go to the filter</source>
        <translation>Ir al filtro</translation>
    </message>
    <message>
        <source>Open the history</source>
        <translation>Abrir el historial</translation>
    </message>
    <message>
        <source>Watch the jobs on the clipboard</source>
        <translation>Seguir los trabajos del portapapeles</translation>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation>Aceptar la sugerencia</translation>
    </message>
    <message>
        <source>Wall screen</source>
        <translation>Pantalla mural</translation>
    </message>
    <message>
        <source>Cancel job…</source>
        <translation>Cancelar el trabajo…</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>Abrir los ajustes</translation>
    </message>
    <message>
        <source>Open the menu at the top right</source>
        <translation>Abrir el menú de arriba a la derecha</translation>
    </message>
    <message>
        <source>Show this page</source>
        <translation>Mostrar esta página</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Cerrar la ventana</translation>
    </message>
    <message>
        <source>Quit ccwatch</source>
        <translation>Salir de ccwatch</translation>
    </message>
    <message>
        <source>Go to the details</source>
        <translation>Ir a los detalles</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Borrar el filtro</translation>
    </message>
    <message>
        <source>Show the jobs of a survey</source>
        <translation>Mostrar los trabajos de un levantamiento</translation>
    </message>
    <message>
        <source>Hide the jobs of a survey</source>
        <translation>Ocultar los trabajos de un levantamiento</translation>
    </message>
    <message>
        <source>Open the menu of the selected jobs</source>
        <translation>Abrir el menú de los trabajos seleccionados</translation>
    </message>
    <message>
        <source>Select all jobs</source>
        <translation>Seleccionar todos los trabajos</translation>
    </message>
    <message>
        <source>Select more jobs</source>
        <translation>Seleccionar más trabajos</translation>
    </message>
    <message>
        <source>Move along the chart</source>
        <translation>Desplazarse por el gráfico</translation>
    </message>
    <message>
        <source>Go to the start or end of the chart</source>
        <translation>Ir al principio o al final del gráfico</translation>
    </message>
    <message>
        <source>Open the job of a notification</source>
        <translation>Abrir el trabajo de una notificación</translation>
    </message>
    <message>
        <source>Copy the notification</source>
        <translation>Copiar la notificación</translation>
    </message>
    <message>
        <source>Clear the filter, or go back to the list</source>
        <translation>Borrar el filtro o volver a la lista</translation>
    </message>
    <message>
        <source>Watch the jobs</source>
        <translation>Seguir los trabajos</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Nueva línea</translation>
    </message>
    <message>
        <source>Clear the field</source>
        <translation>Borrar el campo</translation>
    </message>
    <message>
        <source>Clear the filter, and go to the list</source>
        <translation>Borrar el filtro e ir a la lista</translation>
    </message>
    <message>
        <source>Go to the list</source>
        <translation>Ir a la lista</translation>
    </message>
    <message>
        <source>{job} – history</source>
        <translation>{job} – historial</translation>
    </message>
    <message>
        <source>Export history</source>
        <translation>Exportar el historial</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <source>{job} – progress</source>
        <translation>{job} – progreso</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>Guardar el gráfico</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>Guardado como {file}.</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Mostrar la carpeta</translation>
    </message>
    <message>
        <source>This job is no longer watched.</source>
        <translation>Este trabajo ya no se sigue.</translation>
    </message>
    <message>
        <source>Watch it again</source>
        <translation>Volver a seguirlo</translation>
    </message>
    <message>
        <source>Percentage done</source>
        <translation>Porcentaje completado</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Sin datos</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Etapas</translation>
    </message>
    <message>
        <source>Expected end</source>
        <translation>Fin previsto</translation>
    </message>
    <message>
        <source>Diagnostics of {job}</source>
        <translation>Diagnóstico de {job}</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnóstico</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message numerus="yes">
        <source>History, {n} unread|History, {n} unread</source>
        <translation>
            <numerusform>Historial, {n} sin leer</numerusform>
            <numerusform>Historial, {n} sin leer</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} ({key})</source>
        <extracomment>what a button is called, and the key for it: History (Ctrl+H)</extracomment>
        <translation>{name} ({key})</translation>
    </message>
    <message>
        <source>All notifications</source>
        <translation>Todas las notificaciones</translation>
    </message>
    <message>
        <source>Failed jobs</source>
        <translation>Trabajos fallidos</translation>
    </message>
    <message>
        <source>Ended jobs</source>
        <translation>Trabajos finalizados</translation>
    </message>
    <message>
        <source>Jobs in progress</source>
        <translation>Trabajos en curso</translation>
    </message>
    <message>
        <source>Account and service</source>
        <translation>Cuenta y servicio</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Volver</translation>
    </message>
    <message>
        <source>Mark all as read</source>
        <translation>Marcar todo como leído</translation>
    </message>
    <message>
        <source>Show older</source>
        <translation>Mostrar anteriores</translation>
    </message>
    <message numerus="yes">
        <source>{n} unread|{n} unread</source>
        <translation>
            <numerusform>{n} sin leer</numerusform>
            <numerusform>{n} sin leer</numerusform>
        </translation>
    </message>
    <message>
        <source>All read</source>
        <translation>Todo leído</translation>
    </message>
    <message>
        <source>The newest {number} of {total} notifications</source>
        <translation>Las {number} notificaciones más recientes de {total}</translation>
    </message>
    <message numerus="yes">
        <source>{n} notification|{n} notifications</source>
        <translation>
            <numerusform>{n} notificación</numerusform>
            <numerusform>{n} notificaciones</numerusform>
        </translation>
    </message>
    <message>
        <source>The history cannot be read</source>
        <translation>No se puede leer el historial</translation>
    </message>
    <message>
        <source>Filter notifications</source>
        <translation>Filtrar notificaciones</translation>
    </message>
    <message>
        <source>Showing: {kind}</source>
        <translation>Se muestra: {kind}</translation>
    </message>
    <message>
        <source>No notifications yet</source>
        <translation>Aún no hay notificaciones</translation>
    </message>
    <message>
        <source>Every notification is kept here, even if the system did not show it.</source>
        <translation>Aquí se conservan todas las notificaciones, aunque el sistema no las haya mostrado.</translation>
    </message>
    <message>
        <source>Older notifications are available.</source>
        <translation>Hay notificaciones anteriores disponibles.</translation>
    </message>
    <message>
        <source>No matching notifications</source>
        <translation>Ninguna notificación coincide</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>retenida</translation>
    </message>
    <message>
        <source>not shown yet</source>
        <translation>aún no mostrada</translation>
    </message>
    <message>
        <source>not shown by the system</source>
        <translation>no mostrada por el sistema</translation>
    </message>
    <message>
        <source>step of a survey</source>
        <translation>etapa de un levantamiento</translation>
    </message>
    <message>
        <source>held back until {time}</source>
        <translation>retenida hasta: {time}</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze hold it back.</source>
        <translation>La retienen las horas de silencio o «No molestar».</translation>
    </message>
    <message>
        <source>It is about to be shown.</source>
        <translation>Está a punto de mostrarse.</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze held it back until {time}; the system did not show it then.</source>
        <translation>La retuvieron las horas de silencio o «No molestar» (hasta: {time}); después el sistema no la mostró.</translation>
    </message>
    <message>
        <source>The system did not show it. You can send a test notification in the settings.</source>
        <translation>El sistema no la mostró. Puede enviar una notificación de prueba desde los ajustes.</translation>
    </message>
    <message>
        <source>Only the end of a survey is shown; this is one of its steps.</source>
        <translation>Solo se muestra el final de un levantamiento; esta es una de sus etapas.</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze held it back until {time}.</source>
        <translation>La retuvieron las horas de silencio o «No molestar» (hasta: {time}).</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Sin leer</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <extracomment>{day}: Mon, 24/11/2026; {time}: 14:05</extracomment>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>ends around {time}</source>
        <extracomment>{time}: 14:05, Mon 14:05</extracomment>
        <translation>fin sobre las {time}</translation>
    </message>
    <message>
        <source>ends {first} – {last}</source>
        <extracomment>{first} and {last}: 14:05, Mon 14:05</extracomment>
        <translation>fin {first} – {last}</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Ayer</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons, so ccwatch stays in this window. Closing it quits ccwatch. A panel with a system tray would show the icon.</source>
        <translation>Este escritorio no muestra iconos en la bandeja, así que ccwatch permanece en esta ventana. Si la cierra, ccwatch se cierra. Un panel con bandeja del sistema mostraría el icono.</translation>
    </message>
    <message>
        <source>GNOME shows tray icons only with the extension “AppIndicator and KStatusNotifierItem Support”. Without it ccwatch stays in this window. Closing it quits ccwatch.</source>
        <translation>GNOME solo muestra iconos en la bandeja con la extensión «AppIndicator and KStatusNotifierItem Support». Sin ella, ccwatch permanece en esta ventana. Si la cierra, ccwatch se cierra.</translation>
    </message>
    <message>
        <source>The reply contains no version.</source>
        <translation>La respuesta no contiene ninguna versión.</translation>
    </message>
    <message>
        <source>Page of the new version</source>
        <translation>Página de la nueva versión</translation>
    </message>
    <message>
        <source>ccwatch {version} is available (you have {running}).</source>
        <translation>ccwatch {version} está disponible (tiene la versión {running}).</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ver</translation>
    </message>
    <message>
        <source>The proxy in the settings</source>
        <translation>El proxy de los ajustes</translation>
    </message>
    <message>
        <source>The system’s proxy</source>
        <translation>El proxy del sistema</translation>
    </message>
    <message>
        <source>{source} cannot be used: {reason}</source>
        <translation>{source} no se puede usar: {reason}</translation>
    </message>
    <message>
        <source>Nothing was sent. The proxy’s URL must have the form {example}.</source>
        <translation>No se envió nada. La URL del proxy debe tener la forma {example}.</translation>
    </message>
    <message>
        <source>SOCKS proxies are not supported.</source>
        <translation>No se admiten proxies SOCKS.</translation>
    </message>
    <message>
        <source>The proxy’s URL must begin with http:// or https://.</source>
        <translation>La URL debe empezar por http:// o https://.</translation>
    </message>
    <message>
        <source>Special characters in its name and password must be percent-encoded: # as %23, @ as %40, / as %2F.</source>
        <translation>Los caracteres especiales del nombre de usuario y la contraseña deben ir en codificación porcentual: # como %23, @ como %40, / como %2F.</translation>
    </message>
    <message>
        <source>The proxy’s URL must end after the host and port.</source>
        <translation>La URL debe terminar después del host y el puerto.</translation>
    </message>
    <message>
        <source>Its host is missing or not a valid name; an IPv6 address needs [ ] around it.</source>
        <translation>Falta el nombre del host o no es válido; una dirección IPv6 debe ir entre [ ].</translation>
    </message>
    <message>
        <source>Its port must be from 1 to {highest}.</source>
        <translation>El puerto debe estar entre 1 y {highest}.</translation>
    </message>
    <message>
        <source>it contains no certificates in PEM form</source>
        <translation>no contiene certificados en formato PEM</translation>
    </message>
    <message>
        <source>{variable} names {path}: {reason}.</source>
        <translation>{variable} indica {path}: {reason}.</translation>
    </message>
    <message>
        <source>Set it to a file of certificates in PEM form, or remove it to trust what the system trusts.</source>
        <translation>Asigne a la variable un archivo de certificados en formato PEM, o quítela para confiar en lo mismo que el sistema.</translation>
    </message>
    <message>
        <source>it is a folder, but not one of hashed certificates</source>
        <translation>es una carpeta, pero no de certificados con nombre hash</translation>
    </message>
    <message>
        <source>The outcome could not be read: {reason}</source>
        <translation>No se pudo leer el resultado: {reason}</translation>
    </message>
    <message>
        <source>The sign-in page was not opened. {reason}</source>
        <translation>No se abrió la página de inicio de sesión. {reason}</translation>
    </message>
    <message>
        <source>The sign-in service answered for another application.</source>
        <translation>El servicio de inicio de sesión respondió para otra aplicación.</translation>
    </message>
    <message>
        <source>The reply names another sign-in service.</source>
        <translation>La respuesta indica otro servicio de inicio de sesión.</translation>
    </message>
    <message>
        <source>Too many requests to the sign-in service.</source>
        <translation>Demasiadas solicitudes al servicio de inicio de sesión.</translation>
    </message>
    <message>
        <source>Not available for your account: {services}.</source>
        <translation>No disponible para su cuenta: {services}.</translation>
    </message>
    <message>
        <source>The job list repeats itself.</source>
        <translation>La lista de trabajos se repite.</translation>
    </message>
    <message>
        <source>{service}: {reason}</source>
        <translation>{service}: {reason}</translation>
    </message>
    <message>
        <source>The URL contains invalid characters.</source>
        <translation>La URL contiene caracteres no válidos.</translation>
    </message>
    <message>
        <source>The URL is not valid.</source>
        <translation>La URL no es válida.</translation>
    </message>
    <message>
        <source>The URL does not begin with https.</source>
        <translation>La URL no empieza por https.</translation>
    </message>
    <message>
        <source>The URL has no host.</source>
        <translation>La URL no contiene ningún host.</translation>
    </message>
    <message>
        <source>The URL contains a user name or a password.</source>
        <translation>La URL contiene un nombre de usuario o una contraseña.</translation>
    </message>
    <message>
        <source>“{label}” may have letters, digits, dots, - and _, and no spaces.</source>
        <translation>«{label}» solo puede contener letras, cifras, puntos, - y _, sin espacios.</translation>
    </message>
    <message>
        <source>“{label}” must be numbers from 1 to {highest}, such as {example}.</source>
        <translation>«{label}» debe contener números entre 1 y {highest}, como {example}.</translation>
    </message>
    <message>
        <source>“{label}” must not contain a user name or password. Put those into HTTPS_PROXY.</source>
        <translation>«{label}» no debe contener ningún nombre de usuario ni contraseña. Póngalos en HTTPS_PROXY.</translation>
    </message>
    <message>
        <source>The errors could not be read: {reason}</source>
        <translation>No se pudieron leer los errores: {reason}</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>cualquier usuario</translation>
    </message>
    <message>
        <source>its group</source>
        <translation>su grupo</translation>
    </message>
    <message>
        <source>those on its access list</source>
        <translation>quienes figuran en su lista de acceso</translation>
    </message>
    <message>
        <source>other users</source>
        <translation>otros usuarios</translation>
    </message>
    <message>
        <source>The job does not say how it ended.</source>
        <translation>El trabajo no indica cómo terminó.</translation>
    </message>
    <message>
        <source>Commands and links cannot reach this program</source>
        <translation>Los comandos y enlaces no pueden llegar a este programa</translation>
    </message>
    <message>
        <source>Remove what is at that path, or set a shorter CCWATCH_HOME; then restart.</source>
        <translation>Quite lo que hay en esa ruta o defina un CCWATCH_HOME más corto; después, reinicie.</translation>
    </message>
    <message>
        <source>The newer version does not start. Quit ccwatch, then start it again.</source>
        <translation>La versión más reciente no se inicia. Salga de ccwatch y vuelva a iniciarlo.</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>Reiniciar ahora</translation>
    </message>
    <message>
        <source>{used} of {limit} requests this hour</source>
        <translation>{used} de {limit} solicitudes en esta hora</translation>
    </message>
    <message>
        <source>too early to estimate</source>
        <translation>demasiado pronto para una estimación</translation>
    </message>
    <message>
        <source>pace too uneven to estimate</source>
        <translation>ritmo demasiado irregular para una estimación</translation>
    </message>
    <message>
        <source>starts in {time}</source>
        <translation>empieza en {time}</translation>
    </message>
    <message>
        <source>{time}, usually {usual}</source>
        <extracomment>{time} is how long a job has been queued, {usual} a range: &quot;3 h 02 min, usually 5 – 20 min&quot;</extracomment>
        <translation>{time}; lo habitual: {usual}</translation>
    </message>
    <message>
        <source>Queued for {time}, usually {usual}</source>
        <extracomment>&quot;Queued for 3 h 02 min, usually 5 – 20 min&quot;</extracomment>
        <translation>En cola desde hace {time}; lo habitual: {usual}</translation>
    </message>
    <message>
        <source>Of the last {ranges} estimates, {held} were right.</source>
        <extracomment>{held} and {ranges}: estimates of the time left of finished jobs</extracomment>
        <translation>De las últimas {ranges} estimaciones, {held} acertaron.</translation>
    </message>
    <message>
        <source>Much faster than usual: check its result.</source>
        <translation>Mucho más rápido de lo habitual: compruebe el resultado.</translation>
    </message>
    <message>
        <source>Much slower than usual.</source>
        <translation>Mucho más lento de lo habitual.</translation>
    </message>
    <message>
        <source>{variable} has no value.</source>
        <translation>{variable} no tiene valor.</translation>
    </message>
    <message>
        <source>{variable} has spaces, line breaks or other characters that cannot be sent. Copy it again, in one piece.</source>
        <translation>{variable} contiene espacios, saltos de línea u otros caracteres que no se pueden enviar. Cópielo de nuevo, de una sola vez.</translation>
    </message>
    <message numerus="yes">
        <source>{n} job.|{n} jobs.</source>
        <translation>
            <numerusform>{n} trabajo.</numerusform>
            <numerusform>{n} trabajos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Survey finished</source>
        <translation>Levantamiento terminado</translation>
    </message>
    <message>
        <source>{name} was not cancelled: {reason}</source>
        <translation>{name} no se canceló: {reason}</translation>
    </message>
    <message>
        <source>Cancelling {name}…</source>
        <translation>Cancelando {name}…</translation>
    </message>
    <message>
        <source>It is not known whether {name} will be cancelled.</source>
        <translation>No se sabe si {name} se cancelará.</translation>
    </message>
    <message>
        <source>The service is cancelling {name}.</source>
        <translation>El servicio está cancelando {name}.</translation>
    </message>
    <message>
        <source>ccwatch can watch every job that you submit, with any program.</source>
        <translation>ccwatch puede seguir cada trabajo que envíe, con cualquier programa.</translation>
    </message>
    <message>
        <source>Add the jobs of these services by their IDs.</source>
        <translation>Añada los trabajos de estos servicios por su ID.</translation>
    </message>
    <message>
        <source>“Do not disturb” is on: your desktop does not show notifications.</source>
        <translation>«No molestar» está activado: su escritorio no muestra notificaciones.</translation>
    </message>
    <message>
        <source>Notifications do not arrive: {reason}. The history lists them.</source>
        <extracomment>{reason} begins with a small letter</extracomment>
        <translation>Las notificaciones no llegan: {reason}. El historial las muestra.</translation>
    </message>
    <message>
        <source>The history lists them.</source>
        <translation>El historial las muestra.</translation>
    </message>
    <message numerus="yes">
        <source>survey of {n} job|survey of {n} jobs</source>
        <translation>
            <numerusform>levantamiento de {n} trabajo</numerusform>
            <numerusform>levantamiento de {n} trabajos</numerusform>
        </translation>
    </message>
    <message>
        <source>expanded</source>
        <translation>expandido</translation>
    </message>
    <message>
        <source>collapsed</source>
        <translation>contraído</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Divider</source>
        <translation>Separador</translation>
    </message>
    <message>
        <source>ccwatch – wall screen</source>
        <translation>ccwatch – pantalla mural</translation>
    </message>
</context>
</TS>

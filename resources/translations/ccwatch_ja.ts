<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP">
<context>
    <name></name>
    <message>
        <source>Another ccwatch is starting, or does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}: {message} Watching goes on, and is forgotten at the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed in by a given access token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service does not accept the given access token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set CCWATCH_ACCESS_TOKEN to a valid one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sign-in set up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sign-in is set up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give a client id in the settings, or set CCWATCH_ACCESS_TOKEN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else was signed in before: some jobs may not be visible to you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The issuer gave no means to renew it: you will be asked again within hours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in service not reachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consent was refused. Sign in again and accept, or ask your administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The application is not registered for this scope. Check the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The client id is not known. Check it in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The application must be registered as a native one, for this sign-in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the redirect address is registered exactly as shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sign-in address must begin with https.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed in as {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sign-in service has a fault.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sign-in has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sign-in could not be renewed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sign-in address gave no usable answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check it in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service&apos;s list goes on at another host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reply is much too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The credential store does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in for now; the next start tries it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The credential store failed ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The credential store is locked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock it (by signing in to the desktop, or in its own program), then sign in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no credential store here (such as a keychain or a Secret Service). You stay signed in until ccwatch quits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install one, or choose in the settings to keep the sign-in in a plain file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not that of a sign-in service: a sign-in page of the network may be in between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No access token could be had.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not needed on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hosts}: found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hosts}: trusted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None is used.</source>
        <comment>a proxy</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <comment>a proxy</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again in {seconds} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not exceeded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The browser did not come back in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If it shows an error, check the client id, and that the redirect address is registered exactly as shown in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not from this sign-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start signing in again from ccwatch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reason} You can close this tab.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in did not work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can close this tab and return to ccwatch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ports {ports} are all in use by other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close one of them, or register another port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This address serves the sign-in only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>en</source>
        <comment>the code of this language in HTML: en, de, zh-CN</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check HTTPS_PROXY, or the proxy in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reply is not encoded as it says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate is not trusted: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A proxy of your network may need its certificate in the system&apos;s store.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No secure connection (TLS) could be made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy did not connect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy&apos;s address cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service&apos;s name could not be found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service did not answer in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service refused the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection broke.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kept sign-in is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key of the kept sign-in is no longer in the credential store.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kept sign-in was changed, or the credential store has another key now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in not found again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test (QA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give an id (letters, digits, - and _, up to 128) or a link that holds one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting not usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data folder not usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the folder exists, is writable and has space left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in, or set CCWATCH_ACCESS_TOKEN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service did not answer as expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name resolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service not reachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network; ccwatch keeps trying.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service has a fault</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ccwatch keeps trying.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A proxy or a sign-in page of the network may be in between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request limit reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ccwatch waits as long as the service asks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in not accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Job not available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrong service address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the service address in the settings (CCWATCH_API_URL).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{text}” holds no job id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the first {number} were taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{text}” does not look like a job id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — finished, {percentage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — failed at {percentage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — cancelled at {percentage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — no longer available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — {work} finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — {work} finished, {percentage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Meanwhile: {n} change|Meanwhile: {n} changes</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} change|{n} changes</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and {n} more|and {n} more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>It was not reachable for {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service answers again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — active again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — no change for {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service does not know this job any more. It keeps them for 30 days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It took {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service gave no reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} more error.|{n} more errors.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The reply holds no progress.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reply holds no job.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reply holds no list of jobs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service did not accept the sign-in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service does not know this address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requested job is not available.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service asks for a pause.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service answered with a redirect ({status}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service answered {status}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reply is not the document that it should be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reply holds {text}, which is no number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reply is not JSON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken up at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detailed has each query as well. Neither has tokens or e-mail addresses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A job starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A job enters another step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A job finishes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A job fails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A job is cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A job stalls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No change for much longer than its own pace.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A job is no longer available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A sign-in is needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service is unreachable, or back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every so many percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 is off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only failures and sign-in are told then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the native application that your organisation registered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older applications: contextcapture:read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ports for signing in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As registered; the first free one is taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the sign-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protected: encrypted, its key in the system’s credential store. Session: until ccwatch quits. File: in a plain file that whoever reads your files can use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>http://host:port; empty is as the system says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>http://proxy.example.org:8080, without a name and password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Web page of a job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An address with {job} in it, for “Open in browser”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken up at the next start, like the one below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests an hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no setting “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ports for signing in must be numbers from 1 to 65535.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{label}” is either true or false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{label}” must be a whole number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{label}” must be from {low} to {high}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{label}” must be one line of text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{label}” must be one of {choices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{label}” must look like {example}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{label}” must be an https address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{label}”: plain http is for this computer only. Use https.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} job|{n} jobs</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} active|{n} active</source>
        <comment>jobs</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} needs a look|{n} need a look</source>
        <comment>jobs</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign-in needed · {n} job waiting|Sign-in needed · {n} jobs waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>stalled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} old</source>
        <extracomment>how long ago it was asked for</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stalled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No longer available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percentage}&#x202f;%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>under 1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>about {n} day|about {n} days</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{low} – {n} day|{low} – {n} days</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up to {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low} – {high} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low} – {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} job waits for you.|{n} jobs wait for you.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h {minutes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}: {message} Watching goes on. {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{account} · {n} request this hour of {limit}|{account} · {n} requests this hour of {limit}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The list of jobs was written by a later version of ccwatch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of jobs was damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was written by a later version of ccwatch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install that version again, or move the file away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The file is now {file}; {n} job could be taken over from it.|The file is now {file}; {n} jobs could be taken over from it.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{folder} is not writable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everybody may write to {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run: {command}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} belongs to another user.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set CCWATCH_HOME to a folder of yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings could not be read, and the file stays: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings could not be read. The file is now {file}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The access token comes from CCWATCH_ACCESS_TOKEN: set or remove it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed out here. The browser may still be signed in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are not signed in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You signed out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your subscription does not offer this list. Add jobs by their ids.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It asks nobody but this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watching {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Already watched: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no job id in that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>A link from outside names {name}. Watch it?|A link from outside names {n} jobs. Watch them?</source>
        <comment>{name} is that of the one job</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Watch</source>
        <comment>a button</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking whether to watch {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>No longer watching {name}.|No longer watching {n} jobs.</source>
        <comment>{name} is that of the one job</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No longer watching {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not watched: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on in the window of the running program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The running program signs out. The browser may still be signed in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ccwatch {version} is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in needed: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ccwatch — test notification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not shown: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken by: {name}.</source>
        <extracomment>{name} is what took a notification</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ccwatch ended by itself the last time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong ({error}). ccwatch goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tray balloon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no tray icon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>desktop notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the system did not take it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the system did not answer in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this system has no notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <comment>a button</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mute this job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no notification daemon answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is nothing to show notices with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy ids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste job ids or links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Job ids or links to watch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ids or links, several at once. Enter adds them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{trouble} since {time}. {reason}</source>
        <extracomment>{time}: 14:05, yesterday, Mon, 24/11</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service asked for a pause. Checking goes on in {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More jobs than the request limit allows: checks are stretched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo: sample jobs of no account, {number} times as fast. It is {time} there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Course: {percentage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No course yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer}: works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer}: fails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer}: not tested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the job&apos;s id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the job&apos;s page in the browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors ({number})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings ({number})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{state}, ended {time}</source>
        <extracomment>{time}: 14:05, yesterday, Mon, 24/11</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{left} left, done near {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished at {percentage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed at {percentage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled at {percentage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No longer available at {percentage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watching began</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{step} began</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State is now {state}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percentage} when first seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No change for {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{end}. {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service answers again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste the id or the link of a job above, drop it here,
or choose from your own jobs in the menu at the top right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No job has these words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ccwatch – demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold notices back for a while</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snoozed until {time} ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snooze ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs of mine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send a test notification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sorted by {column}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs of mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter jobs of mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the service…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service lists no jobs of yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this remark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for an engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not submitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stalled {time}</source>
        <extracomment>{time} is how long</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended {time}</source>
        <extracomment>{time}: 14:05, yesterday, Mon, 24/11</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>checking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>took {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups of settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set by {variable}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your browser should have opened. Sign in there and come back: ccwatch waits for it.

If it did not open, or to use another browser or profile, take this address there. If it shows an error, check the client id and the registered redirect addresses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the sign-in service where to sign in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>address to sign in at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until tomorrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open ccwatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add from clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ccwatch follows your reconstruction jobs from the tray. It signs in through an application that your organisation registers once; whoever already has its client id goes on to step 2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the vendor’s developer portal, register a new application of the type “Native” (also called “Desktop / Mobile”), give it this scope and all of these redirect addresses, exactly as they are here:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scope {scope}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>redirect address {address}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome to ccwatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the developer portal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1  Register an application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redirect addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2  Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client id of that application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As set: {address}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste the application’s client id: letters, digits, dots, - and _, no spaces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The client id is missing. The developer portal shows it after registering.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed out by the service.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>Try again in a moment.</source>
        <translation>请稍后再试。</translation>
    </message>
    <message>
        <source>Details are in {file}.</source>
        <translation>详情见 {file}。</translation>
    </message>
    <message>
        <source>ccwatch had to stop.</source>
        <translation>ccwatch 被迫停止运行。</translation>
    </message>
    <message>
        <source>{title}: {message} ccwatch keeps watching, but will remember nothing after you quit.</source>
        <translation>{title}：{message}ccwatch 会继续监控，但退出后不会保留任何记录。</translation>
    </message>
    <message>
        <source>The sign-in comes from CCWATCH_ACCESS_TOKEN. Change or remove that variable.</source>
        <translation>登录来自 CCWATCH_ACCESS_TOKEN。请更改或删除该变量。</translation>
    </message>
    <message>
        <source>The service does not accept CCWATCH_ACCESS_TOKEN.</source>
        <translation>服务不接受 CCWATCH_ACCESS_TOKEN。</translation>
    </message>
    <message>
        <source>Set it to a valid value, or remove it and sign in.</source>
        <translation>请设置有效的值，或将其删除并登录。</translation>
    </message>
    <message>
        <source>No sign-in set up</source>
        <translation>未设置登录</translation>
    </message>
    <message>
        <source>Enter a client ID in the settings (or with CCWATCH_CLIENT_ID or “ccwatch config set client_id …”), then sign in.</source>
        <translation>请在设置中输入客户端 ID（也可通过 CCWATCH_CLIENT_ID 或“ccwatch config set client_id …”设置），然后登录。</translation>
    </message>
    <message>
        <source>You were not signed in.</source>
        <translation>您之前并未登录。</translation>
    </message>
    <message>
        <source>The sign-in could not be ended at the sign-in service, so it may remain valid there.</source>
        <translation>无法在登录服务端结束此登录，因此它在那里可能仍然有效。</translation>
    </message>
    <message>
        <source>No sign-in is set up.</source>
        <translation>尚未设置登录。</translation>
    </message>
    <message>
        <source>A different user was signed in before. Some jobs may not be visible to you.</source>
        <translation>之前登录的是其他用户。部分任务可能对您不可见。</translation>
    </message>
    <message>
        <source>This sign-in cannot be renewed. You will need to sign in again in a few hours.</source>
        <translation>此登录无法续期。几小时后您需要重新登录。</translation>
    </message>
    <message>
        <source>Sign-in service not reachable</source>
        <translation>无法连接到登录服务</translation>
    </message>
    <message>
        <source>Check the network, then try again.</source>
        <translation>请检查网络，然后重试。</translation>
    </message>
    <message>
        <source>Consent was refused. Sign in again and accept, or ask your administrator.</source>
        <translation>授权被拒绝。请重新登录并同意，或咨询管理员。</translation>
    </message>
    <message>
        <source>The application is not registered for this scope. Check the settings.</source>
        <translation>该应用未注册此作用域。请检查设置。</translation>
    </message>
    <message>
        <source>The client ID is unknown. Check it in the settings.</source>
        <translation>找不到该客户端 ID。请在设置中检查。</translation>
    </message>
    <message>
        <source>The application must be registered with the type “Native”.</source>
        <translation>该应用必须以“Native”类型注册。</translation>
    </message>
    <message>
        <source>Check that the application is registered with the redirect URI http://localhost:PORT/signin-callback for each of the sign-in ports in the settings.</source>
        <translation>请确认该应用已为设置中的每个登录端口注册了重定向 URI http://localhost:PORT/signin-callback。</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>请重新登录。</translation>
    </message>
    <message>
        <source>The sign-in URL must begin with https.</source>
        <translation>登录 URL 必须以 https 开头。</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Signed in as {name}</source>
        <translation>已以 {name} 的身份登录</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>已登录</translation>
    </message>
    <message>
        <source>The sign-in service reported an error.</source>
        <translation>登录服务报告了错误。</translation>
    </message>
    <message>
        <source>The sign-in has expired.</source>
        <translation>登录已过期。</translation>
    </message>
    <message>
        <source>The reply is for another user.</source>
        <translation>响应针对的是另一个用户。</translation>
    </message>
    <message>
        <source>The reply belongs to another sign-in.</source>
        <translation>响应属于另一次登录。</translation>
    </message>
    <message>
        <source>The sign-in could not be renewed.</source>
        <translation>无法续期登录。</translation>
    </message>
    <message>
        <source>The sign-in URL gave no usable reply.</source>
        <translation>登录 URL 未返回可用的响应。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>Service URL</source>
        <translation>服务 URL</translation>
    </message>
    <message>
        <source>The job list continues at another service.</source>
        <translation>任务列表在另一个服务中继续。</translation>
    </message>
    <message>
        <source>The link to the rest of the job list is too long.</source>
        <translation>指向任务列表其余部分的链接过长。</translation>
    </message>
    <message>
        <source>The job list continues on another host; ccwatch did not follow it.</source>
        <translation>任务列表的后续部分位于另一台主机；ccwatch 未继续读取。</translation>
    </message>
    <message>
        <source>The reply is too long.</source>
        <translation>响应过长。</translation>
    </message>
    <message>
        <source>The reply was cut off.</source>
        <translation>响应不完整。</translation>
    </message>
    <message>
        <source>The credential store does not answer.</source>
        <translation>凭据存储没有响应。</translation>
    </message>
    <message>
        <source>Sign in for now. ccwatch will try again when it next starts.</source>
        <translation>请暂时登录。ccwatch 会在下次启动时重试。</translation>
    </message>
    <message>
        <source>The credential store failed ({error}).</source>
        <translation>凭据存储出错（{error}）。</translation>
    </message>
    <message>
        <source>The credential store is locked.</source>
        <translation>凭据存储已锁定。</translation>
    </message>
    <message>
        <source>Unlock it (by signing in to the desktop, or in its own program), then sign in again.</source>
        <translation>请将其解锁（登录桌面，或使用它自己的程序），然后重新登录。</translation>
    </message>
    <message>
        <source>The configured credential store ({name}) does not protect keys.</source>
        <translation>所配置的凭据存储（{name}）不保护密钥。</translation>
    </message>
    <message>
        <source>The configured credential store cannot be loaded ({name}).</source>
        <translation>无法加载所配置的凭据存储（{name}）。</translation>
    </message>
    <message>
        <source>Remove it from keyring’s configuration, or change “Stay signed in”.</source>
        <translation>请从 keyring 的配置中移除它，或更改“保持登录状态”。</translation>
    </message>
    <message>
        <source>No credential store (such as a keychain or a Secret Service) was found. You stay signed in until ccwatch quits.</source>
        <translation>未找到凭据存储（如钥匙串或 Secret Service）。在退出 ccwatch 之前您会保持登录状态。</translation>
    </message>
    <message>
        <source>Install one, or set “Stay signed in” to “File” in the settings.</source>
        <translation>请安装一个，或在设置中将“保持登录状态”设为“文件”。</translation>
    </message>
    <message>
        <source>The reply did not come from a sign-in service. A network’s sign-in page may be in the way.</source>
        <translation>响应并非来自登录服务。可能被网络登录页面拦截。</translation>
    </message>
    <message>
        <source>Sign-in service</source>
        <translation>登录服务</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>The reply did not come from the service.</source>
        <translation>响应并非来自该服务。</translation>
    </message>
    <message>
        <source>Not needed on this computer.</source>
        <translation>在本机上不需要。</translation>
    </message>
    <message>
        <source>Skipped.</source>
        <translation>已跳过。</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} 和 {other}</translation>
    </message>
    <message>
        <source>{hosts}: found.</source>
        <translation>{hosts}：已找到。</translation>
    </message>
    <message>
        <source>{hosts}: trusted.</source>
        <translation>{hosts}：受信任。</translation>
    </message>
    <message>
        <source>None is used.</source>
        <comment>a proxy</comment>
        <translation>未使用。</translation>
    </message>
    <message>
        <source>Resolved by the proxy.</source>
        <translation>由代理解析。</translation>
    </message>
    <message>
        <source>none</source>
        <comment>a proxy</comment>
        <translation>无</translation>
    </message>
    <message>
        <source>Not used on this computer: {names}.</source>
        <translation>在本机上未使用：{names}。</translation>
    </message>
    <message>
        <source>{host} answers.</source>
        <translation>{host} 有响应。</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Accepted.</source>
        <translation>已接受。</translation>
    </message>
    <message>
        <source>Request limit</source>
        <translation>请求上限</translation>
    </message>
    <message>
        <source>The hourly request limit is used up.</source>
        <translation>已用完每小时请求上限。</translation>
    </message>
    <message>
        <source>Try again in {seconds} s.</source>
        <translation>请在 {seconds} 秒后重试。</translation>
    </message>
    <message>
        <source>Within the limit.</source>
        <translation>未超出上限。</translation>
    </message>
    <message>
        <source>Unknown.</source>
        <translation>未知。</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Sign-in was not completed in time.</source>
        <translation>未能及时完成登录。</translation>
    </message>
    <message>
        <source>If the browser shows an error, check the client ID, and that this redirect URI is registered: {address}</source>
        <translation>如果浏览器显示错误，请检查客户端 ID，并确认已注册此重定向 URI：{address}</translation>
    </message>
    <message>
        <source>This sign-in page has expired</source>
        <translation>此登录页面已过期</translation>
    </message>
    <message>
        <source>Start signing in again from ccwatch.</source>
        <translation>请从 ccwatch 重新开始登录。</translation>
    </message>
    <message>
        <source>ccwatch cannot listen on any of the ports ({reasons}).</source>
        <translation>ccwatch 无法监听任何一个端口（{reasons}）。</translation>
    </message>
    <message>
        <source>Register another port, and add it in the settings.</source>
        <translation>请注册另一个端口，并将其添加到设置中。</translation>
    </message>
    <message>
        <source>{reason} You can close this tab.</source>
        <translation>{reason}您可以关闭此标签页。</translation>
    </message>
    <message>
        <source>Sign-in failed</source>
        <translation>登录失败</translation>
    </message>
    <message>
        <source>You are signed in</source>
        <translation>您已登录</translation>
    </message>
    <message>
        <source>You can close this tab and return to ccwatch.</source>
        <translation>您可以关闭此标签页并返回 ccwatch。</translation>
    </message>
    <message>
        <source>The ports {ports} are all in use by other programs.</source>
        <translation>端口 {ports} 都已被其他程序占用。</translation>
    </message>
    <message>
        <source>Close one of them, or register another port.</source>
        <translation>请关闭其中一个，或注册另一个端口。</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>这里没有内容</translation>
    </message>
    <message>
        <source>This page is for signing in only.</source>
        <translation>此页面仅用于登录。</translation>
    </message>
    <message>
        <source>en</source>
        <comment>the code of this language in HTML: en, de, zh-CN</comment>
        <translation>zh-CN</translation>
    </message>
    <message>
        <source>Check HTTPS_PROXY, or the proxy in the settings.</source>
        <translation>请检查 HTTPS_PROXY 或设置中的代理。</translation>
    </message>
    <message>
        <source>The reply does not have the encoding that it declares.</source>
        <translation>响应的编码与其声明不符。</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>原因未知</translation>
    </message>
    <message>
        <source>The certificate is not trusted: {reason}.</source>
        <translation>证书不受信任：{reason}。</translation>
    </message>
    <message>
        <source>{variable} sets the trusted certificates: the issuer of the service’s or the proxy’s certificate must be in {path}.</source>
        <translation>{variable} 指定了受信任的证书：{path} 中必须包含服务或代理的证书的颁发者。</translation>
    </message>
    <message>
        <source>If your network inspects traffic, its certificate must be in the system’s certificate store.</source>
        <translation>如果您的网络会检查流量，其证书必须位于系统的证书存储中。</translation>
    </message>
    <message>
        <source>No secure connection (TLS) could be made.</source>
        <translation>无法建立安全连接（TLS）。</translation>
    </message>
    <message>
        <source>Sign in again, or copy CCWATCH_ACCESS_TOKEN again, in one piece.</source>
        <translation>请重新登录，或重新完整复制 CCWATCH_ACCESS_TOKEN。</translation>
    </message>
    <message>
        <source>The sign-in has characters that cannot be sent.</source>
        <translation>登录信息包含无法发送的字符。</translation>
    </message>
    <message>
        <source>The proxy requires a user name and password in HTTPS_PROXY, or rejects those given there.</source>
        <translation>代理要求在 HTTPS_PROXY 中提供用户名和密码，或拒绝了其中提供的用户名和密码。</translation>
    </message>
    <message>
        <source>Use the form http://name:password@proxy.example.org:8080, with special characters percent-encoded.</source>
        <translation>请使用 http://name:password@proxy.example.org:8080 的格式，特殊字符须用百分号编码。</translation>
    </message>
    <message>
        <source>The proxy could not connect.</source>
        <translation>代理无法连接。</translation>
    </message>
    <message>
        <source>The service’s host name could not be found.</source>
        <translation>找不到服务的主机名。</translation>
    </message>
    <message>
        <source>The service did not answer in time.</source>
        <translation>服务未及时响应。</translation>
    </message>
    <message>
        <source>The service refused the connection.</source>
        <translation>服务拒绝了连接。</translation>
    </message>
    <message>
        <source>The connection was lost.</source>
        <translation>连接已断开。</translation>
    </message>
    <message>
        <source>The saved sign-in is damaged.</source>
        <translation>保存的登录信息已损坏。</translation>
    </message>
    <message>
        <source>The sign-in was saved by another version of ccwatch.</source>
        <translation>登录信息是由另一个版本的 ccwatch 保存的。</translation>
    </message>
    <message>
        <source>The saved sign-in does not match the setting “Stay signed in”.</source>
        <translation>保存的登录信息与“保持登录状态”设置不符。</translation>
    </message>
    <message>
        <source>The key of the saved sign-in is no longer in the credential store.</source>
        <translation>保存的登录信息的密钥已不在凭据存储中。</translation>
    </message>
    <message>
        <source>The saved sign-in was changed, or the credential store now has another key.</source>
        <translation>保存的登录信息已被更改，或凭据存储中的密钥已变更。</translation>
    </message>
    <message>
        <source>Sign-in not removed</source>
        <translation>登录信息未移除</translation>
    </message>
    <message>
        <source>Delete this file.</source>
        <translation>请删除此文件。</translation>
    </message>
    <message>
        <source>Sign-in not restored</source>
        <translation>登录信息未恢复</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>生产</translation>
    </message>
    <message>
        <source>Test (QA)</source>
        <translation>测试（QA）</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出了点问题</translation>
    </message>
    <message>
        <source>{title}: {message}</source>
        <translation>{title}：{message}</translation>
    </message>
    <message>
        <source>Not a job</source>
        <translation>不是有效的任务</translation>
    </message>
    <message>
        <source>Enter an ID (up to 128 letters, digits, - and _) or a link that contains one.</source>
        <translation>请输入 ID（字母、数字、- 和 _，最多 128 个字符）或包含 ID 的链接。</translation>
    </message>
    <message>
        <source>Invalid setting</source>
        <translation>设置无效</translation>
    </message>
    <message>
        <source>Page could not be opened</source>
        <translation>无法打开页面</translation>
    </message>
    <message>
        <source>Data folder cannot be used</source>
        <translation>无法使用数据文件夹</translation>
    </message>
    <message>
        <source>Check that the folder exists, is writable and has space left.</source>
        <translation>请检查文件夹是否存在、可写且有剩余空间。</translation>
    </message>
    <message>
        <source>The running program</source>
        <translation>正在运行的程序</translation>
    </message>
    <message>
        <source>Try again in a moment. If that does not help, end its process, then start it again.</source>
        <translation>请稍后再试。如果仍未解决，请结束其进程，然后重新启动。</translation>
    </message>
    <message>
        <source>ccwatch is running, but does not answer.</source>
        <translation>ccwatch 正在运行，但没有响应。</translation>
    </message>
    <message>
        <source>Restart ccwatch: quit it in its menu or with “ccwatch quit”, then start it.</source>
        <translation>请重新启动 ccwatch：通过其菜单或“ccwatch quit”退出，然后再启动。</translation>
    </message>
    <message>
        <source>Another version of ccwatch is running.</source>
        <translation>正在运行另一个版本的 ccwatch。</translation>
    </message>
    <message>
        <source>Restart needed</source>
        <translation>需要重新启动</translation>
    </message>
    <message>
        <source>A newer version was installed.</source>
        <translation>已安装更新的版本。</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Choose another folder, or close the file where it is open.</source>
        <translation>请选择其他文件夹，或关闭正在打开该文件的程序。</translation>
    </message>
    <message>
        <source>Sign-in needed</source>
        <translation>需要登录</translation>
    </message>
    <message>
        <source>Sign in, or set CCWATCH_ACCESS_TOKEN.</source>
        <translation>请登录，或设置 CCWATCH_ACCESS_TOKEN。</translation>
    </message>
    <message>
        <source>Sign-in not saved</source>
        <translation>登录信息未保存</translation>
    </message>
    <message>
        <source>The service did not answer as expected</source>
        <translation>服务的响应不符合预期</translation>
    </message>
    <message>
        <source>Name resolution</source>
        <translation>名称解析</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>安全连接</translation>
    </message>
    <message>
        <source>Service reply</source>
        <translation>服务响应</translation>
    </message>
    <message>
        <source>Service not reachable</source>
        <translation>无法连接到服务</translation>
    </message>
    <message>
        <source>Check the network; ccwatch keeps trying.</source>
        <translation>请检查网络；ccwatch 会继续尝试。</translation>
    </message>
    <message>
        <source>The sign-in service did not answer as expected</source>
        <translation>登录服务的响应不符合预期</translation>
    </message>
    <message>
        <source>Check the client ID and the sign-in URL in the settings.</source>
        <translation>请在设置中检查客户端 ID 和登录 URL。</translation>
    </message>
    <message>
        <source>Service error</source>
        <translation>服务错误</translation>
    </message>
    <message>
        <source>Check the job’s ID, and that your account has access to the job.</source>
        <translation>请检查任务 ID，并确认您的帐户有权访问该任务。</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>结果未知</translation>
    </message>
    <message>
        <source>The next check of the job shows whether it was carried out.</source>
        <translation>下次检查该任务时会显示是否已执行。</translation>
    </message>
    <message>
        <source>ccwatch keeps trying.</source>
        <translation>ccwatch 会继续尝试。</translation>
    </message>
    <message>
        <source>Unexpected reply</source>
        <translation>意外的响应</translation>
    </message>
    <message>
        <source>A proxy or a network’s sign-in page may be in the way.</source>
        <translation>可能被代理或网络登录页面拦截。</translation>
    </message>
    <message>
        <source>Request limit reached</source>
        <translation>已达请求上限</translation>
    </message>
    <message>
        <source>ccwatch waits as long as the service asks.</source>
        <translation>ccwatch 会按服务要求的时间等待。</translation>
    </message>
    <message>
        <source>Sign-in not accepted</source>
        <translation>登录未被接受</translation>
    </message>
    <message>
        <source>Job not available</source>
        <translation>任务不可用</translation>
    </message>
    <message>
        <source>Wrong service URL</source>
        <translation>服务 URL 错误</translation>
    </message>
    <message>
        <source>Check the service URL in the settings (CCWATCH_API_URL).</source>
        <translation>请在设置中检查服务 URL（CCWATCH_API_URL）。</translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation>请求被拒绝</translation>
    </message>
    <message>
        <source>“{text}” contains no job ID.</source>
        <translation>“{text}”中没有任务 ID。</translation>
    </message>
    <message>
        <source>Only the first {number} were used.</source>
        <translation>仅使用了前 {number} 个。</translation>
    </message>
    <message>
        <source>“{text}” does not look like a job ID.</source>
        <translation>“{text}”不像任务 ID。</translation>
    </message>
    <message numerus="yes">
        <source>While you were away: {n} change|While you were away: {n} changes</source>
        <translation>
            <numerusform>您离开期间：{n} 处变化</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} change|{n} changes</source>
        <translation>
            <numerusform>{n} 处变化</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and {n} more|and {n} more</source>
        <translation>
            <numerusform>另有 {n} 项</numerusform>
        </translation>
    </message>
    <message>
        <source>It was not reachable for {time}.</source>
        <translation>有 {time} 无法连接。</translation>
    </message>
    <message>
        <source>The service is reachable again</source>
        <translation>已重新连接到服务</translation>
    </message>
    <message>
        <source>New job</source>
        <translation>新任务</translation>
    </message>
    <message>
        <source>Usually {time}.</source>
        <extracomment>{time} is a range: &quot;5 – 20 min&quot;</extracomment>
        <translation>通常为 {time}。</translation>
    </message>
    <message>
        <source>{work} finished {time} ago, and no job that continues it is known.</source>
        <translation>{work} 已于 {time} 前完成，但没有已知的后续任务。</translation>
    </message>
    <message>
        <source>The service no longer has this job. Jobs are kept for 30 days.</source>
        <translation>服务中已没有此任务。任务保留 30 天。</translation>
    </message>
    <message>
        <source>{work} finished</source>
        <translation>{work} 已完成</translation>
    </message>
    <message>
        <source>It took {time}.</source>
        <translation>用时 {time}。</translation>
    </message>
    <message>
        <source>Outputs: {outputs}</source>
        <translation>输出：{outputs}</translation>
    </message>
    <message>
        <source>The service gave no reason.</source>
        <translation>服务未给出原因。</translation>
    </message>
    <message numerus="yes">
        <source>{n} more error.|{n} more errors.</source>
        <translation>
            <numerusform>另有 {n} 个错误。</numerusform>
        </translation>
    </message>
    <message>
        <source>The reply contains no progress.</source>
        <translation>响应中没有进度。</translation>
    </message>
    <message>
        <source>The reply ({status}) did not come from the service.</source>
        <translation>响应（{status}）并非来自该服务。</translation>
    </message>
    <message>
        <source>The reply contains no job.</source>
        <translation>响应中没有任务。</translation>
    </message>
    <message>
        <source>The reply contains no job list.</source>
        <translation>响应中没有任务列表。</translation>
    </message>
    <message>
        <source>The service did not accept the sign-in.</source>
        <translation>服务未接受登录。</translation>
    </message>
    <message>
        <source>The service does not know this URL.</source>
        <translation>服务无法识别此 URL。</translation>
    </message>
    <message>
        <source>Requested job is not available.</source>
        <translation>请求的任务不可用。</translation>
    </message>
    <message>
        <source>The service asked ccwatch to wait.</source>
        <translation>服务要求 ccwatch 等待。</translation>
    </message>
    <message>
        <source>The service answered with a redirect ({status}).</source>
        <translation>服务返回了重定向（{status}）。</translation>
    </message>
    <message>
        <source>The service answered {status}.</source>
        <translation>服务返回了 {status}。</translation>
    </message>
    <message>
        <source>The reply does not have the expected form.</source>
        <translation>响应的格式不符合预期。</translation>
    </message>
    <message>
        <source>The reply is not JSON.</source>
        <translation>响应不是 JSON。</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>帐户</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation>详细</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>受保护</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Takes effect after restarting ccwatch.</source>
        <translation>重新启动后生效。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>For light panels</source>
        <translation>用于浅色面板</translation>
    </message>
    <message>
        <source>For dark panels</source>
        <translation>用于深色面板</translation>
    </message>
    <message>
        <source>Monochrome</source>
        <translation>单色</translation>
    </message>
    <message>
        <source>Tray icon</source>
        <translation>托盘图标</translation>
    </message>
    <message>
        <source>“Automatic” is visible on every panel. macOS chooses the colour itself.</source>
        <translation>“自动”在任何面板上都清晰可见。macOS 会自行选择颜色。</translation>
    </message>
    <message>
        <source>Show progress on the taskbar button</source>
        <translation>在任务栏按钮上显示进度</translation>
    </message>
    <message>
        <source>On the taskbar, Dock or launcher, where supported.</source>
        <translation>在支持的系统上，显示于任务栏、程序坞或启动器。</translation>
    </message>
    <message>
        <source>Follow my jobs</source>
        <translation>跟踪我的任务</translation>
    </message>
    <message>
        <source>Watch each job that I submit, with any program, in all services.</source>
        <translation>监控我用任何程序提交到所有服务的每个任务。</translation>
    </message>
    <message>
        <source>Offer to watch jobs whose link I copy</source>
        <translation>复制任务链接后提示监控该任务</translation>
    </message>
    <message>
        <source>Asked once, when you next open the window.</source>
        <translation>下次打开窗口时询问一次。</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>“Detailed” also logs every request. Tokens and e-mail addresses are never logged.</source>
        <translation>“详细”还会记录每个请求。令牌和电子邮件地址绝不会被记录。</translation>
    </message>
    <message>
        <source>Check for updates</source>
        <translation>检查更新</translation>
    </message>
    <message>
        <source>Once a day, at the URL below. Nothing is installed automatically.</source>
        <translation>每天一次，在下面的 URL 检查。不会自动安装任何内容。</translation>
    </message>
    <message>
        <source>Update feed URL</source>
        <translation>更新源 URL</translation>
    </message>
    <message>
        <source>Provided by whoever distributes your copy.</source>
        <translation>由您所用 ccwatch 的分发者提供。</translation>
    </message>
    <message>
        <source>Show in the Dock</source>
        <translation>在程序坞中显示</translation>
    </message>
    <message>
        <source>A job of mine appears</source>
        <translation>出现我的新任务</translation>
    </message>
    <message>
        <source>If ccwatch follows my jobs.</source>
        <translation>当 ccwatch 跟踪我的任务时。</translation>
    </message>
    <message>
        <source>A job starts</source>
        <translation>任务开始</translation>
    </message>
    <message>
        <source>A job starts a new step</source>
        <translation>任务进入新步骤</translation>
    </message>
    <message>
        <source>A job finishes</source>
        <translation>任务完成</translation>
    </message>
    <message>
        <source>A job fails</source>
        <translation>任务失败</translation>
    </message>
    <message>
        <source>A job is cancelled</source>
        <translation>任务被取消</translation>
    </message>
    <message>
        <source>A job stalls</source>
        <translation>任务停滞</translation>
    </message>
    <message>
        <source>No progress for much longer than is usual for the job.</source>
        <translation>没有进展的时间远超该任务的正常情况。</translation>
    </message>
    <message>
        <source>A job waits unusually long</source>
        <translation>任务等待时间异常长</translation>
    </message>
    <message>
        <source>A job is no longer available</source>
        <translation>任务不再可用</translation>
    </message>
    <message>
        <source>A sign-in is needed</source>
        <translation>需要登录</translation>
    </message>
    <message>
        <source>The service is unreachable, or reachable again</source>
        <translation>服务无法连接或恢复连接</translation>
    </message>
    <message>
        <source>Progress, every … percent</source>
        <translation>进度，每增加 …%</translation>
    </message>
    <message>
        <source>0 turns this off.</source>
        <translation>设为 0 则关闭。</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>安静时段</translation>
    </message>
    <message>
        <source>Only failures and sign-in requests are shown then.</source>
        <translation>安静时段内仅显示失败和登录请求。</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>安静时段开始</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>安静时段结束</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>客户端 ID</translation>
    </message>
    <message>
        <source>The ID of the native application that your organisation registered.</source>
        <translation>您的组织注册的本机应用的 ID。</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>作用域</translation>
    </message>
    <message>
        <source>Older applications: contextcapture:read.</source>
        <translation>较旧的应用：contextcapture:read。</translation>
    </message>
    <message>
        <source>Sign-in ports</source>
        <translation>登录端口</translation>
    </message>
    <message>
        <source>Must match the registered redirect URIs; the first free one is used.</source>
        <translation>必须与已注册的重定向 URI 一致；使用第一个空闲端口。</translation>
    </message>
    <message>
        <source>Sign-in URL</source>
        <translation>登录 URL</translation>
    </message>
    <message>
        <source>Stay signed in</source>
        <translation>保持登录状态</translation>
    </message>
    <message>
        <source>Protected: encrypted, with its key in the system’s credential store. Session: until ccwatch quits. File: unencrypted; anyone who can read your files can use it.</source>
        <translation>受保护：加密保存，密钥存放在系统的凭据存储中。会话：到 ccwatch 退出为止。文件：不加密；任何能读取您文件的人都可使用。</translation>
    </message>
    <message>
        <source>http://host:port. Leave empty to use the system proxy.</source>
        <translation>http://host:port。留空则使用系统代理。</translation>
    </message>
    <message>
        <source>Job page URL</source>
        <translation>任务页面 URL</translation>
    </message>
    <message>
        <source>A URL that contains {job}, for “Open in browser”.</source>
        <translation>包含 {job} 的 URL，用于“在浏览器中打开”。</translation>
    </message>
    <message>
        <source>Allow cancelling jobs</source>
        <translation>允许取消任务</translation>
    </message>
    <message>
        <source>Adds “Cancel job…” to the menu of a job. ccwatch asks before it cancels.</source>
        <translation>在任务菜单中添加“取消任务…”。取消前 ccwatch 会询问。</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>每分钟请求数</translation>
    </message>
    <message>
        <source>The limit of your organisation’s subscription.</source>
        <translation>您的组织的订阅上限。</translation>
    </message>
    <message>
        <source>Requests per hour</source>
        <translation>每小时请求数</translation>
    </message>
    <message>
        <source>There is no setting “{name}”.</source>
        <translation>没有名为“{name}”的设置。</translation>
    </message>
    <message>
        <source>“{label}” must be true or false.</source>
        <translation>“{label}”必须是 true 或 false。</translation>
    </message>
    <message>
        <source>“{label}” must be a whole number.</source>
        <translation>“{label}”必须是整数。</translation>
    </message>
    <message>
        <source>“{label}” must be between {low} and {high}.</source>
        <translation>“{label}”必须在 {low} 到 {high} 之间。</translation>
    </message>
    <message>
        <source>“{label}” must be one line of text.</source>
        <translation>“{label}”必须是一行文本。</translation>
    </message>
    <message>
        <source>“{label}” must be one of {choices}.</source>
        <translation>“{label}”必须是以下之一：{choices}。</translation>
    </message>
    <message>
        <source>“{label}” must have the form {example}.</source>
        <translation>“{label}”必须采用 {example} 的格式。</translation>
    </message>
    <message>
        <source>“{label}” must not contain a user name or password.</source>
        <translation>“{label}”不能包含用户名或密码。</translation>
    </message>
    <message>
        <source>“{label}” must not contain “?” or “#”.</source>
        <translation>“{label}”不能包含“?”或“#”。</translation>
    </message>
    <message>
        <source>“{label}” must have a port from 1 to {highest}.</source>
        <translation>“{label}”的端口必须在 1 到 {highest} 之间。</translation>
    </message>
    <message>
        <source>“{label}” must be an https URL, such as {example}.</source>
        <translation>“{label}”必须是 https URL，例如 {example}。</translation>
    </message>
    <message>
        <source>“{label}”: plain http is allowed on this computer only. Use https.</source>
        <translation>“{label}”：http 仅允许在本机使用。请使用 https。</translation>
    </message>
    <message>
        <source>No jobs</source>
        <translation>没有任务</translation>
    </message>
    <message numerus="yes">
        <source>{n} job|{n} jobs</source>
        <translation>
            <numerusform>{n} 个任务</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} active|{n} active</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>{n} 个运行中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} needs attention|{n} need attention</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>{n} 个需要关注</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign-in needed · {n} job waiting|Sign-in needed · {n} jobs waiting</source>
        <translation>
            <numerusform>需要登录 · {n} 个任务在等待</numerusform>
        </translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余：{time}</translation>
    </message>
    <message>
        <source>checked {time} ago</source>
        <translation>{time}前检查</translation>
    </message>
    <message>
        <source>No service has a job with this ID.</source>
        <translation>没有任何服务包含此 ID 的任务。</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Stalled</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>Ending</source>
        <translation>正在结束</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>No longer available</source>
        <translation>不再可用</translation>
    </message>
    <message>
        <source>Ended, outcome unknown</source>
        <translation>已结束，结果未知</translation>
    </message>
    <message>
        <source>{percentage}&#x202f;%</source>
        <translation>{percentage}%</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} 天 {hours} 小时</translation>
    </message>
    <message>
        <source>{time} over</source>
        <extracomment>{time} is by how much a job is late</extracomment>
        <translation>已超时 {time}</translation>
    </message>
    <message>
        <source>under 1 min</source>
        <translation>不到 1 分钟</translation>
    </message>
    <message numerus="yes">
        <source>about {n} day|about {n} days</source>
        <translation>
            <numerusform>约 {n} 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{low} – {n} day|{low} – {n} days</source>
        <translation>
            <numerusform>{low}～{n} 天</numerusform>
        </translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
    <message>
        <source>up to {time}</source>
        <translation>最多 {time}</translation>
    </message>
    <message>
        <source>{low} – {high} min</source>
        <translation>{low}～{high} 分钟</translation>
    </message>
    <message>
        <source>{low} – {high}</source>
        <translation>{low}～{high}</translation>
    </message>
    <message numerus="yes">
        <source>{n} job is waiting.|{n} jobs are waiting.</source>
        <translation>
            <numerusform>{n} 个任务正在等待。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} 小时</translation>
    </message>
    <message>
        <source>{hours} h {minutes}</source>
        <translation>{hours}小时{minutes}分</translation>
    </message>
    <message>
        <source>{title}: {message} ccwatch keeps watching. {advice}</source>
        <translation>{title}：{message}ccwatch 会继续监控。{advice}</translation>
    </message>
    <message>
        <source>The job list was written by a later version of ccwatch.</source>
        <translation>任务列表由更新版本的 ccwatch 写入。</translation>
    </message>
    <message>
        <source>The job list was damaged.</source>
        <translation>任务列表已损坏。</translation>
    </message>
    <message>
        <source>{file} was written by a later version of ccwatch.</source>
        <translation>{file} 由更新版本的 ccwatch 写入。</translation>
    </message>
    <message>
        <source>Install that version again, or move the file away.</source>
        <translation>请重新安装该版本，或移走该文件。</translation>
    </message>
    <message numerus="yes">
        <source>The file was renamed to {file}; {n} job could be recovered from it.|The file was renamed to {file}; {n} jobs could be recovered from it.</source>
        <translation>
            <numerusform>该文件已重命名为 {file}；已从中恢复 {n} 个任务。</numerusform>
        </translation>
    </message>
    <message>
        <source>{folder} is not writable.</source>
        <translation>{folder} 不可写。</translation>
    </message>
    <message>
        <source>CCWATCH_HOME is {folder}, which cannot be found.</source>
        <translation>CCWATCH_HOME 设为 {folder}，但找不到该文件夹。</translation>
    </message>
    <message>
        <source>There is no home folder: HOME is missing or is not a full path.</source>
        <translation>没有主文件夹：HOME 未设置或不是完整路径。</translation>
    </message>
    <message>
        <source>{path} belongs to another user.</source>
        <translation>{path} 属于其他用户。</translation>
    </message>
    <message>
        <source>{path} can be changed by {others}.</source>
        <translation>{path} 可被{others}更改。</translation>
    </message>
    <message>
        <source>To fix this, run: {command}</source>
        <translation>要解决此问题，请运行：{command}</translation>
    </message>
    <message>
        <source>Set CCWATCH_HOME to a folder that belongs to you.</source>
        <translation>请将 CCWATCH_HOME 设为属于您的文件夹。</translation>
    </message>
    <message>
        <source>{name} in {file}: {reason} The default is used instead.</source>
        <translation>{file} 中的 {name}：{reason}将改用默认值。</translation>
    </message>
    <message>
        <source>{name} is in {file} more than once; the last one counts.</source>
        <translation>{name} 在 {file} 中多次出现；以最后一个为准。</translation>
    </message>
    <message>
        <source>The settings could not be read; the file was left as it is: {reason}.</source>
        <translation>无法读取设置；文件已保持原样：{reason}。</translation>
    </message>
    <message>
        <source>The settings could not be read. The file was renamed to {file}.</source>
        <translation>无法读取设置。该文件已重命名为 {file}。</translation>
    </message>
    <message>
        <source>Signed out of ccwatch. Your browser may still be signed in.</source>
        <translation>已退出登录 ccwatch。您的浏览器可能仍处于登录状态。</translation>
    </message>
    <message>
        <source>You are not signed in.</source>
        <translation>您尚未登录。</translation>
    </message>
    <message>
        <source>You signed out.</source>
        <translation>您已退出登录。</translation>
    </message>
    <message>
        <source>Your subscription does not include this list. Add jobs by their IDs.</source>
        <translation>您的订阅不包含此列表。请按 ID 添加任务。</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>The demo contacts only this computer.</source>
        <translation>演示仅访问本机。</translation>
    </message>
    <message>
        <source>Already watched: {name}</source>
        <translation>已在监控：{name}</translation>
    </message>
    <message>
        <source>No job ID found.</source>
        <translation>未找到任务 ID。</translation>
    </message>
    <message>
        <source>A link asks ccwatch to watch {name}. Watch it?</source>
        <translation>有链接请求 ccwatch 监控 {name}。要监控吗？</translation>
    </message>
    <message numerus="yes">
        <source>A link asks ccwatch to watch {n} job. Watch it?|A link asks ccwatch to watch {n} jobs. Watch them?</source>
        <translation>
            <numerusform>有链接请求 ccwatch 监控 {n} 个任务。要监控吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>No longer watching {name}.</source>
        <translation>已停止监控 {name}。</translation>
    </message>
    <message numerus="yes">
        <source>No longer watching {n} job.|No longer watching {n} jobs.</source>
        <translation>
            <numerusform>已停止监控 {n} 个任务。</numerusform>
        </translation>
    </message>
    <message>
        <source>Watch job {job} from the clipboard?</source>
        <translation>监控剪贴板中的任务 {job}？</translation>
    </message>
    <message>
        <source>Watch</source>
        <comment>a button</comment>
        <translation>监控</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>通知正常。</translation>
    </message>
    <message>
        <source>Test notification</source>
        <translation>测试通知</translation>
    </message>
    <message>
        <source>Not shown: {reason}.</source>
        <translation>未显示：{reason}。</translation>
    </message>
    <message>
        <source>Sent through {name}.</source>
        <extracomment>{name} is what took a notification</extracomment>
        <translation>已通过 {name} 发送。</translation>
    </message>
    <message>
        <source>ccwatch closed unexpectedly last time.</source>
        <translation>ccwatch 上次意外关闭。</translation>
    </message>
    <message>
        <source>Something went wrong ({error}). ccwatch keeps running.</source>
        <translation>出了点问题（{error}）。ccwatch 会继续运行。</translation>
    </message>
    <message>
        <source>tray balloon</source>
        <translation>托盘气泡</translation>
    </message>
    <message>
        <source>the tray icon cannot show one</source>
        <translation>托盘图标无法显示</translation>
    </message>
    <message>
        <source>desktop notifications</source>
        <translation>桌面通知</translation>
    </message>
    <message>
        <source>the system did not accept it</source>
        <translation>系统未接受</translation>
    </message>
    <message>
        <source>the system did not answer in time</source>
        <translation>系统未及时响应</translation>
    </message>
    <message>
        <source>this system has no notifications</source>
        <translation>此系统没有通知功能</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>a button</comment>
        <translation>打开</translation>
    </message>
    <message>
        <source>Mute this job</source>
        <translation>将此任务静音</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>勿扰</translation>
    </message>
    <message>
        <source>no notification daemon answers</source>
        <translation>没有通知服务响应</translation>
    </message>
    <message>
        <source>notifications cannot be shown here</source>
        <translation>此处无法显示通知</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>立即检查</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>取消静音</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Copy ID</source>
        <translation>复制 ID</translation>
    </message>
    <message>
        <source>Copy IDs</source>
        <translation>复制 ID</translation>
    </message>
    <message>
        <source>Copy errors and warnings</source>
        <translation>复制错误和警告</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Export history…</source>
        <translation>导出历史记录…</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>停止监控</translation>
    </message>
    <message>
        <source>Paste job IDs or links</source>
        <translation>粘贴任务 ID 或链接</translation>
    </message>
    <message>
        <source>Job IDs or links to watch</source>
        <translation>要监控的任务 ID 或链接</translation>
    </message>
    <message>
        <source>IDs or links, several at once. Enter adds them.</source>
        <translation>ID 或链接，可一次多个。按 Enter 添加。</translation>
    </message>
    <message>
        <source>{trouble} since {time}. {reason}</source>
        <extracomment>{time}: 14:05, Mon 14:05, 24/11/2026 14:05</extracomment>
        <translation>{trouble}（自 {time} 起）。{reason}</translation>
    </message>
    <message>
        <source>The service asked ccwatch to wait. Checks resume in {time}.</source>
        <translation>服务要求 ccwatch 等待。{time}后恢复检查。</translation>
    </message>
    <message>
        <source>Too many jobs for the request limit: ccwatch checks them less often.</source>
        <translation>任务数超出请求上限：ccwatch 会降低检查频率。</translation>
    </message>
    <message>
        <source>Demo with sample jobs. Time runs {number} times faster; it is {time} in the demo.</source>
        <translation>使用示例任务的演示。时间以 {number} 倍速流逝；演示中的时间是 {time}。</translation>
    </message>
    <message>
        <source>Progress: {percentage}</source>
        <translation>进度：{percentage}</translation>
    </message>
    <message>
        <source>Save chart as picture…</source>
        <translation>将图表另存为图片…</translation>
    </message>
    <message>
        <source>No data from {since} to {until}</source>
        <translation>{since} 至 {until} 无数据</translation>
    </message>
    <message>
        <source>No progress yet</source>
        <translation>尚无进度</translation>
    </message>
    <message>
        <source>About ccwatch</source>
        <translation>关于 ccwatch</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>程序库</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the folder: {folder}</source>
        <translation>打开文件夹：{folder}</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
    <message>
        <source>Watches reconstruction jobs and shows their progress.</source>
        <translation>监控重建任务并显示其进度。</translation>
    </message>
    <message>
        <source>Free software under the MIT licence. Not a product of Bentley Systems.</source>
        <translation>采用 MIT 许可证的自由软件。并非 Bentley Systems 的产品。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Cancel job</source>
        <translation>取消任务</translation>
    </message>
    <message>
        <source>Cancel “{name}”?</source>
        <translation>取消“{name}”？</translation>
    </message>
    <message>
        <source>The service will end it. What it has produced is lost, and this cannot be undone.</source>
        <translation>服务将结束该任务。已生成的内容会丢失，且无法撤消。</translation>
    </message>
    <message>
        <source>Keep job</source>
        <translation>保留任务</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>添加时间</translation>
    </message>
    <message>
        <source>{layer}: works</source>
        <translation>{layer}：正常</translation>
    </message>
    <message>
        <source>{layer}: fails</source>
        <translation>{layer}：失败</translation>
    </message>
    <message>
        <source>{layer}: not tested</source>
        <translation>{layer}：未测试</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在测试…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation>复制：{what}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Queue time</source>
        <translation>排队时间</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>运行时间</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎数</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>估算</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Copy the job’s ID</source>
        <translation>复制任务 ID</translation>
    </message>
    <message>
        <source>Open the job’s page in the browser</source>
        <translation>在浏览器中打开任务页面</translation>
    </message>
    <message>
        <source>Diagnostics…</source>
        <translation>诊断信息…</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Errors ({number})</source>
        <translation>错误（{number}）</translation>
    </message>
    <message>
        <source>Copy the errors</source>
        <translation>复制错误</translation>
    </message>
    <message>
        <source>Warnings ({number})</source>
        <translation>警告（{number}）</translation>
    </message>
    <message>
        <source>Copy the warnings</source>
        <translation>复制警告</translation>
    </message>
    <message>
        <source>Outputs ({number})</source>
        <translation>输出（{number}）</translation>
    </message>
    <message>
        <source>Copy the outputs</source>
        <translation>复制输出</translation>
    </message>
    <message>
        <source>More actions for this job</source>
        <translation>此任务的更多操作</translation>
    </message>
    <message>
        <source>{number} units</source>
        <translation>{number} 单位</translation>
    </message>
    <message>
        <source>{left} left, done by {time}</source>
        <translation>剩余：{left}，最迟完成：{time}</translation>
    </message>
    <message>
        <source>{left} left, done around {time}</source>
        <translation>剩余：{left}，预计完成：约 {time}</translation>
    </message>
    <message>
        <source>Finished at {percentage}</source>
        <translation>在 {percentage} 时完成</translation>
    </message>
    <message>
        <source>Failed at {percentage}</source>
        <translation>在 {percentage} 时失败</translation>
    </message>
    <message>
        <source>Cancelled at {percentage}</source>
        <translation>在 {percentage} 时取消</translation>
    </message>
    <message>
        <source>No longer available at {percentage}</source>
        <translation>在 {percentage} 时不再可用</translation>
    </message>
    <message>
        <source>Started watching</source>
        <translation>开始监控</translation>
    </message>
    <message>
        <source>Found in the list of your jobs</source>
        <translation>在您的任务列表中找到</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Active again</source>
        <translation>再次运行</translation>
    </message>
    <message>
        <source>{step} started</source>
        <translation>{step} 开始</translation>
    </message>
    <message>
        <source>State changed to {state}</source>
        <translation>状态变为 {state}</translation>
    </message>
    <message>
        <source>{percentage} when first checked</source>
        <translation>首次检查时为 {percentage}</translation>
    </message>
    <message>
        <source>Cancellation requested</source>
        <translation>已请求取消</translation>
    </message>
    <message>
        <source>Stalled for {time}</source>
        <translation>已停滞 {time}</translation>
    </message>
    <message>
        <source>Queued for {time}</source>
        <translation>已排队 {time}</translation>
    </message>
    <message>
        <source>The next job was not submitted</source>
        <translation>下一个任务未提交</translation>
    </message>
    <message>
        <source>Found in {service}</source>
        <translation>在 {service} 中找到</translation>
    </message>
    <message>
        <source>Found in {service}, but also in {others}, where it is not watched</source>
        <translation>在 {service} 中找到，{others} 中也有，但不监控后者</translation>
    </message>
    <message>
        <source>{end}. {reason}</source>
        <translation>{end}。{reason}</translation>
    </message>
    <message>
        <source>Service reachable again</source>
        <translation>已重新连接到服务</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>还没有任务</translation>
    </message>
    <message>
        <source>Paste a job’s ID or link above, or drop it here.</source>
        <translation>在上方粘贴任务的 ID 或链接，或拖放到此处。</translation>
    </message>
    <message>
        <source>Paste from the clipboard</source>
        <translation>从剪贴板粘贴</translation>
    </message>
    <message>
        <source>No matching jobs</source>
        <translation>没有匹配的任务</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>ccwatch – demo</source>
        <translation>ccwatch – 演示</translation>
    </message>
    <message>
        <source>Pause notifications for a while</source>
        <translation>暂停通知一段时间</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Snoozed until {time}</source>
        <translation>勿扰至 {time}</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤消</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>所有状态</translation>
    </message>
    <message>
        <source>All types</source>
        <translation>所有类型</translation>
    </message>
    <message>
        <source>All iTwins</source>
        <translation>所有 iTwin</translation>
    </message>
    <message>
        <source>Filter by state</source>
        <translation>按状态筛选</translation>
    </message>
    <message>
        <source>Filter by type</source>
        <translation>按类型筛选</translation>
    </message>
    <message>
        <source>Filter by iTwin</source>
        <translation>按 iTwin 筛选</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter jobs</source>
        <translation>筛选任务</translation>
    </message>
    <message>
        <source>My jobs…</source>
        <translation>我的任务…</translation>
    </message>
    <message>
        <source>Send a test notification</source>
        <translation>发送测试通知</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Job type</source>
        <translation>任务类型</translation>
    </message>
    <message>
        <source>Progress line</source>
        <translation>进度曲线</translation>
    </message>
    <message>
        <source>Next check</source>
        <translation>下次检查</translation>
    </message>
    <message>
        <source>Reverse order</source>
        <translation>倒序</translation>
    </message>
    <message>
        <source>Show in rows</source>
        <translation>在行中显示</translation>
    </message>
    <message>
        <source>Sorted by {column}</source>
        <translation>排序方式：{column}</translation>
    </message>
    <message>
        <source>Sorted by {column}, reversed</source>
        <translation>排序方式：{column}（倒序）</translation>
    </message>
    <message>
        <source>My jobs</source>
        <translation>我的任务</translation>
    </message>
    <message>
        <source>Filter my jobs</source>
        <translation>筛选我的任务</translation>
    </message>
    <message>
        <source>Asking the service…</source>
        <translation>正在查询服务…</translation>
    </message>
    <message>
        <source>This list may not be complete: {reason}</source>
        <translation>此列表可能不完整：{reason}</translation>
    </message>
    <message>
        <source>The service lists no jobs for your account.</source>
        <translation>服务中没有您帐户的任务。</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>监控中</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Job name</source>
        <translation>任务名称</translation>
    </message>
    <message>
        <source>Waiting for an engine</source>
        <translation>等待引擎</translation>
    </message>
    <message>
        <source>Not submitted</source>
        <translation>未提交</translation>
    </message>
    <message>
        <source>Stalled {time}</source>
        <extracomment>{time} is how long</extracomment>
        <translation>停滞 {time}</translation>
    </message>
    <message>
        <source>ended {time}</source>
        <extracomment>{time}: 14:05, yesterday, Mon, 24/11</extracomment>
        <translation>结束：{time}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>check in {time}</source>
        <translation>{time}后检查</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>步骤 {number}/{count}</translation>
    </message>
    <message>
        <source>Waiting for the next job</source>
        <translation>等待下一个任务</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>检查中</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>after {time}</source>
        <translation>历时 {time}</translation>
    </message>
    <message>
        <source>took {time}</source>
        <translation>用时 {time}</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Setting groups</source>
        <translation>设置分组</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>No matching settings</source>
        <translation>没有匹配的设置</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Set by {variable}.</source>
        <translation>由 {variable} 设定。</translation>
    </message>
    <message>
        <source>Reset to default</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Reset “{setting}” to default</source>
        <translation>将“{setting}”恢复为默认值</translation>
    </message>
    <message>
        <source>Your browser should have opened. Sign in there; ccwatch is waiting.

If it did not open, or to use another browser or profile, open this URL there. If it shows an error, check the client ID and the registered redirect URIs.</source>
        <translation>浏览器应该已经打开。请在其中登录；ccwatch 正在等待。

如果浏览器没有打开，或要使用其他浏览器或配置文件，请在那里打开此 URL。如果显示错误，请检查客户端 ID 和已注册的重定向 URI。</translation>
    </message>
    <message>
        <source>Asking the sign-in service where to sign in…</source>
        <translation>正在向登录服务查询登录 URL…</translation>
    </message>
    <message>
        <source>sign-in URL</source>
        <translation>登录 URL</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>再次打开</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>正在登录</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 分钟</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>Until tomorrow</source>
        <translation>到明天</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>立即解除</translation>
    </message>
    <message numerus="yes">
        <source>History ({n} unread)|History ({n} unread)</source>
        <translation>
            <numerusform>历史记录（{n} 条未读）</numerusform>
        </translation>
    </message>
    <message>
        <source>Open ccwatch</source>
        <translation>打开 ccwatch</translation>
    </message>
    <message>
        <source>Add from clipboard</source>
        <translation>从剪贴板添加</translation>
    </message>
    <message>
        <source>ccwatch watches your reconstruction jobs from the tray. It signs in through an application that your organisation registers once. If you already have its client ID, skip to step 2.</source>
        <translation>ccwatch 在托盘中监控您的重建任务。它通过您的组织一次性注册的应用登录。如果您已有其客户端 ID，请直接转到步骤 2。</translation>
    </message>
    <message>
        <source>On the vendor’s developer portal, register a new application of the type “Native” (also called “Desktop / Mobile”) with this scope and all of these redirect URIs, exactly as shown:</source>
        <translation>请在供应商的开发者门户中注册一个“Native”（也称“Desktop / Mobile”）类型的新应用，并填写此作用域和所有这些重定向 URI，与所示完全一致：</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>由管理员设定。</translation>
    </message>
    <message>
        <source>scope {scope}</source>
        <translation>作用域 {scope}</translation>
    </message>
    <message>
        <source>redirect URI {address}</source>
        <translation>重定向 URI {address}</translation>
    </message>
    <message>
        <source>Welcome to ccwatch</source>
        <translation>欢迎使用 ccwatch</translation>
    </message>
    <message>
        <source>Open the developer portal</source>
        <translation>打开开发者门户</translation>
    </message>
    <message>
        <source>1  Register an application</source>
        <translation>1  注册应用</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>作用域</translation>
    </message>
    <message>
        <source>Redirect URIs</source>
        <translation>重定向 URI</translation>
    </message>
    <message>
        <source>2  Sign in</source>
        <translation>2  登录</translation>
    </message>
    <message>
        <source>Client ID of that application</source>
        <translation>该应用的客户端 ID</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Custom: {address}</source>
        <translation>自定义：{address}</translation>
    </message>
    <message>
        <source>The client ID is missing. The developer portal shows it after registering.</source>
        <translation>缺少客户端 ID。注册后开发者门户会显示它。</translation>
    </message>
    <message>
        <source>Signed out by the service.</source>
        <translation>服务已将您退出登录。</translation>
    </message>
    <message>
        <source>Start at sign-in not changed</source>
        <translation>无法更改“登录时启动”设置</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}。</translation>
    </message>
    <message>
        <source>a command on Windows can have at most {longest} characters</source>
        <translation>Windows 的命令最多可有 {longest} 个字符</translation>
    </message>
    <message>
        <source>Move ccwatch to a folder with a shorter name.</source>
        <translation>请将 ccwatch 移到名称较短的文件夹。</translation>
    </message>
    <message>
        <source>Your organisation may not allow it.</source>
        <translation>您的组织可能不允许。</translation>
    </message>
    <message>
        <source>This ccwatch has no setting “{name}”.</source>
        <translation>此版本的 ccwatch 没有“{name}”设置。</translation>
    </message>
    <message>
        <source>“{label}” is set by {variable}.</source>
        <translation>“{label}”由 {variable} 设定。</translation>
    </message>
    <message numerus="yes">
        <source>{n} setting imported.|{n} settings imported.</source>
        <translation>
            <numerusform>已导入 {n} 项设置。</numerusform>
        </translation>
    </message>
    <message>
        <source>on</source>
        <comment>a setting</comment>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <comment>a setting</comment>
        <translation>关</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Not imported:</source>
        <translation>未导入：</translation>
    </message>
    <message>
        <source>“{label}”: importing a file cannot reduce the protection.</source>
        <translation>“{label}”不能通过导入文件降低。</translation>
    </message>
    <message numerus="yes">
        <source>And {n} more.|And {n} more.</source>
        <translation>
            <numerusform>另有 {n} 项。</numerusform>
        </translation>
    </message>
    <message>
        <source>{path} contains no settings.</source>
        <translation>{path} 中没有设置。</translation>
    </message>
    <message>
        <source>File cannot be used</source>
        <translation>无法使用文件</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>请选择其他文件。</translation>
    </message>
    <message>
        <source>Not available in the demo.</source>
        <translation>演示中不可用。</translation>
    </message>
    <message>
        <source>In the tray, without a window.</source>
        <translation>在托盘中启动，不显示窗口。</translation>
    </message>
    <message>
        <source>Another copy of ccwatch is set to start. To start this one, turn this off and on again.</source>
        <translation>当前设置为启动另一份 ccwatch。要启动这一份，请先关闭此选项再打开。</translation>
    </message>
    <message>
        <source>The settings are in {file}.</source>
        <translation>设置已保存到 {file}。</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>所有任务</translation>
    </message>
    <message>
        <source>Start ccwatch when I sign in to this computer</source>
        <translation>登录此计算机时启动 ccwatch</translation>
    </message>
    <message>
        <source>Autostart</source>
        <translation>自动启动</translation>
    </message>
    <message>
        <source>Export settings…</source>
        <translation>导出设置…</translation>
    </message>
    <message>
        <source>Import settings…</source>
        <translation>导入设置…</translation>
    </message>
    <message>
        <source>All settings in one file, for use on another computer. Your sign-in is not included.</source>
        <translation>将所有设置放入一个文件，供另一台计算机使用。其中不含登录信息。</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>导出设置</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>导入设置</translation>
    </message>
    <message numerus="yes">
        <source>{file} changes {n} setting:|{file} changes {n} settings:</source>
        <translation>
            <numerusform>{file} 将更改 {n} 项设置：</numerusform>
        </translation>
    </message>
    <message>
        <source>The settings in bold decide where ccwatch signs in and checks your jobs. Import them only from someone you trust.</source>
        <translation>粗体设置决定 ccwatch 在哪里登录和检查您的任务。请仅导入来自您信任的人的此类设置。</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前值</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>设置 (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Anywhere in the window</source>
        <translation>窗口中任意位置</translation>
    </message>
    <message>
        <source>In the list</source>
        <translation>列表中</translation>
    </message>
    <message>
        <source>Selected jobs</source>
        <translation>所选任务</translation>
    </message>
    <message>
        <source>In the details</source>
        <translation>详细信息中</translation>
    </message>
    <message>
        <source>In the chart</source>
        <translation>图表中</translation>
    </message>
    <message>
        <source>In the history</source>
        <translation>历史记录中</translation>
    </message>
    <message>
        <source>In the field for new jobs</source>
        <translation>新任务输入框中</translation>
    </message>
    <message>
        <source>In the filter</source>
        <translation>筛选框中</translation>
    </message>
    <message>
        <source>Go to the field for new jobs</source>
        <translation>转到新任务输入框</translation>
    </message>
    <message>
        <source>Go to the filter</source>
        <translation>转到筛选框</translation>
    </message>
    <message>
        <source>Open the history</source>
        <translation>打开历史记录</translation>
    </message>
    <message>
        <source>Watch the jobs on the clipboard</source>
        <translation>监控剪贴板中的任务</translation>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation>接受建议</translation>
    </message>
    <message>
        <source>Wall screen</source>
        <translation>大屏显示</translation>
    </message>
    <message>
        <source>Cancel job…</source>
        <translation>取消任务…</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>Open the menu at the top right</source>
        <translation>打开右上角的菜单</translation>
    </message>
    <message>
        <source>Show this page</source>
        <translation>显示此页</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Quit ccwatch</source>
        <translation>退出 ccwatch</translation>
    </message>
    <message>
        <source>Go to the details</source>
        <translation>转到详细信息</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Show the jobs of a survey</source>
        <translation>显示测量的任务</translation>
    </message>
    <message>
        <source>Hide the jobs of a survey</source>
        <translation>隐藏测量的任务</translation>
    </message>
    <message>
        <source>Open the menu of the selected jobs</source>
        <translation>打开所选任务的菜单</translation>
    </message>
    <message>
        <source>Select all jobs</source>
        <translation>选择所有任务</translation>
    </message>
    <message>
        <source>Select more jobs</source>
        <translation>选择更多任务</translation>
    </message>
    <message>
        <source>Move along the chart</source>
        <translation>沿图表移动</translation>
    </message>
    <message>
        <source>Go to the start or end of the chart</source>
        <translation>转到图表的开头或末尾</translation>
    </message>
    <message>
        <source>Open the job of a notification</source>
        <translation>打开通知对应的任务</translation>
    </message>
    <message>
        <source>Copy the notification</source>
        <translation>复制通知</translation>
    </message>
    <message>
        <source>Clear the filter, or go back to the list</source>
        <translation>清除筛选，或返回列表</translation>
    </message>
    <message>
        <source>Watch the jobs</source>
        <translation>监控任务</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Clear the field</source>
        <translation>清空输入框</translation>
    </message>
    <message>
        <source>Clear the filter, and go to the list</source>
        <translation>清除筛选并转到列表</translation>
    </message>
    <message>
        <source>Go to the list</source>
        <translation>转到列表</translation>
    </message>
    <message>
        <source>{job} – history</source>
        <translation>{job} – 历史记录</translation>
    </message>
    <message>
        <source>Export history</source>
        <translation>导出历史记录</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>{job} – progress</source>
        <translation>{job} – 进度</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>已保存为 {file}。</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>This job is no longer watched.</source>
        <translation>已不再监控此任务。</translation>
    </message>
    <message>
        <source>Watch it again</source>
        <translation>重新监控</translation>
    </message>
    <message>
        <source>Percentage done</source>
        <translation>完成百分比</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Expected end</source>
        <translation>预计结束</translation>
    </message>
    <message>
        <source>Diagnostics of {job}</source>
        <translation>{job} 的诊断信息</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>诊断信息</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message numerus="yes">
        <source>History, {n} unread|History, {n} unread</source>
        <translation>
            <numerusform>历史记录，{n} 条未读</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} ({key})</source>
        <extracomment>what a button is called, and the key for it: History (Ctrl+H)</extracomment>
        <translation>{name} ({key})</translation>
    </message>
    <message>
        <source>All notifications</source>
        <translation>所有通知</translation>
    </message>
    <message>
        <source>Failed jobs</source>
        <translation>失败的任务</translation>
    </message>
    <message>
        <source>Ended jobs</source>
        <translation>已结束的任务</translation>
    </message>
    <message>
        <source>Jobs in progress</source>
        <translation>进行中的任务</translation>
    </message>
    <message>
        <source>Account and service</source>
        <translation>帐户与服务</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Mark all as read</source>
        <translation>全部标为已读</translation>
    </message>
    <message>
        <source>Show older</source>
        <translation>显示更早的</translation>
    </message>
    <message numerus="yes">
        <source>{n} unread|{n} unread</source>
        <translation>
            <numerusform>{n} 条未读</numerusform>
        </translation>
    </message>
    <message>
        <source>All read</source>
        <translation>全部已读</translation>
    </message>
    <message>
        <source>The newest {number} of {total} notifications</source>
        <translation>最新 {number} 条通知（共 {total} 条）</translation>
    </message>
    <message numerus="yes">
        <source>{n} notification|{n} notifications</source>
        <translation>
            <numerusform>{n} 条通知</numerusform>
        </translation>
    </message>
    <message>
        <source>The history cannot be read</source>
        <translation>无法读取历史记录</translation>
    </message>
    <message>
        <source>Filter notifications</source>
        <translation>筛选通知</translation>
    </message>
    <message>
        <source>Showing: {kind}</source>
        <translation>显示：{kind}</translation>
    </message>
    <message>
        <source>No notifications yet</source>
        <translation>还没有通知</translation>
    </message>
    <message>
        <source>Every notification is kept here, even if the system did not show it.</source>
        <translation>所有通知都保存在这里，即使系统没有显示。</translation>
    </message>
    <message>
        <source>Older notifications are available.</source>
        <translation>还有更早的通知。</translation>
    </message>
    <message>
        <source>No matching notifications</source>
        <translation>没有匹配的通知</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>已暂缓</translation>
    </message>
    <message>
        <source>not shown yet</source>
        <translation>尚未显示</translation>
    </message>
    <message>
        <source>not shown by the system</source>
        <translation>系统未显示</translation>
    </message>
    <message>
        <source>step of a survey</source>
        <translation>测量的步骤</translation>
    </message>
    <message>
        <source>held back until {time}</source>
        <translation>暂缓至 {time}</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze hold it back.</source>
        <translation>因安静时段或勿扰而暂缓。</translation>
    </message>
    <message>
        <source>It is about to be shown.</source>
        <translation>即将显示。</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze held it back until {time}; the system did not show it then.</source>
        <translation>因安静时段或勿扰暂缓至 {time}；随后系统未显示。</translation>
    </message>
    <message>
        <source>The system did not show it. You can send a test notification in the settings.</source>
        <translation>系统未显示。您可以在设置中发送测试通知。</translation>
    </message>
    <message>
        <source>Only the end of a survey is shown; this is one of its steps.</source>
        <translation>只显示测量的结束；这是其中一个步骤。</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze held it back until {time}.</source>
        <translation>因安静时段或勿扰暂缓至 {time}。</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <extracomment>{day}: Mon, 24/11/2026; {time}: 14:05</extracomment>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>ends around {time}</source>
        <extracomment>{time}: 14:05, Mon 14:05</extracomment>
        <translation>约 {time} 结束</translation>
    </message>
    <message>
        <source>ends {first} – {last}</source>
        <extracomment>{first} and {last}: 14:05, Mon 14:05</extracomment>
        <translation>{first} – {last} 结束</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons, so ccwatch stays in this window. Closing it quits ccwatch. A panel with a system tray would show the icon.</source>
        <translation>此桌面不显示托盘图标，因此 ccwatch 在此窗口中运行。关闭窗口会退出 ccwatch。带系统托盘的面板可以显示图标。</translation>
    </message>
    <message>
        <source>GNOME shows tray icons only with the extension “AppIndicator and KStatusNotifierItem Support”. Without it ccwatch stays in this window. Closing it quits ccwatch.</source>
        <translation>GNOME 需要扩展“AppIndicator and KStatusNotifierItem Support”才能显示托盘图标。没有该扩展时，ccwatch 在此窗口中运行。关闭窗口会退出 ccwatch。</translation>
    </message>
    <message>
        <source>The reply contains no version.</source>
        <translation>响应中没有版本信息。</translation>
    </message>
    <message>
        <source>Page of the new version</source>
        <translation>新版本页面</translation>
    </message>
    <message>
        <source>ccwatch {version} is available (you have {running}).</source>
        <translation>ccwatch {version} 已发布（当前版本：{running}）。</translation>
    </message>
    <message>
        <source>View</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>The proxy in the settings</source>
        <translation>设置中的代理</translation>
    </message>
    <message>
        <source>The system’s proxy</source>
        <translation>系统代理</translation>
    </message>
    <message>
        <source>{source} cannot be used: {reason}</source>
        <translation>{source} 无法使用：{reason}</translation>
    </message>
    <message>
        <source>Nothing was sent. The proxy’s URL must have the form {example}.</source>
        <translation>未发送任何内容。代理 URL 必须采用 {example} 的格式。</translation>
    </message>
    <message>
        <source>SOCKS proxies are not supported.</source>
        <translation>不支持 SOCKS 代理。</translation>
    </message>
    <message>
        <source>The proxy’s URL must begin with http:// or https://.</source>
        <translation>代理 URL 必须以 http:// 或 https:// 开头。</translation>
    </message>
    <message>
        <source>Special characters in its name and password must be percent-encoded: # as %23, @ as %40, / as %2F.</source>
        <translation>用户名和密码中的特殊字符须用百分号编码：# 写作 %23，@ 写作 %40，/ 写作 %2F。</translation>
    </message>
    <message>
        <source>The proxy’s URL must end after the host and port.</source>
        <translation>代理 URL 必须以主机和端口结尾。</translation>
    </message>
    <message>
        <source>Its host is missing or not a valid name; an IPv6 address needs [ ] around it.</source>
        <translation>缺少主机或主机名无效；IPv6 地址须用 [ ] 括起来。</translation>
    </message>
    <message>
        <source>Its port must be from 1 to {highest}.</source>
        <translation>端口必须在 1 到 {highest} 之间。</translation>
    </message>
    <message>
        <source>it contains no certificates in PEM form</source>
        <translation>其中没有 PEM 格式的证书</translation>
    </message>
    <message>
        <source>{variable} names {path}: {reason}.</source>
        <translation>{variable} 指向 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Set it to a file of certificates in PEM form, or remove it to trust what the system trusts.</source>
        <translation>请将其设为 PEM 格式的证书文件，或将其移除以信任系统所信任的证书。</translation>
    </message>
    <message>
        <source>it is a folder, but not one of hashed certificates</source>
        <translation>它是一个文件夹，但不是以哈希值命名的证书文件夹</translation>
    </message>
    <message>
        <source>The outcome could not be read: {reason}</source>
        <translation>无法读取结果：{reason}</translation>
    </message>
    <message>
        <source>The sign-in page was not opened. {reason}</source>
        <translation>未打开登录页面。{reason}</translation>
    </message>
    <message>
        <source>The sign-in service answered for another application.</source>
        <translation>登录服务的响应针对的是另一个应用。</translation>
    </message>
    <message>
        <source>The reply names another sign-in service.</source>
        <translation>响应中指明的是另一个登录服务。</translation>
    </message>
    <message>
        <source>Too many requests to the sign-in service.</source>
        <translation>向登录服务发送的请求过多。</translation>
    </message>
    <message>
        <source>Not available for your account: {services}.</source>
        <translation>您的帐户无法使用：{services}。</translation>
    </message>
    <message>
        <source>The job list repeats itself.</source>
        <translation>任务列表出现重复。</translation>
    </message>
    <message>
        <source>{service}: {reason}</source>
        <translation>{service}：{reason}</translation>
    </message>
    <message>
        <source>The URL contains invalid characters.</source>
        <translation>URL 包含无效字符。</translation>
    </message>
    <message>
        <source>The URL is not valid.</source>
        <translation>URL 无效。</translation>
    </message>
    <message>
        <source>The URL does not begin with https.</source>
        <translation>URL 不是以 https 开头。</translation>
    </message>
    <message>
        <source>The URL has no host.</source>
        <translation>URL 中没有主机。</translation>
    </message>
    <message>
        <source>The URL contains a user name or a password.</source>
        <translation>URL 中含有用户名或密码。</translation>
    </message>
    <message>
        <source>“{label}” may have letters, digits, dots, - and _, and no spaces.</source>
        <translation>“{label}”可包含字母、数字、点、- 和 _，不能有空格。</translation>
    </message>
    <message>
        <source>“{label}” must be numbers from 1 to {highest}, such as {example}.</source>
        <translation>“{label}”必须是 1 到 {highest} 之间的数字，例如 {example}。</translation>
    </message>
    <message>
        <source>“{label}” must not contain a user name or password. Put those into HTTPS_PROXY.</source>
        <translation>“{label}”不能包含用户名或密码。请将其写入 HTTPS_PROXY。</translation>
    </message>
    <message>
        <source>The errors could not be read: {reason}</source>
        <translation>无法读取错误信息：{reason}</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>its group</source>
        <translation>其所属组</translation>
    </message>
    <message>
        <source>those on its access list</source>
        <translation>其访问列表中的用户</translation>
    </message>
    <message>
        <source>other users</source>
        <translation>其他用户</translation>
    </message>
    <message>
        <source>The job does not say how it ended.</source>
        <translation>任务未说明其结束方式。</translation>
    </message>
    <message>
        <source>Commands and links cannot reach this program</source>
        <translation>命令和链接无法传达到此程序</translation>
    </message>
    <message>
        <source>Remove what is at that path, or set a shorter CCWATCH_HOME; then restart.</source>
        <translation>请移除该路径上的内容，或设置更短的 CCWATCH_HOME，然后重新启动。</translation>
    </message>
    <message>
        <source>The newer version does not start. Quit ccwatch, then start it again.</source>
        <translation>更新的版本无法启动。请退出 ccwatch，然后重新启动。</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>立即重新启动</translation>
    </message>
    <message>
        <source>{used} of {limit} requests this hour</source>
        <translation>本小时请求 {used} / {limit}</translation>
    </message>
    <message>
        <source>too early to estimate</source>
        <translation>尚早，无法估计</translation>
    </message>
    <message>
        <source>pace too uneven to estimate</source>
        <translation>进度不均匀，无法估计</translation>
    </message>
    <message>
        <source>starts in {time}</source>
        <translation>将在 {time} 后开始</translation>
    </message>
    <message>
        <source>{time}, usually {usual}</source>
        <extracomment>{time} is how long a job has been queued, {usual} a range: &quot;3 h 02 min, usually 5 – 20 min&quot;</extracomment>
        <translation>{time}，通常为 {usual}</translation>
    </message>
    <message>
        <source>Queued for {time}, usually {usual}</source>
        <extracomment>&quot;Queued for 3 h 02 min, usually 5 – 20 min&quot;</extracomment>
        <translation>已排队 {time}，通常为 {usual}</translation>
    </message>
    <message>
        <source>Of the last {ranges} estimates, {held} were right.</source>
        <extracomment>{held} and {ranges}: estimates of the time left of finished jobs</extracomment>
        <translation>最近 {ranges} 次估计中有 {held} 次准确。</translation>
    </message>
    <message>
        <source>Much faster than usual: check its result.</source>
        <translation>远快于平常：请检查结果。</translation>
    </message>
    <message>
        <source>Much slower than usual.</source>
        <translation>远慢于平常。</translation>
    </message>
    <message>
        <source>{variable} has no value.</source>
        <translation>{variable} 没有值。</translation>
    </message>
    <message>
        <source>{variable} has spaces, line breaks or other characters that cannot be sent. Copy it again, in one piece.</source>
        <translation>{variable} 包含空格、换行符或其他无法发送的字符。请重新完整复制。</translation>
    </message>
    <message numerus="yes">
        <source>{n} job.|{n} jobs.</source>
        <translation>
            <numerusform>{n} 个任务。</numerusform>
        </translation>
    </message>
    <message>
        <source>Survey finished</source>
        <translation>测量已完成</translation>
    </message>
    <message>
        <source>{name} was not cancelled: {reason}</source>
        <translation>{name} 未取消：{reason}</translation>
    </message>
    <message>
        <source>Cancelling {name}…</source>
        <translation>正在取消 {name}…</translation>
    </message>
    <message>
        <source>It is not known whether {name} will be cancelled.</source>
        <translation>尚不清楚 {name} 是否会被取消。</translation>
    </message>
    <message>
        <source>The service is cancelling {name}.</source>
        <translation>服务正在取消 {name}。</translation>
    </message>
    <message>
        <source>ccwatch can watch every job that you submit, with any program.</source>
        <translation>ccwatch 可以监控您用任何程序提交的每个任务。</translation>
    </message>
    <message>
        <source>Add the jobs of these services by their IDs.</source>
        <translation>请通过 ID 添加这些服务的任务。</translation>
    </message>
    <message>
        <source>“Do not disturb” is on: your desktop does not show notifications.</source>
        <translation>“勿扰”已开启：您的桌面不显示通知。</translation>
    </message>
    <message>
        <source>Notifications do not arrive: {reason}. The history lists them.</source>
        <extracomment>{reason} begins with a small letter</extracomment>
        <translation>通知未送达：{reason}。可在历史记录中查看。</translation>
    </message>
    <message>
        <source>The history lists them.</source>
        <translation>可在历史记录中查看。</translation>
    </message>
    <message numerus="yes">
        <source>survey of {n} job|survey of {n} jobs</source>
        <translation>
            <numerusform>包含 {n} 个任务的测量</numerusform>
        </translation>
    </message>
    <message>
        <source>expanded</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>collapsed</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Divider</source>
        <translation>分隔条</translation>
    </message>
    <message>
        <source>ccwatch – wall screen</source>
        <translation>ccwatch – 大屏显示</translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP">
<context>
    <name></name>
    <message>
        <source>Try again in a moment.</source>
        <translation>しばらくしてからもう一度お試しください。</translation>
    </message>
    <message>
        <source>Details are in {file}.</source>
        <translation>詳細は{file}をご覧ください。</translation>
    </message>
    <message>
        <source>ccwatch had to stop.</source>
        <translation>ccwatchは動作を続けられず、終了しました。</translation>
    </message>
    <message>
        <source>{title}: {message} ccwatch keeps watching, but will remember nothing after you quit.</source>
        <translation>{title}: {message}ccwatchは監視を続けますが、終了後は何も保存されません。</translation>
    </message>
    <message>
        <source>The sign-in comes from CCWATCH_ACCESS_TOKEN. Change or remove that variable.</source>
        <translation>サインインはCCWATCH_ACCESS_TOKENによるものです。この変数を変更または削除してください。</translation>
    </message>
    <message>
        <source>The service does not accept CCWATCH_ACCESS_TOKEN.</source>
        <translation>サービスがCCWATCH_ACCESS_TOKENを受け付けません。</translation>
    </message>
    <message>
        <source>Set it to a valid value, or remove it and sign in.</source>
        <translation>有効な値を設定するか、変数を削除してサインインしてください。</translation>
    </message>
    <message>
        <source>No sign-in set up</source>
        <translation>サインイン未設定</translation>
    </message>
    <message>
        <source>Enter a client ID in the settings (or with CCWATCH_CLIENT_ID or “ccwatch config set client_id …”), then sign in.</source>
        <translation>設定でクライアントIDを入力し(またはCCWATCH_CLIENT_IDか「ccwatch config set client_id …」で指定し)、サインインしてください。</translation>
    </message>
    <message>
        <source>You were not signed in.</source>
        <translation>サインインしていませんでした。</translation>
    </message>
    <message>
        <source>The sign-in could not be ended at the sign-in service, so it may remain valid there.</source>
        <translation>サインインサービス側でサインインを終了できなかったため、そちらでは有効なままの可能性があります。</translation>
    </message>
    <message>
        <source>No sign-in is set up.</source>
        <translation>サインインが設定されていません。</translation>
    </message>
    <message>
        <source>A different user was signed in before. Some jobs may not be visible to you.</source>
        <translation>以前は別のユーザーがサインインしていました。一部のジョブは表示されない場合があります。</translation>
    </message>
    <message>
        <source>This sign-in cannot be renewed. You will need to sign in again in a few hours.</source>
        <translation>このサインインは更新できません。数時間後に再度サインインが必要になります。</translation>
    </message>
    <message>
        <source>Sign-in service not reachable</source>
        <translation>サインインサービスに接続できません</translation>
    </message>
    <message>
        <source>Check the network, then try again.</source>
        <translation>ネットワークを確認して、もう一度お試しください。</translation>
    </message>
    <message>
        <source>Consent was refused. Sign in again and accept, or ask your administrator.</source>
        <translation>同意が拒否されました。もう一度サインインして同意するか、管理者にお問い合わせください。</translation>
    </message>
    <message>
        <source>The application is not registered for this scope. Check the settings.</source>
        <translation>アプリケーションはこのスコープに登録されていません。設定を確認してください。</translation>
    </message>
    <message>
        <source>The client ID is unknown. Check it in the settings.</source>
        <translation>クライアントIDが見つかりません。設定で確認してください。</translation>
    </message>
    <message>
        <source>The application must be registered with the type “Native”.</source>
        <translation>アプリケーションは種類「Native」で登録されている必要があります。</translation>
    </message>
    <message>
        <source>Check that the application is registered with the redirect URI http://localhost:PORT/signin-callback for each of the sign-in ports in the settings.</source>
        <translation>設定の各サインイン用ポートについて、リダイレクトURI http://localhost:PORT/signin-callback がアプリケーションに登録されていることを確認してください。</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>もう一度サインインしてください。</translation>
    </message>
    <message>
        <source>The sign-in URL must begin with https.</source>
        <translation>サインインURLはhttpsで始まる必要があります。</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>未サインイン</translation>
    </message>
    <message>
        <source>Signed in as {name}</source>
        <translation>{name}としてサインイン中</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>サインイン中</translation>
    </message>
    <message>
        <source>The sign-in service reported an error.</source>
        <translation>サインインサービスがエラーを返しました。</translation>
    </message>
    <message>
        <source>The sign-in has expired.</source>
        <translation>サインインの有効期限が切れました。</translation>
    </message>
    <message>
        <source>The reply is for another user.</source>
        <translation>応答は別のユーザーに対するものです。</translation>
    </message>
    <message>
        <source>The reply belongs to another sign-in.</source>
        <translation>応答は別のサインインに対するものです。</translation>
    </message>
    <message>
        <source>The sign-in could not be renewed.</source>
        <translation>サインインを更新できませんでした。</translation>
    </message>
    <message>
        <source>The sign-in URL gave no usable reply.</source>
        <translation>サインインURLから有効な応答がありませんでした。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>もう一度お試しください。</translation>
    </message>
    <message>
        <source>Service URL</source>
        <translation>サービスURL</translation>
    </message>
    <message>
        <source>The job list continues at another service.</source>
        <translation>ジョブの一覧が別のサービスに続いています。</translation>
    </message>
    <message>
        <source>The link to the rest of the job list is too long.</source>
        <translation>ジョブ一覧の続きへのリンクが長すぎます。</translation>
    </message>
    <message>
        <source>The job list continues on another host; ccwatch did not follow it.</source>
        <translation>ジョブ一覧の続きが別のホストにあるため、ccwatchは取得しませんでした。</translation>
    </message>
    <message>
        <source>The reply is too long.</source>
        <translation>応答が長すぎます。</translation>
    </message>
    <message>
        <source>The reply was cut off.</source>
        <translation>応答が途中で切れました。</translation>
    </message>
    <message>
        <source>The credential store does not answer.</source>
        <translation>資格情報ストアが応答しません。</translation>
    </message>
    <message>
        <source>Sign in for now. ccwatch will try again when it next starts.</source>
        <translation>今回はサインインしてください。ccwatchは次回起動時に再試行します。</translation>
    </message>
    <message>
        <source>The credential store failed ({error}).</source>
        <translation>資格情報ストアでエラーが発生しました({error})。</translation>
    </message>
    <message>
        <source>The credential store is locked.</source>
        <translation>資格情報ストアがロックされています。</translation>
    </message>
    <message>
        <source>Unlock it (by signing in to the desktop, or in its own program), then sign in again.</source>
        <translation>ロックを解除してから(デスクトップへのサインイン、または専用のプログラムで)、もう一度サインインしてください。</translation>
    </message>
    <message>
        <source>The configured credential store ({name}) does not protect keys.</source>
        <translation>設定されている資格情報ストア({name})では、キーが保護されません。</translation>
    </message>
    <message>
        <source>The configured credential store cannot be loaded ({name}).</source>
        <translation>設定されている資格情報ストアを読み込めません({name})。</translation>
    </message>
    <message>
        <source>Remove it from keyring’s configuration, or change “Stay signed in”.</source>
        <translation>keyringの設定から削除するか、「サインイン状態の維持」を変更してください。</translation>
    </message>
    <message>
        <source>No credential store (such as a keychain or a Secret Service) was found. You stay signed in until ccwatch quits.</source>
        <translation>資格情報ストア(キーチェーンやSecret Serviceなど)が見つかりません。ccwatchを終了するまでサインイン状態が続きます。</translation>
    </message>
    <message>
        <source>Install one, or set “Stay signed in” to “File” in the settings.</source>
        <translation>ストアをインストールするか、設定で「サインイン状態の維持」を「ファイル」にしてください。</translation>
    </message>
    <message>
        <source>The reply did not come from a sign-in service. A network’s sign-in page may be in the way.</source>
        <translation>サインインサービスからの応答ではありません。ネットワークのサインインページが原因の可能性があります。</translation>
    </message>
    <message>
        <source>Sign-in service</source>
        <translation>サインインサービス</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>サービス</translation>
    </message>
    <message>
        <source>The reply did not come from the service.</source>
        <translation>サービスからの応答ではありません。</translation>
    </message>
    <message>
        <source>Not needed on this computer.</source>
        <translation>このコンピューターでは不要です。</translation>
    </message>
    <message>
        <source>Skipped.</source>
        <translation>スキップしました。</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one}と{other}</translation>
    </message>
    <message>
        <source>{hosts}: found.</source>
        <translation>{hosts}: 見つかりました。</translation>
    </message>
    <message>
        <source>{hosts}: trusted.</source>
        <translation>{hosts}: 信頼されています。</translation>
    </message>
    <message>
        <source>None is used.</source>
        <comment>a proxy</comment>
        <translation>使用していません。</translation>
    </message>
    <message>
        <source>Resolved by the proxy.</source>
        <translation>プロキシが解決します。</translation>
    </message>
    <message>
        <source>none</source>
        <comment>a proxy</comment>
        <translation>なし</translation>
    </message>
    <message>
        <source>Not used on this computer: {names}.</source>
        <translation>このコンピューター内の接続では使用していません: {names}。</translation>
    </message>
    <message>
        <source>{host} answers.</source>
        <translation>{host}が応答しています。</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Accepted.</source>
        <translation>受け入れられました。</translation>
    </message>
    <message>
        <source>Request limit</source>
        <translation>リクエスト数の上限</translation>
    </message>
    <message>
        <source>The hourly request limit is used up.</source>
        <translation>1時間あたりのリクエスト数の上限に達しました。</translation>
    </message>
    <message>
        <source>Try again in {seconds} s.</source>
        <translation>{seconds}秒後にもう一度お試しください。</translation>
    </message>
    <message>
        <source>Within the limit.</source>
        <translation>上限内です。</translation>
    </message>
    <message>
        <source>Unknown.</source>
        <translation>不明です。</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>このコンピューター</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>キャンセルされました。</translation>
    </message>
    <message>
        <source>Sign-in was not completed in time.</source>
        <translation>時間内にサインインが完了しませんでした。</translation>
    </message>
    <message>
        <source>If the browser shows an error, check the client ID, and that this redirect URI is registered: {address}</source>
        <translation>ブラウザーにエラーが表示される場合は、クライアントIDと、次のリダイレクトURIが登録されていることを確認してください: {address}</translation>
    </message>
    <message>
        <source>This sign-in page has expired</source>
        <translation>このサインインページは期限切れです</translation>
    </message>
    <message>
        <source>Start signing in again from ccwatch.</source>
        <translation>ccwatchからサインインをやり直してください。</translation>
    </message>
    <message>
        <source>ccwatch cannot listen on any of the ports ({reasons}).</source>
        <translation>ccwatchはどのポートでも待ち受けできません({reasons})。</translation>
    </message>
    <message>
        <source>Register another port, and add it in the settings.</source>
        <translation>別のポートを登録し、設定に追加してください。</translation>
    </message>
    <message>
        <source>{reason} You can close this tab.</source>
        <translation>{reason}このタブは閉じてかまいません。</translation>
    </message>
    <message>
        <source>Sign-in failed</source>
        <translation>サインインに失敗しました</translation>
    </message>
    <message>
        <source>You are signed in</source>
        <translation>サインインしました</translation>
    </message>
    <message>
        <source>You can close this tab and return to ccwatch.</source>
        <translation>このタブを閉じてccwatchに戻ってください。</translation>
    </message>
    <message>
        <source>The ports {ports} are all in use by other programs.</source>
        <translation>ポート{ports}はすべて他のプログラムが使用しています。</translation>
    </message>
    <message>
        <source>Close one of them, or register another port.</source>
        <translation>いずれかを終了するか、別のポートを登録してください。</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>ここには何もありません</translation>
    </message>
    <message>
        <source>This page is for signing in only.</source>
        <translation>このページはサインイン専用です。</translation>
    </message>
    <message>
        <source>en</source>
        <comment>the code of this language in HTML: en, de, zh-CN</comment>
        <translation>ja</translation>
    </message>
    <message>
        <source>Check HTTPS_PROXY, or the proxy in the settings.</source>
        <translation>HTTPS_PROXYまたは設定のプロキシを確認してください。</translation>
    </message>
    <message>
        <source>The reply does not have the encoding that it declares.</source>
        <translation>応答のエンコーディングが宣言と異なります。</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>不明な理由</translation>
    </message>
    <message>
        <source>The certificate is not trusted: {reason}.</source>
        <translation>証明書が信頼されていません: {reason}。</translation>
    </message>
    <message>
        <source>{variable} sets the trusted certificates: the issuer of the service’s or the proxy’s certificate must be in {path}.</source>
        <translation>信頼する証明書は{variable}で指定されています。サービスまたはプロキシの証明書の発行元が{path}に含まれている必要があります。</translation>
    </message>
    <message>
        <source>If your network inspects traffic, its certificate must be in the system’s certificate store.</source>
        <translation>ネットワークで通信が検査されている場合は、その証明書がシステムの証明書ストアに必要です。</translation>
    </message>
    <message>
        <source>No secure connection (TLS) could be made.</source>
        <translation>安全な接続(TLS)を確立できませんでした。</translation>
    </message>
    <message>
        <source>Sign in again, or copy CCWATCH_ACCESS_TOKEN again, in one piece.</source>
        <translation>再度サインインするか、CCWATCH_ACCESS_TOKENを途切れないようにコピーし直してください。</translation>
    </message>
    <message>
        <source>The sign-in has characters that cannot be sent.</source>
        <translation>サインインに送信できない文字が含まれています。</translation>
    </message>
    <message>
        <source>The proxy requires a user name and password in HTTPS_PROXY, or rejects those given there.</source>
        <translation>プロキシがHTTPS_PROXYでのユーザー名とパスワードの指定を求めているか、そこに指定されたものを拒否しています。</translation>
    </message>
    <message>
        <source>Use the form http://name:password@proxy.example.org:8080, with special characters percent-encoded.</source>
        <translation>http://name:password@proxy.example.org:8080の形式で指定し、特殊文字はパーセントエンコードしてください。</translation>
    </message>
    <message>
        <source>The proxy could not connect.</source>
        <translation>プロキシが接続できませんでした。</translation>
    </message>
    <message>
        <source>The service’s host name could not be found.</source>
        <translation>サービスのホスト名が見つかりませんでした。</translation>
    </message>
    <message>
        <source>The service did not answer in time.</source>
        <translation>サービスが時間内に応答しませんでした。</translation>
    </message>
    <message>
        <source>The service refused the connection.</source>
        <translation>サービスが接続を拒否しました。</translation>
    </message>
    <message>
        <source>The connection was lost.</source>
        <translation>接続が切断されました。</translation>
    </message>
    <message>
        <source>The saved sign-in is damaged.</source>
        <translation>保存されたサインイン情報が壊れています。</translation>
    </message>
    <message>
        <source>The sign-in was saved by another version of ccwatch.</source>
        <translation>サインイン情報は別のバージョンのccwatchで保存されたものです。</translation>
    </message>
    <message>
        <source>The saved sign-in does not match the setting “Stay signed in”.</source>
        <translation>保存されたサインイン情報が、設定の「サインイン状態の維持」と一致しません。</translation>
    </message>
    <message>
        <source>The key of the saved sign-in is no longer in the credential store.</source>
        <translation>保存されたサインイン情報のキーが資格情報ストアからなくなっています。</translation>
    </message>
    <message>
        <source>The saved sign-in was changed, or the credential store now has another key.</source>
        <translation>保存されたサインイン情報が変更されたか、資格情報ストアのキーが変わっています。</translation>
    </message>
    <message>
        <source>Sign-in not removed</source>
        <translation>サインイン情報を削除できませんでした</translation>
    </message>
    <message>
        <source>Delete this file.</source>
        <translation>このファイルを削除してください。</translation>
    </message>
    <message>
        <source>Sign-in not restored</source>
        <translation>サインインを復元できませんでした</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>本番</translation>
    </message>
    <message>
        <source>Test (QA)</source>
        <translation>テスト(QA)</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>問題が発生しました</translation>
    </message>
    <message>
        <source>{title}: {message}</source>
        <translation>{title}: {message}</translation>
    </message>
    <message>
        <source>Not a job</source>
        <translation>ジョブではありません</translation>
    </message>
    <message>
        <source>Enter an ID (up to 128 letters, digits, - and _) or a link that contains one.</source>
        <translation>ID(英字、数字、-、_で128文字まで)、またはIDを含むリンクを入力してください。</translation>
    </message>
    <message>
        <source>Invalid setting</source>
        <translation>無効な設定</translation>
    </message>
    <message>
        <source>Page could not be opened</source>
        <translation>ページを開けませんでした</translation>
    </message>
    <message>
        <source>Data folder cannot be used</source>
        <translation>データフォルダーを使用できません</translation>
    </message>
    <message>
        <source>Check that the folder exists, is writable and has space left.</source>
        <translation>フォルダーが存在し、書き込み可能で、空き容量があることを確認してください。</translation>
    </message>
    <message>
        <source>The running program</source>
        <translation>実行中のプログラム</translation>
    </message>
    <message>
        <source>Try again in a moment. If that does not help, end its process, then start it again.</source>
        <translation>しばらくしてからもう一度お試しください。それでも解決しない場合は、プロセスを終了してから起動し直してください。</translation>
    </message>
    <message>
        <source>ccwatch is running, but does not answer.</source>
        <translation>ccwatchは実行中ですが、応答しません。</translation>
    </message>
    <message>
        <source>Restart ccwatch: quit it in its menu or with “ccwatch quit”, then start it.</source>
        <translation>ccwatchを再起動してください。メニューまたは「ccwatch quit」で終了してから、起動してください。</translation>
    </message>
    <message>
        <source>Another version of ccwatch is running.</source>
        <translation>別のバージョンのccwatchが実行中です。</translation>
    </message>
    <message>
        <source>Restart needed</source>
        <translation>再起動が必要です</translation>
    </message>
    <message>
        <source>A newer version was installed.</source>
        <translation>新しいバージョンがインストールされました。</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>保存できませんでした</translation>
    </message>
    <message>
        <source>Choose another folder, or close the file where it is open.</source>
        <translation>別のフォルダーを選ぶか、ファイルを開いているアプリで閉じてください。</translation>
    </message>
    <message>
        <source>Sign-in needed</source>
        <translation>サインインが必要です</translation>
    </message>
    <message>
        <source>Sign in, or set CCWATCH_ACCESS_TOKEN.</source>
        <translation>サインインするか、CCWATCH_ACCESS_TOKENを設定してください。</translation>
    </message>
    <message>
        <source>Sign-in not saved</source>
        <translation>サインイン情報は保存されていません</translation>
    </message>
    <message>
        <source>The service did not answer as expected</source>
        <translation>サービスから予期しない応答がありました</translation>
    </message>
    <message>
        <source>Name resolution</source>
        <translation>名前解決</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>プロキシ</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>安全な接続</translation>
    </message>
    <message>
        <source>Service reply</source>
        <translation>サービスの応答</translation>
    </message>
    <message>
        <source>Service not reachable</source>
        <translation>サービスに接続できません</translation>
    </message>
    <message>
        <source>Check the network; ccwatch keeps trying.</source>
        <translation>ネットワークを確認してください。ccwatchは再試行を続けます。</translation>
    </message>
    <message>
        <source>The sign-in service did not answer as expected</source>
        <translation>サインインサービスから予期しない応答がありました</translation>
    </message>
    <message>
        <source>Check the client ID and the sign-in URL in the settings.</source>
        <translation>設定でクライアントIDとサインインURLを確認してください。</translation>
    </message>
    <message>
        <source>Service error</source>
        <translation>サービスのエラー</translation>
    </message>
    <message>
        <source>Check the job’s ID, and that your account has access to the job.</source>
        <translation>ジョブのIDと、アカウントにそのジョブへのアクセス権があるかを確認してください。</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>結果不明</translation>
    </message>
    <message>
        <source>The next check of the job shows whether it was carried out.</source>
        <translation>実行されたかどうかは、ジョブの次回の確認でわかります。</translation>
    </message>
    <message>
        <source>ccwatch keeps trying.</source>
        <translation>ccwatchは再試行を続けます。</translation>
    </message>
    <message>
        <source>Unexpected reply</source>
        <translation>予期しない応答</translation>
    </message>
    <message>
        <source>A proxy or a network’s sign-in page may be in the way.</source>
        <translation>プロキシやネットワークのサインインページが原因の可能性があります。</translation>
    </message>
    <message>
        <source>Request limit reached</source>
        <translation>リクエスト数の上限に達しました</translation>
    </message>
    <message>
        <source>ccwatch waits as long as the service asks.</source>
        <translation>ccwatchはサービスの求める時間だけ待ちます。</translation>
    </message>
    <message>
        <source>Sign-in not accepted</source>
        <translation>サインインが受け入れられません</translation>
    </message>
    <message>
        <source>Job not available</source>
        <translation>ジョブを利用できません</translation>
    </message>
    <message>
        <source>Wrong service URL</source>
        <translation>サービスURLが正しくありません</translation>
    </message>
    <message>
        <source>Check the service URL in the settings (CCWATCH_API_URL).</source>
        <translation>設定でサービスURL(CCWATCH_API_URL)を確認してください。</translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation>リクエストが拒否されました</translation>
    </message>
    <message>
        <source>“{text}” contains no job ID.</source>
        <translation>「{text}」にジョブIDが含まれていません。</translation>
    </message>
    <message>
        <source>Only the first {number} were used.</source>
        <translation>最初の{number}件だけを使用しました。</translation>
    </message>
    <message>
        <source>“{text}” does not look like a job ID.</source>
        <translation>「{text}」はジョブIDではないようです。</translation>
    </message>
    <message numerus="yes">
        <source>While you were away: {n} change|While you were away: {n} changes</source>
        <translation>
            <numerusform>不在中の変更: {n}件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} change|{n} changes</source>
        <translation>
            <numerusform>変更{n}件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and {n} more|and {n} more</source>
        <translation>
            <numerusform>ほか{n}件</numerusform>
        </translation>
    </message>
    <message>
        <source>It was not reachable for {time}.</source>
        <translation>{time}の間、接続できませんでした。</translation>
    </message>
    <message>
        <source>The service is reachable again</source>
        <translation>サービスへの接続が回復しました</translation>
    </message>
    <message>
        <source>New job</source>
        <translation>新しいジョブ</translation>
    </message>
    <message>
        <source>Usually {time}.</source>
        <extracomment>{time} is a range: &quot;5 – 20 min&quot;</extracomment>
        <translation>通常は{time}です。</translation>
    </message>
    <message>
        <source>{work} finished {time} ago, and no job that continues it is known.</source>
        <translation>{work}は{time}前に完了しましたが、続きのジョブが見つかりません。</translation>
    </message>
    <message>
        <source>The service no longer has this job. Jobs are kept for 30 days.</source>
        <translation>このジョブはサービスに残っていません。ジョブの保存期間は30日です。</translation>
    </message>
    <message>
        <source>{work} finished</source>
        <translation>{work}が完了</translation>
    </message>
    <message>
        <source>It took {time}.</source>
        <translation>所要時間は{time}です。</translation>
    </message>
    <message>
        <source>Outputs: {outputs}</source>
        <translation>出力: {outputs}</translation>
    </message>
    <message>
        <source>The service gave no reason.</source>
        <translation>サービスから理由は示されていません。</translation>
    </message>
    <message numerus="yes">
        <source>{n} more error.|{n} more errors.</source>
        <translation>
            <numerusform>ほかにエラーが{n}件あります。</numerusform>
        </translation>
    </message>
    <message>
        <source>The reply contains no progress.</source>
        <translation>応答に進捗が含まれていません。</translation>
    </message>
    <message>
        <source>The reply ({status}) did not come from the service.</source>
        <translation>応答({status})はサービスからのものではありません。</translation>
    </message>
    <message>
        <source>The reply contains no job.</source>
        <translation>応答にジョブが含まれていません。</translation>
    </message>
    <message>
        <source>The reply contains no job list.</source>
        <translation>応答にジョブ一覧が含まれていません。</translation>
    </message>
    <message>
        <source>The service did not accept the sign-in.</source>
        <translation>サービスがサインインを受け入れませんでした。</translation>
    </message>
    <message>
        <source>The service does not know this URL.</source>
        <translation>サービスはこのURLを認識しません。</translation>
    </message>
    <message>
        <source>Requested job is not available.</source>
        <translation>要求されたジョブは利用できません。</translation>
    </message>
    <message>
        <source>The service asked ccwatch to wait.</source>
        <translation>サービスがccwatchに待機を求めました。</translation>
    </message>
    <message>
        <source>The service answered with a redirect ({status}).</source>
        <translation>サービスがリダイレクト({status})を返しました。</translation>
    </message>
    <message>
        <source>The service answered {status}.</source>
        <translation>サービスが{status}を返しました。</translation>
    </message>
    <message>
        <source>The reply does not have the expected form.</source>
        <translation>応答が想定された形式ではありません。</translation>
    </message>
    <message>
        <source>The reply is not JSON.</source>
        <translation>応答がJSONではありません。</translation>
    </message>
    <message>
        <source>General</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>アカウント</translation>
    </message>
    <message>
        <source>System</source>
        <translation>システム</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>ハイコントラスト</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>標準</translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>保護</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>セッション</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>テーマ</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Takes effect after restarting ccwatch.</source>
        <translation>再起動後に有効になります。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>For light panels</source>
        <translation>明るいパネル用</translation>
    </message>
    <message>
        <source>For dark panels</source>
        <translation>暗いパネル用</translation>
    </message>
    <message>
        <source>Monochrome</source>
        <translation>単色</translation>
    </message>
    <message>
        <source>Tray icon</source>
        <translation>トレイアイコン</translation>
    </message>
    <message>
        <source>“Automatic” is visible on every panel. macOS chooses the colour itself.</source>
        <translation>「自動」はどのパネルでも見えます。macOS では色はシステムが決めます。</translation>
    </message>
    <message>
        <source>Show progress on the taskbar button</source>
        <translation>タスクバーのボタンに進捗を表示する</translation>
    </message>
    <message>
        <source>On the taskbar, Dock or launcher, where supported.</source>
        <translation>対応している場合、タスクバー、Dock、ランチャーに表示します。</translation>
    </message>
    <message>
        <source>Follow my jobs</source>
        <translation>自分のジョブを自動で監視する</translation>
    </message>
    <message>
        <source>Watch each job that I submit, with any program, in all services.</source>
        <translation>どのプログラムから投入したジョブも、すべてのサービスで監視します。</translation>
    </message>
    <message>
        <source>Offer to watch jobs whose link I copy</source>
        <translation>コピーしたリンクのジョブの監視を提案する</translation>
    </message>
    <message>
        <source>Asked once, when you next open the window.</source>
        <translation>次にウィンドウを開いたときに一度だけ確認します。</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>“Detailed” also logs every request. Tokens and e-mail addresses are never logged.</source>
        <translation>「詳細」ではすべてのリクエストも記録します。トークンやメールアドレスは記録しません。</translation>
    </message>
    <message>
        <source>Check for updates</source>
        <translation>更新を確認する</translation>
    </message>
    <message>
        <source>Once a day, at the URL below. Nothing is installed automatically.</source>
        <translation>1日1回、下のURLで確認します。自動ではインストールされません。</translation>
    </message>
    <message>
        <source>Update feed URL</source>
        <translation>更新フィードのURL</translation>
    </message>
    <message>
        <source>Provided by whoever distributes your copy.</source>
        <translation>お使いのccwatchの配布元が提供します。</translation>
    </message>
    <message>
        <source>Show in the Dock</source>
        <translation>Dockに表示</translation>
    </message>
    <message>
        <source>A job of mine appears</source>
        <translation>自分のジョブが現れたとき</translation>
    </message>
    <message>
        <source>If ccwatch follows my jobs.</source>
        <translation>自分のジョブを自動で監視している場合。</translation>
    </message>
    <message>
        <source>A job starts</source>
        <translation>ジョブが開始したとき</translation>
    </message>
    <message>
        <source>A job starts a new step</source>
        <translation>ジョブが新しいステップに進んだとき</translation>
    </message>
    <message>
        <source>A job finishes</source>
        <translation>ジョブが完了したとき</translation>
    </message>
    <message>
        <source>A job fails</source>
        <translation>ジョブが失敗したとき</translation>
    </message>
    <message>
        <source>A job is cancelled</source>
        <translation>ジョブがキャンセルされたとき</translation>
    </message>
    <message>
        <source>A job stalls</source>
        <translation>ジョブが停滞したとき</translation>
    </message>
    <message>
        <source>No progress for much longer than is usual for the job.</source>
        <translation>そのジョブの通常より大幅に長い間、進捗がないとき。</translation>
    </message>
    <message>
        <source>A job waits unusually long</source>
        <translation>ジョブの待機が通常より長いとき</translation>
    </message>
    <message>
        <source>A job is no longer available</source>
        <translation>ジョブが利用できなくなったとき</translation>
    </message>
    <message>
        <source>A sign-in is needed</source>
        <translation>サインインが必要になったとき</translation>
    </message>
    <message>
        <source>The service is unreachable, or reachable again</source>
        <translation>サービスに接続できなくなったとき、または回復したとき</translation>
    </message>
    <message>
        <source>Progress, every … percent</source>
        <translation>進捗(…%ごと)</translation>
    </message>
    <message>
        <source>0 turns this off.</source>
        <translation>0でオフになります。</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>通知を控える時間帯</translation>
    </message>
    <message>
        <source>Only failures and sign-in requests are shown then.</source>
        <translation>この時間帯は、失敗とサインインの要求だけを表示します。</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>控える時間帯の開始</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>控える時間帯の終了</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>クライアントID</translation>
    </message>
    <message>
        <source>The ID of the native application that your organisation registered.</source>
        <translation>組織が登録したネイティブアプリケーションのIDです。</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>スコープ</translation>
    </message>
    <message>
        <source>Older applications: contextcapture:read.</source>
        <translation>古いアプリケーションではcontextcapture:readです。</translation>
    </message>
    <message>
        <source>Sign-in ports</source>
        <translation>サインイン用ポート</translation>
    </message>
    <message>
        <source>Must match the registered redirect URIs; the first free one is used.</source>
        <translation>登録済みのリダイレクトURIと一致させてください。空いている最初のポートを使います。</translation>
    </message>
    <message>
        <source>Sign-in URL</source>
        <translation>サインインURL</translation>
    </message>
    <message>
        <source>Stay signed in</source>
        <translation>サインイン状態の維持</translation>
    </message>
    <message>
        <source>Protected: encrypted, with its key in the system’s credential store. Session: until ccwatch quits. File: unencrypted; anyone who can read your files can use it.</source>
        <translation>保護: 暗号化し、キーはシステムの資格情報ストアに保存します。セッション: ccwatchを終了するまで。ファイル: 暗号化しません。ファイルを読み取れる人は誰でも使えます。</translation>
    </message>
    <message>
        <source>http://host:port. Leave empty to use the system proxy.</source>
        <translation>http://host:port。空欄の場合はシステムのプロキシを使います。</translation>
    </message>
    <message>
        <source>Job page URL</source>
        <translation>ジョブページのURL</translation>
    </message>
    <message>
        <source>A URL that contains {job}, for “Open in browser”.</source>
        <translation>{job}を含むURL。「ブラウザーで開く」に使います。</translation>
    </message>
    <message>
        <source>Allow cancelling jobs</source>
        <translation>ジョブのキャンセルを許可する</translation>
    </message>
    <message>
        <source>Adds “Cancel job…” to the menu of a job. ccwatch asks before it cancels.</source>
        <translation>ジョブのメニューに「ジョブをキャンセル…」を追加します。キャンセルの前に確認します。</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>1分あたりのリクエスト数</translation>
    </message>
    <message>
        <source>The limit of your organisation’s subscription.</source>
        <translation>組織のサブスクリプションで定められた上限です。</translation>
    </message>
    <message>
        <source>Requests per hour</source>
        <translation>1時間あたりのリクエスト数</translation>
    </message>
    <message>
        <source>There is no setting “{name}”.</source>
        <translation>「{name}」という設定はありません。</translation>
    </message>
    <message>
        <source>“{label}” must be true or false.</source>
        <translation>「{label}」はtrueまたはfalseで指定してください。</translation>
    </message>
    <message>
        <source>“{label}” must be a whole number.</source>
        <translation>「{label}」は整数で指定してください。</translation>
    </message>
    <message>
        <source>“{label}” must be between {low} and {high}.</source>
        <translation>「{label}」は{low}から{high}の範囲で指定してください。</translation>
    </message>
    <message>
        <source>“{label}” must be one line of text.</source>
        <translation>「{label}」は1行のテキストで指定してください。</translation>
    </message>
    <message>
        <source>“{label}” must be one of {choices}.</source>
        <translation>「{label}」は次のいずれかで指定してください: {choices}。</translation>
    </message>
    <message>
        <source>“{label}” must have the form {example}.</source>
        <translation>「{label}」は{example}の形式で指定してください。</translation>
    </message>
    <message>
        <source>“{label}” must not contain a user name or password.</source>
        <translation>「{label}」にユーザー名やパスワードを含めることはできません。</translation>
    </message>
    <message>
        <source>“{label}” must not contain “?” or “#”.</source>
        <translation>「{label}」に「?」や「#」を含めることはできません。</translation>
    </message>
    <message>
        <source>“{label}” must have a port from 1 to {highest}.</source>
        <translation>「{label}」のポートは1から{highest}の範囲で指定してください。</translation>
    </message>
    <message>
        <source>“{label}” must be an https URL, such as {example}.</source>
        <translation>「{label}」は{example}のようなhttpsのURLで指定してください。</translation>
    </message>
    <message>
        <source>“{label}”: plain http is allowed on this computer only. Use https.</source>
        <translation>「{label}」: httpを使えるのはこのコンピューター内だけです。httpsを使用してください。</translation>
    </message>
    <message>
        <source>No jobs</source>
        <translation>ジョブなし</translation>
    </message>
    <message numerus="yes">
        <source>{n} job|{n} jobs</source>
        <translation>
            <numerusform>ジョブ{n}件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} active|{n} active</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>実行中{n}件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} needs attention|{n} need attention</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>要確認{n}件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign-in needed · {n} job waiting|Sign-in needed · {n} jobs waiting</source>
        <translation>
            <numerusform>サインインが必要です · ジョブ{n}件が待機中</numerusform>
        </translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>停滞中</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>残り{time}</translation>
    </message>
    <message>
        <source>checked {time} ago</source>
        <translation>{time}前に確認</translation>
    </message>
    <message>
        <source>No service has a job with this ID.</source>
        <translation>このIDのジョブはどのサービスにもありません。</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>未確認</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>Stalled</source>
        <translation>停滞中</translation>
    </message>
    <message>
        <source>Ending</source>
        <translation>終了処理中</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>No longer available</source>
        <translation>利用不可</translation>
    </message>
    <message>
        <source>Ended, outcome unknown</source>
        <translation>終了(結果不明)</translation>
    </message>
    <message>
        <source>{percentage}&#x202f;%</source>
        <translation>{percentage}%</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>キャンセル中…</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}秒</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes}分{seconds}秒</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes}分</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours}時間{minutes}分</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days}日{hours}時間</translation>
    </message>
    <message>
        <source>{time} over</source>
        <extracomment>{time} is by how much a job is late</extracomment>
        <translation>{time}超過</translation>
    </message>
    <message>
        <source>under 1 min</source>
        <translation>1分未満</translation>
    </message>
    <message numerus="yes">
        <source>about {n} day|about {n} days</source>
        <translation>
            <numerusform>約{n}日</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{low} – {n} day|{low} – {n} days</source>
        <translation>
            <numerusform>{low}～{n}日</numerusform>
        </translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>約{time}</translation>
    </message>
    <message>
        <source>up to {time}</source>
        <translation>最大{time}</translation>
    </message>
    <message>
        <source>{low} – {high} min</source>
        <translation>{low}～{high}分</translation>
    </message>
    <message>
        <source>{low} – {high}</source>
        <translation>{low}～{high}</translation>
    </message>
    <message numerus="yes">
        <source>{n} job is waiting.|{n} jobs are waiting.</source>
        <translation>
            <numerusform>{n}件のジョブが待機しています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours}時間</translation>
    </message>
    <message>
        <source>{hours} h {minutes}</source>
        <translation>{hours}時間{minutes}分</translation>
    </message>
    <message>
        <source>{title}: {message} ccwatch keeps watching. {advice}</source>
        <translation>{title}: {message}ccwatchは監視を続けます。{advice}</translation>
    </message>
    <message>
        <source>The job list was written by a later version of ccwatch.</source>
        <translation>ジョブ一覧は新しいバージョンのccwatchで作成されたものです。</translation>
    </message>
    <message>
        <source>The job list was damaged.</source>
        <translation>ジョブ一覧が壊れていました。</translation>
    </message>
    <message>
        <source>{file} was written by a later version of ccwatch.</source>
        <translation>{file}は新しいバージョンのccwatchで作成されたものです。</translation>
    </message>
    <message>
        <source>Install that version again, or move the file away.</source>
        <translation>そのバージョンを再度インストールするか、ファイルを別の場所に移動してください。</translation>
    </message>
    <message numerus="yes">
        <source>The file was renamed to {file}; {n} job could be recovered from it.|The file was renamed to {file}; {n} jobs could be recovered from it.</source>
        <translation>
            <numerusform>ファイル名を{file}に変更しました。{n}件のジョブを復元できました。</numerusform>
        </translation>
    </message>
    <message>
        <source>{folder} is not writable.</source>
        <translation>{folder}に書き込めません。</translation>
    </message>
    <message>
        <source>CCWATCH_HOME is {folder}, which cannot be found.</source>
        <translation>CCWATCH_HOMEに指定された{folder}が見つかりません。</translation>
    </message>
    <message>
        <source>There is no home folder: HOME is missing or is not a full path.</source>
        <translation>ホームフォルダーがありません: HOMEが設定されていないか、フルパスではありません。</translation>
    </message>
    <message>
        <source>{path} belongs to another user.</source>
        <translation>{path}は別のユーザーが所有しています。</translation>
    </message>
    <message>
        <source>{path} can be changed by {others}.</source>
        <translation>{path}は{others}が変更できます。</translation>
    </message>
    <message>
        <source>To fix this, run: {command}</source>
        <translation>解決するには、次を実行してください: {command}</translation>
    </message>
    <message>
        <source>Set CCWATCH_HOME to a folder that belongs to you.</source>
        <translation>CCWATCH_HOMEに自分が所有するフォルダーを設定してください。</translation>
    </message>
    <message>
        <source>{name} in {file}: {reason} The default is used instead.</source>
        <translation>{file}の{name}: {reason}代わりに既定値を使用します。</translation>
    </message>
    <message>
        <source>{name} is in {file} more than once; the last one counts.</source>
        <translation>{name}が{file}に複数あります。最後のものが有効になります。</translation>
    </message>
    <message>
        <source>The settings could not be read; the file was left as it is: {reason}.</source>
        <translation>設定を読み込めませんでした。ファイルはそのまま残しました: {reason}。</translation>
    </message>
    <message>
        <source>The settings could not be read. The file was renamed to {file}.</source>
        <translation>設定を読み込めませんでした。ファイル名を{file}に変更しました。</translation>
    </message>
    <message>
        <source>Signed out of ccwatch. Your browser may still be signed in.</source>
        <translation>ccwatchからサインアウトしました。ブラウザーではサインインしたままの場合があります。</translation>
    </message>
    <message>
        <source>You are not signed in.</source>
        <translation>サインインしていません。</translation>
    </message>
    <message>
        <source>You signed out.</source>
        <translation>サインアウトしました。</translation>
    </message>
    <message>
        <source>Your subscription does not include this list. Add jobs by their IDs.</source>
        <translation>ご利用のサブスクリプションにはこの一覧が含まれていません。IDでジョブを追加してください。</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>デモ</translation>
    </message>
    <message>
        <source>The demo contacts only this computer.</source>
        <translation>デモが接続するのはこのコンピューターだけです。</translation>
    </message>
    <message>
        <source>Already watched: {name}</source>
        <translation>すでに監視中: {name}</translation>
    </message>
    <message>
        <source>No job ID found.</source>
        <translation>ジョブIDが見つかりません。</translation>
    </message>
    <message>
        <source>A link asks ccwatch to watch {name}. Watch it?</source>
        <translation>リンクが{name}の監視を求めています。監視しますか?</translation>
    </message>
    <message numerus="yes">
        <source>A link asks ccwatch to watch {n} job. Watch it?|A link asks ccwatch to watch {n} jobs. Watch them?</source>
        <translation>
            <numerusform>リンクが{n}件のジョブの監視を求めています。監視しますか?</numerusform>
        </translation>
    </message>
    <message>
        <source>No longer watching {name}.</source>
        <translation>{name}の監視をやめました。</translation>
    </message>
    <message numerus="yes">
        <source>No longer watching {n} job.|No longer watching {n} jobs.</source>
        <translation>
            <numerusform>{n}件のジョブの監視をやめました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Watch job {job} from the clipboard?</source>
        <translation>クリップボードのジョブ{job}を監視しますか?</translation>
    </message>
    <message>
        <source>Watch</source>
        <comment>a button</comment>
        <translation>監視</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>正常に動作しています。</translation>
    </message>
    <message>
        <source>Test notification</source>
        <translation>テスト通知</translation>
    </message>
    <message>
        <source>Not shown: {reason}.</source>
        <translation>表示されませんでした: {reason}。</translation>
    </message>
    <message>
        <source>Sent through {name}.</source>
        <extracomment>{name} is what took a notification</extracomment>
        <translation>{name}で送信しました。</translation>
    </message>
    <message>
        <source>ccwatch closed unexpectedly last time.</source>
        <translation>前回、ccwatchは予期せず終了しました。</translation>
    </message>
    <message>
        <source>Something went wrong ({error}). ccwatch keeps running.</source>
        <translation>問題が発生しました({error})。ccwatchは動作を続けます。</translation>
    </message>
    <message>
        <source>tray balloon</source>
        <translation>トレイのバルーン</translation>
    </message>
    <message>
        <source>the tray icon cannot show one</source>
        <translation>トレイアイコンでは表示できません</translation>
    </message>
    <message>
        <source>desktop notifications</source>
        <translation>デスクトップ通知</translation>
    </message>
    <message>
        <source>the system did not accept it</source>
        <translation>システムが受け付けませんでした</translation>
    </message>
    <message>
        <source>the system did not answer in time</source>
        <translation>システムが時間内に応答しませんでした</translation>
    </message>
    <message>
        <source>this system has no notifications</source>
        <translation>このシステムには通知機能がありません</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>a button</comment>
        <translation>開く</translation>
    </message>
    <message>
        <source>Mute this job</source>
        <translation>このジョブをミュート</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>スヌーズ</translation>
    </message>
    <message>
        <source>no notification daemon answers</source>
        <translation>通知サービスが応答しません</translation>
    </message>
    <message>
        <source>notifications cannot be shown here</source>
        <translation>ここでは通知を表示できません</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>今すぐ確認</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>名前の変更</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>ミュート解除</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>ミュート</translation>
    </message>
    <message>
        <source>Copy ID</source>
        <translation>IDをコピー</translation>
    </message>
    <message>
        <source>Copy IDs</source>
        <translation>IDをコピー</translation>
    </message>
    <message>
        <source>Copy errors and warnings</source>
        <translation>エラーと警告をコピー</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>ブラウザーで開く</translation>
    </message>
    <message>
        <source>Export history…</source>
        <translation>履歴をエクスポート…</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>監視をやめる</translation>
    </message>
    <message>
        <source>Paste job IDs or links</source>
        <translation>ジョブIDまたはリンクを貼り付け</translation>
    </message>
    <message>
        <source>Job IDs or links to watch</source>
        <translation>監視するジョブIDまたはリンク</translation>
    </message>
    <message>
        <source>IDs or links, several at once. Enter adds them.</source>
        <translation>IDまたはリンク。複数まとめて入力できます。Enterで追加します。</translation>
    </message>
    <message>
        <source>{trouble} since {time}. {reason}</source>
        <extracomment>{time}: 14:05, Mon 14:05, 24/11/2026 14:05</extracomment>
        <translation>{trouble}({time}から)。{reason}</translation>
    </message>
    <message>
        <source>The service asked ccwatch to wait. Checks resume in {time}.</source>
        <translation>サービスがccwatchに待機を求めました。{time}後に確認を再開します。</translation>
    </message>
    <message>
        <source>Too many jobs for the request limit: ccwatch checks them less often.</source>
        <translation>リクエスト数の上限に対してジョブが多すぎるため、ccwatchは確認の頻度を下げています。</translation>
    </message>
    <message>
        <source>Demo with sample jobs. Time runs {number} times faster; it is {time} in the demo.</source>
        <translation>サンプルジョブによるデモです。時間は{number}倍の速さで進みます。デモ内の時刻は{time}です。</translation>
    </message>
    <message>
        <source>Progress: {percentage}</source>
        <translation>進捗: {percentage}</translation>
    </message>
    <message>
        <source>Save chart as picture…</source>
        <translation>グラフを画像として保存…</translation>
    </message>
    <message>
        <source>No data from {since} to {until}</source>
        <translation>{since}から{until}までデータなし</translation>
    </message>
    <message>
        <source>No progress yet</source>
        <translation>進捗はまだありません</translation>
    </message>
    <message>
        <source>About ccwatch</source>
        <translation>ccwatchについて</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Open the folder: {folder}</source>
        <translation>フォルダーを開く: {folder}</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>情報をコピー</translation>
    </message>
    <message>
        <source>Watches reconstruction jobs and shows their progress.</source>
        <translation>再構築ジョブを監視し、進捗を表示します。</translation>
    </message>
    <message>
        <source>Free software under the MIT licence. Not a product of Bentley Systems.</source>
        <translation>MITライセンスのフリーソフトウェアです。Bentley Systemsの製品ではありません。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>Cancel job</source>
        <translation>ジョブをキャンセル</translation>
    </message>
    <message>
        <source>Cancel “{name}”?</source>
        <translation>「{name}」をキャンセルしますか?</translation>
    </message>
    <message>
        <source>The service will end it. What it has produced is lost, and this cannot be undone.</source>
        <translation>サービスがジョブを終了します。作成済みのデータは失われ、元に戻せません。</translation>
    </message>
    <message>
        <source>Keep job</source>
        <translation>ジョブを続ける</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進捗</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>残り時間</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>追加日時</translation>
    </message>
    <message>
        <source>{layer}: works</source>
        <translation>{layer}: 正常</translation>
    </message>
    <message>
        <source>{layer}: fails</source>
        <translation>{layer}: 失敗</translation>
    </message>
    <message>
        <source>{layer}: not tested</source>
        <translation>{layer}: 未テスト</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>接続をテスト</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>テスト中…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation>コピー: {what}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>コピー済み</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>品質</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>投入</translation>
    </message>
    <message>
        <source>Queue time</source>
        <translation>待ち時間</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>実行時間</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>エンジン数</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>見積もり</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Copy the job’s ID</source>
        <translation>ジョブのIDをコピー</translation>
    </message>
    <message>
        <source>Open the job’s page in the browser</source>
        <translation>ジョブのページをブラウザーで開く</translation>
    </message>
    <message>
        <source>Diagnostics…</source>
        <translation>診断情報…</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>タイムライン</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Errors ({number})</source>
        <translation>エラー({number}件)</translation>
    </message>
    <message>
        <source>Copy the errors</source>
        <translation>エラーをコピー</translation>
    </message>
    <message>
        <source>Warnings ({number})</source>
        <translation>警告({number}件)</translation>
    </message>
    <message>
        <source>Copy the warnings</source>
        <translation>警告をコピー</translation>
    </message>
    <message>
        <source>Outputs ({number})</source>
        <translation>出力({number}件)</translation>
    </message>
    <message>
        <source>Copy the outputs</source>
        <translation>出力をコピー</translation>
    </message>
    <message>
        <source>More actions for this job</source>
        <translation>このジョブのその他の操作</translation>
    </message>
    <message>
        <source>{number} units</source>
        <translation>{number}ユニット</translation>
    </message>
    <message>
        <source>{left} left, done by {time}</source>
        <translation>残り{left}、{time}までに完了</translation>
    </message>
    <message>
        <source>{left} left, done around {time}</source>
        <translation>残り{left}、完了見込み: {time}ごろ</translation>
    </message>
    <message>
        <source>Finished at {percentage}</source>
        <translation>{percentage}で完了</translation>
    </message>
    <message>
        <source>Failed at {percentage}</source>
        <translation>{percentage}で失敗</translation>
    </message>
    <message>
        <source>Cancelled at {percentage}</source>
        <translation>{percentage}でキャンセル</translation>
    </message>
    <message>
        <source>No longer available at {percentage}</source>
        <translation>{percentage}で利用不可に</translation>
    </message>
    <message>
        <source>Started watching</source>
        <translation>監視を開始</translation>
    </message>
    <message>
        <source>Found in the list of your jobs</source>
        <translation>自分のジョブの一覧で見つかりました</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Active again</source>
        <translation>再び実行中</translation>
    </message>
    <message>
        <source>{step} started</source>
        <translation>{step}を開始</translation>
    </message>
    <message>
        <source>State changed to {state}</source>
        <translation>状態が{state}に変化</translation>
    </message>
    <message>
        <source>{percentage} when first checked</source>
        <translation>初回確認時{percentage}</translation>
    </message>
    <message>
        <source>Cancellation requested</source>
        <translation>キャンセルを要求しました</translation>
    </message>
    <message>
        <source>Stalled for {time}</source>
        <translation>{time}停滞中</translation>
    </message>
    <message>
        <source>Queued for {time}</source>
        <translation>{time}待機中</translation>
    </message>
    <message>
        <source>The next job was not submitted</source>
        <translation>次のジョブが投入されていません</translation>
    </message>
    <message>
        <source>Found in {service}</source>
        <translation>{service}で見つかりました</translation>
    </message>
    <message>
        <source>Found in {service}, but also in {others}, where it is not watched</source>
        <translation>{service}で見つかりました。{others}にもありますが、そちらは監視しません</translation>
    </message>
    <message>
        <source>{end}. {reason}</source>
        <translation>{end}。{reason}</translation>
    </message>
    <message>
        <source>Service reachable again</source>
        <translation>サービスへの接続が回復</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>ジョブはまだありません</translation>
    </message>
    <message>
        <source>Paste a job’s ID or link above, or drop it here.</source>
        <translation>上にジョブのIDまたはリンクを貼り付けるか、ここにドロップしてください。</translation>
    </message>
    <message>
        <source>Paste from the clipboard</source>
        <translation>クリップボードから貼り付け</translation>
    </message>
    <message>
        <source>No matching jobs</source>
        <translation>該当するジョブはありません</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>ジョブ</translation>
    </message>
    <message>
        <source>ccwatch – demo</source>
        <translation>ccwatch – デモ</translation>
    </message>
    <message>
        <source>Pause notifications for a while</source>
        <translation>通知をしばらく一時停止</translation>
    </message>
    <message>
        <source>More</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Snoozed until {time}</source>
        <translation>{time}までスヌーズ</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>レポートをコピー</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>すべての状態</translation>
    </message>
    <message>
        <source>All types</source>
        <translation>すべての種類</translation>
    </message>
    <message>
        <source>All iTwins</source>
        <translation>すべてのiTwin</translation>
    </message>
    <message>
        <source>Filter by state</source>
        <translation>状態で絞り込む</translation>
    </message>
    <message>
        <source>Filter by type</source>
        <translation>種類で絞り込む</translation>
    </message>
    <message>
        <source>Filter by iTwin</source>
        <translation>iTwinで絞り込む</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Filter jobs</source>
        <translation>ジョブを絞り込む</translation>
    </message>
    <message>
        <source>My jobs…</source>
        <translation>自分のジョブ…</translation>
    </message>
    <message>
        <source>Send a test notification</source>
        <translation>テスト通知を送信</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>サインアウト</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>設定…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Job type</source>
        <translation>ジョブの種類</translation>
    </message>
    <message>
        <source>Progress line</source>
        <translation>進捗グラフ</translation>
    </message>
    <message>
        <source>Next check</source>
        <translation>次の確認</translation>
    </message>
    <message>
        <source>Reverse order</source>
        <translation>逆順</translation>
    </message>
    <message>
        <source>Show in rows</source>
        <translation>行に表示する項目</translation>
    </message>
    <message>
        <source>Sorted by {column}</source>
        <translation>並べ替え: {column}</translation>
    </message>
    <message>
        <source>Sorted by {column}, reversed</source>
        <translation>並べ替え: {column}(逆順)</translation>
    </message>
    <message>
        <source>My jobs</source>
        <translation>自分のジョブ</translation>
    </message>
    <message>
        <source>Filter my jobs</source>
        <translation>自分のジョブを絞り込む</translation>
    </message>
    <message>
        <source>Asking the service…</source>
        <translation>サービスに問い合わせ中…</translation>
    </message>
    <message>
        <source>This list may not be complete: {reason}</source>
        <translation>この一覧にはすべてが含まれていない可能性があります: {reason}</translation>
    </message>
    <message>
        <source>The service lists no jobs for your account.</source>
        <translation>サービスにあなたのアカウントのジョブはありません。</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>監視中</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成日時</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Job name</source>
        <translation>ジョブ名</translation>
    </message>
    <message>
        <source>Waiting for an engine</source>
        <translation>エンジンの空き待ち</translation>
    </message>
    <message>
        <source>Not submitted</source>
        <translation>未投入</translation>
    </message>
    <message>
        <source>Stalled {time}</source>
        <extracomment>{time} is how long</extracomment>
        <translation>停滞中({time})</translation>
    </message>
    <message>
        <source>ended {time}</source>
        <extracomment>{time}: 14:05, yesterday, Mon, 24/11</extracomment>
        <translation>終了: {time}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待機</translation>
    </message>
    <message>
        <source>check in {time}</source>
        <translation>{time}後に確認</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>ステップ{number}/{count}</translation>
    </message>
    <message>
        <source>Waiting for the next job</source>
        <translation>次のジョブ待ち</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>確認中</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨日</translation>
    </message>
    <message>
        <source>after {time}</source>
        <translation>開始{time}後</translation>
    </message>
    <message>
        <source>took {time}</source>
        <translation>所要{time}</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>Setting groups</source>
        <translation>設定のグループ</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>設定を検索</translation>
    </message>
    <message>
        <source>No matching settings</source>
        <translation>該当する設定はありません</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>接続をテスト</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Set by {variable}.</source>
        <translation>{variable}で設定されています。</translation>
    </message>
    <message>
        <source>Reset to default</source>
        <translation>既定値に戻す</translation>
    </message>
    <message>
        <source>Reset “{setting}” to default</source>
        <translation>「{setting}」を既定値に戻す</translation>
    </message>
    <message>
        <source>Your browser should have opened. Sign in there; ccwatch is waiting.

If it did not open, or to use another browser or profile, open this URL there. If it shows an error, check the client ID and the registered redirect URIs.</source>
        <translation>ブラウザーが開いているはずです。そちらでサインインしてください。ccwatchは待機しています。

開かない場合や、別のブラウザーまたはプロファイルを使う場合は、そちらでこのURLを開いてください。エラーが表示された場合は、クライアントIDと登録済みのリダイレクトURIを確認してください。</translation>
    </message>
    <message>
        <source>Asking the sign-in service where to sign in…</source>
        <translation>サインインサービスにサインイン先を問い合わせ中…</translation>
    </message>
    <message>
        <source>sign-in URL</source>
        <translation>サインインURL</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>もう一度開く</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>サインイン中</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30分</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1時間</translation>
    </message>
    <message>
        <source>Until tomorrow</source>
        <translation>明日まで</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>今すぐ解除</translation>
    </message>
    <message numerus="yes">
        <source>History ({n} unread)|History ({n} unread)</source>
        <translation>
            <numerusform>履歴(未読{n}件)</numerusform>
        </translation>
    </message>
    <message>
        <source>Open ccwatch</source>
        <translation>ccwatchを開く</translation>
    </message>
    <message>
        <source>Add from clipboard</source>
        <translation>クリップボードから追加</translation>
    </message>
    <message>
        <source>ccwatch watches your reconstruction jobs from the tray. It signs in through an application that your organisation registers once. If you already have its client ID, skip to step 2.</source>
        <translation>ccwatchはトレイから再構築ジョブを監視します。サインインには、組織で一度だけ登録するアプリケーションを使います。すでにそのクライアントIDをお持ちの場合は、ステップ2に進んでください。</translation>
    </message>
    <message>
        <source>On the vendor’s developer portal, register a new application of the type “Native” (also called “Desktop / Mobile”) with this scope and all of these redirect URIs, exactly as shown:</source>
        <translation>ベンダーの開発者ポータルで、種類が「Native」(「Desktop / Mobile」とも呼ばれます)の新しいアプリケーションを登録してください。次のスコープとすべてのリダイレクトURIを、表示どおりに指定します:</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>管理者によって設定されています。</translation>
    </message>
    <message>
        <source>scope {scope}</source>
        <translation>スコープ: {scope}</translation>
    </message>
    <message>
        <source>redirect URI {address}</source>
        <translation>リダイレクトURI: {address}</translation>
    </message>
    <message>
        <source>Welcome to ccwatch</source>
        <translation>ccwatchへようこそ</translation>
    </message>
    <message>
        <source>Open the developer portal</source>
        <translation>開発者ポータルを開く</translation>
    </message>
    <message>
        <source>1  Register an application</source>
        <translation>1  アプリケーションを登録する</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>スコープ</translation>
    </message>
    <message>
        <source>Redirect URIs</source>
        <translation>リダイレクトURI</translation>
    </message>
    <message>
        <source>2  Sign in</source>
        <translation>2  サインインする</translation>
    </message>
    <message>
        <source>Client ID of that application</source>
        <translation>そのアプリケーションのクライアントID</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>環境</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>デモを試す</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>後で</translation>
    </message>
    <message>
        <source>Custom: {address}</source>
        <translation>カスタム: {address}</translation>
    </message>
    <message>
        <source>The client ID is missing. The developer portal shows it after registering.</source>
        <translation>クライアントIDが入力されていません。登録後に開発者ポータルに表示されます。</translation>
    </message>
    <message>
        <source>Signed out by the service.</source>
        <translation>サービスによってサインアウトされました。</translation>
    </message>
    <message>
        <source>Start at sign-in not changed</source>
        <translation>サインイン時の起動の設定を変更できませんでした</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}。</translation>
    </message>
    <message>
        <source>a command on Windows can have at most {longest} characters</source>
        <translation>Windowsのコマンドは{longest}文字までです</translation>
    </message>
    <message>
        <source>Move ccwatch to a folder with a shorter name.</source>
        <translation>ccwatchを名前の短いフォルダーに移動してください。</translation>
    </message>
    <message>
        <source>Your organisation may not allow it.</source>
        <translation>組織で許可されていない可能性があります。</translation>
    </message>
    <message>
        <source>This ccwatch has no setting “{name}”.</source>
        <translation>このccwatchに「{name}」という設定はありません。</translation>
    </message>
    <message>
        <source>“{label}” is set by {variable}.</source>
        <translation>「{label}」は{variable}で設定されています。</translation>
    </message>
    <message numerus="yes">
        <source>{n} setting imported.|{n} settings imported.</source>
        <translation>
            <numerusform>{n}件の設定をインポートしました。</numerusform>
        </translation>
    </message>
    <message>
        <source>on</source>
        <comment>a setting</comment>
        <translation>オン</translation>
    </message>
    <message>
        <source>off</source>
        <comment>a setting</comment>
        <translation>オフ</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空欄</translation>
    </message>
    <message>
        <source>Not imported:</source>
        <translation>インポートされなかった設定:</translation>
    </message>
    <message>
        <source>“{label}”: importing a file cannot reduce the protection.</source>
        <translation>「{label}」は、ファイルのインポートでは保護を弱められません。</translation>
    </message>
    <message numerus="yes">
        <source>And {n} more.|And {n} more.</source>
        <translation>
            <numerusform>ほか{n}件。</numerusform>
        </translation>
    </message>
    <message>
        <source>{path} contains no settings.</source>
        <translation>{path}に設定が含まれていません。</translation>
    </message>
    <message>
        <source>File cannot be used</source>
        <translation>ファイルを使用できません</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>別のファイルを選んでください。</translation>
    </message>
    <message>
        <source>Not available in the demo.</source>
        <translation>デモでは使えません。</translation>
    </message>
    <message>
        <source>In the tray, without a window.</source>
        <translation>ウィンドウを開かず、トレイで起動します。</translation>
    </message>
    <message>
        <source>Another copy of ccwatch is set to start. To start this one, turn this off and on again.</source>
        <translation>別の場所のccwatchが起動するように設定されています。こちらを起動するには、いったんオフにしてからオンにしてください。</translation>
    </message>
    <message>
        <source>The settings are in {file}.</source>
        <translation>設定を{file}に保存しました。</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>一覧に戻る</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>すべてのジョブ</translation>
    </message>
    <message>
        <source>Start ccwatch when I sign in to this computer</source>
        <translation>このコンピューターへのサインイン時にccwatchを起動する</translation>
    </message>
    <message>
        <source>Autostart</source>
        <translation>自動起動</translation>
    </message>
    <message>
        <source>Export settings…</source>
        <translation>設定をエクスポート…</translation>
    </message>
    <message>
        <source>Import settings…</source>
        <translation>設定をインポート…</translation>
    </message>
    <message>
        <source>All settings in one file, for use on another computer. Your sign-in is not included.</source>
        <translation>すべての設定を1つのファイルにまとめ、別のコンピューターで使えます。サインイン情報は含まれません。</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>設定をエクスポート</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>設定をインポート</translation>
    </message>
    <message numerus="yes">
        <source>{file} changes {n} setting:|{file} changes {n} settings:</source>
        <translation>
            <numerusform>{file}により{n}件の設定が変更されます:</numerusform>
        </translation>
    </message>
    <message>
        <source>The settings in bold decide where ccwatch signs in and checks your jobs. Import them only from someone you trust.</source>
        <translation>太字の設定は、ccwatchのサインイン先とジョブの確認先を決めるものです。信頼できる人から受け取った場合にのみインポートしてください。</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>変更内容</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>設定項目</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>現在</translation>
    </message>
    <message>
        <source>New</source>
        <translation>変更後</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>インポート</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>設定 (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Anywhere in the window</source>
        <translation>ウィンドウ全体</translation>
    </message>
    <message>
        <source>In the list</source>
        <translation>一覧</translation>
    </message>
    <message>
        <source>Selected jobs</source>
        <translation>選択したジョブ</translation>
    </message>
    <message>
        <source>In the details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>In the chart</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>In the history</source>
        <translation>履歴</translation>
    </message>
    <message>
        <source>In the field for new jobs</source>
        <translation>新しいジョブの入力欄</translation>
    </message>
    <message>
        <source>In the filter</source>
        <translation>絞り込み欄</translation>
    </message>
    <message>
        <source>Go to the field for new jobs</source>
        <translation>新しいジョブの入力欄に移動</translation>
    </message>
    <message>
        <source>Go to the filter</source>
        <translation>絞り込み欄に移動</translation>
    </message>
    <message>
        <source>Open the history</source>
        <translation>履歴を開く</translation>
    </message>
    <message>
        <source>Watch the jobs on the clipboard</source>
        <translation>クリップボードのジョブを監視</translation>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation>提案を受け入れる</translation>
    </message>
    <message>
        <source>Wall screen</source>
        <translation>大画面表示</translation>
    </message>
    <message>
        <source>Cancel job…</source>
        <translation>ジョブをキャンセル…</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>設定を開く</translation>
    </message>
    <message>
        <source>Open the menu at the top right</source>
        <translation>右上のメニューを開く</translation>
    </message>
    <message>
        <source>Show this page</source>
        <translation>このページを表示</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>ウィンドウを閉じる</translation>
    </message>
    <message>
        <source>Quit ccwatch</source>
        <translation>ccwatchを終了</translation>
    </message>
    <message>
        <source>Go to the details</source>
        <translation>詳細に移動</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>絞り込みを解除</translation>
    </message>
    <message>
        <source>Show the jobs of a survey</source>
        <translation>測量のジョブを表示する</translation>
    </message>
    <message>
        <source>Hide the jobs of a survey</source>
        <translation>測量のジョブを隠す</translation>
    </message>
    <message>
        <source>Open the menu of the selected jobs</source>
        <translation>選択したジョブのメニューを開く</translation>
    </message>
    <message>
        <source>Select all jobs</source>
        <translation>すべてのジョブを選択</translation>
    </message>
    <message>
        <source>Select more jobs</source>
        <translation>ジョブを追加で選択</translation>
    </message>
    <message>
        <source>Move along the chart</source>
        <translation>グラフ上を移動</translation>
    </message>
    <message>
        <source>Go to the start or end of the chart</source>
        <translation>グラフの先頭または末尾に移動</translation>
    </message>
    <message>
        <source>Open the job of a notification</source>
        <translation>通知のジョブを開く</translation>
    </message>
    <message>
        <source>Copy the notification</source>
        <translation>通知をコピー</translation>
    </message>
    <message>
        <source>Clear the filter, or go back to the list</source>
        <translation>絞り込みを解除、または一覧に戻る</translation>
    </message>
    <message>
        <source>Watch the jobs</source>
        <translation>ジョブを監視</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>改行</translation>
    </message>
    <message>
        <source>Clear the field</source>
        <translation>入力欄をクリア</translation>
    </message>
    <message>
        <source>Clear the filter, and go to the list</source>
        <translation>絞り込みを解除して一覧に移動</translation>
    </message>
    <message>
        <source>Go to the list</source>
        <translation>一覧に移動</translation>
    </message>
    <message>
        <source>{job} – history</source>
        <translation>{job} – 履歴</translation>
    </message>
    <message>
        <source>Export history</source>
        <translation>履歴をエクスポート</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>{job} – progress</source>
        <translation>{job} – 進捗</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>グラフを保存</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>{file}として保存しました。</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>フォルダーを表示</translation>
    </message>
    <message>
        <source>This job is no longer watched.</source>
        <translation>このジョブはもう監視していません。</translation>
    </message>
    <message>
        <source>Watch it again</source>
        <translation>再び監視</translation>
    </message>
    <message>
        <source>Percentage done</source>
        <translation>完了した割合</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>データなし</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Expected end</source>
        <translation>終了見込み</translation>
    </message>
    <message>
        <source>Diagnostics of {job}</source>
        <translation>{job}の診断情報</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>診断情報</translation>
    </message>
    <message>
        <source>History</source>
        <translation>履歴</translation>
    </message>
    <message numerus="yes">
        <source>History, {n} unread|History, {n} unread</source>
        <translation>
            <numerusform>履歴、未読{n}件</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} ({key})</source>
        <extracomment>what a button is called, and the key for it: History (Ctrl+H)</extracomment>
        <translation>{name} ({key})</translation>
    </message>
    <message>
        <source>All notifications</source>
        <translation>すべての通知</translation>
    </message>
    <message>
        <source>Failed jobs</source>
        <translation>失敗したジョブ</translation>
    </message>
    <message>
        <source>Ended jobs</source>
        <translation>終了したジョブ</translation>
    </message>
    <message>
        <source>Jobs in progress</source>
        <translation>進行中のジョブ</translation>
    </message>
    <message>
        <source>Account and service</source>
        <translation>アカウントとサービス</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Mark all as read</source>
        <translation>すべて既読にする</translation>
    </message>
    <message>
        <source>Show older</source>
        <translation>以前のものを表示</translation>
    </message>
    <message numerus="yes">
        <source>{n} unread|{n} unread</source>
        <translation>
            <numerusform>未読{n}件</numerusform>
        </translation>
    </message>
    <message>
        <source>All read</source>
        <translation>すべて既読</translation>
    </message>
    <message>
        <source>The newest {number} of {total} notifications</source>
        <translation>最新の通知{number}件(全{total}件)</translation>
    </message>
    <message numerus="yes">
        <source>{n} notification|{n} notifications</source>
        <translation>
            <numerusform>通知{n}件</numerusform>
        </translation>
    </message>
    <message>
        <source>The history cannot be read</source>
        <translation>履歴を読み込めません</translation>
    </message>
    <message>
        <source>Filter notifications</source>
        <translation>通知を絞り込む</translation>
    </message>
    <message>
        <source>Showing: {kind}</source>
        <translation>表示: {kind}</translation>
    </message>
    <message>
        <source>No notifications yet</source>
        <translation>通知はまだありません</translation>
    </message>
    <message>
        <source>Every notification is kept here, even if the system did not show it.</source>
        <translation>すべての通知は、システムに表示されなかったものも含めてここに保存されます。</translation>
    </message>
    <message>
        <source>Older notifications are available.</source>
        <translation>以前の通知があります。</translation>
    </message>
    <message>
        <source>No matching notifications</source>
        <translation>該当する通知はありません</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>保留中</translation>
    </message>
    <message>
        <source>not shown yet</source>
        <translation>まだ表示されていません</translation>
    </message>
    <message>
        <source>not shown by the system</source>
        <translation>システムに表示されませんでした</translation>
    </message>
    <message>
        <source>step of a survey</source>
        <translation>測量のステップ</translation>
    </message>
    <message>
        <source>held back until {time}</source>
        <translation>{time}まで保留</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze hold it back.</source>
        <translation>通知を控える時間帯またはスヌーズのため、保留しています。</translation>
    </message>
    <message>
        <source>It is about to be shown.</source>
        <translation>まもなく表示されます。</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze held it back until {time}; the system did not show it then.</source>
        <translation>通知を控える時間帯またはスヌーズのため{time}まで保留し、その後システムに表示されませんでした。</translation>
    </message>
    <message>
        <source>The system did not show it. You can send a test notification in the settings.</source>
        <translation>システムに表示されませんでした。設定からテスト通知を送信できます。</translation>
    </message>
    <message>
        <source>Only the end of a survey is shown; this is one of its steps.</source>
        <translation>通知されるのは測量の終了だけです。これはそのステップの1つです。</translation>
    </message>
    <message>
        <source>Quiet hours or a snooze held it back until {time}.</source>
        <translation>通知を控える時間帯またはスヌーズのため{time}まで保留しました。</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未読</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <extracomment>{day}: Mon, 24/11/2026; {time}: 14:05</extracomment>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>ends around {time}</source>
        <extracomment>{time}: 14:05, Mon 14:05</extracomment>
        <translation>{time}ごろ終了</translation>
    </message>
    <message>
        <source>ends {first} – {last}</source>
        <extracomment>{first} and {last}: 14:05, Mon 14:05</extracomment>
        <translation>終了 {first} – {last}</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨日</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons, so ccwatch stays in this window. Closing it quits ccwatch. A panel with a system tray would show the icon.</source>
        <translation>このデスクトップにはトレイアイコンが表示されないため、ccwatchはこのウィンドウで動作します。閉じるとccwatchは終了します。システムトレイのあるパネルを使うとアイコンが表示されます。</translation>
    </message>
    <message>
        <source>GNOME shows tray icons only with the extension “AppIndicator and KStatusNotifierItem Support”. Without it ccwatch stays in this window. Closing it quits ccwatch.</source>
        <translation>GNOMEでトレイアイコンを表示するには、拡張機能「AppIndicator and KStatusNotifierItem Support」が必要です。ない場合、ccwatchはこのウィンドウで動作します。閉じるとccwatchは終了します。</translation>
    </message>
    <message>
        <source>The reply contains no version.</source>
        <translation>応答にバージョンが含まれていません。</translation>
    </message>
    <message>
        <source>Page of the new version</source>
        <translation>新しいバージョンのページ</translation>
    </message>
    <message>
        <source>ccwatch {version} is available (you have {running}).</source>
        <translation>ccwatch {version}が利用できます(現在は{running})。</translation>
    </message>
    <message>
        <source>View</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>The proxy in the settings</source>
        <translation>設定のプロキシ</translation>
    </message>
    <message>
        <source>The system’s proxy</source>
        <translation>システムのプロキシ</translation>
    </message>
    <message>
        <source>{source} cannot be used: {reason}</source>
        <translation>{source}を使用できません: {reason}</translation>
    </message>
    <message>
        <source>Nothing was sent. The proxy’s URL must have the form {example}.</source>
        <translation>何も送信していません。プロキシのURLは{example}の形式で指定してください。</translation>
    </message>
    <message>
        <source>SOCKS proxies are not supported.</source>
        <translation>SOCKSプロキシには対応していません。</translation>
    </message>
    <message>
        <source>The proxy’s URL must begin with http:// or https://.</source>
        <translation>プロキシのURLはhttp://またはhttps://で始まる必要があります。</translation>
    </message>
    <message>
        <source>Special characters in its name and password must be percent-encoded: # as %23, @ as %40, / as %2F.</source>
        <translation>ユーザー名とパスワードの特殊文字はパーセントエンコードする必要があります: #は%23、@は%40、/は%2F。</translation>
    </message>
    <message>
        <source>The proxy’s URL must end after the host and port.</source>
        <translation>プロキシのURLはホストとポートで終わる必要があります。</translation>
    </message>
    <message>
        <source>Its host is missing or not a valid name; an IPv6 address needs [ ] around it.</source>
        <translation>ホストがないか、有効な名前ではありません。IPv6アドレスは[ ]で囲む必要があります。</translation>
    </message>
    <message>
        <source>Its port must be from 1 to {highest}.</source>
        <translation>ポートは1から{highest}の範囲で指定してください。</translation>
    </message>
    <message>
        <source>it contains no certificates in PEM form</source>
        <translation>PEM形式の証明書が含まれていません</translation>
    </message>
    <message>
        <source>{variable} names {path}: {reason}.</source>
        <translation>{variable}で{path}が指定されています: {reason}。</translation>
    </message>
    <message>
        <source>Set it to a file of certificates in PEM form, or remove it to trust what the system trusts.</source>
        <translation>PEM形式の証明書ファイルを設定するか、設定を削除してシステムが信頼する証明書を使用してください。</translation>
    </message>
    <message>
        <source>it is a folder, but not one of hashed certificates</source>
        <translation>フォルダーですが、ハッシュ名の証明書のフォルダーではありません</translation>
    </message>
    <message>
        <source>The outcome could not be read: {reason}</source>
        <translation>結果を取得できませんでした: {reason}</translation>
    </message>
    <message>
        <source>The sign-in page was not opened. {reason}</source>
        <translation>サインインページを開きませんでした。{reason}</translation>
    </message>
    <message>
        <source>The sign-in service answered for another application.</source>
        <translation>サインインサービスの応答は別のアプリケーションに対するものです。</translation>
    </message>
    <message>
        <source>The reply names another sign-in service.</source>
        <translation>応答には別のサインインサービスが示されています。</translation>
    </message>
    <message>
        <source>Too many requests to the sign-in service.</source>
        <translation>サインインサービスへのリクエストが多すぎます。</translation>
    </message>
    <message>
        <source>Not available for your account: {services}.</source>
        <translation>お使いのアカウントでは利用できません: {services}。</translation>
    </message>
    <message>
        <source>The job list repeats itself.</source>
        <translation>ジョブ一覧で同じ内容が繰り返されています。</translation>
    </message>
    <message>
        <source>{service}: {reason}</source>
        <translation>{service}: {reason}</translation>
    </message>
    <message>
        <source>The URL contains invalid characters.</source>
        <translation>URLに無効な文字が含まれています。</translation>
    </message>
    <message>
        <source>The URL is not valid.</source>
        <translation>URLが無効です。</translation>
    </message>
    <message>
        <source>The URL does not begin with https.</source>
        <translation>URLがhttpsで始まっていません。</translation>
    </message>
    <message>
        <source>The URL has no host.</source>
        <translation>URLにホストがありません。</translation>
    </message>
    <message>
        <source>The URL contains a user name or a password.</source>
        <translation>URLにユーザー名またはパスワードが含まれています。</translation>
    </message>
    <message>
        <source>“{label}” may have letters, digits, dots, - and _, and no spaces.</source>
        <translation>「{label}」に使用できるのは英字、数字、ピリオド、-、_です。スペースは使用できません。</translation>
    </message>
    <message>
        <source>“{label}” must be numbers from 1 to {highest}, such as {example}.</source>
        <translation>「{label}」は1から{highest}の範囲の数値で指定してください(例: {example})。</translation>
    </message>
    <message>
        <source>“{label}” must not contain a user name or password. Put those into HTTPS_PROXY.</source>
        <translation>「{label}」にユーザー名やパスワードを含めることはできません。HTTPS_PROXYで指定してください。</translation>
    </message>
    <message>
        <source>The errors could not be read: {reason}</source>
        <translation>エラーを取得できませんでした: {reason}</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>すべてのユーザー</translation>
    </message>
    <message>
        <source>its group</source>
        <translation>所有グループ</translation>
    </message>
    <message>
        <source>those on its access list</source>
        <translation>アクセスリスト上のユーザー</translation>
    </message>
    <message>
        <source>other users</source>
        <translation>他のユーザー</translation>
    </message>
    <message>
        <source>The job does not say how it ended.</source>
        <translation>どのように終了したかがジョブに示されていません。</translation>
    </message>
    <message>
        <source>Commands and links cannot reach this program</source>
        <translation>コマンドとリンクがこのプログラムに届きません</translation>
    </message>
    <message>
        <source>Remove what is at that path, or set a shorter CCWATCH_HOME; then restart.</source>
        <translation>そのパスにあるものを削除するか、より短いCCWATCH_HOMEを設定してから、再起動してください。</translation>
    </message>
    <message>
        <source>The newer version does not start. Quit ccwatch, then start it again.</source>
        <translation>新しいバージョンが起動しません。ccwatchを終了してから、もう一度起動してください。</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>今すぐ再起動</translation>
    </message>
    <message>
        <source>{used} of {limit} requests this hour</source>
        <translation>この1時間のリクエスト: {used} / {limit}</translation>
    </message>
    <message>
        <source>too early to estimate</source>
        <translation>まだ予測できません</translation>
    </message>
    <message>
        <source>pace too uneven to estimate</source>
        <translation>ペースが不規則なため予測できません</translation>
    </message>
    <message>
        <source>starts in {time}</source>
        <translation>{time}後に開始</translation>
    </message>
    <message>
        <source>{time}, usually {usual}</source>
        <extracomment>{time} is how long a job has been queued, {usual} a range: &quot;3 h 02 min, usually 5 – 20 min&quot;</extracomment>
        <translation>{time}、通常は{usual}</translation>
    </message>
    <message>
        <source>Queued for {time}, usually {usual}</source>
        <extracomment>&quot;Queued for 3 h 02 min, usually 5 – 20 min&quot;</extracomment>
        <translation>{time}待機中、通常は{usual}</translation>
    </message>
    <message>
        <source>Of the last {ranges} estimates, {held} were right.</source>
        <extracomment>{held} and {ranges}: estimates of the time left of finished jobs</extracomment>
        <translation>直近{ranges}件の予測のうち{held}件が的中しました。</translation>
    </message>
    <message>
        <source>Much faster than usual: check its result.</source>
        <translation>通常よりかなり速く終わりました。結果を確認してください。</translation>
    </message>
    <message>
        <source>Much slower than usual.</source>
        <translation>通常よりかなり時間がかかっています。</translation>
    </message>
    <message>
        <source>{variable} has no value.</source>
        <translation>{variable}に値がありません。</translation>
    </message>
    <message>
        <source>{variable} has spaces, line breaks or other characters that cannot be sent. Copy it again, in one piece.</source>
        <translation>{variable}に空白、改行など、送信できない文字が含まれています。途切れないようにコピーし直してください。</translation>
    </message>
    <message numerus="yes">
        <source>{n} job.|{n} jobs.</source>
        <translation>
            <numerusform>ジョブ{n}件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Survey finished</source>
        <translation>測量が完了</translation>
    </message>
    <message>
        <source>{name} was not cancelled: {reason}</source>
        <translation>{name}はキャンセルされませんでした: {reason}</translation>
    </message>
    <message>
        <source>Cancelling {name}…</source>
        <translation>{name}をキャンセルしています…</translation>
    </message>
    <message>
        <source>It is not known whether {name} will be cancelled.</source>
        <translation>{name}がキャンセルされるかどうかは不明です。</translation>
    </message>
    <message>
        <source>The service is cancelling {name}.</source>
        <translation>サービスが{name}をキャンセルしています。</translation>
    </message>
    <message>
        <source>ccwatch can watch every job that you submit, with any program.</source>
        <translation>ccwatchは、どのプログラムから投入したジョブも監視できます。</translation>
    </message>
    <message>
        <source>Add the jobs of these services by their IDs.</source>
        <translation>これらのサービスのジョブはIDで追加してください。</translation>
    </message>
    <message>
        <source>“Do not disturb” is on: your desktop does not show notifications.</source>
        <translation>「おやすみモード」がオンのため、デスクトップに通知が表示されません。</translation>
    </message>
    <message>
        <source>Notifications do not arrive: {reason}. The history lists them.</source>
        <extracomment>{reason} begins with a small letter</extracomment>
        <translation>通知が届きません: {reason}。履歴で確認できます。</translation>
    </message>
    <message>
        <source>The history lists them.</source>
        <translation>履歴で確認できます。</translation>
    </message>
    <message numerus="yes">
        <source>survey of {n} job|survey of {n} jobs</source>
        <translation>
            <numerusform>{n}件のジョブからなる測量</numerusform>
        </translation>
    </message>
    <message>
        <source>expanded</source>
        <translation>展開</translation>
    </message>
    <message>
        <source>collapsed</source>
        <translation>折りたたみ</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>消去</translation>
    </message>
    <message>
        <source>Divider</source>
        <translation>区切り</translation>
    </message>
    <message>
        <source>ccwatch – wall screen</source>
        <translation>ccwatch – 大画面表示</translation>
    </message>
</context>
</TS>

// An OpenID provider over TLS that is configured like the vendor's: one native client, PKCE,
// redirect addresses that must match exactly, refresh tokens that are good for one use.
//
// usage: node server.mjs '{"pem": FILE, "client": ID, "redirects": [URL], "seconds": N, "refresh": true}'
//
// It prints its address as a line of JSON. Three paths are for the tests alone:
//   GET  /test/valid?token=T      whether the access token is (still) accepted
//   POST /test/revoke             ends every sign-in that was granted
//   GET  /test/secrets            every token, code and verifier that went over the wire
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'

import Provider from 'oidc-provider'

const options = JSON.parse(process.argv[2])
const pem = readFileSync(options.pem)
const secrets = new Set()
const grants = new Set()

const server = createServer({ key: pem, cert: pem })
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `https://127.0.0.1:${server.address().port}`

const provider = new Provider(url, {
  clients: [
    {
      client_id: options.client,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: options.redirects,
      scope: 'openid profile email offline_access itwin-platform',
    },
  ],
  scopes: ['openid', 'profile', 'email', 'offline_access', 'itwin-platform', 'contextcapture:read'],
  claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email'] },
  conformIdTokenClaims: false,
  async findAccount(ctx, sub) {
    const email = `${sub}@marked.example`
    return { accountId: sub, claims: async () => ({ sub, email, preferred_username: email }) }
  },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  expiresWithSession: async () => false,
  ttl: { AccessToken: options.seconds, RefreshToken: 86400, AuthorizationCode: 60 },
  cookies: { keys: ['for tests'] },
  features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
})
// The library lets a native client come back to any port; the vendor does not.
provider.Client.prototype.redirectUriAllowed = function (address) {
  return this.redirectUris.includes(address)
}
for (const kind of ['access_token', 'refresh_token', 'authorization_code']) {
  provider.on(`${kind}.saved`, (token) => {
    secrets.add(token.jti)
    grants.add(token.grantId)
  })
}
provider.use(async (ctx, next) => {
  await next()
  const verifier = ctx.oidc?.params?.code_verifier
  if (verifier) secrets.add(verifier)
})

async function revoke() {
  for (const grant of grants) {
    for (const kind of [provider.AccessToken, provider.RefreshToken, provider.AuthorizationCode]) {
      await kind.revokeByGrantId(grant)
    }
    await (await provider.Grant.find(grant))?.destroy()
  }
  grants.clear()
}

async function answer(asked) {
  switch (asked.pathname) {
    case '/test/valid':
      return Boolean(await provider.AccessToken.find(asked.searchParams.get('token')))
    case '/test/revoke':
      return revoke()
    case '/test/secrets':
      return [...secrets]
  }
}

const callback = provider.callback()
server.on('request', async (request, response) => {
  const asked = new URL(request.url, url)
  // The library grants offline_access to who asks with prompt=consent; the vendor to everybody.
  if (asked.pathname === '/auth' && options.refresh) request.url += '&prompt=consent'
  if (!asked.pathname.startsWith('/test/')) return callback(request, response)
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify((await answer(asked)) ?? null))
})
console.log(JSON.stringify({ url }))

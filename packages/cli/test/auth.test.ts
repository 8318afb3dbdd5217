import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DeskServer, json, startDeskServer } from './fixture/desk-server.ts'
import { type OAuthServer, client, startOAuthServer } from './fixture/oauth-server.ts'
import { type Ran, type World, runPortico } from './fixture/run-portico.ts'
import { type Workspace, createWorkspace, deskConfig } from './fixture/workspace.ts'

let desk: DeskServer
let oauth: OAuthServer
let workspace: Workspace
beforeAll(async () => {
  ;[desk, oauth] = await Promise.all([startDeskServer(), startOAuthServer()])
})
afterAll(() => Promise.all([desk.close(), oauth.close()]))
beforeEach(() => {
  workspace = createWorkspace()
  workspace.write('portico.config.ts', deskConfig(desk.origin, '', `deskConnector('${oauth.origin}')`))
})
afterEach(() => {
  workspace.remove()
  desk.reset()
})

const run = (argv: readonly string[], world: Partial<World> = {}): Promise<Ran> =>
  runPortico(argv, { cwd: workspace.folder, ...world })
const inEnvironment = { PORTICO_DESK_OAUTH_CLIENT_ID: client.clientId, PORTICO_DESK_OAUTH_CLIENT_SECRET: client.clientSecret }
const file = (): string => join(workspace.folder, 'secrets', 'credentials.json')
const stored = (): string => readFileSync(file(), 'utf8')
const loginArguments = ['auth', 'login', 'desk', '--scheme', 'oauth']
const browse = (url: string): void => void oauth.browse(url)

describe('a login with the browser', () => {
  test('keeps a token that only its owner can read, and calls use it', async () => {
    const { code, stdout, stderr, opened } = await run([...loginArguments, '--json'], { env: inEnvironment, browse })
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(opened[0]).toContain('code_challenge_method=S256')
    expect(opened[0]).toMatch(/redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A\d+%2Fcallback/)
    expect(JSON.parse(stdout)).toMatchObject({
      connector: 'desk',
      scheme: 'oauth',
      tenantId: 'local',
      account: 'default',
      keptIn: file(),
    })
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(workspace.folder, 'secrets'))).toEqual(['credentials.json'])
    const { tokens } = JSON.parse(stored()) as { tokens: Record<string, { accessToken: string; refreshToken: string }> }
    const [token] = Object.values(tokens)
    expect(token).toBeDefined()
    for (const secret of [token!.accessToken, token!.refreshToken, client.clientSecret])
      expect(stdout + stderr).not.toContain(secret)

    expect((await run(['call', 'desk.getViewer'], { env: inEnvironment })).code).toBe(0)
    expect(desk.requests[0]?.headers['authorization']).toBe(`Bearer ${token!.accessToken}`)
  })

  test('asks for the client at a terminal; otherwise says how to give it', async () => {
    const { code, stderr } = await run(loginArguments)
    expect(code).toBe(2)
    expect(stderr).toContain('no terminal to ask for clientId')
    expect((await run([...loginArguments, '--stdin'], { stdin: JSON.stringify(client), browse })).code).toBe(0)
    // A client that came from nowhere else is kept, so that a call can refresh.
    expect(JSON.parse(stored())).toMatchObject({ credentials: { 'local/default/desk': { oauth: client } } })
    expect((await run(['call', 'desk.getViewer'])).code).toBe(0)
  })

  test('a token that the vendor refuses is refreshed, and the new one is kept', async () => {
    await run(loginArguments, { env: inEnvironment, browse })
    const before = stored()
    let refusals = 0
    desk.fault = (_request, response) => (refusals++ === 0 ? json(response, 401, {}) : json(response, 200, { login: 'mona' }))
    expect((await run(['call', 'desk.getViewer'], { env: inEnvironment })).code).toBe(0)
    expect(oauth.granted.at(-1)).toBe('refresh_token')
    expect(stored()).not.toBe(before)
  })

  test('another visitor of the loopback address is turned away, and the login goes on', async () => {
    const answers: number[] = []
    const { code } = await run(loginArguments, {
      env: inEnvironment,
      browse: (url) =>
        void (async () => {
          const redirect = new URL(url).searchParams.get('redirect_uri') ?? ''
          answers.push(
            (await fetch(`${redirect}?code=stolen&state=guessed`)).status,
            (await fetch(new URL('/other', redirect))).status,
          )
          await oauth.browse(url)
        })(),
    })
    expect(answers).toEqual([400, 404])
    expect(code).toBe(0)
  })

  test('that the person refuses prints one line, and keeps nothing', async () => {
    const { code, stderr } = await run([...loginArguments, '--no-browser'], {
      env: inEnvironment,
      told: (text) => {
        const url = /http\S+\/auth\?\S+/.exec(text)?.[0]
        if (url === undefined) return
        const { searchParams } = new URL(url)
        void fetch(`${searchParams.get('redirect_uri')}?error=access_denied&state=${searchParams.get('state')}`)
      },
    })
    expect(code).toBe(2)
    expect(stderr).toContain('access_denied')
    expect(existsSync(file())).toBe(false)
  })

  test('that is interrupted ends at once', async () => {
    const controller = new AbortController()
    const { code } = await run(loginArguments, {
      env: inEnvironment,
      signal: controller.signal,
      browse: () => controller.abort(),
    })
    expect(code).toBe(130)
  })
})

test('a login on another device shows a code and waits', async () => {
  const { code, stderr } = await run([...loginArguments, '--device'], {
    env: inEnvironment,
    told: (text) => {
      const userCode = /enter the code (\S+)/.exec(text)?.[1]
      if (userCode !== undefined) void oauth.enterCode(userCode)
    },
  })
  expect({ code, stderr }).toMatchObject({ code: 0 })
  expect(stderr).toContain(`Open ${oauth.origin}/device`)
  expect(oauth.granted.at(-1)).toBe('urn:ietf:params:oauth:grant-type:device_code')
})

describe('a secret', () => {
  test('comes from stdin, is kept for the tenant, and is used by its calls', async () => {
    const argv = ['auth', 'login', 'desk', '--scheme', 'token', '--stdin', '--tenant', 'acme']
    const { code, stdout, stderr } = await run(argv, { stdin: 'desk-secret-0123456789\n' })
    expect(code).toBe(0)
    expect(stdout + stderr).not.toContain('desk-secret')
    expect((await run(['call', 'desk.getViewer', '--tenant', 'acme'])).code).toBe(0)
    expect(desk.requests[0]?.headers['authorization']).toBe('Bearer desk-secret-0123456789')
    expect((await run(['call', 'desk.getViewer'])).code).toBe(2)
  })

  test('in the environment takes precedence over the one in the file', async () => {
    await run(['auth', 'login', 'desk', '--scheme', 'token', '--stdin'], { stdin: 'from-the-file-0123456789' })
    await run(['call', 'desk.getViewer'], { env: { PORTICO_DESK_TOKEN: 'from-the-environment-01' } })
    expect(desk.requests[0]?.headers['authorization']).toBe('Bearer from-the-environment-01')
  })

  test.each<[argv: string[], stdin: string, expected: string]>([
    [[], '', 'desk can be logged in to in several ways; say which: --scheme token, key, oauth'],
    [['--scheme', 'tokn'], '', "did you mean 'token'?"],
    [['--scheme', 'token'], '', 'no terminal to ask for the secret; pipe it: portico auth login desk --stdin < file'],
    [['--scheme', 'token', '--stdin'], '', '--stdin: it is empty'],
    [['--scheme', 'token', '--stdin'], 'hunter2 hunter2', 'a secret has no spaces'],
    [['--scheme', 'token', '--device'], '', '--device: token of desk is not an OAuth login'],
    [['--scheme', 'oauth', '--stdin'], 'hunter2', '--stdin: not JSON'],
    [['--scheme', 'oauth', '--stdin'], '{"clientSecret":"hunter2"}', '--stdin: clientId: missing'],
    [['--scheme', 'oauth', '--stdin', '--port', '99999'], '{"clientId":"x"}', "--port: '99999' is not a port"],
  ])('given wrongly (%j) is one line and exit code 2', async (argv, stdin, expected) => {
    const { code, stderr } = await run(['auth', 'login', 'desk', ...argv], { stdin })
    expect(code).toBe(2)
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(expected)])
    expect(stderr).not.toContain('hunter2')
    expect(existsSync(file())).toBe(false)
  })
})

describe('auth list', () => {
  const states = async (env = {}): Promise<unknown> =>
    (JSON.parse((await run(['auth', 'list', '--json'], { env })).stdout) as { credentials: unknown[] }).credentials[0]

  test('says where each connection’s credentials come from, and shows none', async () => {
    expect(await states()).toMatchObject({ state: 'missing', hint: expect.stringContaining('PORTICO_DESK_TOKEN') })
    expect(await states({ PORTICO_DESK_KEY: 'desk-secret-0123456789' })).toEqual({
      connector: 'desk',
      scheme: 'key',
      state: 'ready',
      source: 'PORTICO_DESK_KEY',
    })
    expect(await states(inEnvironment)).toMatchObject({
      scheme: 'oauth',
      state: 'not_logged_in',
      hint: 'portico auth login desk',
    })
    await run(loginArguments, { env: inEnvironment, browse })
    expect(await states(inEnvironment)).toMatchObject({ scheme: 'oauth', state: 'ready', refreshable: true })
    const { stdout, stderr } = await run(['auth', 'list'], { env: inEnvironment })
    expect(stdout).toMatch(/desk\s+oauth\s+ready\s+PORTICO_DESK_OAUTH_CLIENT_ID.* · expires in .*, then refreshed/)
    expect(stdout + stderr).not.toContain(client.clientSecret)
  })
})

describe('auth revoke', () => {
  test('ends the login at the vendor and forgets it here', async () => {
    await run([...loginArguments, '--stdin'], { stdin: JSON.stringify(client), browse })
    const before = oauth.revoked
    const { code, stdout } = await run(['auth', 'revoke', 'desk', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ connector: 'desk', revoked: ['refresh_token', 'access_token'], forgotten: true })
    expect(oauth.revoked).toBeGreaterThan(before)
    expect(JSON.parse(stored())).toEqual({ version: 1, credentials: {}, tokens: {} })
  })

  test('with --local asks nobody', async () => {
    await run(loginArguments, { env: inEnvironment, browse })
    const before = oauth.revoked
    const { code, stderr } = await run(['auth', 'revoke', 'desk', '--local'], { env: inEnvironment })
    expect(code).toBe(0)
    expect(stderr).toContain('not asked (--local)')
    expect(stderr).toContain('still holds a credential: unset it')
    expect(oauth.revoked).toBe(before)
  })

  test('of nothing says so', async () => {
    expect(await run(['auth', 'revoke', 'desk'])).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing is kept') })
    const env = { PORTICO_DESK_TOKEN: 'desk-secret-0123456789' }
    expect(await run(['auth', 'revoke', 'desk'], { env })).toMatchObject({ code: 2, stderr: expect.stringContaining('unset it') })
  })
})

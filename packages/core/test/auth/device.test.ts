import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { authorizationCode, beginDeviceAuthorization, pollDeviceAuthorization } from '../../src/oauth.ts'
import { Browser } from './browser.ts'
import { callApi, loginScheme } from './login.ts'
import { ManualClock } from './manual-clock.ts'
import { type OAuthServer, publicClient, startOAuthServer, webClient } from './oauth-server.ts'

let server: OAuthServer
beforeAll(async () => {
  server = await startOAuthServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

/** Opens the page that the device shows, and confirms the code. */
async function confirm(url: string, answer: 'yes' | 'abort' = 'yes'): Promise<void> {
  const browser = new Browser()
  const page = await browser.submit(await browser.open(url))
  const done = await browser.submit(
    answer === 'yes' ? page : { ...page, html: page.html.replace('name="confirm"', 'name="abort"') },
  )
  if (done.status !== 200) throw new Error(done.html)
}

/** Waits as the clock does; the person acts during the given wait, counted from 1. */
function clockWith(act: () => Promise<void>, during: number): ManualClock {
  const clock = new ManualClock(Date.now())
  const { wait } = clock
  return Object.assign(clock, {
    wait: async (ms: number, signal: AbortSignal | undefined) => {
      await wait(ms, signal)
      if (clock.waits.length === during) await act()
    },
  })
}

test.each([webClient, publicClient])('a person confirms while $clientId polls', async (credential) => {
  const scheme = loginScheme(server)
  const begun = await beginDeviceAuthorization(scheme, { credential })
  expect(begun).toMatchObject({
    verificationUrl: `${server.origin}/device`,
    intervalMs: 5_000,
    userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
  })
  expect(begun.expiresAt).toBeGreaterThan(Date.now() + 500_000)
  const clock = clockWith(() => confirm(begun.verificationUrlComplete!), 3)
  const token = await pollDeviceAuthorization(scheme, begun, { credential, clock })
  expect(await callApi(server, token)).toBe(200)
  expect(token.refreshToken).toBeTypeOf('string')
  expect(clock.waits).toEqual([5_000, 5_000, 5_000])
  expect(server.tokenRequests).toBe(3)
})

describe('polling ends', () => {
  test('when the person refuses', async () => {
    const scheme = loginScheme(server)
    const begun = await beginDeviceAuthorization(scheme, { credential: webClient })
    const clock = clockWith(() => confirm(begun.verificationUrlComplete!, 'abort').catch(() => undefined), 1)
    await expect(pollDeviceAuthorization(scheme, begun, { credential: webClient, clock })).rejects.toMatchObject({
      code: 'unauthenticated',
      loginNeeded: true,
      message: expect.stringContaining('access_denied'),
    })
  })

  test('when nobody comes in time', async () => {
    const scheme = loginScheme(server)
    const begun = await beginDeviceAuthorization(scheme, { credential: webClient })
    const clock = new ManualClock(Date.now())
    const polling = pollDeviceAuthorization(
      scheme,
      { ...begun, expiresAt: clock.time + 21_000 },
      { credential: webClient, clock },
    )
    await expect(polling).rejects.toMatchObject({ code: 'unauthenticated', loginNeeded: true })
    expect(clock.waits).toHaveLength(4)
  })

  test('when the caller has had enough', async () => {
    const scheme = loginScheme(server)
    const begun = await beginDeviceAuthorization(scheme, { credential: webClient })
    const stop = new AbortController()
    const clock = clockWith(async () => stop.abort(new Error('enough')), 2)
    await expect(pollDeviceAuthorization(scheme, begun, { credential: webClient, clock, signal: stop.signal })).rejects.toThrow(
      'enough',
    )
    expect(server.tokenRequests).toBe(1)
  })

  test('when the caller has had enough while it asks for the last time', async () => {
    const scheme = loginScheme(server)
    const begun = await beginDeviceAuthorization(scheme, { credential: webClient })
    const stop = new AbortController()
    server.fault = () => {
      stop.abort(new Error('enough'))
      return true
    }
    const clock = new ManualClock(Date.now())
    const last = { ...begun, expiresAt: clock.time + 6_000 }
    await expect(pollDeviceAuthorization(scheme, last, { credential: webClient, clock, signal: stop.signal })).rejects.toThrow(
      'enough',
    )
  })

  test('when the client is refused', async () => {
    const scheme = loginScheme(server)
    const begun = await beginDeviceAuthorization(scheme, { credential: webClient })
    const credential = { ...webClient, clientSecret: 'another' }
    const polling = pollDeviceAuthorization(scheme, begun, { credential, clock: new ManualClock(Date.now()) })
    await expect(polling).rejects.toMatchObject({ code: 'unauthenticated', loginNeeded: false })
    expect(server.tokenRequests).toBe(1)
  })
})

test('polling slows down when it is told to, and when the server fails', async () => {
  const scheme = loginScheme(server)
  const begun = await beginDeviceAuthorization(scheme, { credential: webClient })
  const answers: readonly [number, string][] = [
    [400, '{"error":"authorization_pending"}'],
    [400, '{"error":"slow_down"}'],
    [400, '{"error":"slow_down"}'],
    [503, ''],
    // GitHub says this with 200.
    [200, '{"error":"authorization_pending"}'],
    [200, '{"access_token":"at","token_type":"bearer"}'],
  ]
  server.fault = (_request, response) => {
    const [status, body] = answers[server.tokenRequests - 1]!
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    return true
  }
  const clock = new ManualClock(Date.now())
  expect(await pollDeviceAuthorization(scheme, begun, { credential: webClient, clock })).toMatchObject({ accessToken: 'at' })
  expect(clock.waits).toEqual([5_000, 5_000, 10_000, 15_000, 30_000, 30_000])
})

test('a page that no browser should open is refused', async () => {
  server.fault = (_request, response) => {
    const body = { device_code: 'd', user_code: 'u', verification_uri: 'file:///etc/passwd', expires_in: 60 }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    return true
  }
  await expect(beginDeviceAuthorization(loginScheme(server), { credential: webClient })).rejects.toMatchObject({
    code: 'unavailable',
  })
})

test('a vendor without a device endpoint says so', async () => {
  const scheme = authorizationCode({ authorizeUrl: 'https://a.example/auth', tokenUrl: 'https://a.example/token', scopes: [] })
  await expect(beginDeviceAuthorization(scheme, { credential: webClient })).rejects.toMatchObject({ code: 'invalid_input' })
})

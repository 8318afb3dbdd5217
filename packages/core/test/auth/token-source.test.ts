import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AuthorizationError } from '../../src/auth/authorization-error.ts'
import { createTokenSource, type TokenSourceOptions } from '../../src/auth/token-source.ts'
import type { Token, TokenScheme } from '../../src/contract/scheme.ts'
import { memoryTokens } from '../../src/ports/memory/memory-tokens.ts'
import type { Tokens } from '../../src/ports/tokens.ts'

const minute = 60_000

/** A vendor that numbers its tokens, and rotates refresh tokens. */
class Vendor {
  time = 1_000_000
  lifetimeMs: number | undefined = 60 * minute
  acquired = 0
  running = 0
  mostRunning = 0
  previous: (Token | undefined)[] = []
  /** Taken and thrown before anything is acquired. */
  failures: unknown[] = []
  /** While it is set, an acquire waits for it. */
  gate: Promise<void> | undefined
  answer = (number: number): Token => ({
    accessToken: `token-${number}`,
    refreshToken: `refresh-${number}`,
    ...(this.lifetimeMs !== undefined && { expiresAt: this.time + this.lifetimeMs }),
    fields: {},
  })

  readonly scheme: TokenScheme<string> = {
    kind: 'oauth2',
    fields: [],
    statement: {},
    hosts: [],
    apply: () => ({}),
    acquire: async ({ previous, signal }) => {
      this.running += 1
      this.mostRunning = Math.max(this.mostRunning, this.running)
      try {
        this.previous.push(previous)
        await (this.gate ?? Promise.resolve())
        signal?.throwIfAborted()
        if (this.failures.length > 0) throw this.failures.shift()
        this.acquired += 1
        return this.answer(this.acquired)
      } finally {
        this.running -= 1
      }
    },
  }

  source(tokens: Tokens = memoryTokens(), more: Partial<TokenSourceOptions<string>> = {}) {
    const { scheme } = this
    const fetch = () => Promise.reject(new Error('not used'))
    return createTokenSource({
      scheme,
      key: 'key',
      tokens,
      credential: () => 'c',
      settings: {},
      fetch,
      now: () => this.time,
      ...more,
    })
  }
}
const down = () => new AuthorizationError('unavailable', 'down')
const over = () => new AuthorizationError('unauthenticated', 'over', { loginNeeded: true })

describe('a fresh token', () => {
  test('is given at once, without a promise', async () => {
    const vendor = new Vendor()
    const source = vendor.source()
    const token = await source.current()
    expect(source.current()).toBe(token)
    expect(vendor.acquired).toBe(1)
  })

  test('is taken from the port by a process that starts', async () => {
    const vendor = new Vendor()
    const tokens = memoryTokens()
    await vendor.source(tokens).current()
    expect((await vendor.source(tokens).current()).accessToken).toBe('token-1')
    expect(vendor.acquired).toBe(1)
  })

  test('without an expiry lasts until it is refused', async () => {
    const vendor = new Vendor()
    vendor.lifetimeMs = undefined
    const source = vendor.source()
    const token = await source.current()
    vendor.time += 1_000_000 * minute
    expect(source.current()).toBe(token)
  })

  test.each([
    [60 * minute, 59 * minute],
    [10 * minute, 9 * minute],
    [100_000, 90_000],
    [1_000, 900],
  ])('of %i ms is renewed after %i ms, not before', async (lifetimeMs, after) => {
    const vendor = new Vendor()
    vendor.lifetimeMs = lifetimeMs
    const source = vendor.source()
    await source.current()
    vendor.time += after - 1
    expect((await source.current()).accessToken).toBe('token-1')
    vendor.time += 1
    expect((await source.current()).accessToken).toBe('token-2')
    expect(vendor.previous[1]).toMatchObject({ accessToken: 'token-1', refreshToken: 'refresh-1' })
  })
})

describe('renewal', () => {
  test('is shared by all who wait, in one source and in several', async () => {
    const vendor = new Vendor()
    const tokens = memoryTokens()
    const sources = [vendor.source(tokens), vendor.source(tokens), vendor.source(tokens)]
    for (let round = 1; round <= 5; round += 1) {
      const given = await Promise.all(Array.from({ length: 60 }, async (_, index) => sources[index % 3]!.current()))
      expect(new Set(given.map(({ accessToken }) => accessToken))).toEqual(new Set([`token-${round}`]))
      expect(vendor.acquired).toBe(round)
      vendor.time += 2 * 60 * minute
    }
    expect(vendor.mostRunning).toBe(1)
  })

  test('that fails is told to all who wait, and tried again by the next', async () => {
    const vendor = new Vendor()
    vendor.failures.push(down())
    const source = vendor.source()
    const results = await Promise.allSettled(Array.from({ length: 10 }, async () => source.current()))
    expect(results.every(({ status }) => status === 'rejected')).toBe(true)
    expect(vendor.previous).toHaveLength(1)
    expect(await source.current()).toMatchObject({ accessToken: 'token-1' })
  })

  test('that fails loses no refresh token', async () => {
    const vendor = new Vendor()
    const tokens = memoryTokens()
    const source = vendor.source(tokens)
    await source.current()
    vendor.time += 61 * minute
    for (const failure of [down(), over(), new Error('a defect')]) {
      vendor.failures.push(failure)
      await expect(source.current()).rejects.toBe(failure)
      expect(await tokens.read('key')).toMatchObject({ refreshToken: 'refresh-1' })
    }
    expect(await source.current()).toMatchObject({ accessToken: 'token-2' })
    expect(vendor.previous.at(-1)).toMatchObject({ refreshToken: 'refresh-1' })
  })

  test('ahead of expiry that fails leaves the token that still works, and is tried again before it ends', async () => {
    const vendor = new Vendor()
    const source = vendor.source()
    await source.current()
    vendor.time += 59.5 * minute
    vendor.failures.push(down(), down())
    expect(await source.current()).toMatchObject({ accessToken: 'token-1' })
    expect(await source.current()).toMatchObject({ accessToken: 'token-1' })
    expect(vendor.failures).toHaveLength(1)
    vendor.time += 15_000
    expect(await source.current()).toMatchObject({ accessToken: 'token-1' })
    expect(vendor.failures).toHaveLength(0)
    vendor.failures.push(down())
    vendor.time += 15_000
    await expect(source.current()).rejects.toThrow('down')
  })

  test('that takes too long is given up, and the next starts anew', async () => {
    const vendor = new Vendor()
    const gate = Promise.withResolvers<void>()
    vendor.gate = gate.promise
    const source = vendor.source(memoryTokens(), { renewalTimeoutMs: 5 })
    await expect(source.current()).rejects.toMatchObject({ code: 'unavailable', message: 'there was no token within 5 ms' })
    vendor.gate = undefined
    gate.resolve()
    const patient = vendor.source()
    expect(await patient.current()).toMatchObject({ accessToken: expect.any(String) })
  })

  test('that was given up while it waited for its turn asks for nothing any more', async () => {
    const vendor = new Vendor()
    const tokens = memoryTokens()
    const turn = Promise.withResolvers<void>()
    const other = tokens.exclusively('key', () => turn.promise)
    let asked = 0
    const source = vendor.source(tokens, { renewalTimeoutMs: 5, credential: () => String((asked += 1)) })
    await expect(source.current()).rejects.toMatchObject({ code: 'unavailable' })
    turn.resolve()
    await other
    await tokens.exclusively('key', async () => undefined)
    expect(asked).toBe(0)
  })

  test('gets the credential as it is then', async () => {
    const vendor = new Vendor()
    let credential = 'old'
    const seen: string[] = []
    const acquire = vendor.scheme.acquire
    const scheme = {
      ...vendor.scheme,
      acquire: (request: Parameters<typeof acquire>[0]) => (seen.push(request.credential), acquire(request)),
    }
    const source = vendor.source(memoryTokens(), { scheme, credential: async () => credential })
    await source.current()
    credential = 'new'
    vendor.time += 61 * minute
    await source.current()
    expect(seen).toEqual(['old', 'new'])
  })
})

describe('a caller that gives up', () => {
  test('ends its own wait and no other', async () => {
    const vendor = new Vendor()
    const gate = Promise.withResolvers<void>()
    vendor.gate = gate.promise
    const source = vendor.source()
    const stop = new AbortController()
    const impatient = source.current(stop.signal)
    const patient = source.current(new AbortController().signal)
    stop.abort(new Error('enough'))
    await expect(impatient).rejects.toThrow('enough')
    gate.resolve()
    expect(await patient).toMatchObject({ accessToken: 'token-1' })
    expect(vendor.acquired).toBe(1)
  })

  test('leaves a renewal whose failure nobody hears without harm', async () => {
    const vendor = new Vendor()
    const gate = Promise.withResolvers<void>()
    vendor.gate = gate.promise
    vendor.failures.push(down())
    const source = vendor.source()
    const stop = new AbortController()
    const waiting = source.current(stop.signal)
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    gate.resolve()
    vendor.gate = undefined
    await expect(source.current()).rejects.toThrow('down')
    expect(await source.current()).toMatchObject({ accessToken: 'token-1' })
  })

  test('before it starts, starts nothing', async () => {
    const vendor = new Vendor()
    await expect(vendor.source().current(AbortSignal.abort(new Error('no')))).rejects.toThrow('no')
    expect(vendor.previous).toHaveLength(0)
  })
})

describe('a refused token', () => {
  test('is replaced once, however many were refused with it', async () => {
    const vendor = new Vendor()
    const source = vendor.source()
    const token = await source.current()
    const next = await Promise.all(
      Array.from({ length: 50 }, async () => {
        expect(source.refused(token)).toBe(true)
        return source.current()
      }),
    )
    expect(new Set(next.map(({ accessToken }) => accessToken))).toEqual(new Set(['token-2']))
    expect(vendor.previous[1]).toMatchObject({ accessToken: 'token-1' })
    expect(source.refused(token)).toBe(true)
    expect(source.current()).toMatchObject({ accessToken: 'token-2' })
    expect(vendor.acquired).toBe(2)
  })

  test('that somebody else has replaced is not replaced again', async () => {
    const vendor = new Vendor()
    const tokens = memoryTokens()
    const [one, other] = [vendor.source(tokens), vendor.source(tokens)]
    const token = await one.current()
    await other.current()
    one.refused(token)
    await one.current()
    expect(other.refused(token)).toBe(true)
    expect(await other.current()).toMatchObject({ accessToken: 'token-2' })
    expect(vendor.acquired).toBe(2)
  })

  test('whose successor is refused at once is not replaced again and again', async () => {
    const vendor = new Vendor()
    const source = vendor.source()
    source.refused(await source.current())
    const second = await source.current()
    for (let call = 0; call < 20; call += 1) {
      expect(source.refused(second)).toBe(false)
      expect(source.current()).toBe(second)
    }
    vendor.time += minute
    expect(source.refused(second)).toBe(true)
    expect(await source.current()).toMatchObject({ accessToken: 'token-3' })
  })

  test('whose successor was acquired because time was up is replaced at once', async () => {
    const vendor = new Vendor()
    const source = vendor.source()
    await source.current()
    vendor.time += 61 * minute
    expect(source.refused(await source.current())).toBe(true)
    expect(await source.current()).toMatchObject({ accessToken: 'token-3' })
  })

  test('whose successor came from somebody else, and in time from the clock, is replaced at once', async () => {
    const vendor = new Vendor()
    const tokens = memoryTokens()
    const [one, other] = [vendor.source(tokens), vendor.source(tokens)]
    const token = await one.current()
    await other.current()
    one.refused(token)
    await one.current()
    other.refused(token)
    await other.current()
    vendor.time += 61 * minute
    expect(other.refused(await other.current())).toBe(true)
  })

  test('is not brought back by a late refusal of its predecessor', async () => {
    const vendor = new Vendor()
    const source = vendor.source()
    const first = await source.current()
    vendor.time += 61 * minute
    source.refused(await source.current())
    source.refused(first)
    expect(await source.current()).toMatchObject({ accessToken: 'token-3' })
  })

  test('is tried to be replaced until that succeeds', async () => {
    const vendor = new Vendor()
    const source = vendor.source()
    source.refused(await source.current())
    vendor.failures.push(down())
    await expect(source.current()).rejects.toThrow('down')
    expect(await source.current()).toMatchObject({ accessToken: 'token-2' })
  })

  test('that the vendor gives again is used again, and not asked for again', async () => {
    const vendor = new Vendor()
    vendor.answer = () => ({ accessToken: 'the-only-one', fields: {} })
    const source = vendor.source()
    const token = await source.current()
    expect(source.refused(token)).toBe(true)
    const same = await source.current()
    expect(source.refused(same)).toBe(false)
    expect(vendor.acquired).toBe(2)
  })
})

describe('a token that is of no use', () => {
  const cases: readonly [string, Partial<Token>, RegExp][] = [
    ['has expired', { expiresAt: 1_000_000 }, /compare this machine's clock/],
    ['expires at no time', { expiresAt: Number.NaN }, /compare this machine's clock/],
    ['is empty', { accessToken: '' }, /without a usable access token/],
    ['is missing', { accessToken: undefined as unknown as string }, /without a usable access token/],
    ['breaks a header', { accessToken: 'x\r\ny' }, /without a usable access token/],
  ]
  test.each(cases)('because it %s is an error, and what renews it is kept', async (_name, change, message) => {
    const vendor = new Vendor()
    const tokens = memoryTokens()
    const source = vendor.source(tokens)
    const { answer } = vendor
    vendor.answer = (number) => ({ ...answer(number), ...change })
    await expect(source.current()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(message) })
    expect(await tokens.read('key')).toMatchObject({ refreshToken: 'refresh-1' })
    vendor.answer = answer
    expect(await source.current()).toMatchObject({ accessToken: 'token-2' })
    expect(vendor.previous.at(-1)).toMatchObject({ refreshToken: 'refresh-1' })
  })
})

describe('a port that fails', () => {
  test('to write: the call fails, the token is kept here and written by the next', async () => {
    const vendor = new Vendor()
    const inner = memoryTokens()
    let fails = 2
    const tokens: Tokens = {
      ...inner,
      write: (key, token) => {
        if (fails-- > 0) throw new Error('disk full')
        return inner.write(key, token)
      },
    }
    const source = vendor.source(tokens)
    await expect(source.current()).rejects.toThrow('disk full')
    await expect(source.current()).rejects.toThrow('disk full')
    expect(await source.current()).toMatchObject({ accessToken: 'token-1' })
    expect(await inner.read('key')).toMatchObject({ refreshToken: 'refresh-1' })
    expect(vendor.acquired).toBe(1)
  })

  test('to write, when somebody else has written meanwhile: theirs counts', async () => {
    const vendor = new Vendor()
    const inner = memoryTokens()
    let fails = true
    const tokens: Tokens = {
      ...inner,
      write: (key, token) => (fails ? Promise.reject(new Error('disk full')) : inner.write(key, token)),
    }
    const source = vendor.source(tokens)
    await expect(source.current()).rejects.toThrow('disk full')
    fails = false
    await inner.write('key', { accessToken: 'theirs', fields: {} })
    const theirs = await source.current()
    expect(theirs).toMatchObject({ accessToken: 'theirs' })
    // And ours is forgotten: a login that is ended then does not come back.
    await inner.remove('key')
    source.refused(theirs)
    expect(await source.current()).toMatchObject({ accessToken: 'token-2' })
  })

  test('to read: the call fails, the next asks again', async () => {
    const vendor = new Vendor()
    const inner = memoryTokens()
    let fails = true
    const source = vendor.source({
      ...inner,
      read: (key) => (fails ? Promise.reject(new Error('no database')) : inner.read(key)),
    })
    await expect(source.current()).rejects.toThrow('no database')
    fails = false
    expect(await source.current()).toMatchObject({ accessToken: 'token-1' })
  })
})

describe('a stored token', () => {
  const ofUser = (vendor: Vendor) => ({ ...vendor.scheme, identity: (credential: string) => credential.split(':')[0] })

  test('of another account is not used, nor is its refresh token', async () => {
    const vendor = new Vendor()
    const tokens = memoryTokens()
    const scheme = ofUser(vendor)
    const first = await vendor.source(tokens, { scheme, credential: () => 'ada:secret' }).current()
    expect(await vendor.source(tokens, { scheme, credential: () => 'ada:rotated' }).current()).toEqual(first)
    const other = await vendor.source(tokens, { scheme, credential: () => 'bob:secret' }).current()
    expect(other.accessToken).not.toBe(first.accessToken)
    expect(vendor.previous).toEqual([undefined, undefined])
    // Nor is it once its time is up.
    vendor.time += 61 * minute
    const renewed = await vendor.source(tokens, { scheme, credential: () => 'bob:secret' }).current()
    expect(vendor.previous.at(-1)).toEqual(other)
    expect(renewed.accessToken).not.toBe(other.accessToken)
  })

  test('that a login left is whoever logged in', async () => {
    const vendor = new Vendor()
    const tokens = memoryTokens()
    const token = { accessToken: 'of-a-login', refreshToken: 'r', fields: {} }
    await tokens.write('key', token)
    const source = vendor.source(tokens, { scheme: ofUser(vendor), credential: () => 'ada:secret' })
    expect(await source.current()).toEqual(token)
    source.refused(token)
    await source.current()
    expect(vendor.previous).toEqual([token])
  })
})

test('whatever happens: no expired token, one renewal at a time, and no more renewals than reasons', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 90 * minute }) }),
    fc.record({ do: fc.constant('call' as const), source: fc.nat(2), callers: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ do: fc.constant('refuse' as const), source: fc.nat(2) }),
    fc.record({ do: fc.constant('fail' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.constantFrom(30_000, 5 * minute, 60 * minute),
      async (steps, lifetimeMs) => {
        const vendor = new Vendor()
        vendor.lifetimeMs = lifetimeMs
        const tokens = memoryTokens()
        const sources = [0, 1, 2].map(() => vendor.source(tokens))
        const last: (Token | undefined)[] = []
        let reasons = 1
        for (const next of steps) {
          if (next.do === 'pass') {
            vendor.time += next.ms
            reasons += 1
          } else if (next.do === 'fail') {
            vendor.failures.push(down())
          } else if (next.do === 'refuse') {
            const token = last[next.source]
            if (token !== undefined && sources[next.source]!.refused(token)) reasons += 1
          } else {
            const source = sources[next.source]!
            const results = await Promise.allSettled(Array.from({ length: next.callers }, async () => source.current()))
            for (const result of results) {
              if (result.status === 'rejected') expect(result.reason).toMatchObject({ message: 'down' })
              else {
                expect(result.value.expiresAt!).toBeGreaterThan(vendor.time)
                last[next.source] = result.value
              }
            }
            expect(
              new Set(results.map((result) => (result.status === 'fulfilled' ? result.value.accessToken : 'failed'))).size,
            ).toBe(1)
          }
          expect(vendor.acquired).toBeLessThanOrEqual(reasons)
          const stored = await tokens.read('key')
          if (vendor.acquired > 0) expect(stored).toMatchObject({ refreshToken: `refresh-${vendor.acquired}` })
        }
        expect(vendor.mostRunning).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 300 },
  )
})

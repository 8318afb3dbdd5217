import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DecisionClaims, signDecision, verifyDecision } from '../../src/approvals/decision-token.ts'
import { signingKeys } from '../fixture/office.ts'

const ring = signingKeys('k1')
const claims: DecisionClaims = {
  tenantId: 'acme',
  approvalId: 'a',
  tokenId: 't',
  outcome: 'edit',
  account: 'default',
  connector: 'payments',
  connectorVersion: '1.0.0',
  operation: 'charge',
  pin: 'p',
  argumentsHash: 'h',
  actor: { type: 'executor_system', id: 'orders' },
  by: 'hana',
  expiresAt: 1_000,
}
const token = signDecision(ring, claims)

describe('a decision token', () => {
  test('gives back what was signed', () => {
    expect(verifyDecision(ring, token)).toEqual({ state: 'genuine', claims })
  })

  test('of which any character is another one is none', () => {
    const altered = Array.from(token, (character, index) =>
      ['A', '.', '=']
        .filter((other) => other !== character)
        .map((other) => token.slice(0, index) + other + token.slice(index + 1)),
    ).flat()
    expect(altered.length).toBeGreaterThan(token.length * 2)
    expect(altered.filter((other) => verifyDecision(ring, other).state === 'genuine')).toEqual([])
  })

  test('whose signature is spelt otherwise is none, though its bytes are the same', () => {
    const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    // The last character of 32 bytes has two bits over.
    const respelt = token.slice(0, -1) + base64url[base64url.indexOf(token.at(-1)!) ^ 1]!
    expect(verifyDecision(ring, respelt).state).toBe('forged')
  })

  test('that is cut off or longer is none', () => {
    const shorter = Array.from(token, (_, length) => token.slice(0, length))
    const longer = ['A', '=', '\n', '.A'].map((more) => token + more)
    expect([...shorter, ...longer].filter((other) => verifyDecision(ring, other).state === 'genuine')).toEqual([])
  })

  test('with other claims under its signature is forged', () => {
    const [prefix, keyId, payload, signature] = token.split('.') as [string, string, string, string]
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(claims)), fc.jsonValue(), (name, value) => {
        const other = { ...claims, [name]: value }
        const changed = Buffer.from(JSON.stringify(other)).toString('base64url')
        if (changed === payload) return
        expect(verifyDecision(ring, [prefix, keyId, changed, signature].join('.')).state).toBe('forged')
      }),
    )
  })

  test('of another ring with the same key id is forged', () => {
    const other = signingKeys('k1')
    expect(verifyDecision(other, token)).toMatchObject({ state: 'forged', reason: expect.stringContaining('signature') })
  })

  test('of a key that is gone names it; the ring it was rotated into still takes it', () => {
    const next = signingKeys('k2')
    expect(verifyDecision(next, token)).toMatchObject({ state: 'forged', reason: expect.stringContaining('k1') })
    expect(verifyDecision({ currentId: 'k2', keys: new Map([...next.keys, ...ring.keys]) }, token).state).toBe('genuine')
  })

  test.each(['', 'pd1', 'f0a1b2c3-0000-4000-8000-000000000000', 'pd2.k1.e30.AAAA', 'not a token'])(
    '%j has not its form',
    (text) => {
      expect(verifyDecision(ring, text).state).toBe('none')
    },
  )

  test('whatever text is given, nothing but a signed token is genuine, and nothing throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(verifyDecision(ring, `pd1.${text}`).state).toBe('forged')
        expect(verifyDecision(ring, text).state).not.toBe('genuine')
      }),
    )
  })
})

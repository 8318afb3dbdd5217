import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headerReader } from '../../src/webhooks/headers.ts'
import { ecdsaSignature, hmacSignature, standardWebhooks, timestamped } from '../../src/webhooks/schemes.ts'
import type { WebhookSecrets } from '../../src/webhooks/secret.ts'
import { type DeliveryToSign, signDelivery } from '../../src/webhooks/sign-delivery.ts'
import type { Verification } from '../../src/webhooks/verification.ts'
import { verifySignature } from '../../src/webhooks/verify-signature.ts'
import { webhook } from '../../src/webhooks/webhook.ts'
import { WebhookError } from '../../src/webhooks/webhook-error.ts'
import { schemes } from './vendor-schemes.ts'

const at = Date.parse('2026-11-24T09:00:00Z')
const url = 'https://example.com/hook?a=1'
const pair = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const edwards = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
// As Discord shows it: the 32 bytes at the end.
const rawKey = (spki: Buffer): string => spki.subarray(-32).toString('hex')
const base64Key = Buffer.alloc(24, 'key').toString('base64')

/** What a vendor signs with, and what we verify with. */
function keysOf(verification: Verification): { signing: string; verifying: string } {
  if (verification.secret === 'spki') return { signing: pair.privateKey, verifying: pair.publicKey }
  if (verification.secret === 'raw') return { signing: edwards.privateKey, verifying: rawKey(edwards.publicKey) }
  const key = { text: 'a secret', base64: base64Key, whsec: `whsec_${base64Key}` }[verification.secret]
  return { signing: key, verifying: key }
}

function outcome(
  verification: Verification,
  headers: Record<string, string | string[]>,
  body: Uint8Array | string,
  secrets?: WebhookSecrets,
  now = at,
  called: string | undefined = url,
): string {
  const delivery = { header: headerReader(headers), body: Buffer.from(body), method: 'POST', url: called }
  try {
    return verifySignature(verification, delivery, secrets ?? [{ name: 'key', value: keysOf(verification).verifying }], now)
      .secret
  } catch (error) {
    if (error instanceof WebhookError) return error.code
    throw error
  }
}

function signed(verification: Verification, more: Partial<DeliveryToSign> = {}): Record<string, string> {
  return signDelivery(
    { verify: verification },
    { body: 'a=1&b=2', secrets: [keysOf(verification).signing], at, url, id: 'msg_1', keyName: 'key', ...more },
  )
}

const every = Object.entries<Verification>(schemes)
// A plain token says nothing of the body, and any text may be one.
const signing = every.filter(([, { algorithm }]) => algorithm !== 'token')
const timed = every.filter(([, { timestamp }]) => timestamp !== undefined)
const identified = every.filter(([, { idHeader }]) => idHeader !== undefined)
const addressed = every.filter(([, { payload }]) => /\{(?:url|decodedUrl)\}/.test(payload))

/** What is signed of a body: all of it, or what Twilio makes of a form. */
function signedBody(verification: Verification, body: Uint8Array): string {
  if (!verification.payload.includes('{form}')) return Buffer.from(body).toString('latin1')
  const form = new URLSearchParams(Buffer.from(body).toString())
  const names = [...new Set(form.keys())].toSorted()
  return names
    .map((name) =>
      [...new Set(form.getAll(name))]
        .toSorted()
        .map((value) => name + value)
        .join(''),
    )
    .join('')
}

test.each(signing)('%s: takes what it signed, whatever the bytes, and nothing that was changed', (_name, verification) => {
  const bytes = fc.uint8Array({ maxLength: 200 })
  fc.assert(
    fc.property(bytes, bytes, fc.nat(), (body, other, position) => {
      const headers = signed(verification, { body })
      const flipped = Uint8Array.from(body)
      if (body.length > 0) flipped[position % body.length]! ^= 1 << (position & 7)
      const sent = [body, flipped, other]
      const same = sent.map((each) => signedBody(verification, each) === signedBody(verification, body))
      expect(sent.map((each) => outcome(verification, headers, each))).toEqual(same.map((is) => (is ? 'key' : 'forged')))
    }),
    // Of each of the schemes, which share their code.
    { numRuns: 25 },
  )
})

const others = {
  text: 'other',
  base64: 'b3RoZXI=',
  whsec: 'whsec_b3RoZXI=',
  spki: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  raw: rawKey(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' })),
}
test.each(every)('%s: refuses another secret', (_name, verification) => {
  const secrets = [{ name: 'key', value: others[verification.secret] }]
  expect(outcome(verification, signed(verification), 'a=1&b=2', secrets)).toBe('forged')
})

test.each(every)('%s: refuses each header that is missing, empty or there twice', (_name, verification) => {
  const headers = signed(verification)
  for (const [header, value] of Object.entries(headers)) {
    const { [header]: _removed, ...rest } = headers
    const absent = header === verification.keyHeader ? 'unknown_key' : 'missing_signature'
    expect(outcome(verification, rest, 'a=1&b=2')).toBe(absent)
    expect(outcome(verification, { ...rest, [header]: '' }, 'a=1&b=2')).toBe(absent)
    expect(outcome(verification, { ...rest, [header]: [value, value] }, 'a=1&b=2')).toBe('malformed')
    expect(outcome(verification, { ...headers, [header.toUpperCase()]: value }, 'a=1&b=2')).toBe('malformed')
  }
})

test.each(signing)('%s: refuses a signature that is written in another way', (_name, verification) => {
  const headers = signed(verification)
  const { header, prefix } = verification.signature
  const text = prefix === '' ? headers[header]! : headers[header]!.split(prefix).at(-1)!
  const write = (signature: string): string =>
    outcome(verification, { ...headers, [header]: headers[header]!.replace(text, signature) }, 'a=1&b=2')
  expect(write(text)).toBe('key')

  const otherEncoding = Buffer.from(text, verification.encoding).toString(verification.encoding === 'hex' ? 'base64' : 'hex')
  for (const changed of [
    otherEncoding,
    text.slice(0, -1),
    `${text}${text}`,
    `${text}=`,
    `"${text}"`,
    `${text}!`,
    text.replace(/^./, '§'),
  ]) {
    expect(write(changed), `signature ${changed}`).toBe('malformed')
  }
  if (verification.encoding === 'hex') expect(write(text.toUpperCase())).toBe('malformed')
})

test.each(timed)('%s: refuses what is older or newer than it allows', (_name, verification) => {
  const headers = signed(verification)
  const { toleranceMs } = verification.timestamp!
  for (const [now, expected] of [
    [at + toleranceMs, 'key'],
    [at - toleranceMs, 'key'],
    [at + toleranceMs + 1, 'stale'],
    [at - toleranceMs - 1, 'stale'],
  ] as const) {
    expect(outcome(verification, headers, 'a=1&b=2', undefined, now)).toBe(expected)
  }
})

test.each(timed)('%s: a timestamp is worth nothing when it is not the one that was signed', (_name, verification) => {
  const { header, prefix } = verification.timestamp!
  const read = (headers: Record<string, string>): string => headers[header]!.slice(prefix.length).split(',')[0]!
  const headers = signed(verification)
  const later = read(signed(verification, { at: at + 60_000 }))
  expect(outcome(verification, { ...headers, [header]: headers[header]!.replace(read(headers), later) }, 'a=1&b=2')).toBe(
    'forged',
  )
})

test.each(identified)('%s: refuses another id, and one that reaches into what follows', (_name, verification) => {
  const headers = signed(verification)
  expect(outcome(verification, { ...headers, [verification.idHeader!]: 'msg_2' }, 'a=1&b=2')).toBe('forged')
  expect(outcome(verification, { ...headers, [verification.idHeader!]: 'msg.1' }, 'a=1&b=2')).toBe('malformed')
})

test.each(addressed)('%s: refuses another URL, and says when it is not given one', (_name, verification) => {
  expect(outcome(verification, signed(verification), 'a=1&b=2', undefined, at, `${url}2`)).toBe('forged')
  const delivery = { header: headerReader(signed(verification)), body: Buffer.from('a=1&b=2'), method: 'POST', url: undefined }
  expect(() => verifySignature(verification, delivery, [keysOf(verification).verifying], at)).toThrow(/give receive the URL/)
})

describe('key rotation', () => {
  const { github, stripe } = schemes
  const old = { name: '2025', value: 'the old secret', notAfter: at + 1_000 }
  const next = { name: '2026', value: 'the new secret', notBefore: at }

  test('every secret within its time counts, and one learns which it was', () => {
    const byOld = signed(github, { secrets: [old.value] })
    const byNext = signed(github, { secrets: [next.value] })
    for (const [headers, now, expected] of [
      [byOld, at - 1, '2025'],
      [byNext, at - 1, 'forged'],
      [byOld, at, '2025'],
      [byNext, at, '2026'],
      [byOld, at + 1_000, 'forged'],
      [byNext, at + 1_000, '2026'],
    ] as const) {
      expect(outcome(github, headers, 'a=1&b=2', [old, next], now)).toBe(expected)
    }
    expect(outcome(github, signed(github, { secrets: ['two'] }), 'a=1&b=2', ['one', 'two'])).toBe('secret 2')
  })

  test('without a secret that counts now nothing is taken', () => {
    expect(outcome(github, signed(github), 'a=1&b=2', [])).toBe('unknown_key')
    expect(outcome(github, signed(github), 'a=1&b=2', [old], at + 1_000)).toBe('unknown_key')
  })

  test.each([stripe, schemes.standard, schemes.pagerduty])(
    'a vendor may sign with both at once ($signature.header)',
    (verification) => {
      const both = verification.secret === 'whsec' ? (['whsec_b2xk', 'whsec_bmV3'] as const) : (['old', 'new'] as const)
      const headers = signed(verification, { secrets: both })
      expect(outcome(verification, headers, 'a=1&b=2', [both[0]])).toBe('secret 1')
      expect(outcome(verification, headers, 'a=1&b=2', [{ name: 'new', value: both[1] }])).toBe('new')
    },
  )

  test('a scheme of another version in the same header is not looked at', () => {
    const { 'stripe-signature': header } = signed(stripe)
    expect(outcome(stripe, { 'stripe-signature': `${header},v0=${'0'.repeat(64)}` }, 'a=1&b=2')).toBe('key')
    expect(outcome(stripe, { 'stripe-signature': header!.replace('v1=', 'v0=') }, 'a=1&b=2')).toBe('missing_signature')
    expect(outcome(stripe, { 'stripe-signature': `${header}, ${header}` }, 'a=1&b=2')).toBe('malformed')
    expect(outcome(stripe, { 'stripe-signature': `t=1,${`v1=${'0'.repeat(64)},`.repeat(17)}` }, 'a=1&b=2')).toBe('malformed')
  })

  test('a key that the delivery names is the only one that is tried', () => {
    const headers = signed(schemes.githubSecretScanning)
    const stranger = { name: 'other', value: pair.publicKey }
    expect(outcome(schemes.githubSecretScanning, headers, 'a=1&b=2', [stranger])).toBe('unknown_key')
    expect(outcome(schemes.githubSecretScanning, headers, 'a=1&b=2', [stranger, { name: 'key', value: pair.publicKey }])).toBe(
      'key',
    )
  })
})

describe('Twilio', () => {
  const { twilio } = schemes
  test('signs a JSON body by its digest, which is in the URL', () => {
    const body = '{"a":1}'
    const called = `${url}&bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862`
    const headers = signed(twilio, { body, url: called })
    expect(outcome(twilio, headers, body, undefined, at, called)).toBe('key')
    expect(outcome(twilio, headers, '{"a":2}', undefined, at, called)).toBe('forged')
    expect(outcome(twilio, headers, '', undefined, at, called)).toBe('forged')
    expect(outcome(twilio, headers, body, undefined, at, called.replace('015a', '115a'))).toBe('forged')
    expect(outcome(twilio, headers, body, undefined, at, 'not a URL')).toBe('malformed')
  })
  test('sorts a form by name, each value of a repeated one counting once', () => {
    const headers = signed(twilio, { body: 'b=2&a=1&a=0&a=1' })
    expect(outcome(twilio, headers, 'a=0&a=1&b=2')).toBe('key')
    expect(outcome(twilio, headers, 'a=0&b=2')).toBe('forged')
  })
})

test('HubSpot v3 signs the URL with its own list of characters decoded, and no other', () => {
  const plain = timestamped({
    header: 'x-hubspot-signature-v3',
    timestampHeader: 'x-hubspot-request-timestamp',
    unit: 'ms',
    encoding: 'base64',
    payload: '{method}{url}{body}{timestamp}',
  })
  const headers = signed(plain, { url: `https://example.com/h?a=:/?@!$'()*,;:&b=%20%26%3D` })
  expect(
    outcome(
      schemes.hubspotV3,
      headers,
      'a=1&b=2',
      undefined,
      at,
      'https://example.com/h?a=%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B%3a&b=%20%26%3D',
    ),
  ).toBe('key')
})

test.each([
  ['not a timestamp', 's', '12x'],
  ['a sign', 's', '-1'],
  ['two of them', 's', '1, 1'],
  ['without a zone', 'iso', '2026-11-24T09:00:00'],
  ['a month too many', 'iso', '2026-13-24T09:00:00Z'],
  ['a date in words', 'iso', 'Tue, 24 Nov 2026 09:00:00 GMT'],
] as const)('a timestamp that is %s is malformed', (_what, unit, text) => {
  const verification = timestamped({ header: 'x-sig', timestampHeader: 'x-time', unit, payload: '{timestamp}.{body}' })
  expect(outcome(verification, { ...signed(verification), 'x-time': text }, 'a=1&b=2')).toBe('malformed')
})

describe('mistakes of ours', () => {
  test.each([
    ['no {body}', () => hmacSignature({ header: 'x', payload: '{method}{url}' }), /the body would be unsigned/],
    [
      'an unknown placeholder',
      () => hmacSignature({ header: 'x', payload: '{body}{bodi}' as '{body}' }),
      /\{bodi\} is not a payload placeholder/,
    ],
    ['an unsigned timestamp', () => timestamped({ header: 'x', timestampHeader: 'y', payload: '{body}' }), /\{timestamp\}/],
    ['an unsigned id', () => hmacSignature({ header: 'x', idHeader: 'y' }), /\{id\}/],
    ['an unsigned digest', () => hmacSignature({ header: 'x', payload: '{form}', bodyDigest: 'y' }), /\{url\}/],
    [
      'a verification made by hand',
      () => {
        const verify: Verification = { ...schemes.github, payload: '{method}' }
        return webhook({ id: 'x' }, { verify, delivery: 'signature', events: { by: 'body.type', schemas: {} } })
      },
      /the body would be unsigned/,
    ],
    ['no tolerance', () => standardWebhooks({ toleranceMs: 0 }), /toleranceMs/],
    [
      'a tolerance of two days',
      () => ecdsaSignature({ header: 'x', timestampHeader: 'y', payload: '{timestamp}{body}', toleranceMs: 172_800_000 }),
      /toleranceMs/,
    ],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(message)
  })

  test.each([
    ['an empty one', schemes.github, '', /secret 1 is empty/],
    ['an empty one after whsec_', schemes.standard, 'whsec_', /secret 1 is empty/],
    ['one that is not base64', schemes.standard, 'whsec_§', /not base64/],
    ['no public key', schemes.sendgrid, 'c2VjcmV0', /not a public key/],
    [
      'a key of another curve',
      schemes.sendgrid,
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      /not a public key/,
    ],
  ])('a secret: %s', (_what, verification, value, message) => {
    expect(() => outcome(verification, signed(verification), 'a=1&b=2', [value])).toThrow(message)
    expect(() => outcome(verification, signed(verification), 'a=1&b=2', [value])).toThrow(TypeError)
  })

  test('signing with less than the vendor sends', () => {
    const { github, standard, githubSecretScanning } = schemes
    expect(() => signDelivery({ verify: github }, { body: '', secrets: ['a', 'b'] })).toThrow(/one signature/)
    expect(() => signDelivery({ verify: standard }, { body: '', secrets: ['YQ=='] })).toThrow(/sends id/)
    expect(() => signDelivery({ verify: githubSecretScanning }, { body: '', secrets: [pair.privateKey] })).toThrow(
      /sends keyName/,
    )
  })
})

describe('a plain token', () => {
  const { gitlab } = schemes
  const take = (token: string, secrets: WebhookSecrets = ['a secret']): string =>
    outcome(gitlab, { 'x-gitlab-token': token }, '{}', secrets)

  test('is taken as it is, and every other text is refused', () => {
    expect(take('a secret')).toBe('secret 1')
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), (token) => {
        expect(take(token)).toBe(token === 'a secret' ? 'secret 1' : 'forged')
      }),
    )
    for (const near of ['a secre', 'a secret ', 'A secret', 'a secret\u0000']) expect(take(near)).toBe('forged')
  })

  test('is found among several during a rotation', () => {
    expect(
      take('new', [
        { name: 'old', value: 'old' },
        { name: 'new', value: 'new' },
      ]),
    ).toBe('new')
  })

  test('is no token when it is absurdly long', () => {
    expect(take('x'.repeat(4_097))).toBe('malformed')
  })
})

test('a public key of Ed25519 is hex of its bytes or SPKI, and nothing else is one', () => {
  const headers = signed(schemes.discord)
  const spki = edwards.publicKey
  const pem = `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----`
  for (const key of [rawKey(spki), rawKey(spki).toUpperCase(), spki.toString('base64'), pem])
    expect(outcome(schemes.discord, headers, 'a=1&b=2', [key])).toBe('secret 1')
  for (const key of ['', rawKey(spki).slice(2), `${rawKey(spki)}00`, pair.publicKey, 'a secret'])
    expect(() => outcome(schemes.discord, headers, 'a=1&b=2', [key])).toThrow(/webhook secret 1 is not a public key of Ed25519/)
})

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { referenceData, referenceDataAbsent } from '@portico/tools/reference-data'
import { describe, expect, test } from 'vitest'
import { headerReader } from '../../src/webhooks/headers.ts'
import type { WebhookSecrets } from '../../src/webhooks/secret.ts'
import type { Verification } from '../../src/webhooks/verification.ts'
import { verifySignature } from '../../src/webhooks/verify-signature.ts'
import { WebhookError } from '../../src/webhooks/webhook-error.ts'
import { schemes } from './vendor-schemes.ts'

interface Vector {
  readonly vendor: string
  readonly scheme: string
  readonly secret?: string
  readonly publicKey?: string
  readonly timestamp?: string
  readonly id?: string
  readonly url?: string
  readonly method?: string
  readonly body?: string
  readonly params?: Readonly<Record<string, string>>
  readonly expected: string | null
  readonly source: string
}

interface Case {
  readonly verification: Verification
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly secrets: WebhookSecrets
  readonly now: number
  readonly url?: string
}

function verify({ verification, headers, body, secrets, now, url }: Case, bytes: Uint8Array = Buffer.from(body)): string {
  return verifySignature(verification, { header: headerReader(headers), body: bytes, method: 'POST', url }, secrets, now).secret
}

const refusals = ['missing_signature', 'malformed', 'forged', 'unknown_key']

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof WebhookError) return error.code
    throw error
  }
  return 'taken'
}

/**
 * A single bit that changes on the way is noticed: one of every byte, each of the eight in turn, and any at the end of a header, where
 * base64 has bits to spare.
 */
function expectEveryFlipRefused(one: Case): void {
  // Thousands of flips: an assertion for each would cost more than they do.
  const unexpected: string[] = []
  const bytes = Buffer.from(one.body)
  const isForm = one.verification.payload.includes('{form}')
  const meaning = (form: Uint8Array): string => JSON.stringify([...new URLSearchParams(Buffer.from(form).toString())])
  for (let bit = 0; bit < bytes.length * 8; bit += 9) {
    const flipped = Buffer.from(bytes)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    // `%2b` for `%2B`: the vendor signs what a form says, not how it is written.
    if (isForm && meaning(flipped) === meaning(bytes)) continue
    const code = refusal(() => verify(one, flipped))
    if (code !== 'forged') unexpected.push(`${code}: bit ${bit} of the body`)
  }
  for (const [name, value] of Object.entries(one.headers)) {
    for (let bit = 0; bit < value.length * 8; bit += bit < (value.length - 4) * 8 ? 9 : 1) {
      const flipped = Buffer.from(value)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      const changed = { ...one, headers: { ...one.headers, [name]: flipped.toString('latin1') } }
      const code = refusal(() => verify(changed))
      if (!refusals.includes(code)) unexpected.push(`${code}: bit ${bit} of ${name}: ${flipped.toString('latin1')}`)
    }
  }
  expect(unexpected).toEqual([])
}

const file = 'vendors/specs/all__signature-vectors.json.gz'

/** The vector's headers, as its vendor sends them. */
function caseOf(vector: Vector): Case {
  const verification = schemeOf(vector)
  const { signature, timestamp, idHeader } = verification
  const body = vector.body ?? new URLSearchParams(vector.params).toString()
  return {
    verification,
    body,
    headers: {
      [signature.header]: vector.expected!,
      ...(timestamp && timestamp.header !== signature.header && { [timestamp.header]: vector.timestamp! }),
      ...(idHeader && { [idHeader]: vector.id! }),
    },
    secrets: [vector.publicKey ?? vector.secret!],
    now:
      vector.timestamp === undefined
        ? 0
        : vector.timestamp.includes('T')
          ? Date.parse(vector.timestamp)
          : Number(vector.timestamp) * 1_000,
    ...(vector.url !== undefined && { url: vector.url }),
  }
}

function schemeOf({ vendor, scheme }: Vector): Verification {
  const { hubspotV1, hubspotV2, standard, ...others } = schemes
  if (vendor === 'hubspot') return scheme.startsWith('v1') ? hubspotV1 : hubspotV2
  if (scheme.startsWith('Standard Webhooks')) return standard
  // Its documentation says timestamp, then body. The one public vector is of an older revision, and only the other order matches it.
  if (vendor === 'zendesk') return { ...others.zendesk, payload: '{body}{timestamp}' }
  const verification = (others as Readonly<Record<string, Verification>>)[vendor]
  if (!verification) throw new Error(`no scheme for the vector of ${vendor}: ${scheme}`)
  return verification
}

test('the official vectors verify, and none of them with one bit changed', (context) => {
  const path = referenceData(file)
  if (path === undefined) return context.skip(referenceDataAbsent(file))
  const vectors = JSON.parse(gunzipSync(readFileSync(path)).toString()) as readonly Vector[]
  // HubSpot's v3 has no fixed vector there; one from its SDK stands below.
  const checked = vectors.filter((vector) => vector.expected !== null)
  expect(checked.map(({ vendor }) => vendor).toSorted()).toEqual([
    'github',
    'hubspot',
    'hubspot',
    'openai',
    'sendgrid',
    'shopify',
    'slack',
    'standard-webhooks (anthropic/openai/others)',
    'stripe',
    'twilio',
    'zendesk',
  ])
  for (const vector of checked) {
    const one = caseOf(vector)
    expect(verify(one), `${vector.vendor}: ${vector.scheme}`).toBe('secret 1')
    expectEveryFlipRefused(one)
  }
})

describe('vectors that vendors publish elsewhere', () => {
  const hubspot: Case = {
    // https://github.com/HubSpot/hubspot-api-ruby/blob/master/spec/helpers/signature_spec.rb, read 2026-11-24
    verification: schemes.hubspotV3,
    body: "{'example_field':'example_value'}",
    headers: {
      'x-hubspot-signature-v3': 'RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw=',
      'x-hubspot-request-timestamp': '1700000300000',
    },
    secrets: ['yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy'],
    now: 1_700_000_300_000,
    url: 'https://www.example.com/webhook_uri',
  }
  const secretScanning: Case = {
    // https://github.com/github/docs/pull/18776, the Python example with its key, read 2026-11-24
    verification: schemes.githubSecretScanning,
    body: '[{"token":"some_token","type":"some_type","url":"some_url"}]',
    headers: {
      'github-public-key-identifier': '90a421169f0a406205f1563a953312f0be898d3c7b6c06b681aa86a874555f4a',
      'github-public-key-signature':
        'MEUCIQDKZokqnCjrRtw0tni+2Ltvl/uiMJ1EGumEsp1BsNr32AIgQY1YXD2nlj+XNfGK4rBfkMJ1JDOQcYXxa2sY8FNkrKc=',
    },
    secrets: [
      {
        name: '90a421169f0a406205f1563a953312f0be898d3c7b6c06b681aa86a874555f4a',
        value: `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9MJJHnMfn2+H4xL4YaPDA4RpJqUq
kCmRCBnYERxZanmcpzQSXs1X/AljlKkbJ8qpVIW4clayyef9gWhFbNHWAA==
-----END PUBLIC KEY-----`,
      },
    ],
    now: 0,
  }
  test.each([
    ['HubSpot v3', hubspot],
    ["GitHub's secret scanning", secretScanning],
  ])('%s', (_name, one) => {
    expect(verify(one)).toBeTruthy()
    expectEveryFlipRefused(one)
  })
})

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { canonicalJson } from '@portico/core'
import type { ApprovalRow } from './approval-tables.ts'
import type { SigningKeys } from './signing-keys.ts'

/** What a decision is bound to: it runs this call, by this actor, once, and nothing else. */
export interface DecisionClaims {
  readonly tenantId: string
  readonly approvalId: string
  /** Random: only the last token issued for an approval is accepted. */
  readonly tokenId: string
  readonly outcome: 'approve' | 'edit'
  readonly account: string
  readonly connector: string
  readonly connectorVersion: string
  readonly operation: string
  readonly pin: string
  /** Hash of the arguments that run. */
  readonly argumentsHash: string
  readonly actor: { readonly type: string; readonly id: string }
  readonly by: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

export type VerifiedToken =
  | { readonly state: 'genuine'; readonly claims: DecisionClaims }
  /** It does not look like a token. */
  | { readonly state: 'none' }
  | { readonly state: 'forged'; readonly reason: string }

const prefix = 'pd1'
const shape = /^pd1\.([A-Za-z0-9][A-Za-z0-9._-]{0,63}?)\.([A-Za-z0-9_-]{1,8000})\.([A-Za-z0-9_-]{43})$/

/** Signs with HMAC-SHA-256, using a key derived from the ring's current one. */
export function signDecision(ring: SigningKeys, claims: DecisionClaims): string {
  const signed = `${prefix}.${ring.currentId}.${Buffer.from(canonicalJson(claims)).toString('base64url')}`
  return `${signed}.${mac(ring.keys.get(ring.currentId)!, signed).toString('base64url')}`
}

/** Whether a key of the ring signed it. Its claims must still be compared with what is stored. */
export function verifyDecision(ring: SigningKeys, token: string): VerifiedToken {
  const [, keyId, payload, signature] = shape.exec(token) ?? []
  if (keyId === undefined || payload === undefined || signature === undefined) {
    return token.startsWith(`${prefix}.`) ? { state: 'forged', reason: 'the token is damaged' } : { state: 'none' }
  }
  const key = ring.keys.get(keyId)
  if (!key) return { state: 'forged', reason: `it is signed with the key ${keyId}, which is not in the ring` }
  const expected = mac(key, `${prefix}.${keyId}.${payload}`)
  const given = Buffer.from(signature, 'base64url')
  // Base64url has spare bits, so the same bytes have other spellings; each would be another token.
  const genuine = given.toString('base64url') === signature && timingSafeEqual(given, expected)
  if (!genuine) return { state: 'forged', reason: 'its signature is not valid: it was altered, or signed elsewhere' }
  return { state: 'genuine', claims: JSON.parse(Buffer.from(payload, 'base64url').toString()) as DecisionClaims }
}

/** The operation that a token claims to be for. Use it for lookup only; do not trust it before the token is taken. */
export function operationOfToken(token: string): Pick<DecisionClaims, 'connector' | 'operation'> | undefined {
  const payload = shape.exec(token)?.[2]
  if (payload === undefined) return undefined
  try {
    const { connector, operation } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Partial<DecisionClaims>
    return typeof connector === 'string' && typeof operation === 'string' ? { connector, operation } : undefined
  } catch {
    // Whatever it is, it is not ours.
    return undefined
  }
}

/** The token of an approved or edited row. */
export function tokenFor(ring: SigningKeys, row: ApprovalRow): string {
  return signDecision(ring, {
    tenantId: row.tenant_id,
    approvalId: row.id,
    tokenId: row.token_id!,
    outcome: row.outcome as 'approve' | 'edit',
    account: row.account,
    connector: row.connector,
    connectorVersion: row.connector_version,
    operation: row.operation,
    pin: row.pin,
    argumentsHash: row.executed_hash!,
    actor: { type: row.actor_type, id: row.actor_id },
    by: row.decided_by!,
    expiresAt: row.expires_at,
  })
}

function mac(key: Uint8Array, text: string): Buffer {
  // The ring's keys also encrypt; a derived key keeps the two uses apart.
  const signing = hkdfSync('sha256', key, '', 'portico approval decision', 32)
  return createHmac('sha256', new Uint8Array(signing)).update(text).digest()
}

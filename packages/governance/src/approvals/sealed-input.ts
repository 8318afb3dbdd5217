import { canonicalHash } from '@portico/core'
import type { Cipher } from '../tokens/cipher.ts'
import { ApprovalError } from './approval-error.ts'

export interface InputPlace {
  readonly tenantId: string
  readonly id: string
  readonly version: 'requested' | 'edited'
}

/** Encrypts the arguments of a stored call. Refuses what JSON would lose: it would no longer be the call that was shown. */
export async function sealInput(cipher: Cipher, input: unknown, argumentsHash: string, place: InputPlace): Promise<Uint8Array> {
  const text = JSON.stringify(input)
  if (canonicalHash(JSON.parse(text)) !== argumentsHash) {
    const problem = 'its arguments contain something that cannot be stored, such as a file'
    throw new ApprovalError('not_storable', `the call cannot wait for a decision: ${problem}; let a person make it`)
  }
  return cipher.encrypt(Buffer.from(text), inputContext(place))
}

/** Opens the arguments, provided that `argumentsHash` matches them. */
export async function openInput(cipher: Cipher, sealed: Uint8Array, argumentsHash: string, place: InputPlace): Promise<unknown> {
  const input = JSON.parse(Buffer.from(await opened(cipher, sealed, place)).toString()) as unknown
  if (canonicalHash(input) === argumentsHash) return input
  throw new ApprovalError('unreadable', `approval ${place.id}: the stored arguments are not the ones that were shown`)
}

async function opened(cipher: Cipher, sealed: Uint8Array, place: InputPlace): Promise<Uint8Array> {
  try {
    return await cipher.decrypt(sealed, inputContext(place))
  } catch (error) {
    const problem = 'the stored arguments do not decrypt: they were altered, or their key is missing'
    throw new ApprovalError('unreadable', `approval ${place.id}: ${problem}`, error)
  }
}

export function inputContext({ tenantId, id, version }: InputPlace): string {
  return `approval ${encodeURIComponent(tenantId)}/${id} as ${version}`
}

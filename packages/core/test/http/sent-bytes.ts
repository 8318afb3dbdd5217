import type { EncodedBody } from '../../src/http/body.ts'
import { collected } from './collected.ts'

/** The bytes that a transport would send. */
export async function sentBytes({ body }: EncodedBody): Promise<Uint8Array<ArrayBuffer>> {
  if (body === undefined) return new Uint8Array()
  if (typeof body === 'string') return new TextEncoder().encode(body)
  const chunks = body instanceof Uint8Array ? [body] : await collected(body())
  return new Uint8Array(Buffer.concat(chunks))
}

export async function sentText(encoded: EncodedBody): Promise<string> {
  return new TextDecoder().decode(await sentBytes(encoded))
}
